"""Size of type, light or dark, language: one press, back to where one was."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from banyan.accounts.actions.reading import keep_reading_habits
from banyan.orgs.viewers import Viewer, ViewerRequest
from banyan.shared.web import show
from banyan.web.context import Page
from banyan.web.preferences import PreferencesForm, keep
from banyan.web.problems import page_before


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: ViewerRequest) -> HttpResponse:
    if request.method != "POST":
        return show(request, "web/preferences.html", form=form_of(request), back=page_before(request) or "/")
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return show(request, "web/preferences.html", form=form, back="/", status=422)
    response = redirect(address_after(request))
    keep(response, form.cleaned_data)
    keep_with_account(request.viewer, form.cleaned_data)
    return response


def keep_with_account(viewer: Viewer, chosen: dict[str, str]) -> None:
    """Size and language go along to the next device; light or dark is a matter of this screen."""
    if viewer.account is not None:
        is_large = {"large": True, "normal": False}.get(chosen["size"])
        keep_reading_habits(viewer.account, by=viewer, is_large=is_large, language=chosen["language"])


def form_of(request: HttpRequest) -> PreferencesForm:
    """What holds now, ticked."""
    page = Page(request)
    chosen = {"size": page.size or "normal", "theme": page.theme or "auto", "language": get_language()}
    return PreferencesForm(initial=chosen)


def address_after(request: HttpRequest) -> str:
    """Where the form says it stands, if that is here (R-W3); else home."""
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "web:home"

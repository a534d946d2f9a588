"""Size of type, light or dark, language: one press, back to where one was."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from banyan.web.preferences import CHOICES, keep, known


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    response = redirect(address_after(request))
    for name in CHOICES:
        if value := known(name, request.POST.get(name, "")):
            keep(response, name, value)
    return response


def address_after(request: HttpRequest) -> str:
    """Where the form says it stands, if that is here (R-W3); else home."""
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "web:home"

"""The first and the last step of a request: who asks, and show."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import content_disposition_header

from banyan.shared.errors import Invalid, Refused


def client_address(request: HttpRequest) -> str | None:
    """The address of whoever asks: the peer, or what our own proxies said of it."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    proxies: int = settings.TRUSTED_PROXIES
    if proxies and len(hops) >= proxies:
        return hops[-proxies]
    return request.META.get("REMOTE_ADDR") or None


def is_htmx(request: HttpRequest) -> bool:
    """Does htmx ask for a fragment, rather than a browser for a page?"""
    return bool(getattr(request, "htmx", False))


View = TypeVar("View", bound=Callable[..., HttpResponse])


def needs_proof(view: View) -> View:
    """A view whose caller has proved lately who he is; else he is asked for his password first (R-B5)."""
    view.needs_proof = True  # type: ignore[attr-defined]
    return view


def show(
    request: HttpRequest, template: str, /, *, to: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """A page or fragment ("tasks/claim.html#state"). After an act: the fragment for htmx, else on to `to`.

    The fragment's page hears of it as the event `acted`, and may ask for what else has changed on it.
    """
    if to and not is_htmx(request):
        return redirect(to)
    response = render(request, template, context, status=status)
    if to:
        response["Content-Location"] = resolve_url(to)
        response["HX-Trigger"] = "acted"
    return response


def say_done(request: HttpRequest, words: str) -> None:
    """A success message for the next page; a fragment says it itself, and none is left over for later."""
    if not is_htmx(request):
        messages.success(request, words)


def valid(form: Any) -> dict[str, Any]:
    """What the form read; Invalid (422) with its sentences otherwise."""
    if not form.is_valid():
        raise Invalid(
            {name: [str(problem) for problem in problems] for name, problems in form.errors.items()}
        )
    cleaned: dict[str, Any] = form.cleaned_data
    return cleaned


def say_refusal(form: Any, refusal: Refused) -> None:
    """The rules' no in the form: at the field its AT_FIELD names for the reason's code, else above them all."""
    field = getattr(form, "AT_FIELD", {}).get(refusal.reason.code)
    form.add_error(field if field in form.fields else None, str(refusal.reason))


def as_download(body: bytes, kind: str, name: str) -> HttpResponse:
    """What somebody handed in: saved, never run, under a name that is never a person's (R-F1)."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(body, content_type=kind, headers=headers)


def as_file(body: bytes, kind: str, name: str) -> HttpResponse:
    """Shown in the browser, and saved under a name that is never a person's."""
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or ""
    return response

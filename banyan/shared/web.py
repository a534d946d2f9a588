"""The last step of a request: show."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from banyan.shared.errors import Invalid


def show(
    request: HttpRequest, template: str, /, *, to: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """A page or fragment ("tasks/claim.html#state"). After an act: the fragment for htmx, else on to `to`."""
    is_htmx = bool(getattr(request, "htmx", False))
    if to and not is_htmx:
        return redirect(to)
    return render(request, template, context, status=status)


def valid(form: Any) -> dict[str, Any]:
    """What the form read; Invalid (422) with its sentences otherwise."""
    if not form.is_valid():
        raise Invalid(
            {name: [str(problem) for problem in problems] for name, problems in form.errors.items()}
        )
    cleaned: dict[str, Any] = form.cleaned_data
    return cleaned

"""A form of the tree whose act the rules refuse is shown again, with the reason at its field."""

from collections.abc import Callable
from typing import TypeVar

from django import forms

from banyan.audit.record import remember
from banyan.orgs.viewers import ViewerRequest
from banyan.shared.errors import Refused
from banyan.shared.web import say_refusal

Made = TypeVar("Made")


def tried(request: ViewerRequest, form: forms.Form, do: Callable[[], Made]) -> Made | None:
    """What the act made; None when it was refused, which stands in the form then and in the record."""
    try:
        return do()
    except Refused as refusal:
        say_refusal(form, refusal)
        remember(request.viewer, "web.refused", result="refused", reason=refusal.reason.code)
        return None

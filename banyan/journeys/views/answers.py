"""How the pages of a journey answer: a form that asks until it is right, and a word after what was done."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from banyan.audit.record import remember
from banyan.orgs.viewers import ViewerRequest
from banyan.shared.errors import Refused
from banyan.shared.web import say_refusal, show


def done(request: ViewerRequest, words: str, to: str) -> HttpResponse:
    """Say what was done, and on."""
    messages.success(request, words)
    return redirect(to)


def is_sent(request: ViewerRequest) -> bool:
    """Was the form sent, and not merely asked for its next select (the picker without script)?"""
    return request.method == "POST" and "choose" not in request.POST


def ask(
    request: ViewerRequest,
    template: str,
    form: forms.Form,
    *,
    do: Callable[[], object],
    words: str,
    to: str,
    **context: Any,
) -> HttpResponse:
    """Show a form; filled in, do what it asks. A refusal shows it again with the reason and all that was typed."""
    if request.method != "POST":
        return show(request, template, form=form, **context)
    if "choose" in request.POST:
        # The next finer select was asked for, without script: nothing is wrong yet.
        form.errors.clear()
        return show(request, template, form=form, **context)
    if not form.is_valid():
        return show(request, template, form=form, status=422, **context)
    try:
        do()
    except Refused as refusal:
        say_refusal(form, refusal)
        remember(request.viewer, "web.refused", result="refused", reason=refusal.reason.code)
        return show(request, template, form=form, status=409, **context)
    return done(request, words, to)

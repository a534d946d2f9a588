"""Settings of an organisation: what holds, who decided it, by which rule."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.orgs.actions import reset_policy, set_policy
from banyan.orgs.forms.policy import PolicyForm, words_of
from banyan.orgs.permissions import SET_POLICY
from banyan.orgs.policies import POLICIES, Policy
from banyan.orgs.queries import Setting, find_org, settings_of
from banyan.orgs.viewers import ViewerRequest, require
from banyan.shared.web import show


@login_required
@require_safe
def own_policy(request: ViewerRequest) -> HttpResponse:
    """The menu's way to the settings of one's own organisation."""
    viewer = request.viewer
    require(viewer, SET_POLICY)
    return redirect("orgs:policy-of", viewer.holding(SET_POLICY)[0].org.ref)


@login_required
@require_safe
def policy(request: ViewerRequest, ref: UUID) -> HttpResponse:
    viewer = request.viewer
    org = find_org(viewer, ref)
    rows = [(setting, words_of(setting.policy, setting.value)) for setting in settings_of(org)]
    return show(request, "orgs/policy.html", org=org, rows=rows, may_set=viewer.may(SET_POLICY, org))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def setting(request: ViewerRequest, ref: UUID, name: str) -> HttpResponse:
    viewer = request.viewer
    org, wanted = find_org(viewer, ref), _policy_named(name)
    require(viewer, SET_POLICY, at=org)
    present = _setting_of(settings_of(org), wanted)
    form = PolicyForm(request.POST or None, policy=wanted, value=present.value)
    to = reverse("orgs:policy-of", args=[org.ref])
    if form.is_valid():
        set_policy(org, wanted, form.value, by=viewer)
        messages.success(request, _("设置已改，本组织和没有另设的下级都照此办理。"))
        return show(request, "orgs/setting.html", to=to)
    status = 422 if request.method == "POST" else 200
    default = words_of(wanted, wanted.default)
    return show(
        request, "orgs/setting.html", org=org, setting=present, default=default, form=form, status=status
    )


@login_required
@require_POST
def reset(request: ViewerRequest, ref: UUID, name: str) -> HttpResponse:
    viewer = request.viewer
    org = find_org(viewer, ref)
    reset_policy(org, _policy_named(name), by=viewer)
    messages.success(request, _("已改回沿用上级的设置。"))
    return redirect("orgs:policy-of", org.ref)


def _policy_named(name: str) -> Policy:
    if name not in POLICIES:
        raise Http404
    return POLICIES[name]


def _setting_of(settings: list[Setting], policy: Policy) -> Setting:
    return next(setting for setting in settings if setting.policy.name == policy.name)

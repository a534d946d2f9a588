"""The tree: looking, founding, renaming, moving, closing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.orgs.actions import close_org, move_org, open_org, rename_org
from banyan.orgs.forms.tree import ChildForm, FloatingForm, MoveForm, NameForm
from banyan.orgs.models import Organisation
from banyan.orgs.permissions import FOUND_FLOATING, MANAGE_ORGS
from banyan.orgs.queries import (
    ancestors_of,
    children_listed,
    children_of,
    find_org,
    occupants_of,
    officers_listed,
    orgs_called,
    orgs_in_reach,
    parents_for,
    roots_of,
)
from banyan.orgs.rules import why_not_close
from banyan.orgs.states import CHILDREN, OfficeName, OrganisationKind
from banyan.orgs.viewers import Viewer, ViewerRequest, may_grant, require
from banyan.orgs.views.trying import tried
from banyan.shared.clock import today
from banyan.shared.paging import page_of
from banyan.shared.web import show

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def tree(request: ViewerRequest) -> HttpResponse:
    """What stands directly below the viewer's own organisation, or what carries the name he looks for."""
    viewer = request.viewer
    text, mark = request.GET.get("q", "").strip(), request.GET.get("mark", "")
    roots = roots_of(viewer)
    if text:
        found = page_of(orgs_called(viewer, text), ["path"], mark=mark)
    elif len(roots) == 1:
        found = page_of(children_listed(roots[0]), ["code"], mark=mark)
    else:
        found = page_of(orgs_in_reach(viewer).filter(pk__in=[root.pk for root in roots]), ["path"], mark=mark)
    return show(request, "orgs/tree.html", found=found, root=roots[0] if len(roots) == 1 else None, text=text)


@login_required
@require_safe
def org(request: ViewerRequest, ref: UUID) -> HttpResponse:
    viewer = request.viewer
    found = find_org(viewer, ref)
    return show(
        request,
        "orgs/org.html",
        org=found,
        above=[each for each in ancestors_of(found) if viewer.main and viewer.main.org.holds(each)],
        children=page_of(children_listed(found), ["code"], mark=request.GET.get("mark", "")),
        officers=[(office, office.is_over_on(today())) for office in officers_listed(found)],
        acts=acts_at(viewer, found),
    )


def acts_at(viewer: Viewer, found: Organisation) -> dict[str, bool]:
    """Which buttons the page has."""
    keeps = viewer.may(MANAGE_ORGS, found) and found.is_open
    keeps_above = found.parent is not None and viewer.may(MANAGE_ORGS, found.parent) and found.is_open
    kinds = CHILDREN[found.kind]
    return {
        "add": keeps and bool(kinds - {OrganisationKind.FLOATING}),
        "add_floating": viewer.may(FOUND_FLOATING, found)
        and found.is_open
        and OrganisationKind.FLOATING in kinds,
        "rename": keeps,
        "move": keeps_above,
        "close": keeps_above,
        "hand_over": found.is_open and any(may_grant(viewer, found, name) for name in OfficeName.values),
        "integrate": found.is_open and may_grant(viewer, found, OfficeName.INTEGRATION),
    }


@login_required
@GET_AND_POST
def add(request: ViewerRequest, ref: UUID) -> HttpResponse:
    viewer = request.viewer
    parent = find_org(viewer, ref)
    require(viewer, MANAGE_ORGS, at=parent)
    kind = next(iter(CHILDREN[parent.kind] - {OrganisationKind.FLOATING}), OrganisationKind.VILLAGE)
    form = ChildForm(request.POST or None, parent=parent)
    if form.is_valid() and (made := tried(request, form, lambda: _open_child(viewer, parent, kind, form))):
        messages.success(request, _("已增设“%(name)s”。") % {"name": made.name})
        return show(request, "orgs/add.html", to=address_of(made))
    return _form_page(request, "orgs/add.html", parent, form, kind=OrganisationKind(kind).label)


def _open_child(viewer: Viewer, parent: Organisation, kind: str, form: ChildForm) -> Organisation:
    words = form.cleaned_data
    return open_org(
        by=viewer,
        parent=parent,
        kind=kind,
        name=words["name"],
        full_name=words["full_name"],
        code=words["code"],
        region=form.region,
    )


@login_required
@GET_AND_POST
def add_floating(request: ViewerRequest, ref: UUID) -> HttpResponse:
    viewer = request.viewer
    parent = find_org(viewer, ref)
    require(viewer, FOUND_FLOATING, at=parent)
    form = FloatingForm(request.POST or None)
    if "choose" not in request.POST and form.is_valid():
        words = form.cleaned_data
        made = open_org(
            by=viewer,
            parent=parent,
            kind=OrganisationKind.FLOATING,
            name=words["name"],
            region=form.region,
            head_name=words["head_name"],
            head_phone=words["head_phone"],
        )
        messages.success(request, _("已设立“%(name)s”，请接着安排书记。") % {"name": made.name})
        return show(request, "orgs/add_floating.html", to=address_of(made))
    return _form_page(request, "orgs/add_floating.html", parent, form)


@login_required
@GET_AND_POST
def rename(request: ViewerRequest, ref: UUID) -> HttpResponse:
    viewer = request.viewer
    found = find_org(viewer, ref)
    require(viewer, MANAGE_ORGS, at=found)
    form = NameForm(request.POST or None, initial={"name": found.name, "full_name": found.full_name})
    if form.is_valid():
        rename_org(found, by=viewer, name=form.cleaned_data["name"], full_name=form.cleaned_data["full_name"])
        messages.success(
            request, _("已更名为“%(name)s”。以前开出的文书仍用原来的名称。") % {"name": found.name}
        )
        return show(request, "orgs/rename.html", to=address_of(found))
    return _form_page(request, "orgs/rename.html", found, form)


@login_required
@GET_AND_POST
def move(request: ViewerRequest, ref: UUID) -> HttpResponse:
    viewer = request.viewer
    found = find_org(viewer, ref)
    require(viewer, MANAGE_ORGS, at=found.parent or found)
    text = request.GET.get("q", "").strip()
    parents = list(parents_for(viewer, found, text))
    form = MoveForm(request.POST or None, parents=parents)
    if form.is_valid():
        former = found.parent
        move_org(found, by=viewer, parent=form.chosen)
        messages.success(
            request,
            _("“%(name)s”已划到“%(parent)s”之下。") % {"name": found.name, "parent": form.chosen.name},
        )
        if former is not None and former.name in found.full_name:
            messages.warning(request, _("印在文书上的全称里还有原来的上级，要改请点“更名”。"))
        return show(request, "orgs/move.html", to=address_of(found))
    return _form_page(request, "orgs/move.html", found, form, text=text, parents=parents)


@login_required
@GET_AND_POST
def close(request: ViewerRequest, ref: UUID) -> HttpResponse:
    viewer = request.viewer
    found = find_org(viewer, ref)
    require(viewer, MANAGE_ORGS, at=found.parent or found)
    if request.method == "POST":
        close_org(found, by=viewer)
        messages.success(request, _("“%(name)s”已撤销。") % {"name": found.name})
        return show(request, "orgs/close.html", to=address_of(found))
    reason = why_not_close(found, children_of(found).count(), occupants_of(found))
    return show(request, "orgs/close.html", org=found, reason=reason)


def address_of(found: Organisation) -> str:
    return reverse("orgs:org", args=[found.ref])


def _form_page(
    request: ViewerRequest, template: str, found: Organisation, form: Any, **more: Any
) -> HttpResponse:
    """The form, with what was typed; 422 when it was wrong, not when it only asked for the next select."""
    is_wrong = request.method == "POST" and "choose" not in request.POST
    return show(request, template, org=found, form=form, status=422 if is_wrong else 200, **more)

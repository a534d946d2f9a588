"""What the frame itself changes: work for later that failed is tried again; narrowings of lists are kept."""

from django.utils.translation import gettext_lazy as _

from banyan.audit.record import act, remember
from banyan.jobs.actions import try_again
from banyan.jobs.models import Job
from banyan.orgs.permissions import MANAGE_ORGS
from banyan.orgs.viewers import NOT_YOURS, Viewer, require
from banyan.shared.errors import NotAllowed, Reason, refuse_if
from banyan.web.models import SavedView
from banyan.web.preferences import kept_query, why_not_keep_view

NOT_FAILED = Reason("not_failed", _("这一项没有失败，不用再试。请刷新页面看看最新情况。"))


@act
def retry_job(job: Job, *, by: Viewer) -> None:
    """Try a failed job again: whoever asked for it may, and whoever keeps the house. Audited as job.retried."""
    if job.owner_ref is None or job.owner_ref != by.audit_ref:
        require(by, MANAGE_ORGS)
    refuse_if(None if try_again(job) else NOT_FAILED)
    remember(by, "job.retried", job)


@act
def keep_view(page: str, label: str, query: str, *, by: Viewer) -> SavedView:
    """Keep the narrowing and columns of a list under a name; the same name again replaces it. Audited as view.kept."""
    if by.account is None:
        raise NotAllowed(NOT_YOURS)
    name, others = label.strip(), SavedView.objects.filter(account=by.account, page=page)
    refuse_if(why_not_keep_view(page, name, others.exclude(label=name).count()))
    kept = {"query": kept_query(query)}
    view, _is_new = SavedView.objects.update_or_create(
        account=by.account, page=page, label=name, defaults=kept
    )
    remember(by, "view.kept", view)
    return view


@act
def forget_view(view: SavedView, *, by: Viewer) -> None:
    """Take one of his own narrowings away. Audited as view.forgotten."""
    if by.account is None or view.account_id != by.account.pk:
        raise NotAllowed(NOT_YOURS)
    remember(by, "view.forgotten", view)
    view.delete()

"""What the frame itself changes: work for later that failed is tried again."""

from django.utils.translation import gettext_lazy as _

from banyan.audit.record import act, remember
from banyan.jobs.actions import try_again
from banyan.jobs.models import Job
from banyan.orgs.permissions import MANAGE_ORGS
from banyan.orgs.viewers import Viewer, require
from banyan.shared.errors import Reason, refuse_if

NOT_FAILED = Reason("not_failed", _("这一项没有失败，不用再试。请刷新页面看看最新情况。"))


@act
def retry_job(job: Job, *, by: Viewer) -> None:
    """Try a failed job again: whoever asked for it may, and whoever keeps the house. Audited as job.retried."""
    if job.owner_ref is None or job.owner_ref != by.audit_ref:
        require(by, MANAGE_ORGS)
    refuse_if(None if try_again(job) else NOT_FAILED)
    remember(by, "job.retried", job)

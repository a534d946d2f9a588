"""What an office may do with tasks and claims."""

from django.utils.translation import gettext_lazy as _

from banyan.orgs.permissions import Permission

SEE_TASKS = Permission("tasks.see", _("查看任务"))
PUBLISH = Permission("tasks.publish", _("发布任务"))
REVIEW = Permission("tasks.review", _("审核认领成果"))
CLAIM_OWN = Permission("tasks.claim_own", _("认领任务"))
CLAIM_FOR = Permission("tasks.claim_for", _("代党员认领和提交"))

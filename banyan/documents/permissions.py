"""What an office may do with papers."""

from django.utils.translation import gettext_lazy as _

from banyan.orgs.permissions import Permission

SEE_PAPERS = Permission("documents.see", _("查看证件"))
SEE_OWN_PAPERS = Permission("documents.see_own", _("查看本人证件"))
ISSUE_PAPERS = Permission("documents.issue", _("开具证件"))
BATCH_PAPERS = Permission("documents.batch", _("批量打印证件"))
MAKE_NOTICES = Permission("documents.notices", _("制作通知和服务卡，公开服务电话"))
TRUST_KEYS = Permission("documents.trust", _("认可外地系统的签名"))
VOID_PAPERS = Permission("documents.void", _("作废证件"))

"""Which help pages there are: one per office, in the order of the house."""

from django.utils.translation import gettext_lazy as _

HELP_PAGES = {
    "member": _("外出党员"),
    "branch-secretary": _("党支部书记"),
    "floating-secretary": _("流动党支部书记"),
    "township": _("乡镇党务工作者"),
    "county": _("县级组织部门"),
}

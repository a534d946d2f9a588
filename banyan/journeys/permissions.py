"""What an office may do with journeys, check-ins, receipts and reports."""

from django.utils.translation import gettext_lazy as _

from banyan.orgs.permissions import Permission

SEE_JOURNEYS = Permission("journeys.see", _("查看外出、报到和报告"))
MANAGE_JOURNEYS = Permission("journeys.manage", _("登记外出、返乡和变动"))
CHECK_IN_OWN = Permission("journeys.check_in_own", _("本人报到"))
CHECK_IN_FOR = Permission("journeys.check_in_for", _("代党员报到"))
CONFIRM_ARRIVAL = Permission("journeys.confirm_arrival", _("确认或退回报到"))
TRACK_RECEIPTS = Permission("journeys.track_receipts", _("收回和归档报到回执"))
REPORT_OWN = Permission("journeys.report_own", _("本人报告"))
REPORT_FOR = Permission("journeys.report_for", _("代党员登记报告"))
READ_REPORTS = Permission("journeys.read_reports", _("阅读报告"))
READ_WORDS = Permission("journeys.read_words", _("看报告的原话"))
ANSWER_REPORTS = Permission("journeys.answer_reports", _("阅办报告"))

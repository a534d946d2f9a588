"""Who hears of a report: the home branch when it asks for something, the member when somebody has seen to it."""

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from banyan.journeys.models import Report
from banyan.journeys.permissions import ANSWER_REPORTS
from banyan.journeys.queries.report import report_with_names
from banyan.journeys.states import Matter
from banyan.notify.actions import tell
from banyan.orgs.queries import accounts_that_may
from banyan.shared.periods import Period

ASKS = {
    Matter.MOVED: _("{name}在{period}的报告里说换了地方，请核对外出登记。"),
    Matter.NEW_PHONE: _("{name}在{period}的报告里说换了电话，请核对后更新。"),
    Matter.NEED_HELP: _("{name}在{period}的报告里说需要帮助，请尽快联系。"),
}


def asking_key(report: Report) -> str:
    """Under which key the branch is asked about a report: changing the matter asks anew."""
    return f"report:{report.ref}:{report.matter}"


def report_asks(pk: int) -> None:
    """To whoever answers reports at the home branch, or at the nearest committee above it."""
    report = report_with_names(pk)
    period = Period.parse(report.period)
    tell(
        accounts_that_may(ANSWER_REPORTS, report.org),
        kind=f"report.{report.matter}",
        words=format_lazy(ASKS[Matter(report.matter)], name=report.person.name, period=period.words),
        link=reverse("journeys:report-detail", args=[report.ref]),
        org=report.org,
        key=asking_key(report),
        is_asking=True,
    )


def report_followed_up(pk: int) -> None:
    """To the member: what the branch has done."""
    report = report_with_names(pk)
    words = _("您{period}报告里说的事，{org}已经跟进：{words}")
    tell(
        [report.person],
        kind="report.followed_up",
        words=format_lazy(
            words, period=Period.parse(report.period).words, org=report.org.name, words=report.follow_up
        ),
        link=reverse("journeys:report-own", args=[report.ref]),
        org=report.org,
    )

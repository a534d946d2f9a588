"""Where one can go, on one page: label, drawing, route, and the permission without which it is not shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banyan.documents.permissions import SEE_OWN_PAPERS, SEE_PAPERS
from banyan.insight.permissions import SEE_FIGURES
from banyan.intake.permissions import IMPORT_ROSTERS
from banyan.journeys.permissions import CHECK_IN_OWN, READ_REPORTS, REPORT_OWN, SEE_JOURNEYS
from banyan.notify.permissions import PASS_ON
from banyan.orgs.permissions import SEE_ORG, Permission
from banyan.orgs.viewers import Viewer
from banyan.people.permissions import SEE_HOSTED, SEE_PEOPLE
from banyan.privacy.permissions import READ_RECORD, SEE_OWN_LOOKS
from banyan.tasks.permissions import SEE_TASKS


@dataclass(frozen=True)
class Entry:
    """One line of the menu. Without `needs` everybody who is signed in sees it."""

    label: str | Promise
    icon: str
    route: str
    needs: Permission | None = None
    address: str = ""
    is_current: bool = False
    count: int = 0


@dataclass(frozen=True)
class Group:
    """Entries under one heading (empty for the first)."""

    label: str | Promise
    entries: tuple[Entry, ...]


HOME = Entry(_("首页"), "home", "web:home")
TASKS = Entry(_("任务"), "list-check", "tasks:list")
MESSAGES = Entry(_("消息"), "message", "notify:inbox")
ME = Entry(_("我的"), "user", "web:me")
TODO = Entry(_("待办"), "inbox", "web:home")
MORE = Entry(_("菜单"), "menu-2", "web:menu")

MEMBER_BAR = (HOME, TASKS, MESSAGES, ME)
PEOPLE = Entry(_("党员名单"), "users", "people:list", SEE_PEOPLE)
FIGURES = Entry(_("统计"), "chart-bar", "insight:mine", SEE_FIGURES)

DESK_BAR = (TODO, PEOPLE, MESSAGES, MORE)
DESK_MENU = (
    Group("", (TODO, MESSAGES, Entry(_("待转告的话"), "send", "notify:texts", PASS_ON))),
    Group(
        _("党员"),
        (
            PEOPLE,
            Entry(_("导入花名册"), "upload", "intake:list", IMPORT_ROSTERS),
            Entry(_("外出党员"), "route", "journeys:list", SEE_JOURNEYS),
            Entry(_("来报到的党员"), "map-pin", "journeys:hosted", SEE_HOSTED),
            Entry(_("证件"), "certificate", "documents:list", SEE_PAPERS),
        ),
    ),
    Group(
        _("每月报告"),
        (
            Entry(_("收到的报告"), "calendar", "journeys:reports", READ_REPORTS),
            Entry(_("还没有消息的人"), "phone", "journeys:silent", READ_REPORTS),
        ),
    ),
    Group(_("任务"), (Entry(_("任务"), "list-check", "tasks:list", SEE_TASKS),)),
    Group(
        _("组织"),
        (
            Entry(_("组织树"), "sitemap", "orgs:tree", SEE_ORG),
            FIGURES,
            Entry(_("操作记录"), "history", "privacy:record", READ_RECORD),
        ),
    ),
)
OWN = (
    Entry(_("我的证明"), "certificate", "documents:own", SEE_OWN_PAPERS),
    Entry(_("外出与报到"), "route", "journeys:own", CHECK_IN_OWN),
    Entry(_("我的报告"), "calendar", "journeys:reports-own", REPORT_OWN),
    Entry(_("谁看过我的信息"), "eye", "privacy:looks", SEE_OWN_LOOKS),
)
ACCOUNT = (
    Entry(_("修改密码"), "key", "accounts:password"),
    Entry(_("动态口令"), "shield-check", "accounts:second-factor"),
    Entry(_("登录过的设备"), "history", "accounts:sign-ins"),
    Entry(_("显示设置"), "settings", "web:preferences"),
    Entry(_("帮助"), "help-circle", "web:help"),
)


def entries_for(
    viewer: Viewer, entries: tuple[Entry, ...], *, path: str, counts: Mapping[str, int] | None = None
) -> Iterator[Entry]:
    """What this viewer may open, with its address; the one whose address begins the path is current.

    `counts` says by route how much waits there.
    """
    for entry in entries:
        if entry.needs is None or viewer.may(entry.needs):
            try:
                address = reverse(entry.route)
            except NoReverseMatch:
                continue
            is_current = path == address or (address != "/" and path.startswith(address))
            count = (counts or {}).get(entry.route, 0)
            yield replace(entry, address=address, is_current=is_current, count=count)


def menu_for(viewer: Viewer, *, path: str, counts: Mapping[str, int] | None = None) -> list[Group]:
    """The side menu without the groups that would stand empty."""
    groups = [
        Group(group.label, tuple(entries_for(viewer, group.entries, path=path, counts=counts)))
        for group in DESK_MENU
    ]
    return [group for group in groups if group.entries]

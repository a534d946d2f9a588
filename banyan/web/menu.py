"""Where one can go, on one page: label, drawing, route, and the permission without which it is not shown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banyan.documents.permissions import MAKE_NOTICES, SEE_OWN_PAPERS, SEE_PAPERS, TRUST_KEYS
from banyan.insight.permissions import SEE_FIGURES
from banyan.intake.permissions import DECIDE_TRANSFERS, IMPORT_ROSTERS, READ_CHATS
from banyan.journeys.permissions import CHECK_IN_OWN, READ_REPORTS, REPORT_OWN, SEE_JOURNEYS, TRACK_RECEIPTS
from banyan.ledger.permissions import SEE_OWN_POINTS, SEE_POINTS, SET_WORTH
from banyan.notify.permissions import PASS_ON
from banyan.orgs.permissions import GRANT_OFFICES, MANAGE_ORGS, SEE_ORG, SET_POLICY, Permission
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
DESK_HOME = Entry(_("待办"), "inbox", "web:home")
MORE = Entry(_("菜单"), "menu-2", "web:menu")

MEMBER_BAR = (HOME, TASKS, MESSAGES, ME)
PEOPLE = Entry(_("党员名单"), "users", "people:list", SEE_PEOPLE)
FIGURES = Entry(_("统计"), "chart-bar", "insight:mine", SEE_FIGURES)

DESK_BAR = (DESK_HOME, PEOPLE, MESSAGES, MORE)
DESK_MENU = (
    Group("", (DESK_HOME, MESSAGES, Entry(_("待转告的话"), "send", "notify:texts", PASS_ON))),
    Group(
        _("党员"),
        (
            PEOPLE,
            Entry(_("导入花名册"), "upload", "intake:imports", IMPORT_ROSTERS),
            Entry(_("两地都登记的党员"), "users", "intake:transfers", DECIDE_TRANSFERS),
            Entry(_("外出党员"), "route", "journeys:list", SEE_JOURNEYS),
            Entry(_("来报到的党员"), "map-pin", "journeys:hosted", SEE_HOSTED),
            Entry(_("报到回执"), "clipboard-check", "journeys:receipts", TRACK_RECEIPTS),
            Entry(_("证件"), "certificate", "documents:list", SEE_PAPERS),
            Entry(_("通知和服务卡"), "send", "documents:sharing", MAKE_NOTICES),
        ),
    ),
    Group(
        _("每月报告"),
        (
            Entry(_("读接龙和聊天"), "message", "intake:chats", READ_CHATS),
            Entry(_("收到的报告"), "calendar", "journeys:reports", READ_REPORTS),
            Entry(_("还没有消息的人"), "phone", "journeys:silent", READ_REPORTS),
        ),
    ),
    Group(
        _("任务和积分"),
        (
            Entry(_("任务"), "list-check", "tasks:list", SEE_TASKS),
            Entry(_("党员积分"), "heart-handshake", "ledger:list", SEE_POINTS),
            Entry(_("记分办法"), "settings", "ledger:worth", SET_WORTH),
        ),
    ),
    Group(
        _("组织"),
        (
            Entry(_("组织树"), "sitemap", "orgs:tree", SEE_ORG),
            Entry(_("职务交接"), "key", "orgs:offices", GRANT_OFFICES),
            Entry(_("组织设置"), "settings", "orgs:policy", SET_POLICY),
            Entry(_("外地系统的密钥"), "shield-check", "documents:keys", TRUST_KEYS),
            FIGURES,
            Entry(_("操作记录"), "history", "privacy:record", READ_RECORD),
            Entry(_("后台事项"), "clock", "web:jobs", MANAGE_ORGS),
        ),
    ),
)
OWN = (
    Entry(_("我的证明"), "certificate", "documents:own", SEE_OWN_PAPERS),
    Entry(_("外出与报到"), "route", "journeys:own", CHECK_IN_OWN),
    Entry(_("我的报告"), "calendar", "journeys:reports-own", REPORT_OWN),
    Entry(_("我的积分"), "heart-handshake", "ledger:own", SEE_OWN_POINTS),
    Entry(_("我的信息"), "id", "privacy:mine", SEE_OWN_LOOKS),
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
    viewer: Viewer, entries: Iterable[Entry], *, path: str, counts: Mapping[str, int] | None = None
) -> list[Entry]:
    """What this viewer may open, with addresses, the one he is on marked; `counts` says what waits by route."""
    waiting = counts or {}
    found = list(_open_to(viewer, entries))
    here = _address_of(found, path)
    return [
        replace(entry, is_current=entry.address == here, count=waiting.get(entry.route, 0)) for entry in found
    ]


def _open_to(viewer: Viewer, entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        if entry.needs is None or viewer.may(entry.needs):
            yield replace(entry, address=reverse(entry.route))


def _address_of(entries: Iterable[Entry], path: str) -> str:
    """The longest address that begins the path: /reports/silent/ is not marked as /reports/ too."""
    begun = [entry.address for entry in entries if path.startswith(entry.address)]
    return max((address for address in begun if address != "/" or path == "/"), key=len, default="")


def menu_for(viewer: Viewer, *, path: str, counts: Mapping[str, int] | None = None) -> list[Group]:
    """The side menu without the groups that would stand empty."""
    every = chain.from_iterable(group.entries for group in DESK_MENU)
    shown = {entry.route: entry for entry in entries_for(viewer, every, path=path, counts=counts)}
    groups = [
        Group(group.label, tuple(shown[entry.route] for entry in group.entries if entry.route in shown))
        for group in DESK_MENU
    ]
    return [group for group in groups if group.entries]

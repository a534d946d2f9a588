"""The words of points and credits: what is thanked for, how well it was done, and how a period is closed."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from banyan.audit.lifecycle import Move, arrow


class EntryKind(TextChoices):
    POINTS = "points", _("积分")
    CREDIT = "credit", _("学分")


class Activity(TextChoices):
    """What may be worth something; the three classes of bonus are assigned work, volunteering and charity (I-02)."""

    TASK = "task", _("认领的工作")
    VOLUNTEERING = "volunteering", _("志愿服务")
    CHARITY = "charity", _("公益慈善")
    STUDY = "study", _("完成学习")


class Grade(TextChoices):
    PLAIN = "plain", _("完成")
    GOOD = "good", _("完成得好")
    EXCELLENT = "excellent", _("完成得很好")


class Ground(TextChoices):
    """Why somebody is not counted in: he earns as before, and stands in no list."""

    ILL = "ill", _("长期患病")
    LEAVE = "leave", _("请了假")
    OTHER = "other", _("其他特殊情况")


class ClosingStatus(TextChoices):
    OPEN = "open", _("征求意见中")
    FINAL = "final", _("已定")
    REPLACED = "replaced", _("已重算")


KIND_OF: Mapping[str, EntryKind] = {
    Activity.TASK: EntryKind.POINTS,
    Activity.VOLUNTEERING: EntryKind.POINTS,
    Activity.CHARITY: EntryKind.POINTS,
    Activity.STUDY: EntryKind.CREDIT,
}
# What an officer enters by hand; assigned work is thanked for when it is accepted.
BY_HAND = (Activity.VOLUNTEERING, Activity.CHARITY, Activity.STUDY)

CLOSING_MOVES: Mapping[str, Move] = {
    "finish": arrow("open", "final", "closing.finished"),
    "replace": arrow("open", "replaced", "closing.replaced"),
}

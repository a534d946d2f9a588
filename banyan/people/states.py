"""The words for people and how they belong."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    MALE = "男", _("男")
    FEMALE = "女", _("女")


class Education(TextChoices):
    """One fixed list (docs/glossary.md); the roster's own words are kept beside the reading."""

    POSTGRADUATE = "研究生", _("研究生")
    BACHELOR = "大学本科", _("大学本科")
    COLLEGE = "大学专科", _("大学专科")
    SECONDARY_TECHNICAL = "中专", _("中专")
    SENIOR_HIGH = "高中", _("高中")
    TRADE_SCHOOL = "技工学校", _("技工学校")
    JUNIOR_HIGH = "初中", _("初中")
    PRIMARY = "小学", _("小学")
    OTHER = "其他", _("其他")


class MembershipKind(TextChoices):
    HOME = "home", _("组织关系所在")
    HOST = "host", _("流入地参加活动")


class Category(TextChoices):
    FULL = "full", _("正式党员")
    PROBATIONARY = "probationary", _("预备党员")
    APPLICANT = "applicant", _("入党积极分子")


class EndReason(TextChoices):
    TRANSFERRED = "transferred", _("组织关系转出")
    DIED = "died", _("去世")
    LEFT = "left", _("出党")
    MISTAKE = "mistake", _("录入有误")


class Relation(TextChoices):
    PARENT = "parent", _("父母")
    SPOUSE = "spouse", _("配偶")
    CHILD = "child", _("子女")
    OTHER = "other", _("其他亲属")

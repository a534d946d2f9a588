"""Persons, how they belong (home and host, from-to), and their families at home."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.orgs.models import Organisation, Region
from banyan.people.states import Category, Education, EndReason, MembershipKind, Relation, Sex
from banyan.shared.clock import now
from banyan.shared.fields import BlindIndexField, PartialDateField, SealedField
from banyan.shared.masking import mask_address


class Person(models.Model):
    """A member, or somebody who may become one. `home` is the branch of the open home membership."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("姓名"), max_length=60)
    pinyin = models.CharField(max_length=120, blank=True, editable=False)
    initials = models.CharField(max_length=20, blank=True, editable=False)
    sex = models.CharField(_("性别"), max_length=1, choices=Sex.choices, blank=True)
    birth = PartialDateField(_("出生年月"))
    id_number = SealedField(_("公民身份号码"), purpose="id_number", mask="id_number")
    id_number_index = BlindIndexField(of="id_number", purpose="id_number", unless="is_contested")
    # Somebody elsewhere has this number already: until a superior has checked, it finds him only here (T7).
    is_contested = models.BooleanField(_("身份证号待上级核对"), default=False)
    claimed_index = BlindIndexField(of="id_number", purpose="id_number", only_if="is_contested")
    phone = SealedField(_("联系电话"), purpose="phone", mask="phone")
    phone_index = BlindIndexField(of="phone", purpose="phone")
    address = SealedField(_("家庭住址"), purpose="address")
    ethnicity = models.CharField(_("民族"), max_length=20, blank=True)
    education = models.CharField(_("学历"), max_length=10, choices=Education.choices, blank=True)
    category = models.CharField(_("人员类别"), max_length=12, choices=Category.choices, default=Category.FULL)
    joined_on = PartialDateField(_("入党时间"))
    full_member_on = PartialDateField(_("转正时间"))
    note = SealedField(_("备注"), purpose="note")
    # What a roster says and the house does not work out itself, as of the day the roster was taken in.
    told_floating = models.BooleanField(_("名册所记是否流动"), null=True)
    told_lost = models.BooleanField(_("名册所记是否失联"), null=True)
    lost_since = PartialDateField(_("失联时间"))
    told_on = models.DateField(_("名册所记日期"), null=True)
    home = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("所在党支部")
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("账号")
    )
    added_at = models.DateTimeField(_("录入时间"), default=now)
    ended_on = models.DateField(_("结束日期"), null=True)
    end_reason = models.CharField(_("结束原因"), max_length=12, choices=EndReason.choices, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("党员")
        verbose_name_plural = _("党员")
        constraints = [models.UniqueConstraint(fields=["id_number_index"], name="one_person_a_number")]
        indexes = [
            # It also finds the people of a branch: `home` needs no index of its own.
            models.Index(fields=["home", "pinyin", "id"], name="person_home_pinyin"),
            # The order of every list: a page is read from where it begins, and no further than it goes (e1).
            models.Index(fields=["pinyin", "id"], name="person_pinyin"),
            models.Index(fields=["claimed_index"], condition=Q(is_contested=True), name="person_claimed"),
            models.Index(fields=["phone_index"], name="person_phone"),
            models.Index(fields=["name"], name="person_name"),
            models.Index(fields=["initials"], name="person_initials"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_current(self) -> bool:
        return self.ended_on is None


class Membership(models.Model):
    """A person belongs to an organisation from one day until before another: one home, any number of hosts."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships", verbose_name=_("党员"))
    org = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("组织")
    )
    kind = models.CharField(_("关系"), max_length=4, choices=MembershipKind.choices)
    from_day = models.DateField(_("起"))
    until_day = models.DateField(_("止（不含）"), null=True)

    class Meta:
        verbose_name = _("组织归属")
        verbose_name_plural = _("组织归属")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(kind="home", until_day=None), name="one_open_home"
            ),
            models.UniqueConstraint(
                fields=["person", "org"],
                condition=Q(kind="host", until_day=None),
                name="one_open_stay_a_host",
            ),
        ]
        indexes = [models.Index(fields=["org", "kind", "from_day"], name="membership_org")]

    def __str__(self) -> str:
        return self.get_kind_display()

    def is_open_on(self, day: date) -> bool:
        return self.from_day <= day and (self.until_day is None or day < self.until_day)


class Arrival(models.Model):
    """What the host's list says of somebody who came from elsewhere to take part there (A-06); one for each stay.

    `home_words` is his home organisation as it was written, `place` where he lives now. What is written here is
    the host's word and changes nothing that his home keeps.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stay = models.OneToOneField(
        Membership, models.CASCADE, related_name="arrival", verbose_name=_("组织归属")
    )
    arrived_on = PartialDateField(_("流入时间"))
    departed_on = PartialDateField(_("外出时间"))
    origin = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", verbose_name=_("流入前所在地")
    )
    origin_words = models.CharField(_("流入前所在地原文"), max_length=120, blank=True)
    home_words = models.CharField(_("组织关系所在党组织"), max_length=120, blank=True)
    place = SealedField(_("现居住地"), purpose="address")
    phone = SealedField(_("联系电话"), purpose="phone", mask="phone")
    employer = models.CharField(_("工作单位"), max_length=120, blank=True)
    occupation = models.CharField(_("职业"), max_length=60, blank=True)
    reason = models.CharField(_("流入原因"), max_length=60, blank=True)
    has_certificate = models.BooleanField(_("持有流动党员活动证"), null=True)
    note = SealedField(_("备注"), purpose="note")

    class Meta:
        verbose_name = _("流入登记")
        verbose_name_plural = _("流入登记")

    def __str__(self) -> str:
        return self.home_words

    @property
    def district(self) -> str:
        """Where he lives now, no finer than the district."""
        return mask_address(self.place.open())


class Household(models.Model):
    """A member's household as a list tells it: whose it is, who stayed behind, what is needed (A-02, G-06); S3 data.

    Never searched and shown only where his address may be; numbers are kept as they were written.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(Person, models.CASCADE, related_name="household", verbose_name=_("党员"))
    head = SealedField(_("户主"), purpose="note", mask="name")
    relation = models.CharField(_("与户主关系"), max_length=20, blank=True)
    size = models.CharField(_("家庭人口"), max_length=20, blank=True)
    away = models.CharField(_("外出人数"), max_length=20, blank=True)
    elders = SealedField(_("留守老人"), purpose="note")
    children = SealedField(_("留守儿童"), purpose="note")
    left_behind = SealedField(_("留守人员"), purpose="note")
    family = SealedField(_("家庭情况"), purpose="note")
    needs = SealedField(_("需要帮助的事项"), purpose="note")
    told_on = models.DateField(_("登记日期"))

    class Meta:
        verbose_name = _("家庭")
        verbose_name_plural = _("家庭")

    def __str__(self) -> str:
        return self.relation


class Relative(models.Model):
    """Somebody of the family at home, as far as help may need it (A-02, G-06); S3 data, never searched."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="relatives", verbose_name=_("党员"))
    relation = models.CharField(_("关系"), max_length=8, choices=Relation.choices)
    name = SealedField(_("姓名"), purpose="note", mask="name")
    phone = SealedField(_("电话"), purpose="phone", mask="phone")
    note = SealedField(_("情况"), purpose="note")

    class Meta:
        verbose_name = _("家人")
        verbose_name_plural = _("家人")

    def __str__(self) -> str:
        return self.get_relation_display()

"""Accounts: who may sign in, and how. Nothing here knows what a member or an office is."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.accounts.states import LinkPurpose
from banyan.shared.fields import BlindIndexField, SealedField


class Accounts(BaseUserManager["Account"]):
    """Accounts are made by `actions.open_account`; the manager only finds them."""


class Account(AbstractBaseUser):
    """One person's way in: by account name, or by the login phone, which is its own encrypted field."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("账号"), max_length=60, unique=True)
    label = models.CharField(_("称呼"), max_length=60)
    login_phone = SealedField(_("登录手机号"), purpose="login", mask="phone")
    login_phone_index = BlindIndexField(of="login_phone", purpose="login", unique=True)
    is_active = models.BooleanField(_("可以登录"), default=True)
    is_demonstration = models.BooleanField(_("演示账号"), default=False)
    must_change_password = models.BooleanField(_("下次登录改密码"), default=False)
    totp_secret = SealedField(_("动态口令"), purpose="secret")
    totp_confirmed_at = models.DateTimeField(_("动态口令启用时间"), null=True)
    totp_last_step = models.BigIntegerField(default=0, editable=False)
    language = models.CharField(_("语言"), max_length=10, blank=True)
    is_large = models.BooleanField(_("长辈版"), default=False)
    opened_at = models.DateTimeField(_("开通时间"), auto_now_add=True)

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["label"]
    objects: ClassVar[Accounts] = Accounts()

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")

    def __str__(self) -> str:
        return self.label

    @property
    def has_second_factor(self) -> bool:
        return self.totp_confirmed_at is not None


class RecoveryCode(models.Model):
    """Signs in once instead of the six digits, when the telephone is lost. Kept as a keyed digest."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("账号"))
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(_("使用时间"), null=True)

    class Meta:
        verbose_name = _("备用码")
        verbose_name_plural = _("备用码")

    def __str__(self) -> str:
        return str(self.pk)


class SessionRecord(models.Model):
    """One sign-in, so that its owner sees it and can end it (R-B5)."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("账号"))
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(_("设备"), max_length=60, blank=True)
    address = models.GenericIPAddressField(_("网络地址"), null=True)
    begun_at = models.DateTimeField(_("登录时间"))
    seen_at = models.DateTimeField(_("最近使用"))
    ended_at = models.DateTimeField(_("退出时间"), null=True)

    class Meta:
        verbose_name = _("登录记录")
        verbose_name_plural = _("登录记录")
        indexes = [models.Index(fields=["account", "-begun_at"], name="session_of_account")]

    def __str__(self) -> str:
        return str(self.ref)


class OneTimeLink(models.Model):
    """A personal link to set a password: single use, 7 days. Only a keyed digest of its token is kept."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("账号"))
    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(_("用途"), max_length=8, choices=LinkPurpose.choices)
    issued_by = models.CharField(_("发出人"), max_length=80)
    issued_at = models.DateTimeField(_("发出时间"))
    expires_at = models.DateTimeField(_("有效期至"))
    used_at = models.DateTimeField(_("使用时间"), null=True)
    ended_at = models.DateTimeField(_("作废时间"), null=True)

    class Meta:
        verbose_name = _("一次性链接")
        verbose_name_plural = _("一次性链接")

    def __str__(self) -> str:
        return str(self.ref)

    def is_open_at(self, moment: datetime) -> bool:
        return self.used_at is None and self.ended_at is None and moment < self.expires_at


class ApiToken(models.Model):
    """Lets a program act for an account, within the permissions it names (R-W7). Shown once, kept as a digest."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("账号"))
    words = models.CharField(_("用途"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    verbs = models.JSONField(_("权限"), default=list)
    issued_by = models.CharField(_("发出人"), max_length=80)
    issued_at = models.DateTimeField(_("发出时间"))
    expires_at = models.DateTimeField(_("有效期至"))
    last_used_at = models.DateTimeField(_("最近使用"), null=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True)

    class Meta:
        verbose_name = _("接口令牌")
        verbose_name_plural = _("接口令牌")

    def __str__(self) -> str:
        return self.words

    def is_open_at(self, moment: datetime) -> bool:
        return self.revoked_at is None and moment < self.expires_at


class Bucket(models.Model):
    """How much of a limit is used up, as the moment it will be whole again (milliseconds since 1970).

    Keyed by a digest: nobody reads from it whose address or account is meant.
    """

    key = models.CharField(max_length=64, primary_key=True)
    whole_at_ms = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("频率限制")
        verbose_name_plural = _("频率限制")

    def __str__(self) -> str:
        return self.key

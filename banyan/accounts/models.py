"""Accounts: who may sign in, and how. Nothing here knows what a member or an office is."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.shared.fields import BlindIndexField, SealedField


class AccountManager(BaseUserManager["Account"]):
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
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")

    def __str__(self) -> str:
        return self.label

    @property
    def has_second_factor(self) -> bool:
        return self.totp_confirmed_at is not None

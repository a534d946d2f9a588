"""Passwords that anybody here would try first are refused, beside the 20,000 most common ones (R-B3)."""

import re
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from banyan.accounts.models import Account

MOST_CHARACTERS = 128
LOCAL_WORDS = (
    "banyan", "rongshu", "liudong", "dangyuan", "dangzhibu", "zhibu", "dangwei", "dangjian", "dang",
    "shuji", "xiangzhen", "cunzhishu", "baodao", "huizhi", "renling", "denglu", "mima", "zhanghao",
    "hunan", "chenzhou", "rucheng", "wenming", "shazhou", "yongxing", "guangdong", "guangzhou", "foshan",
    "shenzhen", "dongguan", "zhongguo", "china", "woaini", "admin", "password", "test", "qwerty", "abc",
    "榕树", "流动", "党员", "党支部", "支部", "党委", "党建", "书记", "乡镇", "村支书", "报到", "回执",
    "认领", "登录", "密码", "账号", "湖南", "郴州", "汝城", "文明", "沙洲", "永兴", "广东", "广州", "佛山",
    "深圳", "东莞", "中国", "我爱你",
)  # fmt: skip
ONLY_LOCAL_WORDS = re.compile(f"(?:{'|'.join(sorted(LOCAL_WORDS, key=len, reverse=True))})+")
HINT = _("至少8个字，不要只用数字，不要用姓名、地名或“党员”这类词。")
NOT_A_LETTER = re.compile(r"[\W\d_]+")


class EnoughCharactersValidator(MinimumLengthValidator):
    """Says it in our own words: Django's Chinese lacks its newest sentence, which would stay English (R-B3)."""

    def get_error_message(self) -> str:
        return _("密码太短，至少要%(least)d个字。") % {"least": self.min_length}


class LocalWordsValidator:
    """Refuses a password of nothing but local words, figures and signs, or with the account's own name in it."""

    def validate(self, password: str, user: "Account | None" = None) -> None:
        if len(password) > MOST_CHARACTERS:
            raise ValidationError(_("密码最多128个字符。"), code="password_too_long")
        letters = NOT_A_LETTER.sub("", password.lower())
        if not letters or ONLY_LOCAL_WORDS.fullmatch(letters) or letters in own_words(user):
            raise ValidationError(
                _("这个密码太容易被猜到，请换一个：可以用几个不相干的词连起来。"), code="password_local"
            )

    def get_help_text(self) -> str:
        return str(HINT)


def own_words(account: "Account | None") -> set[str]:
    """What is known of the account to everybody."""
    return {account.name.lower(), account.label.lower()} if account else set()

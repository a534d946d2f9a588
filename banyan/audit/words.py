"""Who acts without being anybody: written into the record in Chinese, shown in the language of the screen."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ITSELF, COMMAND_LINE, STRANGER = "系统", "命令行", "未登录"
LABELS: Mapping[str, str | Promise] = {ITSELF: _("系统"), COMMAND_LINE: _("命令行"), STRANGER: _("未登录")}


def label_words(label: str) -> str:
    """A person's label stays as it is."""
    return str(LABELS.get(label, label))

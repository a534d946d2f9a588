"""A paste cut into lines, and the small change of writing: widths, invisible signs, emoji, numbers of a list."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from banyan.intake.reading.chats.results import Unreadable

CHARACTERS_MAX = 300_000
LINE_CHARACTERS = 2000
EMPTY_PASTE = _("没有可以读的文字，请把接龙或聊天记录整段复制过来。")
NOT_TEXT = _("这不是文字。请在微信里长按选中要读的消息，复制后粘贴；截图和表格文件读不了。")
TOO_LONG = _("一次贴的内容太多了，请按月份分开，每次不超过30万字。")

HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad\ufe0e\ufe0f]")
_FOLD = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0xA0: " ",
    ord("【"): "[",
    ord("】"): "]",
    ord("〔"): "(",
    ord("〕"): ")",
    ord("﹑"): "、",
    ord("︰"): ":",
    ord("∶"): ":",
    ord("•"): "·",
    ord("・"): "·",
    ord("‧"): "·",
    ord("●"): "·",
}
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2500-\u2712\u2720-\u274b\u274d-\u27bf\u2b00-\u2bff\u3030\u303d\ue000-\uf8ff\u20e3]"
)
_STICKER = re.compile(
    r"\[(?!图片|视频|语音|文件|链接|动画表情|位置|OK|ok|小程序|笔记|聊天记录|音频)[^\[\]\s\d]{1,6}\]"
)
_AFTER = "月日号人点时年个名位周天次箱元岁只斤公分小半块届级度期"
_MARK = (
    r"(?:\d{1,3}\s*(?:[.、,:):。_—–-]|\)、)(?!\d(?!\d{0,2}\s*[.、,)]))"
    r"|[(\[]\s*\d{1,3}\s*[)\]]"
    r"|第\s*\d{1,3}\s*[名位]?[:,、.]"
    r"|(?:No|NO|no)\.?\s*\d{1,3}[.、:]?"
    r"|[\u2460-\u249b\u3251-\u325f\u2776-\u277f]"
    r"|\d{1,3}\u20e3"
    r"|[(]?[一二三四五六七八九十]{1,3}(?:[、.)](?!\d))"
    rf"|\d{{1,3}}\s+(?![\d{_AFTER}\s:./-])"
    rf"|\d{{1,3}}(?=[{HAN}@])(?![{_AFTER}])|\d{{1,2}}(?=[A-Za-z]))"
)
_NUMBER = re.compile(rf"[\s>·*\-—#]*{_MARK}[\s.、:]*(?=\S)")
_EMPTY_NUMBER = re.compile(r"\s*(?:\d{1,3}\s*[.、,:)]|[\u2460-\u249b])\s*")
_BULLET = re.compile(r"\s*[·*>~○◆◇■□▪▫▶►➤→☞✦❖-]+\s*(?=\S)")


@dataclass(frozen=True)
class Line:
    """One line of the paste: its number from 1, and its text without invisible signs."""

    number: int
    text: str

    @property
    def folded(self) -> str:
        return fold(self.text)

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, or GB18030; Unreadable when it is no text."""
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for codec in ["utf-16"] if is_wide else ["utf-8-sig", "gb18030"]:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if not re.search("[\x00-\x08\x0e-\x1f]", text):
            return text
        break
    raise Unreadable(NOT_TEXT)


def lines_of(text: str) -> list[Line]:
    """All lines, blank ones too; Unreadable when there is nothing to read, or far too much."""
    if len(text) > CHARACTERS_MAX:
        raise Unreadable(TOO_LONG)
    rows = re.split(r"\r\n|\n|\r", text)
    found = [
        Line(number, piece)
        for number, row in enumerate(rows, 1)
        for piece in _pieces(_INVISIBLE.sub("", row))
    ]
    if all(line.is_blank for line in found):
        raise Unreadable(EMPTY_PASTE)
    return found


def _pieces(row: str) -> list[str]:
    """A line beyond all measure (its ends were lost on the way) as several: what one costs grows with its square."""
    pieces = []
    while len(row) > LINE_CHARACTERS:
        cut = max(row.rfind(mark, 1, LINE_CHARACTERS) for mark in " \t，。；;！") + 1 or LINE_CHARACTERS
        pieces.append(row[:cut])
        row = row[cut:]
    return [*pieces, row]


def fold(text: str) -> str:
    """Half-width signs and one kind of dot; as long as the text, so that places in one are places in the other."""
    return text.translate(_FOLD)


def bare(text: str) -> str:
    """Folded, without emoji and WeChat's stickers; a tick, a cross and an OK stay, they say something."""
    return _EMOJI.sub(" ", _STICKER.sub(" ", fold(_ticked(text))))


def _ticked(text: str) -> str:
    return re.sub(
        "[✅☑✔✓√🙆🙋]|\\[[xX√]\\]", "√", re.sub("[❌✖✗✘×❎🙅🚫⛔]", "×", re.sub("👌|🆗", "OK ", text))
    )


def number_end(folded: str) -> int:
    """Where the text behind the number (or numbers: a copied list was numbered again) begins; 0 without one."""
    end = 0
    for _turn in range(3):
        found = _NUMBER.match(folded, end)
        if found is None:
            break
        end = found.end()
    return end


def bullet_end(folded: str) -> int:
    found = _BULLET.match(folded)
    return found.end() if found else 0


def is_empty_number(folded: str) -> bool:
    """`7.` with nobody behind it."""
    return _EMPTY_NUMBER.fullmatch(folded) is not None

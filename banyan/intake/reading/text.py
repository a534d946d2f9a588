"""The small change of every reader: normal forms, words that mean nothing, ditto marks, masked cells."""

import re
import unicodedata

from banyan.intake.reading.results import Reading
from banyan.shared.spreadsheets.sheets import Cell

_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")
_NORMAL = re.compile("[0-9A-Za-z./\u4e00-\u9fff-]*")
_SPACES = re.compile(r"\s+")
_MASKED = re.compile(r"[^\s*]*\*{2,}[^\s*]*(?:\*+[^\s*]*)*")
# Heads, places and branches in traditional characters; names stay as they are written.
_TRADITIONAL = (
    "黨員聯繫係電話點時間別號證學歷務業單現機關屬備註說廣東門縣區鄉鎮灣蘇慶陽連濟龍長瀋雲貴陝寧遼爾濱齊溫紹興婁瀏韓寶閩贛漢爐"
    "應許張陳劉華國際開發園頭順邊達讓轉預歲檢內齡農戶組織書記經無還錄類態編稱資歸環島鄭蕪滬鬱欽韻湯濰煙營鹽馬揚錫寫貧動嶽衛絡緊參軍專師範碩碼處離從誌議監項勝隨謝趙錢孫鄒鄧馮曉麗蘭廈潁穎滄麼紀統總實體錦撫鐵嶺鳳"
)
_SIMPLIFIED = (
    "党员联系系电话点时间别号证学历务业单现机关属备注说广东门县区乡镇湾苏庆阳连济龙长沈云贵陕宁辽尔滨齐温绍兴娄浏韩宝闽赣汉炉"
    "应许张陈刘华国际开发园头顺边达让转预岁检内龄农户组织书记经无还录类态编称资归环岛郑芜沪郁钦韵汤潍烟营盐马扬锡写贫动岳卫络紧参军专师范硕码处离从志议监项胜随谢赵钱孙邹邓冯晓丽兰厦颍颖沧么纪统总实体锦抚铁岭凤"
)
_TO_SIMPLIFIED = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_CODE = re.compile(r"^(?:\d{1,6}\s*[-_:：、.．|]|\d{6})\s*(?=[\u4e00-\u9fff])")
_QUOTES = "'’‘`′"
BLANKS = frozenset(
    [
        *(
            "",
            *"-—–_/\\|、。.,·•*~～?？",
            "--",
            "——",
            "---",
            "//",
            "/ /",
            "...",
            "……",
            "??",
            "null",
            "none",
            "n/a",
        ),
        *(
            "无",
            "空",
            "暂无",
            "没有",
            "未填",
            "不详",
            "待定",
            "未知",
            "不清楚",
            "不知道",
            "不明",
            "待查",
            "待核实",
        ),
    ]
)
DITTOS = frozenset(
    (
        "同上",
        "同前",
        "同左上",
        "上同",
        "同",
        "〃",
        "″",
        '"',
        "“",
        "”",
        "“”",
        "““",
        "””",
        "''",
        "’’",
        "〞",
        "‖",
        "∥",
        "↓",
        "〃〃",
        '""',
        ",,",
        "，，",
        "、、",
        "..",
        "-do-",
        "do",
        "ditto",
        "同上行",
        "同上一行",
        "同上述",
    )
)


def normal(text: str) -> str:
    """Half-width, no invisible characters, single spaces, no quote that only forced a cell to be text."""
    if _NORMAL.fullmatch(text):
        return text
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return _SPACES.sub(" ", text).strip().lstrip(_QUOTES)


def simplified(text: str) -> str:
    """黨員 -> 党员, as far as labels, places and branches need it."""
    return text.translate(_TO_SIMPLIFIED)


def without_code(text: str) -> str:
    """01-汉族 -> 汉族: a system's code in front of its word."""
    return _CODE.sub("", text)


def squeezed(text: str) -> str:
    """Without any space at all."""
    return _SPACES.sub("", text)


def is_ditto(cell: Cell) -> bool:
    return squeezed(cell.text).lower() in DITTOS


def is_masked(text: str) -> bool:
    """138****0000, 431***********1234, 张** or ***: our own export, made for someone who may not see it."""
    return "**" in text and _MASKED.fullmatch(text) is not None


def kept(cell: Cell) -> Reading:
    return Reading(cell.text, None, why="这一格打了星号，视为不改", is_kept=True)


def read_words(cell: Cell, text: str) -> Reading:
    """Free text: lines joined, spaces single, otherwise as it was written."""
    words = _SPACES.sub(" ", _INVISIBLE.sub("", cell.text)).strip()
    return Reading(cell.text, words or text)

"""Names as they are spoken: for search by initials and for one sort order on every database."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

# Surnames pypinyin reads wrongly (stack.md 0.9).
SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "盖": "ge", "任": "ren",
    "华": "hua", "朴": "piao", "尉": "wei", "翟": "zhai", "覃": "qin", "员": "yun", "折": "she", "黑": "he",
    "秘": "bi", "冼": "xian", "缪": "miao", "宓": "mi", "燕": "yan", "纪": "ji", "过": "guo", "洗": "xian",
    "召": "shao", "种": "chong", "乐": "yue", "祭": "zhai", "句": "gou", "佴": "nai", "隗": "wei", "逄": "pang",
    "郗": "xi", "卜": "bu", "那": "na", "尹": "yin", "薄": "bo", "牟": "mu", "臧": "zang", "訾": "zi",
}  # fmt: skip


@lru_cache(maxsize=50_000)
def spoken(name: str) -> tuple[str, str]:
    """Full pinyin and initials of a name: 张三 -> ("zhang san", "zs")."""
    syllables = lazy_pinyin(name.replace("·", ""), style=Style.NORMAL, errors="default")
    if name[:1] in SURNAMES and syllables:
        syllables[0] = SURNAMES[name[0]]
    initials = "".join(syllable[0] for syllable in syllables if syllable)
    return " ".join(syllables).lower()[:120], initials.lower()[:20]

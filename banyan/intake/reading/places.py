"""Destinations as people name them, split into province, city and district (rosters.md 6.3, 7)."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from banyan.intake.reading.codes import ETHNICITIES
from banyan.intake.reading.results import Certainty, Origin, Place, Reading, corrected, question
from banyan.intake.reading.text import simplified, squeezed, without_code
from banyan.shared.spreadsheets.sheets import Cell

NOWHERE = Place(None, None, None)
_PEOPLES = "|".join(sorted({*ETHNICITIES, "蒙古", "哈萨克", "柯尔克孜", "各族"}, key=len, reverse=True))
_AUTONOMOUS = re.compile(rf"(?:{_PEOPLES})*自治([区州县旗])$")
_SHORT_NAMES = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
}
_ENDINGS = ("特别行政区", "地区", "林区", "矿区", "新区", "省", "市", "盟", "区", "县", "旗")
_NOT_A_LEVEL = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
_MUNICIPALITIES = ("11", "12", "31", "50")
_OVERSEAS_NAMES = {"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区"}
_SEPARATORS = re.compile(r"[\s,，、/\\\-—–_.·。:：>()（）]+")
_LEADING = re.compile(
    r"^(?:[随跟同](?:子女|儿女|儿子|女儿|家人|家属|丈夫|妻子|父母|爱人|子|女)+(?:一起|一道)?(?:居住|生活|外出|务工)?)?"
    r"(?:现|目前|长期|常年|一直)?(?:居?住|生活)?(?:在|于|去|到|往|赴)?(?:中国|我国)?"
)
_LEVEL = re.compile(r"[省市区县州盟旗]")
_NOISE = re.compile(
    r"打工|务工|经商|工作|上班|做生意|创业|就业|一带|附近|等地|周边|市区|城区|郊区|境内|市内|内|各地|方向"
)
_STREET = re.compile(
    r"[东西南北中]?[一二三四五\d]?(?:路|街|大道|巷|里|村|镇|广场|花园|小区|大厦|商城|酒店|饭店|[菜餐]馆|店|厂|公司|集团)"
)
_JOINING = re.compile(r"^(?:或者?|和|及|与|跟|同|、)+")
_NO_PLACE = re.compile(
    r"外地|在外|外省|省外|外出|外面|外县|外市|去向不明|不掌握|流向不明|未掌握|失联|不固定|全国各?地?|四处|到处|流动|漂泊"
)
_HOME_VILLAGE = re.compile(r"[本我][镇乡村组]|村里|镇上")
_HERE = re.compile(r"(?:本|我)[县区市地]|县城|县内|城关|市内|市区|本县城|当地")
# Whoever says so without a province means the city, although a district elsewhere has the same short name.
_FAMOUS = frozenset(("西安", "中山", "海南", "长安"))
_ABROAD = re.compile(
    r"[境国海]外|出国|越南|老挝|缅甸|柬埔寨|泰国|马来西亚|新加坡|印度尼西亚|印尼|菲律宾|文莱|日本|韩国|朝鲜|蒙古国|俄罗斯|印度|"
    r"巴基斯坦|迪拜|阿联酋|沙特|伊拉克|以色列|土耳其|英国|法国|德国|意大利|西班牙|葡萄牙|美国|加拿大|墨西哥|巴西|阿根廷|智利|秘鲁|"
    r"澳大利亚|澳洲|新西兰|非洲|欧洲|中东|东南亚|南非|安哥拉|尼日利亚|刚果|加纳|肯尼亚|埃塞俄比亚|阿尔及利亚|埃及|坦桑尼亚|赞比亚"
)
_AT_HOME = re.compile(r"在家|家里|未外出|没有?外出|返乡|回家")


_HOW_FAR = re.compile(r"(?:跨[省市县]|[省市县][内外])+(?:流动|务工|外出)?")
_SIDE = re.compile(r"跨?([省市县])([内外]?)")
_DIGITS = {"省": 2, "市": 4, "县": 6}
_LETTERED = (
    "京北京 津天津 沪上海 渝重庆 冀河北 晋山西 辽辽宁 吉吉林 黑黑龙江 苏江苏 浙浙江 皖安徽 闽福建 赣江西 鲁山东 "
    "豫河南 鄂湖北 湘湖南 粤广东 桂广西 琼海南 川四川 黔贵州 滇云南 陕陕西 甘甘肃 青青海 蒙内蒙古 宁宁夏 新新疆 "
    "藏西藏"
)
_LETTERS = {word[0]: word[1:] for word in _LETTERED.split()}


class Match(NamedTuple):
    """How far a text was understood: the regions it can mean and where the rest begins."""

    codes: tuple[str, ...]
    end: int


class Gazetteer:
    """Provinces, cities and districts by every name in use. Built once from (code, name) of 2, 4 and 6 digits."""

    def __init__(self, regions: Iterable[tuple[str, str]]) -> None:
        self._names: dict[str, str] = {
            **_OVERSEAS_NAMES,
            **{code: name for code, name in regions if len(code) <= 6},
        }
        self._by_level: dict[int, Mapping[str, list[str]]] = {size: self._index(size) for size in (2, 4, 6)}
        self._longest = max((len(name) for name in self._names.values()), default=0)

    def _index(self, size: int) -> Mapping[str, list[str]]:
        index: dict[str, list[str]] = defaultdict(list)
        for code, name in self._names.items():
            if len(code) == size and name not in _NOT_A_LEVEL:
                for alias in _aliases(name):
                    index[alias].append(code)
        return index

    def place(self, code: str) -> Place:
        """The place a code stands for; a municipality is its own city, as is a town right under a province."""
        province = self._names.get(code[:2])
        city = self._names.get(code[:4]) if len(code) >= 4 else None
        district = self._names.get(code) if len(code) == 6 else None
        if code[:2] in _MUNICIPALITIES:
            city = province
        elif city in _NOT_A_LEVEL:
            city, district = district, None
        return Place(province, city, district, code)

    def find(self, text: str) -> tuple[tuple[str, ...], str]:
        """The finest regions a text can mean (several when it is ambiguous) and the words left over."""
        found = Match((), 0)
        for size in (2, 4, 6):
            found = self._longest_step(text, size, found)
            found = found._replace(end=self._repeated(text, found))
        return found.codes, text[found.end :]

    def _longest_step(self, text: str, size: int, so_far: Match) -> Match:
        """长沙县 is longer than 长沙, so the county is meant and not the city."""
        steps = [self._step(text, level, so_far) for level in (2, 4, 6) if level >= size]
        return steps[0] if steps[0].end == max(step.end for step in steps) else so_far

    def _step(self, text: str, size: int, so_far: Match) -> Match:
        for end in range(min(len(text), so_far.end + self._longest), so_far.end + 1, -1):
            named = self._by_level[size].get(text[so_far.end : end], ())
            codes = tuple(c for c in named if not so_far.codes or c.startswith(so_far.codes))
            if codes:
                return Match(self._with_others(text[so_far.end : end], size, codes, so_far), end)
        return so_far

    def _with_others(self, alias: str, size: int, codes: tuple[str, ...], so_far: Match) -> tuple[str, ...]:
        """朝阳 with nothing before it is a city and several districts; 长沙 is the city, its county lies inside."""
        if size != 4 or so_far.codes or alias in _FAMOUS:
            return codes
        return codes + tuple(c for c in self._by_level[6].get(alias, ()) if not c.startswith(codes))

    def _repeated(self, text: str, found: Match) -> int:
        """广东省广东广州 says the province twice; 吉林吉林 names the city."""
        if len(found.codes) == 1 and not self._inside(text[found.end :][:2], found.codes[0]):
            longest = max(self._step(text, size, found).end for size in (4, 6))
            for alias in sorted(_aliases(self._names[found.codes[0]]), key=len, reverse=True):
                if text.startswith(alias, found.end) and found.end + len(alias) >= longest:
                    return found.end + len(alias)
        return found.end

    def _inside(self, alias: str, province: str) -> list[str]:
        """Cities of a province that bear this short name."""
        return [
            code
            for code in self._by_level[4].get(alias, ())
            if len(province) == 2 and code.startswith(province)
        ]

    def is_shared(self, code: str, words: str) -> bool:
        """吉林 is a province and a city in it."""
        return bool(self._inside(words, code))

    def is_bare(self, code: str, words: str) -> bool:
        """Is it a district of which neither province nor city was said? 番禺 alone is, 广州番禺 is not."""
        return self.place(code).district is not None and words in _aliases(self._names[code])

    def second_district(self, text: str, code: str) -> str:
        """Another district of the same city at the beginning of the words: 天河、越秀. Streets may be named so."""
        step = self._step(text, 6, Match((code[:4],), 0))
        is_other = step.end > 1 and code not in step.codes and not _STREET.match(text, step.end)
        return text[: step.end] if is_other else ""

    def names_elsewhere(self, text: str, code: str) -> str:
        """A city or province in the left-over words that lies elsewhere; streets and shops may be named so."""
        for start in range(len(text) - 1):
            for size in (2, 4):
                step = self._step(text[start:], size, Match((), 0))
                is_elsewhere = not any(c.startswith(code[:4]) or code.startswith(c) for c in step.codes)
                if step.end > 1 and is_elsewhere and not _STREET.match(text, start + step.end):
                    return self._names[step.codes[0]]
        return ""


def _aliases(name: str) -> set[str]:
    """湘西土家族苗族自治州 -> itself, 湘西州, 湘西; 番禺区 -> itself, 番禺; a single letter is no name."""
    if name in _SHORT_NAMES:
        return {name, _SHORT_NAMES[name], _SHORT_NAMES[name].removesuffix("古")}
    plain = _AUTONOMOUS.sub(r"\1", name)
    short = next((plain.removesuffix(ending) for ending in _ENDINGS if plain.endswith(ending)), plain)
    short = short.removesuffix("州") if plain != name and plain.endswith("州") else short
    return {alias for alias in (name, plain, short) if len(alias) > 1}


def place_reader(gazetteer: Gazetteer, home: Place | None) -> Callable[[Cell, str], Reading]:
    """A reader that knows the regions, and which county 本县 is."""

    def read_place(cell: Cell, text: str) -> Reading:
        return _read(gazetteer, home, cell.text, text)

    return read_place


def origin_reader(gazetteer: Gazetteer, home: Place | None) -> Callable[[Cell, str], Reading]:
    """Where somebody came from: the same places, but only province and city count."""

    def read_origin(cell: Cell, text: str) -> Reading:
        reading = _read(gazetteer, home, cell.text, text)
        place = reading.value
        value = Origin(place.province, place.city, place.code[:4]) if isinstance(place, Place) else None
        aside = (
            f"来自：{cell.text.strip()}"
            if isinstance(place, Place) and (reading.aside or place.district)
            else ""
        )
        return reading._replace(value=value, aside=aside)

    return read_origin


def _read(gazetteer: Gazetteer, home: Place | None, raw: str, text: str) -> Reading:
    whole = _SEPARATORS.sub("", squeezed(simplified(without_code(text))))
    named = _LEADING.sub("", whole)
    far = _HOW_FAR.match(named)
    named = named[far.end() :] if far else named
    codes, rest = gazetteer.find(named)
    codes, rest = (codes, rest) if codes else _by_letter(gazetteer, named)
    if len(codes) == 1:
        place = gazetteer.place(codes[0])
        found = _found(gazetteer, raw, place, _JOINING.sub("", _NOISE.sub("", rest)))
        found = _doubted(gazetteer, found, named.removesuffix(rest), home)
        return _not_so_far(found, place, far[0], home) if far and home is not None else found
    if codes:
        choices = "、".join("".join(filter(None, gazetteer.place(c)[:3])) for c in codes[:3])
        return question(raw, None, f"有几个同名的地方（{choices}），请写明省和市")
    return _not_named(home, raw, whole)


def _by_letter(gazetteer: Gazetteer, text: str) -> tuple[tuple[str, ...], str]:
    """粤深圳, 浙温州: the letter of a province before a place in it; before anything else it is no province."""
    codes, rest = gazetteer.find(_LETTERS[text[0]] + text[1:]) if text[:1] in _LETTERS else ((), "")
    return (codes, rest) if codes and all(len(code) > 2 for code in codes) else ((), "")


def _not_so_far(found: Reading, place: Place, far: str, home: Place) -> Reading:
    """省内 before a place in another province is asked about, and 省外 before one in ours."""
    for level, side in _SIDE.findall(far):
        size = _DIGITS[level]
        is_same = place.code[:size] == home.code[:size]
        if len(place.code) >= size and is_same == (side != "内"):
            return question(found.raw, place, f"写着「{far}」，和地方对不上，请核对", found.aside)
    return found


def _found(gazetteer: Gazetteer, raw: str, place: Place, rest: str) -> Reading:
    elsewhere = gazetteer.names_elsewhere(rest, place.code)
    if elsewhere:
        inside = place.city or place.province
        return question(raw, place, f"「{elsewhere}」不在{inside}里，请核对外出地点", _aside(raw))
    second = gazetteer.second_district(rest, place.code) if place.district else ""
    if second and re.search(rf"[、,，;；/和及与或]\s*{second}", raw):
        return question(raw, place, f"还写了「{second}」，请选定一个地方", _aside(raw))
    if rest.startswith(("外", "以外", "之外")):
        return question(raw, None, "写的是外面，请写明省和市", _aside(raw))
    if rest:
        return Reading(raw, place, aside=_aside(raw))
    return Reading(raw, place)


def _doubted(gazetteer: Gazetteer, found: Reading, words: str, home: Place | None) -> Reading:
    """A name that says too little is asked about, with what it most likely means."""
    place = found.value
    if found.certainty is not Certainty.SURE or not isinstance(place, Place):
        return found
    if _STREET.match(found.raw.strip(), len(words)) and not _LEVEL.search(words):
        return question(found.raw, None, "像是路名，请写明省和市", found.aside)
    if gazetteer.is_shared(place.code, words):
        return question(found.raw, place, f"{words}可以是省，也可以是市，请确认", found.aside)
    return _without_province(found, place, words, home) if gazetteer.is_bare(place.code, words) else found


def _without_province(found: Reading, place: Place, words: str, home: Place | None) -> Reading:
    """A county of our own prefecture needs no more; one of our own province needs its full name."""
    if home is not None and place.province == home.province and words == place.district:
        return found
    if home is not None and place.city == home.city:
        return found._replace(certainty=Certainty.CORRECTED, why="没有写省市，按离本县最近的填写")
    whole = "".join(filter(None, place[:3]))
    return found._replace(certainty=Certainty.QUESTION, why=f"没有写省市，请确认是不是{whole}")


def _aside(raw: str) -> str:
    """Street and factory stay in the note: a place ends at its district."""
    return f"外出地点：{' '.join(raw.split())}"


def _not_named(home: Place | None, raw: str, bare: str) -> Reading:
    if _AT_HOME.search(bare):
        return question(raw, home, "写的是在家，请确认是不是外出")
    if _HOME_VILLAGE.match(bare):
        return question(raw, home, "写的是本乡本村，请确认是不是外出")
    if bare.startswith("省内") and home is not None:
        return corrected(raw, Place(home.province, None, None, home.code[:2]), "省内，没有写明市县")
    if home is not None and bare in ("市内", "本市"):
        return corrected(raw, Place(home.province, home.city, None, home.code[:4]), "市内，没有写明县区")
    if _HERE.search(bare):
        return corrected(raw, home, "按本地填写") if home else question(raw, None, "请写明是哪个省、市、县")
    if _NO_PLACE.search(bare):
        return corrected(raw, None, "没有写明地方，记为「不掌握流向」")
    if found := _ABROAD.search(bare):
        why = f"「{found[0]}」像是在国外，这里只记国内的省、市、县，请让这一格空着，原来写的会记在备注里"
        return question(raw, None, why, _aside(raw))
    return question(raw, None, "不在国内省、市、县的名称里，请写明省和市", _aside(raw))


def joined_parts(texts: Iterable[str]) -> str:
    """Province, city, district and free place of one row as one text, without saying anything twice."""
    whole = ""
    for text in texts:
        if text and text not in whole:
            whole = text if whole in text else whole + text
    return whole

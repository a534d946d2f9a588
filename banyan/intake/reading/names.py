"""Names as clerks pad, mark and annotate them (rosters.md 6.3, 5)."""

import re

from banyan.intake.reading.labels import is_written
from banyan.intake.reading.results import Certainty, Reading, corrected, question, refused
from banyan.intake.reading.text import is_masked, kept
from banyan.shared.spreadsheets.sheets import Cell, Kind

LENGTH_MAX = 30
_HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_PLAIN = re.compile(f"[{_HAN}]{{2,5}}")
_ALLOWED = re.compile(f"[{_HAN}\ue000-\uf8ff]+(?:·[{_HAN}\ue000-\uf8ff]+)*")
_LATIN = re.compile(r"[A-Za-z]+(?:[ .'-]+[A-Za-z]+)*")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")
_DOTS = re.compile("[·•‧∙・．●⋅᛫⸱･]|(?<=[^\x00-\x7f])[.](?=[^\x00-\x7f])")
_BRACKETS = re.compile(r"[(（\[【〔]([^()（）\[\]【】〔〕]*)[)）\]】〕]")
_MARKS = re.compile(rf"[★☆△▲◆※#√]+|[*＊]+(?![{_HAN}])|^[*＊]+")
_SPLIT = re.compile(rf"[{_HAN}]\s*[(（\[【〔](?!\s*[男女]\s*[)）])[^()（）]+[)）\]】〕]\s*[{_HAN}]")
_SECOND = re.compile(
    rf"^([{_HAN}])[{_HAN}\s]{{1,3}}[(（\[【〔]\s*(\1[{_HAN}]{{1,2}}(?<![组村屋湾冲队家院记]))\s*[)）\]】〕]$"
)
_SEX_AFTER = re.compile(r"(?<=\S\S)[ ,，]+([男女])$")
_KIN_AFTER = re.compile(r"(?<=\S\S)\s+[妻夫母父媳婿]$")
_SEVERAL = re.compile(r"[、/,，;；&\n]")
_LOST = re.compile("[?？□�〓*＊]")
_NO_NAMES = frozenset(
    ("党员", "合计", "小计", "总计", "共计", "先生", "女士", "同志", "男", "女", "人数", "本人")
)
_MEMBERS = re.compile("(?:流[出入动]|外出|预备|正式|失联)(?:中共)?党员")
_OFFICE = re.compile(
    r"^(?:原|前)?(?:党?支部|村|组|党委|副)*(?:书记|支书|主任|组长|委员|支委|会计|干部|党员)[:：]?(?=.{2})|"
    r"(?<=..)(?:书记|支书|主任|组长|老师|师傅|经理|先生|女士|小姐)$"
)
_COURTESY = re.compile(r"[小老阿].|.(?:先生|女士|小姐|书记|主任|师傅|老师|总|哥|姐|叔|伯)")
_TWO = re.compile(f"[{_HAN}]{{2,3}} [{_HAN}]{{2,3}}")
_COMPOUND = re.compile(
    "欧阳|司马|诸葛|上官|东方|夏侯|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|端木|南宫|司徒|独孤|轩辕|呼延|申屠"
)
_NUMBERED = re.compile(r"^[(（]?\d{1,3}[)）.、．\s]\s*(?=\D)")
_BROKEN = re.compile(r"(?<=^\S)\s*\n\s*(?=\S)|(?<=\S)\s*\n\s*(?=[(（]|\S$)")
_SPACE = re.compile(r"\s+")
_WIDE = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"　": " ", "\xa0": " "}
)


def sex_mark(text: str) -> str:
    """男 or 女 written beside the name: 李梅（女）, 李梅 女."""
    bare = _INVISIBLE.sub("", text).translate(_WIDE).strip()
    for inside in _BRACKETS.findall(bare):
        if inside.strip() in ("男", "女"):
            return str(inside.strip())
    found = _SEX_AFTER.search(bare)
    return found[1] if found else ""


def read_name(cell: Cell, text: str) -> Reading:
    """The bare name; what stood beside it goes into the note."""
    raw = cell.text
    if cell.kind is Kind.TEXT and _PLAIN.fullmatch(raw):
        return _heeded(raw, raw, Reading(raw, raw))
    if cell.kind is not Kind.TEXT:
        return refused(raw, "姓名不能是数字或日期，请填姓名")
    if is_masked(text):
        return kept(cell)
    bare = _INVISIBLE.sub("", raw).translate(_WIDE).strip().lstrip("'")
    bare = _BROKEN.sub("", _NUMBERED.sub("", bare))
    beside = [words.strip() for words in _BRACKETS.findall(bare) if words.strip()]
    doubt = _two_names(bare)
    bare = _SEX_AFTER.sub("", _MARKS.sub("", _BRACKETS.sub("", bare)).strip())
    if _SEVERAL.search(bare.strip("、/,，;；& ")):
        return refused(raw, "一格里像是写了几个人，请一人一行")
    name = _joined(_DOTS.sub("·", bare.strip("、/,，;；&.。:： ")))
    read = _judged(raw, name, "、".join(words for words in beside if words not in ("男", "女")))
    if _TWO.fullmatch(bare) and not _COMPOUND.match(bare) and read.certainty is Certainty.CORRECTED:
        return read._replace(certainty=Certainty.QUESTION, why="中间有空格，像是写了两个人，请确认")
    if doubt and read.certainty is Certainty.CORRECTED:
        return question(raw, name, doubt, read.aside)
    return _heeded(raw, name, read)


def _two_names(bare: str) -> str:
    """周凤（小名）凤妹 and 唐三妹（唐春兰） do not say which of the two is the name."""
    found = _SECOND.search(bare)
    if found:
        return f"括号里的「{found[2]}」也像姓名，请确认用哪一个"
    if _KIN_AFTER.search(bare):
        return "姓名后面的字像是亲属，请确认"
    return "括号前后都有字，像是写了两个姓名，请确认用哪一个" if _SPLIT.search(bare) else ""


def _heeded(raw: str, name: str, read: Reading) -> Reading:
    """A word over columns, a courtesy or an office is no name, or not all of one."""
    if name in _NO_NAMES or is_written(name) or _MEMBERS.search(name):
        return refused(raw, "这不像姓名，请核对是不是填错了行或格")
    if name.endswith("同志") and len(name) > 3:
        return corrected(raw, name.removesuffix("同志"), "去掉了「同志」", read.aside)
    bare = _OFFICE.sub("", name)
    if bare != name and len(bare) > 1:
        return question(raw, bare, "姓名里有职务，请确认", read.aside)
    if _COURTESY.fullmatch(name) or "某" in name or "×" in name:
        return question(raw, name, "这像是称呼，不是全名，请填写全名", read.aside)
    return read


def _joined(name: str) -> str:
    """张 三 -> 张三; a Latin name keeps its single spaces."""
    return _SPACE.sub(" " if name.isascii() else "", name)


def _judged(raw: str, name: str, aside: str) -> Reading:
    if _LOST.search(name):
        return question(raw, name, "姓名里有一个字没有存下来，请补上", aside)
    if not _ALLOWED.fullmatch(name) and not _LATIN.fullmatch(name):
        if re.fullmatch(r"(.{2,5})\d{1,11}", name) and _ALLOWED.fullmatch(name.rstrip("0123456789")):
            return question(raw, name.rstrip("0123456789"), "姓名后面有数字，请确认", aside)
        return refused(raw, "姓名里有不该有的符号，请核对")
    if len(name) > LENGTH_MAX:
        return refused(raw, "姓名太长，请核对是不是填错了格")
    if _PRIVATE.search(name):
        return question(raw, name, "姓名里有显示不出来的生僻字，请换成标准汉字", aside)
    if len(name) == 1:
        return question(raw, name, "姓名只有一个字，请核对", aside)
    if name.isascii():
        return question(raw, name, "姓名是拼音或外文，请确认", aside)
    if name == raw:
        return Reading(raw, name)
    why = "去掉了姓名里的空格和标记"
    return corrected(raw, name, f"{why}，「{aside}」记入备注" if aside else why, aside)

"""What the reader is given beside the file: the day, some of China, one township with its branches."""

import csv
import lzma
from datetime import date
from functools import lru_cache
from pathlib import Path

import banyan.orgs
from banyan.intake.reading.branches import Branches
from banyan.intake.reading.places import Gazetteer
from banyan.intake.reading.results import Branch, Reading
from banyan.intake.reading.roster import Surroundings
from banyan.shared.spreadsheets.sheets import EMPTY, Cell, Kind

REGIONS_FILE = Path(banyan.orgs.__file__).parent / "regions" / "china.csv.xz"
TODAY = date(2021, 10, 31)
REGIONS = [
    ("11", "北京市"),
    ("1101", "市辖区"),
    ("110105", "朝阳区"),
    ("2113", "朝阳市"),
    ("21", "辽宁省"),
    ("31", "上海市"),
    ("3101", "市辖区"),
    ("310115", "浦东新区"),
    ("33", "浙江省"),
    ("3301", "杭州市"),
    ("330106", "西湖区"),
    ("3302", "宁波市"),
    ("42", "湖北省"),
    ("4290", "省直辖县级行政区划"),
    ("429004", "仙桃市"),
    ("43", "湖南省"),
    ("4301", "长沙市"),
    ("430121", "长沙县"),
    ("430181", "浏阳市"),
    ("4310", "郴州市"),
    ("431026", "汝城县"),
    ("431023", "永兴县"),
    ("4331", "湘西土家族苗族自治州"),
    ("433101", "吉首市"),
    ("44", "广东省"),
    ("4401", "广州市"),
    ("440113", "番禺区"),
    ("440111", "白云区"),
    ("4403", "深圳市"),
    ("440309", "龙华区"),
    ("440306", "宝安区"),
    ("4406", "佛山市"),
    ("440605", "南海区"),
    ("4419", "东莞市"),
    ("46", "海南省"),
    ("4601", "海口市"),
    ("460106", "龙华区"),
    ("52", "贵州省"),
    ("5201", "贵阳市"),
    ("520113", "白云区"),
]
ABOVE = ("郴州市委", "汝城县委", "文明瑶族乡党委")
VILLAGES = ("沙洲瑶族村", "韩田村", "宝南村", "秀水村", "东山村")
BRANCHES = [Branch(f"b{at}", f"{village}党支部", ABOVE) for at, village in enumerate(VILLAGES)]

gazetteer = Gazetteer(REGIONS)
home = gazetteer.place("431026")
township = Surroundings(TODAY, gazetteer, home, Branches(BRANCHES))
anywhere = Surroundings(TODAY, gazetteer, home)


def text_cell(text: str) -> Cell:
    return Cell(Kind.TEXT, text, text) if text else EMPTY


def number_cell(number: float, text: str) -> Cell:
    return Cell(Kind.NUMBER, float(number), text)


def told(reading: Reading) -> tuple[object, str]:
    """The value and how sure, the two things most tests ask for."""
    return reading.value, str(reading.certainty)


@lru_cache
def whole_country() -> Surroundings:
    """The same township, knowing every province, city and county there is."""
    with lzma.open(REGIONS_FILE, "rt", encoding="utf-8") as file:
        book = Gazetteer((code, name) for code, name in csv.reader(file) if len(code) <= 6)
    return Surroundings(TODAY, book, book.place("431026"), Branches(BRANCHES))

"""Destinations of rosters.md 6.3, 7, split into province, city and district; what is left over is never lost."""

import pytest

from banyan.intake.reading.places import joined_parts, place_reader
from banyan.intake.reading.results import Place, Reading
from banyan.intake.reading.text import normal
from tests.intake.surroundings import gazetteer, home, text_cell

read_place = place_reader(gazetteer, home)


def read(text: str) -> Reading:
    return read_place(text_cell(text), normal(text))


def levels(reading: Reading) -> tuple[str | None, ...]:
    assert isinstance(reading.value, Place)
    return reading.value[:3]


GUANGZHOU = ("广东省", "广州市", None)
PANYU = ("广东省", "广州市", "番禺区")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("广州", GUANGZHOU),
        ("广州市", GUANGZHOU),
        ("广东广州", GUANGZHOU),
        ("广东省广州市", GUANGZHOU),
        ("广东省 广州市", GUANGZHOU),
        ("广东-广州-番禺", PANYU),
        ("广东广州番禺", PANYU),
        ("广东省广州市番禺区", PANYU),
        ("在广州务工", GUANGZHOU),
        ("浙江一带", ("浙江省", None, None)),
        ("广东", ("广东省", None, None)),
        ("长沙", ("湖南省", "长沙市", None)),
        ("长沙浏阳", ("湖南省", "长沙市", "浏阳市")),
        ("上海", ("上海市", "上海市", None)),
        ("上海浦东", ("上海市", "上海市", "浦东新区")),
        ("北京市朝阳区", ("北京市", "北京市", "朝阳区")),
        ("湘西", ("湖南省", "湘西土家族苗族自治州", None)),
        ("湖南湘西州吉首", ("湖南省", "湘西土家族苗族自治州", "吉首市")),
        ("湖北仙桃", ("湖北省", "仙桃市", None)),
        ("东莞", ("广东省", "东莞市", None)),
        ("广东深圳龙华", ("广东省", "深圳市", "龙华区")),
        ("广东省广东省深圳", ("广东省", "深圳市", None)),
        ("香港", ("香港特别行政区", None, None)),
        ("中国广东广州", GUANGZHOU),
    ],
)
def test_a_place_is_split_and_filled_up(text: str, place: tuple[str | None, ...]) -> None:
    reading = read(text)
    assert (levels(reading), str(reading.certainty), reading.aside) == (place, "sure", "")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("深圳龙华富士康", ("广东省", "深圳市", "龙华区")),
        ("东莞虎门镇", ("广东省", "东莞市", None)),
        ("广州市番禺区大石街道", PANYU),
    ],
)
def test_what_is_finer_than_a_district_goes_to_the_note(text: str, place: tuple[str | None, ...]) -> None:
    reading = read(text)
    assert (levels(reading), str(reading.certainty), reading.aside) == (place, "sure", f"外出地点：{text}")


@pytest.mark.parametrize("text", ["番禺", "番禺打工", "在番禺", "番禺区"])
def test_a_district_without_its_province_is_asked(text: str) -> None:
    reading = read(text)
    assert (levels(reading), str(reading.certainty)) == (PANYU, "question")
    assert "广东省广州市番禺区" in reading.why


def test_a_county_of_our_own_prefecture_needs_no_province() -> None:
    assert levels(read("永兴")) == ("湖南省", "郴州市", "永兴县")
    assert [str(read(text).certainty) for text in ("永兴", "浏阳市", "浏阳")] == [
        "corrected",
        "sure",
        "question",
    ]


@pytest.mark.parametrize("text", ["外地", "去向不明", "不掌握流向", "全国各地"])
def test_nowhere_in_particular_is_known_as_unknown(text: str) -> None:
    reading = read(text)
    assert (reading.value, str(reading.certainty)) == (None, "corrected")
    assert "不掌握流向" in reading.why


@pytest.mark.parametrize("text", ["本县城", "县城", "本县"])
def test_this_county_is_the_home_county(text: str) -> None:
    assert levels(read(text)) == ("湖南省", "郴州市", "汝城县")
    assert levels(read("省内")) == ("湖南省", None, None)


@pytest.mark.parametrize("text", ["白云", "白云区", "龙华", "朝阳"])
def test_a_name_of_several_places_is_asked(text: str) -> None:
    reading = read(text)
    assert (reading.value, str(reading.certainty)) == (None, "question")
    assert "同名" in reading.why


def test_a_city_of_another_province_is_asked() -> None:
    reading = read("广东省长沙市")
    assert (levels(reading), str(reading.certainty)) == (("广东省", None, None), "question")
    assert "长沙市" in reading.why


@pytest.mark.parametrize("text", ["越南", "在家", "富士康"])
def test_what_the_regions_do_not_know_is_asked(text: str) -> None:
    assert str(read(text).certainty) == "question"


def test_the_code_is_that_of_the_finest_region() -> None:
    codes = [read(text).value for text in ("广州", "广州番禺", "广东")]
    assert [place.code for place in codes if isinstance(place, Place)] == ["4401", "440113", "44"]


def test_columns_of_one_place_are_joined_without_saying_anything_twice() -> None:
    assert joined_parts(["广东省", "广州市", "", "番禺区"]) == "广东省广州市番禺区"
    assert joined_parts(["广东", "", "", "广东广州"]) == "广东广州"
    assert joined_parts(["", "", "", ""]) == ""

"""Names that follow from a place."""

import pytest

from banyan.orgs.words import branch_full_name, branch_name, committee_full_name, is_a_place, village_name


@pytest.mark.parametrize(
    ("region", "village"),
    [
        ("沙洲瑶族村", "沙洲瑶族村"),
        ("文明社区居民委员会", "文明社区"),
        ("多福巷社区居委会", "多福巷社区"),
        ("西正街居委会", "西正街社区"),
        ("东塔村村民委员会", "东塔村"),
        ("东塔村委会", "东塔村"),
        ("东塔村村委会", "东塔村"),
    ],
)
def test_a_village_is_called_without_the_words_for_its_committee(region: str, village: str) -> None:
    assert village_name(region) == village
    assert branch_name(region) == f"{village}党支部"


def test_full_names_are_those_of_papers() -> None:
    assert committee_full_name("汝城县") == "中共汝城县委员会"
    assert committee_full_name("文明瑶族乡", "汝城县") == "中共汝城县文明瑶族乡委员会"
    assert committee_full_name("石牌街道", "天河区") == "中共天河区石牌街道工作委员会"
    assert branch_full_name("沙洲瑶族村", "汝城县文明瑶族乡") == "中共汝城县文明瑶族乡沙洲瑶族村支部委员会"


@pytest.mark.parametrize(
    ("name", "length", "found"),
    [
        ("沙洲瑶族村", 12, True),
        ("文明社区居民委员会", 12, True),
        ("经济开发区虚拟社区", 12, False),
        ("高新区类似村", 12, False),
        ("林场生活区", 12, False),
        ("文明瑶族乡", 9, True),
        ("汝城经济开发区", 9, False),
        ("汝城县", 6, True),
    ],
)
def test_units_of_the_statisticians_alone_are_no_places(name: str, length: int, found: bool) -> None:
    assert is_a_place(name, length) is found

"""What an organisation is called after its place: 汝城县, 文明瑶族乡, 沙洲瑶族村党支部."""

import re

COMMITTEES_OF_RESIDENTS = (
    ("社区居民委员会", "社区"),
    ("社区居委会", "社区"),
    ("居民委员会", "社区"),
    ("居委会", "社区"),
    ("村民委员会", "村"),
    ("村委会", "村"),
)
# Units of the statisticians, such as 生活区 and 虚拟社区, where nobody has a branch or a committee.
VILLAGE_ENDS = re.compile(r"(村|社区|嘎查)$")
TOWN_ENDS = re.compile(r"(乡|镇|街道|苏木|街道办事处)$")
NO_PLACE = re.compile(r"虚拟|类似|生活区$")
VILLAGE_CODE_LENGTH = 12
TOWN_CODE_LENGTH = 9


def village_name(region_name: str) -> str:
    """A village or community without the words for its committee: 沙洲瑶族村, 文明社区."""
    for ending, kind in COMMITTEES_OF_RESIDENTS:
        if region_name.endswith(ending):
            return f"{region_name.removesuffix(ending).removesuffix(kind)}{kind}"
    return region_name


def is_a_place(region_name: str, code_length: int) -> bool:
    """Do people live there under a village or town of their own, and so have an organisation?"""
    if NO_PLACE.search(region_name):
        return False
    if code_length == VILLAGE_CODE_LENGTH:
        return bool(VILLAGE_ENDS.search(village_name(region_name)))
    return code_length != TOWN_CODE_LENGTH or bool(TOWN_ENDS.search(region_name))


def branch_name(region_name: str) -> str:
    return f"{village_name(region_name)}党支部"


def committee_full_name(region_name: str, above: str = "") -> str:
    """中共汝城县委员会; 中共汝城县文明瑶族乡委员会; 中共天河区石牌街道工作委员会."""
    kind = "工作委员会" if region_name.endswith("街道") else "委员会"
    return f"中共{above}{region_name}{kind}"


def branch_full_name(region_name: str, above: str) -> str:
    return f"中共{above}{village_name(region_name)}支部委员会"

"""Whom a name means: sure only where name, nickname book or telephone say so (ideas 9)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.intake.reading.chats.chat import read_chat
from banyan.intake.reading.chats.results import Kind, Member, Unreadable
from banyan.intake.reading.chats.who import Book, surname
from tests.intake.chats.corpus import CASES, PEOPLE, book

NAMES = {told["name"] for told in PEOPLE.values()}
group = book()


def called(text: str) -> tuple[str | None, bool]:
    whom = group.whom(text)
    return (whom.member.name if whom.member else None, whom.is_sure)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("何远山", "何远山"),
        ("广州-何远山", "何远山"),
        ("何远山（组长）", "何远山"),
        ("沙洲二组组长何远山", "何远山"),
        ("A何远山15400000101", "何远山"),
        ("🌻朱小满🌻", "朱小满"),
        ("邓 青", "邓青"),
        ("歐陽禾", "欧阳禾"),
        ("阿依努尔买买提", "阿依努尔·买买提"),
        ("15400000103", "邓青"),
        ("飞翔的鱼", "黄晓鹏"),
        (" 飞翔的鱼🐟 ", "黄晓鹏"),
        ("李冬生0109", "李冬生"),
    ],
)
def test_names_that_leave_no_doubt(text: str, name: str) -> None:
    assert called(text) == (name, True)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("heyuanshan", "何远山"),
        ("Yuanshan He", "何远山"),
        ("何元山", "何远山"),
        ("小满", "朱小满"),
        ("老盘", "盘石生"),
        ("尾号0103", "邓青"),
        ("王建军媳妇", "王建军"),
        ("爱笑的朱小满呀", "朱小满"),
        ("shandajiang", "单大江"),
    ],
)
def test_names_that_are_asked_about(text: str, name: str) -> None:
    assert called(text) == (name, False)


@pytest.mark.parametrize(
    "text", ["何远洋", "李冬生", "老李", "周若", "邓青云", "张三", "朱小满和邓青", "0", "", "。"]
)
def test_names_that_are_nobody_for_sure(text: str) -> None:
    assert called(text) == (None, False)


def test_two_of_a_name_are_both_offered() -> None:
    assert [member.key for member in group.whom("李冬生").choices] == ["p08", "p09"]


def test_a_name_and_another_ones_telephone_are_a_question() -> None:
    assert called("何远山15400000103") == ("何远山", False)


def test_a_nickname_of_somebody_who_left_means_nobody() -> None:
    alone = Book([Member("p01", "何远山")], {"飞翔的鱼": "p18"})
    assert alone.whom("飞翔的鱼").member is None


def test_surnames_of_two_characters() -> None:
    assert (surname("欧阳禾"), surname("何远山"), surname("欧阳")) == ("欧阳", "何", "欧")


SURNAMES = st.sampled_from("赵钱孙孔曹严金魏陶姜戚邹")
STRANGERS = st.builds(
    lambda first, rest: first + rest, SURNAMES, st.text("云涛波岚磊峰", min_size=1, max_size=2)
)


@given(st.lists(STRANGERS, min_size=1, max_size=8), st.sampled_from(["平安", "在岗", "已到", "收到", "同上"]))
def test_strangers_are_never_taken_for_members(names: list[str], words: str) -> None:
    text = "报平安\n" + "\n".join(f"{at}. {name} {words}" for at, name in enumerate(names, 1))
    found = read_chat(text, group, CASES[0].today, kind=Kind.REPORT)
    assert [record for record in found.records if record.is_certain] == []


@given(
    st.text(
        st.sampled_from("何远山朱小满邓青 \n\t1.、:：，。（）@#接龙代同上平安请假收到2026-10-20 20:30[]「」"),
        max_size=120,
    )
)
def test_whatever_is_pasted_is_read_once_a_person_or_refused(text: str) -> None:
    try:
        found = read_chat(text, group, CASES[0].today, kind=Kind.ATTENDANCE)
    except Unreadable:
        assert not text.strip()
        return
    assert all(1 <= record.line <= text.count("\n") + 1 for record in found.records)
    known = [record.whom.member.key for record in found.records if record.whom.member]
    assert len(known) == len(set(known))


def test_two_of_a_name_in_one_village_stay_a_question() -> None:
    twins = Book([Member("a", "李冬生", (), ("沙洲",)), Member("b", "李冬生", (), ("沙洲",))])
    assert not twins.whom("李冬生（沙洲）").is_sure

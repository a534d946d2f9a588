"""Every way of writing a line with every answer and many names: nobody is ever taken for somebody else (ideas 9)."""

import random
from collections.abc import Mapping

import pytest

from banyan.intake.reading.chats.chat import read_chat
from banyan.intake.reading.chats.lines import LINE_CHARACTERS
from banyan.intake.reading.chats.results import Kind, Member
from banyan.intake.reading.chats.who import Book
from tests.intake.chats.corpus import CASES

SEED = 20261122
DRAWS = 40
# What is left is asked about: names that end in a word of an answer (张到, 李在) written without a space.
SHARE = 0.99
SURNAMES = "曹陈邓段范方付扶龚何贺黄江邝雷李廖林龙罗欧盘彭沈宋谭田王伍谢许叶尹袁曾张周朱"
GIVEN = "海源立峰平香思虹新霞正泉仲子野书雨行竹景山明雪芝怀溪小川乐田向家梅天永长毅守松星在到安学"
ANSWERS: Mapping[Kind, Mapping[str, str]] = {
    Kind.REPORT: {
        "平安": "well",
        "一切都好": "well",
        "在佛山上班，平安": "well",
        "换到东莞了": "moved",
        "没有困难，安好": "well",
        "住院了": "need_help",
        "老样子": "well",
        "还在番禺": "well",
        "今年在长沙带孙子": "well",
    },
    Kind.ATTENDANCE: {
        "参加": "present",
        "请假": "leave",
        "来不了": "leave",
        "没到": "absent",
        "迟到": "late",
        "线上参加": "present",
        "上夜班，请假": "leave",
    },
    Kind.CLAIM: {
        "认领": "claimed",
        "认领10箱": "claimed",
        "退出": "withdrawn",
        "没时间": "declined",
        "已完成": "submitted",
    },
    Kind.FEEDBACK: {
        "已学": "studied",
        "学完了": "studied",
        "还没学": "not_yet",
        "看完了，很受教育": "studied",
    },
}
SHAPES: Mapping[str, str] = {
    "1. {a} {said}": "a",
    "1、{a}{said}": "a",
    "{a}：{said}": "a",
    "（1）{a}-{said}": "a",
    "1. {a}、{b} {said}": "ab",
    "1. {a}{b}{said}": "ab",
    "1. {a}代{b} {said}": "b",
    "1. {b}（{a}代）{said}": "b",
    "{a} 2026-11-02 20:30:11\n{said}": "a",
    "{a} 2026-11-02 20:30:11\n{b}{said}": "b",
    "{a}:\n我和{b}都{said}": "ab",
    "广州-{a}(电焊工):\n{said}": "a",
    "1\t{a}\t{said}\n2\t{b}\t{said}": "ab",
    "2026-11-02 20:30:11 {a}(12345678)\n{said}": "a",
}


def village() -> list[str]:
    chance = random.Random(SEED)
    names = {
        chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2)))) for _turn in range(220)
    }
    return sorted(names)


NAMES = village()
everybody = Book([Member(name, name) for name in NAMES])


@pytest.mark.parametrize("kind", ANSWERS)
def test_nobody_is_taken_for_somebody_else(kind: Kind) -> None:
    chance, right, total = random.Random(SEED), 0, 0
    for _turn in range(DRAWS):
        first, second = chance.sample(NAMES, 2)
        words, status = chance.choice(list(ANSWERS[kind].items()))
        for shape, whose in SHAPES.items():
            text = shape.format(a=first, b=second, said=words)
            found = read_chat(text, everybody, CASES[0].today, kind=kind)
            told = {
                (each.whom.member and each.whom.member.name, str(each.status))
                for each in found.records
                if each.is_certain
            }
            meant = {(first if one == "a" else second, status) for one in whose}
            assert told <= meant, (SEED, text)
            right, total = right + (told == meant), total + 1
    assert right / total >= SHARE, f"{right} of {total}"


def test_a_chain_whose_line_ends_were_lost_loses_nobody() -> None:
    told = "在广州一切平安，工作顺利身体健康，请支部和大家都放心，过年回家再和各位一起聚一聚。"
    line = " ".join(f"{number}. {name} {told}" for number, name in enumerate(NAMES[:60], 1))
    assert len(line) > LINE_CHARACTERS
    found = read_chat(line, everybody, CASES[0].today, kind=Kind.REPORT)
    assert [each.whom.member.name for each in found.records if each.whom.member] == NAMES[:60]

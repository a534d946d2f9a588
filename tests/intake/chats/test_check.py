"""`banyan chat check`: a paste read for an organisation, nothing written (ideas 9)."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.intake.models import Nickname
from banyan.journeys.actions.departure import record_departure
from banyan.journeys.actions.report import take_report
from banyan.journeys.queries.journey import open_journey_of
from banyan.journeys.rules.report import Told
from banyan.journeys.states import Channel
from banyan.orgs.models import Organisation
from banyan.people.models import Person
from banyan.shared.clock import now, today
from banyan.shared.periods import Period

pytestmark = pytest.mark.django_db
CHAIN = "#接龙\n报平安\n1. 何远山 在番禺，平安\n2. 小满 平安\n3. 王大锤 平安\n"


def check(tmp_path: Path, content: str | bytes, org: Organisation, **options: Any) -> dict[str, Any]:
    file = tmp_path / "chat.txt"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    out = tmp_path / "out.json"
    with out.open("w", encoding="utf-8") as stdout:
        call_command("chat", "check", str(file), org=org.name, json=True, stdout=stdout, **options)
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def refused(tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str], org: Organisation) -> str:
    file = tmp_path / "chat.txt"
    file.write_bytes(content)
    with pytest.raises(SystemExit) as stopped:
        call_command("chat", "check", str(file), org=org.name, json=True)
    assert stopped.value.code == 2
    found: dict[str, str] = json.loads(capsys.readouterr().out)
    assert list(found) == ["refused"]
    return found["refused"]


def away(person: Person, cast: Cast) -> None:
    left = (today() - timedelta(days=200)).isoformat()
    record_departure(person, {"departed_on": left}, by=cast.secretary)


def names(found: dict[str, Any]) -> list[str]:
    return [each["name"] for each in found["not_heard_from"]]


def test_the_promised_json(tmp_path: Path, cast: Cast) -> None:
    before = Entry.objects.count()
    found = check(tmp_path, CHAIN, cast.shazhou)
    assert found == {
        "kind": "report",
        "period": str(Period.of(today())),
        "records": [
            {
                "line": 3,
                "person": {"id": str(cast.member.ref), "name": "何远山"},
                "status": "well",
                "said": "在番禺，平安",
                "by": None,
                "certainty": "sure",
            },
            {
                "line": 4,
                "person": {"id": str(cast.second_member.ref), "name": "朱小满"},
                "status": "well",
                "said": "平安",
                "by": None,
                "certainty": "question",
            },
        ],
        "not_understood": [{"line": 5, "text": "王大锤 平安"}],
        "not_heard_from": [
            {"id": str(cast.third_member.ref), "name": "邓青"},
            {"id": str(cast.second_member.ref), "name": "朱小满"},
        ],
    }
    assert Entry.objects.count() == before


def test_only_those_away_and_still_silent_are_awaited(tmp_path: Path, cast: Cast) -> None:
    away(cast.second_member, cast)
    away(cast.third_member, cast)
    assert names(check(tmp_path, CHAIN, cast.shazhou)) == ["邓青", "朱小满"]
    journey = open_journey_of(cast.third_member)
    assert journey is not None
    period = Period.of(today())
    take_report(journey, Told(), by=cast.secretary, period=period, channel=Channel.PHONE)
    assert names(check(tmp_path, CHAIN, cast.shazhou)) == ["朱小满"]


def test_a_township_reads_for_all_its_branches_and_nobody_elses(tmp_path: Path, cast: Cast) -> None:
    text = "报平安\n1. 叶知秋 平安\n2. 欧阳禾 平安\n3. 何远山 平安"
    found = check(tmp_path, text, cast.township)
    assert [record["person"]["name"] for record in found["records"]] == ["叶知秋", "何远山"]
    assert found["not_understood"] == [{"line": 3, "text": "欧阳禾 平安"}]


def test_namesakes_are_told_apart_by_their_village(tmp_path: Path, cast: Cast) -> None:
    Person.objects.filter(pk=cast.baonan_member.pk).update(name="何远山")
    found = check(tmp_path, "报平安\n1. 何远山（宝南） 平安\n2. 何远山 在家", cast.township)
    assert [(each["person"]["id"], each["certainty"]) for each in found["records"]] == [
        (str(cast.baonan_member.ref), "sure"),
        (None, "question"),
    ]


def test_telephones_are_opened_only_for_a_text_with_numbers(tmp_path: Path, cast: Cast) -> None:
    found = check(tmp_path, f"{cast.member.phone.open()}:\n平安\n", cast.shazhou, kind="report")
    assert found["records"][0]["person"]["name"] == "何远山"
    assert cast.member.phone.open() not in json.dumps(found)


def test_a_learned_nickname_is_sure(tmp_path: Path, cast: Cast) -> None:
    text = "山高水长:\n平安\n"
    assert check(tmp_path, text + "何远山:\n都好", cast.shazhou, kind="report")["not_understood"]
    known = Nickname(org=cast.shazhou, person=cast.third_member, learned_at=now(), learned_by="朱望舒")
    known.words = "山高水长🌊"
    known.save()
    found = check(tmp_path, text, cast.shazhou, kind="report")
    assert (found["records"][0]["person"]["name"], found["records"][0]["certainty"]) == ("邓青", "sure")


def test_the_kind_may_be_chosen(tmp_path: Path, cast: Cast) -> None:
    found = check(tmp_path, "1. 何远山 请假\n2. 邓青 到", cast.shazhou, kind="attendance")
    assert [record["status"] for record in found["records"]] == ["leave", "present"]


def test_other_encodings_are_read(tmp_path: Path, cast: Cast) -> None:
    for codec in ("gb18030", "utf-8-sig", "utf-16"):
        assert len(check(tmp_path, CHAIN.encode(codec), cast.shazhou)["records"]) == 2, codec


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "没有可以读的文字"),
        (b" \n\t\n", "没有可以读的文字"),
        (b"PK\x03\x04\x14\x00\x06\x00", "这不是文字"),
        ("早上好\n何远山 知道".encode(), "看不出这段话是关于什么的"),
        (("报平安\n" * 80_000).encode(), "一次贴的内容太多了"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(
    content: bytes, words: str, tmp_path: Path, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    assert words in refused(tmp_path, content, capsys, cast.shazhou)


def test_an_unknown_organisation_or_file_is_said(tmp_path: Path, cast: Cast) -> None:
    with pytest.raises(CommandError) as stopped:
        call_command("chat", "check", str(tmp_path / "nowhere.txt"), org=cast.shazhou.name)
    assert stopped.value.returncode == 2
    (tmp_path / "chat.txt").write_text(CHAIN, encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("chat", "check", str(tmp_path / "chat.txt"), org="没有这个村")


def test_a_long_chat_asks_no_more_questions_than_a_short_one(tmp_path: Path, cast: Cast) -> None:
    counts = []
    for text in ("报平安\n1. 何远山 平安", CHAIN * 30):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            check(tmp_path, text, cast.shazhou)
        counts.append(len(asked))
    assert counts[0] == counts[1]

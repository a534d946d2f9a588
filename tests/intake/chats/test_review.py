"""A pasted 接龙 from the box to reports: reviewed, settled, taken in, taken back, forgotten (ideas 9, 10, T35)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.intake.actions.chats import (
    Settlement,
    accept_chat,
    discard_chat,
    forget_old_chats,
    settle_chat,
    stage_chat,
    undo_chat,
)
from banyan.intake.models import Nickname, Paste, PasteRow
from banyan.intake.queries.chats import aftermath_of, check_chat
from banyan.intake.reading.chats.results import Kind, Unreadable
from banyan.journeys.actions.departure import record_departure
from banyan.journeys.actions.report import correct_report, read_report
from banyan.journeys.models import Report
from banyan.journeys.rules.report import Told
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.shared.clock import now, today
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.periods import Period
from banyan.tasks.actions import accept_work, claim_task, draft_task, open_task
from banyan.tasks.models import Claim, Task
from banyan.tasks.states import ClaimStatus

pytestmark = pytest.mark.django_db
LIST_QUERIES, REVIEW_QUERIES, TAKEN_QUERIES = 9, 8, 14
CHAIN = "#接龙\n报平安\n1. 何远山 在番禺，平安\n2. 小满 平安\n3. 王大锤 平安\n"


def month() -> str:
    return str(Period.of(today()))


@pytest.fixture
def town(cast: Cast) -> Cast:
    """All three of 沙洲 are away."""
    left = (today() - timedelta(days=200)).isoformat()
    for person in (cast.member, cast.second_member, cast.third_member):
        record_departure(person, {"departed_on": left}, by=cast.secretary)
    return cast


def staged(cast: Cast, text: str = CHAIN, **options: Any) -> Paste:
    return stage_chat(text, org=cast.shazhou, by=cast.secretary, **options)


def rows(paste: Paste) -> list[PasteRow]:
    return list(paste.rows.order_by("number"))


def client_of(viewer: Viewer) -> Client:
    assert viewer.account is not None
    client = Client()
    client.force_login(viewer.account)
    return client


def refused(code: str) -> Any:
    return pytest.raises(Refused, check=lambda problem: problem.reason.code == code)


def test_nothing_counts_before_it_is_accepted(town: Cast) -> None:
    paste = staged(town)
    assert (paste.status, paste.kind, paste.subject) == ("in_review", "report", month())
    assert [(row.line, row.person, row.is_sure, row.is_left_out) for row in rows(paste)] == [
        (3, town.member, True, False),
        (4, town.second_member, False, False),
        (5, None, False, True),
    ]
    assert Report.objects.count() == 0
    assert paste.text.open() == CHAIN


def test_the_draft_is_sealed(town: Cast) -> None:
    paste = staged(town)
    stored = Paste.objects.values_list("text", flat=True).get(pk=paste.pk)
    assert "何远山".encode() not in bytes(stored.blob() if hasattr(stored, "blob") else stored)
    entry = Entry.objects.filter(act="chat.read").get()
    assert "何远山" not in str(entry.reason)


def test_what_is_sure_becomes_reports(town: Cast) -> None:
    paste = staged(town)
    assert accept_chat(paste, month(), by=town.secretary) == 1
    report = Report.objects.get()
    assert (report.person, report.period, report.channel, report.entered_by, report.words) == (
        town.member,
        month(),
        "chat",
        "朱望舒",
        "在番禺，平安",
    )
    assert rows(paste)[0].taken_as == report.ref
    assert [row.taken_as for row in rows(paste)[1:]] == [None, None]


def test_a_settled_question_is_taken_in_and_its_nickname_learned(town: Cast) -> None:
    paste = staged(town)
    settle_chat(paste, {2: Settlement(town.second_member, "well", True)}, by=town.secretary)
    assert accept_chat(paste, month(), by=town.secretary) == 2
    learned = Nickname.objects.get()
    assert (learned.words.open(), learned.person, learned.org) == ("小满", town.second_member, town.shazhou)
    again = check_chat("报平安\n1. 小满 平安", town.shazhou)
    assert again.records[0].is_certain


def test_each_group_has_its_own_book_of_nicknames(town: Cast) -> None:
    text = CHAIN
    taught = staged(town, text, group="番禺老乡群")
    settle_chat(taught, {2: Settlement(town.second_member, "well", True)}, by=town.secretary)
    assert rows(staged(town, text, group="番禺老乡群"))[1].is_sure
    assert not rows(staged(town, text, group="沙洲在外党员群"))[1].is_sure
    assert check_chat(text, town.shazhou, group="番禺老乡群").records[1].is_certain
    assert [paste.group for paste in Paste.objects.order_by("pk")][:2] == ["番禺老乡群"] * 2


def test_a_line_not_understood_counts_once_somebody_says_whose_it_is(town: Cast) -> None:
    paste = staged(town)
    settle_chat(paste, {3: Settlement(town.third_member, "need_help", True)}, by=town.secretary)
    accept_chat(paste, month(), by=town.secretary)
    assert Report.objects.get(person=town.third_member).matter == "need_help"


def test_a_name_nobody_knew_is_learned_once_somebody_says_whose_it_is(town: Cast) -> None:
    paste = staged(town, "报平安\n1. 阿依古丽 在番禺，平安\n2. 明天下午都来办公室\n3. 大山")
    said = {row.number: Settlement(town.third_member, "well", True) for row in rows(paste)}
    settle_chat(paste, said, by=town.secretary)
    assert [each.words.open() for each in Nickname.objects.all()] == ["阿依古丽", "大山"]
    assert check_chat("报平安\n1. 阿依古丽 平安", town.shazhou).records[0].is_certain


def test_a_row_set_aside_is_not_taken_in(town: Cast) -> None:
    paste = staged(town)
    settle_chat(paste, {1: Settlement(town.member, "well", False)}, by=town.secretary)
    assert accept_chat(paste, month(), by=town.secretary) == 0
    assert Report.objects.count() == 0


def test_somebody_of_another_branch_cannot_be_chosen(town: Cast) -> None:
    paste = staged(town)
    with refused("not_of_the_group"):
        settle_chat(paste, {2: Settlement(town.baonan_member, "well", True)}, by=town.secretary)


@pytest.mark.parametrize(
    ("words", "matter", "phone", "place"),
    [
        ("换手机了 13000000007，以后打这个", "new_phone", "13000000007", ""),
        ("换手机了，号码过两天发", "well", "", ""),
        ("换到东莞厚街了", "moved", "", "换到东莞厚街了"),
        ("脚受伤了在住院", "need_help", "", ""),
    ],
)
def test_what_was_said_becomes_the_matter(
    words: str, matter: str, phone: str, place: str, town: Cast
) -> None:
    accept_chat(staged(town, f"报平安\n1. 何远山 {words}"), month(), by=town.secretary)
    report = Report.objects.get()
    assert (report.matter, report.new_phone.open(), report.new_place) == (matter, phone, place)
    assert "13000000007" not in report.words


def test_whoever_passed_it_on_is_named(town: Cast) -> None:
    accept_chat(staged(town, "报平安\n1. 邓青代何远山 平安"), month(), by=town.secretary)
    assert Report.objects.get().words == "平安（由邓青转告）"


def test_those_who_cannot_report_say_why_on_their_row(town: Cast) -> None:
    first = staged(town)
    accept_chat(first, month(), by=town.secretary)
    paste = staged(town, "报平安\n1. 何远山 平安\n2. 邓青 联系不上")
    assert accept_chat(paste, month(), by=town.secretary) == 0
    assert [row.why_not_taken for row in rows(paste)] == [
        "这一期已经报过平安了，没有改动。",
        "没有联系上，不算报告。",
    ]
    assert Report.objects.count() == 1


def test_undo_takes_all_back_but_what_was_read_since(town: Cast) -> None:
    paste = staged(town, "报平安\n1. 何远山 平安\n2. 邓青 平安")
    accept_chat(paste, month(), by=town.secretary)
    read_report(Report.objects.get(person=town.third_member), by=town.secretary)
    assert undo_chat(paste, by=town.secretary) == 1
    assert list(Report.objects.values_list("person__name", flat=True)) == ["邓青"]
    assert (paste.status, paste.left_alone) == ("undone", 1)
    with refused("not_accepted"):
        undo_chat(paste, by=town.secretary)


def test_undo_leaves_what_the_member_has_put_in_his_own_words(town: Cast) -> None:
    paste = staged(town)
    accept_chat(paste, month(), by=town.secretary)
    correct_report(Report.objects.get(), Told(words="换了班组"), by=viewer_of(town.member))
    assert undo_chat(paste, by=town.secretary) == 1
    assert Report.objects.get().words == "换了班组"


def test_undo_ends_after_seven_days(town: Cast) -> None:
    paste = staged(town)
    accept_chat(paste, month(), by=town.secretary)
    Paste.objects.filter(pk=paste.pk).update(accepted_at=now() - timedelta(days=7, seconds=1))
    paste.refresh_from_db()
    with refused("too_late"):
        undo_chat(paste, by=town.secretary)


def test_two_who_accept_at_once_make_it_once(town: Cast) -> None:
    paste = staged(town)
    other = Paste.objects.get(pk=paste.pk)
    accept_chat(paste, month(), by=town.secretary)
    with refused("moved_on"):
        accept_chat(other, month(), by=town.secretary)
    assert Report.objects.count() == 1


def test_a_kind_kept_nowhere_is_read_and_no_more(town: Cast) -> None:
    paste = staged(town, "1. 何远山 请假\n2. 邓青 到", kind=Kind.ATTENDANCE)
    with refused("nowhere_to_go"):
        accept_chat(paste, "", by=town.secretary)
    page = client_of(town.secretary).get(reverse("intake:chat", args=[paste.ref])).content.decode()
    assert "还没有登记的地方" in page
    assert "登记打了勾的" not in page


def test_after_acceptance_the_silent_have_their_texts(town: Cast) -> None:
    paste = staged(town)
    accept_chat(paste, month(), by=town.secretary)
    found = aftermath_of(town.secretary, paste)
    assert sorted(each.person.name for each in found.quiet) == ["朱小满", "邓青"]
    assert all(each.person.name in each.words for each in found.quiet)
    assert "2人没有消息" in found.public_words
    assert not any(name in found.public_words for name in ("何远山", "朱小满", "邓青"))


def test_claims_are_made_handed_in_and_given_back(town: Cast) -> None:
    task = _task(town)
    paste = staged(town, "认领\n1. 何远山 我来\n2. 邓青 已完成，卖了三箱\n3. 朱小满 没时间", kind=Kind.CLAIM)
    assert paste.subject == str(task.ref)
    assert accept_chat(paste, str(task.ref), by=town.secretary) == 2
    assert {claim.person.name: claim.status for claim in Claim.objects.all()} == {
        "何远山": ClaimStatus.CLAIMED,
        "邓青": ClaimStatus.SUBMITTED,
    }
    assert undo_chat(paste, by=town.secretary) == 0
    assert [claim.status for claim in Claim.objects.all()] == [ClaimStatus.WITHDRAWN] * 2
    task.refresh_from_db()
    assert task.claimed == 0


def test_undo_claims_again_what_the_chat_gave_back(town: Cast) -> None:
    task = _task(town)
    first = claim_task(task, town.member, by=town.secretary)
    paste = staged(town, "认领\n1. 何远山 来不了，退出", kind=Kind.CLAIM)
    assert accept_chat(paste, str(task.ref), by=town.secretary) == 1
    first.refresh_from_db()
    assert first.status == ClaimStatus.WITHDRAWN
    assert undo_chat(paste, by=town.secretary) == 0
    again = Claim.objects.exclude(pk=first.pk).get()
    assert (again.person, again.status) == (town.member, ClaimStatus.CLAIMED)


def test_undo_hands_a_place_back_to_whoever_gave_it_up(town: Cast) -> None:
    task = _task(town, quota=1)
    claim_task(task, town.member, by=town.secretary)
    paste = staged(town, "认领\n1. 何远山 来不了，退出\n2. 邓青 我来", kind=Kind.CLAIM)
    assert accept_chat(paste, str(task.ref), by=town.secretary) == 2
    assert undo_chat(paste, by=town.secretary) == 0
    assert Claim.objects.get(status=ClaimStatus.CLAIMED).person == town.member


def test_undo_leaves_a_place_that_somebody_else_took(town: Cast) -> None:
    task = _task(town, quota=1)
    claim_task(task, town.member, by=town.secretary)
    paste = staged(town, "认领\n1. 何远山 来不了，退出", kind=Kind.CLAIM)
    accept_chat(paste, str(task.ref), by=town.secretary)
    claim_task(task, town.third_member, by=town.secretary)
    assert undo_chat(paste, by=town.secretary) == 1
    assert Claim.objects.get(status=ClaimStatus.CLAIMED).person == town.third_member


def test_undo_takes_back_what_was_handed_in_and_keeps_a_claim_made_before(town: Cast) -> None:
    task = _task(town)
    claim = claim_task(task, town.member, by=town.secretary)
    paste = staged(town, "认领\n1. 何远山 已完成，卖了三箱", kind=Kind.CLAIM)
    assert accept_chat(paste, str(task.ref), by=town.secretary) == 1
    assert undo_chat(paste, by=town.secretary) == 0
    claim.refresh_from_db()
    assert (claim.status, claim.result, claim.submitted_at) == (ClaimStatus.CLAIMED, "", None)


def test_undo_leaves_what_was_reviewed_since(town: Cast) -> None:
    task = _task(town)
    paste = staged(town, "认领\n1. 何远山 已完成，卖了三箱", kind=Kind.CLAIM)
    accept_chat(paste, str(task.ref), by=town.secretary)
    accept_work(Claim.objects.get(), by=town.secretary)
    assert undo_chat(paste, by=town.secretary) == 1
    assert Claim.objects.get().status == ClaimStatus.ACCEPTED


def _task(town: Cast, quota: int = 5) -> Task:
    wanted: dict[str, Any] = {"title": "卖橙", "words": "问问邻居", "place": "", "needs": "", "quota": quota}
    facts = wanted | {"deadline": now() + timedelta(days=9)}
    task = draft_task(town.shazhou, facts, by=town.secretary)
    open_task(task, by=town.secretary)
    return task


def test_discarding_deletes_the_text_at_once(town: Cast) -> None:
    paste = staged(town)
    discard_chat(paste, by=town.secretary)
    paste.refresh_from_db()
    assert (paste.status, paste.text.open(), paste.rows.count()) == ("discarded", "", 0)


def test_after_thirty_days_the_text_is_gone_and_the_reports_stay(town: Cast) -> None:
    paste, waiting, young = staged(town), staged(town), staged(town)
    accept_chat(paste, month(), by=town.secretary)
    made = now()
    Paste.objects.exclude(pk=young.pk).update(made_at=made - timedelta(days=30))
    Paste.objects.filter(pk=young.pk).update(made_at=made - timedelta(days=30) + timedelta(seconds=1))
    assert forget_old_chats(made) == 2
    for each in (paste, waiting, young):
        each.refresh_from_db()
    assert [each.text.open() for each in (paste, waiting, young)] == ["", "", CHAIN]
    assert [each.rows.count() for each in (paste, waiting, young)] == [0, 0, 3]
    assert [each.status for each in (paste, waiting)] == ["accepted", "discarded"]
    assert (Report.objects.count(), forget_old_chats(made)) == (1, 0)


def test_the_job_runs_every_day() -> None:
    from banyan.config.schedule import SCHEDULE

    assert [timed.cadence for timed in SCHEDULE if "forget_chats" in timed.task.module_path] == ["day"]


def test_outsiders_see_and_do_nothing(town: Cast) -> None:
    paste = staged(town)
    for viewer in [*town.outsiders, town.county_officer, town.baonan_secretary]:
        client = client_of(viewer)
        assert client.get(reverse("intake:chat", args=[paste.ref])).status_code == 404
        for name in ("settle-chat", "accept-chat", "discard-chat", "undo-chat"):
            assert client.post(reverse(f"intake:{name}", args=[paste.ref])).status_code == 404, name
    for action in (
        lambda: stage_chat(CHAIN, org=town.shazhou, by=town.baonan_secretary),
        lambda: settle_chat(paste, {}, by=town.baonan_secretary),
        lambda: accept_chat(paste, month(), by=town.baonan_secretary),
        lambda: discard_chat(paste, by=town.baonan_secretary),
    ):
        with pytest.raises(NotAllowed):
            action()


def test_a_floating_secretary_reads_the_chats_of_those_who_stay_with_him(town: Cast) -> None:
    paste = stage_chat(CHAIN, org=town.floating, by=town.floating_secretary)
    assert [row.person for row in rows(paste)] == [None, None, None]


def test_the_whole_way_on_screens(town: Cast) -> None:
    client = client_of(town.secretary)
    box = client.get(reverse("intake:chats"))
    assert "整段贴进来就行" in box.content.decode()
    sent = client.post(reverse("intake:chats"), {"org": town.shazhou.pk, "kind": "", "text": CHAIN})
    paste = Paste.objects.get()
    review = reverse("intake:chat", args=[paste.ref])
    assert (sent.status_code, sent["Location"]) == (302, review)
    page = client.get(review).content.decode()
    for words in ("能确定 1 人，要您看一眼 1 人，没看懂 1 行", "只有姓或小名，请确认", "王大锤 平安"):
        assert words in page, words
    told = {"subject": month(), "counts-1": "1", "who-2": "朱小满", "said-2": "moved", "counts-2": "1"}
    done = client.post(reverse("intake:accept-chat", args=[paste.ref]), told, follow=True)
    assert "已登记 2 人。" in done.content.decode()
    assert "邓青同志，您好" in done.content.decode()
    assert Report.objects.get(person=town.second_member).matter == "moved"
    gone = client.post(reverse("intake:undo-chat", args=[paste.ref]), follow=True)
    assert "已全部撤销" in gone.content.decode()
    assert Report.objects.count() == 0


def test_who_was_ticked_and_did_not_go_in_is_said_at_once(town: Cast) -> None:
    accept_chat(staged(town), month(), by=town.secretary)
    again = staged(town)
    told = {"subject": month(), "counts-1": "1"}
    done = client_of(town.secretary).post(reverse("intake:accept-chat", args=[again.ref]), told, follow=True)
    page = done.content.decode()
    assert "打了勾的有 1 人没有登记，原因写在下面。" in page
    assert "已登记 0 人。" not in page


def test_what_was_sure_can_be_put_right_before_it_goes_in(town: Cast) -> None:
    paste, client = staged(town), client_of(town.secretary)
    told = {"subject": month(), "who-1": "朱小满", "said-1": "moved", "counts-1": "1"}
    client.post(reverse("intake:settle-chat", args=[paste.ref]), told)
    first = rows(paste)[0]
    assert (first.person, first.said_status) == (town.second_member, "moved")
    refused = client.post(reverse("intake:settle-chat", args=[paste.ref]), told | {"who-1": "朱大满"})
    assert refused.status_code == 422
    assert '<details class="small" open>' in refused.content.decode()
    client.post(reverse("intake:accept-chat", args=[paste.ref]), told)
    assert [report.person for report in Report.objects.filter(matter="moved")] == [town.second_member]


def test_a_name_that_is_nobodys_is_said_with_its_line(town: Cast) -> None:
    paste = staged(town)
    told = {"subject": month(), "who-2": "朱大满", "counts-2": "1"}
    answer = client_of(town.secretary).post(reverse("intake:accept-chat", args=[paste.ref]), told)
    assert answer.status_code == 422
    assert "第4行写的人不在名单里" in answer.content.decode()
    assert "朱大满" in answer.content.decode()
    assert Report.objects.count() == 0


def test_the_box_stands_on_the_secretarys_desk(town: Cast) -> None:
    client = client_of(town.secretary)
    page = client.get("/").content.decode()
    assert f'<input type="hidden" name="org" value="{town.shazhou.pk}">' in page
    assert 'textarea id="paste" name="text"' in page
    answer = client.post(reverse("intake:chats"), {"org": town.shazhou.pk, "text": CHAIN})
    assert answer.headers["Location"] == reverse("intake:chat", args=[Paste.objects.get().ref])


def test_a_text_that_cannot_be_read_says_so_on_the_form(town: Cast) -> None:
    answer = client_of(town.secretary).post(
        reverse("intake:chats"), {"org": town.shazhou.pk, "kind": "", "text": "早上好\n何远山 知道"}
    )
    assert answer.status_code == 422
    assert "看不出这段话是关于什么的" in answer.content.decode()
    with pytest.raises(Unreadable):
        staged(town, "早上好\n何远山 知道")
    assert Paste.objects.count() == 0


def test_namesakes_are_offered_with_their_branch(town: Cast) -> None:
    Person.objects.filter(pk=town.baonan_member.pk).update(name="何远山")
    paste = stage_chat(CHAIN, org=town.township, by=town.township_officer)
    page = client_of(town.township_officer).get(reverse("intake:chat", args=[paste.ref])).content.decode()
    assert "何远山（沙洲瑶族村党支部）" in page
    assert "何远山（宝南村党支部）" in page


@pytest.mark.parametrize("pastes", [1, 3])
def test_the_list_costs_the_same_for_one_and_three_pastes(
    pastes: int, town: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _turn in range(pastes):
        staged(town)
    client = client_of(town.secretary)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("intake:chats"))


@pytest.mark.parametrize("lines", [1, 3])
def test_the_review_costs_the_same_for_one_and_three_people(
    lines: int, town: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    paste = staged(town, "\n".join(["报平安", "1. 何远山 平安", "2. 小满 平安", "3. 邓青 平安"][: lines + 1]))
    client = client_of(town.secretary)
    with django_assert_num_queries(REVIEW_QUERIES):
        client.get(reverse("intake:chat", args=[paste.ref]))
    accept_chat(paste, month(), by=town.secretary)
    with django_assert_num_queries(TAKEN_QUERIES):
        client.get(reverse("intake:chat", args=[paste.ref]))

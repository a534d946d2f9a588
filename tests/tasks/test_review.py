"""Handing work in and reviewing it (D-03): rule, action, screen, outsider."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.notify.queries import messages_of, texts_to_pass_on
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.photos import Photo
from banyan.tasks.actions import (
    accept_work,
    cancel_task,
    claim_task,
    close_task,
    send_back_work,
    submit_claim,
    withdraw_claim,
)
from banyan.tasks.models import Claim, Task
from banyan.tasks.queries import claims_to_review
from banyan.tasks.rules import why_not_photos, why_not_review, why_not_send_back, why_not_submit
from tests.tasks.work import floating_task, township_task, village_task

pytestmark = pytest.mark.django_db
STATES = ("claimed", "submitted", "sent_back", "accepted", "withdrawn")


def claimed(cast: Cast) -> Claim:
    return claim_task(village_task(cast), cast.member, by=viewer_of(cast.member))


def handed_in(cast: Cast) -> Claim:
    claim = claimed(cast)
    submit_claim(claim, "卖了80箱", by=viewer_of(cast.member))
    return claim


@pytest.mark.parametrize("status", STATES)
def test_what_is_in_hand_is_handed_in(status: str) -> None:
    assert (why_not_submit(status, "open", "做好了") is None) is (status in {"claimed", "sent_back"})


@pytest.mark.parametrize(
    ("task_status", "result", "code"),
    [("closed", "做好了", None), ("cancelled", "做好了", "task_cancelled"), ("open", "  ", "no_result")],
)
def test_a_closed_task_still_takes_what_was_claimed(task_status: str, result: str, code: str | None) -> None:
    reason = why_not_submit("claimed", task_status, result)
    assert (reason.code if reason else None) == code


@pytest.mark.parametrize("status", STATES)
def test_what_was_handed_in_is_reviewed(status: str) -> None:
    assert (why_not_review(status, is_own=False) is None) is (status == "submitted")


def test_nobody_reviews_himself_nor_sends_back_without_a_word() -> None:
    assert why_not_review("submitted", is_own=True) is not None
    assert why_not_send_back(" ") is not None
    assert why_not_send_back("请补上数量") is None


def test_pictures_are_never_needed_and_six_are_enough() -> None:
    assert why_not_photos(0) is None
    assert why_not_photos(6) is None
    assert why_not_photos(7) is not None


def test_whoever_reviews_is_asked(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    claim = claimed(cast)
    with django_capture_on_commit_callbacks(execute=True):
        submit_claim(claim, "卖了80箱", by=viewer_of(cast.member))
    message = messages_of(cast.secretary).get()
    assert message.words == "何远山提交了“帮村里卖200箱冰糖橙”的完成情况，请审核。"
    assert (message.is_asking, message.link) == (True, f"/claims/{claim.ref}/")
    assert not messages_of(cast.township_officer).exists()


def test_the_township_reviews_its_own_tasks_and_the_floating_branch_its_own(cast: Cast) -> None:
    for task, by in [(township_task(cast), cast.township_officer), (village_task(cast), cast.secretary)]:
        claim = claim_task(task, cast.member, by=viewer_of(cast.member))
        submit_claim(claim, "好了", by=viewer_of(cast.member))
        assert claim in claims_to_review(by)
    assert claims_to_review(cast.secretary).count() == 1
    assert claims_to_review(cast.township_officer).count() == 2
    assert floating_task(cast).org == cast.floating


def test_accepted_work_is_dated_and_the_member_is_thanked(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    claim = claimed(cast)
    with django_capture_on_commit_callbacks(execute=True):
        submit_claim(claim, "卖了80箱", by=viewer_of(cast.member))
    with django_capture_on_commit_callbacks(execute=True):
        accept_work(claim, by=cast.secretary)
    claim.refresh_from_db()
    assert (claim.status, claim.reviewed_by) == ("accepted", "朱望舒")
    assert claim.accepted_at is not None
    assert "已通过" in messages_of(viewer_of(cast.member)).get().words
    assert messages_of(cast.secretary).get().settled_at is not None
    assert Entry.objects.filter(act="claim.accepted", subject_ref=cast.member.ref).count() == 1


def test_work_sent_back_is_handed_in_again_and_asks_again(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    claim = claimed(cast)
    with django_capture_on_commit_callbacks(execute=True):
        submit_claim(claim, "卖了一些", by=viewer_of(cast.member))
    with django_capture_on_commit_callbacks(execute=True):
        send_back_work(claim, "请写明卖了多少箱", by=cast.secretary)
    assert (
        messages_of(viewer_of(cast.member)).get().words
        == "任务“帮村里卖200箱冰糖橙”还差一点：请写明卖了多少箱"
    )
    with django_capture_on_commit_callbacks(execute=True):
        submit_claim(claim, "卖了80箱", by=viewer_of(cast.member))
    asked = messages_of(cast.secretary).order_by("id")
    assert [message.settled_at is None for message in asked] == [False, True]
    claim.refresh_from_db()
    assert (claim.status, claim.result) == ("submitted", "卖了80箱")


def test_two_reviewers_at_once_and_one_wins(cast: Cast) -> None:
    claim = handed_in(cast)
    stale = Claim.objects.select_related("task__org", "person").get()
    accept_work(claim, by=cast.secretary)
    with pytest.raises(Refused):
        send_back_work(stale, "再补一点", by=cast.township_officer)
    assert Claim.objects.get().status == "accepted"


def test_a_member_without_account_hears_through_his_secretary(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    claim = claim_task(village_task(cast), cast.third_member, by=cast.secretary)
    submit_claim(claim, "他说做好了", by=cast.secretary)
    with django_capture_on_commit_callbacks(execute=True):
        accept_work(claim, by=cast.secretary)
    assert "邓青同志" in texts_to_pass_on(cast.secretary).get().words


def test_a_secretary_does_not_review_what_he_claimed_himself(cast: Cast) -> None:
    claim = handed_in(cast)
    own = cast.secretary.account
    assert own is not None
    claim.person.account = own
    with pytest.raises(Refused) as refusal:
        accept_work(claim, by=cast.secretary)
    assert refusal.value.reason.code == "own_work"


@pytest.mark.parametrize("name", ["baonan_secretary", "floating_secretary", "auditor"])
def test_nobody_else_reviews(cast: Cast, name: str) -> None:
    claim = handed_in(cast)
    with pytest.raises(NotAllowed):
        accept_work(claim, by=getattr(cast, name))
    with pytest.raises(NotAllowed):
        send_back_work(claim, "不行", by=getattr(cast, name))


def test_nobody_hands_in_for_a_stranger(cast: Cast) -> None:
    claim = claimed(cast)
    for viewer in [viewer_of(cast.second_member), cast.baonan_secretary, *cast.outsiders]:
        with pytest.raises(NotAllowed):
            submit_claim(claim, "冒充", by=viewer)


def test_work_for_a_cancelled_task_is_not_taken(cast: Cast) -> None:
    claim = claimed(cast)
    cancel_task(claim.task, by=cast.secretary)
    with pytest.raises(Refused):
        submit_claim(claim, "做好了", by=viewer_of(cast.member))


def test_work_for_a_closed_task_is_taken(cast: Cast) -> None:
    claim = claimed(cast)
    close_task(claim.task, by=cast.secretary)
    submit_claim(claim, "做好了", by=viewer_of(cast.member))
    assert Claim.objects.get().status == "submitted"


def test_a_seventh_picture_is_refused_over_two_submissions(cast: Cast) -> None:
    claim = claimed(cast)
    photos = [Photo(b"x", 1, 1)] * 4
    submit_claim(claim, "好了", by=viewer_of(cast.member), photos=photos)
    send_back_work(claim, "再清楚些", by=cast.secretary)
    with pytest.raises(Refused):
        submit_claim(claim, "好了", by=viewer_of(cast.member), photos=photos)
    assert (Claim.objects.get().status, claim.files.count()) == ("sent_back", 4)


def test_verify_finds_a_counter_and_a_claim_that_were_tampered_with(cast: Cast) -> None:
    claim = handed_in(cast)
    call_command("verify")
    Task.objects.update(claimed=4)
    with pytest.raises(CommandError):
        call_command("verify")
    Task.objects.update(claimed=1)
    Claim.objects.filter(pk=claim.pk).update(submitted_at=None)
    with pytest.raises(CommandError):
        call_command("verify")


# The screen.


def test_work_is_handed_in_and_accepted_in_place(cast: Cast, client: Client) -> None:
    claim = claimed(cast)
    client.force_login(cast.member.account)
    answer = client.post(f"/claims/{claim.ref}/submissions/", {"result": "卖了80箱"}, follow=True)
    assert "已提交，等组织审核" in answer.content.decode()
    client.force_login(cast.secretary.account)
    assert "卖了80箱" in client.get("/tasks/review/").content.decode()
    answer = client.post(f"/claims/{claim.ref}/acceptances/", headers={"HX-Request": "true"})
    assert answer.content.decode().startswith("<li>")
    assert "已完成" in answer.content.decode()
    assert "卖了80箱" not in client.get("/tasks/review/").content.decode()


def test_a_return_without_a_word_shows_the_fault(cast: Cast, client: Client) -> None:
    claim = handed_in(cast)
    client.force_login(cast.secretary.account)
    answer = client.post(f"/claims/{claim.ref}/returns/", {"missing": ""})
    assert answer.status_code == 422
    assert "请写明还差什么" in answer.content.decode()
    assert client.post(f"/claims/{claim.ref}/returns/", {"missing": "还差数量"}).status_code == 302
    client.force_login(cast.member.account)
    assert "还差一点：还差数量" in client.get(f"/claims/{claim.ref}/").content.decode()


def test_a_submission_without_a_word_keeps_the_page(cast: Cast, client: Client) -> None:
    claim = claimed(cast)
    client.force_login(cast.member.account)
    answer = client.post(f"/claims/{claim.ref}/submissions/", {"result": ""})
    assert answer.status_code == 422
    assert "请写一句完成得怎么样" in answer.content.decode()


def test_a_member_does_not_see_the_desk_of_reviews(cast: Cast, client: Client) -> None:
    claim = handed_in(cast)
    client.force_login(cast.member.account)
    assert client.get("/tasks/review/").status_code == 403
    assert client.post(f"/claims/{claim.ref}/acceptances/").status_code == 403
    assert Claim.objects.get().status == "submitted"


def test_the_card_shows_what_somebody_claimed(cast: Cast, client: Client) -> None:
    claim = claimed(cast)
    withdraw_claim(claim, by=viewer_of(cast.member))
    client.force_login(cast.secretary.account)
    page = client.get(f"/people/{cast.member.ref}/claims/").content.decode()
    assert claim.task.title in page
    assert "已退出" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_reviews_cost_the_same_for_one_and_for_three(
    cast: Cast, client: Client, django_assert_num_queries: Any, count: int
) -> None:
    for _each in range(count):
        handed_in(cast)
    client.force_login(cast.secretary.account)
    with django_assert_num_queries(7):
        client.get("/tasks/review/")

"""Quiet questions about work handed in (ideas 19): seen by who reviews, never a penalty, gone at one tap."""

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from PIL import Image

from banyan.accounts.models import Account
from banyan.demo.cast import Cast, viewer_of
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.shared.clock import now
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.photos import looks_of
from banyan.tasks.actions import accept_work, claim_task, clear_questions, forget_sessions, submit_claim
from banyan.tasks.models import Claim, ClaimFile, Task
from banyan.tasks.queries import questions_about
from banyan.tasks.rules import BURST_ENTRIES, is_burst, is_same_picture, words_to_compare
from tests.tasks.work import published, village_task

COPIED = "今天和几位乡亲一起把村口的两盏路灯修好了，晚上亮堂堂的。"


def scene(seed: int, side: int = 640, quality: int = 90) -> bytes:
    """A picture of light and shade, the same for the same seed at any size."""
    small = Image.frombytes("L", (12, 12), bytes((at * seed * 37 + at * at * 11) % 256 for at in range(144)))
    target = io.BytesIO()
    small.resize((side, side * 3 // 4), Image.Resampling.BICUBIC).convert("RGB").save(
        target, "JPEG", quality=quality
    )
    return target.getvalue()


def looks(body: bytes) -> str:
    with Image.open(io.BytesIO(body)) as picture:
        return looks_of(picture)


# The rules.


def test_a_copy_made_smaller_looks_the_same_and_another_picture_does_not() -> None:
    first, copied, other = looks(scene(3)), looks(scene(3, 300, 40)), looks(scene(5))
    assert (is_same_picture(first, copied), is_same_picture(first, other)) == (True, False)


def test_a_plain_wall_is_like_none() -> None:
    wall = looks_of(Image.new("RGB", (640, 480), (180, 120, 60)))
    assert (wall, is_same_picture(wall, wall)) == ("", False)


@pytest.mark.parametrize(("other", "is_same"), [("0" * 14 + "1f", True), ("0" * 14 + "3f", False)])
def test_five_bits_of_sixty_four_may_differ(other: str, is_same: bool) -> None:
    assert is_same_picture("0" * 16, other) is is_same


def test_words_are_compared_as_they_are_meant_and_short_ones_not_at_all() -> None:
    assert words_to_compare(COPIED) == words_to_compare(f" {COPIED.replace('，', ', ')}！")
    assert words_to_compare("做好了，请审核。") == ""
    assert [len(words_to_compare("好" * count)) for count in (19, 20)] == [0, 20]


def test_the_fiftieth_entry_of_a_minute_is_asked_about() -> None:
    at = now()
    minute = [at - timedelta(seconds=second) for second in range(50)]
    assert [is_burst(at, minute[:49]), is_burst(at, minute)] == [False, True]
    assert is_burst(at, [*minute[:49], at - timedelta(seconds=60)]) is False


# What is seen.


def handed_in(person: Person, task: Task, *, words: str = "做好了", by: Viewer | None = None) -> Claim:
    speaker = by or viewer_of(person)
    claim = claim_task(task, person, by=speaker)
    submit_claim(claim, words, by=speaker)
    return claim


def with_picture(claim: Claim, seed: int) -> Claim:
    file = ClaimFile(claim=claim, width=8, height=8, size_bytes=8, added_at=now())
    file.looks = looks(scene(seed))
    file.save(force_insert=True)
    return claim


def kinds(viewer: Viewer, *claims: Claim) -> list[list[str]]:
    found = questions_about(viewer, claims)
    return [[question.kind.value for question in found.get(claim.pk, [])] for claim in claims]


def account(person: Person) -> Account:
    assert person.account is not None
    return person.account


@pytest.mark.django_db
def test_a_picture_handed_in_again_is_asked_about_and_put_aside_at_one_tap(
    cast: Cast, client: Client
) -> None:
    task = village_task(cast)
    claims = []
    for person, side in ((cast.member, 640), (cast.second_member, 400)):
        claims.append(claim_task(task, person, by=viewer_of(person)))
        client.force_login(account(person))
        photo = SimpleUploadedFile("photo.jpg", scene(3, side), "image/jpeg")
        address = f"/claims/{claims[-1].ref}/submissions/"
        page = client.post(address, {"result": "修好了", "photos": [photo]}, follow=True)
        assert "照片和以前交来的很像" not in page.content.decode()
    first, second = claims
    client.force_login(cast.secretary.account)
    page = client.get("/tasks/review/").content.decode()
    assert page.count("照片和以前交来的很像") == page.count("拍了同一张照片") == 1
    assert "有1件想请您多看一眼" in page
    assert f'href="/claims/{first.ref}/"' in client.get(f"/claims/{second.ref}/").content.decode()
    address, hx = f"/claims/{second.ref}/clearances/", {"HX-Request": "true"}
    assert "不再提示" in client.post(address, headers=hx).content.decode()
    assert "照片和以前交来的很像" not in client.get("/tasks/review/").content.decode()
    Claim.objects.filter(pk=second.pk).update(submitted_at=now())
    assert "照片和以前交来的很像" in client.get("/tasks/review/").content.decode()
    second.refresh_from_db()
    assert len(second.session_mark) == 32
    accept_work(second, by=cast.secretary)


@pytest.mark.django_db
def test_words_copied_by_another_member_or_for_another_task_are_asked_about(cast: Cast) -> None:
    task = village_task(cast)
    first = handed_in(cast.member, task, words=COPIED)
    again = handed_in(cast.member, village_task(cast), words=f"{COPIED}！")
    other = handed_in(cast.second_member, task, words=COPIED)
    short = handed_in(cast.third_member, task, words="做好了", by=cast.secretary)
    assert kinds(cast.secretary, first, again, other, short) == [[], ["words"], ["words"], []]
    assert COPIED[:4] not in str(Claim.objects.values_list("words_mark", flat=True))
    for changed in ({"submitted_at": now() - timedelta(days=401)}, {"status": "withdrawn"}):
        with transaction.atomic():
            Claim.objects.filter(pk=first.pk).update(**changed)
            assert kinds(cast.secretary, again) == [[]]
            transaction.set_rollback(True)


@pytest.mark.django_db
def test_fifty_entries_of_one_session_in_a_minute_are_asked_about_once(cast: Cast) -> None:
    by = viewer_of(cast.member)
    by.device = "session-key"
    last = handed_in(cast.member, village_task(cast), by=by)
    assert "session-key" not in f"{last.session_mark} {by}"
    assert last.submitted_at
    _more(last, last.submitted_at, BURST_ENTRIES - 2)
    assert kinds(cast.secretary, last) == [[]]
    _more(last, last.submitted_at - timedelta(seconds=30), 1)
    assert kinds(
        cast.secretary, last, *Claim.objects.exclude(pk=last.pk).select_related("task__org")[:3]
    ) == [
        ["session"],
        [],
        [],
        [],
    ]
    assert forget_sessions(now() + timedelta(days=29)) == 0
    assert forget_sessions(now() + timedelta(days=31)) == BURST_ENTRIES
    assert kinds(cast.secretary, Claim.objects.select_related("task__org").get(pk=last.pk)) == [[]]


def _more(like: Claim, at: datetime, count: int) -> None:
    """Entries of the same session that hold nobody's eye: each of a task of its own."""
    task = like.task
    tasks = [Task(org=task.org, title="路灯", deadline=task.deadline, made_at=at) for _ in range(count)]
    usual = {"org": like.org, "status": "submitted", "claimed_at": at, "session_mark": like.session_mark}
    Task.objects.bulk_create(tasks)
    Claim.objects.bulk_create(
        [
            Claim(task=each, person=like.person, submitted_at=at - timedelta(seconds=1), **usual)
            for each in tasks
        ]
    )


@pytest.mark.django_db
def test_only_work_below_the_organisation_that_asked_and_within_reach_is_compared(cast: Cast) -> None:
    elsewhere = published(cast.baonan, by=cast.baonan_secretary)
    with_picture(handed_in(cast.baonan_member, elsewhere, words=COPIED), 3)
    later = with_picture(handed_in(cast.member, village_task(cast), words=COPIED), 3)
    assert kinds(cast.township_officer, later) == [[]]
    asked = published(cast.township, by=cast.township_officer)
    both = with_picture(handed_in(cast.second_member, asked, words=COPIED), 3)
    assert kinds(cast.township_officer, both) == [["picture", "words"]]
    assert kinds(viewer_of(cast.member), both) == kinds(cast.other_secretary, both) == [[]]


@pytest.mark.django_db
def test_nobody_but_who_reviews_puts_a_question_aside(cast: Cast) -> None:
    claim = handed_in(cast.member, village_task(cast))
    for viewer in (viewer_of(cast.member), viewer_of(cast.second_member), cast.other_secretary):
        with pytest.raises(NotAllowed):
            clear_questions(claim, by=viewer)
    accept_work(claim, by=cast.secretary)
    with pytest.raises(Refused):
        clear_questions(claim, by=cast.secretary)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_questions_about_one_and_about_three_are_one_query(
    cast: Cast, django_assert_num_queries: Any, count: int
) -> None:
    viewer = viewer_of(cast.member)
    viewer.device = "session-key"
    tasks = [village_task(cast) for _ in range(count + 1)]
    for task in tasks:
        with_picture(handed_in(cast.member, task, words=COPIED, by=viewer), 3)
    claims = list(
        Claim.objects.select_related("task__org").prefetch_related("files").order_by("pk")[1 : count + 1]
    )
    with django_assert_num_queries(1):
        assert kinds(cast.secretary, *claims) == [["picture", "words"]] * count

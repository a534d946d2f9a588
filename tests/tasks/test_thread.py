"""Words between member and branch, partial delivery, doing it together, taking back, and ending a claim (D-03)."""

from typing import Any

import pytest
from django.test import Client

from banyan.demo.cast import Cast, viewer_of
from banyan.notify.queries import messages_of
from banyan.shared.errors import NotAllowed, Refused
from banyan.tasks.actions import (
    accept_work,
    add_note,
    add_partner,
    claim_task,
    leave_partner,
    release_claim,
    submit_claim,
    take_back_work,
)
from banyan.tasks.models import Claim, Note, Partner, Task
from banyan.tasks.queries import delivered_of, own_claims
from banyan.tasks.rules import why_not_note, why_not_partner
from tests.tasks.work import township_task, village_task

pytestmark = pytest.mark.django_db


def claimed(cast: Cast, **given: Any) -> Claim:
    return claim_task(village_task(cast, **given), cast.member, by=viewer_of(cast.member))


@pytest.mark.parametrize(
    ("status", "words", "delivered", "is_fine"),
    [
        ("claimed", "在联系", None, True),
        ("submitted", "", 20, True),
        ("accepted", "谢谢", None, True),
        ("claimed", "  ", None, False),
        ("withdrawn", "在联系", None, False),
    ],
)
def test_a_note_says_something_while_the_claim_stands(
    status: str, words: str, delivered: int | None, is_fine: bool
) -> None:
    assert (why_not_note(status, words, delivered) is None) is is_fine


def test_each_side_hears_the_other(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    claim = claimed(cast)
    with django_capture_on_commit_callbacks(execute=True):
        add_note(claim, "联系了三家", by=viewer_of(cast.member))
    assert "何远山说到“帮村里卖200箱冰糖橙”：联系了三家" in messages_of(cast.secretary).get().words
    with django_capture_on_commit_callbacks(execute=True):
        add_note(claim, "有一家要发票", by=cast.township_officer)
    assert "有一家要发票" in messages_of(viewer_of(cast.member)).get().words
    assert list(Note.objects.order_by("pk").values_list("is_from_member", flat=True)) == [True, False]


def test_nobody_else_writes_into_the_thread(cast: Cast) -> None:
    claim = claimed(cast)
    for viewer in [
        viewer_of(cast.second_member),
        cast.baonan_secretary,
        cast.county_officer,
        *cast.outsiders,
    ]:
        with pytest.raises(NotAllowed):
            add_note(claim, "插一句", by=viewer)


def test_what_is_delivered_bit_by_bit_adds_up(cast: Cast) -> None:
    claim = claim_task(
        village_task(cast, quota=200, share_unit="箱"), cast.member, by=viewer_of(cast.member), share=50
    )
    for boxes in (20, 15):
        add_note(claim, "", by=viewer_of(cast.member), delivered=boxes)
    assert delivered_of(claim) == 35


def test_work_is_taken_back_until_it_is_reviewed(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    claim = claimed(cast)
    with django_capture_on_commit_callbacks(execute=True):
        submit_claim(claim, "卖了80箱", by=viewer_of(cast.member))
    client.force_login(cast.member.account)
    page = client.get(f"/claims/{claim.ref}/").content.decode()
    assert "不是您的问题" in page
    assert "取回来改一改" in page
    client.post(f"/claims/{claim.ref}/take-backs/")
    assert Claim.objects.get().status == "claimed"
    assert "卖了80箱</textarea>" in client.get(f"/claims/{claim.ref}/").content.decode()
    assert messages_of(cast.secretary).get().settled_at is not None
    submit_claim(Claim.objects.select_related("task__org", "person").get(), "81箱", by=viewer_of(cast.member))
    fresh = Claim.objects.select_related("task__org", "person").get()
    accept_work(fresh, by=cast.secretary)
    with pytest.raises(Refused):
        take_back_work(fresh, by=viewer_of(cast.member))


def test_the_branch_ends_a_claim_with_a_word_and_the_place_is_free(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    claim = claimed(cast)
    with pytest.raises(Refused):
        release_claim(claim, " ", by=cast.secretary)
    with pytest.raises(NotAllowed):
        release_claim(claim, "不用了", by=viewer_of(cast.member))
    with django_capture_on_commit_callbacks(execute=True):
        release_claim(claim, "橙子卖完了", by=cast.secretary)
    assert (
        messages_of(viewer_of(cast.member)).get().words
        == "“帮村里卖200箱冰糖橙”不用再做了：橙子卖完了。谢谢您。"
    )
    assert (Claim.objects.get().status, Task.objects.get().claimed) == ("withdrawn", 0)


# Together.


def test_who_may_be_written_down_beside_him() -> None:
    usual: dict[str, Any] = {"status": "claimed", "count": 0, "is_reached": True, "has_claim": False}
    assert why_not_partner(**usual) is None
    for changed in ({"status": "submitted"}, {"count": 9}, {"is_reached": False}, {"has_claim": True}):
        assert why_not_partner(**{**usual, **changed}) is not None


def test_a_partner_hears_of_it_sees_it_hands_in_and_may_leave(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    claim = claimed(cast)
    with django_capture_on_commit_callbacks(execute=True):
        partner = add_partner(claim, cast.second_member, by=viewer_of(cast.member))
    other = viewer_of(cast.second_member)
    assert "何远山请您一起做" in messages_of(other).get().words
    assert own_claims(other) == [claim]
    assert Task.objects.get().claimed == 1
    with pytest.raises(Refused):
        add_partner(claim, cast.second_member, by=viewer_of(cast.member))
    submit_claim(claim, "我俩卖完了", by=other)
    leave_partner(partner, by=other)
    assert own_claims(other) == []
    with pytest.raises(Refused):
        leave_partner(partner, by=viewer_of(cast.member))


def test_who_claimed_himself_is_not_written_down_twice(cast: Cast) -> None:
    task = township_task(cast)
    claim = claim_task(task, cast.member, by=viewer_of(cast.member))
    claim_task(task, cast.second_member, by=viewer_of(cast.second_member))
    for person in (cast.member, cast.second_member):
        with pytest.raises(Refused):
            add_partner(claim, person, by=viewer_of(cast.member))
    with pytest.raises(NotAllowed):
        add_partner(claim, cast.third_member, by=viewer_of(cast.second_member))


# The screen.


def test_a_name_of_the_branch_is_written_down_and_no_other(cast: Cast, client: Client) -> None:
    claim = claimed(cast)
    client.force_login(cast.member.account)
    for name in ("叶知秋", "朱小", "查无此人"):
        answer = client.post(f"/claims/{claim.ref}/partners/", {"name": name})
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "没有找到这位同志" in page
        assert f'value="{name}"' in page
    client.post(f"/claims/{claim.ref}/partners/", {"name": "朱小满"})
    assert "朱小满" in client.get(f"/claims/{claim.ref}/").content.decode()
    client.force_login(cast.second_member.account)
    assert "提交完成情况" in client.get(f"/claims/{claim.ref}/").content.decode()
    assert client.post(f"/claims/partners/{Partner.objects.get().ref}/ends/").status_code == 302
    assert client.get(f"/claims/{claim.ref}/").status_code == 404


def test_one_tap_says_that_one_is_still_at_it(cast: Cast, client: Client) -> None:
    claim = claimed(cast)
    client.force_login(cast.member.account)
    empty = client.post(f"/claims/{claim.ref}/notes/", {"words": ""})
    assert (empty.status_code, "写一句话再发送。" in empty.content.decode()) == (422, True)
    client.post(f"/claims/{claim.ref}/notes/", {"words": "", "still": "1"})
    assert "还在做，放心。" in client.get(f"/claims/{claim.ref}/").content.decode()


def test_outsiders_reach_nothing_of_the_thread(cast: Cast, client: Client) -> None:
    claim = claimed(cast)
    partner = add_partner(claim, cast.second_member, by=viewer_of(cast.member))
    for viewer in [cast.baonan_secretary, *cast.outsiders]:
        client.force_login(viewer.account)
        for noun in ("notes", "partners", "take-backs", "releases"):
            body = {"words": "x", "name": "朱小满", "missing": "x"}
            assert client.post(f"/claims/{claim.ref}/{noun}/", body).status_code == 404
        assert client.post(f"/claims/partners/{partner.ref}/ends/").status_code == 404
    assert not Note.objects.exists()

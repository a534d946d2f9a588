"""报到: by the member on his phone, by the branch's poster, outside the tree, or by home for him (B-01..B-03)."""

import pytest
from django.urls import reverse

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.arrival import check_in_at, check_in_outside, draft_check_in, send_check_in
from banyan.journeys.actions.departure import record_departure
from banyan.journeys.models import CheckIn, Stop
from banyan.journeys.rules.arrival import why_not_check_in
from banyan.notify.models import Message
from banyan.orgs.actions import grant_office, open_org
from banyan.orgs.models import Organisation
from banyan.shared.errors import NotAllowed, Refused
from tests.journeys.scenes import SLIP, away, confirmed, heard_by, region, sent, sent_by_himself, signed_in

OUTSIDE = {
    "name": "白云区鹤边社区党支部", "region": "4401", "head_name": "江水长", "head_phone": "020-00000000",
}  # fmt: skip


@pytest.mark.parametrize(
    ("status", "is_open", "is_answered", "is_here", "code"),
    [
        ("away", True, True, False, None),
        ("planned", True, True, False, "not_away"),
        ("ended", True, True, False, "not_away"),
        ("away", False, True, False, "host_closed"),
        ("away", True, False, False, "host_unstaffed"),
        ("away", True, True, True, "already_here"),
    ],
)
def test_who_is_away_checks_in_at_an_open_host(
    status: str, is_open: bool, is_answered: bool, is_here: bool, code: str | None
) -> None:
    reason = why_not_check_in(
        journey_status=status, is_host_open=is_open, is_host_answered=is_answered, is_already_here=is_here
    )
    assert (reason.code if reason else None) == code


def test_a_draft_takes_its_host_until_it_is_sent(cast: Cast) -> None:
    journey, me = away(cast), viewer_of(cast.member)
    draft = draft_check_in(journey, by=me, host=cast.baonan)
    again = draft_check_in(journey, by=me, host=cast.floating)
    assert (draft.pk, CheckIn.objects.get().host) == (again.pk, cast.floating)
    send_check_in(again, SLIP, by=me)
    check_in = CheckIn.objects.get()
    assert (check_in.status, check_in.entered_by, check_in.phone.open()) == ("sent", "", SLIP["phone"])
    assert check_in.stop == Stop.objects.get()
    assert (check_in.stop.employer, check_in.stop.address.open()) == ("远成电子厂", "棠下东街1号")
    with pytest.raises(Refused) as refusal:
        draft_check_in(journey, by=me, host=cast.baonan)
    assert refusal.value.reason.code == "open_already"


def test_home_checks_in_for_him_and_both_names_are_kept(cast: Cast) -> None:
    check_in = check_in_at(away(cast), {}, by=cast.secretary, host=cast.floating)
    assert (check_in.entered_by, check_in.journey.person) == ("朱望舒", cast.member)
    assert check_in.phone.open() == cast.member.phone.open()
    entry = Entry.objects.get(act="check_in.sent")
    assert (entry.actor_label, entry.subject_ref) == ("朱望舒", cast.member.ref)


def test_whoever_decides_is_asked(cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        check_in = sent_by_himself(cast)
    asked = Message.objects.get(recipient=cast.floating_secretary.account)
    assert (asked.words, asked.is_asking) == ("何远山（沙洲瑶族村党支部）来报到，等您确认。", True)
    assert asked.link == reverse("journeys:check-in", args=[check_in.ref])
    assert heard_by(cast.county_officer) == []


def test_for_a_host_outside_the_tree_home_is_asked(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    journey, facts = away(cast), {**OUTSIDE, "region": region("4401")}
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        check_in = check_in_outside(journey, SLIP, by=viewer_of(cast.member), host_facts=facts)
    host = Organisation.objects.get(pk=check_in.host_id)
    assert (host.kind, host.name, host.head_name) == ("outside", "白云区鹤边社区党支部", "江水长")
    assert host.head_phone.open() == "020-00000000"
    assert heard_by(cast.secretary)[0].startswith("何远山向“白云区鹤边社区党支部”报到。")


def test_an_outside_host_is_named_with_its_head_and_his_phone(cast: Cast) -> None:
    journey = away(cast)
    for missing in ("name", "head_name", "head_phone"):
        facts = {**OUTSIDE, "region": None, missing: ""}
        with pytest.raises(Refused) as refusal:
            check_in_outside(journey, SLIP, by=cast.secretary, host_facts=facts)
        assert refusal.value.reason.code == "host_unknown"
    assert CheckIn.objects.count() == 0
    assert Organisation.objects.filter(kind="outside").count() == 0


def test_home_vouches_at_once_when_it_has_asked_already(cast: Cast) -> None:
    facts = {**OUTSIDE, "region": region("4401")}
    check_in = check_in_outside(away(cast), {}, by=cast.secretary, host_facts=facts, how="telephone")
    assert (check_in.status, check_in.is_vouched_by_home, check_in.decided_by) == (
        "confirmed",
        True,
        "朱望舒",
    )


def test_nobody_checks_in_twice_at_one_host_or_at_one_that_is_gone(cast: Cast) -> None:
    journey = confirmed(cast).journey
    with pytest.raises(Refused) as refusal:
        check_in_at(journey, SLIP, by=cast.secretary, host=cast.floating)
    assert refusal.value.reason.code == "already_here"
    Organisation.objects.filter(pk=cast.baonan.pk).update(closed_on="2026-01-01")
    with pytest.raises(Refused) as gone:
        check_in_at(journey, SLIP, by=cast.secretary, host=Organisation.objects.get(pk=cast.baonan.pk))
    assert gone.value.reason.code == "host_closed"


def test_a_door_without_a_keeper_is_not_offered(cast: Cast) -> None:
    """A branch just founded below the county has nobody who could confirm; a village has its township."""
    place = region("440605")
    branch = open_org(
        by=cast.county_officer, parent=cast.county, kind="floating", name="驻佛山流动党支部", region=place
    )
    journey, phone = away(cast), signed_in(viewer_of(cast.member))
    assert "驻佛山流动党支部" not in phone.get(reverse("journeys:own-hosts")).content.decode()
    with pytest.raises(Refused) as refusal:
        check_in_at(journey, SLIP, by=cast.secretary, host=branch)
    assert refusal.value.reason.code == "host_unstaffed"
    keeper = cast.floating_secretary.account
    assert keeper is not None
    grant_office(keeper, by=cast.county_officer, org=branch, name="floating_secretary")
    assert "驻佛山流动党支部" in phone.get(reverse("journeys:own-hosts")).content.decode()
    assert check_in_at(journey, SLIP, by=cast.secretary, host=branch).status == "sent"


def test_another_phone_than_the_records_is_pointed_out_to_home_alone(cast: Cast) -> None:
    journey = away(cast)
    check_in = check_in_at(journey, {"phone": "15400000088"}, by=viewer_of(cast.member), host=cast.floating)
    page = reverse("journeys:check-in", args=[check_in.ref])
    assert "他填的手机号和名册上的不一样" in signed_in(cast.secretary).get(page).content.decode()
    assert "他填的手机号和名册上的不一样" not in signed_in(cast.floating_secretary).get(page).content.decode()


def test_others_may_not_check_him_in(cast: Cast) -> None:
    journey = away(cast)
    others = [viewer_of(cast.second_member), cast.floating_secretary, cast.county_officer, *cast.outsiders]
    for viewer in others:
        with pytest.raises(NotAllowed):
            check_in_at(journey, SLIP, by=viewer, host=cast.floating)
    assert CheckIn.objects.count() == 0


def test_three_taps_from_home_to_a_check_in_that_is_sent(cast: Cast) -> None:
    away(cast)
    phone = signed_in(viewer_of(cast.member))
    assert reverse("journeys:own") in phone.get(reverse("web:home")).content.decode()
    first = phone.get(reverse("journeys:own")).content.decode()
    assert f'value="{cast.floating.ref}"' in first
    second = phone.post(reverse("journeys:own-drafts"), {"host": str(cast.floating.ref)}, follow=True)
    assert second.redirect_chain == [(reverse("journeys:own-slip"), 302)]
    assert 'value="15400000001"' in second.content.decode()
    third = phone.post(reverse("journeys:own-slip"), {"phone": "154 0000 0001"}, follow=True)
    assert "报到已发出，等汝城县驻广州流动党支部确认。" in third.content.decode()
    assert (CheckIn.objects.get().status, CheckIn.objects.get().phone.open()) == ("sent", "15400000001")


def test_a_slip_with_a_wrong_phone_comes_back_as_it_was_typed(cast: Cast) -> None:
    journey, phone = away(cast), signed_in(viewer_of(cast.member))
    draft_check_in(journey, by=viewer_of(cast.member), host=cast.floating)
    answer = phone.post(reverse("journeys:own-slip"), {"phone": "12345", "employer": "远成电子厂"})
    assert answer.status_code == 422
    assert "手机号应为11位数字" in answer.content.decode()
    assert 'value="远成电子厂"' in answer.content.decode()
    assert CheckIn.objects.get().status == "draft"


def test_the_nearest_branches_come_first(cast: Cast) -> None:
    away(cast, region=region("4406"))
    words = signed_in(viewer_of(cast.member)).get(reverse("journeys:own-hosts")).content.decode()
    assert "广州市天河区" in words
    in_the_city = signed_in(viewer_of(cast.member)).get(reverse("journeys:own-hosts"), {"region": "4310"})
    assert "沙洲瑶族村党支部" in in_the_city.content.decode()


def test_without_a_journey_nothing_is_made_and_a_text_is_ready_to_copy(cast: Cast) -> None:
    phone = signed_in(viewer_of(cast.member))
    words = phone.get(reverse("journeys:own")).content.decode()
    assert "书记您好，我是何远山，现在在外地，请帮我登记外出，我好到流入地党组织报到。" in words
    assert phone.post(reverse("journeys:own-drafts"), {"host": str(cast.floating.ref)}).status_code == 404
    assert CheckIn.objects.count() == 0


def test_a_plan_is_no_departure_yet(cast: Cast) -> None:
    record_departure(cast.member, {"departed_on": "2027-03"}, by=cast.secretary, is_planned=True)
    phone = signed_in(viewer_of(cast.member))
    answer = phone.post(reverse("journeys:own-drafts"), {"host": str(cast.floating.ref)})
    assert answer.status_code == 409
    assert "请先联系老家支部书记登记外出" in answer.content.decode()


def test_the_poster_leads_through_sign_in_to_one_tap(cast: Cast) -> None:
    away(cast)
    door = reverse("journeys:door", args=[cast.floating.ref])
    visitor = signed_in(viewer_of(cast.member))
    visitor.logout()
    words = visitor.get(door).content.decode()
    assert "汝城县驻广州流动党支部" in words
    assert "罗行舟" not in words
    assert f"{reverse('accounts:login')}?next={door}" in words
    assert visitor.post(door, SLIP)["Location"] == f"{reverse('accounts:login')}?next={door}"
    phone = signed_in(viewer_of(cast.member))
    assert 'value="15400000001"' in phone.get(door).content.decode()
    assert phone.post(door, SLIP)["Location"] == reverse("journeys:own")
    again = phone.get(door).content.decode()
    assert "等这里确认，不用再发" in again
    assert reverse("journeys:own") in again
    assert "提交报到" not in again
    assert (CheckIn.objects.get().status, CheckIn.objects.get().entered_by) == ("sent", "")


def test_the_poster_asks_a_member_at_home_to_call_his_secretary(cast: Cast) -> None:
    door = reverse("journeys:door", args=[cast.floating.ref])
    phone = signed_in(viewer_of(cast.member))
    assert "请先帮我登记外出" in phone.get(door).content.decode()
    assert phone.post(door, SLIP).status_code == 200
    assert CheckIn.objects.count() == 0
    assert "这是给党员扫码报到的页面" in signed_in(cast.floating_secretary).get(door).content.decode()


def test_home_fills_one_page_for_him(cast: Cast) -> None:
    journey = away(cast)
    page, desk = reverse("journeys:check-in-for", args=[journey.ref]), signed_in(cast.secretary)
    assert "汝城县驻广州流动党支部（天河区）" in desk.get(page).content.decode()
    missing = desk.post(page, {"host": "", "name": "白云区鹤边社区党支部"})
    assert missing.status_code == 409
    assert "请写明流入地党组织的名称、负责人姓名和联系电话。" in missing.content.decode()
    assert desk.post(page, {**OUTSIDE, "host": "", "how": "stamped_paper"}).status_code == 302
    assert CheckIn.objects.get().confirmed_how == "stamped_paper"


def test_outsiders_find_nothing_of_it(cast: Cast) -> None:
    check_in = sent(cast)
    for viewer in [*cast.outsiders, cast.baonan_secretary, viewer_of(cast.second_member)]:
        browser = signed_in(viewer)
        assert browser.get(reverse("journeys:check-in", args=[check_in.ref])).status_code == 404
        assert browser.get(reverse("journeys:check-in-for", args=[check_in.journey.ref])).status_code == 404
    assert signed_in(cast.auditor).get(reverse("journeys:check-in", args=[check_in.ref])).status_code == 404

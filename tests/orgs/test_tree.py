"""The tree: who sees it, and how it changes (R-A1, R-A8)."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from banyan.audit.models import Entry
from banyan.audit.record import recording
from banyan.demo.cast import Cast, build_cast, viewer_of
from banyan.orgs.actions import close_org, move_org, open_org, rename_org
from banyan.orgs.models import Office, Organisation, Region
from banyan.orgs.queries import orgs_in_reach, recomputed_paths, roots_of, viewer_for
from banyan.orgs.rules import why_not_hold
from banyan.orgs.states import OrganisationKind
from banyan.orgs.viewers import Viewer
from banyan.people.actions import end_person
from banyan.people.states import EndReason
from banyan.shared.errors import NotAllowed, Refused

TREE = "/organisations"


def page_of(viewer: Viewer, address: str) -> Any:
    return client_of(viewer).get(address)


def client_of(viewer: Viewer) -> Client:
    client = Client()
    assert viewer.account is not None
    client.force_login(viewer.account)
    return client


def at(org: Organisation, rest: str = "") -> str:
    return f"{TREE}/{org.ref}{rest}"


def fresh(viewer: Viewer) -> Viewer:
    assert viewer.account is not None
    return viewer_for(viewer.account)


# Looking


def test_everybody_starts_at_his_own_organisation(cast: Cast) -> None:
    assert roots_of(cast.township_officer) == [cast.township]
    page = page_of(cast.township_officer, TREE).content.decode()
    assert "沙洲瑶族村党支部" in page
    assert "宝南村党支部" in page
    assert "涌水村党支部" not in page


def test_a_search_finds_by_any_part_of_the_name_within_reach(cast: Cast) -> None:
    page = page_of(cast.county_officer, f"{TREE}?q=瑶族").content.decode()
    assert "沙洲瑶族村党支部" in page
    assert "文明瑶族乡" in page
    assert "宝南村党支部" not in page
    nothing = page_of(cast.county_officer, f"{TREE}?q=涌水").content.decode()
    assert "没有找到" in nothing


def test_the_page_of_an_organisation_shows_it_and_its_officers(cast: Cast) -> None:
    page = page_of(cast.county_officer, at(cast.floating)).content.decode()
    assert "汝城县驻广州流动党支部" in page
    assert "天河区" in page
    assert "罗行舟" in page
    assert "154****0021" in page
    assert "15400000021" not in page


@pytest.mark.parametrize(
    "rest", ["", "/children", "/name", "/parent", "/end", "/offices", "/policy", "/integrations"]
)
def test_outsiders_find_no_organisation_of_another_county(cast: Cast, rest: str) -> None:
    for outsider in (*cast.outsiders, viewer_of(cast.member)):
        for org in (cast.township, cast.shazhou, cast.floating):
            client = client_of(outsider)
            assert client.get(at(org, rest)).status_code == 404
            assert client.post(at(org, rest), {"name": "改名"}).status_code in {404, 405}


def test_whoever_sees_but_may_not_act_is_told_so(cast: Cast) -> None:
    client = client_of(cast.secretary)
    assert client.get(at(cast.shazhou)).status_code == 200
    for rest in ("/name", "/parent", "/end", "/offices", "/integrations", "/children"):
        assert client.get(at(cast.shazhou, rest)).status_code == 403
        assert client.post(at(cast.shazhou, rest), {"name": "改名"}).status_code == 403


def test_nobody_looks_without_signing_in(cast: Cast) -> None:
    for rest in ("", "/children", "/policy"):
        assert Client().get(at(cast.shazhou, rest)).status_code == 302


@pytest.mark.parametrize("more", [0, 2])
def test_the_tree_costs_the_same_for_one_child_and_three(
    cast: Cast, more: int, django_assert_num_queries: Any
) -> None:
    add_townships(cast, more)
    client = client_of(cast.county_officer)
    client.get(TREE)
    with django_assert_num_queries(TREE_QUERIES):
        client.get(TREE)


@pytest.mark.parametrize("more", [0, 2])
def test_a_search_costs_the_same_for_one_row_and_three(
    cast: Cast, more: int, django_assert_num_queries: Any
) -> None:
    add_townships(cast, more)
    client = client_of(cast.county_officer)
    with django_assert_num_queries(TREE_QUERIES):
        client.get(f"{TREE}?q=乡")


@pytest.mark.parametrize("more", [0, 2])
def test_an_organisation_costs_the_same_for_one_child_and_three(
    cast: Cast, more: int, django_assert_num_queries: Any
) -> None:
    add_townships(cast, more)
    client = client_of(cast.city_officer)
    with django_assert_num_queries(ORG_QUERIES):
        client.get(at(cast.county))


TREE_QUERIES = 5
ORG_QUERIES = 8


def add_townships(cast: Cast, number: int) -> None:
    for each in range(number):
        open_org(
            by=cast.county_officer, parent=cast.county, kind=OrganisationKind.TOWNSHIP, name=f"第{each}乡"
        )


# Founding


def test_a_township_adds_a_village_by_its_place(cast: Cast) -> None:
    Region.objects.create(
        pk="431026217001", name="文明社区居民委员会", level="village", parent_id="431026217"
    )
    client = client_of(cast.township_officer)
    page = client.get(at(cast.township, "/children")).content.decode()
    assert "文明社区居民委员会" in page
    assert "431026217219" not in page
    answer = client.post(at(cast.township, "/children"), {"place": "431026217001"})
    made = Organisation.objects.get(code="431026217001")
    assert answer["Location"] == at(made)
    assert (made.name, made.kind, made.parent) == ("文明社区党支部", "village", cast.township)
    assert recomputed_paths() == []


def test_a_village_is_added_by_name_alone_too(cast: Cast) -> None:
    client = client_of(cast.township_officer)
    client.post(at(cast.township, "/children"), {"name": "圩场联合党支部"})
    assert Organisation.objects.get(name="圩场联合党支部").code.startswith("auto-")


def test_a_parent_that_is_not_found_is_looked_for_again(cast: Cast) -> None:
    page = client_of(cast.county_officer).get(at(cast.shazhou, "/parent"), {"q": "热水"}).content.decode()
    assert "没有找到“热水”" in page
    assert f'href="{at(cast.shazhou, "/parent")}"' in page


def test_neither_a_namesake_nor_a_code_in_use_nor_a_blank_name_is_founded(cast: Cast) -> None:
    client = client_of(cast.township_officer)
    address, before = at(cast.township, "/children"), Organisation.objects.count()
    assert client.post(address, {"name": "宝南村党支部"}).status_code == 422
    taken = client.post(address, {"name": "新村党支部", "code": cast.baonan.code})
    assert (taken.status_code, "请换一个，或留空自动生成" in taken.content.decode()) == (422, True)
    assert client.post(address, {"name": " "}).status_code == 422
    assert Organisation.objects.count() == before


def test_a_county_founds_a_floating_branch_abroad(cast: Cast) -> None:
    client = client_of(cast.county_officer)
    address = at(cast.county, "/floating-branches")
    step = client.post(address, {"province": "44", "choose": "1", "name": "驻佛山流动党支部"})
    assert step.status_code == 200
    assert "佛山市" in step.content.decode()
    words = {"name": "汝城县驻佛山流动党支部", "head_name": "江一帆", "head_phone": "15400000031"}
    assert client.post(address, {"province": "44", **words}).status_code == 422
    client.post(address, {"province": "44", "city": "4406", **words})
    made = Organisation.objects.select_related("region").get(name="汝城县驻佛山流动党支部")
    assert (made.parent, made.kind, str(made.region)) == (cast.county, "floating", "佛山市")
    assert made.head_phone.open() == "15400000031"


def test_a_township_founds_no_floating_branch(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        open_org(by=cast.township_officer, parent=cast.township, kind="floating", name="驻深圳流动党支部")
    assert page_of(cast.township_officer, at(cast.township, "/floating-branches")).status_code == 403


@pytest.mark.parametrize("kind", ["city", "county", "township"])
def test_nothing_stands_where_it_does_not_belong(cast: Cast, kind: str) -> None:
    with pytest.raises(Refused):
        open_org(by=cast.township_officer, parent=cast.township, kind=kind, name="错位的组织")


# Renaming


def test_a_new_name_is_remembered_with_the_old_one(cast: Cast) -> None:
    client = client_of(cast.township_officer)
    client.post(at(cast.baonan, "/name"), {"name": "宝南瑶族村党支部"})
    cast.baonan.refresh_from_db()
    assert cast.baonan.name == "宝南瑶族村党支部"
    entry = Entry.objects.get(act="org.renamed")
    assert entry.details == {"before": "宝南村党支部", "after": "宝南瑶族村党支部"}


def test_a_name_of_a_sibling_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        rename_org(cast.baonan, by=cast.township_officer, name="沙洲瑶族村党支部")


# Moving


def second_township(cast: Cast) -> Organisation:
    return open_org(by=cast.county_officer, parent=cast.county, kind="township", name="热水镇")


def test_a_county_moves_a_village_with_all_its_rights(cast: Cast) -> None:
    other = second_township(cast)
    client = client_of(cast.county_officer)
    assert "热水镇" in client.get(at(cast.shazhou, "/parent")).content.decode()
    Organisation.objects.filter(pk=cast.shazhou.pk).update(full_name="中共汝城县文明瑶族乡沙洲村支部委员会")
    moved = client.post(at(cast.shazhou, "/parent"), {"parent": str(other.ref)}, follow=True)
    assert "全称里还有原来的上级" in moved.content.decode()
    cast.shazhou.refresh_from_db()
    assert cast.shazhou.parent == other
    assert recomputed_paths() == []
    assert not orgs_in_reach(fresh(cast.township_officer)).filter(pk=cast.shazhou.pk).exists()
    assert orgs_in_reach(fresh(cast.secretary)).filter(pk=cast.shazhou.pk).exists()


def test_a_whole_subtree_moves_in_one_statement(cast: Cast) -> None:
    move_org(cast.township, by=cast.city_officer, parent=cast.other_county)
    assert recomputed_paths() == []
    assert orgs_in_reach(fresh(cast.other_county_officer)).filter(pk=cast.shazhou.pk).exists()
    assert not orgs_in_reach(fresh(cast.county_officer)).filter(pk=cast.shazhou.pk).exists()


def test_nobody_moves_his_own_organisation_or_over_his_border(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        move_org(cast.township, by=cast.township_officer, parent=cast.other_county)
    with pytest.raises(NotAllowed):
        move_org(cast.township, by=cast.county_officer, parent=cast.other_county)
    with pytest.raises(NotAllowed):
        move_org(cast.shazhou, by=cast.township_officer, parent=cast.other_township)
    answer = client_of(cast.county_officer).post(
        at(cast.shazhou, "/parent"), {"parent": str(cast.other_township.ref)}
    )
    assert answer.status_code == 422


def test_no_organisation_moves_below_itself_or_below_a_closed_one(cast: Cast) -> None:
    with pytest.raises(Refused):
        move_org(cast.county, by=cast.city_officer, parent=cast.township)
    other = second_township(cast)
    close_org(other, by=cast.county_officer)
    with pytest.raises(Refused):
        move_org(cast.shazhou, by=cast.county_officer, parent=other)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_village_founded_while_its_township_moves_goes_along() -> None:
    """R-A8: whoever founds waits for whoever moves, or the new branch would keep the former path."""
    cast = build_cast()
    moved, founding = threading.Event(), threading.Event()

    def move_slowly() -> None:
        with recording():
            move_org(cast.township, by=cast.city_officer, parent=cast.other_county)
            moved.set()
            founding.wait()
            time.sleep(0.5)

    def found() -> None:
        moved.wait()
        founding.set()
        township = Organisation.objects.get(pk=cast.township.pk)
        open_org(by=cast.city_officer, parent=township, kind="village", name="韩田村党支部")

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(closing, work) for work in (move_slowly, found)]:
            done.result()
    assert recomputed_paths() == []
    assert Organisation.objects.get(name="韩田村党支部").path.startswith(cast.other_county.path)


def closing(work: Callable[[], None]) -> None:
    """In a thread of its own, with a connection of its own that is closed afterwards."""
    try:
        work()
    finally:
        connection.close()


# Closing


def test_an_organisation_with_people_or_children_stays_open_and_says_why(cast: Cast) -> None:
    page = page_of(cast.township_officer, at(cast.shazhou, "/end")).content.decode()
    assert "还有党员在册" in page
    assert client_of(cast.township_officer).post(at(cast.shazhou, "/end")).status_code == 409
    with pytest.raises(Refused):
        close_org(cast.township, by=cast.county_officer)


def test_an_empty_organisation_closes_and_its_offices_end(cast: Cast) -> None:
    end_person(cast.baonan_member, by=cast.baonan_secretary, reason=EndReason.TRANSFERRED)
    client = client_of(cast.township_officer)
    assert client.post(at(cast.baonan, "/end"))["Location"] == at(cast.baonan)
    cast.baonan.refresh_from_db()
    assert not cast.baonan.is_open
    assert Office.objects.filter(org=cast.baonan, until_day=None).count() == 0
    client.get(TREE)
    assert "宝南村党支部" not in client.get(TREE).content.decode()
    page = client.get(at(cast.baonan)).content.decode()
    assert ("已撤销" in page, "还没有安排人" in page) == (True, False)
    assert why_not_hold("branch_secretary", cast.baonan) is not None


def test_a_closed_organisation_keeps_its_name_and_its_place(cast: Cast) -> None:
    end_person(cast.baonan_member, by=cast.baonan_secretary, reason=EndReason.TRANSFERRED)
    close_org(cast.baonan, by=cast.township_officer)
    with pytest.raises(Refused, match="该组织已经撤销"):
        rename_org(cast.baonan, by=cast.township_officer, name="宝南新村党支部")
    with pytest.raises(Refused, match="该组织已经撤销"):
        move_org(cast.baonan, by=cast.city_officer, parent=cast.other_township)
    with pytest.raises(Refused, match="该组织已经撤销"):
        close_org(cast.baonan, by=cast.township_officer)


def test_nobody_closes_his_own_organisation(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        close_org(cast.township, by=cast.township_officer)

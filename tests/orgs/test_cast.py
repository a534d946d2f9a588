"""The cast that all tests share stands as it is described."""

from banyan.audit.queries import check_chain
from banyan.demo.cast import Cast
from banyan.orgs.queries import orgs_in_reach, recomputed_paths
from banyan.people.queries import people_seen_by


def test_every_organisation_of_the_cast_hangs_where_it_is_said_to(cast: Cast) -> None:
    assert recomputed_paths() == []
    assert cast.city.holds(cast.other_village)
    assert cast.county.holds(cast.floating)
    assert not cast.township.holds(cast.floating)


def test_the_people_of_the_second_county_see_nothing_of_the_first(cast: Cast) -> None:
    for outsider in cast.outsiders:
        assert not orgs_in_reach(outsider).filter(pk=cast.shazhou.pk).exists()
        assert not people_seen_by(outsider).filter(pk=cast.member.pk).exists()


def test_building_the_cast_leaves_a_sound_record(cast: Cast) -> None:
    assert check_chain().first_bad is None
    assert check_chain().rows > 40

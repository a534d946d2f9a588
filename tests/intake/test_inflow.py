"""People who came from elsewhere are read, but an import never makes them members of ours (story.md, Rosters)."""

from banyan.demo.cast import Cast
from banyan.intake.actions import accept_batch, stage_roster
from banyan.intake.models import StagedRow
from banyan.people.models import Person
from tests.intake.townships import HEADS, person, roster

CAME = [{"外出时间": "流入时间", "外出地点": "现居住地"}.get(head, head) for head in HEADS]


def test_who_came_is_read_and_waits_and_who_left_goes_in(cast: Cast) -> None:
    left = stage_roster(roster([person(1, "盘川")]), "流出.xlsx", org=cast.township, by=cast.township_officer)
    came = stage_roster(
        roster([person(3, "邵远")], heads=CAME),
        "流入.xlsx",
        org=cast.township,
        by=cast.township_officer,
    )
    assert accept_batch(left, by=cast.township_officer) == 1
    assert accept_batch(came, by=cast.township_officer) == 0
    assert [each.name for each in Person.objects.filter(name__in=["盘川", "邵远"])] == ["盘川"]
    staged = StagedRow.objects.get(batch=came)
    assert (staged.verdict, staged.is_taken) == ("new", False)
    assert staged.reading()["facts"]["direction"] == "inflow"

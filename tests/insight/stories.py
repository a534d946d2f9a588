"""A few lives with dates, from which every measure can be counted by hand."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from banyan.demo.cast import Cast
from banyan.journeys.models import CheckIn, Journey, Report, Stop
from banyan.journeys.states import CheckInStatus, ConfirmedHow, JourneyStatus
from banyan.orgs.models import Organisation
from banyan.people.models import Person
from banyan.shared.periods import Period

OCTOBER = Period.parse("2021-10")
SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment(day: str, hour: int = 9) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=SHANGHAI)


def journey_of(
    person: Person,
    departed_on: str,
    *,
    region: str | None = "4401",
    ended_on: str = "",
    is_fixed: bool = False,
) -> Journey:
    """An absence with one place, entered as the actions would store it."""
    journey = Journey.objects.create(
        person=person,
        org=person.home,
        status=JourneyStatus.ENDED if ended_on else JourneyStatus.AWAY,
        departed_on=departed_on,
        ended_on=date.fromisoformat(ended_on) if ended_on else None,
        ending="returned" if ended_on else "",
    )
    Stop.objects.create(
        journey=journey, from_day=departed_on, region_id=region, is_fixed=is_fixed, occupation="工厂务工"
    )
    return journey


def confirmed(journey: Journey, host: Organisation, at: str) -> CheckIn:
    return CheckIn.objects.create(
        journey=journey,
        org=journey.org,
        host=host,
        status=CheckInStatus.CONFIRMED,
        confirmed_at=moment(at),
        confirmed_how=ConfirmedHow.HOST,
    )


def reported(journey: Journey, period: str, received: str, due: str = "2021-10-31") -> Report:
    return Report.objects.create(
        journey=journey,
        person=journey.person,
        org=journey.org,
        period=period,
        received_at=moment(received),
        due_on=date.fromisoformat(due),
    )


def october(cast: Cast) -> dict[str, Journey]:
    """One long away, one just gone, one back, one only at the county seat; and one of the other county."""
    return {
        "long": journey_of(cast.member, "2020-03", is_fixed=True),
        "gone": journey_of(cast.second_member, "2021-10-31"),
        "back": journey_of(cast.third_member, "2021-01-05", ended_on="2021-10-31"),
        "near": journey_of(cast.baonan_member, "2021-02", region="431026"),
        "other": journey_of(cast.other_member, "2021-04", region="4406"),
    }

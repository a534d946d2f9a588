"""Who sees which journeys: the home branch's reach, and the member himself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from banyan.journeys.models import CheckIn, Journey, Receipt, Stop
from banyan.journeys.permissions import CHECK_IN_OWN, MANAGE_JOURNEYS, SEE_JOURNEYS
from banyan.journeys.queries.receipt import timeline_of
from banyan.journeys.rules.receipt import ON_THE_WAY, Step
from banyan.journeys.rules.standing import Absence, Judgement, Limits, in_city_since, judge, standing_of
from banyan.journeys.states import CheckInStatus, JourneyStatus
from banyan.orgs.models import Organisation, Region
from banyan.orgs.permissions import Permission
from banyan.orgs.policies import FLOATING_MONTHS, SETTLED_MONTHS, TRANSFER_DAYS
from banyan.orgs.queries import policies_of
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.people.queries import hosts_of, people_matching, people_seen_by
from banyan.shared.clock import today
from banyan.shared.dates import words_of

ORDER = ("person__pinyin", "pk")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which journeys of a list to show; empty means all of that kind, and no status means those still open."""

    text: str = ""
    status: str = ""
    standing: str = ""
    is_checked_in: bool | None = None
    receipt: str = ""
    org: str = ""


@dataclass(frozen=True)
class JourneyRow:
    """A journey as a list or card shows it: where it stands now, what the rule says, how far the papers are."""

    journey: Journey
    stop: Stop | None
    judgement: Judgement
    check_in: CheckIn | None
    open_check_in: CheckIn | None
    receipt: Receipt | None

    @property
    def may_check_in(self) -> bool:
        """Away, and neither confirmed anywhere nor waiting for an answer."""
        return self.journey.status == JourneyStatus.AWAY and self.check_in is None and not self.is_waiting

    @property
    def is_waiting(self) -> bool:
        """Sent, and not decided yet."""
        return self.open_check_in is not None and self.open_check_in.status == CheckInStatus.SENT

    @property
    def departed_words(self) -> str:
        """The departure as far as it is known."""
        return words_of(self.journey.departed_on)

    @property
    def has_moved(self) -> bool:
        return len(self.journey.trail) > 1  # type: ignore[attr-defined]

    @property
    def arrivals_newest_first(self) -> list[CheckIn]:
        """Every check-in of the journey."""
        return list(reversed(self.journey.arrivals))  # type: ignore[attr-defined]

    @property
    def refused(self) -> CheckIn | None:
        """The newest check-in when it was refused: the member is to try elsewhere."""
        newest = next(iter(self.arrivals_newest_first), None)
        return newest if newest is not None and newest.status == CheckInStatus.REFUSED else None

    @property
    def checked_in_on(self) -> date | None:
        """The day the present check-in was confirmed."""
        at = self.check_in.confirmed_at if self.check_in else None
        return timezone.localdate(at) if at else None

    @property
    def steps(self) -> list[Step]:
        """The receipt's way; empty while there is none."""
        return timeline_of(self.receipt) if self.receipt else []

    @property
    def tone(self) -> str:
        """The colour of the standing's badge."""
        return {"short": "link", "floating": "", "should_transfer": "amber"}[self.judgement.standing]


def journeys_seen_by(viewer: Viewer, permission: Permission = SEE_JOURNEYS) -> "QuerySet[Journey]":
    """Journeys of the branches in reach of a permission; with SEE_JOURNEYS also the viewer's own."""
    seen = viewer.reach(permission)
    if permission == SEE_JOURNEYS and viewer.account is not None and viewer.may(CHECK_IN_OWN):
        seen |= Q(person__account=viewer.account)
    return Journey.objects.filter(seen).select_related("person", "org")


def journeys_in_reach(viewer: Viewer) -> "QuerySet[Journey]":
    """Those of the branches in reach alone: what a list at a desk shows."""
    return Journey.objects.filter(viewer.reach(SEE_JOURNEYS)).select_related("person", "org")


def people_at_home(viewer: Viewer, text: str = "") -> "QuerySet[Person]":
    """Those on the roll of his branches who neither are away nor prepare to leave."""
    gone = Journey.objects.filter(person=OuterRef("pk")).exclude(status=JourneyStatus.ENDED)
    found = people_seen_by(viewer, MANAGE_JOURNEYS).filter(~Exists(gone), ended_on=None)
    return people_matching(found, text)


def find_journey(viewer: Viewer, ref: UUID | str, permission: Permission = SEE_JOURNEYS) -> Journey:
    """One journey the viewer sees; Http404 otherwise."""
    found = journeys_seen_by(viewer, permission).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def find_journeys(viewer: Viewer, refs: Sequence[str]) -> list[Journey]:
    """All of the journeys named; Http404 when one of them is not the viewer's to see (R-A9)."""
    found = list(journeys_seen_by(viewer).filter(ref__in=refs).order_by("org__path", "person__pinyin", "pk"))
    if not found or len(found) != len(set(refs)):
        raise Http404
    return found


def open_journey_of(person: Person) -> Journey | None:
    """The journey a person prepares or is on."""
    found = Journey.objects.filter(person=person).exclude(status=JourneyStatus.ENDED)
    return found.select_related("person", "org").first()


def journeys_of(viewer: Viewer, person: Person) -> "QuerySet[Journey]":
    """All journeys of one person that the viewer sees, newest first."""
    return with_facts(journeys_seen_by(viewer).filter(person=person)).order_by("-departed_on", "-pk")


def journey_with_names(pk: int) -> Journey:
    """A journey by its number, for a message to those it concerns."""
    return Journey.objects.select_related("person", "org").get(pk=pk)


def with_facts(found: "QuerySet[Journey]") -> "QuerySet[Journey]":
    """With the places, check-ins and receipts a row is made of: three more queries, whatever the length."""
    stops = Stop.objects.order_by("from_day", "pk")
    check_ins = CheckIn.objects.select_related("host").order_by("pk")
    receipts = Receipt.objects.select_related("paper", "org__parent", "check_in__host").order_by("pk")
    return found.prefetch_related(
        Prefetch("stops", stops, to_attr="trail"),
        Prefetch("check_ins", check_ins, to_attr="arrivals"),
        Prefetch("receipts", receipts, to_attr="parcels"),
    )


def rows_of(journeys: Iterable[Journey], day: date | None = None) -> list[JourneyRow]:
    """The rows of journeys loaded `with_facts`, judged on a day by the policies of their branches."""
    listed = list(journeys)
    limits = limits_of([journey.org for journey in listed])
    return [_row(journey, limits[journey.org_id], day or today()) for journey in listed]


def row_of(journey: Journey) -> JourneyRow:
    """The row of one journey."""
    return rows_of(with_facts(Journey.objects.filter(pk=journey.pk).select_related("person", "org")))[0]


def _row(journey: Journey, limits: Limits, day: date) -> JourneyRow:
    trail: Sequence[Stop] = journey.trail  # type: ignore[attr-defined]
    arrivals: Sequence[CheckIn] = journey.arrivals  # type: ignore[attr-defined]
    parcels: Sequence[Receipt] = journey.parcels  # type: ignore[attr-defined]
    stop = trail[-1] if trail else None
    judgement = judge(absence_of(journey, trail), journey.ended_on or day, limits)
    check_in, open_check_in = present_check_ins(arrivals)
    return JourneyRow(journey, stop, judgement, check_in, open_check_in, parcels[-1] if parcels else None)


def absence_of(journey: Journey, trail: Sequence[Stop]) -> Absence:
    """What the rule of standing asks of a journey and its places in order."""
    since = in_city_since((stop.from_day, stop.city_code) for stop in trail) or journey.departed_on
    is_fixed = bool(trail and trail[-1].is_fixed)
    return Absence(journey.departed_on, since, is_fixed, journey.expected_until)


def present_check_ins(arrivals: Sequence[CheckIn]) -> tuple[CheckIn | None, CheckIn | None]:
    """The last confirmed check-in, which counts, and the one still open."""
    confirmed = [each for each in arrivals if each.status == CheckInStatus.CONFIRMED]
    still_open = [each for each in arrivals if each.status in {CheckInStatus.DRAFT, CheckInStatus.SENT}]
    latest = max(confirmed, key=lambda each: (each.confirmed_at, each.pk), default=None)
    return latest, still_open[-1] if still_open else None


def limits_of(orgs: Iterable[Organisation]) -> dict[int, Limits]:
    """What each branch goes by: three queries, whatever their number."""
    listed = list({org.pk: org for org in orgs}.values())
    if not listed:
        return {}
    floating, settled, transfer = (
        policies_of(listed, policy) for policy in (FLOATING_MONTHS, SETTLED_MONTHS, TRANSFER_DAYS)
    )
    return {
        org.pk: Limits(int(floating[org.pk]), int(settled[org.pk]), int(transfer[org.pk])) for org in listed
    }


def journeys_matching(found: "QuerySet[Journey]", wanted: Wanted) -> "QuerySet[Journey]":
    """Narrow a list; a standing is computed for every journey left and costs a few milliseconds a thousand."""
    if wanted.org:
        found = found.filter(org__ref=wanted.org)
    if wanted.text:
        found = found.filter(person__in=people_matching(Person.objects.all(), wanted.text))
    is_wanted = Q(status=wanted.status) if wanted.status else ~Q(status=JourneyStatus.ENDED)
    found = found.filter(is_wanted)
    if wanted.is_checked_in is not None:
        confirmed = Exists(CheckIn.objects.filter(journey=OuterRef("pk"), status=CheckInStatus.CONFIRMED))
        found = found.filter(confirmed if wanted.is_checked_in else ~confirmed)
    if wanted.receipt:
        found = found.filter(Exists(Receipt.objects.filter(journey=OuterRef("pk"), status=wanted.receipt)))
    return standing_as(found, wanted.standing) if wanted.standing else found


def standing_as(found: "QuerySet[Journey]", standing: str) -> "QuerySet[Journey]":
    """Those of the journeys whose standing is this one today."""
    stops = Prefetch("stops", Stop.objects.order_by("from_day", "pk"), to_attr="trail")
    journeys = list(found.prefetch_related(stops))
    limits, day = limits_of([journey.org for journey in journeys]), today()
    chosen = [
        journey.pk
        for journey in journeys
        if standing_of(absence_of(journey, journey.trail), day, limits[journey.org_id]) == standing
    ]
    return found.filter(pk__in=chosen)


def touched_by_end(journey: Journey) -> list[str]:
    """What the end of a journey touches, as sentences: said before it is done."""
    row = row_of(journey)
    touches = [
        _("结束在%(place)s的外出记录；报告到这一天为止。")
        % {"place": row.stop.place_words if row.stop else ""}
    ]
    touches += [
        _("结束在%(host)s参加活动，对方从这一天起看不到他。") % {"host": stay.org.name}
        for stay in hosts_of(journey.person, today())
    ]
    if row.open_check_in is not None:
        touches.append(_("撤回还没确认的报到（%(host)s）。") % {"host": row.open_check_in.host.name})
    if row.receipt is not None and row.receipt.status in ON_THE_WAY:
        touches.append(_("报到回执还没有送回乡镇，之后不再催。"))
    touches.append(_("转出或去世的，同时不再在册；其他情况组织关系不动。"))
    return touches


def fingerprint(journey: Journey, stop: Stop | None) -> str:
    """What a page shows of a journey, as one keyed word: it changes when anybody changes the facts (R-C5)."""
    facts: list[object] = [
        journey.departed_on,
        journey.expected_until,
        journey.leave_reason,
        journey.has_certificate,
    ]
    if stop is not None:
        facts += [stop.pk, stop.region_id, stop.place_words, stop.address.open(), stop.employer]
        facts += [stop.occupation, stop.occupation_words, stop.is_fixed]
    return salted_hmac("banyan.journey", repr(facts), algorithm="sha256").hexdigest()[:32]


# What the statistics call a level that is no place of its own.
NO_PLACE_NAMES = {"", "市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


def region_words(region: Region | None) -> str:
    """The whole name of a place: 广东省广州市天河区; a city without districts, which stands for its own, once."""
    if region is None:
        return ""
    heads = [region.code[:width] for width in (2, 4, 6, 9, 12) if width <= len(region.code)]
    names = dict(Region.objects.filter(code__in=heads).values_list("code", "name"))
    return "".join(dict.fromkeys(names[code] for code in heads if names.get(code, "") not in NO_PLACE_NAMES))

"""Issuing: a number without gaps, facts sealed and signed."""

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from banyan.audit.record import act, remember
from banyan.documents.facts import PRINTED, JourneyFacts, PersonFacts, facts_for
from banyan.documents.models import Paper, PaperCounter
from banyan.documents.permissions import ISSUE_PAPERS
from banyan.documents.rules import formal_name, last_valid_day, number_words, why_not_issue, why_not_valid
from banyan.documents.signing import new_code, sign
from banyan.documents.states import PaperKind
from banyan.orgs.models import Organisation
from banyan.orgs.policies import CERTIFICATE_DAYS, LETTER_DAYS
from banyan.orgs.queries import officers_of, policy_of
from banyan.orgs.states import OfficeName
from banyan.orgs.viewers import Viewer, require
from banyan.people.models import Person
from banyan.people.states import Category
from banyan.shared.clock import now
from banyan.shared.errors import refuse_if

VALIDITY = {PaperKind.CERTIFICATE: CERTIFICATE_DAYS, PaperKind.LETTER: LETTER_DAYS}
MEMBERS = frozenset({Category.FULL, Category.PROBATIONARY})


@act
def issue_paper(
    kind: str,
    *,
    by: Viewer,
    person: Person,
    org: Organisation,
    facts: JourneyFacts | None = None,
    valid_days: int | None = None,
) -> Paper:
    """Issue one numbered, signed paper of `org` for a member (B-04, B-08, B-09); audited as paper.issued.

    The holder's own facts are read from his record, `facts` adds those of the journey. Validity in days:
    as asked, else by the policy of the organisation, else without end. Refused with a reason by the rules.
    """
    require(by, ISSUE_PAPERS, at=person.home)
    refuse_if(
        why_not_issue(
            is_member=person.category in MEMBERS,
            is_current=person.is_current,
            is_issuer_above=org.holds(person.home),
        )
    )
    days = valid_days if valid_days is not None else usual_days(kind, org)
    refuse_if(why_not_valid(kind, days))
    at = now()
    serial = _next_serial(org, kind, timezone.localdate(at).year)
    paper = new_paper(kind, org=org, person=person, serial=serial, at=at, days=days)
    paper.issued_by = by.audit_label
    seal(paper, facts or JourneyFacts())
    paper.save(force_insert=True)
    remember(
        by, "paper.issued", paper, org=org, subject=person.ref, fields=PRINTED[kind], number=paper.number
    )
    return paper


def usual_days(kind: str, org: Organisation) -> int | None:
    """For how many days a paper of this kind holds by the policy of its organisation; None is without end."""
    policy = VALIDITY.get(PaperKind(kind))
    return int(policy_of(org, policy)) if policy else None


def new_paper(
    kind: str, *, org: Organisation, person: Person, serial: int, at: datetime, days: int | None
) -> Paper:
    """An unsigned paper, not stored; the demonstration's bulk papers come from here too."""
    day = timezone.localdate(at)
    return Paper(
        code=new_code(),
        kind=kind,
        org=org,
        home=person.home,
        person=person,
        year=day.year,
        serial=serial,
        number=number_words(kind, org.name, day.year, serial),
        issued_at=at,
        valid_until=last_valid_day(day, days) if days is not None else None,
    )


def seal(paper: Paper, journey: JourneyFacts) -> None:
    """Write and sign what the paper states."""
    until = paper.valid_until
    signed = sign(
        {
            "code": paper.code,
            "kind": paper.kind,
            "number": paper.number,
            "issuer": _name_of(paper.org),
            "issued_on": paper.issued_on.isoformat(),
            "valid_until": until.isoformat() if until else "",
            "facts": facts_for(paper.kind, person_facts(paper.person), journey),
        }
    )
    paper.payload, paper.kid, paper.signature = signed.text, signed.kid, signed.signature


def person_facts(person: Person) -> PersonFacts:
    """The holder and his home as papers state them."""
    home = person.home
    committee = home.parent
    return PersonFacts(
        name=person.name,
        sex=person.sex,
        birth=person.birth,
        ethnicity=person.ethnicity,
        category=person.category,
        joined_on=person.joined_on,
        id_number=person.id_number.open(),
        phone=person.phone.open(),
        home_branch=_name_of(home),
        home_contact=_contact_at(home),
        home_phone=home.head_phone.open(),
        home_committee=_name_of(committee) if committee else "",
        committee_phone=committee.head_phone.open() if committee else "",
    )


def _contact_at(home: Organisation) -> str:
    """Whom to ask at home: its head, else whoever serves as its secretary today.

    His number stays out: he agreed to posters, cards and notices, not to papers (T35).
    """
    serving = [] if home.head_name else officers_of(home, [OfficeName.BRANCH_SECRETARY])
    return serving[0].label if serving else home.head_name


def _name_of(org: Organisation) -> str:
    return formal_name(org.kind, org.name, org.full_name)


def _next_serial(org: Organisation, kind: str, year: int) -> int:
    """One more in the series. The row stays locked until the paper is stored, so that no number is lost."""
    series = PaperCounter.objects.filter(org=org, kind=kind, year=year)
    if not series.update(last=F("last") + 1):
        PaperCounter.objects.get_or_create(org=org, kind=kind, year=year)
        series.update(last=F("last") + 1)
    return series.values_list("last", flat=True).get()

"""Who sees which papers. An office sees those of the branches it reaches; a member his own."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils.functional import Promise

from banyan.documents.models import Paper, PrintRun, PublicPhone, TrustedKey
from banyan.documents.permissions import BATCH_PAPERS, ISSUE_PAPERS, MAKE_NOTICES, SEE_OWN_PAPERS, SEE_PAPERS
from banyan.documents.rules import PRINT_HOURS
from banyan.documents.signing import is_genuine, is_signed_by, read_code, read_words
from banyan.documents.states import PaperKind, PaperStatus, Verdict
from banyan.jobs.models import Job
from banyan.jobs.queries import job_with_key
from banyan.orgs.models import Organisation
from banyan.orgs.permissions import Permission
from banyan.orgs.queries import offices_held_on
from banyan.orgs.states import OrganisationKind
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.people.permissions import INVITE
from banyan.shared.clock import now, today
from banyan.shared.masking import mask_name


@dataclass(frozen=True)
class Check:
    """The answer of the public page; nothing about a paper that is not ours or was changed."""

    verdict: Verdict
    title: str | Promise = ""
    name: str = ""
    issued_on: date | None = None
    code: str = ""
    kind: str = ""


def papers_seen_by(viewer: Viewer, permission: Permission = SEE_PAPERS) -> "QuerySet[Paper]":
    """Papers of the branches in reach of the permission, and the viewer's own."""
    seen = viewer.reach(permission, org="home")
    if viewer.account is not None and viewer.may(SEE_OWN_PAPERS):
        seen |= Q(person__account=viewer.account)
    return Paper.objects.filter(seen).select_related("org", "home", "person__account")


def find_paper(viewer: Viewer, ref: UUID | str, permission: Permission = SEE_PAPERS) -> Paper:
    """One paper the viewer sees; Http404 otherwise."""
    found = papers_seen_by(viewer, permission).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def may_open(viewer: Viewer, paper: Paper) -> bool:
    """May he see the paper whole: as its holder, or because his office issues papers at the holder's branch?"""
    is_holder = viewer.account is not None and viewer.account == paper.person.account
    return (is_holder and viewer.may(SEE_OWN_PAPERS)) or viewer.may(ISSUE_PAPERS, paper.home)


def own_papers(viewer: Viewer) -> "QuerySet[Paper]":
    """The member's papers, newest first."""
    if viewer.account is None or not viewer.may(SEE_OWN_PAPERS):
        return Paper.objects.none()
    found = Paper.objects.filter(person__account=viewer.account)
    return found.select_related("org", "home", "person__account").order_by("-issued_at", "-id")


def papers_of(viewer: Viewer, person: Person) -> "QuerySet[Paper]":
    """One person's papers, newest first, as far as the viewer sees them."""
    return papers_seen_by(viewer).filter(person=person).order_by("-issued_at", "-id")


def newest_first(found: "QuerySet[Paper]") -> "QuerySet[Paper]":
    """Ready for paging: `newest` grows with age."""
    return found.annotate(newest=-F("id"))


def papers_matching(
    found: "QuerySet[Paper]", *, kind: str = "", status: str = "", text: str = ""
) -> "QuerySet[Paper]":
    """Narrow a list by kind, status, and the beginning of a holder's name or any part of a number."""
    if kind:
        found = found.filter(kind=kind)
    if status:
        found = found.filter(status=status)
    if text := text.strip():
        found = found.filter(Q(person__name__startswith=text) | Q(number__contains=text))
    return found


def papers_to_print(viewer: Viewer, **wanted: str) -> "QuerySet[Paper]":
    """What of the narrowed register may go to the printer, branch by branch and name by name."""
    found = Paper.objects.filter(viewer.reach(BATCH_PAPERS, org="home"), status=PaperStatus.ISSUED)
    return papers_matching(found, **wanted).order_by(
        "home__path", "person__pinyin", "person_id", "kind", "id"
    )


def papers_of_print(run: PrintRun) -> list[Paper]:
    """The papers of a print that still hold, in the order they were asked for."""
    found = Paper.objects.filter(pk__in=run.paper_ids, status=PaperStatus.ISSUED)
    found = found.select_related("org", "home", "person__account").prefetch_related("checks")
    by_id = {paper.pk: paper for paper in found}
    return [by_id[pk] for pk in run.paper_ids if pk in by_id]


def find_print(viewer: Viewer, ref: UUID) -> PrintRun:
    """A print the viewer asked for, while it is kept; Http404 otherwise."""
    since = now() - timedelta(hours=PRINT_HOURS)
    found = PrintRun.objects.filter(ref=ref, account=viewer.account, asked_at__gte=since)
    run = found.first()
    if run is None:
        raise Http404
    return run


def job_of_print(run: PrintRun) -> Job | None:
    """How far the worker is with it."""
    return job_with_key(f"print:{run.ref}")


def people_to_invite(viewer: Viewer) -> "QuerySet[Person]":
    """Members in reach who have never set a password, branch by branch and name by name."""
    is_without = Q(account=None) | Q(account__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    found = Person.objects.filter(is_without, viewer.reach(INVITE, org="home"), ended_on=None)
    return found.select_related("home", "account").order_by("home__path", "pinyin", "id")


def checked(typed: str, signature: str, day: date) -> Check:
    """What anybody who holds a paper may learn of it: genuine or not, how it stands, masked holder (R-Q3).

    `typed` is the code from the paper, `signature` what its QR code adds (nothing when typed by hand).
    """
    code = read_code(typed)
    paper = Paper.objects.filter(code=code).first() if code else None
    if paper is None:
        return Check(Verdict.UNKNOWN)
    if signature not in {"", paper.signature} or not is_genuine(paper.signed()):
        return Check(Verdict.ALTERED)
    stated = paper.stated()
    return Check(
        paper.standing_on(day),
        title=PaperKind(stated["kind"]).label,
        name=mask_name(stated["facts"]["name"]),
        issued_on=date.fromisoformat(stated["issued_on"]),
        code=paper.code,
        kind=stated["kind"],
    )


def paper_with_code(typed: str) -> Paper:
    """A genuine paper by the code printed on it; Http404 otherwise. Whoever has the paper has the code.

    It may be void or expired: `standing_on` says.
    """
    code = read_code(typed)
    found = Paper.objects.filter(code=code).first() if code else None
    if found is None or not is_genuine(found.signed()):
        raise Http404
    return found


def public_phone_of(org: Organisation | None) -> PublicPhone | None:
    """The number an officer there has agreed to show; his office must still be his today (T4)."""
    if org is None:
        return None
    return public_phones([org]).get(org.pk)


def public_phones(orgs: Iterable[Organisation]) -> dict[int, PublicPhone]:
    """The same for many, by organisation: two queries, whatever their number."""
    found = PublicPhone.objects.filter(org__in=list(orgs)).select_related("org")
    held = set(offices_held_on(today()).filter(org__in=list(orgs)).values_list("account", "org"))
    return {each.org_id: each for each in found if (each.account_id, each.org_id) in held}


def phone_words(offered: PublicPhone) -> dict[str, str]:
    """Name and number as they are printed: he has agreed to it."""
    return {"contact": offered.name, "phone": offered.phone.open()}


def orgs_with_notices(viewer: Viewer) -> list[Organisation]:
    """The organisations he serves himself, and makes notices and cards for."""
    held = [each.org for each in viewer.holding(MAKE_NOTICES)]
    return [org for org in held if org.is_open]


def find_org_with_notices(viewer: Viewer, ref: UUID) -> Organisation:
    """An organisation in the reach of his notices; Http404 otherwise."""
    found = Organisation.objects.filter(viewer.reach(MAKE_NOTICES, org=""), ref=ref, closed_on=None)
    org = found.select_related("parent").first()
    if org is None:
        raise Http404
    return org


def find_public_phone(viewer: Viewer, ref: UUID) -> PublicPhone:
    """A number he has agreed to, or one of an organisation in reach; Http404 otherwise."""
    seen = viewer.reach(MAKE_NOTICES) | Q(account=viewer.account)
    found = PublicPhone.objects.filter(seen, ref=ref).select_related("org", "account").first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class SignedWord:
    """What a signed text says and who signed it: ourselves, a trusted installation, or nobody we know."""

    facts: Mapping[str, str]
    signer: str = ""
    is_ours: bool = False

    @property
    def is_known(self) -> bool:
        return self.is_ours or bool(self.signer)


def signed_word(pasted: str) -> SignedWord | None:
    """Read a signed text that somebody pasted; None when it is none. Its facts count only when `is_known`."""
    signed = read_words(pasted)
    facts = _facts_of(signed.text) if signed else None
    if signed is None or facts is None:
        return None
    address = facts.get("installation", "")
    if address == settings.BASE_URL:
        return SignedWord(facts, is_ours=is_genuine(signed))
    key = TrustedKey.objects.filter(address=address, kid=signed.kid, withdrawn_at=None).first()
    is_theirs = key is not None and is_signed_by(signed, suite=key.suite, public_key=key.public_key)
    return SignedWord(facts, signer=key.name if key is not None and is_theirs else "")


def _facts_of(text: str) -> dict[str, str] | None:
    try:
        facts = json.loads(text)
    except ValueError:
        return None
    return {str(name): str(value) for name, value in facts.items()} if isinstance(facts, dict) else None


def trusted_keys() -> "QuerySet[TrustedKey]":
    """Every key that was ever accepted, those that hold first."""
    return TrustedKey.objects.order_by(F("withdrawn_at").asc(nulls_first=True), "name", "kid")


def find_trusted_key(ref: UUID) -> TrustedKey:
    """One of them; Http404 otherwise."""
    found = TrustedKey.objects.filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def installation_name() -> str:
    """What this installation is called abroad: the organisation at the top of its tree."""
    top = Organisation.objects.filter(parent=None, closed_on=None).exclude(kind=OrganisationKind.OUTSIDE)
    return top.order_by("pk").values_list("name", flat=True).first() or ""

"""A paste checked against the house without writing anything: what the review and `chat check` show."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from banyan.intake.models import Nickname, Paste, PasteRow
from banyan.intake.permissions import READ_CHATS
from banyan.intake.reading.chats.chat import read_chat
from banyan.intake.reading.chats.naming import PLACES
from banyan.intake.reading.chats.results import Chat, Kind, Member
from banyan.intake.reading.chats.who import Book
from banyan.intake.targets import Quiet, Subject, chat_targets
from banyan.orgs.models import Organisation, Region
from banyan.orgs.queries import ancestors_of, subtree_of
from banyan.orgs.states import OrganisationKind
from banyan.orgs.viewers import Viewer, below
from banyan.people.models import Person
from banyan.people.queries import open_memberships
from banyan.people.states import MembershipKind
from banyan.shared.clock import today
from banyan.shared.paging import Page, page_of

_DIGITS = re.compile(r"(?<![\d./-])\d{4,11}(?![\d./年-])")
_OFFICE = re.compile(r"(?:党支部委员会|支部委员会|流动党支部|党总支|党支部|支部|党委|委员会)$")
_PEOPLES = re.compile("瑶族|苗族|侗族|土家族|壮族|回族|畲族|彝族|自治")
_LEVELS = re.compile(r"(?:特别行政区|自治区|自治州|地区|[省市县区盟乡镇村])$")
KEEP_SHORT = 2
QUIET_ROWS = 60
GROUPS_SHOWN = 30


@dataclass(frozen=True)
class Aftermath:
    """Who is still silent after a paste was taken in, with texts to send: one each, and one for the group."""

    quiet: list[Quiet]
    more: int
    public_words: str


def pastes_seen_by(viewer: Viewer) -> "QuerySet[Paste]":
    return Paste.objects.filter(viewer.reach(READ_CHATS)).select_related("org")


def pastes_page(viewer: Viewer, mark: str = "") -> Page:
    """His pastes, the newest first."""
    return page_of(pastes_seen_by(viewer), ("-pk",), mark=mark)


def find_paste(viewer: Viewer, ref: UUID | str) -> Paste:
    """One paste he may see; Http404 otherwise."""
    found = pastes_seen_by(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def orgs_to_paste_at(viewer: Viewer) -> "QuerySet[Organisation]":
    """Whose chats he may read, the furthest reaching first."""
    found = Organisation.objects.filter(viewer.reach(READ_CHATS, org=""), closed_on=None)
    return found.exclude(kind=OrganisationKind.OUTSIDE).order_by("path")


def groups_known_to(viewer: Viewer) -> list[str]:
    """The names his groups were given when something was pasted from them."""
    found = pastes_seen_by(viewer).exclude(group="").order_by("group").values_list("group", flat=True)
    return list(found.distinct()[:GROUPS_SHOWN])


def find_org_to_paste_at(viewer: Viewer, ref: UUID) -> Organisation:
    """One of them; Http404 otherwise."""
    found = orgs_to_paste_at(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def rows_of(paste: Paste) -> list[PasteRow]:
    """The people of a paste by line, those not understood among them."""
    return list(paste.rows.select_related("person__home").order_by("number"))


@dataclass(frozen=True)
class Reviewed:
    """One row on the review page: the name and status in its boxes, whether it is ticked, and typed anew."""

    row: PasteRow
    label: str
    said: str
    counts: bool
    choices: list[str]
    is_changed: bool


@dataclass(frozen=True)
class Review:
    """The rows by what they want of the officer: to be asked, to be looked over, to be left."""

    questions: list[Reviewed]
    sure: list[Reviewed]
    unread: list[Reviewed]


def review_of(paste: Paste, labels: Mapping[str, Person], typed: Mapping[str, Any] | None = None) -> Review:
    """The rows as read or settled, or as they were typed just now when that could not be kept."""
    names = {person.pk: label for label, person in labels.items()}
    found = [_reviewed(row, names, typed) for row in rows_of(paste)]
    unread = [each for each in found if each.row.is_unread]
    questions = [each for each in found if each.row.why and not each.row.is_unread]
    return Review(questions, [each for each in found if not each.row.why], unread)


def _reviewed(row: PasteRow, names: Mapping[int, str], typed: Mapping[str, Any] | None) -> Reviewed:
    known = (names.get(row.person_id or 0, ""), row.said_status)
    label, said = known
    counts = not row.is_left_out and (row.is_sure or not row.why)
    if typed is not None:
        label = typed.get(f"who-{row.number}", label)
        said, counts = typed.get(f"said-{row.number}", said), bool(typed.get(f"counts-{row.number}"))
    choices = [names[pk] for pk in row.choices if pk in names]
    return Reviewed(row, label, said, counts, choices, is_changed=(label, said) != known)


def pastes_to_forget(before: datetime) -> "QuerySet[Paste]":
    """Pastes whose text is still kept though it is older."""
    return Paste.objects.filter(forgotten_at=None, made_at__lte=before).select_related("org")


def subjects_of(viewer: Viewer, paste: Paste) -> list[Subject]:
    """What a paste may be about; empty for a kind that is kept nowhere yet."""
    target = chat_targets().get(paste.kind)
    return target.subjects(viewer, paste.org) if target else []


def aftermath_of(viewer: Viewer, paste: Paste) -> Aftermath:
    """Who has not been heard from by now, whichever way the others reported (ideas 10)."""
    target = chat_targets().get(paste.kind)
    if target is None:
        return Aftermath([], 0, "")
    quiet = target.quiet(viewer, paste.org, paste.subject)
    words = target.public_words(viewer, paste.org, paste.subject)
    return Aftermath(quiet[:QUIET_ROWS], max(len(quiet) - QUIET_ROWS, 0), words)


def labels_of(people: Iterable[Person]) -> dict[str, Person]:
    """How each is written in a box to choose from: his name, with his branch where two have it."""
    found: dict[str, Person] = {}
    listed = list(people)
    names = Counter(person.name for person in listed)
    for person in listed:
        label = person.name if names[person.name] == 1 else f"{person.name}（{person.home.name}）"
        while label in found:
            label += "·"
        found[label] = person
    return found


def people_spoken_of(org: Organisation) -> "QuerySet[Person]":
    """Whom a chat of an organisation may mean: members at home there or below, and those who stay there."""
    stays = open_memberships(MembershipKind.HOST, today()).filter(org=org, person=OuterRef("pk"))
    found = Person.objects.filter(below(org.path, org="home") | Q(Exists(stays)), ended_on=None)
    return found.select_related("home").order_by("pinyin", "pk")


def check_chat(text: str, org: Organisation, kind: Kind | None = None, *, group: str = "") -> Chat:
    """Read a paste of an organisation's group; Unreadable when it is refused as a whole. Writes nothing."""
    return read_for(text, org, kind, group=group)[0]


def read_for(
    text: str, org: Organisation, kind: Kind | None = None, *, group: str = ""
) -> tuple[Chat, dict[str, Person]]:
    """The paste as read, and everybody it may speak of by the key the reading names him with."""
    people = list(people_spoken_of(org))
    chat = read_chat(text, book_of(people, org, text, group), today(), kind=kind)
    wanted = awaited_of(chat.kind, org, chat.period)
    by_key = {str(person.ref): person for person in people}
    chat.silent = [each for each in chat.silent if wanted is None or by_key[each.key].pk in wanted]
    return chat, by_key


def awaited_of(kind: Kind, org: Organisation, subject: str) -> set[int] | None:
    """Of whom an answer is still wanted; None means everybody: nothing of the kind is kept here."""
    target = chat_targets().get(kind)
    found = target.awaited(org, subject) if target else None
    return None if found is None else set(found.values_list("pk", flat=True))


def book_of(people: Iterable[Person], org: Organisation, text: str, group: str = "") -> Book:
    """The people with all that a group knows them by; telephones are opened only for a text with numbers."""
    is_numbered = _DIGITS.search(text) is not None
    members = [_member(person, is_numbered=is_numbered) for person in people]
    return Book(members, nicknames_of(org, group), places_around(org))


def _member(person: Person, *, is_numbered: bool = False) -> Member:
    phones = (person.phone.open(),) if is_numbered and person.phone else ()
    return Member(str(person.ref), person.name, phones, tuple(short_names(person.home.name)))


def nicknames_of(org: Organisation, group: str = "") -> dict[str, str]:
    """The nickname book of one group: nickname -> ref of the person; two people's counts for none (ideas 9)."""
    found: dict[str, set[str]] = {}
    learned = Nickname.objects.filter(org=org, group=group).select_related("person")
    for each in learned.only("ref", "words", "person__ref"):
        found.setdefault(each.words.open(), set()).add(str(each.person.ref))
    return {words: refs.pop() for words, refs in found.items() if len(refs) == 1}


def short_names(name: str) -> list[str]:
    """沙洲瑶族村党支部 -> 沙洲瑶族村, 沙洲瑶族, 沙洲村, 沙洲: how people write where they are from."""
    village = _OFFICE.sub("", name)
    plain = _PEOPLES.sub("", village)
    forms = [village, _LEVELS.sub("", village), plain, _LEVELS.sub("", plain)]
    return [form for form in dict.fromkeys(forms) if len(form) >= KEEP_SHORT]


def places_around(org: Organisation) -> frozenset[str]:
    """Provinces and cities, and the organisation's own surroundings: what people hang on their names."""
    own = chain.from_iterable(short_names(each.name) for each in [*ancestors_of(org), *subtree_of(org)])
    return _far_places(Region.objects.count()) | frozenset(own)


@lru_cache(maxsize=2)
def _far_places(regions: int) -> frozenset[str]:
    names = Region.objects.filter(level__in=["province", "city"]).values_list("name", flat=True)
    return PLACES | {
        form for name in names for form in (name, _LEVELS.sub("", name)) if len(form) >= KEEP_SHORT
    }

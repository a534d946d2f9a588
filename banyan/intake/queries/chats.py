"""A paste checked against the house without writing anything: what the review and `chat check` show."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from django.db.models import Exists, OuterRef, Q, QuerySet

from banyan.intake.models import Nickname
from banyan.intake.reading.chats.chat import read_chat
from banyan.intake.reading.chats.naming import PLACES
from banyan.intake.reading.chats.results import Chat, Kind, Member
from banyan.intake.reading.chats.who import Book
from banyan.intake.targets import chat_targets
from banyan.orgs.models import Organisation, Region
from banyan.orgs.queries import ancestors_of, subtree_of
from banyan.orgs.viewers import below
from banyan.people.models import Person
from banyan.people.queries import open_memberships
from banyan.people.states import MembershipKind
from banyan.shared.clock import today

_DIGITS = re.compile(r"(?<![\d./-])\d{4,11}(?![\d./年-])")
_OFFICE = re.compile(r"(?:党支部委员会|支部委员会|流动党支部|党总支|党支部|支部|党委|委员会)$")
_PEOPLES = re.compile("瑶族|苗族|侗族|土家族|壮族|回族|畲族|彝族|自治")
_LEVELS = re.compile(r"(?:特别行政区|自治区|自治州|地区|[省市县区盟乡镇村])$")
KEEP_SHORT = 2


def people_spoken_of(org: Organisation) -> "QuerySet[Person]":
    """Whom a chat of an organisation may mean: members at home there or below, and those who stay there."""
    stays = open_memberships(MembershipKind.HOST, today()).filter(org=org, person=OuterRef("pk"))
    found = Person.objects.filter(below(org.path, org="home") | Q(Exists(stays)), ended_on=None)
    return found.select_related("home").order_by("pinyin", "pk")


def check_chat(text: str, org: Organisation, kind: Kind | None = None) -> Chat:
    """Read a paste for an organisation; Unreadable when it is refused as a whole. Writes nothing."""
    people = list(people_spoken_of(org))
    chat = read_chat(text, book_of(people, org, text), today(), kind=kind)
    wanted = awaited_of(chat.kind, org, chat.period)
    said = {member.key for member in chat.silent}
    chat.silent = [
        _member(person) for person in people if str(person.ref) in said and (wanted is None or person.pk in wanted)
    ]
    return chat


def awaited_of(kind: Kind, org: Organisation, subject: str) -> set[int] | None:
    """Of whom an answer is still wanted; None means everybody: nothing of the kind is kept here."""
    target = chat_targets().get(kind)
    found = target.awaited(org, subject) if target else None
    return None if found is None else set(found.values_list("pk", flat=True))


def book_of(people: Iterable[Person], org: Organisation, text: str) -> Book:
    """The people with all that a group knows them by; telephones are opened only for a text with numbers."""
    is_numbered = _DIGITS.search(text) is not None
    members = [_member(person, is_numbered=is_numbered) for person in people]
    return Book(members, nicknames_of(org), places_around(org))


def _member(person: Person, *, is_numbered: bool = False) -> Member:
    phones = (person.phone.open(),) if is_numbered and person.phone else ()
    return Member(str(person.ref), person.name, phones, tuple(short_names(person.home.name)))


def nicknames_of(org: Organisation) -> dict[str, str]:
    """The nickname book of an organisation's group: nickname -> ref of the person; two people's counts for none."""
    found: dict[str, set[str]] = {}
    for each in Nickname.objects.filter(org=org).select_related("person").only("ref", "words", "person__ref"):
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
    return PLACES | {form for name in names for form in (name, _LEVELS.sub("", name)) if len(form) >= KEEP_SHORT}

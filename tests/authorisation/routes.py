"""Every address of the house, and what stands in its place holders for each branch of the world."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver
from ninja.operation import PathView

from tests.authorisation.world import Branch

HOLDER = re.compile(r"<(?:\w+:)?(\w+)>")
# The first pattern that an address begins with says what its `ref` names.
NAMES: list[tuple[str, Callable[[Branch], Any]]] = [
    ("jobs/", lambda at: at.job),
    ("me/sign-ins/", lambda at: at.session),
    ("organisations/<uuid:ref>/children", lambda at: at.township),
    ("organisations/<uuid:ref>/floating-branches", lambda at: at.township),
    ("organisations/<uuid:ref>/integrations", lambda at: at.township),
    ("organisations/", lambda at: at.org),
    ("offices/", lambda at: at.office),
    ("messages/texts/", lambda at: at.text),
    ("messages/", lambda at: at.message),
    ("people/<uuid:ref>/end", lambda at: at.idle),
    ("people/", lambda at: at.guest),
    ("relatives/", lambda at: at.relative),
    ("papers/phones/<uuid:ref>/withdrawals/", lambda at: at.phone),
    ("papers/phones/", lambda at: at.org),
    ("papers/cards/", lambda at: at.org),
    ("papers/keys/", lambda at: at.trust),
    ("near/", lambda at: at.host),
    ("posters/", lambda at: at.org),
    ("hosted/knocks/", lambda at: at.knock),
    ("papers/prints/", lambda at: at.print),
    ("papers/", lambda at: at.paper),
    ("imports/", lambda at: at.batch),
    ("transfers/", lambda at: at.check),
    ("chats/", lambda at: at.paste),
    ("views/", lambda at: at.view),
    ("figures/", lambda at: at.org),
    ("j/", lambda at: at.host),
    ("journeys/papers/runs/", lambda at: at.kits),
    ("journeys/person/<uuid:ref>/departures/", lambda at: at.idle),
    ("journeys/person/", lambda at: at.guest),
    ("journeys/", lambda at: at.journey),
    ("check-ins/photos/", lambda at: at.receipt_photo),
    ("check-ins/<uuid:ref>/confirmations/", lambda at: at.sent),
    ("check-ins/<uuid:ref>/refusals/", lambda at: at.sent),
    ("check-ins/<uuid:ref>/withdrawals/", lambda at: at.sent),
    ("check-ins/", lambda at: at.check_in),
    ("hosted/", lambda at: at.host),
    ("report/", lambda at: at.report),
    ("reports/silent/", lambda at: at.org),
    ("reports/for/", lambda at: at.journey),
    ("reports/", lambda at: at.report),
    ("tasks/<uuid:ref>/openings/", lambda at: at.draft),
    ("tasks/patterns/", lambda at: at.pattern),
    ("tasks/<uuid:ref>/patterns/", lambda at: at.draft),
    ("tasks/needs/", lambda at: at.need),
    ("tasks/<uuid:ref>/waits/", lambda at: at.full),
    ("tasks/", lambda at: at.task),
    ("claims/waits/", lambda at: at.wait),
    ("claims/partners/", lambda at: at.partner),
    ("claims/<uuid:ref>/take-backs/", lambda at: at.handed_in),
    ("claims/photos/", lambda at: at.photo),
    ("claims/files/<uuid:ref>/removals/", lambda at: at.spare),
    ("claims/files/", lambda at: at.file),
    ("claims/<uuid:ref>/acceptances/", lambda at: at.handed_in),
    ("claims/<uuid:ref>/returns/", lambda at: at.handed_in),
    ("claims/<uuid:ref>/clearances/", lambda at: at.handed_in),
    ("claims/", lambda at: at.claim),
    ("points/entries/", lambda at: at.entry),
    ("points/worth/ends/", lambda at: at.worth),
    ("points/worth/", lambda at: at.township),
    ("points/closings/", lambda at: at.closing),
    ("points/objections/", lambda at: at.objection),
    ("points/exemptions/", lambda at: at.exemption),
    ("api/v1/organisations/", lambda at: at.org),
    ("api/v1/people/<uuidstr:ref>/end", lambda at: at.idle),
    ("api/v1/people/", lambda at: at.guest),
    ("api/v1/journeys/check-ins/<uuidstr:ref>/", lambda at: at.sent),
    ("api/v1/journeys/check-ins/", lambda at: at.check_in),
    ("api/v1/journeys/reports/", lambda at: at.report),
    ("api/v1/journeys/", lambda at: at.journey),
    ("api/v1/papers/", lambda at: at.paper),
    ("api/v1/rosters/", lambda at: at.batch),
    ("api/v1/points/closings/", lambda at: at.closing),
    ("api/v1/points/", lambda at: at.guest),
    ("api/v1/tasks/claims/<uuidstr:ref>/accept", lambda at: at.handed_in),
    ("api/v1/tasks/claims/<uuidstr:ref>/send-back", lambda at: at.handed_in),
    ("api/v1/tasks/claims/", lambda at: at.claim),
    ("api/v1/tasks/", lambda at: at.task),
    ("api/v1/indicators/", lambda at: at.org),
]
OTHERS: dict[str, Callable[[Branch], str]] = {
    "journey": lambda at: str(at.journey.ref),
    "person": lambda at: str(at.idle.ref),
    "token_ref": lambda at: str(at.token.ref),
    "number": lambda at: str(at.batch.rows.get().number),
    "code": lambda at: at.paper.code,
    "token": lambda at: "no-such-link",
    "kind": lambda at: "outflow",
    "office": lambda at: "member",
    "name": lambda at: "report_due_day",
}


def row_meant(name: str) -> str:
    """What the `ref` of "GET tasks/<uuid:ref>/" names: the attribute of a branch of the world."""
    address = name.partition(" ")[2]
    names = next((name for start, name in NAMES if address.startswith(start)), None)
    return ".".join(names.__code__.co_names) if names else ""


@dataclass(frozen=True)
class Route:
    """One address pattern and the methods it answers."""

    address: str
    methods: tuple[str, ...]

    @property
    def names_something(self) -> bool:
        """Does it stand for one row, so that it matters whose?"""
        return bool(HOLDER.search(self.address)) and HOLDER.findall(self.address) not in (
            ["office"],
            ["token"],
        )

    def at(self, branch: Branch) -> str:
        return "/" + HOLDER.sub(lambda found: self._value(found[1], branch), self.address)

    def _value(self, holder: str, branch: Branch) -> str:
        if holder != "ref":
            return OTHERS[holder](branch)
        names = next(name for start, name in NAMES if self.address.startswith(start))
        return str(names(branch).ref)


def all_routes() -> list[Route]:
    """Walk the resolver; two patterns of one address are one route."""
    found: dict[str, set[str]] = {}
    for address, pattern in _patterns(get_resolver(), ""):
        found.setdefault(address, set()).update(_methods(pattern))
    return [Route(address, tuple(sorted(methods))) for address, methods in sorted(found.items())]


def _patterns(resolver: Any, before: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield address, pattern
        else:
            yield from _patterns(pattern, address)


def _methods(pattern: URLPattern) -> set[str]:
    """The methods of an operation of the API; of a page those its decorator lets through."""
    view: Any = pattern.callback
    operations = _operations(view)
    if operations:
        return {method for operation in operations for method in operation.methods}
    return _allowed(view) - {"HEAD"} or {"GET"}


def _operations(view: Any) -> list[Any]:
    for cell in getattr(view, "__closure__", None) or ():
        if isinstance(cell.cell_contents, PathView):
            return list(cell.cell_contents.operations)
    return []


def _allowed(view: Any) -> set[str]:
    """`require_http_methods` keeps its list in a closure, below any other decorator."""
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            value = cell.cell_contents
            if isinstance(value, list | tuple) and value and set(value) <= {"GET", "HEAD", "POST"}:
                return set(value)
        view = getattr(view, "__wrapped__", None)
    return set()

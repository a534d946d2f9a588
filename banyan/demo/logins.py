"""One demonstration account for each office, printed and never hidden; refused under production settings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from banyan.accounts.actions.opening import open_account
from banyan.accounts.models import Account
from banyan.audit.record import SYSTEM
from banyan.demo.tree import FOUNDED
from banyan.orgs.actions import seat
from banyan.orgs.models import Organisation
from banyan.orgs.queries import offices_held_on
from banyan.orgs.states import OfficeName
from banyan.people.models import Person
from banyan.shared.clock import today

PASSWORD = "rongshu-demo-2026"  # noqa: S105 - printed for everybody who tries the demonstration
SHAZHOU_CODE = "431026217219"
# Account name, what it is called, office, code of the organisation.
SEATS = (
    ("city", "市级演示账号", OfficeName.CITY_OFFICER, "4310"),
    ("auditor", "审计演示账号", OfficeName.AUDITOR, "4310"),
    ("county", "县级演示账号", OfficeName.COUNTY_OFFICER, "431026"),
    ("township", "乡镇演示账号", OfficeName.TOWNSHIP_OFFICER, "431026217"),
    ("secretary", "村书记演示账号", OfficeName.BRANCH_SECRETARY, SHAZHOU_CODE),
    ("floating", "广州流动党支部书记演示账号", OfficeName.FLOATING_SECRETARY, "431026-F1"),
    ("foshan", "佛山流动党支部书记演示账号", OfficeName.FLOATING_SECRETARY, "431026-F2"),
    ("shanghui", "商会流动党支部书记演示账号", OfficeName.FLOATING_SECRETARY, "431026-F3"),
)


@dataclass(frozen=True)
class Login:
    """Who can be signed in as."""

    role: str
    organisation: str
    account: str
    password: str


def seat_everybody(known: Mapping[str, Organisation]) -> None:
    """Open one account for each office whose organisation is in the scenario."""
    for name, label, office, code in SEATS:
        if code in known:
            seat(_account(name, label), org=known[code], name=office, from_day=FOUNDED)


def account_of(code: str) -> str:
    """The demonstration account that sits at an organisation."""
    return next(name for name, _label, _office, place in SEATS if place == code)


def seat_member(person: Person) -> None:
    """The demonstration's member signs in as this person."""
    person.account = _account("member", person.name)
    person.save(update_fields=["account"])
    seat(person.account, org=person.home, name=OfficeName.MEMBER, from_day=FOUNDED)


def _account(name: str, label: str) -> Account:
    return open_account(by=SYSTEM, label=label, name=name, password=PASSWORD, is_demonstration=True)


def logins() -> Iterator[Login]:
    """The demonstration accounts that stand, one line an office."""
    offices = offices_held_on(today()).filter(account__is_demonstration=True).select_related("account", "org")
    for office in offices.order_by("pk"):
        yield Login(office.name, office.org.name, office.account.name, PASSWORD)

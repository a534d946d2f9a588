"""What papers state. Each kind carries only the facts it prints, and no other paper's (minimum necessary)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from banyan.documents.states import PaperKind


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """The holder and his home, as documents reads them from his record. Dates are ISO of known precision."""

    name: str
    sex: str = ""
    birth: str = ""
    ethnicity: str = ""
    category: str = ""
    joined_on: str = ""
    id_number: str = ""
    phone: str = ""
    home_branch: str = ""
    home_contact: str = ""
    home_phone: str = ""
    home_committee: str = ""
    committee_phone: str = ""


@dataclass(frozen=True, kw_only=True)
class JourneyFacts:
    """What whoever asks for the paper knows of the journey. Empty means a ruled line to fill by hand."""

    reason: str = ""
    departed_on: str = ""
    expected_return_on: str = ""
    destination: str = ""
    inflow_place: str = ""
    employer: str = ""
    address: str = ""
    arrived_on: str = ""
    host_organisation: str = ""
    host_committee: str = ""
    host_head: str = ""
    host_phone: str = ""
    dues_paid_to: str = ""
    certificate_number: str = ""
    home_address: str = ""
    home_fax: str = ""
    home_postcode: str = ""


PRINTED: Mapping[str, tuple[str, ...]] = {
    PaperKind.CERTIFICATE: (
        "name", "sex", "birth", "ethnicity", "category", "joined_on", "home_branch", "home_contact",
        "home_phone", "reason", "departed_on", "expected_return_on", "destination", "host_organisation",
        "dues_paid_to",
    ),
    PaperKind.FLOATING_SLIP: (
        "name", "sex", "birth", "ethnicity", "category", "joined_on", "home_branch", "home_contact",
        "home_phone", "departed_on", "destination", "host_organisation", "host_head", "host_phone",
        "arrived_on", "certificate_number",
    ),
    PaperKind.LETTER: (
        "name", "sex", "birth", "ethnicity", "category", "id_number", "phone", "home_branch",
        "committee_phone", "home_address", "home_fax", "home_postcode", "host_organisation",
        "host_committee", "dues_paid_to",
    ),
    PaperKind.RECEIPT: (
        "name", "sex", "birth", "category", "phone", "home_branch", "home_contact", "home_phone",
        "home_committee", "committee_phone", "home_address", "departed_on", "destination", "inflow_place",
        "employer", "address", "arrived_on", "host_organisation", "host_head", "host_phone",
    ),
}  # fmt: skip


def facts_for(kind: str, person: PersonFacts, journey: JourneyFacts) -> dict[str, str]:
    """The facts a paper of this kind prints, and nothing else."""
    known = asdict(person) | asdict(journey)
    return {name: known[name] for name in PRINTED[kind]}

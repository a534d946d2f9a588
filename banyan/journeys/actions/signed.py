"""A receipt for somebody whose home runs another installation: signed here, verified there (ideas 22)."""

from django.conf import settings

from banyan.audit.record import act, remember
from banyan.documents.signing import as_words, sign
from banyan.journeys.permissions import CONFIRM_ARRIVAL
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer, require


@act
def sign_receipt(
    host: Organisation, *, by: Viewer, name: str, home: str, number: str, arrived_on: str
) -> str:
    """The words that tell a foreign home he arrived here, signed; stored nowhere, audited as receipt.signed.

    Home verifies them by our published key and still confirms the check-in itself.
    """
    require(by, CONFIRM_ARRIVAL, at=host)
    remember(by, "receipt.signed", host, org=host)
    facts = {
        "installation": settings.BASE_URL,
        "name": name.strip(),
        "home": home.strip(),
        "number": number.strip(),
        "host": host.full_name or host.name,
        "arrived_on": arrived_on,
    }
    return as_words(sign(facts))

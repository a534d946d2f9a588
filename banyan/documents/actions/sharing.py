"""What leaves the house for the door and the group: notices, household cards, and the one number they may show."""

from collections.abc import Mapping

from banyan.audit.record import act, remember
from banyan.documents.models import PublicPhone
from banyan.documents.permissions import MAKE_NOTICES
from banyan.documents.queries import phone_words, public_phone_of
from banyan.documents.rules import formal_name, why_not_offer_phone, why_not_shareable
from banyan.documents.sheets import household_sheet, notice_sheet
from banyan.documents.typesetting import Sheet
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import NOT_YOURS, Viewer, require
from banyan.shared.clock import now
from banyan.shared.errors import NotAllowed, refuse_if


@act
def offer_phone(org: Organisation, *, by: Viewer, name: str, phone: str, place: str = "") -> PublicPhone:
    """An officer agrees that this name and number stand on what his organisation hands out; audited as phone.offered.

    One number an organisation: a new one takes the place of the former. Refused for an organisation he does not serve.
    """
    require(by, MAKE_NOTICES, at=org)
    refuse_if(why_not_offer_phone(serves_there=any(held.org.pk == org.pk for held in by.held)))
    refuse_if(why_not_shareable([name, place]))
    if by.account is None:
        raise NotAllowed(NOT_YOURS)
    PublicPhone.objects.filter(org=org).delete()
    offered = PublicPhone(org=org, account=by.account, name=name, phone=phone, place=place, agreed_at=now())
    offered.save(force_insert=True)
    remember(by, "phone.offered", offered, org=org)
    return offered


@act
def withdraw_phone(offered: PublicPhone, *, by: Viewer) -> None:
    """It stands on nothing made from now on. By whoever agreed, or his organisation's keeper; phone.withdrawn."""
    if by.account != offered.account:
        require(by, MAKE_NOTICES, at=offered.org)
    remember(by, "phone.withdrawn", offered, org=offered.org)
    offered.delete()


@act
def make_notice(
    org: Organisation, facts: Mapping[str, str], *, by: Viewer, with_phone: bool = False
) -> Sheet:
    """A meeting notice to hang up or to send to the group; kept nowhere, audited as notice.made.

    Refused when a text carries a telephone or an identity number (R-P14): only the service phone may stand there.
    """
    require(by, MAKE_NOTICES, at=org)
    refuse_if(why_not_shareable(facts.values()))
    remember(by, "notice.made", org=org)
    offered = public_phone_of(org) if with_phone else None
    return notice_sheet({**facts, "organisation": _name(org), **(phone_words(offered) if offered else {})})


@act
def make_card(org: Organisation, *, by: Viewer) -> Sheet:
    """The household service card of a branch: its service phone and that of the committee above; card.made."""
    require(by, MAKE_NOTICES, at=org)
    remember(by, "card.made", org=org)
    offered = [each for each in (public_phone_of(org), public_phone_of(org.parent)) if each]
    lines = [
        # The card's own organisation stands above already.
        {
            "organisation": "" if each.org_id == org.pk else _name(each.org),
            **phone_words(each),
            "name": each.name,
        }
        for each in offered
    ]
    place = offered[0].place if offered and offered[0].org_id == org.pk else ""
    return household_sheet({"organisation": _name(org), "lines": lines, "place": place})


def _name(org: Organisation) -> str:
    return formal_name(org.kind, org.name, org.full_name)

"""Offices: handed over strictly below one's own, from a day until another, and ended."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from banyan.accounts.actions.links import IssuedLink, issue_link
from banyan.accounts.actions.opening import open_account
from banyan.accounts.actions.second_factor import end_second_factor
from banyan.accounts.actions.sessions import end_sessions
from banyan.accounts.actions.tokens import revoke_tokens
from banyan.accounts.models import Account
from banyan.accounts.queries import account_called
from banyan.audit.record import SYSTEM, Actor, act, remember
from banyan.orgs.models import Office, Organisation
from banyan.orgs.queries import offices_not_over
from banyan.orgs.rules import why_not_end_office, why_not_hold, why_not_term
from banyan.orgs.states import OfficeName
from banyan.orgs.viewers import NOT_YOURS, Viewer, require_grant
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed, Reason, refuse_if

A_PROGRAM = Reason("a_program", _("系统对接的账号凭令牌使用，不能登录网页。"))


@act
def grant_office(
    account: Account,
    *,
    by: Viewer,
    org: Organisation,
    name: str,
    from_day: date | None = None,
    until_day: date | None = None,
) -> Office:
    """Hand an office over. Only strictly below one's own, only those one's office may grant, never to oneself
    (T3, R-A5)."""
    require_grant(by, org, name)
    if by.account is not None and by.account.pk == account.pk:
        raise NotAllowed(NOT_YOURS)
    return seat(account, org=org, name=name, by=by, from_day=from_day, until_day=until_day)


def require_sign_in_reset(by: Viewer, account: Account) -> None:
    """NotAllowed unless he may grant every office the account holds: whoever resets a way in could use it (T3)."""
    for office in offices_not_over(today()).filter(account=account).select_related("org"):
        if office.name != OfficeName.MEMBER:
            require_grant(by, office.org, office.name)


@act
def seat(
    account: Account,
    *,
    org: Organisation,
    name: str,
    by: Actor = SYSTEM,
    from_day: date | None = None,
    until_day: date | None = None,
) -> Office:
    """Store an office already permitted: by `grant_office`, the first door, or `banyan office grant`.

    Other rights need another session (R-B5): whoever is signed in signs in again.
    """
    start = from_day or today()
    refuse_if(why_not_hold(name, org))
    refuse_if(why_not_term(start, until_day))
    office, is_new = Office.objects.get_or_create(
        account=account,
        org=org,
        name=name,
        until_day=until_day,
        defaults={"from_day": start, "granted_by": by.audit_label},
    )
    if is_new:
        end_sessions(account, by=by, reason="office")
        remember(by, "office.granted", office, org=org, subject=account.ref, office=name)
    return office


@act
def hand_over(
    label: str,
    phone: str,
    *,
    by: Viewer,
    org: Organisation,
    name: str,
    from_day: date,
    until_day: date | None,
) -> tuple[Office, IssuedLink | None]:
    """Grant an office to a person by name and phone. Whoever has an account under both keeps it and its password;
    for anybody else one is opened, with a personal link to hand over."""
    require_grant(by, org, name)
    known = account_called(phone)
    if known is not None and known.label == label:
        return grant_office(known, by=by, org=org, name=name, from_day=from_day, until_day=until_day), None
    account = open_account(by=by, label=label, phone=phone)
    office = grant_office(account, by=by, org=org, name=name, from_day=from_day, until_day=until_day)
    return office, issue_link(account, by=by)


@act
def end_office(office: Office, *, by: Viewer) -> None:
    """End a term today: from now on the account may no longer act there; tokens of an integration end with it."""
    require_grant(by, office.org, office.name)
    refuse_if(why_not_end_office(office.until_day, today()))
    office.until_day = today()
    office.save(update_fields=["until_day"])
    if office.name == OfficeName.INTEGRATION:
        revoke_tokens(office.account, by=by)
    remember(by, "office.ended", office, org=office.org, subject=office.account.ref, office=office.name)


@act
def unseat(account: Account, *, org: Organisation, name: str, by: Actor) -> None:
    """End what `seat` opened, where that was permitted elsewhere: of a member who belongs to another branch now."""
    for office in offices_not_over(today()).filter(account=account, org=org, name=name):
        office.until_day = today()
        office.save(update_fields=["until_day"])
        remember(by, "office.ended", office, org=org, subject=account.ref, office=name)


@act
def reset_sign_in(office: Office, *, by: Viewer, is_phone_lost: bool = False) -> IssuedLink:
    """A new personal link for whoever holds an office below. With the telephone lost, his second factor ends too.

    NotAllowed when he holds another office that `by` could not grant. Audited as link.issued.
    """
    require_grant(by, office.org, office.name)
    require_sign_in_reset(by, office.account)
    refuse_if(A_PROGRAM if office.name == OfficeName.INTEGRATION else None)
    if is_phone_lost and office.account.has_second_factor:
        end_second_factor(office.account, by=by, is_lost=True)
    return issue_link(office.account, by=by)

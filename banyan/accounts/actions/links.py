"""Personal links: how a member gets his first password, and a new one when he has forgotten it."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banyan.accounts.models import Account, OneTimeLink
from banyan.accounts.queries import digest_of
from banyan.accounts.rules import why_not_sign_in
from banyan.accounts.states import LinkPurpose
from banyan.audit.record import Actor, act, remember
from banyan.shared.clock import now
from banyan.shared.errors import Reason, Refused, refuse_if

LINK_DAYS = 7
TOKEN_BYTES = 24
LINK_GONE = Reason("link_gone", _("这个链接已经用过或过期了，请找本支部书记重新发一个。"))


@dataclass(frozen=True)
class IssuedLink:
    """A link as it is handed over: the only moment its token is known."""

    link: OneTimeLink
    token: str

    @property
    def address(self) -> str:
        """The whole address, for the member's slip, a QR code or a message."""
        return f"{settings.BASE_URL}{reverse('accounts:link', args=[self.token])}"


@act
def issue_link(account: Account, *, by: Actor) -> IssuedLink:
    """Give an account a personal link for 7 days; links given before end. Audited as link.issued.

    Whether `by` may do so is decided above: by people.invite_member or orgs.reset_sign_in.
    """
    refuse_if(why_not_sign_in(account))
    end_links(account, by=by)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    moment = now()
    link = OneTimeLink(
        account=account,
        digest=digest_of(token),
        purpose=LinkPurpose.RESET if account.has_usable_password() else LinkPurpose.INVITE,
        issued_by=by.audit_label,
        issued_at=moment,
        expires_at=moment + timedelta(days=LINK_DAYS),
    )
    link.save(force_insert=True)
    remember(by, "link.issued", link, subject=account.ref, purpose=link.purpose)
    return IssuedLink(link, token)


@act
def end_links(account: Account, *, by: Actor) -> None:
    """Links that were given and not used are good no longer."""
    moment = now()
    open_ones = OneTimeLink.objects.filter(
        account=account, used_at=None, ended_at=None, expires_at__gt=moment
    )
    if ended := open_ones.update(ended_at=moment):
        remember(by, "link.ended", account, subject=account.ref, links=ended)


@act
def use_link(link: OneTimeLink, *, by: Actor) -> None:
    """Spend a link: of two at once one wins, the other is refused. Audited as link.used."""
    moment = now()
    waiting = OneTimeLink.objects.filter(
        pk=link.pk, used_at=None, ended_at=None, expires_at__gt=moment, account__is_active=True
    )
    if not waiting.update(used_at=moment):
        raise Refused(LINK_GONE)
    remember(by, "link.used", link, subject=link.account.ref, purpose=link.purpose)

"""What the door no longer needs is cleared away each day (trust.md 4.5)."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from banyan.accounts.actions.limits import forget_whole_buckets
from banyan.accounts.models import OneTimeLink, SessionRecord
from banyan.audit.record import act, remember_forgotten

# Records of sign-ins are kept for at least six months; the acts themselves stay in the record of acts.
SIGN_IN_DAYS = 190
LINK_DAYS = 30


@act
def clear_door(moment: datetime) -> None:
    """Sessions that ran out, limits that limit nobody, links and records of sign-ins older than their days.

    Links and sign-ins are audited with their counts; the others held nothing any more.
    """
    Session.objects.filter(expire_date__lt=moment).delete()
    forget_whole_buckets()
    links = OneTimeLink.objects.filter(expires_at__lt=moment - timedelta(days=LINK_DAYS))
    remember_forgotten("links.forgotten", links.delete()[0])
    sign_ins = SessionRecord.objects.filter(begun_at__lt=moment - timedelta(days=SIGN_IN_DAYS))
    remember_forgotten("sign_ins.forgotten", sign_ins.delete()[0])

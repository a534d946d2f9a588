"""What the door no longer needs is cleared away each day (trust.md 4.5)."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from banyan.accounts.actions.limits import forget_whole_buckets
from banyan.accounts.models import OneTimeLink, SessionRecord

# Records of sign-ins are kept for at least six months; the acts themselves stay in the record of acts.
SIGN_IN_DAYS = 190
LINK_DAYS = 30


def clear_door(moment: datetime) -> None:
    """Sessions that ran out, limits that limit nobody, links and records of sign-ins older than their days."""
    Session.objects.filter(expire_date__lt=moment).delete()
    forget_whole_buckets()
    OneTimeLink.objects.filter(expires_at__lt=moment - timedelta(days=LINK_DAYS)).delete()
    SessionRecord.objects.filter(begun_at__lt=moment - timedelta(days=SIGN_IN_DAYS)).delete()

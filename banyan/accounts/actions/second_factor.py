"""The second factor: six digits from a telephone, and codes on paper for when it is lost (R-B3)."""

import secrets
import unicodedata

import pyotp
from django.utils.translation import gettext_lazy as _

from banyan.accounts.actions.limits import give_back, take
from banyan.accounts.models import Account, RecoveryCode
from banyan.accounts.queries import digest_of, sign_in_rules
from banyan.accounts.rules import BY_CODE
from banyan.audit.record import Actor, act, remember
from banyan.shared.clock import now
from banyan.shared.errors import Reason, Refused, refuse_if

STEP_SECONDS = 30
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10
CODES = 8
ALREADY = Reason("second_factor_on", _("动态口令已经启用。"))
WRONG_CODE = Reason("wrong_code", _("验证码不对或已过期，请看一眼手机上的新数字再填。"))
NEEDED = Reason("second_factor_needed", _("您的职务要求用动态口令登录，不能停用。"))


@act
def start_second_factor(account: Account, *, by: Actor) -> None:
    """Give the account a secret to put into its telephone; it counts once a code from it was shown."""
    refuse_if(ALREADY if account.has_second_factor else None)
    account.totp_secret = pyotp.random_base32()
    account.totp_last_step = 0
    account.save(update_fields=["totp_secret", "totp_last_step"])
    remember(by, "second_factor.started", account, subject=account.ref)


def confirm_second_factor(account: Account, code: str, *, by: Actor) -> list[str]:
    """The telephone shows the right digits: from now on they are asked for. Returns the recovery codes, once.

    Refused when the code is wrong; TooOften after five wrong ones. Audited as second_factor.confirmed.
    """
    refuse_if(ALREADY if account.has_second_factor else None)
    take(BY_CODE, account.ref.hex)
    if not _is_new_step(account, _plain(code)):
        raise Refused(WRONG_CODE)
    give_back(BY_CODE, account.ref.hex)
    return _confirm(account, by=by)


@act
def _confirm(account: Account, *, by: Actor) -> list[str]:
    account.totp_confirmed_at = now()
    account.save(update_fields=["totp_confirmed_at"])
    remember(by, "second_factor.confirmed", account, subject=account.ref)
    return renew_recovery_codes(account, by=by)


@act
def renew_recovery_codes(account: Account, *, by: Actor) -> list[str]:
    """Eight new codes, each good once; earlier ones are good no longer. Returns them, this once."""
    RecoveryCode.objects.filter(account=account).delete()
    codes = ["".join(secrets.choice(CODE_LETTERS) for _at in range(CODE_LENGTH)) for _code in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, digest=_recovery_digest(account, code)) for code in codes
    )
    remember(by, "second_factor.codes_renewed", account, subject=account.ref)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def verify_code(account: Account, code: str, *, by: Actor) -> None:
    """Six digits of this moment that were not used yet, or a recovery code, which is then spent.

    Refused when it is neither; TooOften after five wrong ones (R-B1). Audited when refused or spent.
    """
    take(BY_CODE, account.ref.hex)
    typed = _plain(code)
    if not _is_new_step(account, typed) and not _spend_recovery_code(account, typed, by=by):
        remember(by, "account.refused", account, subject=account.ref, result="refused", reason="wrong_code")
        raise Refused(WRONG_CODE)
    give_back(BY_CODE, account.ref.hex)


@act
def end_second_factor(account: Account, *, by: Actor, is_lost: bool = False) -> None:
    """No second factor any more. Refused while an office asks for it, unless the telephone is lost:
    then the next sign-in leads to a new one. Audited as second_factor.ended."""
    refuse_if(NEEDED if not is_lost and sign_in_rules(account).needs_second_factor else None)
    account.totp_secret, account.totp_confirmed_at = "", None
    account.save(update_fields=["totp_secret", "totp_confirmed_at"])
    RecoveryCode.objects.filter(account=account).delete()
    remember(by, "second_factor.ended", account, subject=account.ref, reason="lost" if is_lost else "")


def _is_new_step(account: Account, code: str) -> bool:
    """Do the digits fit the present half minute or a neighbour, later than the last one used (no replay)?"""
    secret = account.totp_secret.open()
    if not secret:
        return False
    present = int(now().timestamp()) // STEP_SECONDS
    for step in (present - 1, present, present + 1):
        if secrets.compare_digest(pyotp.TOTP(secret).at(step * STEP_SECONDS), code):
            unused = Account.objects.filter(pk=account.pk, totp_last_step__lt=step)
            return bool(unused.update(totp_last_step=step))
    return False


def _plain(code: str) -> str:
    """As typed on any keyboard: full-width digits, spaces and hyphens are forgiven."""
    letters = unicodedata.normalize("NFKC", code).upper()
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())


def _spend_recovery_code(account: Account, code: str, *, by: Actor) -> bool:
    unused = RecoveryCode.objects.filter(digest=_recovery_digest(account, code), used_at=None)
    if not unused.update(used_at=now()):
        return False
    remember(by, "second_factor.code_spent", account, subject=account.ref)
    return True


def _recovery_digest(account: Account, code: str) -> str:
    return digest_of(f"recovery|{account.ref.hex}|{code}")

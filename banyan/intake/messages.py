"""Who hears of an import taken back, and of a person whom two organisations claim (T7)."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from banyan.accounts.models import Account
from banyan.intake.models import Batch, TransferCheck
from banyan.intake.permissions import DECIDE_TRANSFERS, IMPORT_ROSTERS
from banyan.intake.queries.hearing import account_numbered, batch_numbered
from banyan.intake.queries.transfers import check_numbered
from banyan.notify.actions import settle, tell
from banyan.orgs.models import Organisation
from banyan.orgs.queries import accounts_that_may
from banyan.people.models import Person
from banyan.people.permissions import CORRECT_PEOPLE

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def undone(pk: int, account_pk: int) -> None:
    """Whoever imports there hears that it was taken back; whoever took it back, how many stay as they are.

    Names nobody; the page says which fields stay and who changed them.
    """
    batch, account = batch_numbered(pk), account_numbered(account_pk)
    _tell_importers(batch, account)
    if account is None or not batch.left_alone:
        return
    words = format_lazy(
        _("撤销导入时，有 {count} 人的内容后来被别人改过，没有动。点开看是哪些字段、谁改的。"),
        count=batch.left_alone,
    )
    link = reverse("intake:batch", args=[batch.ref]) + "?kind=left"
    tell(
        [account],
        kind="import.undone",
        words=words,
        link=link,
        org=batch.org,
        key=f"import:{batch.ref}:undone",
    )


def _tell_importers(batch: Batch, account: Account | None) -> None:
    others = [each for each in accounts_that_may(IMPORT_ROSTERS, batch.org) if each != account]
    words = format_lazy(
        _("{day}导入的花名册由{name}撤销了，名单回到导入以前；有人后来改过的，没有动。"),
        day=date_format(localtime(batch.accepted_at or batch.made_at), "DATE_FORMAT"),
        name=batch.undone_by,
    )
    tell(
        others,
        kind="import.taken_back",
        words=words,
        link=reverse("intake:batch", args=[batch.ref]),
        org=batch.org,
        key=f"import:{batch.ref}:taken_back",
    )


def raised(pk: int) -> None:
    """The nearest superior: two organisations have registered one person; who it is stands behind a reason."""
    check = check_numbered(pk)
    if check.claimant is None or check.holder is None:
        return
    words = format_lazy(
        _("{one}和{other}登记了同一个身份证号的党员，请核对是转了组织关系，还是有一方录错。"),
        one=check.claimant.home.name,
        other=check.holder.home.name,
    )
    tell(
        accounts_that_may(DECIDE_TRANSFERS, check.superior),
        kind="transfer_check.raised",
        words=words,
        link=reverse("intake:transfers"),
        org=check.superior,
        key=key_of(check),
        is_asking=True,
    )


def transferred(pk: int) -> None:
    """Both sides: he belongs to the one from today, and has left the other."""
    check = check_numbered(pk)
    settle(key_of(check))
    if check.claimant is None or check.holder is None:
        return
    _tell(
        check,
        check.claimant.home,
        "in",
        _("{name}的组织关系经上级核对已转入，今天起在册。"),
        person=check.claimant,
    )
    _tell(
        check,
        check.holder.home,
        "out",
        _("{name}的组织关系经上级核对已转出，今天起不再在册。"),
        person=check.holder,
    )


def stayed(pk: int) -> None:
    """The later side: the entry is withdrawn; of the other side it says nothing."""
    check = check_numbered(pk)
    settle(key_of(check))
    if check.claimant is not None:
        words = _(
            "经上级核对，{name}的组织关系不在这里，这一条登记已撤回。需要转接的，请按规定办理转接手续。"
        )
        _tell(check, check.claimant.home, "withdrawn", words, person=check.claimant)


def asked(pk: int) -> None:
    """The side that may have a wrong number: look at the paper once more."""
    check = check_numbered(pk)
    settle(key_of(check))
    sides = [each for each in (check.claimant, check.holder) if each is not None]
    for person in sides:
        if check.asked is not None and person.home_id == check.asked_id:
            words = _("请对照身份证原件核对{name}的身份证号，有误请更正：上级发现这个号码可能录错。")
            _tell(check, person.home, "asked", words, person=person)


def _tell(
    check: TransferCheck, org: Organisation, step: str, words: "_StrPromise", *, person: Person
) -> None:
    tell(
        accounts_that_may(CORRECT_PEOPLE, org),
        kind=f"transfer_check.{step}",
        words=format_lazy(words, name=person.name),
        link=reverse("people:card", args=[person.ref]),
        org=org,
        key=f"{key_of(check)}:{step}",
    )


def key_of(check: TransferCheck) -> str:
    return f"transfer_check:{check.ref}"

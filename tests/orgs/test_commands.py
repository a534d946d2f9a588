"""`banyan office grant`: from the server's console, for whom nobody inside can seat."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from banyan.accounts.models import Account
from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.orgs.models import Office


def granted(org: str, office: str, account: str, *more: str) -> str:
    out = StringIO()
    words = ["--org", org, "--office", office, "--account", account, *more]
    call_command("office", "grant", *words, stdout=out)
    return out.getvalue()


def test_an_office_is_granted_to_an_account_that_exists(cast: Cast) -> None:
    said = granted("永兴县", "county_officer", "lin")
    assert "林知远" in said
    assert "/links/" not in said
    assert Office.objects.filter(account=cast.county_officer.account).count() == 2


def test_an_account_that_is_missing_is_opened_with_a_link_that_works(cast: Cast) -> None:
    said = granted("4310", "auditor", "shen", "--name", "沈秋水")
    assert Office.objects.get(account__name="shen").name == "auditor"
    address = re.findall(r"http\S+", said)[0].removeprefix(settings.BASE_URL)
    client = Client()
    assert "沈**" in client.get(address, follow=True).content.decode()
    client.post("/link", {"new": "二十四桥明月夜-3", "again": "二十四桥明月夜-3"})
    assert client.get("/me").status_code == 200


def test_an_account_is_opened_under_a_phone_when_its_owner_is_named(cast: Cast) -> None:
    granted("4310", "auditor", "15400000041", "--name", "沈秋水")
    assert Account.objects.get(label="沈秋水").login_phone.open() == "15400000041"
    with pytest.raises(CommandError):
        granted("4310", "auditor", "15400000042")


def test_the_console_is_named_in_the_record(cast: Cast) -> None:
    granted("永兴县", "county_officer", "lin")
    entry = Entry.objects.filter(act="office.granted").order_by("-seq").first()
    assert entry is not None
    assert (entry.actor_label, entry.role, entry.org_label) == ("系统", "system", "永兴县")


@pytest.mark.parametrize(
    ("org", "office", "account"),
    [
        ("没有的县", "county_officer", "lin"),
        ("永兴县", "township_officer", "lin"),
        ("永兴县", "county_officer", "1"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_left_behind(
    cast: Cast, org: str, office: str, account: str
) -> None:
    before = Account.objects.count(), Office.objects.count()
    with pytest.raises(CommandError):
        granted(org, office, account)
    assert (Account.objects.count(), Office.objects.count()) == before

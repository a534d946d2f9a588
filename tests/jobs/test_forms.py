"""Every form that changes something carries a key (R-C4); those that do not say why."""

import re

from tests.architecture.source import SourceFile, planted, templates

FORM = re.compile(r'<form\b[^>]*method="post".*?</form>', re.DOTALL | re.IGNORECASE)
# An answer that is not kept cannot be given again: a file, a number shown this once, a session's cookie.
DOWNLOADS = "a file each time it is pressed; its only trace is in the record"
SHOWN_ONCE = "shows what is shown this once; the last press counts"
SESSIONS = "answers with the cookie of a session"
SEARCHES = "asks and changes nothing; posted so that no number stands in an address"
WITHOUT_KEY = {
    "accounts/link.html": SESSIONS,
    "accounts/login.html": SESSIONS,
    "accounts/password.html": SESSIONS,
    "accounts/proof.html": SESSIONS,
    "accounts/verify.html": SESSIONS,
    "accounts/sign_ins.html": SESSIONS,
    "accounts/second_factor.html": SHOWN_ONCE,
    "accounts/second_factor_picture.html": SHOWN_ONCE,
    "orgs/reset.html": SHOWN_ONCE,
    "orgs/first_door/code.html": SESSIONS,
    "people/reveal.html": SHOWN_ONCE,
    "people/phone_search.html": SEARCHES,
    "people/list.html": DOWNLOADS,
    "documents/of_person.html": DOWNLOADS,
    "documents/signed.html": SEARCHES,
    "documents/register.html": DOWNLOADS,
    "insight/board.html": DOWNLOADS,
    "insight/rows.html": DOWNLOADS,
    "journeys/report/silent.html": DOWNLOADS,
    "privacy/record.html": DOWNLOADS,
    "web/account_cells.html": SESSIONS,
    "web/foot.html": SESSIONS,
    "web/top.html": SESSIONS,
    "web/preferences.html": SESSIONS,
}


def forms_without_key(file: SourceFile) -> list[str]:
    return [form for form in FORM.findall(file.text) if "{% idempotency %}" not in form]


def name_of(file: SourceFile) -> str:
    return "/".join(file.path.parts[3:])


def test_every_form_carries_a_key_or_says_why_not() -> None:
    missing = {name_of(file) for file in templates() if forms_without_key(file)}
    assert sorted(missing - set(WITHOUT_KEY)) == []
    assert sorted(set(WITHOUT_KEY) - missing) == []


def test_the_search_sees_a_form_without_a_key() -> None:
    assert forms_without_key(planted('<form method="post">{% csrf_token %}</form>'))
    assert not forms_without_key(planted('<form method="post">{% csrf_token %}{% idempotency %}</form>'))
    assert not forms_without_key(planted('<form method="get"></form>'))

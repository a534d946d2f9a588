"""The English catalogue: complete, really English, and compiled as it stands."""

import re
import sys
from pathlib import Path

import polib
import pytest
from django.test import Client
from django.urls import reverse

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "bin" / "steps"))

import messages  # noqa: E402 - the commands' own folder is on the path from here on

CATALOGUE = polib.pofile(str(messages.CATALOGUE))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%")
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
# What stands on a Chinese paper or is typed in Chinese may be quoted: “补打”.
QUOTED = re.compile(r"“[^”]*”")


def english_of(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def faults_of(entry: polib.POEntry) -> list[str]:
    """What is wrong with the English of one string, in words."""
    faults = ["fuzzy"] if entry.fuzzy else []
    for english in english_of(entry):
        if not english.strip():
            faults.append("empty")
        if english == entry.msgid:
            faults.append("a copy")
        if CHINESE.search(QUOTED.sub("", english)):
            faults.append("Chinese")
        if set(PLACEHOLDER.findall(english)) != set(PLACEHOLDER.findall(entry.msgid)):
            faults.append("other placeholders")
    return faults


def test_the_catalogue_holds_every_marked_string_and_no_other() -> None:
    marked = {(single, plural) for single, (plural, _) in messages.marked_strings().items()}
    held = {(entry.msgid, entry.msgid_plural) for entry in CATALOGUE}

    assert sorted(marked - held) == [], "run bin/messages and write the English"
    assert sorted(held - marked) == [], "run bin/messages"


def test_every_string_has_its_own_english() -> None:
    assert {entry.msgid: faults for entry in CATALOGUE if (faults := faults_of(entry))} == {}


def test_the_compiled_catalogue_is_the_written_one() -> None:
    compiled = polib.mofile(str(messages.CATALOGUE.with_suffix(".mo")))

    assert {entry.msgid: english_of(entry) for entry in compiled} == {
        entry.msgid: english_of(entry) for entry in CATALOGUE
    }


def test_the_catalogue_is_sorted_and_names_no_lines() -> None:
    assert [entry.msgid for entry in CATALOGUE] == sorted(entry.msgid for entry in CATALOGUE)
    assert [entry.msgid for entry in CATALOGUE if entry.occurrences or entry.obsolete] == []


@pytest.mark.parametrize(
    ("msgid", "english", "faults"),
    [
        ("认领", "认领", ["a copy", "Chinese"]),
        ("认领", "", ["empty"]),
        ("认领", "Claim（认领）", ["Chinese"]),
        ("认领", "Claim “认领”", []),
        ("%(count)s人", "people", ["other placeholders"]),
    ],
)
def test_poor_english_is_found(msgid: str, english: str, faults: list[str]) -> None:
    assert faults_of(polib.POEntry(msgid=msgid, msgstr=english)) == faults


def test_a_plural_without_one_of_its_forms_is_found() -> None:
    entry = polib.POEntry(msgid="%(n)s人", msgid_plural="%(n)s人", msgstr_plural={0: "%(n)s person", 1: ""})

    assert "empty" in faults_of(entry)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ('_("认领")', [("认领", "")]),
        ('x = gettext_lazy("认" "领")', [("认领", "")]),
        ('translation.gettext("认领")', [("认领", "")]),
        ('ngettext("%(n)d人", "%(n)d个人", n)', [("%(n)d人", "%(n)d个人")]),
        ('label("认领")', []),
    ],
)
def test_every_mark_of_a_program_is_seen(text: str, marked: list[messages.Marked]) -> None:
    assert list(messages.in_python(text)) == marked


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ('{% translate "认领" as words %}', [("认领", "")]),
        ("{% translate '说\"好\"' %}", [('说"好"', "")]),
        (
            "{% blocktranslate trimmed %}\n  {{ n }}人\n  在外\n{% endblocktranslate %}",
            [("%(n)s人 在外", "")],
        ),
        (
            "{% blocktrans count n=n %}{{ n }}人{% plural %}{{ n }}个人{% endblocktrans %}",
            [("%(n)s人", "%(n)s个人")],
        ),
        ('{{ name|default:_("没有") }}{{ _("认领") }}', [("没有", ""), ("认领", "")]),
        ('{% include "a.html" with title=_("认领") %}', [("认领", "")]),
        ("{% comment %}{% translate '认领' %}{% endcomment %}认领", []),
    ],
)
def test_every_mark_of_a_template_is_seen(text: str, marked: list[messages.Marked]) -> None:
    assert list(messages.in_template(text)) == marked


def test_what_stands_keeps_its_english_and_what_is_gone_leaves() -> None:
    old = polib.POFile()
    old.append(polib.POEntry(msgid="认领", msgstr="Claim"))
    old.append(polib.POEntry(msgid="旧的", msgstr="Old"))

    new = messages.renewed(old, {"认领": ("", "a.py"), "%(n)s人": ("%(n)s个人", "a.html")})

    assert [(entry.msgid, english_of(entry)) for entry in new] == [("%(n)s人", ["", ""]), ("认领", ["Claim"])]


def test_a_page_speaks_the_language_chosen(db: None, client: Client) -> None:
    client.cookies["django_language"] = "en"

    page = client.get(reverse("accounts:login"))

    assert page["Content-Language"] == "en"
    assert "Your organisation opens the account for you" in page.content.decode()
    assert "账号由党组织开通" not in page.content.decode()

"""The English catalogue: complete, really English, and compiled as it stands."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.test import Client
from django.urls import reverse

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "banyan"
sys.path.append(str(ROOT / "bin" / "steps"))

import messages  # noqa: E402 - the commands' own folder is on the path from here on

CATALOGUE = polib.pofile(str(messages.CATALOGUE))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%")
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
CHINESE_WORDS = re.compile(r"[\u3400-\u9fff（）]+")
BLOCKS = re.compile(
    r"\{% comment.*?endcomment %\}|\{#.*?#\}|/\*.*?\*/|^\s*//.*?$"
    r"|\{% blocktrans.*?endblocktrans(?:late)? %\}",
    re.DOTALL | re.MULTILINE,
)
TAGS = re.compile(r"\{% trans(?:late)? .*?%\}|_\((?:'[^']*'|\"[^\"]*\")\)", re.DOTALL)
# What stands on a Chinese paper or is typed in Chinese may be quoted: “补打”.
QUOTED = re.compile(r"“[^”]*”")

# Folders and files whose Chinese no page shows as it stands, and why.
NOT_SHOWN = {
    "demo": "invented people and places, and sentences of its command",
    "intake/reading": "words looked for in a roster, and reasons, Chinese by story.md (Rosters)",
    "api.py": "the description of the API, one text in Chinese",
    "chat_api.py": "the description of the API, one text in Chinese",
    "management": "commands speak Chinese",
    "migrations": "names of fields as they were",
}
# Files that hold Chinese of another kind than words of a screen. Whatever a catalogue string says too is no case:
# a stored value stands beside its marked words ("男", _("男")).
OF_ANOTHER_KIND = {
    "accounts/passwords.py": "words nobody should have in a password",
    "accounts/views/second_factor.py": "the name of the house, inside the square an application reads",
    "documents/numerals.py": "numerals of a paper",
    "documents/rules.py": "numbers and seals of a paper",
    "documents/sheets.py": "what is printed on a paper",
    "documents/states.py": "the title printed on a paper",
    "ledger/sheets.py": "what is printed on a paper",
    "people/rules/arrivals.py": "the name of an organisation whose name nobody told, as it is stored",
    "intake/queries/chats.py": "how names of places and organisations are shortened in a group",
    "intake/rules.py": "what an import writes into a person's note",
    "journeys/queries/journey.py": "regions that are none to speak of, by their names",
    "orgs/queries/tree.py": "sentences of commands",
    "orgs/words.py": "how names of places and organisations are built",
    "people/pinyin.py": "syllables of the characters",
    "shared/keys.py": "sentences of the machine's keeper, before any page",
    "shared/masking.py": "how the names of regions end",
    "shared/schemas.py": "the description of the API",
    "shared/spreadsheets/formats.py": "formats of a Chinese Excel",
    "shared/spreadsheets/look.py": "how Excel begins a comment",
    "shared/spreadsheets/writing.py": "the name of a sheet that has none",
    "web/style.py": "the page of the look, for development alone",
    "web/views/style.py": "the page of the look, for development alone",
    "web/templates/web/style.html": "the page of the look, for development alone",
}


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


def plain_chinese(text: str) -> Iterator[str]:
    """The Chinese literals of a program that no mark encloses and no docstring is."""
    tree = ast.parse(text)
    enclosed = {id(part) for node in ast.walk(tree) if is_mark(node) for part in ast.walk(node)}
    enclosed |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in enclosed:
            yield from [node.value] if CHINESE_WORDS.search(node.value) else []


def is_mark(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in messages.MARKS
    )


def plain_words(text: str) -> Iterator[str]:
    """The Chinese of a template outside its tags and comments."""
    yield from CHINESE_WORDS.findall(TAGS.sub("", BLOCKS.sub("", text)))


def unmarked() -> dict[str, list[str]]:
    """File -> Chinese that no catalogue knows."""
    known = {entry.msgid for entry in CATALOGUE}
    found = {}
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.js")]):
        name = path.relative_to(PACKAGE).as_posix()
        if not any(f"/{folder}/" in f"/{name}/" for folder in NOT_SHOWN):
            literals = plain_chinese if path.suffix == ".py" else plain_words
            text = path.read_text(encoding="utf-8")
            if words := [each for each in literals(text) if each not in known]:
                found[name] = words
    return found


def test_whatever_a_screen_shows_is_marked() -> None:
    found = unmarked()
    assert {name: words for name, words in found.items() if name not in OF_ANOTHER_KIND} == {}
    assert set(OF_ANOTHER_KIND) - set(found) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"""认领"""\nx = _("认领")', []),
        ('x = "认领"', ["认领"]),
        ('x = f"{n}人"', ["人"]),
        ('x = _("认领") + "人"', ["人"]),
        ('def f():\n    """认领"""\n    return "人"', ["人"]),
    ],
)
def test_a_literal_without_its_mark_is_found(text: str, found: list[str]) -> None:
    assert list(plain_chinese(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{# 认领 #}{% translate '认领' %}{% blocktranslate %}人{% endblocktranslate %}", []),
        ("{% comment %}认领{% endcomment %}{{ x|default:_('人') }}", []),
        ("<p>认领</p>", ["认领"]),
        ('<p title="人">{% include "a.html" with title="认领" %}</p>', ["人", "认领"]),
    ],
)
def test_a_word_of_a_template_without_its_mark_is_found(text: str, found: list[str]) -> None:
    assert sorted(plain_words(text)) == sorted(found)


def read_once(text: str) -> list[int]:
    """Lines where a string is translated while the module is read: in the language of nobody."""
    tree = ast.parse(text)
    eager = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.name in {"gettext", "ngettext"}
    }
    return sorted(_called_at_once(tree, eager))


def _called_at_once(node: ast.AST, names: set[str]) -> Iterator[int]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            outside = [*child.args.defaults, *child.args.kw_defaults, *getattr(child, "decorator_list", [])]
            for part in filter(None, outside):
                yield from _called_at_once(ast.Expr(part), names)
            continue
        if isinstance(child, ast.Call) and getattr(child.func, "id", "") in names:
            yield child.lineno
        yield from _called_at_once(child, names)


def test_no_string_is_translated_before_anybody_looks() -> None:
    read = {path.relative_to(PACKAGE).as_posix(): path.read_text() for path in PACKAGE.rglob("*.py")}
    assert {name: lines for name, text in read.items() if (lines := read_once(text))} == {}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("{gettext}\nX = _('人')", [2]),
        ("{gettext}\nclass A:\n    x = dict(a=_('人'))", [3]),
        ("{gettext}\ndef f(x=_('人')): pass", [2]),
        ("{gettext}\ndef f(): return _('人')", []),
        ("{lazy}\nX = _('人')", []),
    ],
)
def test_a_string_translated_too_early_is_found(text: str, lines: list[int]) -> None:
    imports = {
        name: f"from django.utils.translation import {name} as _" for name in ("gettext", "gettext_lazy")
    }
    assert read_once(text.format(gettext=imports["gettext"], lazy=imports["gettext_lazy"])) == lines


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

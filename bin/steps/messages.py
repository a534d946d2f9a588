"""bin/messages: the English catalogue gets every marked string of the tree, sorted, and is compiled.

Python and templates are read by their own parsers, so no gettext tools are needed. What has no English yet is
listed; it is written into django.po by hand, and bin/messages is run again.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

from say import ROOT, plain_sentences

PACKAGE = ROOT / "banyan"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
# Function -> how many forms of the string it takes.
MARKS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2}
TEXT = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
MARK_IN_TEMPLATE = re.compile(rf"(?<!\w)(?:_|gettext|ngettext)\({TEXT}(?:, {TEXT})?")
HEADER = {
    "Project-Id-Version": "Banyan",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
Marked = tuple[str, str]


def main() -> None:
    with plain_sentences():
        places = marked_strings()
        catalogue = renewed(polib.pofile(str(CATALOGUE)), places)
        catalogue.save(str(CATALOGUE))
        catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    missing = [entry.msgid for entry in catalogue if not entry.translated()]
    for msgid in missing:
        print(f"{places[msgid][1]}: {msgid}")
    print(f"{len(catalogue)} strings, {len(missing)} without English.")
    sys.exit(1 if missing else 0)


def marked_strings() -> dict[str, Marked]:
    """String -> its plural (or nothing) and the first file that marks it."""
    found: dict[str, Marked] = {}
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]):
        marks = in_python if path.suffix == ".py" else in_template
        for single, plural in marks(path.read_text(encoding="utf-8")):
            known_plural, place = found.get(single, ("", _name(path)))
            found[single] = known_plural or plural, place
    return found


def in_python(text: str) -> Iterator[Marked]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            function = getattr(node.func, "attr", getattr(node.func, "id", ""))
            forms = [ast.literal_eval(form) for form in node.args[: MARKS.get(function, 0)]]
            if forms:
                yield forms[0], forms[1] if len(forms) > 1 else ""


def in_template(text: str) -> Iterator[Marked]:
    for single, plural in MARK_IN_TEMPLATE.findall(templatize(text)):
        yield ast.literal_eval(single), ast.literal_eval(plural) if plural else ""


def renewed(old: polib.POFile, places: dict[str, Marked]) -> polib.POFile:
    """The catalogue of exactly these strings, with the English that stands."""
    known = {(entry.msgid, entry.msgid_plural): entry for entry in old if not entry.obsolete}
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = HEADER
    for single, (plural, _) in sorted(places.items()):
        catalogue.append(known.get((single, plural)) or _new_entry(single, plural))
    return catalogue


def _new_entry(single: str, plural: str) -> polib.POEntry:
    flags = ["python-format"] if "%(" in single else []
    if plural:
        return polib.POEntry(msgid=single, msgid_plural=plural, msgstr_plural={0: "", 1: ""}, flags=flags)
    return polib.POEntry(msgid=single, flags=flags)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


if __name__ == "__main__":
    main()

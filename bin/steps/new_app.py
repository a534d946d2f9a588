"""bin/new-app NAME: an app with its first rooms, entered in the contract of rooms and in the settings."""

import re
import sys
from pathlib import Path

from say import ROOT, Stop, plain_sentences

APPS_PY = """from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class {title}Config(AppConfig):
    name = "banyan.{name}"
    label = "{name}"
    verbose_name = _("{name}")
"""
MODELS_PY = '"""The tables of {name}."""\n'
QUERIES_PY = '"""What a viewer can see of {name}; the viewer comes first."""\n'
ACTIONS_PY = '"""Every write of {name}, in five beats."""\n'
ROOMS = {
    "__init__.py": "",
    "apps.py": APPS_PY,
    "models.py": MODELS_PY,
    "queries.py": QUERIES_PY,
    "actions.py": ACTIONS_PY,
    "migrations/__init__.py": "",
}


def main() -> None:
    with plain_sentences():
        if len(sys.argv) != 2 or not re.fullmatch(r"[a-z]+", sys.argv[1]):
            raise Stop("Usage: bin/new-app NAME (a noun a member would recognise, in small letters)")
        name = sys.argv[1]
        _write_rooms(name)
        _enter(ROOT / ".importlinter", "    banyan.web\n", f"    banyan.{name}\n")
        _enter(ROOT / "banyan/config/settings.py", '    "banyan.privacy",\n', f'    "banyan.{name}",\n')
        print(f"banyan/{name} and tests/{name} stand. Next: its floor in .importlinter, its word for people")
        print("in apps.py, and when it has them config/urls, config/offices, config/schedule and web/menu.")


def _write_rooms(name: str) -> None:
    folder = ROOT / "banyan" / name
    if folder.exists():
        raise Stop(f"{folder.relative_to(ROOT)} stands already.")
    for file, text in ROOMS.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(name=name, title=name.title()))
    tests = ROOT / "tests" / name
    tests.mkdir(exist_ok=True)
    (tests / "__init__.py").touch()


def _enter(path: Path, before: str, line: str) -> None:
    """Write the line above a known one, once."""
    text = path.read_text()
    if before not in text:
        raise Stop(f"{path.relative_to(ROOT)} has changed: enter this line yourself: {line.strip()}")
    path.write_text(text.replace(before, line + before, 1))


if __name__ == "__main__":
    main()

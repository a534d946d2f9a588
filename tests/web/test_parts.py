"""What templates name exists: every class in a style sheet, every drawing in the sprite."""

import re
from pathlib import Path

import pytest

from banyan.web import menu
from banyan.web.templatetags.web import icon
from tests.architecture.source import templates

STATIC = Path("banyan/web/static/web")
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
CLASSES = re.compile(r'\sclass="([^"]*)"')
ICON = re.compile(r"""{%\s*icon\s+["']([\w-]+)["']|\bicon=["']([\w-]+)["']""")


def styled_classes() -> set[str]:
    sheets = " ".join(sheet.read_text(encoding="utf-8") for sheet in (STATIC / "css").glob("*.css"))
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", sheets))


def named_classes(text: str) -> set[str]:
    """Class names written out in a template; those a variable fills in are left to the eye."""
    return {name for found in CLASSES.findall(TAG.sub(" ", text)) for name in found.split() if name != "is-"}


def drawings() -> set[str]:
    return set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))


def named_icons(text: str) -> set[str]:
    return {one or other for one, other in ICON.findall(text)}


def test_every_class_of_a_template_is_styled() -> None:
    styled = styled_classes()
    lost = {file.name: named_classes(file.text) - styled for file in templates()}
    assert {name: classes for name, classes in lost.items() if classes} == {}


def test_every_icon_of_a_template_is_drawn() -> None:
    lost = {file.name: named_icons(file.text) - drawings() for file in templates()}
    assert {name: icons for name, icons in lost.items() if icons} == {}


def test_every_icon_of_the_menu_is_drawn() -> None:
    entries = [entry for group in menu.DESK_MENU for entry in group.entries]
    entries += [*menu.MEMBER_BAR, *menu.DESK_BAR, *menu.OWN, *menu.ACCOUNT]
    assert {entry.icon for entry in entries} - drawings() == set()


@pytest.mark.parametrize("fault", ['<p class="no-such-class">', '<p class="card no-such-class">'])
def test_the_wall_sees_a_class_without_style(fault: str) -> None:
    assert named_classes(fault) - styled_classes() == {"no-such-class"}


def test_an_icon_is_hidden_from_screen_readers() -> None:
    assert 'aria-hidden="true"' in icon("home")
    assert 'web/icons.svg#home"' in icon("home")

"""Both READMEs: their table names every setting that is read, links lead somewhere, pictures load."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT

READMES = ("README.md", "README.zh-CN.md")
ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#:]+)\)|src=\"([^\"]+)\"")
IN_A_UNIT = re.compile(r"\$\{(BANYAN_\w+)\}")
PICTURE_BYTES = 200_000


def settings_read(text: str) -> set[str]:
    """Names handed to `env(…)`, `env.bool(…)` or looked up in `os.environ`."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call) and node.args]
    names = [call.args[0] for call in calls if re.match(r"(env|os\.environ)\b", ast.unparse(call.func))]
    found = {name.value for name in names if isinstance(name, ast.Constant)}
    return {name for name in found if isinstance(name, str) and name.startswith(("BANYAN_", "DATABASE_"))}


def settings_of_the_house() -> set[str]:
    code = [settings_read(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")]
    units = [set(IN_A_UNIT.findall(path.read_text())) for path in (ROOT / "deploy").glob("*.service")]
    return set().union(*code, *units)


def settings_listed(readme: str) -> list[str]:
    return ROW.findall((ROOT / readme).read_text(encoding="utf-8"))


def links_in(readme: str) -> list[str]:
    found = LINK.findall((ROOT / readme).read_text(encoding="utf-8"))
    return [file or picture for file, picture in found]


@pytest.mark.parametrize("readme", READMES)
def test_the_table_of_settings_names_exactly_what_is_read(readme: str) -> None:
    assert sorted(settings_listed(readme)) == sorted(settings_of_the_house())


def test_a_setting_is_found_however_it_is_read() -> None:
    text = 'env("BANYAN_A")\nenv.bool("BANYAN_B", default=True)\nos.environ.get("BANYAN_C")\nenv("PATH")'
    assert settings_read(text) == {"BANYAN_A", "BANYAN_B", "BANYAN_C"}


@pytest.mark.parametrize("readme", READMES)
def test_every_link_and_picture_is_there(readme: str) -> None:
    assert [link for link in links_in(readme) if not (ROOT / link).exists()] == []


def test_both_languages_show_the_same_pictures_and_settings() -> None:
    english, chinese = ([link for link in links_in(name) if not link.endswith(".md")] for name in READMES)
    assert english == chinese
    assert settings_listed(READMES[0]) == settings_listed(READMES[1])


def test_no_picture_is_heavier_than_200_kb() -> None:
    pictures = list((ROOT / "docs" / "pictures").iterdir())
    assert pictures
    assert [path.name for path in pictures if path.stat().st_size > PICTURE_BYTES] == []


@pytest.mark.parametrize("readme", READMES)
def test_the_commands_it_names_exist(readme: str) -> None:
    named = re.findall(r"\bbin/([a-z-]+)", (ROOT / readme).read_text(encoding="utf-8"))
    assert named
    assert [name for name in named if not Path(ROOT / "bin" / name).exists()] == []

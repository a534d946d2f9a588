"""Rooms: who may import a screen, and that no app stands outside the contract of rooms in .importlinter."""

import configparser

import pytest

from tests.architecture.source import ROOT, SourceFile, apps, imported_modules, planted, product_files

SCREENS = {"views", "api", "chat_api"}
# Not apps of the story: their files are their own.
WITHOUT_ROOMS = {"config", "demo", "shared"}


def screens_imported(file: SourceFile) -> list[str]:
    """Imports of another room's views or api, from anywhere but config and urls."""
    if file.app == "config" or file.room == "urls":
        return []
    return sorted(
        {
            f"{file.name}:{line} imports {module}"
            for module, line in imported_modules(file)
            if is_screen(module) and not is_own_room(file, module)
        }
    )


def is_screen(module: str) -> bool:
    parts = module.split(".")
    return len(parts) > 2 and parts[0] == "banyan" and parts[2] in SCREENS


def is_own_room(file: SourceFile, module: str) -> bool:
    return module.split(".")[:3] == ["banyan", file.app, file.room]


def test_views_and_api_are_imported_by_config_and_urls_only() -> None:
    assert [found for file in product_files() for found in screens_imported(file)] == []


@pytest.mark.parametrize(
    "fault",
    [
        "from banyan.tasks import views",
        "from banyan.tasks.views import claim",
        "from . import api",
        "import banyan.tasks.api",
    ],
)
def test_the_wall_sees_a_planted_import_of_a_screen(fault: str) -> None:
    assert screens_imported(planted(f"{fault}\n", "banyan/tasks/actions.py"))


def test_urls_and_config_may_import_views() -> None:
    assert screens_imported(planted("from banyan.tasks import views\n", "banyan/tasks/urls.py")) == []
    assert screens_imported(planted("from banyan.tasks.api import router\n", "banyan/config/api.py")) == []


def test_every_app_stands_in_the_contract_of_rooms_and_of_floors() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    rooms = set(contracts["importlinter:contract:rooms"]["containers"].split())
    assert rooms == {f"banyan.{app}" for app in apps() - WITHOUT_ROOMS}
    floors = contracts["importlinter:contract:floors"]["layers"].replace("|", " ").split()
    assert apps() <= {floor.strip("()") for floor in floors}

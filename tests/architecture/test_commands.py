"""Every command is documented in docs/commands.md: those of `banyan` and those in bin/."""

import re

from tests.architecture.source import PACKAGE, ROOT

DOCUMENT = ROOT / "docs" / "commands.md"


def documented() -> set[str]:
    """The commands that have a heading of their own: `banyan roster check` documents `banyan roster`."""
    headings = re.findall(r"^#+ (.*)$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    names = [name for heading in headings for name in re.findall(r"`([^`]+)`", heading)]
    return {" ".join(name.split()[:2]) if name.startswith("banyan ") else name.split()[0] for name in names}


def test_every_banyan_command_of_ours_is_documented() -> None:
    ours = {f"banyan {path.stem}" for path in PACKAGE.glob("*/management/commands/[!_]*.py")}
    assert sorted(ours - documented()) == []


def test_every_command_in_bin_is_documented() -> None:
    ours = {f"bin/{path.name}" for path in (ROOT / "bin").iterdir() if path.is_file()}
    assert ours
    assert sorted(ours - documented()) == []

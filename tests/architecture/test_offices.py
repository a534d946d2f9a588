"""docs/offices.md prints config/offices.py; whoever changes one changes both."""

import os
from pathlib import Path

from django.utils import translation

from banyan.config.offices import OFFICES
from banyan.orgs.permissions import OfficeRule, Permission
from banyan.orgs.states import OfficeName

PAGE = Path(__file__).resolve().parents[2] / "docs" / "offices.md"
HEAD = """# Who may do what

Printed from `banyan/config/offices.py` by `BANYAN_WRITE_DOCS=1 bin/test tests/architecture/test_offices.py`.
An office is held at an organisation, from-to; `here` is that organisation, `below` it and what stands below,
`own` oneself. 仅本级: at one's own organisation alone.
"""


def printed() -> str:
    with translation.override("zh-hans"):
        return HEAD + "".join(section(name, rule) for name, rule in OFFICES.items())


def section(name: str, rule: OfficeRule) -> str:
    acts = "\n".join(sorted(line(each, rule) for each in rule.permissions))
    grants = "、".join(sorted(str(OfficeName(each).label) for each in rule.grants)) or "—"
    title = f"\n## {OfficeName(name).label} `{name}`\n"
    return f"{title}\nReach: {rule.reach}. May grant strictly below: {grants}.\n\n{acts}\n"


def line(permission: Permission, rule: OfficeRule) -> str:
    only = "（仅本级）" if permission in rule.here else ""
    return f"- `{permission.name}` {permission.words}{only}"


def test_the_page_says_what_the_table_says() -> None:
    if os.environ.get("BANYAN_WRITE_DOCS"):
        PAGE.write_text(printed())
    assert PAGE.read_text() == printed()

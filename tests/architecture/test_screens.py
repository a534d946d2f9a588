"""Templates: no script or style inside the page, which the content security policy would refuse anyway."""

import re

import pytest

from tests.architecture.source import SourceFile, planted, templates

INLINE = re.compile(
    r"""<script(?![^>]*\bsrc=)(?![^>]*type="application/json")[^>]*>|<style\b|\sstyle=["']|\son[a-z]+=["']""",
    re.IGNORECASE,
)


def inline_code(file: SourceFile) -> list[str]:
    return [f"{file.name}: {match.group(0).strip()}" for match in INLINE.finditer(file.text)]


def test_no_template_holds_script_or_style_inside() -> None:
    assert [found for file in templates() for found in inline_code(file)] == []


@pytest.mark.parametrize(
    "fault", ["<script>x()</script>", "<style>p{}</style>", '<p style="color:red">', "<a onclick='x()'>"]
)
def test_the_wall_sees_inline_code(fault: str) -> None:
    assert inline_code(planted(fault, "banyan/web/templates/web/page.html"))


def test_a_script_with_an_address_passes() -> None:
    assert inline_code(planted('<script src="/static/app.js" defer></script>')) == []

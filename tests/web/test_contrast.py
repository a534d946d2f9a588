"""Every pair of colours that meets on a screen can be read, light and dark (rules 2.17, WCAG 1.4.3)."""

import re
from pathlib import Path

import pytest

CSS = Path("banyan/web/static/web/css")
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
GROUNDS = ("paper", "card", "sunken")
TONES = ("leaf", "amber", "brick", "gold", "link", "brand")
TEXT_PAIRS = (
    [(ink, ground) for ink in ("ink", "quiet", "link", "brand", "brick", *TONES) for ground in GROUNDS]
    + [(tone, f"{tone}-soft") for tone in TONES]
    + [("ink", f"{tone}-soft") for tone in TONES]
    + [("quiet", "amber-soft"), ("on-brand", "brand-fill"), ("on-brand", "brand-deep"), ("card", "leaf")]
    + [("card", tone) for tone in ("link", "amber", "brick")]
)


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def block_after(selector: str) -> dict[str, str]:
    start = TOKENS.index(selector)
    return colours(TOKENS[start : TOKENS.index("}", start)])


LIGHT = block_after(":root {")
DARK = block_after(':root[data-theme="dark"] {')
DARK_BY_DEVICE = block_after(':root:not([data-theme="light"]) {')


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_knows_black_on_white_and_grey_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_stands_out_from_its_ground(theme: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(theme[ink], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_edge_of_a_field_is_seen(theme: dict[str, str], ground: str) -> None:
    assert contrast(theme["edge"], theme[ground]) >= 3


def test_both_ways_into_the_dark_give_the_same_dark() -> None:
    assert DARK_BY_DEVICE == DARK


def test_every_colour_has_its_dark_twin() -> None:
    assert DARK.keys() == LIGHT.keys()


def test_no_other_sheet_names_a_colour() -> None:
    named = {
        sheet.name: re.findall(r"#[0-9a-f]{3,8}\b", sheet.read_text(encoding="utf-8"))
        for sheet in CSS.glob("*.css")
        if sheet.name not in ("tokens.css", "print.css")
    }
    assert {sheet: found for sheet, found in named.items() if found} == {}

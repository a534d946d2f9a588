"""A code that is drawn is a code that is read."""

import re
from base64 import b64decode

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from banyan.shared.qr import qr_picture, qr_svg

ADDRESS = "https://banyan.example/v/7KQ2M9XW4T?s=Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA"
RUN = re.compile(r"M(\d+) (\d+)\.5h(\d+)")


def read(svg: str) -> tuple[str, str]:
    """What a reader finds in it, and with which level of correction."""
    size = int(re.findall(r'viewBox="\S+ \S+ (\d+)', svg)[0])
    picture = Image.new("L", ((size + 8) * 4,) * 2, 255)
    draw = ImageDraw.Draw(picture)
    for x, y, length in (map(int, run) for run in RUN.findall(svg)):
        draw.rectangle(((x + 4) * 4, (y + 4) * 4, (x + 4 + length) * 4 - 1, (y + 5) * 4 - 1), fill=0)
    (found,) = zxingcpp.read_barcodes(picture)
    return found.text, found.ec_level


@pytest.mark.parametrize("level", ["M", "H"])
def test_a_code_says_what_was_put_in(level: str) -> None:
    assert read(qr_svg(ADDRESS, level=level)) == (ADDRESS, level)


def test_a_code_is_drawn_module_by_module() -> None:
    picture = qr_svg("A")
    assert 'viewBox="0 0 21 21"' in picture
    # The upper edge of a finder is seven dark modules.
    assert "M0 0.5h7" in picture


def test_on_a_screen_it_stands_in_white_and_asks_for_nothing() -> None:
    kind, body = qr_picture(ADDRESS).split(",")
    assert kind == "data:image/svg+xml;base64"
    svg = b64decode(body).decode()
    assert 'fill="#fff"' in svg
    assert read(svg)[0] == ADDRESS

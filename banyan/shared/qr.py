"""QR codes as vector pictures. Each holds a URL, so that the scanner a member already has opens it."""

import re
from base64 import b64encode
from math import isqrt
from typing import Any

import zxingcpp

_DARK = re.compile(b"\x00+")
# Readers want four modules of white around a code; on paper the sheet itself leaves them.
QUIET_MODULES = 4


def qr_svg(text: str, *, level: str = "M") -> str:
    """An SVG without quiet zone (the paper leaves it white); level M survives a fold, H a torn poster."""
    size, path = _drawn(text, level)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path stroke="#000" d="{path}"/></svg>'


def qr_picture(text: str) -> str:
    """A data address for an <img>, dark on white in every theme: nothing is stored, nothing fetched.

    So no other request can carry the secret away that may stand in it.
    """
    size, path = _drawn(text, "M")
    edge, side = -QUIET_MODULES, size + 2 * QUIET_MODULES
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{6 * side}" height="{6 * side}" '
        f'viewBox="{edge} {edge} {side} {side}">'
        f'<path fill="#fff" d="M{edge} {edge}h{side}v{side}h-{side}z"/><path stroke="#000" d="{path}"/></svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(picture.encode()).decode()}"


def _drawn(text: str, level: str) -> tuple[int, str]:
    """The modules of a side, and the dark ones as lines one module thick (half of what boxes would cost a paper)."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    # The type stubs of the library do not tell that its pictures are buffers: a byte for each module.
    picture: Any = code.to_image(scale=1, add_quiet_zones=False)
    flat = bytes(memoryview(picture))
    size = isqrt(len(flat))
    return size, "".join(_row_path(flat[y * size : (y + 1) * size], y) for y in range(size))


def _row_path(row: bytes, y: int) -> str:
    return "".join(f"M{run.start()} {y}.5h{run.end() - run.start()}" for run in _DARK.finditer(row))

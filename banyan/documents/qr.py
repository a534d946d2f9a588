"""QR codes as vector pictures. Each holds a URL, so that the scanner a member already has opens it."""

import re

import segno

# One mask for all: choosing the best of eight takes five times as long and every reader accepts any.
_MASK = 3
_DARK = re.compile(b"\x01+")


def qr_svg(text: str, *, level: str = "m") -> str:
    """An SVG without quiet zone (the paper leaves it white); level m survives a fold, h a torn poster."""
    matrix = segno.make(text, error=level, boost_error=False, micro=False, mask=_MASK).matrix
    path = "".join(_row_path(row, y) for y, row in enumerate(matrix))
    size = len(matrix)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>'


def _row_path(row: bytes | bytearray, y: int) -> str:
    runs = ((run.start(), run.end() - run.start()) for run in _DARK.finditer(row))
    return "".join(f"M{x} {y}h{length}v1h-{length}z" for x, length in runs)

"""Pictures people send: decoded and written anew, so that nothing but the picture is left (R-F2, R-F4, R-F5)."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

# The most pixels of each format we read: what unpacking them takes stays below 100 MB (R-F4). A JPEG is unpacked
# at the size it is kept in; a WebP several times over.
MAX_PIXELS = {"JPEG": 25_000_000, "PNG": 8_000_000, "WEBP": 4_000_000}
SIDE_PIXELS = 1600
QUALITY = 82
LEAST_BITS = 6


class NotAPhoto(Exception):
    """The file is no picture we read, or one too large to open."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Photo:
    """A JPEG of at most SIDE_PIXELS a side, without place, camera or thumbnail.

    `looks` is a difference hash of 64 bits in 16 hex digits; empty for a plain wall, which looks like any other.
    """

    body: bytes
    width: int
    height: int
    looks: str = ""


def clean_photo(body: bytes) -> Photo:
    """Read a picture by its content, whatever its name says, and write it anew.

    NotAPhoto("not_a_picture") or NotAPhoto("too_many_pixels"): the size is read from the head before a
    single pixel is unpacked.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            with Image.open(io.BytesIO(body), formats=list(MAX_PIXELS)) as picture:
                return _written_anew(picture)
        except NotAPhoto:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise NotAPhoto("too_many_pixels") from error
        except (OSError, ValueError, SyntaxError, Warning) as error:
            raise NotAPhoto("not_a_picture") from error


def _written_anew(picture: Image.Image) -> Photo:
    """Made smaller before anything else, so that there is never a second copy at full size."""
    if picture.width * picture.height > MAX_PIXELS[str(picture.format)]:
        raise NotAPhoto("too_many_pixels")
    picture.draft("RGB", (SIDE_PIXELS, SIDE_PIXELS))
    picture.thumbnail((SIDE_PIXELS, SIDE_PIXELS))
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    target = io.BytesIO()
    upright.save(target, "JPEG", quality=QUALITY, optimize=True)
    return Photo(target.getvalue(), upright.width, upright.height, looks_of(upright))


def looks_of(picture: Image.Image) -> str:
    """Where it grows brighter from left to right, on a grid of nine by eight: a copy made smaller looks the same."""
    small = picture.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = sum((small[at + at // 8] < small[at + at // 8 + 1]) << at for at in range(64))
    return f"{bits:016x}" if LEAST_BITS <= bits.bit_count() <= 64 - LEAST_BITS else ""

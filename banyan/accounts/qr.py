"""QR pictures for a screen, inside the page: no other request could carry the secret away."""

import segno


def qr_picture(text: str) -> str:
    """An SVG as a data: address, dark on white in every theme."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=5, border=3, light="#fff")

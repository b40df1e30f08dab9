"""QR codes as pictures that a page or paper carries inside itself. The only module with segno."""

from __future__ import annotations

import segno

DOTS_PER_MODULE = 8


def qr_picture(text: str) -> str:
    """Return a `data:` address of a PNG picture of the QR code, quiet zone included.

    Args:
        text: what the code says; a short address of capitals and digits makes a coarse code that
            a telephone reads from 25 mm.
    """
    code = segno.make(text, error="m", micro=False)
    return code.png_data_uri(scale=DOTS_PER_MODULE, border=4)

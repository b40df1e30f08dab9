"""PDF → PNG, and several PDF as one. The only module that knows pypdfium2.

The picture of a paper is the paper itself, so that nobody can be shown another one by chat than
the one in the file. The library (PDFium) is not safe between threads: one at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from threading import Lock
from typing import Final

import pypdfium2

DOTS_PER_INCH: Final = 160
"""An A5 sheet is 1,323 dots wide: sharp on a telephone, and some 120 kB."""
POINTS_PER_INCH: Final = 72

_one_at_a_time = Lock()


def picture(pdf: bytes) -> bytes:
    """Return the first page of a PDF as a PNG."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[0]
            bitmap = page.render(scale=DOTS_PER_INCH / POINTS_PER_INCH)
            image = bitmap.to_pil().quantize(64)
        finally:
            document.close()
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def joined(pdfs: Sequence[bytes]) -> bytes:
    """Return one PDF with the pages of several, in their order, for one press of “print”."""
    with _one_at_a_time:
        whole = pypdfium2.PdfDocument.new()
        try:
            for pdf in pdfs:
                part = pypdfium2.PdfDocument(pdf)
                try:
                    whole.import_pages(part)
                finally:
                    part.close()
            written = BytesIO()
            whole.save(written)
        finally:
            whole.close()
    return written.getvalue()

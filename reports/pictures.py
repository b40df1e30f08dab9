"""PDF → PNG, several PDF as one, and what is inside one. The only module that knows pypdfium2.

The picture of a paper is the paper itself, so that nobody can be shown another one by chat than
the one in the file. The library (PDFium) is not safe between threads: one at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from threading import Lock
from typing import Final, NamedTuple

import pypdfium2
from pypdfium2 import raw

DOTS_PER_INCH: Final = 160
"""An A5 sheet is 1,323 dots wide: sharp on a telephone, and some 120 kB."""
POINTS_PER_INCH: Final = 72

ATTACHMENTS_MAX: Final = 32
PAGES_MAX: Final = 16
DRAWN: Final = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM, raw.FPDF_PAGEOBJ_SHADING)

_one_at_a_time = Lock()


class NotReadable(Exception):
    """The bytes are no PDF, or one that is broken, locked, or larger than any paper."""


class Inside(NamedTuple):
    """What a reader finds in a PDF: the text of each page, and (name, bytes) of the attachments.

    Names may occur twice: a list, as it stands in the file. `pictures` counts pictures and pages
    within pages, `notes` what was stuck on pages (annotations).
    """

    pages: tuple[str, ...]
    attachments: tuple[tuple[str, bytes], ...]
    pictures: int
    notes: int


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


def inside(pdf: bytes) -> Inside:
    """Return what lies in a PDF.

    Raises:
        NotReadable: no PDF, broken or locked, over 16 pages or 32 attachments.
    """
    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise NotReadable(str(error)) from error
        try:
            count = document.count_attachments()
            if len(document) > PAGES_MAX or count > ATTACHMENTS_MAX:
                raise NotReadable("larger than a paper")
            files = [document.get_attachment(at) for at in range(count)]
            return Inside(
                tuple(page.get_textpage().get_text_bounded() for page in document),
                tuple((file.get_name(), bytes(file.get_data())) for file in files),
                sum(1 for page in document for _ in page.get_objects(DRAWN)),
                sum(raw.FPDFPage_GetAnnotCount(page) for page in document),
            )
        except pypdfium2.PdfiumError as error:
            raise NotReadable(str(error)) from error
        finally:
            document.close()

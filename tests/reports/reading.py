"""Reads a PDF back, as any other program would."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject


def read(content: bytes) -> PdfReader:
    """Open a PDF that lies in memory."""
    return PdfReader(BytesIO(content))


def text_of(content: bytes) -> str:
    """Return the text of all pages on one line, with single plain spaces."""
    pages = (page.extract_text() for page in read(content).pages)
    return re.sub(r"\s+", " ", " ".join(pages))


def dictionaries(content: bytes) -> list[dict[str, Any]]:
    """Return every dictionary and stream in the file, each with its keys."""
    reader = read(content)
    size = int(str(reader.trailer["/Size"]))
    objects = (reader.get_object(number) for number in range(1, size))
    return [found for found in objects if isinstance(found, DictionaryObject)]


def font_names(content: bytes) -> set[str]:
    """Return the names of the fonts that the file embeds, without their subset prefix."""
    embedded = [found for found in dictionaries(content) if "/FontDescriptor" in found]
    assert all("/FontFile2" in found["/FontDescriptor"] for found in embedded)
    return {str(found["/BaseFont"]).split("+")[1] for found in embedded}

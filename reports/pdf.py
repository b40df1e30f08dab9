"""Turns HTML into PDF. The only module that imports weasyprint, and only once it is needed.

The same HTML gives the same bytes, today and tomorrow, in this process and in another: the dates
in the file are the paper's own, the identifier is given, and only the fonts beside this module are
used. Nothing is fetched: a paper that names anything outside itself is refused. The files are
PDF/A-3u: archivable, every letter known by its meaning, able to carry attachments; and tagged for
screen readers.

What is inside is found without a PDF library: the list of objects is a plain table, and pages and
attachments lie there as they are. Only fonts, pictures and the colour profile are packed.
"""

from __future__ import annotations

import atexit
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock
from typing import Any, Final
from xml.sax.saxutils import escape

from reports import native

FONTS: Final = Path(__file__).parent / "fonts"
VARIANT: Final = "pdf/a-3u"
COLOURS: Final = "--srgb"

_one_at_a_time = Lock()


class OutsideReference(Exception):
    """A paper named something outside itself, which is never fetched."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the PDF; `made_at` is the time it shows."""

    name: str
    content: bytes
    made_at: datetime


def render(
    html: str,
    *,
    stylesheets: tuple[str, ...],
    identifier: bytes,
    attachments: tuple[Attached, ...] = (),
) -> bytes:
    """Return the PDF of a page.

    Args:
        html: a whole document; pictures are `data:` addresses.
        stylesheets: texts of style sheets, parsed once in the life of the process.
        identifier: names the paper inside the file, in ASCII; the same for the same paper.
        attachments: files that travel inside.

    Raises:
        NativeLibrariesMissing: the machine cannot make PDF.
        OutsideReference: the page names a file or an address.
    """
    with _one_at_a_time:
        weasyprint = _weasyprint()
        try:
            document = weasyprint.HTML(string=html, url_fetcher=_fetcher())
            return bytes(
                document.write_pdf(
                    stylesheets=[_parsed(text) for text in stylesheets],
                    font_config=_font_configuration(),
                    color_profiles={COLOURS: _colour_profile()},
                    output_intent=COLOURS,
                    pdf_variant=VARIANT,
                    pdf_tags=True,
                    pdf_identifier=identifier,
                    uncompressed_pdf=True,
                    finisher=_finish,
                    attachments=[
                        _attachment(each) for each in sorted(attachments, key=lambda a: a.name)
                    ],
                )
            )
        except weasyprint.urls.FatalURLFetchingError as refused:
            raise OutsideReference(str(refused)) from None


def _finish(_document: object, pdf: Any) -> None:  # noqa: ANN401  (the library is untyped)
    """Name each attachment once as associated, and pack what nobody reads.

    The library writes them from its list of names and again from its list of objects; ISO 19005-3
    wants every file associated, and a reader that shows the list would show each of them twice.
    """
    associated = pdf.catalog.get("AF")
    if associated:
        pdf.catalog["AF"] = type(associated)(dict.fromkeys(associated))
    for each in pdf.objects:
        extra = getattr(each, "extra", {})
        if "Length1" in extra or "N" in extra or extra.get("Subtype") == "/Image":
            each.compress = "Filter" not in extra


@cache
def _weasyprint() -> Any:  # noqa: ANN401  (the library is untyped)
    """Import the library, after what it needs is in place."""
    native.ready()
    _name_own_fonts()
    import weasyprint  # noqa: PLC0415  (it loads what the lines above make ready)

    return weasyprint


def _name_own_fonts() -> None:
    """Show fontconfig our fonts and no others; without any font Pango ends the process."""
    folder = Path(mkdtemp(prefix="soquy-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    configuration = folder / "fonts.conf"
    configuration.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{escape(str(FONTS))}</dir><cachedir>{escape(str(folder))}/cache</cachedir></fontconfig>",
        encoding="utf-8",
    )
    os.environ["FONTCONFIG_FILE"] = str(configuration)


@cache
def _font_configuration() -> Any:  # noqa: ANN401
    return _weasyprint().text.fonts.FontConfiguration()


def _colour_profile() -> Any:  # noqa: ANN401
    """Make the colour profile anew: one that was written before is written with other bytes."""
    return _weasyprint().css.ColorProfile(
        BytesIO(_srgb()), "sRGB2014.icc", "relative-colorimetric", ("r", "g", "b")
    )


@cache
def _srgb() -> bytes:
    """Read the profile once; left alone, the library opens its file for every paper, unclosed."""
    return (files(_weasyprint().pdf) / "sRGB2014.icc").read_bytes()


@cache
def _fetcher() -> Any:  # noqa: ANN401
    """Make a fetcher that reads `data:` addresses and stops the paper at any other."""
    return _weasyprint().urls.URLFetcher(
        allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True
    )


@cache
def _parsed(stylesheet: str) -> Any:  # noqa: ANN401
    return _weasyprint().CSS(
        string=stylesheet, font_config=_font_configuration(), url_fetcher=_fetcher()
    )


def _attachment(attached: Attached) -> Any:  # noqa: ANN401
    return _weasyprint().Attachment(
        string=attached.content,
        name=attached.name,
        created=attached.made_at,
        modified=attached.made_at,
        relationship="Data",
    )

"""The code on a receipt is as coarse as what it says allows, and is printed as it was made."""

from __future__ import annotations

from base64 import b64decode, b64encode
from io import BytesIO

import pypdfium2
import pytest
import segno
from PIL import Image

from reports.qr import DOTS_PER_MODULE, qr_picture
from reports.receipt import make_receipt
from tests.reports.forging import paper
from tests.reports.small_log import gift

COMMITMENT = b64encode(bytes(range(32))).decode()
DOTS_PER_MM = 12
MM_PER_POINT = 25.4 / 72


def modules_of(picture: Image.Image, count: int) -> list[list[bool]]:
    """Read the modules of a code that fills a picture, quiet zone and all."""
    step = picture.width / count
    grey = picture.convert("L")
    return [
        [
            int(grey.getpixel((int((x + 0.5) * step), int((y + 0.5) * step)))) < 128  # type: ignore[arg-type]
            for x in range(count)
        ]
        for y in range(count)
    ]


def made(text: str) -> list[list[bool]]:
    """Return the modules that a code must have, with its quiet zone."""
    code = segno.make(text, error="m", micro=False)
    return [[bool(each) for each in row] for row in code.matrix_iter(border=4)]


@pytest.mark.parametrize(
    ("base", "version"),
    [("https://so-quy.example", 5), ("https://soquy.khuyenhoc.nghean.gov.vn", 6)],
)
def test_an_address_with_its_commitment_makes_a_code_that_25_mm_are_enough_for(
    base: str, version: int
) -> None:
    code = segno.make(f"{base}/r/KYVZ5ZXK#{COMMITMENT}", error="m", micro=False)
    assert code.version == version
    assert 25 / (code.symbol_size(border=4)[0]) >= 0.5  # millimetres for each module


def test_the_picture_is_the_code() -> None:
    text = f"https://so-quy.example/r/KYVZ5ZXK#{COMMITMENT}"
    raw = b64decode(qr_picture(text).partition(",")[2])
    picture, expected = Image.open(BytesIO(raw)), made(text)
    assert picture.width == len(expected) * DOTS_PER_MODULE
    assert modules_of(picture, len(expected)) == expected


def test_on_the_paper_every_module_stands_where_it_must() -> None:
    receipt = paper(*gift())
    document = pypdfium2.PdfDocument(make_receipt(receipt))
    page = document[0]
    (image,) = page.get_objects((pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,))
    left, bottom, right, top = image.get_bounds()
    scale = DOTS_PER_MM * MM_PER_POINT
    drawn = page.render(scale=scale).to_pil()
    height = page.get_height()
    box = (left * scale, (height - top) * scale, right * scale, (height - bottom) * scale)
    expected = made(receipt.check_url)
    seen = drawn.crop(tuple(round(each) for each in box))
    document.close()
    assert (right - left) * MM_PER_POINT >= 25
    assert modules_of(seen, len(expected)) == expected

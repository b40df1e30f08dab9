"""The fonts inside the project can write every Vietnamese name, and columns of figures align."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from reports.pdf import FONTS

WEIGHTS = sorted(FONTS.glob("*.ttf"))
MARKED_VOWELS = [
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
]


@pytest.mark.parametrize("path", WEIGHTS, ids=lambda path: path.stem)
def test_every_vietnamese_letter_and_sign_has_a_picture(path: Path) -> None:
    letters = TTFont(path).getBestCmap()
    assert [sign for sign in [*MARKED_VOWELS, *"đĐ₫–…“”·\u00a0"] if ord(sign) not in letters] == []


@pytest.mark.parametrize("path", WEIGHTS, ids=lambda path: path.stem)
def test_all_digits_are_equally_wide(path: Path) -> None:
    font = TTFont(path)
    names = font.getBestCmap()
    assert len({font["hmtx"][names[ord(digit)]][0] for digit in "0123456789"}) == 1


def test_there_is_one_regular_and_one_bold_with_their_licence() -> None:
    assert [path.name for path in WEIGHTS] == ["NotoSans-Bold.ttf", "NotoSans-Regular.ttf"]
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")

"""Whoever reads English reads there too what is wrong with a file, and in the marked file."""

from __future__ import annotations

import re

import pytest

from tests.api.pages.importing.sending import LIST, Sender, files_of, gift, payout, text_of
from tests.api.pages.importing.test_mending import rows_of

VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


@pytest.fixture
def reader(treasurer: Sender) -> Sender:
    """Give the treasurer, who reads English."""
    treasurer.browser.get(f"{LIST}&lang=en")
    return treasurer


def test_what_is_wrong_with_rows_is_said_in_english(reader: Sender, key: str) -> None:
    rows = (gift(f"{key}1", "26,000"), payout(f"{key}2", 1_000), gift(f"{key}3", fund="khong-co"))
    page = text_of(reader.browser.get(reader.bring(files_of(*rows))).text)
    assert "column “amount_vnd”" in page
    assert "“26,000” is no amount" in page
    assert "The unit has no fund “khong-co”" in page or "fund" in page
    wrong = page.partition("What is wrong")[2].partition("May be")[0]
    assert "Số tiền" not in wrong


def test_the_marked_file_says_it_in_english(reader: Sender, key: str) -> None:
    href = reader.bring(files_of(gift(f"{key}1"), gift(f"{key}2", "26,000")))
    wrong = rows_of(reader.browser.get(f"{href}/sua.xlsx").content, "donations")[2]
    assert str(wrong[-1]).startswith("“26,000” is no amount")


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "No file was chosen"),
        ({"so.doc": b"x"}, "“so.doc” is not taken"),
        ({"thu.xlsx": b""}, "“thu.xlsx” is empty"),
        ({"thu.xlsx": b"x", "chi.xlsx": b"x"}, "never both at once"),
        ({"anh.pdf": b"x"}, "There is only evidence"),
    ],
)
def test_files_that_are_not_taken_are_refused_in_english(
    reader: Sender, files: dict[str, bytes], words: str
) -> None:
    answer = reader.send(files)
    assert answer.status_code == 422
    error = answer.text.partition('class="error"')[2].partition("</p>")[0]
    assert words in error and not VIETNAMESE.search(error)

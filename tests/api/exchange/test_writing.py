"""What is written reads back to the same rows, whatever people have typed."""

from __future__ import annotations

import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.exchange.errors import Fault
from api.exchange.fields import read_note
from api.exchange.reader import read
from api.exchange.tables import DONATIONS, HOLDERS, REVERSALS
from api.exchange.writer import write_table


def test_a_file_has_all_headings_in_order_and_ends_its_lines_with_lf(tmp_path: Path) -> None:
    assert write_table(tmp_path, HOLDERS, [["BAO", "Báo “A”, B", "press"]]) == 1
    text = (tmp_path / "holders.csv").read_bytes()
    assert text == 'code,name,kind\nBAO,"Báo “A”, B",press\n'.encode()


def test_empty_cells_and_numbers_read_back(tmp_path: Path) -> None:
    money = {"key": "d1", "unit": "NA", "received_on": "2022-06-30", "channel": "cash"}
    row = [money.get(column.name) for column in DONATIONS.columns]
    row[9] = 26_000  # type: ignore[call-overload]
    write_table(tmp_path, DONATIONS, [row])
    (donation,) = read(tmp_path).donations
    assert (donation.amount_vnd, donation.donor) == (26_000, None)


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@a", '"', ";", ",", "a\n\nb", "'x", "a\tb"])
def test_text_that_a_spreadsheet_would_take_for_more_is_not_changed(
    tmp_path: Path, text: str
) -> None:
    write_table(tmp_path, REVERSALS, [["r1", "d1", "2022-07-01", text, *[None] * 7]])
    assert [row.reason for row in read(tmp_path).reversals] == [text]


def _as_read(text: str) -> str:
    answer = read_note(unicodedata.normalize("NFC", text.strip()) or "trống")
    return "trống" if isinstance(answer, Fault) else answer


@given(st.lists(st.text(max_size=30).map(_as_read), max_size=5))
def test_every_text_that_reading_gives_reads_back(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        write_table(
            place,
            REVERSALS,
            ([f"r{at}", "d1", "2022-07-01", text, *[None] * 7] for at, text in enumerate(texts)),
        )
        assert [row.reason for row in read(place).reversals] == texts


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb", "a\nb"])
def test_line_breaks_of_a_web_page_become_those_of_a_file(tmp_path: Path, text: str) -> None:
    write_table(tmp_path, REVERSALS, [["r1", "d1", "2022-07-01", text, *[None] * 7]])
    assert read(tmp_path).reversals[0].reason == "a\nb"


def test_a_row_has_a_cell_for_every_column(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2 cells for 3 columns"):
        write_table(tmp_path, HOLDERS, [["BAO", "Báo"]])

"""The offline template is read as it is filled in, and an empty one holds no rows and no errors."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from api.excel_template import LINES, SHEETS, Offered, write_template
from api.exchange.reader import Reading, read
from tests.api.pages.entering.commune import CODE
from tests.api.pages.importing.sending import Sender

UNIT = Offered(
    code=CODE,
    name="Hội Khuyến học xã Kim Liên",
    funds=[("general", "Quỹ chung"), ("hb", "Học bổng")],
    holdings=[("cash", "Tiền mặt"), ("bank", "Ngân hàng")],
    holders=[("BAO-NA", "Báo Nghệ An")],
)
FORMULA = re.compile(rb'<c r="([A-Z]+)(\d+)"([^>]*)><f>(.*?)</f><v> </v></c>')


def made() -> bytes:
    """Return a template."""
    content = BytesIO()
    write_template(content, UNIT, date(2026, 11, 3))
    return content.getvalue()


def parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Return the sheets with lines to be filled in."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        for at in range(len(SHEETS)):
            name = f"xl/worksheets/sheet{at + 3}.xml"
            yield name, packed.read(name)


def typed(content: bytes, cells: dict[str, str], *, reckoned: bool = True) -> bytes:
    """Type text into cells of the first form (as Excel saves them, formulas reckoned)."""
    changed = BytesIO()
    form = "xl/worksheets/sheet3.xml"
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == form:
                added = "".join(
                    f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'
                    for place, text in cells.items()
                ).encode()
                part = part.replace(b'</row><row r="3"', added + b'</row><row r="3"', 1)
                part = FORMULA.sub(_shown, part) if reckoned else part
            new.writestr(name, part)
    return changed.getvalue()


def _shown(cell: re.Match[bytes]) -> bytes:
    """Return a formula of row 2 with what it shows when the row has been filled in."""
    if cell[2] != b"2":
        return cell[0]
    key = re.search(rb'"([^"]*)"&amp;TEXT', cell[4])
    shown = key[1] + b"001" if key else CODE.encode()
    return cell[0].replace(b"<v> </v>", b"<v>" + shown + b"</v>")


def reading_of(place: Path, content: bytes) -> Reading:
    """Return what the reader finds."""
    path = place / "mau.xlsx"
    path.write_bytes(content)
    return read(path)


@pytest.fixture(scope="module")
def template() -> bytes:
    """Give a template."""
    return made()


def test_an_empty_template_says_nothing_and_is_not_wrong(tmp_path: Path, template: bytes) -> None:
    reading = reading_of(tmp_path, template)
    assert reading.errors == [] and reading.donations == []
    assert set(reading.shown_names) == {table.name for table, _ in SHEETS}


def test_a_line_that_is_filled_in_has_its_key_and_unit(tmp_path: Path, template: bytes) -> None:
    cells = {"D2": "30/06/2026", "E2": "tiền mặt", "G2": "Bà Tư", "J2": "500.000"}
    reading = reading_of(tmp_path, typed(template, cells))
    (row,) = reading.donations
    assert reading.errors == [] and (row.unit, row.donor, row.amount_vnd) == (
        CODE, "Bà Tư", 500_000,
    )  # fmt: skip
    assert re.fullmatch(rf"{CODE}-261103[a-z0-9]{{4}}-T001", row.key)


def test_the_keys_of_two_templates_are_never_the_same(template: bytes) -> None:
    def prefix(content: bytes) -> bytes:
        (found,) = {each[1] for each in re.finditer(rb'"([^"]+-T)"&amp;TEXT', content)}
        return bytes(found)

    first, second = (dict(parts(each))["xl/worksheets/sheet3.xml"] for each in (template, made()))
    assert prefix(first) != prefix(second)


def test_every_form_has_its_lines_and_lists_to_choose_from(template: bytes) -> None:
    for name, part in parts(template):
        assert part.count(b"<f>") >= LINES, name
        assert b'<dataValidation type="list"' in part or name.endswith("sheet9.xml"), name


def test_the_page_gives_the_template_of_the_unit(treasurer: Sender, tmp_path: Path) -> None:
    page = treasurer.browser.get("/nhap-excel")
    (href,) = re.findall(r'href="(/nhap-excel/mau[^"]*)"', page.text)
    answer = treasurer.browser.get(href)
    assert "mau-nhap-NA.01.xlsx" in answer.headers["content-disposition"]
    assert reading_of(tmp_path, answer.content).errors == []

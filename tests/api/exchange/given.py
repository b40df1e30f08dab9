"""What tests of exchange files start from: folders, workbooks, and rows with one thing changed."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from api.exchange.errors import RowError
from api.exchange.reader import Reading, read

DONATION = {
    "key": "d1",
    "unit": "NA",
    "received_on": "2022-06-30",
    "channel": "cash",
    "amount_vnd": "26000",
}
GOODS = {"channel": "in_kind", "item": "Vở", "quantity": "20", "counted_in": "quyển"}
PAYOUT = {
    "key": "p1",
    "unit": "NA",
    "paid_on": "2022-09-05",
    "recipient_kind": "pupil",
    "kind": "scholarship",
    "paid_from": "cash",
    "amount_vnd": "500000",
}
HANDOVER = {
    "key": "h1",
    "unit": "NA",
    "holder": "BAO",
    "handed_over_on": "2022-08-01",
    "how": "to_fund",
    "amount_vnd": "18305000",
}
OPENING = {"key": "o1", "unit": "NA", "on": "2022-01-01", "amount_vnd": "1000000"}
UNITS = "code,name,level,parent,valid_from\n"


def csv_of(*rows: Mapping[str, str]) -> str:
    """Return `rows` as the text of a CSV file; the headings are the cells that any row has."""
    headings = list(dict.fromkeys(name for row in rows for name in row))
    lines = [headings, *([row.get(name, "") for name in headings] for row in rows)]
    return "".join(",".join(f'"{cell}"' for cell in line) + "\n" for line in lines)


def folder(place: Path, **texts: str | bytes) -> Path:
    """Return a folder with one CSV file for each of `texts`."""
    for name, text in texts.items():
        content = text if isinstance(text, bytes) else text.encode()
        (place / f"{name}.csv").write_bytes(content)
    return place


def reading(place: Path, **texts: str | bytes) -> Reading:
    """Return what is read of a folder with one CSV file for each of `texts`."""
    return read(folder(place, **texts))


def only_error(place: Path, **texts: str | bytes) -> RowError:
    """Return the only error of a folder with one CSV file for each of `texts`."""
    (error,) = reading(place, **texts).errors
    return error


def workbook(place: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    """Return a workbook made by xlsxwriter, one sheet for each of `sheets`; `=…` has no value."""
    path = place / "so-lieu.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str) and cell.startswith("="):
                        sheet.write_formula(at, column, cell, None, "")
                    elif cell is not None:
                        sheet.write(at, column, cell)
    return path


_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def raw_workbook(
    place: Path, sheet_data: str, *, name: str = "donations", before: str = "", strings: str = ""
) -> Path:
    """Return a workbook of one sheet with exactly this XML."""
    path = place / "tho.xlsx"
    link = f'<Relationship Type="{_OFFICE}/'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", f'<Types xmlns="{_TYPES}"/>')
        packed.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_LINKS}">'
            f'{link}officeDocument" Id="r1" Target="xl/workbook.xml"/></Relationships>',
        )
        packed.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            f'<sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        packed.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_LINKS}">'
            f'{link}worksheet" Id="r1" Target="worksheets/sheet1.xml"/>'
            f'{link}sharedStrings" Id="r2" Target="sharedStrings.xml"/></Relationships>',
        )
        packed.writestr(
            "xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}"><si><t>{strings}</t></si></sst>'
        )
        packed.writestr(
            "xl/worksheets/sheet1.xml",
            f'{before}<worksheet xmlns="{_MAIN}"><sheetData>{sheet_data}</sheetData></worksheet>',
        )
    return path

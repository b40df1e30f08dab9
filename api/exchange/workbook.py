"""Reads one .xlsx in a process of its own, and tells the cells of its sheets as JSON lines.

A workbook comes from outside and may be made to exhaust the machine: a few kilobytes unfold to
gigabytes. So it is read here, in a child process with a limit of memory and of processor time
(`spreadsheet` starts it), from parts that were unpacked up to a limit. This file is run by its
path and imports nothing of the project.

What it prints, one JSON array a line:
    ["sheets", n]                             how many sheets follow
    ["sheet", name]                           a sheet begins
    ["rows", [number, …], [[cell, …], …]]     rows that are not blank; numbers count from 1, cells
                                              from column A; null is a formula without a value
    ["end"]                                   nothing follows
    ["refused", code, why]                    the workbook is not read; nothing follows
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Final
from xml.etree import ElementTree
from xml.parsers import expat

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

FILE_MAX_BYTES: Final = 50 * 2**20
UNPACKED_MAX_BYTES: Final = 300 * 2**20
COLUMNS_MAX: Final = 200
CELL_MAX_CHARS: Final = 5_000
"""A longer text is cut here; every kind of column refuses texts of this length."""
_BATCH_ROWS: Final = 500
_UNPACK_STEP_BYTES: Final = 2**16
_FORMULA: Final = re.compile(rb"<f[\s/>]")
_FORMULA_WITH_VALUE: Final = re.compile(rb"<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>)\s*<v(?:\s[^<>]*)?>[^<]")
_PREFIXED_OR_ERROR: Final = (b":f", b'"e"', b"'e'")

Cell = str | None


class Refused(Exception):
    """The workbook is not read."""

    def __init__(self, code: str, why: str) -> None:
        """Keep the code of the error, and why: a limit in Vietnamese, or what is wrong."""
        super().__init__(code, why)
        self.code = code
        self.why = why


def main() -> None:
    """Tell the workbook of the command line: bytes of memory, seconds of processor time, path."""
    memory_max_bytes, processor_max_s, path = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_max_bytes, memory_max_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (processor_max_s, processor_max_s + 1))
    try:
        _tell_workbook(path)
    except Refused as refused:
        _tell("refused", refused.code, refused.why)
    except (
        CalamineError,
        ElementTree.ParseError,
        expat.ExpatError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        _tell("refused", "not_a_workbook", str(error))
    else:
        _tell("end")
    sys.stdout.buffer.flush()


def _tell(*message: object) -> None:
    line = json.dumps(message, ensure_ascii=False, separators=(",", ":")) + "\n"
    sys.stdout.buffer.write(line.encode())


def _tell_workbook(path: Path) -> None:
    unpacked = _unpacked(path)
    with (
        CalamineWorkbook.from_filelike(unpacked) as workbook,
        zipfile.ZipFile(unpacked) as parts,
    ):
        part_by_sheet = _part_by_sheet(parts)
        _tell("sheets", len(workbook.sheet_names))
        for name in workbook.sheet_names:
            _tell("sheet", name)
            if name not in part_by_sheet:
                raise Refused("not_a_workbook", "a sheet is missing")
            without_value = cells_without_value(parts.read(part_by_sheet[name]))
            batch: tuple[list[int], list[list[Cell]]] = ([], [])
            for number, cells in _filled_rows(workbook.get_sheet_by_name(name), without_value):
                batch[0].append(number)
                batch[1].append(cells)
                if len(batch[0]) == _BATCH_ROWS:
                    _tell("rows", *batch)
                    batch = ([], [])
            if batch[0]:
                _tell("rows", *batch)


def _unpacked(path: Path) -> io.BytesIO:
    """Return the XML parts of the workbook, checked and no longer compressed, as a new archive."""
    if path.stat().st_size > FILE_MAX_BYTES:
        raise Refused("workbook_too_large", f"{FILE_MAX_BYTES >> 20} MB một tệp")
    left = UNPACKED_MAX_BYTES
    unpacked = io.BytesIO()
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(unpacked, "w") as parts:
        for entry in packed.infolist():
            if not entry.filename.lower().endswith((".xml", ".rels")):
                continue
            left -= entry.file_size
            if left < 0:
                raise Refused("workbook_too_large", f"{UNPACKED_MAX_BYTES >> 20} MB khi mở nén")
            # Never more than the declared size comes out, and its checksum must be right.
            with packed.open(entry) as part, parts.open(entry.filename, "w") as copy:
                while step := part.read(_UNPACK_STEP_BYTES):
                    copy.write(step)
    unpacked.seek(0)
    return unpacked


def _part_by_sheet(parts: zipfile.ZipFile) -> dict[str, str]:
    """Return the name of the part that holds each sheet, by the name of the sheet."""
    part_names = {f"/{name}".lower(): name for name in parts.namelist()}

    def links_of(owner: PurePosixPath) -> dict[str, tuple[str, PurePosixPath]]:
        """Return the type and target of what a part links to, by the link's id."""
        name = part_names[str(owner.parent / "_rels" / f"{owner.name}.rels").lower()]
        return {
            link.attrib["Id"]: (link.attrib["Type"], owner.parent / link.attrib["Target"])
            for link in ElementTree.fromstring(parts.read(name))
        }

    try:
        workbook_part = next(
            target
            for kind, target in links_of(PurePosixPath("/")).values()
            if kind.endswith("/officeDocument")
        )
        workbook = ElementTree.fromstring(parts.read(part_names[str(workbook_part).lower()]))
        links = links_of(workbook_part)
        found: dict[str, str] = {}
        for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
            link_id = next(value for name, value in sheet.items() if name.endswith("}id"))
            found[sheet.attrib["name"]] = part_names[str(links[link_id][1]).lower()]
    except (KeyError, StopIteration):
        raise Refused("not_a_workbook", "the list of sheets is broken") from None
    return found


def _filled_rows(
    sheet: CalamineSheet, without_value: dict[int, list[int]]
) -> Iterator[tuple[int, list[Cell]]]:
    """Return the rows that are not blank, with their numbers from 1 and their cells from A.

    Calamine gives a formula without a value as an empty cell, and leaves out what lies outside the
    cells that have a value; `without_value` says where such formulas are.
    """
    widest = max((max(columns) + 1 for columns in without_value.values()), default=0)
    if max(widest, sheet.total_width) > COLUMNS_MAX:
        raise Refused("workbook_too_large", f"{COLUMNS_MAX} cột một trang tính")
    before = [""] * (sheet.start[1] if sheet.start else 0)
    number = 0
    for number, values in enumerate(sheet.iter_rows(), 1):
        cells: list[Cell] = [
            *before,
            *[value[:CELL_MAX_CHARS] if type(value) is str else _text(value) for value in values],
        ]
        if number in without_value:
            _mark(cells, without_value[number])
            yield number, cells
        elif any(cells):
            yield number, cells
    for late in sorted(each for each in without_value if each > number):
        cells = []
        _mark(cells, without_value[late])
        yield late, cells


def _mark(cells: list[Cell], columns: list[int]) -> None:
    cells += [""] * (max(columns) + 1 - len(cells))
    for column in columns:
        cells[column] = None


def _text(value: object) -> str:
    """Return a cell as it would stand in a CSV file.

    A number with decimals shows the 15 digits that Excel shows. One with three decimals gets a
    fourth, a zero, so that 26.125 is never taken for 26 125 in groups of three.
    """
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer():
            return str(int(value))
        case float():
            shown = f"{Decimal(f'{value:.15g}'):f}"
            return shown + "0" if len(shown.partition(".")[2]) == 3 else shown
        case datetime():
            midnight = value.time() == time()
            return value.date().isoformat() if midnight else value.isoformat(" ")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def cells_without_value(xml: bytes) -> dict[int, list[int]]:
    """Return where formulas without a value and errors (#REF!) stand: columns from 0 by row from 1.

    A formula whose value is an empty text (`t="str"`, `<v></v>`) has one.
    """
    if _is_plain(xml) and len(_FORMULA.findall(xml)) == len(_FORMULA_WITH_VALUE.findall(xml)):
        return {}
    scan = _CellScan()
    scan.parser.Parse(xml, True)
    return scan.found


def _is_plain(xml: bytes) -> bool:
    """Return whether `xml` has no errors, and its formulas, if any, are found as `<f`."""
    is_utf8 = xml.removeprefix(b"\xef\xbb\xbf").startswith(b"<")
    return is_utf8 and not any(mark in xml for mark in _PREFIXED_OR_ERROR)


class _CellScan:
    """Walks over the XML of one sheet, and remembers the cells without a value."""

    def __init__(self) -> None:
        self.found: dict[int, list[int]] = {}
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse
        self._row = self._column = 0
        self._type = ""
        self._has_formula = self._has_value_element = self._has_text = False

    def _refuse(self, *_: object) -> None:
        raise Refused("not_a_workbook", "a sheet declares a document type")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self._row = int(attributes.get("r", self._row + 1))
                self._column = -1
            case "c":
                place = attributes.get("r")
                self._column = _column_of(place) if place else self._column + 1
                self._type = attributes.get("t", "")
                self._has_formula = self._has_value_element = self._has_text = False
            case "f":
                self._has_formula = True
            case "v" if self._has_formula:
                self._has_value_element = True
                self.parser.CharacterDataHandler = self._text
            case _:
                pass

    def _text(self, _: str) -> None:
        self._has_text = True

    def _end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "v":
                self.parser.CharacterDataHandler = None
            case "c":
                empty_text = self._type == "str" and self._has_value_element
                without_value = self._has_formula and not (self._has_text or empty_text)
                if without_value or self._type == "e":
                    self.found.setdefault(self._row, []).append(self._column)
            case _:
                pass


def _column_of(place: str) -> int:
    """Return the column of a cell from 0: `A1` is 0, `AB12` is 27."""
    column = 0
    for each in place.rstrip("0123456789"):
        column = column * 26 + ord(each) - ord("A") + 1
    return column - 1


if __name__ == "__main__":
    main()

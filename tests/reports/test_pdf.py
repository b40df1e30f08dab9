"""The same paper is the same bytes, carries everything inside itself, and reaches for nothing."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from reports.attached import written
from reports.pdf import Attached, OutsideReference, render
from reports.qr import qr_picture
from reports.receipt import make_receipt
from reports.voucher import make_voucher
from tests.reports.reading import dictionaries, font_names, read
from tests.reports.samples import (
    CARRIED,
    CASH_GIFT,
    CHECK_CODE,
    GOODS_OUT,
    RECORDED_AT,
    cash_out,
)

ROOT = Path(__file__).parents[2]
ANOTHER_DAY_ANOTHER_PROCESS = {
    "PYTHONHASHSEED": "20221105",
    "TZ": "America/New_York",
    "LC_ALL": "C",
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
}


def page(body: str, head: str = "") -> bytes:
    """Render a page of our own."""
    return render(
        f"<!doctype html><html lang=vi><title>Thử</title>{head}<body>{body}",
        stylesheets=("html { font-family: 'Noto Sans' }",),
        identifier=b"test",
    )


def test_a_paper_made_again_in_another_process_is_the_same_file() -> None:
    here = (make_receipt(CASH_GIFT), make_voucher(cash_out(3)), make_voucher(GOODS_OUT))
    there = subprocess.run(
        [
            sys.executable,
            "-c",
            "import hashlib\n"
            "from reports.receipt import make_receipt\n"
            "from reports.voucher import make_voucher\n"
            "from tests.reports.samples import *\n"
            "papers = make_voucher(GOODS_OUT), make_voucher(cash_out(3)), make_receipt(CASH_GIFT)\n"
            "print(*[hashlib.sha256(paper).hexdigest() for paper in reversed(papers)])",
        ],
        cwd=ROOT,
        env=ANOTHER_DAY_ANOTHER_PROCESS,
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.split() == [hashlib.sha256(paper).hexdigest() for paper in here]


def test_a_paper_made_again_at_once_is_the_same_file() -> None:
    assert make_receipt(CASH_GIFT) == make_receipt(CASH_GIFT)


def test_the_dates_in_the_file_are_those_of_the_entry() -> None:
    assert read(make_receipt(CASH_GIFT)).metadata.creation_date == RECORDED_AT  # type: ignore[union-attr]


def test_a_paper_is_archivable_and_tagged_in_vietnamese() -> None:
    catalog: dict[str, Any] = read(make_receipt(CASH_GIFT)).root_object
    assert catalog["/Lang"] == "vi"
    assert catalog["/MarkInfo"]["/Marked"]
    metadata = catalog["/Metadata"].get_data()
    assert b'part="3"' in metadata
    assert b'conformance="U"' in metadata


def test_a_paper_brings_its_colours_and_is_named() -> None:
    reader = read(make_receipt(CASH_GIFT))
    catalog: dict[str, Any] = reader.root_object
    (intent,) = catalog["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"]["/N"] == 3
    assert "/ID" in reader.trailer
    assert "/Encrypt" not in reader.trailer


def test_every_letter_of_a_paper_is_known_by_its_meaning() -> None:
    fonts = [each for each in dictionaries(make_receipt(CASH_GIFT)) if "/Encoding" in each]
    assert len(fonts) == 2
    assert all(b"beginbfchar" in each["/ToUnicode"].get_data() for each in fonts)


def test_each_file_inside_is_associated_once_with_its_kind_and_date() -> None:
    catalog: dict[str, Any] = read(make_receipt(CASH_GIFT)).root_object
    files = [each.get_object() for each in catalog["/AF"]]
    assert [each["/UF"] for each in files] == ["receipt.json", "receipt.tlog-proof"]
    assert {each["/AFRelationship"] for each in files} == {"/Data"}
    assert catalog["/Names"]["/EmbeddedFiles"]["/Names"][::2] == [each["/UF"] for each in files]
    inside = [each["/EF"]["/F"] for each in files]
    assert all(each["/Params"]["/ModDate"] == "D:20261122030000Z" for each in inside)
    kinds = [each["/Subtype"] for each in inside]
    assert kinds == ["/application/json", "/application/octet-stream"]


def test_what_lies_inside_is_found_without_a_pdf_library() -> None:
    assert b"stream\n" + written(CARRIED) + b"\nendstream" in make_receipt(CASH_GIFT)


def test_a_paper_embeds_one_font_family_and_needs_no_other() -> None:
    assert font_names(make_receipt(CASH_GIFT)) == {"Noto-Sans", "Noto-Sans-Bold"}


def test_a_paper_leads_nowhere_outside() -> None:
    keys = {key for found in dictionaries(make_voucher(cash_out(3))) for key in found}
    assert keys & {"/URI", "/Launch", "/AA", "/OpenAction", "/JS", "/EF", "/FS"} == set()


@pytest.mark.parametrize("address", ["file:///etc/hostname", "http://127.0.0.1:9/x", "ftp://h/x"])
@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", "<img src='{}'>"),
        ("", "<div style='background: url({})'>"),
        ("", "<object data='{}'></object>"),
        ("<link rel=stylesheet href='{}'>", ""),
        ("<style>@import '{}';</style>", ""),
        ("<style>@font-face {{ font-family: x; src: url('{}') }}</style>", ""),
        ("<link rel=attachment href='{}'>", ""),
    ],
)
def test_a_page_that_names_anything_outside_is_refused(address: str, head: str, body: str) -> None:
    with pytest.raises(OutsideReference, match=address.split(":", maxsplit=1)[0]):
        page(body.format(address), head.format(address))


def test_a_picture_inside_the_page_is_printed() -> None:
    assert len(read(page(f"<img alt='' src='{qr_picture(CHECK_CODE)}'>")).pages[0].images) == 1


def test_a_name_in_letters_that_the_font_lacks_does_not_stop_the_paper() -> None:
    assert len(read(page("ご支援 🎓 спасибо")).pages) == 1


def test_files_travel_inside_with_their_own_dates() -> None:
    entry = Attached("receipt.json", b'{"amount_vnd":2000000}', datetime(2026, 1, 1, tzinfo=UTC))
    made = [
        render("<title>x</title>", stylesheets=(), identifier=b"x", attachments=(entry,))
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert read(made[0]).attachments == {"receipt.json": [entry.content]}


def test_our_style_sheets_hold_nothing_that_the_printer_does_not_know(
    caplog: pytest.LogCaptureFixture,
) -> None:
    make_receipt(CASH_GIFT)
    make_voucher(cash_out(3))
    assert [record.message for record in caplog.records if record.name == "weasyprint"] == []

"""Receipts of the small log, and what a forger makes of them by really editing the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any, Final
from uuid import UUID

from pypdf import PdfWriter
from pypdf.annotations import FreeText

from ledger.events import DonationCollected, DonationReceived, GoodsDonated, ReplacedPaper
from ledger.replacing import papers_of
from ledger.vault import Part
from ledger.wire import Entry
from reports.attached import LATER, Carried, written
from reports.check_codes import check_code
from reports.from_entries.receipts import channel_of, replacing_paper
from reports.from_entries.wording import goods_line, paper_date, replaced_papers
from reports.papers import Receipt
from reports.pictures import joined
from reports.receipt import make_receipt
from tests.reports.samples import COMMUNE
from tests.reports.small_log import (
    OTHER_LOG,
    PRIVATE,
    carried,
    collected,
    gift,
    goods,
    replacement,
    reversal,
)


def paper(entry: Entry, part: Part | None, inside: Carried | None = None) -> Receipt:
    """Return the receipt of a gift of the small log."""
    lies: Carried = inside or carried(entry, part)
    event: Any = entry.event
    said = part.opened() if part else {}
    on, precision = paper_date([event])
    return Receipt(
        issuer=COMMUNE,
        number=event.receipt_number,
        year=2022,
        on=on,
        precision=precision,
        paper_no=event.paper_no,
        holder_name="Hội nhận hộ Báo A" if isinstance(event, DonationCollected) else None,
        goods=(goods_line(event),) if isinstance(event, GoodsDonated) else (),
        donor=said.get("donor"),
        donor_address=said.get("contact"),
        note=said.get("note"),
        replaces=replaced_papers([event], receipt=True),
        channel=channel_of(event),
        fund_name="Quỹ chung",
        amount_vnd=event.amount_vnd,
        check_url=f"https://quy.example/r/KYVZ5ZXK#{event.pii}",
        check_code=check_code(lies.entry),
        recorded_at=entry.recorded_at,
        carried=lies,
    )


def cancelled(reason: str = "Ghi hai lần", on: date = date(2022, 12, 1)) -> Receipt:
    """Return the receipt of a gift that was undone."""
    entry, part = gift()
    undoing = carried(*reversal(entry, reason, on))
    said = replace(paper(entry, part), reversed_on=on, later=(undoing,))
    return replace(said, reversal_reason=reason)


def replaced(by: Entry | None = None) -> Receipt:
    """Return the receipt of a gift that was undone, and in whose place another stands."""
    new = by or replacement(gift()[0])
    assert isinstance(new.event, DonationReceived)
    undone, inside = cancelled(), carried(new, None)
    named = replacing_paper(new.event, inside.entry)
    return replace(undone, later=(*undone.later, inside), replaced_by=named)


def with_attachment(pdf: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Write a PDF again with one of its attachments changed."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    for each in writer.root_object["/AF"]:  # type: ignore[attr-defined]
        file = each.get_object()
        if file["/UF"] == name:
            stream = file["/EF"]["/F"].get_object()
            stream.set_data(change(stream.get_data()))
    return saved(writer)


def with_figure_exchanged(pdf: bytes) -> bytes:
    """Put a nine for the two of two million, in the bytes of the page."""
    end = pdf.index(b"endstream", pdf.index(b"BT\n"))
    page = pdf[:end]
    two, nine = (f"<{0x11 + digit:04x}>".encode() for digit in (2, 9))
    amount = page.rindex(two + b"0<000f>0<0011>")
    return page[:amount] + nine + page[amount + len(two) :] + pdf[end:]


def with_word_added(pdf: bytes) -> bytes:
    """Write one more word on the page."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    stream: Any = writer.pages[0]["/Contents"].get_object()
    page = stream.get_data()
    shown = re.findall(rb"BT\n.*?ET\n", page, re.DOTALL)[-1]
    shown = re.sub(rb"-1 [0-9.]+ [0-9.]+ Tm", b"-1 300 500 Tm", shown)
    at = page.rindex(b"EMC", 0, page.rindex(b"/Figure")) + 4
    stream.set_data(page[:at] + shown + page[at:])
    return saved(writer)


def with_picture_added(pdf: bytes) -> bytes:
    """Lay the picture of the page over the page once more."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    stream: Any = writer.pages[0]["/Contents"].get_object()
    again = re.search(rb"/i[0-9a-f]+ Do", stream.get_data())
    assert again is not None
    stream.set_data(stream.get_data() + b"\nq 100 0 0 100 60 200 cm " + again[0] + b" Q")
    return saved(writer)


def with_note_added(pdf: bytes) -> bytes:
    """Stick a note with another amount on the page."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    writer.add_annotation(0, FreeText(text="9.000.000 đ", rect=(60, 200, 200, 230)))
    return saved(writer)


def with_second_receipt(pdf: bytes, content: bytes) -> bytes:
    """Attach one more file of the same name."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    writer.add_attachment("receipt.json", content)
    return saved(writer)


def with_replacement(pdf: bytes, new: Entry) -> bytes:
    """Attach the entry in the place of another to a receipt that stands."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    inside = carried(new, None)
    writer.add_attachment("replacement.json", written(inside))
    writer.add_attachment("replacement.tlog-proof", inside.proof.encode())
    return saved(writer)


def saved(writer: PdfWriter) -> bytes:
    """Return what another program writes."""
    content = BytesIO()
    writer.write(content)
    return content.getvalue()


@cache
def forged() -> Mapping[str, bytes]:
    """Return a forgery of every kind, by what was done; made once, for that takes a while."""
    receipt = paper(*gift())
    pdf = make_receipt(receipt)

    def edited(name: str, old: str, new: str) -> bytes:
        return with_attachment(pdf, name, lambda said: said.replace(old.encode(), new.encode()))

    rich, part = gift(amount_vnd=900_000_000)
    return {
        "amount on the page": make_receipt(replace(receipt, amount_vnd=20_000_000)),
        "amount in the bytes of the page": with_figure_exchanged(pdf),
        "name on the page": make_receipt(replace(receipt, donor="Bà Lê Thị Kẻ Khác")),
        "date on the page": make_receipt(replace(receipt, on=date(2022, 11, 6))),
        "number on the page": make_receipt(replace(receipt, number=124)),
        "note on the page": make_receipt(replace(receipt, note="Nhận thêm một xe đạp")),
        "word on the page": with_word_added(pdf),
        "picture on the page": with_picture_added(pdf),
        "note stuck on the page": with_note_added(pdf),
        "amount inside": edited("receipt.json", '"amount_vnd":2000000', '"amount_vnd":9000000'),
        "date inside": edited("receipt.json", '"2022-11-05"', '"2022-11-06"'),
        "name inside": edited("receipt.json", "Nguyễn", "Nguyên"),
        "salt inside": edited("receipt.json", '"salt":"', '"salt":"AAAA'),
        "index in the proof": edited("receipt.tlog-proof", "index 1", "index 2"),
        "size in the proof": edited("receipt.tlog-proof", "\n4\n", "\n5\n"),
        "signed by the forger": make_receipt(paper(rich, part, carried(rich, part, (OTHER_LOG,)))),
        "two files of one name": with_second_receipt(pdf, b'{"entry":{}}'),
        **misplaced(),
    }


@cache
def misplaced() -> Mapping[str, bytes]:
    """Return forgeries of a receipt in whose place another stands, by what was done."""
    (old, _), genuine = gift(), replaced()
    pdf, right = make_receipt(genuine), replacement(old)
    other = papers_of(replacement(old, receipt_number=9).event)  # type: ignore[arg-type]
    papers = {
        "in the place of another": replaced(replacement(old, replaces=other)),
        "in the place of none": replaced(replacement(old, replaces=())),
        "of another unit": replaced(right._replace(originator_id=UUID(int=8))),
        "another number on the page": replace(
            genuine,
            replaced_by=genuine.replaced_by.replace("000124", "000125"),  # type: ignore[union-attr]
        ),
        "the gift itself in its place": replace(
            genuine, later=(genuine.later[0], genuine.carried._replace(part=None))
        ),
        "cancelled twice": replace(genuine, later=(genuine.later[0], genuine.later[0])),
        "not logged": replace(
            genuine, later=(genuine.later[0], carried(right, None, (OTHER_LOG,)))
        ),
    }
    name, proof = LATER[1]
    return {
        **{what: make_receipt(each) for what, each in papers.items()},
        "its amount": with_attachment(pdf, name, lambda it: it.replace(b"2000000", b"9000000")),
        "its proof": with_attachment(pdf, proof, lambda it: it.replace(b"index 1", b"index 2")),
        "its form": with_attachment(pdf, name, lambda it: it.replace(b'"entry":', b'"entry": ')),
        "its proof is that of another": with_attachment(
            pdf, proof, lambda _: genuine.carried.proof.encode()
        ),
        "replaced though it stands": with_replacement(make_receipt(paper(*gift())), right),
    }


def unreadable() -> dict[str, bytes]:
    """Return files of which nothing can be said, by what they are."""
    pdf = make_receipt(paper(*gift()))
    return {"no PDF": b"not a PDF", "printed to a file": joined([pdf])}


NOTES: Final = (
    "Gửi tặng các cháu học sinh nghèo " * 20,
    "🎓 ご支援 спасибо",
    "Số tiền: 5 đ - lớp 5-A",
    "x" * 300,
)
"""Words of any length and script."""


REPLACED: Final = tuple(
    ReplacedPaper(key="D-0", line=0, number=2, on=date(2022, 10, 1), series=series, year=2022)
    for series in ("BC", "BN")
)
"""The papers of a gift that was recorded wrongly."""


def genuine_ones() -> dict[str, bytes]:
    """Return genuine receipts of every kind that the small log has, by what they are."""
    receipt = paper(*gift())
    public = receipt.carried._replace(part=None)
    hidden = replace(receipt, donor="(họ tên chỉ in trên bản của người ủng hộ)")
    noted = {f"note {at}": paper(*gift({**PRIVATE, "note": note})) for at, note in enumerate(NOTES)}
    papers = {
        "named": receipt,
        "second print": replace(receipt, copy=2),
        "without a name": paper(*gift({})),
        "by bank, on another day": paper(*gift(channel="bank", document_on=date(2022, 1, 9))),
        "of a month": paper(*gift(precision="month", paper_no="AB-01")),
        "of a quarter": paper(*gift(precision="quarter")),
        "of a year": paper(*gift(precision="year")),
        "in the place of another": paper(*gift(replaces=REPLACED)),
        "goods": paper(*goods(66_500_000)),
        "goods without a value": paper(*goods(None)),
        "collected": paper(*collected()),
        "public": replace(hidden, donor_address=None, carried=public),
        **noted,
    }
    made = {what: make_receipt(each) for what, each in papers.items()}
    return {**made, "saved again": with_attachment(made["named"], "receipt.json", lambda it: it)}

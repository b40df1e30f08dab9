"""What the page of a checked paper shows: the public facts of its entry, and what became of it.

No name of a person is among them: not the donor's, not a recipient's, not that of a single person
who collected. The copy with the name is the one that the unit printed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from api.pages.figure_links import link_to_entry
from api.pages.inspecting.papers import paper_of
from api.pages.inspecting.papers import receipt_of as number_of_receipt
from api.pages.inspecting.wording import TYPES
from api.pages.public.naming import CHANNELS, channel_of, unit_address
from api.pages.sealing import SealShown, seal_shown
from api.web.texts import Language, phrase, translate
from ledger.database import Connection
from ledger.events import DonationCollected, GoodsDonated, Vouched
from ledger.replacing import OnPaper
from ledger.wire import Entry
from projections.paper_codes import Coded, code_of, gift_reversed_on, reversal_of
from projections.replaced import Stored, papers_replaced, replacement_of, row_of
from projections.trail import names_of_units
from projections.unit_page import FundSince, fund_since, funds_of, holders_named
from reports.check_codes import spelled
from reports.from_entries import receipt_of, voucher_of
from reports.from_entries.receipts import Gift
from reports.from_entries.wording import goods_line, paper_date
from reports.numbers import long_date
from reports.papers import GoodsLine, Receipt, Voucher, paper_number
from reports.receipt_text import HIDDEN_DONOR
from reports.voucher import FORMS

HIDDEN_HOLDER: Final = "một cá nhân"
"""What it says instead of the name of a single person who collected."""
A_PERSON: Final = phrase("một cá nhân nhận hộ")


@dataclass(frozen=True, slots=True)
class OtherPaper:
    """A paper of the same unit in whose place this one stands, or the other way round.

    `label` is its number, `proof_href` where the proof of its entry lies.
    """

    label: str
    href: str
    proof_href: str


@dataclass(frozen=True, slots=True)
class Undone:
    """When the entry was undone, where the book says so, and what stands in its place."""

    on: date
    href: str
    by: OtherPaper | None


@dataclass(frozen=True, slots=True)
class AfterGift:
    """What became of a gift: what its fund raised and paid since, and the addresses of both."""

    fund: str
    since: date
    is_held: bool
    done: FundSince
    paid_href: str
    occurrences_href: str
    raised_href: str
    balance_href: str


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """What the page of a paper shows.

    `title` is the kind of paper, `label` its number; `commitment` is what the QR code says behind
    the “#” of its address. `dated` is the date in words as the paper has
    it, in Vietnamese. `lines` counts the rows on a voucher; `amount_vnd` None: nothing is valued.
    """

    code: str
    title: str
    label: str
    is_receipt: bool
    unit: str
    unit_href: str
    on: date
    dated: str
    amount_vnd: int | None
    goods: tuple[GoodsLine, ...]
    channel: str
    what: str
    holder: str
    fund: str
    paper_no: str
    lines: int
    recorded_at: datetime
    undone: Undone | None
    replaces: OtherPaper | None
    after: AfterGift | None
    entry_href: str
    pdf_href: str
    files_href: str
    commitment: str
    in_log: SealShown


@dataclass(frozen=True, slots=True)
class CodePage:
    """Where a code is typed: what was typed, what is wrong with it, what it may have been.

    `same` are several papers with one code, told apart by their numbers; then `number_error` says
    whether the number that was typed is none of theirs.
    """

    typed: str
    error: str = ""
    likely: tuple[str, ...] = ()
    ask_number: bool = False
    number: str = ""
    number_error: str = ""
    wait_minutes: int = 0


def content_of(connection: Connection, coded: Coded, language: Language) -> ReceiptPage:
    """Return the page of the paper of an entry that was found by its code.

    For a gift no private part is opened at all.
    """
    event = coded.entry.event
    if isinstance(event, Gift):
        return _receipt(connection, coded, event, language)
    assert isinstance(event, Vouched)
    return _voucher(connection, coded, voucher_of(connection, event.key))


def public_receipt(connection: Connection, coded: Coded, base_url: str) -> Receipt:
    """Return a gift's receipt as everybody may have it: without anything from the vault."""
    event = coded.entry.event
    assert isinstance(event, Gift)
    receipt = receipt_of(connection, event.key, check_base_url=base_url)
    named = isinstance(event, DonationCollected) and holders_named(connection).get(event.holder)
    return replace(
        receipt,
        donor=HIDDEN_DONOR if event.pii else None,
        donor_address=None,
        note=None,
        holder_name=(named or HIDDEN_HOLDER) if receipt.holder_name else None,
        reversal_reason=None,
        carried=receipt.carried._replace(part=None),
        later=tuple(each._replace(part=None) for each in receipt.later),
    )


def _receipt(connection: Connection, coded: Coded, event: Gift, language: Language) -> ReceiptPage:
    unit_id = coded.entry.originator_id
    unit_code, unit = names_of_units(connection, [unit_id], event.booked_on)[unit_id]
    on, precision = paper_date([event])
    code, fund = spelled(coded.code), funds_of(connection, unit_id)[event.fund].name
    undone = _undone(connection, coded.entry, gift_reversed_on(connection, coded.position))
    return ReceiptPage(
        code=code,
        title=phrase("Giấy biên nhận"),
        label=paper_number(event.receipt_number, event.booked_on.year, "BN"),
        is_receipt=True,
        unit=unit,
        unit_href=unit_address(unit_code, nam=str(event.booked_on.year)),
        on=on,
        dated=long_date(on, precision),
        amount_vnd=event.amount_vnd,
        goods=(goods_line(event),) if isinstance(event, GoodsDonated) else (),
        channel=CHANNELS[channel_of(event)],
        what="",
        holder=_holder(connection, event, language),
        fund=fund,
        paper_no=event.paper_no or "",
        lines=1,
        recorded_at=coded.entry.recorded_at,
        undone=undone,
        replaces=_replaces(connection, coded.entry, is_receipt=True),
        after=None if undone else _after(connection, unit_id, unit_code, event, fund),
        entry_href=link_to_entry(unit_id, coded.entry.originator_version),
        pdf_href=f"/bien-nhan/{code}.pdf?so={event.receipt_number}",
        files_href=f"/bien-nhan/{code}.{{}}?so={event.receipt_number}",
        commitment=event.pii or event.nonce or "",
        in_log=seal_shown(connection, unit_id, coded.entry.originator_version),
    )


def _voucher(connection: Connection, coded: Coded, voucher: Voucher) -> ReceiptPage:
    entry, event = coded.entry, coded.entry.event
    assert isinstance(event, Vouched)
    unit_id = entry.originator_id
    unit_code, unit = names_of_units(connection, [unit_id], event.booked_on)[unit_id]
    return ReceiptPage(
        code=spelled(coded.code),
        title=FORMS[voucher.series].title.capitalize(),
        label=paper_number(voucher.number, voucher.year, voucher.series),
        is_receipt=False,
        unit=unit,
        unit_href=unit_address(unit_code, nam=str(event.booked_on.year)),
        on=voucher.on,
        dated=long_date(voucher.on, voucher.precision),
        amount_vnd=voucher.total_vnd,
        goods=voucher.goods,
        channel="",
        what=TYPES[event.STORED_AS],
        holder="",
        fund=voucher.fund_name,
        paper_no=event.paper_no or "",
        lines=len(voucher.lines),
        recorded_at=voucher.recorded_at,
        undone=_undone(connection, entry, voucher.cancelled_on),
        replaces=_replaces(connection, entry, is_receipt=False),
        after=None,
        entry_href=link_to_entry(unit_id, entry.originator_version),
        pdf_href="",
        files_href=f"/bien-nhan/{spelled(coded.code)}.{{}}?so={voucher.number}",
        commitment="",
        in_log=seal_shown(connection, unit_id, entry.originator_version),
    )


def _holder(connection: Connection, event: Gift, language: Language) -> str:
    if not isinstance(event, DonationCollected):
        return ""
    return holders_named(connection).get(event.holder) or translate(language, A_PERSON)


def _undone(connection: Connection, entry: Entry, reversed_on: date | None) -> Undone | None:
    event, unit_id = entry.event, entry.originator_id
    if reversed_on is None or not isinstance(event, OnPaper):
        return None
    reversal = reversal_of(connection, entry)
    if reversal is None:
        return Undone(reversed_on, "", None)
    by = replacement_of(connection, reversal)
    href = link_to_entry(unit_id, reversal.originator_version)
    return Undone(reversed_on, href, by and _other(by, is_receipt=isinstance(event, Gift)))


def _replaces(connection: Connection, entry: Entry, *, is_receipt: bool) -> OtherPaper | None:
    """Return the paper in whose place that of an entry stands."""
    papers = papers_replaced(entry.event)
    found = row_of(connection, entry.originator_id, papers[0].key) if papers else None
    return found and _other(found, is_receipt=is_receipt)


def _other(stored: Stored, *, is_receipt: bool) -> OtherPaper:
    """Return the receipt of an entry, or its voucher; the one that it has."""
    entry = stored.entry
    label = (is_receipt and number_of_receipt(entry)) or paper_of(entry)
    address, number = f"/bien-nhan/{spelled(code_of(stored.raw))}", urlencode({"so": label})
    return OtherPaper(label, f"{address}?{number}", f"{address}.txt?{number}")


def _after(
    connection: Connection, unit_id: UUID, unit_code: str, event: Gift, fund: str
) -> AfterGift:
    """Return what became of a gift that stands."""
    asked = {"don-vi": unit_code, "nguon": event.fund}
    period = {**asked, "tu": event.booked_on.isoformat()}
    return AfterGift(
        fund=fund,
        since=event.booked_on,
        is_held=isinstance(event, DonationCollected),
        done=fund_since(connection, unit_id, event.fund, event.booked_on),
        paid_href=f"/so?{urlencode({**period, 'muc': 'paid'})}",
        occurrences_href=f"/so?{urlencode({**period, 'muc': 'occurrences'})}",
        raised_href=f"/so?{urlencode({**period, 'muc': 'raised'})}",
        balance_href=f"/so?{urlencode({**asked, 'muc': 'money'})}",
    )

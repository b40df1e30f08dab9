"""A log of a few entries that a test signs itself: real entries, real proofs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from ledger.events import DonationCollected, DonationReceived, EntryReversed, GoodsDonated
from ledger.log import checkpoints, merkle
from ledger.log.checkpoints import Checkpoint
from ledger.log.notes import KeyKind, Signer
from ledger.log.proofs import TlogProof
from ledger.replacing import papers_of
from ledger.values import replace
from ledger.vault import Part, seal
from ledger.wire import Entry, to_bytes
from reports.attached import Carried

LOG: Final = Signer("quy.example/so", b"1" * 32)
OTHER_LOG: Final = Signer("quy.example/so", b"2" * 32)
WITNESS: Final = Signer("tinh.example/chung", b"3" * 32, KeyKind.WITNESS)
UNIT: Final = UUID("0195d6a8-0000-7000-8000-000000000007")
RECORDED_AT: Final = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PRIVATE: Final[Mapping[str, Any]] = {
    "contact": "Xóm 3, xã Quỳnh Lưu",
    "donor": "Ông Nguyễn Văn Ẩm",
}
_GIFT: Final = DonationReceived(
    key="D-1",
    booked_on=date(2022, 11, 5),
    series="PT",
    number=3,
    channel="cash",
    holding="cash",
    holding_kind="cash",
    amount_vnd=2_000_000,
    receipt_number=123,
)


def gift(private: Mapping[str, Any] = PRIVATE, **facts: Any) -> tuple[Entry, Part | None]:  # noqa: ANN401
    """Return the entry of a gift, and its private part."""
    return sealed_entry(replace(_GIFT, **facts), private)


def goods(amount_vnd: int | None, **facts: Any) -> tuple[Entry, Part | None]:  # noqa: ANN401
    """Return the entry of a gift in kind, and its private part."""
    said = {
        "item": "Sách giáo khoa cũ",
        "counted_in": "bộ",
        "quantity": Decimal("1250.50"),
        **facts,
    }
    shared = {"key": "G-1", "booked_on": _GIFT.booked_on, "series": "NK", "number": 4}
    event = GoodsDonated(**shared, **said, amount_vnd=amount_vnd, receipt_number=124)  # type: ignore[arg-type]
    return sealed_entry(event, PRIVATE)


def collected(**facts: Any) -> tuple[Entry, Part | None]:  # noqa: ANN401
    """Return the entry of a gift that a newspaper collected, and its private part."""
    event = DonationCollected(
        key="C-1",
        booked_on=date(2022, 2, 28),
        holder="BAO",
        amount_vnd=1_000_005,
        receipt_number=9_999_999,
        **facts,
    )
    return sealed_entry(event, {"note": "Mã số 2283"})


def sealed_entry(
    event: DonationReceived | GoodsDonated | DonationCollected, private: Mapping[str, Any]
) -> tuple[Entry, Part | None]:
    """Return an event as an entry that is committed to a private part."""
    sealed = seal(private)
    committed = replace(event, pii=sealed.pii, nonce=sealed.nonce)
    part = Part(sealed.salt, sealed.private) if sealed.pii else None
    return Entry(UNIT, 5, RECORDED_AT, "p-1", committed), part


def reversal(entry: Entry, reason: str, on: date) -> tuple[Entry, Part | None]:
    """Return the entry that cancels a gift, and its private part."""
    sealed = seal({"reason": reason})
    assert isinstance(entry.event, DonationReceived)
    event = EntryReversed(
        key="R-1", reverses=entry.event.key, booked_on=on, original=entry.event, pii=sealed.pii
    )
    return Entry(UNIT, 6, RECORDED_AT, "p-2", event), Part(sealed.salt, sealed.private)


def replacement(entry: Entry, **facts: Any) -> Entry:  # noqa: ANN401
    """Return the entry of a gift that takes the place of another."""
    assert isinstance(entry.event, DonationReceived)
    named = {"key": "D-2", "receipt_number": 124, "replaces": papers_of(entry.event)}
    return gift({**PRIVATE, "donor": "Bà Lê Thị Khác"}, **{**named, **facts})[0]


def carried(
    entry: Entry, part: Part | None, signers: Sequence[Signer] = (LOG,), *, witness: bool = False
) -> Carried:
    """Return an entry in a log of four, with its proof."""
    raw = to_bytes(entry)
    leaves = [merkle.leaf_hash(each) for each in (b"a", raw, b"c", b"d")]

    def nodes(level: int, index: int) -> bytes:
        return merkle.root_of(leaves[index << level : (index + 1) << level])

    said = Checkpoint(LOG.name, len(leaves), merkle.root_of(leaves))
    note = checkpoints.signed(said, signers)
    if witness:
        cosigned = checkpoints.cosignature(note, WITNESS, 1_800_000_000)
        note = checkpoints.with_signatures(note, [cosigned])
    path = tuple(merkle.inclusion_proof(1, len(leaves), nodes))
    return Carried(raw, part, str(TlogProof(1, path, note)))

"""What the page of a genuine receipt says, worked out again from the entry that lies inside it.

    entry + private part → pieces, in the order of the page → compared with the text of the page

Everything on the page follows from the entry but for three names that it only has ids of: of the
association, of the fund, of who collected. Anything else that differs, is missing or stands there
besides is found. Words are compared without white space and hyphens, which depend on where lines
break, and without letters that the fonts of the papers do not have.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from ledger.events import EntryReversed, GoodsDonated
from ledger.wire import Entry
from reports.check_codes import check_code
from reports.from_entries.found import ERASED
from reports.from_entries.receipts import Gift, channel_of, replacing_paper
from reports.from_entries.wording import NO_DONOR, paper_date, replaced_papers
from reports.numbers import dong, long_date, moment, quantity, short_date, whole
from reports.papers import paper_number
from reports.receipt import signers, way
from reports.words import amount_in_words

HIDDEN_DONOR: Final = "(họ tên chỉ in trên bản của người ủng hộ)"
"""What the copy that everybody may have says instead of the name."""
NOT_VALUED: Final = "chưa quy ra tiền"
_SOMEBODY: Final = "*"

TITLE: Final = "GIẤY BIÊN NHẬN"
LONG_CHARS: Final = 60
_BEGIN: Final = "GIẤYBIÊNNHẬN"
_COPY: Final = re.compile(r"Inlần[1-9][0-9]{0,3}")
_FOOT: Final = "Trang {}"
_GONE: Final = re.compile(
    r"[^!-~\u00a1-\u017f\u01a0\u01a1\u01af\u01b0\u0218-\u021b\u0300-\u0304\u0306-\u0309"
    r"\u031b\u0323\u1ea0-\u1ef9\u2012-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030"
    r"\u2032\u2033\u2039\u203a\u2044\u20ab\u20ac\u2116\u2122\u2212]|[-\u00ad]"
)
"""White space, hyphens, and what the fonts do not have (`reports/fonts/README.md`)."""


class Shown(StrEnum):
    """The pieces of a receipt, by which a difference is named."""

    NUMBER = "number"
    CANCELLED = "cancelled"
    REPLACED_BY = "replaced_by"
    REPLACES = "replaces"
    DONOR = "donor"
    CONTACT = "contact"
    FUND = "fund"
    CHANNEL = "channel"
    AMOUNT = "amount"
    WORDS = "words"
    PAPER_NO = "paper_no"
    NOTE = "note"
    CODE = "code"
    RECORDED = "recorded"
    GOODS = "goods"
    DATE = "date"
    REST = "rest"


class Piece(NamedTuple):
    """A label, and what stands behind it; any one of several, or, if there is none, anything."""

    what: Shown
    label: str
    says: tuple[str, ...]


class Later(NamedTuple):
    """An entry that cancelled a gift, or the gift in its place; `private` is empty if unknown."""

    raw: bytes
    event: EntryReversed | Gift
    private: Mapping[str, Any]


class Differs(Exception):
    """The page says something else than the entry: `shown` instead of `meant`, as on the page."""

    def __init__(self, what: Shown, shown: str, meant: str) -> None:
        super().__init__(f"{what}: {shown!r} instead of {meant!r}")
        self.what = what
        self.shown = shown
        self.meant = meant


def require_same(pages: Sequence[str], pieces: Sequence[Piece]) -> None:
    """Hold the text of a receipt's pages against what it must say.

    Raises:
        Differs: the first piece that does; REST for what stands there besides.
    """
    page = _Reading(pages)
    if not page.skip_to(_BEGIN):
        raise Differs(Shown.REST, page.words(LONG_CHARS), TITLE)
    for at, piece in enumerate(pieces):
        labels = [squeezed(each.label) for each in pieces[at + 1 :]]
        if not page.take(piece, labels):
            raise Differs(piece.what, page.words(page.until(labels)), _meant(piece))
        if piece.what is Shown.NUMBER:
            page.skip_copy()
    if page.rest:
        raise Differs(Shown.REST, page.words(LONG_CHARS), "")


def squeezed(text: str) -> str:
    r"""Return a text as it is compared.

    >>> squeezed("Ông Nguyễn -\n Văn\u00a0Ẩm 🎓")
    'ÔngNguyễnVănẨm'
    """
    return _GONE.sub("", unicodedata.normalize("NFC", text))


class _Reading:
    """The text of a receipt as it is read from its beginning: `rest` is what is left, squeezed."""

    def __init__(self, pages: Sequence[str]) -> None:
        plain = [_without_foot(each, at) for at, each in enumerate(pages, start=1)]
        self._plain = unicodedata.normalize("NFC", "\n".join(plain))
        self._places = [at for at, each in enumerate(self._plain) if not _GONE.match(each)]
        self._text = "".join(self._plain[at] for at in self._places)
        self._here = 0

    @property
    def rest(self) -> str:
        return self._text[self._here :]

    def words(self, length: int) -> str:
        """Return the next so many characters as they stand on the page."""
        places = self._places[self._here : self._here + length]
        return " ".join(self._plain[places[0] : places[-1] + 1].split()) if places else ""

    def skip_to(self, text: str) -> bool:
        """Go behind a text; say whether it is there."""
        found = self.rest.find(text)
        self._here += found + len(text) if found >= 0 else 0
        return found >= 0

    def skip_copy(self) -> None:
        """Go behind the number of a print, which is no part of the entry."""
        if found := _COPY.match(self.rest):
            self._here += found.end()

    def take(self, piece: Piece, labels: Sequence[str]) -> bool:
        """Go behind a piece, or what it says in place of that; say whether it is as it must be."""
        label = squeezed(piece.label)
        if not self.rest.startswith(label):
            return False
        self._here += len(label)
        if not piece.says:
            self._here += self.until(labels)
            return True
        for says in map(squeezed, piece.says):
            if self.rest.startswith(says) and _ends(self.rest[len(says) :], labels):
                self._here += len(says)
                return True
        return False

    def until(self, labels: Sequence[str]) -> int:
        """Return how much stands before the next label that is there."""
        rest = self.rest
        found = [at for label in labels if label and (at := rest.find(label)) >= 0]
        return min(found, default=LONG_CHARS)


def _meant(piece: Piece) -> str:
    return piece.says[0] if piece.says else piece.label


def _without_foot(page: str, number: int) -> str:
    """Take the number of a further page away; it is painted before or after all else."""
    foot = _FOOT.format(number)
    return page if number == 1 else page.strip().removeprefix(foot).removesuffix(foot)


def _ends(rest: str, labels: Sequence[str]) -> bool:
    """Say whether a piece is over: what must follow does."""
    return not labels or rest.startswith(labels[0]) or _COPY.match(rest) is not None


def pieces(
    raw: bytes,
    entry: Entry,
    event: Gift,
    private: Mapping[str, Any] | None,
    later: Iterable[Later],
) -> list[Piece]:
    """Return what the page of a gift's receipt must say, in its order.

    Args:
        raw: the stored bytes of the entry.
        entry: what they are.
        event: its gift.
        private: its private part; None where the file has none.
        later: what became of it.
    """
    number = paper_number(event.receipt_number, event.booked_on.year, "BN")
    on, precision = paper_date([event])
    said = private or {}
    donors = _donors(event, private)
    named = None if donors == (NO_DONOR,) else donors[0]
    signing = signers(channel_of(event))
    return [
        Piece(Shown.NUMBER, "Số:", (number,)),
        *_became(later),
        *_replaces(event),
        Piece(Shown.DONOR, "Đã nhận của:", donors),
        *_optional(Shown.CONTACT, "Địa chỉ, liên hệ:", said.get("contact"), named),
        Piece(Shown.FUND, "Nội dung: Ủng hộ Quỹ Khuyến học, nguồn:", ()),
        *_channel_and_amount(event),
        *_optional(Shown.PAPER_NO, "Biên lai viết tay số:", event.paper_no, event.paper_no),
        *_optional(Shown.NOTE, "Ghi chú:", said.get("note"), said.get("note")),
        Piece(Shown.CODE, "Mã kiểm chứng:", (check_code(raw),)),
        Piece(Shown.RECORDED, "Đã ghi sổ, không thể sửa Ghi lúc", (moment(entry.recorded_at),)),
        *_goods(event),
        Piece(Shown.DATE, "", (long_date(on, precision).capitalize(),)),
        Piece(Shown.REST, "", (" ".join(f"{each.upper()} (Ký, họ tên)" for each in signing),)),
    ]


def _became(later: Iterable[Later]) -> Iterable[Piece]:
    for raw, event, private in later:
        if isinstance(event, EntryReversed):
            reason = private.get("reason")
            why = f" Lý do: {reason}" if reason else ""
            yield Piece(Shown.CANCELLED, "ĐÃ HỦY ngày", (short_date(event.booked_on) + why,))
        else:
            yield Piece(Shown.REPLACED_BY, "Thay bằng", (replacing_paper(event, raw),))


def _replaces(event: Gift) -> Iterable[Piece]:
    said = replaced_papers([event], receipt=True)
    if said:
        yield Piece(Shown.REPLACES, "Thay thế", (said,))


def _donors(event: Gift, private: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Return what may stand for the donor's name."""
    if private is None and event.pii is not None:
        return (HIDDEN_DONOR, ERASED)
    return ((private or {}).get("donor") or NO_DONOR,)


def _optional(what: Shown, label: str, says: str | None, wanted: str | None) -> Iterable[Piece]:
    """Say a field that the page leaves out where there is nothing."""
    if wanted:
        yield Piece(what, label, (says or "",))


def _channel_and_amount(event: Gift) -> Iterable[Piece]:
    label = "Trị giá:" if isinstance(event, GoodsDonated) else "Số tiền:"
    before, somebody, after = way(channel_of(event), _SOMEBODY).partition(_SOMEBODY)
    if somebody:
        # A name may hold any words: it ends where those behind it meet the next label.
        yield Piece(Shown.CHANNEL, f"Hình thức: {before}", ())
        label = f"{after} {label}"
    else:
        yield Piece(Shown.CHANNEL, "Hình thức:", (before,))
    if event.amount_vnd is None:
        yield Piece(Shown.AMOUNT, label, (NOT_VALUED,))
        return
    yield Piece(Shown.AMOUNT, label, (dong(event.amount_vnd),))
    yield Piece(Shown.WORDS, "Bằng chữ:", (amount_in_words(event.amount_vnd),))


def _goods(event: Gift) -> Iterable[Piece]:
    if not isinstance(event, GoodsDonated):
        return
    value = NOT_VALUED if event.amount_vnd is None else whole(event.amount_vnd)
    line = f"1 {event.item} {event.counted_in} {quantity(event.quantity)} {value}"
    head = "STT Tên hiện vật ĐVT Số lượng Giá trị (đồng)"
    yield Piece(Shown.GOODS, head, (f"{line} Cộng {value}",))

"""What the page of one entry shows: each fact under its Vietnamese name, and all that belongs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlencode

from api.identity.acting import today
from api.identity.people import names_of
from api.pages.correction_links import link_to_correct
from api.pages.figure_links import link_to_entry
from api.pages.inspecting.papers import paper_of
from api.pages.inspecting.saying import PERSON_FIELDS, Fact, Related, Saying
from api.pages.inspecting.staff import names_for_guests
from api.pages.inspecting.units import Unit, Units
from api.pages.inspecting.values import Translate
from api.pages.inspecting.wording import ACCOUNTS, PRIVATE, TYPES
from api.pages.sealing import SealShown, seal_shown
from ledger.database import Connection
from ledger.events import EntryReversed
from ledger.postings import Posting
from projections.trail import Kept, Trail
from projections.unit_page import own_funds
from reports.from_entries.receipts import Gift
from reports.from_entries.wording import OnVoucher
from reports.numbers import VIETNAM

SHOWN_LINES: Final = 100
"""So many lines of one voucher are listed; the paper itself has all of them."""


@dataclass(frozen=True, slots=True)
class PostingRow:
    """One posting: `account` is a phrase; `what_was_added` (debit) or taken (credit), in đồng.

    `fund` is what a fund with a purpose of its own is called; empty: the general fund.
    """

    account: str
    fund: str
    place: str
    debit_vnd: int | None
    credit_vnd: int | None


@dataclass(frozen=True, slots=True)
class EntryPage:
    """What `inspecting/entry.html` shows. `has_names`: the reader may see the private part.

    `replaced_by_paper` is the number of the paper that stands in the place of this one, and
    `correct_href` where the entry is corrected, by those who may.
    """

    unit: Unit
    version: int
    title: str
    line: str
    paper: str
    booked_on: date | None
    recorded_at: datetime
    recorded_by: str
    facts: tuple[Fact, ...]
    postings: tuple[PostingRow, ...]
    total_vnd: int
    private: tuple[Fact, ...]
    has_names: bool
    seal: str
    position: int
    log_size: int
    sha256: tuple[str, ...]
    bytes_count: int
    known_at: datetime | None
    undoes: tuple[Related, ...]
    undone_by: tuple[Related, ...]
    replaces: tuple[Related, ...]
    replaced_by: tuple[Related, ...]
    replaced_by_paper: str
    correct_href: str
    sides: tuple[Related, ...]
    lines: tuple[Related, ...]
    is_reversal: bool
    more_lines: int
    asked: Related | None
    asked_by: str
    decided: Related | None
    decided_by: str
    approved_outside: bool
    is_money_out: bool
    raw_href: str
    proof_href: str
    in_log: SealShown
    log_root: tuple[str, ...]
    receipt_href: str
    voucher_href: str
    journal_href: str
    person_href: str


def content_of(
    connection: Connection,
    trail: Trail,
    private: Mapping[str, Any] | None,
    known_at: datetime | None,
    translate: Translate,
    *,
    may_enter: bool = False,
) -> EntryPage:
    """Return the page of an entry.

    Args:
        connection: where units and people are named.
        trail: what happened to it.
        private: what the vault says; None for those who may not see it.
        known_at: the instant to which it is pinned.
        translate: into the reader's language.
        may_enter: the reader enters rows into this book, and so corrects them.
    """
    entry, event = trail.entry, trail.entry.event
    saying = _saying(connection, trail, translate, with_people=private is not None)
    here = link_to_entry(entry.originator_id, entry.originator_version)
    unit = saying.units.named(entry.originator_id)
    in_log = seal_shown(connection, entry.originator_id, entry.originator_version)
    return EntryPage(
        unit=unit,
        version=entry.originator_version,
        title=TYPES[event.STORED_AS],
        line=saying.line(entry),
        paper=paper_of(entry),
        booked_on=getattr(event, "booked_on", None),
        recorded_at=entry.recorded_at,
        recorded_by=saying.person(entry.actor),
        facts=tuple(saying.facts(event)),
        postings=tuple(_posting(each, saying) for each in trail.postings),
        total_vnd=sum(each.amount_vnd for each in trail.postings if each.amount_vnd > 0),
        private=tuple(_private(private or {})),
        has_names=private is not None,
        seal=trail.seal,
        position=trail.kept.position,
        log_size=trail.log_size,
        sha256=_in_groups(sha256(trail.kept.raw).hexdigest()),
        bytes_count=len(trail.kept.raw),
        known_at=known_at,
        undoes=saying.all(trail.undoes),
        sides=saying.all(trail.sides),
        lines=saying.all(trail.lines[:SHOWN_LINES]),
        is_reversal=isinstance(event, EntryReversed),
        more_lines=max(0, len(trail.lines) - SHOWN_LINES),
        asked=saying.related(trail.asked) if trail.asked else None,
        asked_by=_who(trail.asked, saying),
        decided=saying.related(trail.decided) if trail.decided else None,
        decided_by=_who(trail.decided, saying),
        approved_outside=bool(getattr(event, "approved_outside", False)),
        is_money_out=_is_money_out(trail),
        in_log=in_log,
        log_root=_in_groups(in_log.root),
        **_corrections(trail, saying, unit if may_enter else None),
        **_ways(unit, trail, private, here),
    )


def _saying(
    connection: Connection, trail: Trail, translate: Translate, *, with_people: bool
) -> Saying:
    units = Units(connection, getattr(trail.entry.event, "booked_on", today()))
    people = _names(connection, trail, units, translate, with_people=with_people)
    return Saying(units, people, own_funds(connection, trail.entry.originator_id), translate)


def _ways(unit: Unit, trail: Trail, private: Mapping[str, Any] | None, here: str) -> dict[str, Any]:
    """Return where to go from here; papers and persons are for those who may see names."""
    event, may_see = trail.entry.event, private is not None
    about = urlencode({"don-vi": unit.code, "cua": trail.entry.originator_version})
    return {
        "raw_href": f"{here}/goc",
        "proof_href": f"{here}/bang-chung",
        "receipt_href": f"{here}/bien-nhan" if may_see and _has_receipt(event) else "",
        "voucher_href": f"{here}/phieu" if may_see and _has_voucher(event) else "",
        "journal_href": f"/so?don-vi={unit.code}" if unit.code else "",
        "person_href": f"/quan-tri/du-lieu-ca-nhan?{about}" if unit.code and private else "",
    }


def _corrections(trail: Trail, saying: Saying, unit: Unit | None) -> dict[str, Any]:
    """Return what undid an entry, what it replaces and what replaces it; where it is corrected."""
    by, event = trail.replaced_by, trail.entry.event
    key = str(getattr(event, "key", ""))
    return {
        "undone_by": saying.all(trail.undone_by),
        "replaces": saying.all(trail.replaces),
        "replaced_by": saying.all(by),
        "replaced_by_paper": paper_of(by[0].entry) if by else "",
        "correct_href": link_to_correct(event, unit.code, key) if unit and not by else "",
    }


def _posting(each: Posting, saying: Saying) -> PostingRow:
    return PostingRow(
        account=ACCOUNTS[each.account],
        fund=saying.fund(each.fund),
        place="" if each.place in ("cash", "bank", None) else each.place,
        debit_vnd=each.amount_vnd if each.amount_vnd >= 0 else None,
        credit_vnd=-each.amount_vnd if each.amount_vnd < 0 else None,
    )


def _private(private: Mapping[str, Any]) -> Iterable[Fact]:
    for name, value in private.items():
        said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        yield Fact(PRIVATE.get(name, name), said)


def _in_groups(digits: str) -> tuple[str, ...]:
    """Return a long row of digits in groups between which a narrow page may break it."""
    return tuple(digits[at : at + 8] for at in range(0, len(digits), 8))


def _names(
    connection: Connection, trail: Trail, units: Units, translate: Translate, *, with_people: bool
) -> dict[str, str]:
    """Return the names of those who acted; for a guest their duties."""
    entries = [trail.kept, *(each for each in (trail.asked, trail.decided) if each)]
    people = {each.entry.actor for each in entries}
    for each in entries:
        for name in PERSON_FIELDS:
            if hasattr(each.entry.event, name):
                people.add(getattr(each.entry.event, name))
    if with_people:
        return names_of(connection, people)
    deciding = {trail.decided.entry.actor} if trail.decided else set()
    at = trail.entry.recorded_at.astimezone(VIETNAM).date()
    about = (trail.entry.originator_id, at)
    return names_for_guests(connection, people, deciding, about, units, translate)


def _who(kept: Kept | None, saying: Saying) -> str:
    return saying.person(kept.entry.actor) if kept else ""


def _is_money_out(trail: Trail) -> bool:
    """Whether a second person should have admitted it: money went out, or was taken back."""
    out = ("paid.", "costs", "transfers_out", "corrections.")
    undone = isinstance(trail.entry.event, EntryReversed)
    return undone or any(each.account.startswith(out) for each in trail.postings)


def _has_receipt(event: object) -> bool:
    fact = event.original if isinstance(event, EntryReversed) else event
    return isinstance(fact, Gift)


def _has_voucher(event: object) -> bool:
    fact = event.original if isinstance(event, EntryReversed) else event
    return isinstance(fact, OnVoucher)

"""Writes the whole ledger as exchange files, from the journal and the vault alone.

Imported into an empty home they give the same figures on any day. Within a book the rows of a day
stand in the order in which they were recorded, because goods go out first in first out; where
goods were recorded in another order than that of days, their rows say in which (`goods_order`).
An export of the import is the same, byte for byte.

What one table cannot say twice is said once: of a unit's term, population, fund, holding, holder
or series the last word. Not exported are the numbers of papers (the import numbers anew), when
and by whom something was recorded, names of evidence, and what a receiver noted of a transfer's
paper apart from the sender.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, groupby
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args
from uuid import UUID

from api.exchange import tables as of
from api.exchange.cells import cells
from api.exchange.definitions import (
    fund_row,
    holder_rows,
    holding_row,
    population_rows,
    series_row,
    unit_rows,
)
from api.exchange.fields import LINE_MAX_CHARS
from api.exchange.recorded import (
    Donation,
    Handover,
    OneRow,
    Opening,
    Payout,
    money_row,
    transfer_row,
)
from api.exchange.rows import FundRow, HoldingRow, MoneyRow, Row, SeriesRow
from api.exchange.tables import Table
from api.exchange.writer import write_table
from ledger.database import Connection, connect, query
from ledger.events import (
    Awarded,
    CostPaid,
    EntryReversed,
    Event,
    FundDefined,
    GoodsBroughtIn,
    GoodsDonated,
    GoodsPaidOut,
    HoldingDefined,
    IncomeReceived,
    MoneyMoved,
    SeriesContinued,
    TransferArrived,
    TransferReceived,
    TransferSent,
    Vouched,
)
from ledger.registry import REGISTRY_ID, Registry, evolve
from ledger.registry_events import HolderRegistered, RegistryEvent
from ledger.vault import Private, vault_at
from ledger.wire import from_bytes

BATCH: Final = 2_000
OnProgress = Callable[[int, int], None]
Kinds = tuple[type[Event], ...]

ONE_ROW_EACH: Final[tuple[tuple[Table[Any], Kinds], ...]] = (
    (of.OPENINGS, get_args(Opening)),
    (of.DONATIONS, get_args(Donation)),
    (of.HANDOVERS, get_args(Handover)),
    (of.PAYOUTS, get_args(Payout)),
    (of.MOVEMENTS, (MoneyMoved,)),
    (of.INCOME_COSTS, (IncomeReceived, CostPaid)),
    (of.REVERSALS, (EntryReversed,)),
)
TRANSFER: Final[Kinds] = (TransferSent, TransferArrived)
GOODS: Final[Kinds] = (GoodsBroughtIn, GoodsDonated, GoodsPaidOut, EntryReversed)
"""What changes a stock of goods, in the order in which an import takes the rows of one day."""
DEFINITIONS: Final[Kinds] = (FundDefined, HoldingDefined, SeriesContinued)
READ: Final[Kinds] = (
    *get_args(RegistryEvent),
    *DEFINITIONS,
    *chain.from_iterable(kinds for _, kinds in ONE_ROW_EACH),
    *TRANSFER,
)


class Told(NamedTuple):
    """A fact of the book of `unit`, with its private part as far as the vault has it."""

    unit: str
    event: Any
    private: Private


def export_exchange(
    url: str,
    keys: Path,
    folder: Path,
    on_progress: OnProgress = lambda _done, _all: None,
) -> dict[str, int]:
    """Write everything recorded to `folder` as exchange files.

    The files appear when all of them are complete. Files of these names that stood there before
    are replaced, or removed where there are no rows now.

    Args:
        url: a database that has been migrated; nobody else's writing disturbs the export.
        keys: the folder of the secret keys.
        folder: made if it is not there.
        on_progress: hears how many entries have been read, and how many there are.

    Returns:
        The number of rows of each file that has any, in the order of the tables.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (
        connect(url, autocommit=False) as connection,
        tempfile.TemporaryDirectory(prefix=".export-", dir=folder) as draft,
    ):
        vault_at(url, keys).opens(connection)
        connection.commit()
        connection.execute(query("snapshot"))
        written = _Export(connection, Path(draft), on_progress).run()
        for table in of.TABLES:
            name = f"{table.name}.csv"
            if written[table.name]:
                os.replace(Path(draft) / name, folder / name)
            else:
                (folder / name).unlink(missing_ok=True)
    return {table.name: rows for table in of.TABLES if (rows := written[table.name])}


@dataclass(slots=True)
class _Vouchers:
    """What the vouchers of one file are called.

    In one file a voucher's name stands for lines of one unit and day. In the ledger every book has
    names of its own, so where two have the same, those that come later are numbered.
    """

    _names: dict[tuple[str, str, date], str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def name(self, told: Told) -> str | None:
        """Return how the paper of a fact is called, None if it has no name."""
        event = told.event
        if not isinstance(event, Vouched) or event.voucher is None:
            return None
        paper = (event.voucher, told.unit, event.booked_on)
        if paper not in self._names:
            self._names[paper] = self._free(event.voucher)
            self._taken.add(self._names[paper])
        return self._names[paper]

    def _free(self, wanted: str) -> str:
        name, number = wanted, 1
        while name in self._taken:
            number += 1
            ending = f" ({number})"
            name = f"{wanted[: LINE_MAX_CHARS - len(ending)]}{ending}"
        return name


class _Export:
    """One export, table by table, as all books were at one instant."""

    def __init__(self, connection: Connection, folder: Path, on_progress: OnProgress) -> None:
        self._connection = connection
        self._folder = folder
        self._on_progress = on_progress
        self._codes: dict[UUID, str] = {}
        self._done = 0
        self._goods_orders: dict[str, int] = {}
        self._all = sum(
            size
            for kinds in (READ, GOODS)
            for (size,) in connection.execute(query("export_size"), {"topics": _topics(kinds)})
        )

    def run(self) -> dict[str, int]:
        """Write every file; return how many rows each has."""
        written: dict[str, int] = {}
        for table, rows in chain(self._of_registry(), self._definitions(), self._money()):
            written[table.name] = write_table(self._folder, table, map(cells, rows))
        self._on_progress(self._all, self._all)
        return written

    def _of_registry(self) -> Iterator[tuple[Table[Any], Iterable[Row]]]:
        self._codes = {REGISTRY_ID: ""}
        told = list(self._read(get_args(RegistryEvent)))
        registry = evolve(Registry(), (each.event for each in told))
        self._codes = _by_code({id_: terms[-1].code for id_, terms in registry.terms.items()})
        names = {
            each.event.holder: each.private.get("name", "")
            for each in told
            if isinstance(each.event, HolderRegistered)
        }
        yield of.UNITS, unit_rows(registry, self._codes)
        yield of.POPULATION, population_rows(registry.populations.values(), self._codes)
        yield of.HOLDERS, holder_rows(registry.holders.values(), names)

    def _definitions(self) -> Iterator[tuple[Table[Any], Iterable[Row]]]:
        """Give what was said last of each fund, holding and series."""
        funds: dict[tuple[str, str], FundRow] = {}
        holdings: dict[tuple[str, str], HoldingRow] = {}
        series: dict[tuple[str, int, str], SeriesRow] = {}
        for unit, event, private in self._read(DEFINITIONS):
            match event:
                case FundDefined():
                    funds[unit, event.fund] = fund_row(unit, event)
                case HoldingDefined():
                    holdings[unit, event.holding] = holding_row(unit, event, private)
                case SeriesContinued():
                    series[unit, event.year, event.series] = series_row(unit, event)
                case _:
                    pass
        yield of.FUNDS, [funds[each] for each in sorted(funds)]
        yield of.HOLDINGS, [holdings[each] for each in sorted(holdings)]
        yield of.SERIES, [series[each] for each in sorted(series)]

    def _money(self) -> Iterator[tuple[Table[Any], Iterable[Row]]]:
        self._goods_orders = self._out_of_order()
        for table, kinds in ONE_ROW_EACH:
            yield table, self._rows(kinds)
        yield of.TRANSFERS, self._transfers()

    def _rows(self, kinds: Kinds) -> Iterator[MoneyRow]:
        vouchers = _Vouchers()
        for book in self._books(kinds):
            for told in book:
                if not _is_other_side(told.event):
                    event: OneRow = told.event
                    order = self._goods_orders.get(event.key)
                    yield money_row(told.unit, event, told.private, vouchers.name(told), order)

    def _transfers(self) -> Iterator[MoneyRow]:
        vouchers = _Vouchers()
        for book in self._books(TRANSFER):
            arrivals = {
                told.event.key: told.event.booked_on
                for told in book
                if isinstance(told.event, TransferArrived)
            }
            for told in book:
                sent = told.event
                if isinstance(sent, TransferSent):
                    units = (told.unit, self._codes[sent.to_unit_id])
                    arrived_on = arrivals.get(sent.key)
                    yield transfer_row(sent, units, arrived_on, vouchers.name(told))

    def _books(self, kinds: Kinds) -> Iterator[list[Told]]:
        """Give the facts of some kinds, book by book, by day and as they were recorded."""
        for _, book in groupby(self._read(kinds), key=lambda told: told.unit):
            yield sorted(book, key=self._turn)

    def _turn(self, told: Told) -> tuple[date, int]:
        return told.event.booked_on, self._goods_orders.get(told.event.key, 0)

    def _out_of_order(self) -> dict[str, int]:
        """Return, by key, the order of rows of goods that an import would take in another one."""
        orders: dict[str, int] = {}
        for _, book in groupby(self._read(GOODS), key=lambda told: told.unit):
            recorded: list[tuple[str, tuple[str, str]]] = []
            turns: dict[tuple[str, str], list[tuple[date, int]]] = {}
            for _, event, _ in book:
                goods = event.original if isinstance(event, EntryReversed) else event
                if isinstance(goods, GoodsBroughtIn | GoodsDonated | GoodsPaidOut):
                    stock = (goods.item, goods.counted_in)
                    recorded.append((event.key, stock))
                    turns.setdefault(stock, []).append((event.booked_on, GOODS.index(type(event))))
            late = {stock for stock, each in turns.items() if each != sorted(each)}
            keys = [key for key, stock in recorded if stock in late]
            orders |= {key: order for order, key in enumerate(keys, 1)}
        return orders

    def _read(self, kinds: Kinds) -> Iterator[Told]:
        """Give the facts of some kinds, book by book in the order of codes, oldest first."""
        asked = {"unit_ids": list(self._codes), "topics": _topics(kinds)}
        with self._connection.cursor(name="export_entries", binary=True) as stream:
            stream.itersize = BATCH
            stream.execute(query("export_entries"), asked)
            for raw, private, link in stream:
                entry = from_bytes(raw)
                yield Told(
                    self._codes[entry.originator_id],
                    entry.event,
                    private.opened() if private else _left_of(entry.event, link),
                )
                self._done += 1
                if self._done % BATCH == 0:
                    self._on_progress(self._done, self._all)


def _topics(kinds: Kinds) -> list[str]:
    return [kind.STORED_AS for kind in kinds]


def _by_code(codes: dict[UUID, str]) -> dict[UUID, str]:
    return dict(sorted(codes.items(), key=lambda each: each[1]))


def _is_other_side(event: Event) -> bool:
    """Say whether a reversal undoes the other side of a transfer: it is one row with the first."""
    return isinstance(event, EntryReversed) and isinstance(
        event.original, TransferArrived | TransferReceived
    )


def _left_of(event: object, link: UUID | None) -> dict[str, str]:
    """Return what is left of whoever was erased: an id, so that recipients are counted as before.

    It stands in no entry, and differs from year to year.
    """
    if link is None or not isinstance(event, Awarded):
        return {}
    return {"recipient_id": f"da-xoa-{link.hex}"}

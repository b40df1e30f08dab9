"""What is defined → rows of reference files: units, populations, funds, holders, holdings, series.

What was said several times is a row once, with the last word. Names of holders and holdings come
from the vault; of those who have been erased, what must not be empty says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from api.exchange.cells import NOT_FROM_A_FILE
from api.exchange.rows import (
    FundRow,
    HolderRow,
    HoldingRow,
    PopulationRow,
    SeriesRow,
    UnitRow,
)
from ledger.events import FundDefined, HoldingDefined, SeriesContinued
from ledger.registry import Registry
from ledger.registry_events import HolderRegistered, PopulationStated
from ledger.vault import Private

ERASED: Final = "[đã xoá]"


def unit_rows(registry: Registry, codes: Mapping[UUID, str]) -> list[UnitRow]:
    """Return one row for each term of each unit, by code and day."""
    rows = [
        UnitRow(
            row=NOT_FROM_A_FILE,
            code=codes[unit_id],
            name=term.name,
            level=term.level,
            parent=None if term.parent_id is None else codes[term.parent_id],
            valid_from=term.valid_from,
            valid_to=term.valid_to,
            kind=term.kind,
        )
        for unit_id, terms in registry.terms.items()
        for term in terms
    ]
    return sorted(rows, key=lambda row: (row.code, row.valid_from))


def population_rows(
    stated: Iterable[PopulationStated], codes: Mapping[UUID, str]
) -> list[PopulationRow]:
    """Return what was said last of each unit and day, by code and day."""
    rows = [
        PopulationRow(
            row=NOT_FROM_A_FILE,
            unit=codes[each.unit_id],
            on=each.on,
            persons=each.persons,
            members=each.members,
            source=each.source,
        )
        for each in stated
    ]
    return sorted(rows, key=lambda row: (row.unit, row.on))


def holder_rows(
    registered: Iterable[HolderRegistered], names: Mapping[str, str]
) -> list[HolderRow]:
    """Return the holders by code, with their `names` as the vault has them."""
    rows = [
        HolderRow(
            row=NOT_FROM_A_FILE,
            code=each.holder,
            name=names.get(each.holder) or ERASED,
            kind=each.kind,
        )
        for each in registered
    ]
    return sorted(rows, key=lambda row: row.code)


def fund_row(unit: str, event: FundDefined) -> FundRow:
    """Return the row of a fund of `unit`."""
    return FundRow(
        row=NOT_FROM_A_FILE,
        unit=unit,
        fund=event.fund,
        name=event.name,
        purpose=event.purpose,
        restricted=event.restricted,
    )


def holding_row(unit: str, event: HoldingDefined, private: Private) -> HoldingRow:
    """Return the row of a holding of `unit`."""
    return HoldingRow(
        row=NOT_FROM_A_FILE,
        unit=unit,
        holding=event.holding,
        kind=event.kind,
        name=private.get("name"),
        number=private.get("number"),
        matures_on=event.matures_on,
    )


def series_row(unit: str, event: SeriesContinued) -> SeriesRow:
    """Return the row of a series of `unit`: where it was told to go on, not where it stands."""
    return SeriesRow(
        row=NOT_FROM_A_FILE,
        unit=unit,
        year=event.year,
        series=event.series,
        book=event.book,
        next_number=event.next_number,
    )

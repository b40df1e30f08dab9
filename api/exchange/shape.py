"""Which cells of a row must be filled together, and which may not: the rules of one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.exchange.errors import Code, Fault, shortened
from api.exchange.fields import Value
from api.exchange.tables import Cell, Table


@dataclass(frozen=True, slots=True)
class _Demand:
    """What follows when a rule holds; cells are named by their place in the row."""

    needs: tuple[int, ...]
    forbids: tuple[int, ...]
    because: Mapping[str, str]


@dataclass(slots=True)
class _Demands:
    """What one cell asks of the others: by its value, and whenever it is filled."""

    by_value: dict[Value | Fault, _Demand | None]
    if_filled: _Demand | None = None


class Shape:
    """The rules of one table, ready to be asked of many rows."""

    def __init__(self, table: Table[Any]) -> None:
        """Look up once what the rules say by name."""
        place = {column.name: index for index, column in enumerate(table.columns)}
        label = {column.name: column.label for column in table.columns}
        self._demands: dict[int, _Demands] = {}
        for rule in table.rules:
            demands = self._demands.setdefault(place[rule.column], _Demands({None: None}))
            needs = tuple(place[name] for name in rule.needs)
            forbids = tuple(place[name] for name in rule.forbids)
            vi, en = f" khi “{label[rule.column]}”", f" when “{rule.column}”"
            match rule.is_now:
                case Cell.FILLED:
                    demands.if_filled = _Demand(
                        needs, forbids, _because(f"{vi} có giá trị", f"{en} is filled in")
                    )
                case Cell.EMPTY:
                    demands.by_value[None] = _Demand(
                        needs, forbids, _because(f"{vi} để trống", f"{en} is empty")
                    )
                case values:
                    for value in values:
                        demands.by_value[value] = _Demand(
                            needs, forbids, _because(f"{vi} là “{value}”", f"{en} is “{value}”")
                        )
        self._places = [(at, each.by_value, each.if_filled) for at, each in self._demands.items()]

    def faults(self, values: Sequence[Value | Fault]) -> list[tuple[int, Fault]]:
        """Return the faulty cells of one row, by their place; a cell with a fault is filled."""
        found: list[tuple[int, Fault]] = []
        for place, demand_by_value, if_filled in self._places:
            demand = demand_by_value.get(values[place], if_filled)
            if demand is None:
                continue
            for each in demand.needs:
                if values[each] is None:
                    found.append((each, Fault(Code.MISSING_VALUE, None, demand.because)))
            for each in demand.forbids:
                value = values[each]
                if value is not None and not isinstance(value, Fault):
                    quoted = shortened(str(value))
                    found.append((each, Fault(Code.VALUE_NOT_EXPECTED, quoted, demand.because)))
        return found


def _because(vi: str, en: str) -> Mapping[str, str]:
    """Return the facts that say why, in both languages."""
    return {"because": vi, "because_en": en}

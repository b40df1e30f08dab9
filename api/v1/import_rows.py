"""The rows of a list on their way: a request for each, or why there is none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from api.v1 import rows
from api.v1.asking import UnitIds, live_request, require_none
from api.v1.bodies import BulkRow
from api.v1.deciding import decided
from api.v1.operations import Asked
from api.v1.paying import as_if_admitted, unit_of_row
from api.v1.problems import Flaw, Problem, refused
from ledger.bulk import Verdict
from ledger.commands import Asked as MoneyAsked
from ledger.draft import Request
from ledger.refusals import Refusal, UnknownEntry


@dataclass(slots=True)
class Listed:
    """The rows of a body in their order; `problems` are those of rows that are refused."""

    keys: list[str] = field(default_factory=list)
    made: list[Request | Refusal] = field(default_factory=list)
    units: list[UUID | None] = field(default_factory=list)
    problems: dict[int, Problem] = field(default_factory=dict)

    def decided(
        self,
        asked: Asked,
        *,
        record: bool,
        partial: bool = True,
        admitted: Collection[int] = (),
        only: Collection[int] | None = None,
    ) -> Verdict:
        """Decide the rows, and record them.

        Args:
            asked: the request.
            record: whether to record what is decided.
            partial: record the good rows although others are refused.
            admitted: rows that are decided as if a second person had admitted them.
            only: leave out all rows but these; None: none is left out.
        """
        made = [
            as_if_admitted(each) if at in admitted and isinstance(each, Request) else each
            for at, each in enumerate(self.made)
        ]
        if only is not None:
            made = [
                each if at in only else UnknownEntry(key=key)
                for at, (key, each) in enumerate(zip(self.keys, made, strict=True))
            ]
        verdict = decided(asked.wiring.journal, made, record=record, partial=partial)
        if only is not None:
            verdict.refused = {at: each for at, each in verdict.refused.items() if at in only}
        return verdict


def listed(asked: Asked, said: list[BulkRow]) -> Listed:
    """Return a request for each row.

    Raises:
        Problem: bad_request: a row is not formed as its schema says.
    """
    here = Listed()
    units = UnitIds(asked.desk)
    form_flaws: list[Flaw] = []
    for at, each in enumerate(said):
        key = f"{asked.caller.person.person_id}/rows/{each.row.key}"
        below = f"/rows/{at}/row"
        row, form, content = rows.IN_BULK[each.table].row(each.row.said, {}, below=below)
        form_flaws += form
        here.keys.append(key)
        here.units.append(None)
        here.made.append(UnknownEntry(key=key))
        if content:
            here.problems[at] = Problem("row_refused", content[0].detail, tuple(content))
        if row is None:
            continue
        row.key = key
        try:
            here.made[at], here.units[at] = _request(asked, row, each.row.said, units)
        except Refusal as refusal:
            here.problems[at] = refused(refusal, below=below)
        except Problem as problem:  # no such entry, or no role in the unit
            here.problems[at] = problem
    require_none(form_flaws, [])
    return here


def _request(
    asked: Asked,
    row: Any,  # noqa: ANN401 - any row
    said: dict[str, Any],
    units: UnitIds,
) -> tuple[Request, UUID]:
    """Return the request of a row, and in whose book it is asked for.

    Raises:
        Refusal: a unit or an entry is not known.
        Problem: not_found, not_allowed; in this order.
    """
    made = live_request(asked, row, said, units)
    command = made.command
    unit_id = command.unit_id if isinstance(command, MoneyAsked) else unit_of_row(asked, row)
    asked.desk.callers.require_now(asked.caller, "enter", unit_id)
    return made, unit_id

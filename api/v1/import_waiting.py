"""Rows of a list that wait for a second person: which they are, and in which lists they wait."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.identity.acting import today
from api.v1.asking import key_of
from api.v1.ids import approval_name, unit_name
from api.v1.import_rows import Listed
from api.v1.operations import Asked
from api.v1.problems import Flaw, Problem, Words
from ledger.approvals import LINES_MAX
from ledger.bulk import Verdict
from ledger.draft import Request
from ledger.refusals import ApprovalNeeded, KeyUsedForOther


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows that are put before a second person together, by their places in the body."""

    unit_id: UUID
    key: str
    rows: tuple[int, ...]

    @property
    def name(self) -> str:
        """The name of the approval."""
        return approval_name(self.unit_id, self.key)

    def document(self) -> dict[str, Any]:
        """Return what is answered about it."""
        return {"id": self.name, "unit": unit_name(self.unit_id), "lines": len(self.rows)}


def needing(verdict: Verdict) -> set[int]:
    """Return the rows that one person may not record alone."""
    return {at for at, each in verdict.refused.items() if isinstance(each, ApprovalNeeded)}


def whole_list(asked: Asked, here: Listed, rows: Collection[int]) -> Waiting:
    """Return rows that wait as one list.

    Raises:
        Problem: row_refused: it is of several units, or too long.
    """
    places = sorted(rows)
    units = [here.units[at] for at in places]
    for at, unit_id in zip(places, units, strict=True):
        if unit_id != units[0]:
            words = Words(
                "Có dòng cần người thứ hai duyệt: các dòng phải thuộc cùng một đơn vị, hoặc dùng "
                "mode continue.",
                "Some rows need a second person: all must be of one unit, or use mode continue.",
            )
            raise Problem("row_refused", words, (Flaw(f"/rows/{at}", "other_unit", words),))
    if len(rows) > LINES_MAX:
        words = Words(
            f"Nhiều nhất {LINES_MAX} dòng chờ duyệt trong một danh sách: hãy chia ra mà gửi.",
            f"At most {LINES_MAX} rows wait as one list: send several lists.",
        )
        raise Problem("row_refused", words, (Flaw("/rows", "array", words),))
    assert units[0] is not None
    return Waiting(units[0], _key(asked, units[0], 1), tuple(places))


def as_lists(asked: Asked, here: Listed, rows: Collection[int]) -> list[Waiting]:
    """Return the lists in which some rows wait: of one unit each, and none too long."""
    of_units: dict[UUID, list[int]] = {}
    for at in sorted(rows):
        unit_id = here.units[at]
        assert unit_id is not None
        of_units.setdefault(unit_id, []).append(at)
    return [
        Waiting(unit_id, _key(asked, unit_id, number), part)
        for unit_id, places in of_units.items()
        for number, part in enumerate(_parts(places), 1)
    ]


def put_before(asked: Asked, here: Listed, waiting: Waiting) -> None:
    """Put rows before a second person.

    Raises:
        Refusal: see `Approvals.ask`.
    """
    made = [each for at in waiting.rows if isinstance(each := here.made[at], Request)]
    asked.wiring.approvals.ask(
        waiting.unit_id, waiting.key, made, person=asked.caller.person.person_id, on=today()
    )


def asked_again(asked: Asked, here: Listed, waiting: Waiting) -> bool:
    """Say whether rows that were put before a second person before are still the same."""
    try:
        put_before(asked, here, waiting)
    except KeyUsedForOther:
        return False
    return True


def _parts(places: list[int]) -> list[tuple[int, ...]]:
    return [tuple(places[first : first + LINES_MAX]) for first in range(0, len(places), LINES_MAX)]


def _key(asked: Asked, unit_id: UUID, number: int) -> str:
    return f"{key_of(asked, 'imports')}/{unit_id.hex}/{number}"

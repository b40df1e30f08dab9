"""`/quan-tri/nhat-ky`: keys of the log, its newest checkpoint, how far witnesses have come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.home import keys_folder
from api.identity.acting import Acting, UnitNow, acting
from api.web.rendering import page
from api.wiring import wired
from ledger.database import Connection, query
from ledger.log import witnessing
from ledger.log.policy import Policy, PolicyWrong

router = APIRouter()
LATE: Final = timedelta(minutes=5)
"""A log that has had new entries for so long without signing them is in trouble."""


@dataclass(frozen=True, slots=True)
class KeyShown:
    """A key of the log, in parts between which a line may break, and since how many entries."""

    parts: tuple[str, ...]
    since_size: int


@dataclass(frozen=True, slots=True)
class WitnessShown:
    """A witness; `size` 0: it has cosigned nothing yet. `behind` counts entries since."""

    name: str
    url: str
    size: int
    behind: int
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class LogPage:
    """The log as an administrator looks after it.

    `keys` are the newest first; `size` entries are signed, the last of them `age_minutes` ago,
    `waiting` were recorded since; `is_late`: for longer than it should be. Enough witnesses have
    cosigned `witnessed_size` entries; `policy_wrong` is the line of their file that cannot be read.
    """

    unit: UnitNow
    origin: str
    keys: list[KeyShown]
    size: int
    waiting: int
    signed_at: datetime | None
    age_minutes: int
    is_late: bool
    witnesses: list[WitnessShown]
    witnessed_size: int
    policy_wrong: int
    keys_folder: str


@router.get("/quan-tri/nhat-ky")
def show(request: Request, who: Annotated[Acting, Depends(acting("administer"))]) -> Response:
    """Show keys and witnesses."""
    wrong, policy = 0, Policy()
    try:
        policy = witnessing.configured(keys_folder())
    except PolicyWrong as error:
        wrong = max(error.line, 1)
    with wired(request).connection() as connection:
        content = _content(connection, who, policy, wrong)
    return page(request, "administering/log.html", content)


def _content(connection: Connection, who: Acting, policy: Policy, wrong: int) -> LogPage:
    row = connection.execute(query("log_state")).fetchone()
    assert row is not None, "counts are always there"
    now = datetime.now(UTC)
    size, signed_at, waiting, waits_since, witnessed_size = row
    keys = connection.execute(query("log_keys")).fetchall()
    return LogPage(
        unit=who.unit,
        origin=keys[-1][1].partition("+")[0] if keys else "",
        keys=[KeyShown(_in_parts(key), since) for since, key in reversed(keys)],
        size=size,
        waiting=waiting,
        signed_at=signed_at,
        age_minutes=int((now - signed_at).total_seconds() // 60) if signed_at else 0,
        is_late=waits_since is not None and now - waits_since > LATE,
        witnesses=_witnesses(connection, policy, size),
        witnessed_size=witnessed_size,
        policy_wrong=wrong,
        keys_folder=str(keys_folder()),
    )


def _in_parts(key: str) -> tuple[str, ...]:
    return tuple(key[at : at + 8] for at in range(0, len(key), 8))


def _witnesses(connection: Connection, policy: Policy, size: int) -> list[WitnessShown]:
    return [
        WitnessShown(
            name=each.witness.name,
            url=each.witness.url,
            size=each.size,
            behind=max(size - each.size, 0),
            signed_at=each.signed_at,
        )
        for each in witnessing.seen(connection, policy)
    ]

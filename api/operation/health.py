"""`/health`: the process is alive. `/ready`: it can do its work. `/metrics`: how it is doing.

A supervisor restarts what is not alive, and sends nobody to what is not ready.
"""

from __future__ import annotations

import math
from typing import Annotated, Final

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import JSONResponse, Response

from api.operation.measures import MEDIA_TYPE, Measures
from api.operation.watching import Gate
from api.wiring import Wiring, wired
from ledger.database import DatabaseUnavailable, migrations, query

BEHIND_MAX: Final = 20_000
"""As many entries are folded within seconds; farther behind, figures would mislead."""

router = APIRouter(include_in_schema=False)
Wired = Annotated[Wiring, Depends(wired)]


@router.get("/health")
async def health() -> JSONResponse:
    """Say that the process answers."""
    return JSONResponse({"status": "ok"})


@router.get("/ready")
def ready(request: Request, wiring: Wired) -> JSONResponse:
    """Say whether database, schema and figures are as they should be, with 503 if not."""
    gate: Gate = request.app.state.gate
    found = {"stopping": gate.is_closed, **_state(wiring)}
    well = not gate.is_closed and found["database"] and found["schema"]
    well = well and 0 <= found["behind"] <= BEHIND_MAX
    status = "ready" if well else "not ready"
    return JSONResponse({"status": status, **found}, 200 if well else 503)


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Tell every measure."""
    measures: Measures = request.app.state.measures
    return Response(measures.text(), media_type=MEDIA_TYPE)


def watch(app: FastAPI, wiring: Wiring) -> None:
    """Give `app` a gate and measures."""
    app.state.gate = Gate()
    app.state.measures = measures = Measures()
    measures.gauge("journal_entries", "Entries in the journal.", lambda: _size(wiring)[0])
    measures.gauge(
        "projection_lag_entries", "Entries not yet in the figures.", lambda: _size(wiring)[1]
    )
    measures.gauge("log_lag_entries", "Entries not yet in the log.", lambda: _unsigned(wiring))
    measures.gauge("office_waiting", "Commands that wait for the office.", wiring.office.waiting)


def _state(wiring: Wiring) -> dict[str, int]:
    """Return whether the database answers with the newest schema, and how far figures lag."""
    try:
        with wiring.connection() as connection:
            applied = {name for (name,) in connection.execute(query("migrations_applied"))}
            _, behind = connection.execute(query("journal_size")).fetchone() or (0, 0)
    except DatabaseUnavailable:
        return {"database": False, "schema": False, "behind": -1}
    wanted = {path.name for path in migrations()}
    return {"database": True, "schema": wanted <= applied, "behind": int(behind)}


def _size(wiring: Wiring) -> tuple[float, float]:
    """Return how many entries there are and how many the figures lack; NaN: nobody knows."""
    try:
        with wiring.connection() as connection:
            size, behind = connection.execute(query("journal_size")).fetchone() or (0, 0)
    except DatabaseUnavailable:
        return math.nan, math.nan
    return float(size + behind), float(behind)


def _unsigned(wiring: Wiring) -> float:
    """Return how many entries are not in the signed log yet; NaN: nobody knows."""
    try:
        with wiring.connection() as connection:
            *_, waiting, _, _ = connection.execute(query("log_state")).fetchone() or (0, 0, 0)
    except DatabaseUnavailable:
        return math.nan
    return float(waiting)

"""`/kiem-chung`: is this file a genuine receipt? Worked out in the browser, without sending it.

/kiem-chung         the page; knows the key of this log
/kiem-chung.html    the same as one file that needs no network (`api/web/verifier.py`)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from api.web.rendering import page
from api.web.verifier import alone
from api.wiring import Wiring, wired
from ledger.database import Connection, query

router = APIRouter()


@dataclass(frozen=True, slots=True)
class VerifierPage:
    """What the page of the verifier knows: the keys of this log, one a line, newest first."""

    keys: str


@router.get("/kiem-chung", include_in_schema=False)
def verify_here(request: Request, wiring: Annotated[Wiring, Depends(wired)]) -> HTMLResponse:
    """Show the verifier."""
    with wiring.connection() as connection:
        return page(request, "public/verifier.html", VerifierPage(keys_of_log(connection)))


@router.get("/kiem-chung.html", include_in_schema=False)
def verifier_file(wiring: Annotated[Wiring, Depends(wired)]) -> Response:
    """Send the verifier as one file, to keep."""
    with wiring.connection() as connection:
        content = alone(keys_of_log(connection))
    headers = {"Content-Disposition": 'attachment; filename="kiem-chung.html"'}
    return Response(content, media_type="text/html; charset=utf-8", headers=headers)


def keys_of_log(connection: Connection) -> str:
    """Return the public keys of the log, one a line, the one that signs now first."""
    rows = connection.execute(query("log_keys")).fetchall()
    return "\n".join(key for _, key in reversed(rows))

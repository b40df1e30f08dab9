"""Files of a checked receipt: its entry as it is stored, and the proof that the log has it.

/bien-nhan/KYVZ-5ZXK.json    the stored bytes of the entry, public facts only
/bien-nhan/KYVZ-5ZXK.txt     tlog-proof against the newest checkpoint, with what witnesses cosigned
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from api.pages.public.receipt import found_by
from api.wiring import Wiring, wired
from ledger.log.store import LogReader

router = APIRouter(include_in_schema=False)
Wired = Annotated[Wiring, Depends(wired)]


@router.get("/bien-nhan/{code}.json")
def entry_file(code: str, wiring: Wired, so: str = "") -> Response:
    """Send the entry, byte by byte as it is stored."""
    with wiring.connection() as connection:
        found = found_by(connection, code, so)
    if found is None:
        return _to_page(code)
    return Response(found.raw, media_type="application/json", headers=_as("entry.json"))


@router.get("/bien-nhan/{code}.txt")
def proof_file(code: str, wiring: Wired, so: str = "") -> Response:
    """Send the proof."""
    with wiring.connection() as connection:
        found = found_by(connection, code, so)
        if found is None:
            return _to_page(code)
        entry = found.entry
        log = LogReader(connection)
        proven = log.proof_of(entry.originator_id, entry.originator_version)
    return PlainTextResponse(str(proven.proof), headers=_as("proof.txt"))


def _to_page(code: str) -> Response:
    """Lead to where it is said what is wrong with the code."""
    return RedirectResponse(f"/bien-nhan/{quote(code, safe='')}", status_code=303)


def _as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}

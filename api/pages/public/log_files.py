"""The log for whoever follows it: checkpoint, tiles and entries as files (c2sp.org/tlog-tiles).

/checkpoint              the newest checkpoint, with the cosignatures of witnesses
/tile/<L>/<N>[.p/<W>]    hashes; /tile/entries/<N>[.p/<W>] the entries
/log-key                 the name of the log and the key that signs it

What a tile says never changes, so that it may be kept for ever, by anybody and from any page.
"""

from __future__ import annotations

import gzip
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from api.log_keeping import public_key
from api.wiring import Wiring, wired
from ledger.log.store import LogReader
from ledger.log.tiles import Tile, tile_at

router = APIRouter(include_in_schema=False)
Wired = Annotated[Wiring, Depends(wired)]

FOR_ALL: Final = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
FOR_EVER: Final = {"Cache-Control": "public, max-age=31536000, immutable", **FOR_ALL}
FOR_A_MOMENT: Final = {"Cache-Control": "public, max-age=1", **FOR_ALL}
GZIP_LEVEL: Final = 6


@router.get("/checkpoint")
def checkpoint(wiring: Wired) -> Response:
    """Return the newest checkpoint."""
    with wiring.connection() as connection:
        note = LogReader(connection).checkpoint()
    if note is None:
        return _not_yet()
    return PlainTextResponse(note, headers=FOR_A_MOMENT)


@router.get("/tile/{rest:path}")
def tile(request: Request, wiring: Wired) -> Response:
    """Return the hashes of a tile, or the entries of a bundle."""
    asked = tile_at(request.url.path.removeprefix("/"))
    if asked is None:
        return _nothing()
    with wiring.connection() as connection:
        held = LogReader(connection).tile(asked)
    if held is None:
        return _nothing()
    return _sent(asked, held, request.headers.get("accept-encoding", ""))


@router.get("/log-key")
def log_key(wiring: Wired) -> Response:
    """Return how the log is called, and the key that signs it."""
    found = public_key(wiring.url)
    return _not_yet() if found is None else JSONResponse(found, headers=FOR_A_MOMENT)


def _sent(asked: Tile, held: bytes, accepted: str) -> Response:
    headers = dict(FOR_EVER)
    if asked.level == "entries":
        # Hashes do not become smaller, entries do.
        headers["Vary"] = "Accept-Encoding"
        if "gzip" in accepted:
            headers["Content-Encoding"] = "gzip"
            held = gzip.compress(held, GZIP_LEVEL, mtime=0)
    return Response(held, media_type="application/octet-stream", headers=headers)


def _nothing() -> Response:
    return PlainTextResponse("There is no such tile.\n", 404, headers=FOR_ALL)


def _not_yet() -> Response:
    """Say that the follower has not signed anything yet, which takes it a moment."""
    return PlainTextResponse("Not signed yet.\n", 503, headers={"Retry-After": "1", **FOR_ALL})

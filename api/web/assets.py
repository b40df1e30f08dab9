"""Static files: bundled, packed once, under addresses that change with their content.

A browser keeps such a file for a year and asks for it once; a page then weighs little more than
its own text. Files under `static/` are served by their names; bundles join several of them.
"""

from __future__ import annotations

import gzip
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

STATIC: Final = Path(__file__).parent / "static"
BUNDLES: Final[Mapping[str, tuple[str, ...]]] = {
    "soquy.css": (
        *("vendor/pico.css", "soquy.css", "public.css", "entering.css"),
        "verifier/verifier.css",
    ),
    "work.js": ("vendor/htmx.min.js", "soquy.js", "entering.js"),
    "verifier.js": tuple(
        f"verifier/{name}.js" for name in ("hashes", "log", "pdf", "words", "receipt", "page")
    ),
}
"""Files that are sent as one, because every request costs a phone a round trip."""

_REMARK: Final = re.compile(rb"^ +|/\*(?!!).*?\*/\s*", re.DOTALL | re.MULTILINE)
"""What a browser does not read of a style sheet: indents, and remarks but for licences."""

_ROOM: Final = re.compile(rb"\s*([{};,])\s*")
"""Signs of a style sheet with the empty room around them."""

YEAR: Final = "public, max-age=31536000, immutable"
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent; `packed` is its gzip, empty where that is no smaller."""

    raw: bytes
    packed: bytes
    media_type: str
    mark: str


@cache
def asset(name: str) -> Asset | None:
    """Return a bundle or a file below `static/`; None if there is none of that name."""
    parts = [STATIC / part for part in BUNDLES.get(name, (name,))]
    if not all(part.is_file() and part.resolve().is_relative_to(STATIC) for part in parts):
        return None
    raw = b"\n".join(part.read_bytes() for part in parts)
    if name.endswith(".css"):
        raw = _ROOM.sub(rb"\1", _REMARK.sub(b"", raw))
    packed = gzip.compress(raw, 9, mtime=0)
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    mark = sha256(raw).hexdigest()[:12]
    return Asset(raw, packed if len(packed) < len(raw) else b"", media_type, mark)


def static(name: str) -> str:
    """Return the address of a file for a page; templates know it under the same name."""
    found = asset(name)
    assert found is not None, name
    return f"/static/{found.mark}/{name}"


@router.get("/static/{mark}/{name:path}", include_in_schema=False)
def serve_static(mark: str, name: str, request: Request) -> Response:
    """Send a file, or say that the browser has it already."""
    found = asset(name)
    if found is None:
        raise HTTPException(404)
    headers = {
        "ETag": f'"{found.mark}"',
        "Cache-Control": YEAR if mark == found.mark else "no-cache",
        "Vary": "Accept-Encoding",
    }
    if f'"{found.mark}"' in request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers=headers)
    if found.packed and "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(found.packed, media_type=found.media_type, headers=headers)
    return Response(found.raw, media_type=found.media_type, headers=headers)

"""The JSON API, /v1: everything that the command line and the pages can do, for programs.

    operations (one declaration each)  →  serving · openapi · reference

`for_programs` is the layer that serves it, `router` has its pages, and `delivering(wiring)` tells
webhooks for the time of a `with` block.
"""

from __future__ import annotations

import json

from fastapi import APIRouter, Response
from starlette.types import ASGIApp

from api.v1 import reference
from api.v1.deliveries import delivering
from api.v1.everything import OPERATIONS
from api.v1.openapi import openapi
from api.v1.problems import REFERENCE
from api.v1.serving import Programs

__all__ = ["OPERATIONS", "delivering", "for_programs", "router"]

DOCUMENT_AT = "/v1/openapi.json"
router = APIRouter()
_DOCUMENT = json.dumps(openapi(OPERATIONS), ensure_ascii=False).encode()


@router.get(DOCUMENT_AT, include_in_schema=False)
async def document() -> Response:
    """Return the OpenAPI document."""
    return Response(_DOCUMENT, media_type="application/json")


router.include_router(reference.router)


def for_programs(app: ASGIApp) -> Programs:
    """Return the layer that serves the API, and leaves everything else to `app`."""
    return Programs(app, OPERATIONS, ("/v1/", REFERENCE, DOCUMENT_AT))

"""The JSON API, /v1: everything that the command line and the pages can do, for programs.

    operations (one declaration each)  →  serving · openapi · reference

`router` serves it; `delivering(wiring)` tells webhooks for the time of a `with` block.
"""

from __future__ import annotations

import json

from fastapi import APIRouter, Response
from starlette.routing import Route

from api.v1 import reference
from api.v1.deliveries import delivering
from api.v1.everything import OPERATIONS
from api.v1.openapi import openapi
from api.v1.serving import Resource, UnknownPath

__all__ = ["OPERATIONS", "delivering", "router"]

router = APIRouter()
_DOCUMENT = json.dumps(openapi(OPERATIONS), ensure_ascii=False).encode()


@router.get("/v1/openapi.json", include_in_schema=False)
async def document() -> Response:
    """Return the OpenAPI document."""
    return Response(_DOCUMENT, media_type="application/json")


def _add_routes() -> None:
    paths = dict.fromkeys(f"/v1{each.path}" for each in OPERATIONS)
    for path in paths:
        here = [each for each in OPERATIONS if f"/v1{each.path}" == path]
        router.routes.append(Route(path, Resource(here), include_in_schema=False))
    router.routes.append(Route("/v1/{rest:path}", UnknownPath(), include_in_schema=False))


router.include_router(reference.router)
_add_routes()

"""`/nhap-excel`: files brought in by people, and the offline template; see `api/uploads`.

The clerk who sees to the files works as long as the application does.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from api.pages.importing import deciding, listing, one
from api.uploads.clerk import Clerk


@asynccontextmanager
async def _with_clerk(app: FastAPI) -> AsyncIterator[None]:
    with Clerk(app.state.wiring).on_duty():
        yield


router = APIRouter(lifespan=_with_clerk)
for each in (listing, one, deciding):
    router.include_router(each.router)

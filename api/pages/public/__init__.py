"""The pages for everybody: the association, one unit, one's own gift, a receipt, how to give."""

from __future__ import annotations

from fastapi import APIRouter

from api.pages.public import finding, giving, overview, receipt, unit

router = APIRouter()
for each in (overview, unit, finding, receipt, giving):
    router.include_router(each.router)

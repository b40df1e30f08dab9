"""The pages for everybody: the association, one unit, one's own gift, a receipt, how to give."""

from __future__ import annotations

from fastapi import APIRouter

from api.pages.public import (
    counted,
    finding,
    giving,
    log_files,
    overview,
    receipt,
    receipt_files,
    unit,
    verifying,
)

router = APIRouter()
# Files before pages: an address with an ending is of a file.
files = (receipt_files, log_files)
for each in (*files, overview, unit, counted, finding, receipt, giving, verifying):
    router.include_router(each.router)

"""The treasurer's pages: what comes in, what goes out, who admits it, and the papers of it."""

from __future__ import annotations

from fastapi import APIRouter

from api.pages.entering.desk import router as desk
from api.pages.entering.funds import router as funds
from api.pages.entering.gifts import router as gifts
from api.pages.entering.incomings import router as incomings
from api.pages.entering.papers import router as papers
from api.pages.entering.payouts import router as payouts
from api.pages.entering.printing import router as printing
from api.pages.entering.reviewing import router as reviewing
from api.pages.entering.statements import router as statements
from api.pages.entering.suggesting import router as suggesting
from api.pages.entering.transfers import router as transfers
from api.pages.entering.undoing import router as undoing

router = APIRouter()
for each in (
    desk,
    funds,
    gifts,
    incomings,
    papers,
    payouts,
    printing,
    reviewing,
    statements,
    suggesting,
    transfers,
    undoing,
):
    router.include_router(each)

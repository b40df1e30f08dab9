"""Pages about people: signing in, one's own account, first set-up, and `/quan-tri`."""

from __future__ import annotations

from fastapi import APIRouter

from api.pages.administering import (
    account,
    api_keys,
    erasing_persons,
    kept,
    known_holders,
    known_persons,
    log,
    passkeys,
    people,
    person,
    reading_persons,
    set_up,
    set_up_books,
    set_up_people,
    signing_in,
    units,
    units_changing,
)

router = APIRouter()
for each in (
    signing_in,
    kept,
    account,
    passkeys,
    api_keys,
    people,
    person,
    units,
    units_changing,
    log,
    reading_persons,
    known_persons,
    known_holders,
    erasing_persons,
    set_up,
    set_up_people,
    set_up_books,
):
    router.include_router(each.router)

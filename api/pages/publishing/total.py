"""`/bien-nhan/{code}/tong`: is my gift inside a published total?

Worked out here with the proof that a donor can take home and check elsewhere; without an account.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from api.pages.publishing.naming import Row, row_of
from api.pages.publishing.one import found as publication_found
from api.total_proofs import files_of
from api.web.rendering import page
from api.wiring import Wiring, wired
from ledger.database import Connection
from ledger.events import DonationCollected
from ledger.log import total_proofs
from ledger.log.total_proofs import Total
from ledger.refusals import EntryNotLogged
from projections.paper_codes import Coded, entries_with_code
from projections.publications import Shown, covering, shown, tree_of
from projections.trail import names_of_units
from reports.check_codes import Mistyped, read_code, spelled
from reports.from_entries.receipts import Gift
from reports.papers import paper_number
from reports.publication.sealing import DATED

router = APIRouter()


@dataclass(frozen=True, slots=True)
class InTotal:
    """A published total that the gift is inside, and the address of the proof as a file."""

    row: Row
    total: Total
    proof_href: str


@dataclass(frozen=True, slots=True)
class TotalPage:
    """What the page shows; `missed` are publications that were made before the gift was known."""

    code: str
    label: str
    unit: str
    on: date
    amount_vnd: int | None
    is_collected: bool
    receipt_href: str
    inside: tuple[InTotal, ...]
    missed: tuple[Row, ...]


@router.get("/bien-nhan/{code}/tong", response_class=HTMLResponse)
def in_totals(
    request: Request, code: str, wiring: Annotated[Wiring, Depends(wired)], so: str = ""
) -> HTMLResponse:
    """Show the published totals that a gift is inside."""
    with wiring.connection() as connection:
        gift = _gift(connection, code, so)
        content = _content(connection, gift, so)
    return page(request, "publishing/total.html", content)


@router.get("/bien-nhan/{code}/tong/{year}/{edition}/{unit:path}")
def proof(
    code: str,
    year: int,
    edition: int,
    unit: str,
    wiring: Annotated[Wiring, Depends(wired)],
    so: str = "",
) -> Response:
    """Send the proof for one total as a file."""
    with wiring.connection() as connection:
        gift = _gift(connection, code, so)
        found = _shown(connection, gift, unit, year, edition)
        if found is None:
            raise HTTPException(404)
        try:
            files = files_of(connection, gift.raw, found)
        except EntryNotLogged as early:
            raise HTTPException(503, headers={"Retry-After": "1"}) from early
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, DATED), content)
    name = f"bang-chung-{spelled(gift.code)}-{year}-lan-{edition}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(packed.getvalue(), media_type="application/zip", headers=headers)


def _gift(connection: Connection, code: str, number: str) -> Coded:
    """Return the gift whose paper bears a code (and a number, where two papers share it)."""
    try:
        papers = entries_with_code(connection, [read_code(code)])
    except Mistyped as mistyped:
        raise HTTPException(404) from mistyped
    gifts = [each for each in papers if isinstance(each.entry.event, Gift)]
    if len(gifts) > 1:
        digits = number.split("/", maxsplit=1)[0].strip().lstrip("0")
        gifts = [each for each in gifts if str(_receipt_number(each)) == digits]
    if not gifts:
        raise HTTPException(404)
    return gifts[0]


def _shown(connection: Connection, gift: Coded, unit: str, year: int, edition: int) -> Shown | None:
    published = publication_found(connection, unit, year, edition)
    tree = tree_of(gift.entry.event.STORED_AS)
    return shown(connection, published, tree, gift.position) if tree else None


def _content(connection: Connection, gift: Coded, number: str) -> TotalPage:
    event, entry = gift.entry.event, gift.entry
    assert isinstance(event, Gift)
    tree = tree_of(event.STORED_AS)
    assert tree is not None
    inside, missed = [], []
    for each in covering(connection, entry.originator_id, event.booked_on):
        row = row_of(connection, each)
        found = shown(connection, each, tree, gift.position)
        if found is None:
            missed.append(row)
        else:
            total = total_proofs.verify(gift.raw, found.proof, each.raw)
            inside.append(_inside(gift, row, total, number))
    _, unit = names_of_units(connection, [entry.originator_id], event.booked_on)[
        entry.originator_id
    ]
    code = spelled(gift.code)
    return TotalPage(
        code=code,
        label=paper_number(_receipt_number(gift), event.booked_on.year, "BN"),
        unit=unit,
        on=event.booked_on,
        amount_vnd=event.amount_vnd,
        is_collected=isinstance(event, DonationCollected),
        receipt_href=f"/bien-nhan/{code}" + (f"?so={quote(number)}" if number else ""),
        inside=tuple(inside),
        missed=tuple(missed),
    )


def _inside(gift: Coded, row: Row, total: Total, number: str) -> InTotal:
    place = f"{row.year}/{row.edition}/{quote(row.code, safe='')}"
    asked = f"?so={quote(number)}" if number else ""
    return InTotal(row, total, f"/bien-nhan/{spelled(gift.code)}/tong/{place}{asked}")


def _receipt_number(gift: Coded) -> int:
    event = gift.entry.event
    assert isinstance(event, Gift)
    return event.receipt_number

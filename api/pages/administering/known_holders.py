"""`/quan-tri/du-lieu-ca-nhan/noi-nhan-ho/…`: a holder, and forgetting one.

The pages of other persons, for those who may read in all units: no unit alone knows a holder.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.identity.acting import Acting, acting
from api.pages.administering.erasing_persons import erased, preview
from api.pages.administering.known_persons import page_about
from api.pages.administering.whom import ONE_HOLDER, holder_meant
from api.pages.typed import Typed, typed_form
from api.web.preferences import preferences_of

router = APIRouter()


@router.get(ONE_HOLDER)
def show_holder(
    request: Request, subject_id: UUID, who: Annotated[Acting, Depends(acting("read"))]
) -> Response:
    """Show what the registry knows of a holder."""
    typed = Typed({}, preferences_of(request).language)
    return page_about(request, who, holder_meant(request, who, subject_id), typed, {})


@router.get(f"{ONE_HOLDER}/xoa")
def show_erasing_holder(
    request: Request, subject_id: UUID, who: Annotated[Acting, Depends(acting("read"))]
) -> Response:
    """Show what would be erased, or that the holder still holds money."""
    return preview(request, who, holder_meant(request, who, subject_id))


@router.post(f"{ONE_HOLDER}/xoa")
def erase_holder(
    request: Request,
    subject_id: UUID,
    who: Annotated[Acting, Depends(acting("read"))],
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """Erase a holder; whether the reader may is a rule of the ledger."""
    return erased(request, who, holder_meant(request, who, subject_id), typed)

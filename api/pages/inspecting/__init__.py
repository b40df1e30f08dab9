"""The inspector's pages: from a figure to its entries, one entry, checks, samples, evidence.

/so                    the journal: what a figure is the sum of (figure_links.link_to_entries)
/chung-tu/{entry}      one entry and all that belongs to it
"""

from __future__ import annotations

from fastapi import APIRouter

from api.pages.inspecting import bundling, entry, inspecting, journal

router = APIRouter()
for area in (journal, entry, inspecting, bundling):
    router.include_router(area.router)

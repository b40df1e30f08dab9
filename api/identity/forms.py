"""What was typed into a form, read once a request for all who ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fastapi import Request
from starlette.exceptions import HTTPException

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
FIELDS_MAX: Final = 5_000
"""A list of a hundred people has about a thousand fields."""

FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


@dataclass(frozen=True, slots=True)
class Typed:
    """The text fields of a form as they were sent; `had_files`: there were files beside them."""

    fields: tuple[tuple[str, str], ...] = ()
    had_files: bool = False

    def get(self, name: str) -> str | None:
        """Return the first value of a field."""
        return next((value for key, value in self.fields if key == name), None)


async def typed(request: Request) -> Typed:
    """Return what a request's form says; nothing for other requests.

    Raises:
        HTTPException: 400, a field has a zero byte, which no text has and no database takes.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if request.method in READING or kind not in FORMS:
        return Typed()
    said = (await request.form(max_fields=FIELDS_MAX)).multi_items()
    texts = tuple((name, value) for name, value in said if isinstance(value, str))
    if any("\0" in value for _, value in texts):
        raise HTTPException(400)
    return Typed(texts, had_files=len(texts) < len(said))

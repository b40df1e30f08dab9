"""What was typed into a form, read once a request for all who ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from starlette.exceptions import HTTPException

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
FIELDS_MAX: Final = 5_000
"""A list of a hundred people has about a thousand fields."""

FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


_NO_TEXT: Final = re.compile("[\0\ud800-\udfff]")


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
        HTTPException: 400, the form is in an encoding of its own that cannot be read, or brings
            half a pair of UTF-16 in it; or a field has a zero byte. No database takes these.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if request.method in READING or kind not in FORMS:
        return Typed()
    try:
        said = (await request.form(max_fields=FIELDS_MAX)).multi_items()
    except UnicodeError as error:
        raise HTTPException(400) from error
    texts = tuple((name, value) for name, value in said if isinstance(value, str))
    if any(_NO_TEXT.search(each) for pair in texts for each in pair):
        raise HTTPException(400)
    return Typed(texts, had_files=len(texts) < len(said))

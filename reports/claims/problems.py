"""Why a file of published figures cannot be checked: the place in the file and the reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class ClaimsInvalid(Exception):
    """The file of figures says something that cannot be read or computed.

    `place` leads to the spot (`NA2022 › identities[0] › equal[1]`), `reason` is a Vietnamese
    sentence for the person who wrote the file.
    """

    def __init__(self, reason: str, *, place: str = "") -> None:
        super().__init__(f"{place}: {reason}" if place else reason)
        self.place = place
        self.reason = reason


@contextmanager
def inside(place: str) -> Iterator[None]:
    """Put `place` before the place of whatever goes wrong inside."""
    try:
        yield
    except ClaimsInvalid as problem:
        longer = f"{place} › {problem.place}" if problem.place else place
        raise ClaimsInvalid(problem.reason, place=longer) from None

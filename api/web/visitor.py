"""Who looks at a page, as far as the frame around every page must know.

The middleware that knows sessions sets `request.state.visitor`; without it everybody is a guest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi import Request


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person who is signed in, or a guest, whose `name` is empty.

    `unit` is the name of the unit they work for; `actions` what they may do anywhere ("enter",
    "approve", "inspect", "administer"); `csrf` the token that their forms must carry.
    """

    name: str = ""
    unit: str = ""
    actions: frozenset[str] = field(default_factory=frozenset)
    csrf: str = ""

    @property
    def is_signed_in(self) -> bool:
        """Say whether this is not a guest."""
        return bool(self.name)


GUEST: Final = Visitor()


def visitor_of(request: Request) -> Visitor:
    """Return who asks."""
    return visitor_in(request.scope)


def visitor_in(scope: Mapping[str, Any]) -> Visitor:
    """Return who asks, for what knows only the scope of a request."""
    found = scope.get("state", {}).get("visitor", GUEST)
    assert isinstance(found, Visitor)
    return found

"""Which units there are, asked of the journal itself, for whoever is about to define another one.

The lists of units follow the journal by a moment, and units that begin tomorrow, or have ended,
stand in no list of today. Two units with one code could never be told apart again.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from api.wiring import Wiring
from ledger.commands import StateUnitTerm
from ledger.registry import Registry
from ledger.shelf import Shelf
from ledger.values import names_of

_ONE_AT_A_TIME: Final = threading.Lock()


@contextmanager
def units_standing_still(wiring: Wiring) -> Iterator[Registry]:
    """Give all units; nobody else defines one through this process in the `with` block."""
    with _ONE_AT_A_TIME:
        yield Shelf(wiring.journal).registry()


def is_said(registry: Registry, command: StateUnitTerm) -> bool:
    """Say whether the very same was said of the unit before."""
    term = registry.term_from(command.unit_id, command.valid_from)
    names = [name for name in names_of(StateUnitTerm) if name != "nonce"]
    return term is not None and all(getattr(term, each) == getattr(command, each) for each in names)

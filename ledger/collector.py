"""The garbage collector, told to rest while millions of objects without cycles are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting() -> Iterator[None]:
    """Let the collector rest for the time of a `with` block.

    It looks for cycles only; our rows, events and books have none, and searching a year of a
    province again and again took a third of an import.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

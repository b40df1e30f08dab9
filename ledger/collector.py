"""The garbage collector, told to rest while millions of objects without cycles are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

YOUNG: Final = 10_000
"""After so many new objects these are searched; the survivors of ten searches once more."""


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


def spare() -> None:
    """Let the collector never search again what is there by now: modules, templates, routes.

    For a program that has just begun and stays. Searching all of it kept everybody who asked
    waiting for a tenth of a second, about every second of a busy day. What comes later is searched
    more seldom than usual too: books and rows have no cycles.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 30)

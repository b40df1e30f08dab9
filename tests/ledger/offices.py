"""Offices over a real database, with the three units registered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID

from ledger.commands import Command, RegisterHolder, StateUnitTerm
from ledger.draft import Recorded, Request, request
from ledger.journal import Journal
from ledger.office import Office, now
from ledger.values import names_of
from ledger.vault import Private
from tests.ledger.examples import NEWSPAPER, REGISTRY
from tests.secret_keys import KEYS


@contextmanager
def office_at(url: str, clock: Callable[[], datetime] = now, keys: Path = KEYS) -> Iterator[Office]:
    """Open an office for the time of a `with` block, as a process would for its life."""
    journal = Journal(url, keys)
    office = Office(journal, clock)
    try:
        yield office
    finally:
        office.close()
        journal.close()


@contextmanager
def founded_office(url: str, keys: Path = KEYS) -> Iterator[Office]:
    """Open an office and register the units of the examples, and the newspaper."""
    with office_at(url, keys=keys) as office:
        for terms in REGISTRY.terms.values():
            for each in terms:
                said = {name: getattr(each, name) for name in names_of(StateUnitTerm)}
                ask(office, StateUnitTerm(**said))
        ask(office, RegisterHolder(holder=NEWSPAPER, kind="press"))
        yield office


def asked(command: Command, private: Private | None = None) -> Request:
    """Make a request of the cashier's."""
    return request(command, private or {}, "thu-quy")


def ask(office: Office, command: Command, private: Private | None = None) -> Recorded:
    """Ask, and wait for the answer."""
    return office.ask(asked(command, private))


def history(office: Office, unit_id: UUID) -> list[object]:
    """Return the facts of one book as they are stored."""
    return list(office.journal.history(unit_id))

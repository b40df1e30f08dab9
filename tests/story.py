"""given(facts).when(command).then(facts): the sentence every rule test is written in.

A bare fact stands in the book of the commune; `inside(unit, fact)` puts it into another book.
`given_units` begins the same sentence about the registry of units.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

import pytest

from ledger import registry as units
from ledger.book import Book, Decided, decide, replay
from ledger.commands import BookCommand, RegistryCommand
from ledger.events import BookEvent
from ledger.refusals import Refusal
from ledger.registry import Registry
from ledger.registry_events import RegistryEvent
from tests.ledger.examples import COMMUNE, DISTRICT, PROVINCE, REGISTRY

Placed: TypeAlias = BookEvent | tuple[UUID, BookEvent]


def inside(unit_id: UUID, event: BookEvent) -> tuple[UUID, BookEvent]:
    """Put a fact into the book of a unit other than the commune."""
    return (unit_id, event)


def _placed(facts: tuple[Placed, ...]) -> Decided:
    return tuple(each if isinstance(each, tuple) else (COMMUNE, each) for each in facts)


@dataclass(frozen=True)
class When:
    """A command about to meet the books."""

    books: Mapping[UUID, Book]
    registry: Registry
    command: BookCommand

    def decided(self) -> Decided:
        """Return the new facts, for a closer look."""
        return decide(self.books, self.registry, self.command)

    def then(self, *facts: Placed) -> None:
        """Expect exactly these new facts, in this order."""
        assert self.decided() == _placed(facts)

    def refused(self, refusal: type[Refusal]) -> dict[str, object]:
        """Expect this refusal, and hand back its facts for a closer look."""
        with pytest.raises(refusal) as caught:
            self.decided()
        return caught.value.facts


@dataclass(frozen=True)
class Given:
    """What stands in the books already."""

    history: Decided
    registry: Registry = REGISTRY

    def among(self, registry: Registry) -> Given:
        """Let the units be these."""
        return Given(self.history, registry)

    def when(self, command: BookCommand) -> When:
        """Ask for something."""
        books = {unit_id: self.book(unit_id) for unit_id in (PROVINCE, DISTRICT, COMMUNE)}
        return When(books, self.registry, command)

    def book(self, unit_id: UUID = COMMUNE) -> Book:
        """Return one of the books as it stands."""
        return replay(unit_id, (event for owner, event in self.history if owner == unit_id))


def given(*facts: Placed) -> Given:
    """Start the sentence."""
    return Given(_placed(facts))


@dataclass(frozen=True)
class WhenUnits:
    """A command about to meet the registry."""

    registry: Registry
    command: RegistryCommand

    def then(self, *facts: RegistryEvent) -> None:
        """Expect exactly these new facts, in this order."""
        assert units.decide(self.registry, self.command) == facts

    def refused(self, refusal: type[Refusal]) -> dict[str, object]:
        """Expect this refusal, and hand back its facts for a closer look."""
        with pytest.raises(refusal) as caught:
            units.decide(self.registry, self.command)
        return caught.value.facts


@dataclass(frozen=True)
class GivenUnits:
    """What the registry knows already."""

    registry: Registry

    def when(self, command: RegistryCommand) -> WhenUnits:
        """Ask for something."""
        return WhenUnits(self.registry, command)


def given_units(*facts: RegistryEvent) -> GivenUnits:
    """Start a sentence about units, their populations, and those who collect for them."""
    return GivenUnits(units.evolve(Registry(), facts))

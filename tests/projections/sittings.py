"""A ledger written by chance, in several sittings, and the same ledger as it once was.

It holds whatever can come to be known late: rows of earlier days, more awards for the same pupils,
reversals, arrivals of transfers, a commune that was below another district all along, one that
nobody had registered, a population that was wrong. One sitting in four bears an earlier instant
than the one before it, as rows do whose import began earlier.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from ledger.commands import Command, RegisterHolder, StatePopulation, StateUnitTerm
from ledger.database import connect
from ledger.refusals import Refusal
from ledger.wire import from_bytes
from projections.runner import catch_up, rebuild
from tests.ledger.examples import (
    COMMUNE,
    DISTRICT,
    FOUNDED,
    NEWSPAPER,
    PROVINCE,
    arrival,
    collection,
    donation,
    goods,
    goods_payout,
    handover,
    payout,
    reversal,
    transfer,
)
from tests.ledger.offices import asked, office_at

OTHER_DISTRICT = UUID("10000000-0000-4000-8000-000000000004")
NEIGHBOUR = UUID("10000000-0000-4000-8000-000000000005")
NEWCOMER = UUID("10000000-0000-4000-8000-000000000006")
CODES = {
    PROVINCE: "NA",
    DISTRICT: "NA-01",
    OTHER_DISTRICT: "NA-02",
    COMMUNE: "NA-01-01",
    NEIGHBOUR: "NA-01-02",
    NEWCOMER: "NA-02-09",
}
PUPILS = ("Hồ Thị Lan", "Lê Văn Cường", "Đinh Thiện Lý")
FIRST_SITTING = datetime(2023, 5, 2, 8, tzinfo=UTC)
OPENING = date(2021, 1, 5)
FIRST_DAY = date(2021, 6, 1)
DAYS = 3 * 365


def sitting_at(number: int) -> datetime:
    """Return the instant of a sitting; some were stamped before the one that went ahead of them."""
    return FIRST_SITTING + timedelta(days=number - (3 if number % 4 == 3 else 0), hours=number)


def term(unit_id: UUID, parent_id: UUID | None, **more: object) -> StateUnitTerm:
    """Ask to place a unit in the tree."""
    level: Any = {None: "province", PROVINCE: "district"}.get(parent_id, "commune")
    said: dict[str, Any] = {"valid_from": FOUNDED, "name": f"Hội {CODES[unit_id]}", **more}
    return StateUnitTerm(
        unit_id=unit_id, code=CODES[unit_id], level=level, parent_id=parent_id, **said
    )


@dataclass
class Chance:
    """Thinks up commands; some of them will be refused."""

    dice: random.Random
    count: int = 0
    undoable: list[str] = field(default_factory=list)
    on_the_way: list[tuple[str, UUID, UUID]] = field(default_factory=list)
    placed: dict[UUID, tuple[date, UUID]] = field(
        default_factory=lambda: {COMMUNE: (FOUNDED, DISTRICT), NEIGHBOUR: (FOUNDED, DISTRICT)}
    )

    def day(self) -> date:
        """Return a day on which something may be booked."""
        return FIRST_DAY + timedelta(days=self.dice.randrange(DAYS))

    def key(self) -> str:
        """Return a key that was never used."""
        self.count += 1
        return f"K-{self.count}"

    def row(self) -> tuple[Command, dict[str, Any]]:
        """Return a row about money or goods, with its private part."""
        unit_id = self.dice.choice([unit_id for unit_id in CODES if unit_id != NEWCOMER])
        said: dict[str, Any] = {"key": self.key(), "unit_id": unit_id, "on": self.day()}
        if self.dice.random() < 0.4:
            pupil = {"recipient": self.dice.choice(PUPILS), "birth_year": 2010}
            self.undoable.append(said["key"])
            return self.award(said), pupil
        make = self.dice.choice((self.gift, self.gift, self.passing, self.undoing))
        return make(said), {}

    def amount(self) -> int:
        """Return an amount of which a unit has plenty."""
        return self.dice.randrange(1, 50) * 1_000

    def award(self, said: dict[str, Any]) -> Command:
        """Return an award in money, or now and then in goods."""
        if self.dice.random() < 0.2:
            return goods_payout("1", **said)
        return payout(self.amount(), **said)

    def gift(self, said: dict[str, Any]) -> Command:
        """Return a gift to the unit, or through the newspaper, or what the newspaper hands over."""
        kind: Any = self.dice.choice(("cash", "bank", "collected", "handed over"))
        if kind == "collected":
            return collection(self.amount(), **said)
        if kind == "handed over":
            return handover(self.amount() // 4, **said)
        self.undoable.append(said["key"])
        return donation(self.amount(), **said, channel=kind)

    def passing(self, said: dict[str, Any]) -> Command:
        """Return a transfer, or the arrival of an earlier one."""
        if self.on_the_way and self.dice.random() < 0.5:
            key, sender, receiver = self.on_the_way.pop(0)
            arrived = {"key": key, "unit_id": receiver, "from_unit_id": sender}
            return arrival(said["on"], **arrived)
        other = self.dice.choice(
            [each for each in CODES if each not in (NEWCOMER, said["unit_id"])]
        )
        self.on_the_way.append((said["key"], said["unit_id"], other))
        self.undoable.append(said["key"])
        return transfer(self.amount(), **said, to_unit_id=other)

    def undoing(self, said: dict[str, Any]) -> Command:
        """Return a reversal of something; later years are as good as the same."""
        reverses = self.dice.choice(self.undoable or ["K-0"])
        return reversal(key=said["key"], reverses=reverses, on=said["on"])

    def change_of_units(self) -> list[Command]:
        """Return what the registry learns: a move, a correction, a population, somebody new."""
        unit_id = self.dice.choice((COMMUNE, NEIGHBOUR))
        since, parent_id = self.placed[unit_id]
        other = OTHER_DISTRICT if parent_id == DISTRICT else DISTRICT
        on = self.day()
        persons = self.dice.randrange(5_000, 9_000)
        match self.dice.randrange(5):
            case 0 | 1 if on > since:
                self.placed[unit_id] = (on, other)
                last = on - timedelta(days=1)
                return [
                    term(unit_id, parent_id, valid_from=since, valid_to=last),
                    term(unit_id, other, valid_from=on, name=f"Hội {on}"),
                ]
            case 2:
                self.placed[unit_id] = (since, other)
                return [term(unit_id, other, valid_from=since)]
            case 3:
                gift = donation(900_000, unit_id=NEWCOMER, key=self.key(), on=on)
                return [term(NEWCOMER, OTHER_DISTRICT), gift]
            case _:
                stated = date(2021, 12, 31)
                return [StatePopulation(unit_id=PROVINCE, on=stated, persons=persons, source="Cục")]


def beginning() -> list[Command]:
    """Return what is known from the first sitting on: the units, and enough of everything."""
    commands: list[Command] = [
        term(PROVINCE, None),
        term(DISTRICT, PROVINCE),
        term(OTHER_DISTRICT, PROVINCE),
        term(COMMUNE, DISTRICT),
        term(NEIGHBOUR, DISTRICT),
        StatePopulation(unit_id=PROVINCE, on=date(2021, 12, 31), persons=9_999, source="Cục"),
        RegisterHolder(holder=NEWSPAPER, kind="press"),
    ]
    for at, unit_id in enumerate(each for each in CODES if each != NEWCOMER):
        said: dict[str, Any] = {"unit_id": unit_id, "on": OPENING}
        commands += [
            donation(900_000, key=f"A-{at}", **said),
            donation(900_000, key=f"B-{at}", channel="bank", **said),
            goods("90", 900_000, key=f"G-{at}", **said),
            collection(500_000, key=f"C-{at}", **said),
        ]
    return commands


def record_by_chance(url: str, seed: int, sittings: int = 8, rows: int = 20) -> list[datetime]:
    """Record a ledger, the projections following sitting by sitting; return their instants."""
    chance = Chance(random.Random(seed))
    for number in range(sittings):
        commands: list[tuple[Command, dict[str, Any]]] = []
        if number == 0:
            commands += [(each, {}) for each in beginning()]
        elif number % 2 == 0:
            commands += [(each, {}) for each in chance.change_of_units()]
        commands += [chance.row() for _ in range(rows)]
        record(url, sitting_at(number), commands)
        catch_up(url)
    return [sitting_at(number) for number in range(sittings)]


def record(url: str, at: datetime, commands: Sequence[tuple[Command, dict[str, Any]]]) -> None:
    """Ask for everything at one instant; what is refused was never recorded."""
    with office_at(url, lambda: at) as office:
        futures = [office.submit(asked(command, private)) for command, private in commands]
        for future in futures:
            assert isinstance(future.exception(), Refusal | None)


def as_it_was(url: str, instants: Sequence[datetime], copy: str) -> Iterator[datetime]:
    """Fill the empty ledger `copy` up to each instant, which is yielded when that is done.

    It then holds the entries before the first recorded after the instant, and was rebuilt.
    """
    with connect(url) as connection:
        rows = connection.execute(
            "SELECT originator_id, originator_version, topic, state, subject_id, box "
            "FROM journal_events LEFT JOIN vault "
            "ON unit_id = originator_id AND version = originator_version ORDER BY notification_id"
        ).fetchall()
    stamps = [from_bytes(row[3]).recorded_at for row in rows]
    done = 0
    for known_at in sorted(instants):
        later = [number for number, stamp in enumerate(stamps) if stamp > known_at]
        upto = min(later, default=len(rows))
        with connect(copy) as connection, connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO journal_events (originator_id, originator_version, topic, state) "
                "VALUES (%s, %s, %s, %s)",
                [row[:4] for row in rows[done:upto]],
            )
            cursor.executemany(
                "INSERT INTO vault (unit_id, version, subject_id, box) VALUES (%s, %s, %s, %s)",
                [(row[0], row[1], row[4], row[5]) for row in rows[done:upto] if row[4]],
            )
        done = upto
        rebuild(copy)
        yield known_at

"""What was known at an instant is what a ledger shows that holds no later entry.

Known are the entries before the first one in the log that was recorded later. Every figure known
then is held against a second ledger, into which those entries alone were copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, get_args
from uuid import UUID

import pytest

from api.balances import balances
from ledger.commands import Command, StatePopulation
from ledger.database import Connection, connect, query
from ledger.refusals import UnknownUnit
from projections.figures import Tree, UnitFigures, all_units, asked, described, known_now
from projections.known import as_of_instant
from projections.per_capita import PerCapita, per_capita
from projections.runner import catch_up
from tests.databases import copy_of
from tests.ledger.examples import (
    COMMUNE,
    DISTRICT,
    JUNE,
    MARCH,
    OCTOBER,
    PROVINCE,
    SEPTEMBER,
    donation,
    payout,
    reversal,
)
from tests.projections.sittings import (
    FIRST_SITTING,
    NEWCOMER,
    OTHER_DISTRICT,
    as_it_was,
    record,
    record_by_chance,
    sitting_at,
    term,
)

YEAR_END = date(2022, 12, 31)
PERIODS = [
    asked(as_of, first, tree)
    for as_of, first in (
        (date(2022, 8, 15), date(2021, 9, 1)),
        (YEAR_END, None),
        (date(2024, 5, 31), None),
    )
    for tree in get_args(Tree)
]
LAN = {"recipient": "Hồ Thị Lan", "birth_year": 2010}
A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Memory:
    """What a ledger showed once: of all units, for each inhabitant, and as a document."""

    figures: list[list[UnitFigures]]
    per_capita: PerCapita
    document: dict[str, Any]

    def of(self, unit_id: UUID) -> list[list[UnitFigures]]:
        """Return what it showed of one unit."""
        return [[each for each in period if each.unit_id == unit_id] for period in self.figures]


@dataclass(frozen=True)
class Ledger:
    """A ledger written by chance, and what it showed at some instants."""

    url: str
    memories: dict[datetime, Memory]


@pytest.fixture(scope="module", params=[4, 6])
def ledger(
    request: pytest.FixtureRequest, postgres_url: str, migrated_database_name: str
) -> Iterator[Ledger]:
    """Lend a ledger written by chance, with what it showed at and just before each sitting."""
    empty = copy_of(migrated_database_name, postgres_url)
    other = copy_of(migrated_database_name, postgres_url)
    with empty as url, other as copy:
        instants = record_by_chance(url, request.param)
        instants = [*instants[1:7], instants[4] - A_MOMENT]
        memories: dict[datetime, Memory] = {}
        for known_at in as_it_was(url, instants, copy):
            with connect(copy) as then:
                memories[known_at] = Memory(
                    shown(then, all_units(then)),
                    per_capita(then, PROVINCE, "NA", 2022),
                    balances(then, asked(YEAR_END)),
                )
        yield Ledger(url, memories)


@dataclass(frozen=True)
class Story:
    """A ledger that begins with its units, and goes on sitting by sitting."""

    url: str
    connection: Connection

    def goes_on(self, sitting: int, *commands: Command, **private: object) -> None:
        """Record at a sitting, and let the figures follow."""
        record(self.url, sitting_at(sitting), [(command, private) for command in commands])
        catch_up(self.url)

    def known(
        self, sitting: int | None, unit_id: UUID = COMMUNE, as_of: date = YEAR_END
    ) -> UnitFigures:
        """Return what was known of a unit at a sitting; None: today."""
        known_at = None if sitting is None else sitting_at(sitting)
        with as_of_instant(self.connection, known_at, only(unit_id)) as unit_ids:
            (figures,) = described(self.connection, unit_ids, asked(as_of))
        return figures

    def document(self, sitting: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - as `balances` has it
        """Return the document that was known at a sitting."""
        return balances(self.connection, asked(YEAR_END), known_at=sitting_at(sitting), **more)


@pytest.fixture
def story(database_url: str) -> Iterator[Story]:
    """Lend the beginning of a story."""
    with connect(database_url) as connection:
        story = Story(database_url, connection)
        places = (term(PROVINCE, None), term(DISTRICT, PROVINCE), term(COMMUNE, DISTRICT))
        story.goes_on(0, *places, term(OTHER_DISTRICT, PROVINCE))
        yield story


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Listen which way the figures are folded, without changing it."""
    heard: list[str] = []

    def listen(name: str) -> bytes:
        if name == "known_movement_create":
            heard.append("forward")
        elif name == "known_movement":
            heard[-1] = "backward"
        return query(name)

    monkeypatch.setattr("projections.hindsight.query", listen)
    return heard


def only(unit_id: UUID) -> Callable[[], Sequence[UUID]]:
    """Choose one unit."""
    return lambda: [unit_id]


def shown(connection: Connection, unit_ids: Sequence[UUID]) -> list[list[UnitFigures]]:
    """Return everything that is shown of some units, for every period and tree."""
    return [described(connection, unit_ids, period) for period in PERIODS]


def test_every_figure_of_a_unit_is_the_one_that_was_known(ledger: Ledger, ways: list[str]) -> None:
    with connect(ledger.url) as connection:
        for known_at, memory in ledger.memories.items():
            for unit in memory.figures[0]:
                with as_of_instant(connection, known_at, only(unit.unit_id)) as unit_ids:
                    assert shown(connection, unit_ids) == memory.of(unit.unit_id)
    assert set(ways) == {"forward", "backward"}


def test_all_units_together_show_what_was_known(ledger: Ledger) -> None:
    with connect(ledger.url) as connection:
        for known_at, memory in ledger.memories.items():
            with as_of_instant(connection, known_at, lambda: all_units(connection)) as unit_ids:
                assert shown(connection, unit_ids) == memory.figures


def test_the_figures_for_each_inhabitant_are_those_that_were_known(ledger: Ledger) -> None:
    with connect(ledger.url) as connection:
        for known_at, memory in ledger.memories.items():
            with as_of_instant(connection, known_at, only(PROVINCE)):
                assert per_capita(connection, PROVINCE, "NA", 2022) == memory.per_capita


def test_the_document_names_the_units_and_counts_the_entries_known(ledger: Ledger) -> None:
    with connect(ledger.url) as connection:
        for known_at, memory in ledger.memories.items():
            document = balances(connection, asked(YEAR_END), known_at=known_at)
            assert document == {**memory.document, "known_at": document["known_at"]}


def test_a_gift_of_an_earlier_day_is_not_known_before_it_was_recorded(story: Story) -> None:
    story.goes_on(1, donation(700_000, key="D-1", on=JUNE))
    story.goes_on(2, donation(300_000, key="D-2", on=MARCH))
    assert story.known(1, as_of=JUNE).own.raised == 700_000
    assert story.known(2, as_of=JUNE).own.raised == 1_000_000


def test_a_gift_counts_until_its_reversal_was_recorded(story: Story) -> None:
    story.goes_on(1, donation(700_000, key="D-1", on=MARCH))
    story.goes_on(2, reversal(key="R-1", reverses="D-1", on=OCTOBER))
    assert story.known(1, PROVINCE).subtree.raised == 700_000
    assert story.known(2, PROVINCE).subtree.raised == 0


def test_a_pupil_is_counted_from_the_first_award_that_was_known(story: Story) -> None:
    story.goes_on(1, donation(700_000, key="D-1", on=MARCH))
    story.goes_on(2, payout(100_000, key="P-1", on=SEPTEMBER), **LAN)
    story.goes_on(4, payout(100_000, key="P-2", on=JUNE), **LAN)
    assert [story.known(sitting, as_of=JUNE).own.recipients for sitting in (1, 2, 4)] == [0, 0, 1]
    assert [story.known(sitting).own.recipients for sitting in (1, 2, 4)] == [0, 1, 1]


def test_an_award_undone_on_its_own_day_counts_until_that_was_recorded(story: Story) -> None:
    story.goes_on(1, donation(700_000, key="D-1", on=MARCH))
    story.goes_on(2, payout(100_000, key="P-1", on=JUNE), **LAN)
    story.goes_on(4, reversal(key="R-1", reverses="P-1", on=JUNE))
    assert [story.known(sitting).own.recipients for sitting in (1, 2, 4)] == [0, 1, 0]


def test_a_commune_was_known_below_the_district_that_was_recorded_first(story: Story) -> None:
    story.goes_on(1, donation(700_000, key="D-1", on=MARCH))
    story.goes_on(2, term(COMMUNE, OTHER_DISTRICT))
    assert story.known(1, DISTRICT).subtree.raised == 700_000
    assert story.known(2, DISTRICT).subtree.raised == 0


def test_what_a_unit_was_called_is_told_as_it_was_known(story: Story) -> None:
    story.goes_on(1, term(COMMUNE, DISTRICT, name="Hội Khuyến học xã Nam Thanh"))
    assert story.known(0).name == "Hội NA-01-01"
    assert story.known(1).name == "Hội Khuyến học xã Nam Thanh"


def test_late_instants_are_folded_backward_and_early_ones_forward(
    story: Story, ways: list[str]
) -> None:
    for sitting in (1, 2, 4, 5):
        story.goes_on(sitting, *(donation(1_000, key=f"D-{sitting}-{at}") for at in range(9)))
    assert [story.known(sitting).own.raised for sitting in (1, 4)] == [9_000, 27_000]
    assert ways == ["forward", "backward"]


def test_a_move_inside_the_province_turns_only_its_districts_forward(
    story: Story, ways: list[str]
) -> None:
    story.goes_on(1, *(donation(1_000, key=f"D-{at}", on=MARCH) for at in range(9)))
    story.goes_on(2, term(COMMUNE, OTHER_DISTRICT))
    assert [story.known(1, unit_id).subtree.raised for unit_id in (DISTRICT, PROVINCE)] == [
        9_000
    ] * 2
    assert ways == ["forward", "backward"]


def test_a_newcomer_turns_nothing_forward(story: Story, ways: list[str]) -> None:
    story.goes_on(1, *(donation(1_000, key=f"D-{at}", on=MARCH) for at in range(9)))
    story.goes_on(2, term(NEWCOMER, DISTRICT), donation(1_000, key="E-1", unit_id=NEWCOMER))
    assert story.known(1, DISTRICT).subtree.raised == 9_000
    assert ways == ["backward"]


def test_a_unit_registered_later_was_unknown(story: Story) -> None:
    story.goes_on(1, term(NEWCOMER, DISTRICT), donation(1_000, key="D-1", unit_id=NEWCOMER))
    with pytest.raises(UnknownUnit):
        story.document(0, code="NA-02-09")
    assert len(story.document(0)["units"]) == 4
    assert story.document(1, code="NA-02-09")["units"][0]["own"]["raised"]["total"] == 1_000


def test_the_newest_entry_is_the_last_that_was_known(story: Story) -> None:
    story.goes_on(1, donation(700_000, key="D-1"))
    story.goes_on(2, donation(300_000, key="D-2"))
    with as_of_instant(story.connection, sitting_at(2) - A_MOMENT, only(COMMUNE)):
        newest = known_now(story.connection)
    assert newest == (5, sitting_at(1))


def test_before_the_first_entry_nothing_was_known(story: Story) -> None:
    document = balances(story.connection, asked(YEAR_END), known_at=FIRST_SITTING - A_MOMENT)
    assert (document["units"], document["log_size"]) == ([], 0)


def test_the_instant_of_an_entry_belongs_to_what_was_known(story: Story) -> None:
    story.goes_on(1, donation(700_000, key="D-1"))
    story.goes_on(2, donation(300_000, key="D-2"))
    shortly_before = sitting_at(1) - A_MOMENT
    assert story.document(1)["log_size"] == 5
    assert balances(story.connection, asked(YEAR_END), known_at=shortly_before)["log_size"] == 4


def test_an_instant_that_nothing_follows_shows_everything(story: Story) -> None:
    story.goes_on(1, donation(700_000, key="D-1"))
    assert story.known(1) == story.known(2) == story.known(None)


def test_an_entry_stamped_before_its_forerunner_is_known_with_it(story: Story) -> None:
    story.goes_on(5, donation(700_000, key="D-1"))
    story.goes_on(3, donation(300_000, key="D-2"))
    story.goes_on(6, donation(1, key="D-3"))
    assert sitting_at(3) < sitting_at(5)
    assert [story.known(sitting).own.raised for sitting in (3, 5)] == [0, 1_000_000]


def test_then_and_now_never_mix_however_often_they_are_asked(story: Story) -> None:
    story.goes_on(1, donation(700_000, key="D-1"))
    story.goes_on(2, donation(300_000, key="D-2"))
    for _ in range(8):
        assert story.known(1).own.raised == 700_000
        assert described(story.connection, [COMMUNE], asked(YEAR_END))[0].own.raised == 1_000_000


def test_what_is_recorded_meanwhile_is_not_seen(story: Story) -> None:
    with as_of_instant(story.connection, None, only(COMMUNE)) as unit_ids:
        before = described(story.connection, unit_ids, asked(YEAR_END))
        story.goes_on(1, donation(700_000, key="D-1"))
        assert described(story.connection, unit_ids, asked(YEAR_END)) == before


def test_a_population_is_the_one_that_was_known(story: Story) -> None:
    for sitting, persons in ((1, 9_999), (2, 5_000)):
        stated = StatePopulation(unit_id=PROVINCE, on=MARCH, persons=persons, source="Cục Thống kê")
        story.goes_on(sitting, stated)
    with as_of_instant(story.connection, sitting_at(1), only(PROVINCE)):
        assert per_capita(story.connection, PROVINCE, "NA", 2022).population == 9_999
    assert per_capita(story.connection, PROVINCE, "NA", 2022).population == 5_000

"""A gift is found by what its donor has, and a bank's reference lies nowhere but in the vault."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest

from ledger.commands import ReceiveDonation, StateUnitTerm
from ledger.database import Connection
from ledger.draft import request
from ledger.journal import Journal
from ledger.office import Office
from projections.gift_search import FOUND_MAX, bare, gifts_like, has_figure
from projections.runner import catch_up, rebuild
from tests.databases import reading
from tests.secret_keys import KEYS

UNIT = UUID("00000000-0000-4000-8000-0000000000c1")
DAY = date(2022, 3, 1)
NOTE = "CK MBVCB.778899.ung ho, số FT22-305 118"


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    """Give the books of a unit with a gift whose note has what the bank wrote, and seven others."""
    journal = Journal(database_url, KEYS)
    office = Office(journal)
    term = StateUnitTerm(
        unit_id=UNIT, code="C", name="Hội", level="commune", valid_from=date(2000, 1, 1)
    )
    office.ask(request(term, {}, "p-1"))
    for number in range(1, FOUND_MAX + 4):
        gift = ReceiveDonation(
            unit_id=UNIT,
            key=f"K{number}",
            booked_on=DAY,
            channel="cash",
            holding="cash",
            amount_vnd=500_000,
            paper_no="007" if number > 1 else None,
        )
        office.ask(request(gift, {"note": NOTE} if number == 1 else {}, "p-1"))
    office.close()
    journal.close()
    catch_up(database_url)
    with reading(database_url) as it:
        yield it


@pytest.mark.parametrize("mark", ["MBVCB.778899.ung", "mbvcb778899ung", NOTE, "FT22-305", "118"])
def test_every_word_of_the_note_that_has_a_figure_finds_it(
    connection: Connection, mark: str
) -> None:
    assert len(gifts_like(connection, DAY, 500_000, mark)) == 1


@pytest.mark.parametrize("mark", ["778899", "77", "MBVCB", "ho", "", "FT22-30"])
def test_a_part_of_a_word_finds_nothing(connection: Connection, mark: str) -> None:
    assert gifts_like(connection, DAY, 500_000, mark) == []


def test_other_words_of_the_entry_are_no_marks(connection: Connection) -> None:
    assert gifts_like(connection, DAY, 500_000, "2022-03-01") == []
    assert gifts_like(connection, DAY, 500_000, "500000") == []


def test_once_the_vault_has_forgotten_the_reference_finds_nothing(connection: Connection) -> None:
    connection.execute(b"DELETE FROM vault")
    assert gifts_like(connection, DAY, 500_000, "FT22-305") == []
    assert len(gifts_like(connection, DAY, 500_000, "K1")) == 1


def test_no_projection_knows_the_reference(connection: Connection) -> None:
    rows = connection.execute(
        b"SELECT table_name FROM information_schema.columns WHERE table_schema = 'public'"
        b" AND table_name NOT IN ('vault', 'journal_events') GROUP BY 1"
    ).fetchall()
    for (table,) in rows:
        counting = f"SELECT count(*) FROM {table} AS it WHERE it::text ~ '778899'"
        assert connection.execute(counting.encode()).fetchone() == (0,), table


def test_no_more_are_returned_than_tell_that_there_are_too_many(connection: Connection) -> None:
    assert len(gifts_like(connection, DAY, 500_000, "007")) == FOUND_MAX + 1


def test_a_rebuild_finds_the_same(connection: Connection, database_url: str) -> None:
    before = gifts_like(connection, DAY, 500_000, "FT22-305")
    rebuild(database_url)
    assert gifts_like(connection, DAY, 500_000, "FT22-305") == before


def test_marks_are_compared_without_signs_and_need_a_figure() -> None:
    assert bare("ft 22.305/118") == bare("FT22305118")
    assert (has_figure("FT1"), has_figure("Lê Văn Năm")) == (True, False)

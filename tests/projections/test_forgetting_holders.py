"""A holder who was erased is named nowhere any more; what they collected stays where it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ledger.commands import RegisterHolder
from ledger.database import connect
from ledger.draft import Recorded
from ledger.office import Office
from ledger.privacy_commands import EraseSubject
from ledger.privacy_events import SubjectErased
from ledger.refusals import HolderHolds, KeyUsedForOther
from ledger.registry import REGISTRY_ID
from ledger.values import replace
from projections.desk import holders
from projections.naming import ERASED
from projections.parties import collected_for, party_of_holder
from projections.runner import catch_up, rebuild
from projections.unit_page import holders_named
from tests.databases import reading
from tests.ledger.examples import COMMUNE, NEWSPAPER, NEXT_YEAR, collection, direct, reversal
from tests.ledger.offices import ask, office_at
from tests.projections.damage import ANH, Damaged
from tests.projections.test_forgetting import figures

NAME = {"name": "Báo Nghệ An"}


@pytest.fixture
def office(ledger: Damaged) -> Iterator[Office]:
    """Open an office over the small ledger, in which the newspaper still holds 50,000 đồng."""
    with office_at(ledger.url) as it:
        ask(it, RegisterHolder(holder=NEWSPAPER, kind="press", restated=True), NAME)
        yield it


def erasing(url: str, holder: str = NEWSPAPER, key: str = "E-1") -> EraseSubject:
    """Ask to forget a holder, at the machine itself."""
    with reading(url) as connection:
        party = party_of_holder(connection, holder)
        units = collected_for(connection, [holder])
    return EraseSubject(
        unit_id=REGISTRY_ID,
        key=key,
        erased_on=NEXT_YEAR,
        reason="request",
        subjects=party.subjects if party else (),
        collected_for=tuple(units),
    )


def erased(office: Office, url: str) -> Recorded:
    """Let the newspaper give away what it still holds, and forget who it was."""
    ask(office, direct(50_000, key="K-9"))
    recorded = ask(office, erasing(url))
    catch_up(url)
    return recorded


def test_the_registry_tells_from_how_many_entries_and_why(office: Office, ledger: Damaged) -> None:
    (entry,) = erased(office, ledger.url).entries
    assert isinstance(entry.event, SubjectErased)
    assert (entry.originator_id, entry.event.entries) == (REGISTRY_ID, 1)
    with reading(ledger.url) as connection:
        assert party_of_holder(connection, NEWSPAPER) is None


def test_whoever_still_has_money_is_not_erased(office: Office, ledger: Damaged) -> None:
    with pytest.raises(HolderHolds) as refused:
        ask(office, erasing(ledger.url))
    assert refused.value.facts == {"holder": NEWSPAPER, "unit_id": COMMUNE, "amount_vnd": 50_000}


def test_what_another_office_recorded_a_moment_ago_counts(office: Office, ledger: Damaged) -> None:
    ask(office, direct(50_000, key="K-9"))
    with office_at(ledger.url) as other:
        ask(other, collection(7_000, key="C-9"), ANH)
        with pytest.raises(HolderHolds):
            ask(office, erasing(ledger.url))
        ask(other, reversal(key="R-9", reverses="C-9", on=NEXT_YEAR), {"reason": "nhầm"})
    assert len(ask(office, erasing(ledger.url)).entries) == 1


def test_figures_stay_and_a_rebuild_and_an_audit_agree(office: Office, ledger: Damaged) -> None:
    ask(office, direct(50_000, key="K-9"))
    catch_up(ledger.url)
    before = figures(ledger.url)
    ask(office, erasing(ledger.url))
    catch_up(ledger.url)
    assert figures(ledger.url) == before and ledger.audit().faults == []
    rebuild(ledger.url)
    assert figures(ledger.url) == before and ledger.audit().faults == []


def test_lists_say_that_the_name_was_erased(office: Office, ledger: Damaged) -> None:
    with reading(ledger.url) as connection:
        catch_up(ledger.url)
        assert [each.name for each in holders(connection)] == [NAME["name"]]
        erased(office, ledger.url)
        assert [each.name for each in holders(connection)] == [ERASED]
        assert holders_named(connection) == {NEWSPAPER: ERASED}


def test_holders_who_come_later_are_found_by_their_name(office: Office, ledger: Damaged) -> None:
    erased(office, ledger.url)
    ask(office, RegisterHolder(holder="ho-2", kind="press"), {"name": "Báo Mới"})
    catch_up(ledger.url)
    with reading(ledger.url) as connection:
        assert holders_named(connection)["ho-2"] == "Báo Mới"
    assert ledger.audit().faults == []


def test_the_same_again_is_answered_the_same_and_another_is_not(
    office: Office, ledger: Damaged
) -> None:
    ask(office, direct(50_000, key="K-9"))
    command = erasing(ledger.url)
    first, again = ask(office, command), ask(office, command)
    assert again.repeated and again.entries == first.entries
    with pytest.raises(KeyUsedForOther):
        ask(office, replace(command, reason="court"))


def test_the_vault_keeps_neither_words_nor_key(office: Office, ledger: Damaged) -> None:
    subjects = erasing(ledger.url).subjects
    erased(office, ledger.url)
    with connect(ledger.url) as connection:
        for statement in (
            b"SELECT count(*) FROM vault WHERE subject_id = ANY (%s)",
            b"SELECT count(*) FROM subject WHERE subject_id = ANY (%s)",
        ):
            assert connection.execute(statement, [list(subjects)]).fetchone() == (0,)


def test_an_audit_misses_what_the_registry_says_was_erased(office: Office, ledger: Damaged) -> None:
    erased(office, ledger.url)
    ledger.run("DELETE FROM forgotten WHERE unit_id = %s", REGISTRY_ID)
    assert {each.code for each in ledger.audit().faults} == {"erasure_differs", "vault_missing"}

"""Whoever was erased is nowhere any more, and no figure and no other entry has changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.commands import Command
from ledger.database import Connection, connect
from ledger.draft import Recorded
from ledger.privacy_commands import EraseSubject
from ledger.privacy_events import SubjectErased
from ledger.refusals import KeyUsedForOther, UnknownPerson
from ledger.vault import Private, vault_at
from projections import audit_rows, runner
from projections.figures import UnitFigures, all_units, asked, described
from projections.parties import Party, are_one, entries_about, parties, parties_like
from projections.runner import catch_up, rebuild
from tests.databases import reading
from tests.ledger.examples import COMMUNE, NEXT_YEAR, donation, payout
from tests.ledger.offices import ask, office_at
from tests.ledger.offices import asked as as_request
from tests.projections.damage import ANH, LAN, Damaged
from tests.secret_keys import KEYS

CUONG = {"recipient": "Lê Văn Cường"}
YEAR_END = date(2022, 12, 31)


def erasing(found: Party, key: str = "E-1") -> EraseSubject:
    """Ask to forget somebody, as they ask themselves."""
    return EraseSubject(
        unit_id=found.unit_id,
        key=key,
        erased_on=NEXT_YEAR,
        reason="request",
        subjects=found.subjects,
    )


def found(url: str, said: str, unit_id: UUID = COMMUNE) -> Party:
    """Return the one person who is meant."""
    with reading(url) as connection:
        (party,) = parties(connection, vault_at(url, KEYS), said, [unit_id])
    return party


def recorded(url: str, command: Command, private: Private | None = None) -> Recorded:
    """Record something, and let the figures follow."""
    with office_at(url) as office:
        answer = ask(office, command, private)
    catch_up(url)
    return answer


def erased(url: str, said: str, key: str = "E-1") -> SubjectErased:
    """Forget somebody; return the fact."""
    (entry,) = recorded(url, erasing(found(url, said), key)).entries
    assert isinstance(entry.event, SubjectErased)
    return entry.event


def figures(url: str) -> list[list[UnitFigures]]:
    """Return all figures of all units, on two days."""
    with connect(url) as connection:
        units = all_units(connection)
        return [described(connection, units, asked(day)) for day in (YEAR_END, date(2024, 5, 1))]


def test_what_is_recorded_tells_how_many_entries_and_why_and_nobody(ledger: Damaged) -> None:
    fact = erased(ledger.url, "P-1")
    assert (fact.entries, fact.reason, fact.pii) == (2, "request", None)


def test_all_figures_stay_what_they_were_also_after_a_rebuild(ledger: Damaged) -> None:
    before = figures(ledger.url)
    erased(ledger.url, "P-1")
    assert figures(ledger.url) == before
    rebuild(ledger.url)
    assert figures(ledger.url) == before


def test_somebody_erased_who_was_paid_twice_in_a_year_is_still_one(ledger: Damaged) -> None:
    recorded(ledger.url, payout(1_000, key="P-7", on=NEXT_YEAR), LAN)
    before = figures(ledger.url)
    erased(ledger.url, "P-7")
    with connect(ledger.url) as connection:
        rows = connection.execute("SELECT person FROM payout WHERE key IN ('P-1', 'X-1', 'P-7')")
        links = {person for (person,) in rows}
    assert (len(links), figures(ledger.url)) == (2, before)


def test_the_audit_finds_nothing_wrong_after_an_erasure(ledger: Damaged) -> None:
    erased(ledger.url, "D-1")
    erased(ledger.url, "P-1", "E-2")
    assert ledger.audit().faults == []


def test_an_audit_is_not_misled_by_an_erasure_while_it_reads(
    ledger: Damaged, monkeypatch: pytest.MonkeyPatch
) -> None:
    erasures: list[SubjectErased] = []

    def erase_first(connection: Connection) -> Mapping[str, bytes]:
        erasures.append(erased_meanwhile(ledger))
        return audit_rows.digests_of_rows(connection)

    monkeypatch.setattr("projections.audit.digests_of_rows", erase_first)
    assert ledger.audit().faults == [] and len(erasures) == 1


def test_a_replay_is_not_misled_by_an_erasure_either(
    ledger: Damaged, monkeypatch: pytest.MonkeyPatch
) -> None:
    erasures: list[SubjectErased] = []

    def erase_first(*words: Any) -> int:  # noqa: ANN401 - whatever is said
        erasures.append(erased_meanwhile(ledger))
        return runner.apply(*words)

    monkeypatch.setattr("projections.audit_replay.apply", erase_first)
    ledger.run("DELETE FROM gift WHERE key = 'D-1'")
    assert ledger.audit().found == {"projection_row_missing": 1} and len(erasures) == 1


def erased_meanwhile(ledger: Damaged) -> SubjectErased:
    """Forget somebody while others read."""
    with office_at(ledger.url) as office:
        (entry,) = ask(office, erasing(found(ledger.url, "P-1"))).entries
    assert isinstance(entry.event, SubjectErased)
    return entry.event


def test_the_vault_keeps_neither_words_nor_key(ledger: Damaged) -> None:
    subjects = found(ledger.url, "D-1").subjects
    erased(ledger.url, "D-1")
    for table in ("vault", "subject"):
        with connect(ledger.url) as connection:
            statement = f"SELECT count(*) FROM {table} WHERE subject_id = ANY (%s)"
            assert connection.execute(statement.encode(), [list(subjects)]).fetchone() == (0,)


def test_why_a_row_of_theirs_was_undone_goes_too(ledger: Damaged) -> None:
    with reading(ledger.url) as connection:
        about = entries_about(connection, COMMUNE, found(ledger.url, "D-1").subjects)
    assert [each.private.get("reason") for each in about] == [*[None] * 4, "ghi nhầm"]
    assert erased(ledger.url, "D-1").entries == 5


def test_a_search_by_name_finds_them_before_and_not_after(ledger: Damaged) -> None:
    with reading(ledger.url) as connection:
        before = parties_like(connection, COMMUNE, "nguyen van")
        erased(ledger.url, "D-1")
        assert [each.name for each in before] == ["Nguyễn Văn Anh"]
        assert parties_like(connection, COMMUNE, "nguyen van") == []


def test_nobody_can_be_erased_who_is_not_known_or_not_any_more(ledger: Damaged) -> None:
    known = found(ledger.url, "D-1")
    erased(ledger.url, "D-1")
    with pytest.raises(UnknownPerson):
        recorded(ledger.url, erasing(known, "E-2"))
    with pytest.raises(UnknownPerson):
        recorded(ledger.url, erasing(known._replace(subjects=()), "E-3"))


def test_the_same_erasure_again_is_answered_the_same(ledger: Damaged) -> None:
    known = found(ledger.url, "D-1")
    first = recorded(ledger.url, erasing(known))
    again = recorded(ledger.url, erasing(known))
    assert again.repeated and again.entries == first.entries


def test_a_row_said_again_is_known_and_brings_no_name_back(ledger: Damaged) -> None:
    erased(ledger.url, "D-1")
    said = {"donor": "Nguyễn Văn Anh"}
    assert recorded(ledger.url, donation(700_000, key="D-1"), said).repeated
    assert recorded(ledger.url, donation(700_000, key="D-1"), {"donor": "Khác"}).repeated
    with pytest.raises(KeyUsedForOther):
        recorded(ledger.url, donation(700_001, key="D-1"), said)
    with reading(ledger.url) as connection:
        assert parties_like(connection, COMMUNE, "anh") == []


def test_whoever_comes_again_after_that_is_somebody_new(ledger: Damaged) -> None:
    with office_at(ledger.url) as office:
        ask(office, donation(1_000, key="D-5"), ANH)
        ask(office, erasing(found(ledger.url, "D-1")))
        ask(office, donation(2_000, key="D-6"), ANH)
    assert found(ledger.url, "D-6").name == "Nguyễn Văn Anh"
    with reading(ledger.url) as connection:
        (about,) = entries_about(connection, COMMUNE, found(ledger.url, "D-6").subjects)
    assert about.entry.event.STORED_AS == "donation.received/1"


def test_others_who_knew_them_learn_of_it(ledger: Damaged) -> None:
    with office_at(ledger.url) as other, office_at(ledger.url) as office:
        ask(other, donation(1_000, key="D-5"), ANH)
        ask(office, erasing(found(ledger.url, "D-1")))
        ask(other, donation(2_000, key="D-6"), ANH)
    assert ledger.audit().faults == []


def test_an_erasure_asked_with_other_rows_is_decided_apart(ledger: Damaged) -> None:
    known = found(ledger.url, "D-1")
    with office_at(ledger.url) as office:
        commands = [donation(1_000, key=f"D-{number}") for number in range(50, 80)]
        waiting = [office.submit(as_request(each, ANH)) for each in commands[:15]]
        waiting.append(office.submit(as_request(erasing(known))))
        waiting += [office.submit(as_request(each, ANH)) for each in commands[15:]]
        assert all(each.exception() is None for each in waiting)
    catch_up(ledger.url)
    assert ledger.audit().faults == []


def test_a_person_is_one_by_id_over_units_unless_the_names_differ() -> None:
    one = Party(COMMUNE, (), {"recipient": "Hồ Thị Lan"})
    assert are_one([one, one._replace(private={"donor": "HO THI LAN"})])
    assert not are_one([one, one._replace(private={"recipient": "Hồ Thị Mai"})])

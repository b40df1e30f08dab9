"""Witnesses who have seen another log stop the signing, where enough of them have."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.log import dissent, following, witnessing
from ledger.log.dissent import What
from ledger.log.memory import SIGNED
from ledger.refusals import Broken, LogContradicted
from tests.ledger.log.journals import record
from tests.ledger.log.village import Village, settled, wait_for


@pytest.fixture
def village(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Village:
    found = settled(database_url, tmp_path, monkeypatch)
    found.grow(5)
    return found


def asked(village: Village) -> list[str]:
    """Ask all witnesses until each has been heard; return who was complained about, and why."""
    with village.rounds() as complaints:
        wait_for(lambda: len(complaints) + len(village.cosigners()) == len(village.witnesses))
    return sorted(complaints)


@pytest.mark.parametrize(("size", "what"), [(9, What.BEHIND), (3, What.OTHER), (5, What.OTHER)])
def test_where_enough_have_seen_another_log_nothing_more_is_signed(
    village: Village, size: int, what: What
) -> None:
    for name in ("a", "b"):
        village.deceive(name, size)
    assert asked(village) == ["a Contradicts", "b Contradicts"]
    assert {each.what for each in dissent.contradictions(village.keys)} == {what}
    record(village.url, 1)
    with pytest.raises(LogContradicted) as refused:
        following.catch_up(village.url, village.keys)
    assert refused.value.facts["seen"] == size


def test_it_is_refused_at_the_next_start_too(village: Village) -> None:
    for name in ("a", "b"):
        village.deceive(name, 9)
    asked(village)
    (village.keys / SIGNED).unlink()
    with pytest.raises(LogContradicted):
        following.require_fit(village.url, village.keys)


def test_one_witness_alone_is_told_and_stops_nothing(village: Village) -> None:
    village.deceive("a", 9)
    assert asked(village) == ["a Contradicts"]
    assert village.grow(1).size == 6


def test_a_newer_copy_settles_that_there_was_too_little(village: Village) -> None:
    for name in ("a", "b"):
        dissent.note(village.keys, village.witnesses[name].verifier, 5, What.BEHIND)
    assert village.grow(1).size == 6


def test_a_witness_that_cosigns_again_takes_its_word_back(village: Village) -> None:
    for name in ("a", "b"):
        dissent.note(village.keys, village.witnesses[name].verifier, 3, What.OTHER)
    with pytest.raises(LogContradicted):
        following.require_fit(village.url, village.keys)
    assert asked(village) == []
    assert not (village.keys / dissent.FILE).exists()
    assert village.grow(1).size == 6


def test_words_that_nobody_said_are_broken_and_not_passed_over(village: Village) -> None:
    (village.keys / dissent.FILE).write_text("a sees nothing\n")
    with pytest.raises(Broken):
        following.require_fit(village.url, village.keys)


def test_a_policy_that_cannot_be_read_lets_nobody_sign_over_a_dispute(village: Village) -> None:
    dissent.note(village.keys, village.witnesses["a"].verifier, 9, What.BEHIND)
    (village.keys / witnessing.FILE).write_text("quorum nobody\n")
    with pytest.raises(Broken):
        following.require_fit(village.url, village.keys)

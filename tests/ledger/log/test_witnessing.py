"""Every new checkpoint is cosigned by whoever is there; nobody waits for who is not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ledger.database import connect
from ledger.log import checkpoints, witnessing
from ledger.log.dissent import What
from ledger.log.memory import COSIGNED, Memory
from ledger.log.merkle import ProofWrong
from ledger.log.notes import KeyKind, NoteWrong, Signer
from ledger.log.policy import Policy, PolicyWrong
from ledger.log.proofs import verify
from ledger.log.store import LogReader
from ledger.log.witness import Growth
from ledger.log.witnessing import Answer, Contradicts, Declined
from tests.ledger.log.journals import BOOK
from tests.ledger.log.village import Village, settled, wait_for


@pytest.fixture
def village(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Village:
    return settled(database_url, tmp_path, monkeypatch)


def test_enough_is_two_of_three(village: Village) -> None:
    wanted = village.grow(5)
    assert [village.ask(name, 0, wanted) for name in ("a", "b", "c")] == [False, True, True]
    assert village.cosigners() == {"a", "b", "c"}


def test_a_proof_is_made_against_the_newest_checkpoint_that_enough_have_cosigned(
    village: Village,
) -> None:
    wanted = village.grow(5)
    for name in ("a", "b"):
        village.ask(name, 0, wanted)
    village.grow(4)
    with connect(village.url) as connection:
        entry, proof = LogReader(connection).proof_of(BOOK, 2)
    found = verify(entry, proof, village.log, village.policy)
    assert (found.said.size, len(found.cosigned)) == (5, 2)


def test_what_was_cosigned_is_remembered_outside_the_database(village: Village) -> None:
    village.ask("a", 0, village.grow(5))
    remembered = Memory(village.keys, COSIGNED).newest()
    assert remembered is not None and remembered.size == 5


def test_a_witness_that_says_where_it_stands_is_believed(village: Village) -> None:
    village.ask("a", 0, village.grow(5))
    assert village.asked == 1
    village.ask("a", 2, village.grow(300))
    assert village.asked == 3
    assert village.cosigners() == {"a"}


def test_an_answer_that_was_lost_is_made_good(village: Village) -> None:
    wanted = village.grow(5)
    known = village.policy.witnesses[0]
    witnessing.ask(village.url, known, 0, wanted, village.post)  # and nobody kept it
    assert village.cosigners() == set()
    village.ask("a", 0, wanted)
    assert village.cosigners() == {"a"}


def test_a_witness_that_has_seen_another_past_declines(village: Village) -> None:
    wanted = village.grow(5)
    village.deceive("a", 3)
    with pytest.raises(Contradicts) as wrong:
        village.ask("a", 0, wanted)
    assert (wrong.value.status, wrong.value.seen, wrong.value.what) == (422, 3, What.OTHER)


def test_a_witness_that_has_seen_more_than_there_is_gives_an_old_copy_away(
    village: Village,
) -> None:
    wanted = village.grow(5)
    village.deceive("a", 9)
    with pytest.raises(Contradicts) as wrong:
        village.ask("a", 0, wanted)
    assert (wrong.value.seen, wrong.value.what) == (9, What.BEHIND)


@pytest.mark.parametrize(
    "answered",
    [
        Answer(200, "text/plain", b""),
        Answer(200, "text/plain", "— somebody.else AAAAAAAA\n".encode()),
        Answer(200, "text/html", b"<html>\n"),
        Answer(500, "text/plain", b"oh\n"),
        Answer(409, "text/plain", b"3\n"),
        Answer(409, "text/x.tlog.size", b"03\n"),
        Answer(302, "text/plain", b""),
    ],
)
def test_what_is_no_cosignature_is_not_kept(village: Village, answered: Answer) -> None:
    wanted, known = village.grow(5), village.policy.witnesses[0]
    with pytest.raises(Declined):
        witnessing.ask(village.url, known, 0, wanted, lambda _address, _body: answered)


def test_a_cosignature_of_another_checkpoint_is_not_kept(village: Village) -> None:
    first = village.grow(3)
    line = village.witnesses["a"].cosign(Growth(0, (), first.note), 1)
    wanted, known = village.grow(3), village.policy.witnesses[0]
    with pytest.raises(Declined):
        witnessing.ask(
            village.url, known, 3, wanted, lambda _a, _b: Answer(200, "", str(line).encode())
        )


def test_without_witnesses_nothing_is_asked(database_url: str, tmp_path: Path) -> None:
    assert witnessing.configured(tmp_path) == Policy()
    with connect(database_url) as connection:
        assert witnessing.target(connection) is None
        assert witnessing.seen(connection, Policy()) == []


def test_rounds_have_the_newest_checkpoint_cosigned_by_all(village: Village) -> None:
    with village.rounds() as complaints:
        for count in (3, 300, 1):
            village.grow(count)
            wait_for(lambda: village.cosigners() == {"a", "b", "c"})
    assert complaints == []


def test_who_is_away_is_not_waited_for_and_is_asked_again_when_back(village: Village) -> None:
    village.away = {"c"}
    with village.rounds() as complaints:
        village.grow(3)
        wait_for(lambda: village.cosigners() == {"a", "b"})
        village.grow(3)
        wait_for(lambda: village.cosigners() == {"a", "b"})
        village.away = set()
        wait_for(lambda: village.cosigners() == {"a", "b", "c"})
    assert complaints == ["c Unanswered"]


def test_too_few_witnesses_leave_a_proof_that_says_so(village: Village) -> None:
    village.away = {"b", "c"}
    with village.rounds():
        village.grow(3)
        wait_for(lambda: village.cosigners() == {"a"})
    with connect(village.url) as connection:
        entry, proof = LogReader(connection).proof_of(BOOK, 1)
    assert not verify(entry, proof, village.log).cosigned
    with pytest.raises(ProofWrong, match="quorum"):
        verify(entry, proof, village.log, village.policy)


def test_a_policy_with_a_slip_is_complained_about_once_and_read_again(village: Village) -> None:
    path = village.keys / witnessing.FILE
    good = path.read_text()
    path.write_text(good + "quorum two\n")
    with village.rounds() as complaints:
        village.grow(3)
        wait_for(lambda: len(complaints) > 0)
        time.sleep(0.3)
        path.write_text(good)
        wait_for(lambda: village.cosigners() == {"a", "b", "c"})
    assert complaints == ["witness.policy PolicyWrong"]
    with pytest.raises(PolicyWrong):
        Policy.parse(good + "quorum two\n")


def test_a_checkpoint_that_somebody_carried_to_a_witness_is_accepted(village: Village) -> None:
    wanted = village.grow(5)
    line = village.witnesses["b"].cosign(Growth(0, (), wanted.note), 1)
    said, names = witnessing.accept(
        village.url, village.keys, village.policy, wanted.note + str(line)
    )
    assert (said.size, names) == (5, ["b"])
    assert village.cosigners() == {"b"}


def test_a_checkpoint_of_another_log_or_a_forged_line_is_not_accepted(village: Village) -> None:
    wanted = village.grow(5)
    line = village.witnesses["b"].cosign(Growth(0, (), wanted.note), 1)
    forged = str(line).replace(str(line)[-12:-9], "AAA")
    other = wanted.note.replace("\n5\n", "\n4\n")
    for note in (wanted.note + forged, other + str(line)):
        with pytest.raises(NoteWrong):
            witnessing.accept(village.url, village.keys, village.policy, note)
    assert village.cosigners() == set()


def test_a_witness_outside_the_policy_counts_for_nobody(village: Village) -> None:
    wanted = village.grow(5)
    stranger = Signer("d.example", bytes(32), KeyKind.WITNESS)
    note = checkpoints.with_signatures(
        wanted.note, [checkpoints.cosignature(wanted.note, stranger, 1)]
    )
    assert witnessing.accept(village.url, village.keys, village.policy, note)[1] == []

"""A witness signs what continues that which it has seen, and nothing else, whoever asks."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ledger.log import checkpoints, notes
from ledger.log.checkpoints import Checkpoint
from ledger.log.notes import KeyKind, Signature, Signer
from ledger.log.witness import (
    REFUSED_BYTES_MAX,
    Growth,
    NotCosigned,
    Witness,
    WitnessFault,
)
from ledger.refusals import Broken
from tests.ledger.log.trees import (
    LOG,
    NOON,
    ORIGIN,
    OTHER_LOG,
    checkpoint_of,
    entries,
    growth,
)

OTHER_PAST = (b"another", *entries(40)[1:])

# The example of the specification.
EXAMPLE = """old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
"""  # noqa: E501 - as it is printed there


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    opened = Witness(tmp_path / "witness", "witness.example/w")
    opened.trust(LOG.verifier)
    return opened


def asked(old: int, size: int) -> Growth:
    """Return what the honest log asks when it has grown from `old` to `size`."""
    return Growth(old, tuple(growth(old, entries(size))), checkpoint_of(entries(size)))


def refused(witness: Witness, request: Growth) -> tuple[WitnessFault, int | None]:
    with pytest.raises(NotCosigned) as wrong:
        witness.cosign(request, NOON)
    return wrong.value.reason, wrong.value.seen


def holds(witness: Witness, line: Signature, note: str) -> bool:
    return witness.verifier.holds(notes.parse(note).text, line)


def test_the_example_of_the_specification_is_read_as_it_was_written() -> None:
    found = Growth.parse(EXAMPLE)
    assert (found.old, len(found.proof)) == (20_852_014, 4)
    assert str(found) == EXAMPLE


def test_a_witness_signs_a_log_that_grows(witness: Witness) -> None:
    for old, size in ((0, 0), (0, 3), (3, 8), (8, 8), (8, 21)):
        line = witness.cosign(asked(old, size), NOON + size)
        assert line.at_s == NOON + size
        assert holds(witness, line, checkpoint_of(entries(size)))
    assert witness.seen(ORIGIN) == checkpoints.parsed(checkpoint_of(entries(21)))


def test_what_it_signed_is_remembered_by_whoever_opens_the_folder_next(
    witness: Witness, tmp_path: Path
) -> None:
    witness.cosign(asked(0, 5), NOON)
    again = Witness(tmp_path / "witness")
    assert again.verifier == witness.verifier
    assert refused(again, asked(3, 8)) == (WitnessFault.STALE, 5)


def test_its_key_is_open_to_nobody_else(witness: Witness, tmp_path: Path) -> None:
    key = tmp_path / "witness" / "witness.key"
    assert (key.stat().st_mode & 0o777, key.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert witness.verifier.kind is KeyKind.WITNESS
    key.chmod(0o640)
    with pytest.raises(Broken):
        Witness(key.parent)


def test_a_witness_has_one_name(witness: Witness, tmp_path: Path) -> None:
    with pytest.raises(Broken, match=witness.verifier.name):
        Witness(tmp_path / "witness", "somebody.else")


def test_a_log_that_it_does_not_watch_is_unknown(witness: Witness) -> None:
    note = checkpoint_of(entries(3), OTHER_LOG)
    assert refused(witness, Growth(0, (), note))[0] is WitnessFault.UNKNOWN_LOG


def test_a_checkpoint_that_the_log_has_not_signed_is_refused(witness: Witness) -> None:
    thief = Signer(ORIGIN, bytes([77]) * 32)
    note = checkpoint_of(entries(3), thief)
    assert refused(witness, Growth(0, (), note))[0] is WitnessFault.UNSIGNED


def test_a_forged_signature_is_refused(witness: Witness) -> None:
    note = checkpoint_of(entries(3)).replace("\n3\n", "\n4\n")
    assert refused(witness, Growth(0, (), note))[0] is WitnessFault.UNSIGNED


def test_signatures_of_strangers_are_passed_over(witness: Witness) -> None:
    said = checkpoints.parsed(checkpoint_of(entries(3)))
    note = checkpoints.signed(said, [OTHER_LOG, LOG])
    assert holds(witness, witness.cosign(Growth(0, (), note), NOON), note)


def test_the_size_that_it_has_seen_is_told(witness: Witness) -> None:
    witness.cosign(asked(0, 5), NOON)
    for old in (0, 4, 6):
        assert refused(witness, asked(old, 9)) == (WitnessFault.STALE, 5)


def test_growth_backwards_is_refused(witness: Witness) -> None:
    witness.cosign(asked(0, 5), NOON)
    request = Growth(5, (), checkpoint_of(entries(4)))
    assert refused(witness, request) == (WitnessFault.SIZES_DISAGREE, None)


def test_two_trees_of_one_size_are_two_pasts(witness: Witness) -> None:
    witness.cosign(asked(0, 5), NOON)
    note = checkpoint_of(OTHER_PAST[:5])
    assert refused(witness, Growth(5, (), note)) == (WitnessFault.OTHER_ROOT, 5)


@pytest.mark.parametrize("proof", [(), growth(5, OTHER_PAST[:9]), growth(5, entries(9))])
def test_another_past_is_refused_whatever_is_shown(
    witness: Witness, proof: tuple[bytes, ...]
) -> None:
    witness.cosign(asked(0, 5), NOON)
    request = Growth(5, tuple(proof), checkpoint_of(OTHER_PAST[:9]))
    assert refused(witness, request)[0] is WitnessFault.PROOF_WRONG
    assert refused(witness, asked(3, 9)) == (WitnessFault.STALE, 5)


@pytest.mark.parametrize("size", [0, 5])
def test_where_nothing_is_to_be_shown_nothing_may_be(witness: Witness, size: int) -> None:
    witness.cosign(asked(0, size), NOON)
    request = Growth(size, (bytes(32),), checkpoint_of(entries(size)))
    assert refused(witness, request)[0] is WitnessFault.PROOF_WRONG


def test_a_log_convicts_itself(witness: Witness) -> None:
    witness.cosign(asked(0, 5), NOON)
    note = checkpoint_of(OTHER_PAST[:5])
    for _ in range(2):
        refused(witness, Growth(5, (), note))
    assert witness.refused(ORIGIN) == note
    assert checkpoints.opened(note, [LOG.verifier]).said.root != (
        checkpoints.parsed(checkpoint_of(entries(5))).root
    )


def test_a_thief_cannot_fill_the_disk(witness: Witness) -> None:
    witness.cosign(asked(0, 5), NOON)
    for at in range(30):
        said = Checkpoint(ORIGIN, 5, bytes([at]) * 32, ("x" * 100_000,))
        refused(witness, Growth(5, (), checkpoints.signed(said, [LOG])))
    assert 0 < len(witness.refused(ORIGIN)) < REFUSED_BYTES_MAX


def test_each_log_is_watched_for_itself(witness: Witness) -> None:
    witness.trust(OTHER_LOG.verifier)
    witness.cosign(asked(0, 5), NOON)
    note = checkpoint_of(entries(2), OTHER_LOG)
    assert holds(witness, witness.cosign(Growth(0, (), note), NOON), note)


def test_a_log_that_hands_its_key_over_is_believed_with_either(witness: Witness) -> None:
    new = Signer(ORIGIN, bytes([9]) * 32)
    assert (witness.trust(new.verifier), witness.trust(new.verifier)) == (True, False)
    witness.cosign(asked(0, 5), NOON)
    request = Growth(5, tuple(growth(5, entries(8))), checkpoint_of(entries(8), new))
    assert holds(witness, witness.cosign(request, NOON), request.note)


def test_nothing_is_signed_that_could_not_be_kept(
    witness: Witness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    witness.cosign(asked(0, 5), NOON)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        witness.cosign(asked(5, 9), NOON)
    monkeypatch.undo()
    line = Witness(tmp_path / "witness").cosign(asked(5, 8), NOON)
    assert holds(witness, line, checkpoint_of(entries(8)))


def test_of_many_at_once_each_continues_the_one_before(witness: Witness) -> None:
    """The race of the specification: two requests looked at before either is kept."""

    def ask(size: int) -> int | None:
        try:
            witness.cosign(asked(0, size), NOON)
        except NotCosigned as wrong:
            return wrong.seen
        return size

    with ThreadPoolExecutor(8) as threads:
        answers = set(threads.map(ask, range(1, 33)))
    seen = witness.seen(ORIGIN)
    assert seen is not None and answers == {seen.size}


def test_a_spoiled_memory_signs_nothing(witness: Witness, tmp_path: Path) -> None:
    witness.cosign(asked(0, 5), NOON)
    (path,) = (tmp_path / "witness").glob("*.seen")
    path.write_text("quy.example\n")
    with pytest.raises(Broken):
        witness.cosign(asked(5, 9), NOON)


REQUEST = str(asked(5, 9))


@pytest.mark.parametrize(
    "request_text",
    [
        "",
        "old 5",
        REQUEST.replace("old 5", "old 05"),
        REQUEST.replace("old 5", "old -5"),
        REQUEST.replace("old 5", "old  5"),
        REQUEST.replace("old 5", "new 5"),
        REQUEST.replace("old 5\n", ""),
        REQUEST.replace("\n", "\r\n"),
        REQUEST.replace("old 5\n", "old 5\nAAAA\n"),
        REQUEST.replace(
            "old 5\n", "old 5\n" + "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n" * 64
        ),
        REQUEST[:-1],
        REQUEST + "x",
        REQUEST.replace("\n9\n", "\n09\n"),
        "x" * 1_000_000,
    ],
)
def test_a_request_in_another_form_is_malformed(request_text: str) -> None:
    for form in (request_text, request_text.encode()):
        with pytest.raises(NotCosigned) as wrong:
            Growth.parse(form)
        assert wrong.value.reason is WitnessFault.MALFORMED

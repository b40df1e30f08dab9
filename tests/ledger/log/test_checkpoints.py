"""A checkpoint says how many entries a log has, and their root; witnesses put their names below."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.log import checkpoints, notes
from ledger.log.checkpoints import Checkpoint
from ledger.log.notes import NoteFault, NoteWrong, Signer
from tests.ledger.log.trees import (
    LOG,
    NOON,
    ORIGIN,
    OTHER_LOG,
    WITNESSES,
    checkpoint_of,
    cosigned,
    entries,
)

# The examples of the specifications of checkpoints and cosignatures.
SOFA = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2"
    "q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
SOFA_COSIGNED = SOFA + (
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2"
    "oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)
WITNESS_KEYS = [each.verifier for each in WITNESSES]


def test_the_example_of_the_specification_is_read() -> None:
    found = checkpoints.parsed(SOFA)
    assert (found.origin, found.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert str(notes.parse(SOFA)) == SOFA


def test_the_example_of_a_cosignature_says_when_it_was_made() -> None:
    log, witness = notes.parse(SOFA_COSIGNED).signatures
    assert (witness.name, witness.at_s) == ("witness.example.com/w1", 1_679_315_147)
    assert (len(log.signed), len(witness.signed)) == (64, 72)


def test_what_a_witness_signs_is_the_example_of_the_specification() -> None:
    text = notes.parse(SOFA).text
    assert notes.message_of_witness(text, 1_679_315_147).decode() == (
        "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n"
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    )


@given(st.integers(1, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_is_read_as_it_was_written(size: int, root: bytes) -> None:
    for more in ((), ("một dòng thêm",)):
        checkpoint = Checkpoint(ORIGIN, size, root, more)
        assert Checkpoint.parse(checkpoint.text) == checkpoint


ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        f"o\n7\n{ROOT}",
        "o\n7\n",
        f"\n7\n{ROOT}\n",
        f"o\n07\n{ROOT}\n",
        f"o\n+7\n{ROOT}\n",
        f"o\n-7\n{ROOT}\n",
        f"o\n7 \n{ROOT}\n",
        f"o\n٧\n{ROOT}\n",
        f"o\n9223372036854775808\n{ROOT}\n",
        f"o\n{'9' * 5000}\n{ROOT}\n",
        "o\n7\nAAAA\n",
        f"o\n7\n{ROOT}\n\n",
        f"o\n7\n{ROOT}\n\nmore\n",
        f"o\n0\n{ROOT}\n",
    ],
)
def test_a_text_that_is_not_exactly_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteWrong) as wrong:
        Checkpoint.parse(text)
    assert wrong.value.reason is NoteFault.NOT_A_CHECKPOINT


def test_a_root_is_written_in_one_way_only() -> None:
    with pytest.raises(NoteWrong):
        Checkpoint.parse(f"o\n7\n{ROOT.replace('q2I=', 'q2J=')}\n")


def test_a_checkpoint_is_opened_with_the_key_of_its_log() -> None:
    note = checkpoint_of(entries(7))
    assert checkpoints.opened(note, [LOG.verifier]).said.size == 7


def test_the_key_of_another_log_opens_nothing() -> None:
    with pytest.raises(NoteWrong) as wrong:
        checkpoints.opened(checkpoint_of(entries(7)), [OTHER_LOG.verifier])
    assert wrong.value.reason is NoteFault.UNSIGNED


def test_one_log_cannot_speak_for_another() -> None:
    said = checkpoints.parsed(checkpoint_of(entries(7)))
    note = checkpoints.signed(said, [OTHER_LOG])
    with pytest.raises(NoteWrong) as wrong:
        checkpoints.opened(note, [OTHER_LOG.verifier, LOG.verifier])
    assert wrong.value.reason is NoteFault.NOT_A_CHECKPOINT


def test_a_witness_cannot_speak_for_the_log() -> None:
    said = checkpoints.parsed(checkpoint_of(entries(7)))
    note = str(notes.Note(said.text, (WITNESSES[0].signature(said.text, NOON),)))
    with pytest.raises(NoteWrong) as wrong:
        checkpoints.opened(note, [LOG.verifier], WITNESS_KEYS)
    assert wrong.value.reason is NoteFault.UNSIGNED


def test_known_witnesses_are_counted_once_each() -> None:
    note = cosigned(checkpoint_of(entries(7)), WITNESSES[:2])
    note = cosigned(note, WITNESSES[:1], NOON + 5)
    found = checkpoints.opened(note, [LOG.verifier], WITNESS_KEYS)
    assert found.cosigned == {WITNESS_KEYS[0]: NOON + 5, WITNESS_KEYS[1]: NOON}


def test_a_log_that_changes_its_key_is_read_by_those_who_know_either() -> None:
    new = Signer(ORIGIN, bytes([9]) * 32)
    note = checkpoints.signed(checkpoints.parsed(checkpoint_of(entries(7))), [LOG, new])
    for key in (LOG.verifier, new.verifier):
        assert checkpoints.opened(note, [key]).said.size == 7


def test_a_signature_is_added_once() -> None:
    note = cosigned(checkpoint_of(entries(3)), WITNESSES)
    assert cosigned(note, WITNESSES) == note

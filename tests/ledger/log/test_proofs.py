"""A receipt proves its entry offline, with the bytes of the entry and the keys that one trusts."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.log import proofs
from ledger.log.merkle import ProofFault, ProofWrong
from ledger.log.notes import NoteWrong
from ledger.log.policy import Policy
from ledger.log.proofs import TlogProof, verify
from tests.ledger.log.test_policy import TWO_OF_THREE
from tests.ledger.log.trees import LOG, NOON, OTHER_LOG, WITNESSES, entries, entry, proof_of

PROOF = proof_of(4, entries(11), WITNESSES[:2])
POLICY = Policy.parse(TWO_OF_THREE)

# The example of the specification, whose signatures are left out there.
EXAMPLE = """c2sp.org/tlog-proof@v1
extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6kYXJ3aW4tYXJ
index 73894
gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

example.com/fancylog
109482
sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

— example.com/fancylog hI2DJw[...]1roloI=
"""


def refused(text: str | bytes) -> ProofFault:
    with pytest.raises(ProofWrong) as wrong:
        TlogProof.parse(text)
    return wrong.value.reason


def test_the_example_of_the_specification_is_read_once_it_has_a_whole_signature() -> None:
    whole = EXAMPLE.replace("hI2DJw[...]1roloI=", "hI2DJ1roloI=")
    found = TlogProof.parse(whole)
    assert (found.index, len(found.path), found.claimed.size) == (73_894, 5, 109_482)
    assert found.extra is not None and found.extra.startswith(b"age-v1.2.1-darwin-arm64.tar.gz")
    assert str(found) == whole


def test_the_example_of_the_specification_as_printed_lacks_a_signature() -> None:
    assert refused(EXAMPLE) is ProofFault.NOT_A_PROOF


@given(st.integers(1, 40), st.data())
@settings(deadline=None, max_examples=50)
def test_every_proof_is_read_as_it_was_written_and_holds(size: int, draw: st.DataObject) -> None:
    index = draw.draw(st.integers(0, size - 1))
    extra = draw.draw(st.none() | st.binary(max_size=50))
    proof = dataclasses.replace(proof_of(index, entries(size)), extra=extra)
    assert TlogProof.parse(str(proof)) == TlogProof.parse(str(proof).encode()) == proof
    assert verify(entry(index), proof, LOG.verifier).index == index


def test_enough_witnesses_are_named_with_the_time() -> None:
    found = verify(entry(4), PROOF, LOG.verifier, POLICY)
    assert found.cosigned == {each.verifier: NOON for each in WITNESSES[:2]}
    assert found.said.size == 11


def test_one_witness_of_two_is_not_enough() -> None:
    with pytest.raises(ProofWrong) as wrong:
        verify(entry(4), proof_of(4, entries(11), WITNESSES[:1]), LOG.verifier, POLICY)
    assert wrong.value.reason is ProofFault.QUORUM_MISSING


def test_without_a_policy_the_log_is_believed_alone() -> None:
    assert not verify(entry(4), proof_of(4, entries(11)), LOG.verifier).cosigned


def test_another_entry_is_not_proved() -> None:
    with pytest.raises(ProofWrong) as wrong:
        verify(entry(5), PROOF, LOG.verifier)
    assert wrong.value.reason is ProofFault.ROOT_DIFFERS


def test_another_log_proves_nothing() -> None:
    with pytest.raises(NoteWrong):
        verify(entry(4), PROOF, OTHER_LOG.verifier)


def test_while_one_key_follows_another_either_is_good() -> None:
    assert verify(entry(4), PROOF, [OTHER_LOG.verifier, LOG.verifier]).index == 4


def test_every_flipped_bit_of_a_proof_is_refused() -> None:
    proof = dataclasses.replace(PROOF, checkpoint=proof_of(4, entries(11)).checkpoint)
    raw = str(proof).encode()
    for bit in range(len(raw) * 8):
        wrong = bytearray(raw)
        wrong[bit // 8] ^= 1 << bit % 8
        with pytest.raises((ProofWrong, NoteWrong)):
            verify(entry(4), TlogProof.parse(bytes(wrong)), LOG.verifier)


TEXT = str(PROOF)


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT + "\n",
        TEXT + "x",
        TEXT[:-1],
        " " + TEXT,
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("proof@v1", "proof@v2"),
        TEXT.replace("index 4", "index 04"),
        TEXT.replace("index 4", "index  4"),
        TEXT.replace("index 4", "index ４"),
        TEXT.replace("index 4", "index -1"),
        TEXT.replace("index 4\n", ""),
        TEXT.replace("index 4", "index 4\nindex 4"),
        TEXT.replace("index 4", "extra YQ"),
        TEXT.replace("index 4", "extra YR==\nindex 4"),
        TEXT.replace("index 4", "extra YQ==\nextra YQ==\nindex 4"),
        TEXT.replace("index 4", "index 4\nextra YQ=="),
        TEXT.replace("index 4\n", "index 4\n\n"),
        TEXT.replace("index 4\n", "index 4\nAAAA\n"),
        TEXT.replace("\n11\n", "\n011\n"),
    ],
)
def test_a_proof_in_another_form_is_refused(text: str) -> None:
    assert refused(text) is ProofFault.NOT_A_PROOF


def test_a_proof_without_an_end_is_refused() -> None:
    assert refused(TEXT + " " * proofs.PROOF_BYTES_MAX) is ProofFault.TOO_LARGE
    line = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    assert refused(TEXT.replace("index 4\n", "index 4\n" + line * 64)) is ProofFault.TOO_LARGE


def test_an_index_outside_the_log_is_refused() -> None:
    assert refused(TEXT.replace("index 4", "index 11")) is ProofFault.INDEX_OUTSIDE


def test_bytes_that_are_no_text_are_refused() -> None:
    assert refused(b"\xff" + TEXT.encode()) is ProofFault.NOT_A_PROOF

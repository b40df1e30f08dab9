"""A donor shows with two entries and a short text that a gift is in a published total."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.log import sums, total_proofs
from ledger.log.sums import SumWrong
from ledger.log.total_proofs import TotalFault, TotalProof, TotalWrong

UNIT = "7b1c5a52-0d55-4a34-9a0e-3f1f6f0a2b01"


def bytes_of(**said: object) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def gift(amount_vnd: int | None = 500, **more: Any) -> bytes:  # noqa: ANN401
    said = {"type": "donation.received/1", "booked_on": "2022-03-01", "key": "D-1", **more}
    return bytes_of(**said, **({} if amount_vnd is None else {"amount_vnd": amount_vnd}))


OTHERS = [sums.leaf(b"another gift", 20), sums.leaf(b"a third", 300)]


def published(mine: bytes, net_vnd: int = 500, **more: Any) -> tuple[bytes, TotalProof]:  # noqa: ANN401
    """A total of three gifts, of which `mine` is the first, and the proof of that."""
    root = sums.root_of([sums.leaf(mine, net_vnd), *OTHERS])
    tree = {"raised_root": root.hash.hex(), "raised_total_vnd": root.sum_vnd, "raised_leaves": 3}
    said = {"type": "figures.published/1", "unit": UNIT, "version": 7, "edition": 1, **tree}
    said |= {"year": 2022, "until": "2022-12-31", **more}
    proof = TotalProof(UNIT, 7, "raised", 0, 3, net_vnd, tuple(OTHERS))
    return bytes_of(**said), proof


def fault_of(mine: bytes, proof: TotalProof, publication: bytes) -> str:
    try:
        total_proofs.verify(mine, proof, publication)
    except (TotalWrong, SumWrong) as wrong:
        return str(wrong.reason)
    pytest.fail("it was believed")


def test_a_gift_is_shown_to_be_in_the_total() -> None:
    publication, proof = published(gift())
    total = total_proofs.verify(gift(), TotalProof.parse(str(proof)), publication)
    assert (total.total_vnd, total.net_vnd, total.counted, total.size) == (820, 500, "whole", 3)


@pytest.mark.parametrize(("amount_vnd", "counted"), [(500, "undone"), (None, "not_valued")])
def test_what_counts_nothing_says_why(amount_vnd: int | None, counted: str) -> None:
    mine = gift(amount_vnd)
    publication, proof = published(mine, 0)
    assert total_proofs.verify(mine, proof, publication).counted == counted


def test_a_gift_counts_all_of_its_amount_or_nothing() -> None:
    publication, proof = published(gift(), 400)
    assert fault_of(gift(), proof, publication) == TotalFault.NET_IMPOSSIBLE


def test_another_amount_in_the_entry_is_noticed() -> None:
    publication, proof = published(gift())
    other = gift(key="D-2")
    assert fault_of(other, proof, publication) == "sum_root_differs"


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"type": "figures.told/1"}, TotalFault.NOT_A_PUBLICATION),
        ({"version": 8}, TotalFault.OTHER_PUBLICATION),
        ({"unit": UNIT[:-1] + "2"}, TotalFault.OTHER_PUBLICATION),
        ({"raised_leaves": 4}, TotalFault.OTHER_PUBLICATION),
        ({"raised_leaves": "3"}, TotalFault.NOT_A_PUBLICATION),
        ({"raised_root": "g" * 64}, TotalFault.NOT_A_PUBLICATION),
        ({"year": 2023}, TotalFault.OTHER_TIME),
        ({"until": "2022-02-28"}, TotalFault.OTHER_TIME),
        ({"raised_total_vnd": 821}, "sum_total_differs"),
        ({"raised_root": "ab" * 32}, "sum_root_differs"),
    ],
)
def test_another_publication_shows_nothing(more: dict[str, Any], fault: str) -> None:
    publication, proof = published(gift(), **more)
    assert fault_of(gift(), proof, publication) == fault


def test_what_is_no_gift_of_the_tree_shows_nothing() -> None:
    for mine in (gift(type="donation.collected/1"), gift(type="payout.paid/1"), b"[]", b"x"):
        publication, proof = published(mine)
        assert fault_of(mine, proof, publication) == TotalFault.NOT_A_GIFT


def test_a_gift_that_a_holder_collected_is_in_the_other_tree() -> None:
    mine = gift(type="donation.collected/1")
    publication, proof = published(mine)
    said = json.loads(publication)
    said |= {name.replace("raised", "collected"): said[name] for name in list(said)}
    proof = dataclasses.replace(proof, tree="collected")
    assert total_proofs.verify(mine, proof, bytes_of(**said)).tree == "collected"


def test_a_proof_is_written_in_one_way_only() -> None:
    _, proof = published(gift())
    text = str(proof)
    for other in (text[:-1], text + "\n", text.replace("net 500", "net 0500"), text + "x 1\n", ""):
        with pytest.raises(TotalWrong) as wrong:
            TotalProof.parse(other)
        assert wrong.value.reason == TotalFault.NOT_A_PROOF


@given(st.binary(max_size=300))
def test_any_other_bytes_are_no_proof(raw: bytes) -> None:
    with pytest.raises(TotalWrong):
        TotalProof.parse(raw)


@given(st.data())
def test_any_flipped_bit_of_a_proof_is_noticed(drawn: st.DataObject) -> None:
    publication, proof = published(gift())
    raw = bytearray(str(proof).encode())
    at = drawn.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= 1 << drawn.draw(st.integers(0, 7))
    with pytest.raises((TotalWrong, SumWrong)):
        total_proofs.verify(gift(), TotalProof.parse(bytes(raw)), publication)

"""A gift that is inside a published total can be shown to be; one that is not, cannot."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.log import sums
from ledger.log.shape import HASH_BYTES
from ledger.log.sums import EMPTY, SUM_MAX_VND, SumFault, Summed, SumWrong

AMOUNTS = st.lists(st.integers(0, 10**12), min_size=1, max_size=70)
BITS = 8 * (HASH_BYTES + sums.SUM_BYTES)


def leaves(amounts: list[int]) -> list[Summed]:
    return [sums.leaf(f"gift {at}".encode(), each) for at, each in enumerate(amounts)]


def nodes_over(some: list[Summed]) -> sums.Nodes:
    """Look complete subtrees up in a plain list of leaves."""

    def node(level: int, index: int) -> Summed:
        if level == 0:
            return some[index]
        return sums.above(node(level - 1, 2 * index), node(level - 1, 2 * index + 1))

    return node


def plain_root(some: list[Summed]) -> Summed:
    """The root as the recursive definition of RFC 6962 has it."""
    if len(some) < 2:
        return some[0] if some else EMPTY
    half = 1 << (len(some) - 1).bit_length() - 1
    return sums.above(plain_root(some[:half]), plain_root(some[half:]))


def flipped(node: Summed, bit: int) -> Summed:
    """One bit of the 40 bytes of a step is another."""
    raw = int.from_bytes(node.hash + node.sum_vnd.to_bytes(sums.SUM_BYTES)) ^ 1 << bit
    whole = raw.to_bytes(HASH_BYTES + sums.SUM_BYTES)
    return Summed(whole[:HASH_BYTES], int.from_bytes(whole[HASH_BYTES:]))


def reason_of(each: Summed, index: int, size: int, steps: list[Summed], root: Summed) -> str:
    with pytest.raises(SumWrong) as wrong:
        sums.verify(each, index, size, steps, root)
    return wrong.value.reason


def test_the_hashes_are_those_of_the_format() -> None:
    one, other = sums.leaf(b"a", 5), sums.leaf(b"b", 7)
    assert (
        one.hash
        == sha256(b"soquy/sum-leaf/1\n" + sha256(b"a").digest() + b"\0" * 7 + b"\5").digest()
    )
    beneath = one.hash + (5).to_bytes(8) + other.hash + (7).to_bytes(8)
    assert sums.above(one, other) == (sha256(b"soquy/sum-node/1\n" + beneath).digest(), 12)


def test_a_tree_without_gifts_has_a_root_and_no_money() -> None:
    assert sums.root_of([]) == EMPTY == (sha256(b"soquy/sum-none/1\n").digest(), 0)


@given(AMOUNTS)
def test_the_total_is_the_sum_of_all_net_amounts(amounts: list[int]) -> None:
    assert sums.root_of(leaves(amounts)) == plain_root(leaves(amounts))
    assert sums.root_of(leaves(amounts)).sum_vnd == sum(amounts)


@given(AMOUNTS)
def test_every_gift_is_shown_to_be_inside_the_total(amounts: list[int]) -> None:
    some = leaves(amounts)
    root = plain_root(some)
    for index, each in enumerate(some):
        steps = sums.proof(index, len(some), nodes_over(some))
        sums.verify(each, index, len(some), steps, root)


@given(AMOUNTS, st.data())
def test_a_step_with_any_bit_flipped_shows_nothing(
    amounts: list[int], drawn: st.DataObject
) -> None:
    some = leaves(amounts)
    index = drawn.draw(st.integers(0, len(some) - 1))
    whole = [some[index], *sums.proof(index, len(some), nodes_over(some))]
    at, bit = drawn.draw(st.integers(0, len(whole) - 1)), drawn.draw(st.integers(0, BITS - 1))
    whole[at] = flipped(whole[at], bit)
    assert reason_of(whole[0], index, len(some), whole[1:], plain_root(some))


def test_every_single_bit_of_a_proof_counts() -> None:
    some = leaves([10, 20, 30, 40, 50])
    whole = [some[1], *sums.proof(1, 5, nodes_over(some))]
    for at in range(len(whole)):
        for bit in range(BITS):
            other = [*whole[:at], flipped(whole[at], bit), *whole[at + 1 :]]
            assert reason_of(other[0], 1, 5, other[1:], plain_root(some))


@given(AMOUNTS, st.data())
def test_another_place_or_size_shows_nothing(amounts: list[int], drawn: st.DataObject) -> None:
    some = leaves(amounts)
    index = drawn.draw(st.integers(0, len(some) - 1))
    steps = sums.proof(index, len(some), nodes_over(some))
    other = drawn.draw(st.integers(-1, len(some) + 1).filter(lambda at: at != index))
    assert reason_of(some[index], other, len(some), steps, plain_root(some))


def test_a_longer_or_shorter_proof_is_named_so() -> None:
    some = leaves([1, 2, 3, 4])
    steps, root = sums.proof(2, 4, nodes_over(some)), plain_root(some)
    assert reason_of(some[2], 2, 4, steps[:-1], root) == SumFault.WRONG_LENGTH
    assert reason_of(some[2], 2, 4, [*steps, some[0]], root) == SumFault.WRONG_LENGTH
    assert reason_of(some[2], 4, 4, steps, root) == SumFault.INDEX_OUTSIDE


def test_a_gift_cannot_hide_beneath_a_negative_neighbour() -> None:
    some = leaves([5, 7])
    steps = [Summed(some[1].hash, -5)]
    assert reason_of(some[0], 0, 2, steps, plain_root(some)) == SumFault.SUM_NEGATIVE
    with pytest.raises(SumWrong, match="sum_negative"):
        sums.leaf(b"a", -1)


def test_a_sum_never_runs_over() -> None:
    some = leaves([SUM_MAX_VND, 1])
    with pytest.raises(SumWrong, match="sum_too_large"):
        sums.root_of(some)
    with pytest.raises(SumWrong, match="sum_too_large"):
        sums.leaf(b"a", SUM_MAX_VND + 1)
    assert reason_of(some[0], 0, 2, [some[1]], Summed(EMPTY.hash, 0)) == SumFault.SUM_TOO_LARGE


def test_another_total_and_another_root_are_told_apart() -> None:
    some = leaves([5, 7])
    root = plain_root(some)
    assert reason_of(some[0], 0, 2, [some[1]], Summed(root.hash, 13)) == SumFault.TOTAL_DIFFERS
    assert reason_of(some[0], 0, 2, [some[1]], Summed(EMPTY.hash, 12)) == SumFault.ROOT_DIFFERS
    assert reason_of(some[0], 0, 2, [Summed(b"", 7)], root) == SumFault.NOT_A_HASH
    with pytest.raises(SumWrong, match="sum_not_a_hash"):
        sums.leaf_of(b"short", 1)


def test_complete_subtrees_are_told_once_each() -> None:
    heard: list[tuple[int, Summed]] = []
    tree = sums.Growing(lambda level, node: heard.append((level, node)))
    some = leaves([1, 2, 3, 4, 5])
    for each in some:
        tree.add(each)
    assert [node for level, node in heard if level == 0] == some
    assert [node.sum_vnd for level, node in heard if level == 1] == [3, 7]
    assert tree.root() == plain_root(some)


def test_a_proof_among_a_million_gifts_has_twenty_steps() -> None:
    steps = sums.proof(3, 1_000_000, lambda level, index: Summed(bytes(32), level + index))
    assert len(steps) == 20

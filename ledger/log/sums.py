r"""The Merkle-sum tree: shows that one gift is counted in a published total, without the others.

    leaf    H("soquy/sum-leaf/1\n" ‖ H(entry) ‖ net)
    node    H("soquy/sum-node/1\n" ‖ left hash ‖ left sum ‖ right hash ‖ right sum)
    empty   H("soquy/sum-none/1\n"), sum 0

H is SHA-256. `entry` are the stored bytes of a gift, `net` is what is left of it after what was
undone; a gift that was undone, or goods that nobody valued, count 0. Net amounts and sums are 8
bytes, the highest first. The tree is divided as that of RFC 6962. Sums are never negative and never
above 2^53 − 1, at every node: otherwise a gift could be left out beneath a negative neighbour, or
a sum run over, and the total still be right.

A proof is the hashes and sums beside the way from the leaf up, 40 bytes each, 20 of them for a
million gifts. Whoever follows it gets the total as well as the root.

>>> one, other = leaf(b"one gift", 500), leaf(b"another", 20)
>>> above(one, other).sum_vnd
520
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import Final, NamedTuple

from ledger.log import shape
from ledger.log.shape import HASH_BYTES, SIZE_MAX
from ledger.money import AMOUNT_MAX_VND

SUM_BYTES: Final = 8
SUM_MAX_VND: Final = AMOUNT_MAX_VND
LEAF_TAG: Final = b"soquy/sum-leaf/1\n"
NODE_TAG: Final = b"soquy/sum-node/1\n"
NONE_TAG: Final = b"soquy/sum-none/1\n"


class Summed(NamedTuple):
    """A node of the tree: its hash, and the sum of the net amounts below it in đồng."""

    hash: bytes
    sum_vnd: int


EMPTY: Final = Summed(sha256(NONE_TAG).digest(), 0)
"""The root of a tree without gifts."""

Nodes = Callable[[int, int], Summed]
"""(level, index) → the complete subtree over the leaves [index·2^level, (index+1)·2^level)."""


class SumFault(StrEnum):
    """Why a total, or a proof of one, is none."""

    SUM_NEGATIVE = "sum_negative"  # an amount or a sum is below zero
    SUM_TOO_LARGE = "sum_too_large"  # an amount or a sum is above 2^53 − 1 đồng
    NOT_A_HASH = "sum_not_a_hash"  # a hash does not have 32 bytes
    INDEX_OUTSIDE = "sum_index_outside"  # the tree has no such leaf
    WRONG_LENGTH = "sum_wrong_length"  # too few or too many steps
    TOTAL_DIFFERS = "sum_total_differs"  # the steps lead to another total
    ROOT_DIFFERS = "sum_root_differs"  # the steps lead to another root


class SumWrong(Exception):
    """What was given is no total, or shows nothing about one."""

    def __init__(self, reason: SumFault, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason


def leaf(entry: bytes, net_vnd: int) -> Summed:
    """Return the leaf of a gift that is stored as `entry` and counts `net_vnd` (0 … 2^53 − 1).

    Raises:
        SumWrong: SUM_NEGATIVE, SUM_TOO_LARGE.
    """
    return leaf_of(sha256(entry).digest(), net_vnd)


def leaf_of(entry_hash: bytes, net_vnd: int) -> Summed:
    """Return the leaf of a gift of which only the SHA-256 of the entry is there.

    Raises:
        SumWrong: NOT_A_HASH, SUM_NEGATIVE, SUM_TOO_LARGE.
    """
    _require_hash(entry_hash)
    return Summed(sha256(LEAF_TAG + entry_hash + _bytes_of(net_vnd)).digest(), net_vnd)


def above(left: Summed, right: Summed) -> Summed:
    """Return the node above two others.

    Raises:
        SumWrong: SUM_NEGATIVE, SUM_TOO_LARGE: of either, or of what they add up to.
    """
    beneath = left.hash + _bytes_of(left.sum_vnd) + right.hash + _bytes_of(right.sum_vnd)
    total = left.sum_vnd + right.sum_vnd
    _require_sum(total)
    return Summed(sha256(NODE_TAG + beneath).digest(), total)


class Growing:
    """A tree that grows leaf by leaf; `on_complete` hears of each complete subtree once."""

    def __init__(self, on_complete: Callable[[int, Summed], None] | None = None) -> None:
        """Begin with no leaf; `on_complete(level, node)` is called in order of the log."""
        self.size = 0
        self._edge: list[tuple[int, Summed]] = []
        self._on_complete = on_complete

    def add(self, each: Summed) -> None:
        """Add a leaf.

        Raises:
            SumWrong: SUM_TOO_LARGE: all together.
        """
        level, top = 0, each
        while True:
            if self._on_complete is not None:
                self._on_complete(level, top)
            if not self._edge or self._edge[-1][0] != level:
                break
            level, top = level + 1, above(self._edge.pop()[1], top)
        self._edge.append((level, top))
        self.size += 1

    def root(self) -> Summed:
        """Return the root and the total; `EMPTY` without a leaf.

        Raises:
            SumWrong: SUM_TOO_LARGE.
        """
        if not self._edge:
            return EMPTY
        *others, (_, top) = self._edge
        for _, left in reversed(others):
            top = above(left, top)
        return top


def root_of(leaves: Iterable[Summed]) -> Summed:
    """Return root and total over all leaves, in order.

    Raises:
        SumWrong: SUM_TOO_LARGE.
    """
    tree = Growing()
    for each in leaves:
        tree.add(each)
    return tree.root()


def proof(index: int, size: int, nodes: Nodes) -> list[Summed]:
    """Return what lies beside the way from leaf `index` to the root over `size`, lowest first."""
    return [shape.top(each, nodes, above) for each in shape.beside(index, size)]


def verify(each: Summed, index: int, size: int, steps: Sequence[Summed], root: Summed) -> None:
    """Show that a leaf is number `index` of the `size` whose root and total are `root`.

    Raises:
        SumWrong: INDEX_OUTSIDE; NOT_A_HASH, SUM_NEGATIVE, SUM_TOO_LARGE: of the leaf, a step or
            the root; WRONG_LENGTH; TOTAL_DIFFERS; ROOT_DIFFERS.
    """
    if not 0 <= index < size <= SIZE_MAX:
        raise SumWrong(SumFault.INDEX_OUTSIDE, f"{index} of {size}")
    for node in (each, *steps, root):
        _require_hash(node.hash)
        _require_sum(node.sum_vnd)
    others = shape.beside(index, size)
    if len(steps) != len(others):
        raise SumWrong(SumFault.WRONG_LENGTH, f"{len(steps)} steps, not {len(others)}")
    top = each
    for step, (low, _) in zip(steps, others, strict=True):
        top = above(step, top) if low < index else above(top, step)
    if top.sum_vnd != root.sum_vnd:
        raise SumWrong(SumFault.TOTAL_DIFFERS, f"{top.sum_vnd}, not {root.sum_vnd}")
    if not hmac.compare_digest(top.hash, root.hash):
        raise SumWrong(SumFault.ROOT_DIFFERS)


def _require_hash(value: bytes) -> None:
    if len(value) != HASH_BYTES:
        raise SumWrong(SumFault.NOT_A_HASH, f"{len(value)} bytes")


def _require_sum(sum_vnd: int) -> None:
    if sum_vnd < 0:
        raise SumWrong(SumFault.SUM_NEGATIVE, str(sum_vnd))
    if sum_vnd > SUM_MAX_VND:
        raise SumWrong(SumFault.SUM_TOO_LARGE, str(sum_vnd))


def _bytes_of(sum_vnd: int) -> bytes:
    _require_sum(sum_vnd)
    return sum_vnd.to_bytes(SUM_BYTES)

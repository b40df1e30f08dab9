"""How the tree of RFC 6962 is divided, whatever its nodes are: hashes, or hashes with sums.

The entries of a tree are divided at the largest power of two below their number, and each half
likewise. A range [low, high) stands for the node above these entries.

>>> beside(4, 7), since(3, 7)
([(5, 6), (6, 7), (0, 4)], [(2, 3), (3, 4), (0, 2), (4, 7)])
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeVar

Node = TypeVar("Node")
Range = tuple[int, int]

HASH_BYTES: Final = 32
SIZE_MAX: Final = 2**63 - 1
"""The most entries that any tree of this project is believed to have."""
STEPS_MAX: Final = 63
"""The most steps that a proof in a tree of `SIZE_MAX` entries can have."""


def beside(index: int, size: int) -> list[Range]:
    """Return what lies beside the way from entry `index` to the root of `size`, lowest first."""
    assert 0 <= index < size, "an entry lies inside its tree"
    return [other for _, other in _downwards(index, size)][::-1]


def since(old: int, new: int) -> list[Range]:
    """Return what shows that a tree of `old` entries became one of `new`, lowest first.

    The first one lies inside the old tree, unless that is a node of the new one.
    """
    assert 0 < old < new, "a log only grows"
    found = list[Range]()
    for inside, other in _downwards(old - 1, new):
        found.append(other)
        if inside[1] == old:
            break
    # Otherwise it is the old root, which the reader has.
    return ([inside] if inside[0] else []) + found[::-1]


def top(
    inside: Range, nodes: Callable[[int, int], Node], above: Callable[[Node, Node], Node]
) -> Node:
    """Return the node above a range that the tree itself is divided into.

    Args:
        inside: at least one entry.
        nodes: (level, index) → the complete subtree over [index·2^level, (index+1)·2^level).
        above: left and right → the node above them.
    """
    low, high = inside
    count = high - low
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return nodes(level, low >> level)
    middle = low + _split(count)
    return above(top((low, middle), nodes, above), top((middle, high), nodes, above))


def _downwards(index: int, size: int) -> Iterator[tuple[Range, Range]]:
    """Yield from the root down the half in which an entry lies, and the other one."""
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        left, right = (low, middle), (middle, high)
        inside, other = (left, right) if index < middle else (right, left)
        yield inside, other
        low, high = inside


def _split(count: int) -> int:
    """Return the largest power of two below `count`: how many entries go to the left."""
    return 1 << (count - 1).bit_length() - 1

"""The Merkle tree of RFC 6962 over SHA-256: hashes, roots and the two kinds of proof.

A leaf's hash begins with 0x00 and a node's with 0x01, so that neither can be taken for the other.
A tree is read through `Nodes`, the hashes of its complete subtrees, which never change once there;
whatever else a root or a proof needs is computed from them, at most 63 hashes.

>>> leaf_hash(b"").hex()[:16]
'6e340b9cffb37a98'
>>> EMPTY_ROOT.hex()[:16]
'e3b0c44298fc1c14'
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Final

HASH_BYTES: Final = 32
SIZE_MAX: Final = 2**63 - 1
"""The most entries that any tree of this project is believed to have."""
STEPS_MAX: Final = 63
"""The most hashes that a proof in a tree of `SIZE_MAX` entries can have."""

EMPTY_ROOT: Final = hashlib.sha256().digest()
"""The root of a tree without entries."""

Nodes = Callable[[int, int], bytes]
"""(level, index) → hash of the complete subtree over entries [index·2^level, (index+1)·2^level).
Level 0 are the leaves."""


class ProofFault(StrEnum):
    """Why a proof shows nothing."""

    NOT_A_PROOF = "proof_not_a_proof"  # its text breaks the format
    TOO_LARGE = "proof_too_large"  # longer than any honest proof
    INDEX_OUTSIDE = "proof_index_outside"  # it names a place that the tree does not have
    SIZES_DISAGREE = "proof_sizes_disagree"  # the later tree is smaller, or the earlier one empty
    WRONG_LENGTH = "proof_wrong_length"  # too few or too many hashes, or no hashes at all
    ROOT_DIFFERS = "proof_root_differs"  # the hashes lead to another root
    OTHER_LOG = "proof_other_log"  # the checkpoint is of another log
    QUORUM_MISSING = "proof_quorum_missing"  # too few witnesses have cosigned the checkpoint


class ProofWrong(Exception):
    """A proof that shows nothing."""

    def __init__(self, reason: ProofFault, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node above two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """Return the root over the hashes of all entries, in order; `EMPTY_ROOT` for none."""
    edge: list[tuple[int, bytes]] = []  # the complete subtrees at the right edge, largest first
    for each in leaf_hashes:
        level, top = 0, each
        while edge and edge[-1][0] == level:
            level, top = level + 1, node_hash(edge.pop()[1], top)
        edge.append((level, top))
    if not edge:
        return EMPTY_ROOT
    root = edge.pop()[1]
    while edge:
        root = node_hash(edge.pop()[1], root)
    return root


def root(size: int, nodes: Nodes) -> bytes:
    """Return the root of the tree of the first `size` entries."""
    return _top(0, size, nodes) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """Return the hashes from entry `index` to the root of `size` entries, lowest first."""
    assert 0 <= index < size, "an entry lies inside its tree"
    low, high, downwards = 0, size, list[bytes]()
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            downwards.append(_top(middle, high, nodes))
            high = middle
        else:
            downwards.append(_top(low, middle, nodes))
            low = middle
    return downwards[::-1]


def consistency_proof(old: int, new: int, nodes: Nodes) -> list[bytes]:
    """Return what shows that the first `old` of `new` entries are still the same.

    Empty when nothing needs to be shown: from no entries, or to the same size.
    """
    assert 0 <= old <= new, "a log only grows"
    if old in (0, new):
        return []
    low, high, downwards = 0, new, list[bytes]()
    while high != old:
        middle = low + _split(high - low)
        if old <= middle:
            downwards.append(_top(middle, high, nodes))
            high = middle
        else:
            downwards.append(_top(low, middle, nodes))
            low = middle
    if low:  # otherwise it is the old root, which the reader has
        downwards.append(_top(low, high, nodes))
    return downwards[::-1]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Show that the entry with hash `leaf` is number `index` of the `size` under `root`.

    Raises:
        ProofWrong: it is not, or the proof does not show it.
    """
    if not 0 <= index < size:
        raise ProofWrong(ProofFault.INDEX_OUTSIDE, f"{index} of {size}")
    _require_hashes([leaf, *proof])
    place, last, top = index, size - 1, leaf
    for each in proof:
        if last == 0:
            raise ProofWrong(ProofFault.WRONG_LENGTH, "too many hashes")
        if place & 1 or place == last:
            top = node_hash(each, top)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            top = node_hash(top, each)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofWrong(ProofFault.WRONG_LENGTH, "too few hashes")
    _require_same(top, root)


def verify_consistency(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Show that the tree of `old` entries is the beginning of the tree of `new` ones.

    Raises:
        ProofWrong: it is not, or the proof does not show it. An empty old tree is refused too:
            it is the beginning of every tree, so there is nothing to be shown.
    """
    if not 0 < old <= new:
        raise ProofWrong(ProofFault.SIZES_DISAGREE, f"{old} to {new}")
    if old == new:
        if proof:
            raise ProofWrong(ProofFault.WRONG_LENGTH, "nothing is to be shown")
        return _require_same(old_root, new_root)
    beginning = [] if old & (old - 1) else [old_root]
    steps = [*beginning, *proof]
    if len(steps) < 2:
        raise ProofWrong(ProofFault.WRONG_LENGTH, "too few hashes")
    _require_hashes(steps)
    old_top, new_top = _tops(old, new, steps)
    _require_same(old_top, old_root)
    _require_same(new_top, new_root)
    return None


def _tops(old: int, new: int, steps: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return the roots of two sizes that `steps` lead to (RFC 9162, 2.1.4.2)."""
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old_top = new_top = steps[0]
    for each in steps[1:]:
        if last == 0:
            raise ProofWrong(ProofFault.WRONG_LENGTH, "too many hashes")
        if place & 1 or place == last:
            old_top, new_top = node_hash(each, old_top), node_hash(each, new_top)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new_top = node_hash(new_top, each)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofWrong(ProofFault.WRONG_LENGTH, "too few hashes")
    return old_top, new_top


def _split(count: int) -> int:
    """Return the largest power of two below `count`: how many entries go to the left."""
    return 1 << (count - 1).bit_length() - 1


def _top(low: int, high: int, nodes: Nodes) -> bytes:
    """Return the hash over entries [low, high), a range that the tree itself is divided into."""
    count = high - low
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return nodes(level, low >> level)
    middle = low + _split(count)
    return node_hash(_top(low, middle, nodes), _top(middle, high, nodes))


def _require_hashes(hashes: Iterable[bytes]) -> None:
    if any(len(each) != HASH_BYTES for each in hashes):
        raise ProofWrong(ProofFault.WRONG_LENGTH, f"a hash has {HASH_BYTES} bytes")


def _require_same(computed: bytes, root: bytes) -> None:
    if not hmac.compare_digest(computed, root):
        raise ProofWrong(ProofFault.ROOT_DIFFERS)

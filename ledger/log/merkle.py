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

from ledger.log import shape
from ledger.log.shape import HASH_BYTES, SIZE_MAX

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
    return shape.top((0, size), nodes, node_hash) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """Return the hashes from entry `index` to the root of `size` entries, lowest first."""
    return [shape.top(each, nodes, node_hash) for each in shape.beside(index, size)]


def consistency_proof(old: int, new: int, nodes: Nodes) -> list[bytes]:
    """Return what shows that the first `old` of `new` entries are still the same.

    Empty when nothing needs to be shown: from no entries, or to the same size.
    """
    assert 0 <= old <= new, "a log only grows"
    if old in (0, new):
        return []
    return [shape.top(each, nodes, node_hash) for each in shape.since(old, new)]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Show that the entry with hash `leaf` is number `index` of the `size` under `root`.

    Raises:
        ProofWrong: it is not, or the proof does not show it.
    """
    if not 0 <= index < size <= SIZE_MAX:
        raise ProofWrong(ProofFault.INDEX_OUTSIDE, f"{index} of {size}")
    _require_hashes([leaf, *proof])
    others = shape.beside(index, size)
    if len(proof) != len(others):
        raise ProofWrong(ProofFault.WRONG_LENGTH, f"{len(proof)} hashes, not {len(others)}")
    top = leaf
    for each, (low, _) in zip(proof, others, strict=True):
        top = node_hash(each, top) if low < index else node_hash(top, each)
    _require_same(top, root)


def verify_consistency(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Show that the tree of `old` entries is the beginning of the tree of `new` ones.

    Raises:
        ProofWrong: it is not, or the proof does not show it. An empty old tree is refused too:
            it is the beginning of every tree, so there is nothing to be shown.
    """
    if not 0 < old <= new <= SIZE_MAX:
        raise ProofWrong(ProofFault.SIZES_DISAGREE, f"{old} to {new}")
    others = shape.since(old, new) if old < new else []
    if len(proof) != len(others):
        raise ProofWrong(ProofFault.WRONG_LENGTH, f"{len(proof)} hashes, not {len(others)}")
    _require_hashes(proof)
    # A whole subtree is not sent: the old root is its hash.
    is_whole = old == new or old & (old - 1) == 0
    old_top = new_top = old_root if is_whole else proof[0]
    for each, (low, _) in list(zip(proof, others, strict=True))[0 if is_whole else 1 :]:
        if low < old:
            old_top, new_top = node_hash(each, old_top), node_hash(each, new_top)
        else:
            new_top = node_hash(new_top, each)
    _require_same(old_top, old_root)
    _require_same(new_top, new_root)


def _require_hashes(hashes: Iterable[bytes]) -> None:
    if any(len(each) != HASH_BYTES for each in hashes):
        raise ProofWrong(ProofFault.WRONG_LENGTH, f"a hash has {HASH_BYTES} bytes")


def _require_same(computed: bytes, root: bytes) -> None:
    if not hmac.compare_digest(computed, root):
        raise ProofWrong(ProofFault.ROOT_DIFFERS)

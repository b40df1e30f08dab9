"""Small logs for tests: entries, their tree, and keys that are the same in every run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ledger.log import checkpoints
from ledger.log.checkpoints import Checkpoint
from ledger.log.merkle import Nodes, consistency_proof, inclusion_proof, leaf_hash, root, root_of
from ledger.log.notes import KeyKind, Signer
from ledger.log.proofs import TlogProof

ORIGIN = "quy.example/nghean"
LOG = Signer(ORIGIN, bytes([1]) * 32)
OTHER_LOG = Signer("quy.example/hatinh", bytes([2]) * 32)
WITNESSES = [
    Signer(f"witness.example/w{each}", bytes([10 + each]) * 32, KeyKind.WITNESS)
    for each in range(3)
]
NOON = 1_700_000_000


@cache
def entry(index: int) -> bytes:
    return f'{{"entry":{index}}}'.encode()


@cache
def entries(size: int) -> tuple[bytes, ...]:
    return tuple(entry(index) for index in range(size))


def nodes_over(some: Sequence[bytes]) -> Nodes:
    """Return the complete subtrees over these entries, computed anew each time."""
    leaves = [leaf_hash(each) for each in some]

    @cache
    def node(level: int, index: int) -> bytes:
        here = leaves[index << level : (index + 1) << level]
        assert len(here) == 1 << level, "only a complete subtree has a node"
        return root_of(here)

    return node


def checkpoint_of(some: Sequence[bytes], signer: Signer = LOG) -> str:
    """Return the signed checkpoint of a log with these entries."""
    said = Checkpoint(signer.name, len(some), root(len(some), nodes_over(some)))
    return checkpoints.signed(said, [signer])


def cosigned(note: str, witnesses: Sequence[Signer], at_s: int = NOON) -> str:
    lines = [checkpoints.cosignature(note, each, at_s) for each in witnesses]
    return checkpoints.with_signatures(note, lines)


def proof_of(index: int, some: Sequence[bytes], witnesses: Sequence[Signer] = ()) -> TlogProof:
    path = inclusion_proof(index, len(some), nodes_over(some))
    return TlogProof(index, tuple(path), cosigned(checkpoint_of(some), witnesses))


def growth(old: int, some: Sequence[bytes]) -> list[bytes]:
    """Return what shows that these entries continue their first `old` ones."""
    return consistency_proof(old, len(some), nodes_over(some))


def entries_in(bundled: bytes) -> list[bytes]:
    """Return the entries of a bundle, as a stranger reads it: each after its length."""
    found, at = list[bytes](), 0
    while at < len(bundled):
        start = at + 2
        at = start + int.from_bytes(bundled[at:start])
        found.append(bundled[start:at])
    assert at == len(bundled), "it ends with an entry"
    return found

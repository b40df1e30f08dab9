"""What a receipt carries: its entry is in a log that witnesses have seen (c2sp.org/tlog-proof).

    c2sp.org/tlog-proof@v1
    extra <base64>              left out when there is none
    index <number>
    <hash>                      from the entry's neighbour up to below the root
    ¶
    <checkpoint with its signatures>

It is checked offline, with nothing but the bytes of the entry and the keys that one trusts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.log import checkpoints, notes
from ledger.log.checkpoints import Checkpoint
from ledger.log.merkle import ProofFault, ProofWrong, leaf_hash, verify_inclusion
from ledger.log.notes import NoteWrong, Verifier
from ledger.log.policy import Policy, satisfied_by
from ledger.log.shape import STEPS_MAX

HEADER: Final = "c2sp.org/tlog-proof@v1"
PROOF_BYTES_MAX: Final = 1024 * 1024


@dataclass(frozen=True)
class TlogProof:
    """The proof of one entry.

    Attributes:
        index: which entry of the log, from 0.
        path: hashes from the entry's neighbour up to below the root.
        checkpoint: the signed note, as the log gave it out.
        extra: whatever the receipt wants to take along; nobody has signed it.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    def __str__(self) -> str:
        extra = [] if self.extra is None else [f"extra {notes.to_base64(self.extra)}"]
        lines = [HEADER, *extra, f"index {self.index}", *map(notes.to_base64, self.path)]
        return "\n".join([*lines, "", self.checkpoint])

    @property
    def claimed(self) -> Checkpoint:
        """Return the checkpoint, its signatures not looked at."""
        return checkpoints.parsed(self.checkpoint)

    @classmethod
    def parse(cls, text: str | bytes) -> TlogProof:
        """Return the proof that a text is, nothing of it checked but its form.

        Raises:
            ProofWrong: TOO_LARGE, NOT_A_PROOF, INDEX_OUTSIDE.
        """
        if len(text) > PROOF_BYTES_MAX:
            raise ProofWrong(ProofFault.TOO_LARGE, f"{len(text)} bytes")
        try:
            return _parsed(text.decode() if isinstance(text, bytes) else text)
        except (NoteWrong, UnicodeError) as error:
            raise ProofWrong(ProofFault.NOT_A_PROOF, str(error)) from error


@dataclass(frozen=True)
class Verified:
    """An entry that is in a log.

    Attributes:
        index: which entry, from 0.
        said: the checkpoint that covers it.
        cosigned: the witnesses of the policy that have cosigned it, and the second of each.
    """

    index: int
    said: Checkpoint
    cosigned: dict[Verifier, int]


def verify(
    entry: bytes,
    proof: TlogProof,
    log: Verifier | Sequence[Verifier],
    policy: Policy | None = None,
) -> Verified:
    """Show that `entry` is in the log, and that enough witnesses have seen the log like that.

    Args:
        entry: the stored bytes, never written again from what they mean.
        proof: what came with the receipt.
        log: the key of the log; several while one follows another.
        policy: whose cosignatures are enough; None asks for none.

    Raises:
        NoteWrong: the checkpoint is not signed by the log, or a cosignature of a witness of the
            policy does not hold.
        ProofWrong: the entry is not there, or QUORUM_MISSING.
    """
    keys = [log] if isinstance(log, Verifier) else log
    witnesses = policy.witness_keys if policy else []
    checkpoint = checkpoints.opened(proof.checkpoint, keys, witnesses)
    said = checkpoint.said
    verify_inclusion(leaf_hash(entry), proof.index, said.size, proof.path, said.root)
    if policy and not satisfied_by(checkpoint, policy):
        raise ProofWrong(ProofFault.QUORUM_MISSING, f"{len(checkpoint.cosigned)} have cosigned")
    return Verified(proof.index, said, checkpoint.cosigned)


def _parsed(text: str) -> TlogProof:
    head, gap, checkpoint = text.partition("\n\n")
    first, *lines = head.split("\n")
    if first != HEADER or not gap:
        raise ProofWrong(ProofFault.NOT_A_PROOF, "it begins or ends otherwise")
    extra = notes.from_base64(lines.pop(0)[6:]) if lines[:1] and _named(lines[0], "extra") else None
    if not lines or not _named(lines[0], "index"):
        raise ProofWrong(ProofFault.NOT_A_PROOF, "no index")
    if len(lines) - 1 > STEPS_MAX:
        raise ProofWrong(ProofFault.TOO_LARGE, f"more than {STEPS_MAX} hashes")
    index = checkpoints.number(lines[0][6:])
    path = tuple(checkpoints.hash_of(each) for each in lines[1:])
    if index >= checkpoints.parsed(checkpoint).size:
        raise ProofWrong(ProofFault.INDEX_OUTSIDE, f"entry {index}")
    return TlogProof(index, path, checkpoint, extra)


def _named(line: str, name: str) -> bool:
    return line.startswith(f"{name} ")

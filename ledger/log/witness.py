"""A witness: it remembers how far a log had come, and signs only what continues that.

    <state>/witness.key        its key, PRIVATE+KEY+<name>+<id>+<seed>
    <state>/logs               a verifier key for each log that it watches, one on a line
    <state>/<hash>.seen        the last checkpoint of a log that it cosigned; hash of the log's name
    <state>/<hash>.refused     checkpoints that the log has signed and that do not continue it

What it has seen is on the disk before it signs, under a lock that holds between processes, so that
nothing it ever signed can be taken back. Whoever has stolen the key of a log can sign another past,
but not have it cosigned.

Source: c2sp.org/tlog-witness.
"""

from __future__ import annotations

import hashlib
import os
from base64 import b32encode
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from ledger import key_files
from ledger.ciphers import new_key
from ledger.log import checkpoints, notes
from ledger.log.checkpoints import Checkpoint
from ledger.log.merkle import ProofWrong, verify_consistency
from ledger.log.notes import KeyKind, NoteFault, NoteWrong, Signature, Signer, Verifier
from ledger.log.shape import STEPS_MAX
from ledger.refusals import Broken

LOCK: Final = "lock"
REQUEST_BYTES_MAX: Final = notes.NOTE_BYTES_MAX + 64 * (STEPS_MAX + 1)
REFUSED_BYTES_MAX: Final = 1024 * 1024
"""How much it keeps of what a log has signed wrongly; a thief's key could fill the disk."""


class WitnessFault(StrEnum):
    """Why a witness does not cosign, in the order in which it looks."""

    MALFORMED = "witness_malformed"  # the request breaks the format
    UNKNOWN_LOG = "witness_unknown_log"  # it does not watch this log
    UNSIGNED = "witness_unsigned"  # no key that it trusts for this log has signed
    SIZES_DISAGREE = "witness_sizes_disagree"  # it is asked about a growth backwards
    STALE = "witness_stale"  # it has seen another size than it is asked to start from
    OTHER_ROOT = "witness_other_root"  # two trees of one size: the log has two pasts
    PROOF_WRONG = "witness_proof_wrong"  # the checkpoint does not continue what it has seen


class NotCosigned(Exception):
    """A checkpoint that a witness does not sign.

    Attributes:
        reason: why.
        seen: how many entries the log had when it last signed; None where it would not say.
    """

    def __init__(self, reason: WitnessFault, seen: int | None = None) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.seen = seen


@dataclass(frozen=True)
class Growth:
    """What a witness is asked to sign.

    Attributes:
        old: how many entries the log had when the witness last signed; 0: it never did.
        proof: what shows that these are still the same; empty from 0, or to the same size.
        note: the new checkpoint, signed by its log.
    """

    old: int
    proof: tuple[bytes, ...]
    note: str

    def __str__(self) -> str:
        lines = [f"old {self.old}", *map(notes.to_base64, self.proof)]
        return "\n".join([*lines, "", self.note])

    @classmethod
    def parse(cls, request: str | bytes) -> Growth:
        """Return what the body of a request asks.

        Raises:
            NotCosigned: MALFORMED.
        """
        try:
            if len(request) > REQUEST_BYTES_MAX:
                raise NotCosigned(WitnessFault.MALFORMED)
            said = request.decode() if isinstance(request, bytes) else request
            head, gap, note = said.partition("\n\n")
            first, *hashes = head.split("\n")
            if not gap or not first.startswith("old ") or len(hashes) > STEPS_MAX:
                raise NotCosigned(WitnessFault.MALFORMED)
            proof = tuple(checkpoints.hash_of(each) for each in hashes)
            checkpoints.parsed(note)
            return cls(checkpoints.number(first[4:]), proof, note)
        except (NoteWrong, UnicodeError) as error:
            raise NotCosigned(WitnessFault.MALFORMED) from error


class Witness:
    """A witness whose memory is a folder; several processes may use it at the same time."""

    def __init__(self, folder: Path, name: str | None = None) -> None:
        """Open the memory in `folder`; at the first start the key is made there.

        Args:
            folder: of this witness alone, on a disk that keeps what it was told.
            name: of the key, given to it when it is made and held against it later; None: as the
                key says, or one by chance.

        Raises:
            Broken: others can read the key, or it is none, or bears another name.
        """
        self.folder = folder
        text = key_files.kept(folder / "witness.key", lambda: _new_key(name or new_name()))
        try:
            self._signer = Signer.parse(text.strip())
        except NoteWrong as error:
            raise Broken(f"{folder / 'witness.key'} is no key of a witness") from error
        if self._signer.kind is not KeyKind.WITNESS or name not in (None, self._signer.name):
            raise Broken(f"{folder / 'witness.key'} belongs to {self._signer.name}")
        self._settle()

    @property
    def verifier(self) -> Verifier:
        """Return the key by which others know this witness."""
        return self._signer.verifier

    def logs(self) -> list[Verifier]:
        """Return the keys of the logs that it watches, in the order in which it learned them.

        Raises:
            Broken: the file was spoiled.
        """
        path = self.folder / "logs"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        try:
            return [Verifier.parse(each) for each in lines]
        except NoteWrong as error:
            raise Broken(f"{path} has a line that is no key") from error

    def trust(self, log: Verifier) -> bool:
        """Watch a log from now on, or believe one more key of it; say whether that is news."""
        assert log.kind is KeyKind.LOG, "a witness watches logs"
        with key_files.alone(self.folder / LOCK):
            known = self.logs()
            if log not in known:
                lines = "".join(f"{each}\n" for each in (*known, log))
                self._keep(self.folder / "logs", lines)
            return log not in known

    def seen(self, origin: str) -> Checkpoint | None:
        """Return the last checkpoint of a log that it cosigned.

        Raises:
            Broken: the file was spoiled.
        """
        path = self._path(origin, "seen")
        try:
            return checkpoints.parsed(path.read_bytes())
        except FileNotFoundError:
            return None
        except NoteWrong as error:
            raise Broken(f"{path} is no checkpoint") from error

    def refused(self, origin: str) -> str:
        """Return the checkpoints that a log has signed and that do not continue it; "" for none."""
        path = self._path(origin, "refused")
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def cosign(self, growth: Growth, at_s: int) -> Signature:
        """Return the cosignature of a checkpoint that continues the last one.

        Args:
            growth: the checkpoint, and what shows that it does.
            at_s: the time, seconds since 1970.

        Raises:
            NotCosigned: in the order of `WitnessFault`.
            OSError: it cannot be kept; then nothing was signed.
        """
        said = self._believed(growth.note)
        with key_files.alone(self.folder / LOCK):
            last = self.seen(said.origin)
            try:
                _require_continues(growth, said, last)
            except NotCosigned as refused:
                if refused.reason in (WitnessFault.OTHER_ROOT, WitnessFault.PROOF_WRONG):
                    self._remember_refused(said.origin, growth.note)
                raise
            if last is None or last.size < said.size:
                self._keep(self._path(said.origin, "seen"), growth.note)
            return checkpoints.cosignature(growth.note, self._signer, at_s)

    def _believed(self, note: str) -> Checkpoint:
        """Return a checkpoint that a log which is watched has signed."""
        claimed = checkpoints.parsed(note)
        keys = [each for each in self.logs() if each.name == claimed.origin]
        if not keys:
            raise NotCosigned(WitnessFault.UNKNOWN_LOG)
        try:
            return checkpoints.opened(note, keys).said
        except NoteWrong as error:
            assert error.reason in (NoteFault.UNSIGNED, NoteFault.SIGNATURE_WRONG)
            raise NotCosigned(WitnessFault.UNSIGNED) from error

    def _remember_refused(self, origin: str, note: str) -> None:
        known = self.refused(origin)
        if note not in known and len(known) + len(note) < REFUSED_BYTES_MAX:
            self._keep(self._path(origin, "refused"), known + note)

    def _path(self, origin: str, kind: str) -> Path:
        return self.folder / f"{hashlib.sha256(origin.encode()).hexdigest()}.{kind}"

    def _keep(self, path: Path, text: str) -> None:
        """Put `text` on the disk, all of it or nothing."""
        key_files.replace(path, text)
        self._settle()

    def _settle(self) -> None:
        """Have the names of files on the disk too, not only what lies in them."""
        folder = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _require_continues(growth: Growth, said: Checkpoint, last: Checkpoint | None) -> None:
    """Hold a checkpoint against the last one.

    Raises:
        NotCosigned: SIZES_DISAGREE, STALE, OTHER_ROOT, PROOF_WRONG.
    """
    seen = last.size if last else 0
    if growth.old > said.size:
        raise NotCosigned(WitnessFault.SIZES_DISAGREE)
    if growth.old != seen:
        raise NotCosigned(WitnessFault.STALE, seen)
    if last and said.size == last.size and said.root != last.root:
        raise NotCosigned(WitnessFault.OTHER_ROOT, seen)
    if not last or not last.size:
        if growth.proof:
            raise NotCosigned(WitnessFault.PROOF_WRONG)
        return
    try:
        verify_consistency(last.size, said.size, growth.proof, last.root, said.root)
    except ProofWrong as error:
        raise NotCosigned(WitnessFault.PROOF_WRONG) from error


def new_name() -> str:
    """Return a name for a witness of which nobody said how it is called."""
    return "witness-" + b32encode(os.urandom(10)).decode().lower()


def _new_key(name: str) -> str:
    return f"{Signer(name, new_key(), KeyKind.WITNESS).to_text()}\n"

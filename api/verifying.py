"""`soquy verify`: is this entry in the log? Offline, from files and the key that one trusts.

    files → entry, proof, statements of keys → the entry is there, or the reason why not

Nothing is read of an installation but, where no key is given, the public half of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from api.home import keys_folder
from api.speaking import Refused
from ledger.log import hand_over, proofs, signer
from ledger.log.merkle import ProofWrong
from ledger.log.notes import NOTE_BYTES_MAX, NoteWrong, Signer, Verifier
from ledger.log.policy import Policy, PolicyWrong
from ledger.log.proofs import TlogProof, Verified
from ledger.refusals import Broken
from ledger.wire import ENTRY_BYTES_MAX, Entry, from_bytes, is_canonical
from reports.proof_text import ENTRY_CHANGED, PROOF_SENTENCES, why

FILE_BYTES_MAX: Final = 16 * 1024 * 1024
_PDF: Final = b"%PDF-"


class NotShown(Exception):
    """What was to be verified does not hold; the message says why, `code` for programs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True)
class Given:
    """What lies in the files, by its kind; each with the name of its file."""

    entries: list[tuple[str, bytes]] = field(default_factory=list)
    proofs: list[tuple[str, bytes]] = field(default_factory=list)
    papers: list[tuple[str, bytes]] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry that is in the log, and how it was shown."""

    entry: Entry
    verified: Verified


def verify_entry(
    entry: bytes, proof: bytes | str, log: Sequence[Verifier], policy: Policy | None = None
) -> Shown:
    """Show that `entry` is in the log of one of the keys `log`.

    Args:
        entry: the stored bytes.
        proof: the text of its tlog-proof.
        log: the keys that one trusts (`trusted`).
        policy: whose cosignatures are enough; None asks for none.

    Raises:
        NotShown: it is not, or the proof does not show it.
    """
    try:
        verified = proofs.verify(entry, TlogProof.parse(proof), log, policy)
    except (ProofWrong, NoteWrong) as wrong:
        if isinstance(wrong, ProofWrong) and not _is_entry(entry):
            raise NotShown(ENTRY_CHANGED, PROOF_SENTENCES[ENTRY_CHANGED]) from wrong
        raise NotShown(wrong.reason, why(wrong)) from wrong
    try:
        return Shown(from_bytes(entry), verified)
    except Broken as broken:
        raise NotShown(ENTRY_CHANGED, PROOF_SENTENCES[ENTRY_CHANGED]) from broken


def trusted(said: Sequence[str], statements: Iterable[str] = ()) -> list[Verifier]:
    """Return the keys that one trusts, and those to which they have handed over.

    Args:
        said: each a verifier key, or a file with one or with what `log-key` prints. None: the key
            of this installation.
        statements: of keys that handed over to others; more may stand in the files.

    Raises:
        Refused: there is no such key.
        NotShown: a statement of a trusted key is false.
    """
    keys, more = list[Verifier](), list(statements)
    for each in said or [str(_own_key())]:
        key, told = _key(each)
        keys.append(key)
        more += told
    try:
        chains = [hand_over.keys_from(key, more) for key in keys]
    except NoteWrong as wrong:
        raise NotShown(wrong.reason, why(wrong)) from wrong
    return list(dict.fromkeys(key for chain in chains for key in chain))


def policy_in(path: Path | None) -> Policy | None:
    """Return whose cosignatures a file demands (tlog-policy).

    Raises:
        Refused: it cannot be read, or followed.
    """
    if path is None:
        return None
    try:
        return Policy.parse(_read(path))
    except PolicyWrong as wrong:
        raise Refused(f"{path} sai ở dòng {wrong.line} ({wrong.reason}).", code=2) from wrong


def given(paths: Sequence[Path]) -> Given:
    """Return what lies in some files, told apart by how they begin.

    Raises:
        Refused: one cannot be read, or there is an entry without a proof or the other way round.
    """
    found = Given()
    for path in paths:
        raw = _read(path)
        if raw.startswith(_PDF):
            found.papers.append((path.name, raw))
        elif raw.startswith(proofs.HEADER.encode()):
            found.proofs.append((path.name, raw))
        elif raw.startswith(hand_over.HEADER.encode()):
            found.statements.append(raw.decode("utf-8", "replace"))
        elif len(raw) <= ENTRY_BYTES_MAX and raw.lstrip()[:1] == b"{":
            found.entries.append((path.name, raw))
        else:
            # Whatever it was, it is not what it should be now: it is verified as what is missing.
            (found.proofs if found.entries else found.entries).append((path.name, raw))
    if len(found.entries) != len(found.proofs) or not (found.entries or found.papers):
        raise Refused(
            "Hãy đưa tệp biên nhận PDF, hoặc cặp tệp bút toán và bằng chứng: "
            "soquy verify entry.json proof.txt --key KHÓA.",
            code=2,
        )
    return found


def _is_entry(raw: bytes) -> bool:
    try:
        from_bytes(raw)
    except Broken:
        return False
    return is_canonical(raw)


def _key(said: str) -> tuple[Verifier, list[str]]:
    """Return a key and the statements that stand beside it."""
    text = said
    if "\n" not in said and Path(said).is_file():
        text = _read(Path(said)).decode("utf-8", "replace").strip()
    try:
        if text.startswith("{"):
            told: dict[str, Any] = json.loads(text)
            return Verifier.parse(str(told["verifier_key"])), [
                *map(str, told.get("hand_overs", []))
            ]
        return Verifier.parse(text), []
    except (NoteWrong, ValueError, KeyError) as error:
        raise Refused(
            f"“{said[:120]}” không phải khóa kiểm chứng: hãy dùng khóa mà soquy log-key in ra.",
            code=2,
        ) from error


def _own_key() -> Verifier:
    path = keys_folder() / signer.FILE
    try:
        return Signer.parse(path.read_text(encoding="utf-8").strip()).verifier
    except (OSError, NoteWrong, UnicodeDecodeError) as error:
        raise Refused(
            "Hãy cho biết khóa của nhật ký mà bạn tin: --key KHÓA (khóa do soquy log-key in ra).",
            code=2,
        ) from error


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(max(FILE_BYTES_MAX, NOTE_BYTES_MAX) + 1)
    except OSError as error:
        raise Refused(f"Không đọc được {path}: {error.strerror}.", code=2) from error
    if len(raw) > FILE_BYTES_MAX:
        raise Refused(f"{path} lớn hơn {FILE_BYTES_MAX // 2**20} MB.", code=2)
    return raw

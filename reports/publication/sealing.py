"""What binds the files of a publication to the log: its entry, the proofs, the signed manifest.

    figures.json ← digest in publication.json ← publication-proof ← checkpoint ← key of the log
    every file   ← manifest                                                   ← key of the log

A manifest cannot be taken for a checkpoint, nor a checkpoint for a manifest: the first line of one
says what it is, that of the other is the name of the log.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Final

from ledger.database import Connection, query
from ledger.log import notes
from ledger.log.notes import Signer, Verifier
from ledger.log.proofs import TlogProof
from ledger.log.proofs import verify as verify_logged
from ledger.log.store import LogReader
from projections.publications import Publication
from reports.publication.readme import readme_of

MANIFEST: Final = "MANIFEST.txt"
MANIFEST_HEADER: Final = "soquy publication manifest"
ENTRY: Final = "publication.json"
PROOF: Final = "publication-proof.txt"
CHECKPOINT: Final = "checkpoint.txt"
KEYS: Final = "log-keys.txt"
HAND_OVER: Final = "hand-over-{number}.txt"
README: Final = "DOC-TRUOC.txt"
VERIFIER: Final = "verifier.html"
WITNESSED: Final = "witnessed-proof.txt"
"""The same proof at a checkpoint that witnesses have cosigned. It comes when they are there, and no
manifest lists it: what it says is signed by the log and by them."""
DATED: Final = (2000, 1, 1, 0, 0, 0)
"""The date of every file in an archive: it says nothing, so that only contents make the bytes."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A publication in the log: its proof at the first checkpoint that covers it.

    `keys` have signed the log, oldest first; `hand_overs` say how each gave way to the next.
    `witnessed` is the proof at a later checkpoint, with what witnesses have cosigned; None: none of
    them has come so far.
    """

    published: Publication
    proof: TlogProof
    keys: tuple[Verifier, ...]
    hand_overs: tuple[str, ...]
    witnessed: TlogProof | None = None


def logged(connection: Connection, published: Publication) -> Logged:
    """Return a publication with its proof; always the same one, however the log grows.

    Raises:
        EntryNotLogged: no checkpoint covers it yet.
        Broken, NoteWrong: the log does not have it.
    """
    reader, entry = LogReader(connection), published.entry
    proof = reader.first_proof_of(entry.originator_id, entry.originator_version).proof
    keys = tuple(Verifier.parse(key) for _, key in connection.execute(query("log_keys")))
    verify_logged(published.raw, proof, keys)
    newest = reader.proof_of(entry.originator_id, entry.originator_version).proof
    witnessed = newest if _has_witnesses(newest, keys) else None
    return Logged(published, proof, keys, tuple(reader.hand_overs()), witnessed)


def seal(folder: Path, there: Logged, signer: Signer, verifier_page: bytes) -> None:
    """Write what binds the files in a folder to the log, the manifest last.

    Args:
        folder: with the files that follow from the log.
        there: the publication and its proof.
        signer: the key of the log.
        verifier_page: the page that checks receipts without the network.
    """
    event = there.published.event
    texts = {
        PROOF: str(there.proof),
        CHECKPOINT: there.proof.checkpoint,
        KEYS: "".join(f"{each}\n" for each in there.keys),
        README: readme_of(folder, event, there.proof.index, there.keys[-1]),
    }
    for number, note in enumerate(there.hand_overs, 1):
        texts[HAND_OVER.format(number=number)] = note
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    if there.witnessed is not None:
        (folder / WITNESSED).write_text(str(there.witnessed), encoding="utf-8", newline="\n")
    (folder / ENTRY).write_bytes(there.published.raw)
    (folder / VERIFIER).write_bytes(verifier_page)
    note = notes.signed(manifest_of(folder, signer.name), [signer])
    (folder / MANIFEST).write_text(note, encoding="utf-8", newline="\n")


def manifest_of(folder: Path, origin: str) -> str:
    """Return what is signed: the SHA-256 of every file of a folder, by name."""
    lines = [f"{_digest(folder / name)}  {name}\n" for name in files_in(folder)]
    return f"{MANIFEST_HEADER}\n{origin}\n{''.join(lines)}"


def files_in(folder: Path) -> list[str]:
    """Return the names of the files that the manifest of a package lists, in order."""
    paths = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in paths if path not in (MANIFEST, WITNESSED))


def archive(folder: Path, path: Path, name: str) -> None:
    """Write a package as one file; the same contents give the same bytes.

    Args:
        folder: the package.
        path: the .zip to write, whole or not at all.
        name: of the folder into which it unpacks.
    """
    part = path.with_suffix(".part")
    with zipfile.ZipFile(part, "w") as packed:
        beside = [WITNESSED] if (folder / WITNESSED).exists() else []
        for each in [MANIFEST, *beside, *files_in(folder)]:
            about = zipfile.ZipInfo(f"{name}/{each}", DATED)
            about.create_system = 3
            about.external_attr = 0o100644 << 16
            about.compress_type = zipfile.ZIP_DEFLATED
            with (folder / each).open("rb") as source, packed.open(about, "w") as target:
                while piece := source.read(1 << 20):
                    target.write(piece)
    part.replace(path)


def _has_witnesses(proof: TlogProof, keys: Sequence[Verifier]) -> bool:
    """Say whether anybody but the log has signed the checkpoint of a proof."""
    signatures = notes.parse(proof.checkpoint).signatures
    return any(not any(key.made(each) for key in keys) for each in signatures)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()

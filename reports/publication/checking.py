"""Whether a publication package holds: offline, with nothing but the package and a key of the log.

1 the manifest is signed by the log       2 every file is there, none is more, none is changed
3 the log has the publication          4 enough witnesses have seen that, if any are asked for
5 figures.json is what it published
6 the rows of gifts.csv and collected.csv give the roots and totals that it published
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, Final

from ledger.log import notes, proofs, sums
from ledger.log.merkle import ProofWrong
from ledger.log.notes import NoteWrong, Verifier
from ledger.log.policy import NONE, Policy
from ledger.log.proofs import TlogProof
from ledger.log.sums import Summed, SumWrong
from ledger.publication_events import FiguresPublished
from ledger.refusals import Broken
from ledger.wire import Entry, from_bytes
from reports.publication import sealing
from reports.publication.contents import FIGURES
from reports.publication.figures import FORMAT

_LINE: Final = re.compile(r"([0-9a-f]{64})  ([^\\]+)")
FILES_MAX: Final = 100_000


class PackageFault(StrEnum):
    """Why a package does not hold."""

    NOT_A_PACKAGE = "package_not_a_package"  # no manifest, or it breaks the format
    SIGNATURE_WRONG = "package_signature_wrong"  # not signed by the log, or not just this
    OTHER_KEY = "package_other_key"  # the trusted key does not lead to the one that signed
    FILE_MISSING = "package_file_missing"  # listed, but not there
    FILE_CHANGED = "package_file_changed"  # not the bytes that were signed
    FILE_STRANGE = "package_file_strange"  # there, but not listed
    NOT_LOGGED = "package_not_logged"  # the log does not have the publication
    NOT_WITNESSED = "package_not_witnessed"  # too few witnesses of the policy have seen that
    FIGURES_DIFFER = "package_figures_differ"  # not the figures that were published
    TOTAL_DIFFERS = "package_total_differs"  # the rows give another total or root


class PackageWrong(Exception):
    """A package that does not hold; `detail` names the file or says more."""

    def __init__(self, reason: PackageFault, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Package:
    """A package that holds.

    Attributes:
        folder: where it lies.
        entry: of the log, by which it was published.
        index: the entry's place in the log, from 0.
        figures: the document that was published.
        key: of the log, which signed the package.
        trusted: whether somebody named the key; else it is what the package says of itself.
        cosigned: the witnesses of the policy that have cosigned a checkpoint over the publication.
    """

    folder: Path
    entry: Entry
    index: int
    figures: dict[str, Any]
    key: Verifier
    trusted: bool
    cosigned: tuple[str, ...] = ()

    @property
    def event(self) -> FiguresPublished:
        """What was published."""
        event = self.entry.event
        assert isinstance(event, FiguresPublished)
        return event

    def rows(self, name: str) -> Iterator[dict[str, str]]:
        """Yield the rows of one of its tables by column."""
        with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)


def is_package(folder: Path) -> bool:
    """Say whether a folder claims to be a package."""
    return (folder / sealing.MANIFEST).is_file() and (folder / sealing.ENTRY).is_file()


def hand_overs_in(folder: Path) -> list[str]:
    """Return the statements in a package by which one key of the log gave way to the next."""
    paths = sorted(folder.glob(sealing.HAND_OVER.format(number="*")))
    return [path.read_text("utf-8", "replace") for path in paths]


def opened(
    folder: Path, trusted: Sequence[Verifier] | None = None, policy: Policy | None = None
) -> Package:
    """Return a package that holds in every respect.

    Args:
        folder: the package.
        trusted: the keys of the log, known from elsewhere; None: as the package says.
        policy: which witnesses must have cosigned; None asks for none.

    Raises:
        PackageWrong: in the order of `PackageFault`.
    """
    if not is_package(folder):
        raise PackageWrong(PackageFault.NOT_A_PACKAGE, str(folder))
    keys = _keys(folder) if trusted is None else trusted
    key = _files_hold(folder, keys)
    raw = (folder / sealing.ENTRY).read_bytes()
    try:
        proof = TlogProof.parse((folder / sealing.PROOF).read_bytes())
        verified = proofs.verify(raw, proof, keys)
        entry = from_bytes(raw)
    except (ProofWrong, NoteWrong, Broken) as wrong:
        raise PackageWrong(PackageFault.NOT_LOGGED, str(wrong)) from wrong
    if not isinstance(entry.event, FiguresPublished):
        raise PackageWrong(PackageFault.NOT_LOGGED, "the entry publishes nothing")
    cosigned = _witnessed(folder, raw, keys, policy)
    figures = _figures(folder, entry.event)
    found = Package(folder, entry, verified.index, figures, key, trusted is not None, cosigned)
    _totals_hold(found)
    return found


def _witnessed(
    folder: Path, raw: bytes, keys: Sequence[Verifier], policy: Policy | None
) -> tuple[str, ...]:
    """Return which witnesses have cosigned a checkpoint over the publication."""
    path = folder / sealing.WITNESSED
    if not path.exists():
        if policy is not None and policy.quorum != NONE:
            raise PackageWrong(PackageFault.NOT_WITNESSED, path.name)
        return ()
    try:
        verified = proofs.verify(raw, TlogProof.parse(path.read_bytes()), keys, policy)
    except (ProofWrong, NoteWrong) as wrong:
        raise PackageWrong(PackageFault.NOT_WITNESSED, str(wrong)) from wrong
    return tuple(each.name for each in verified.cosigned)


def _keys(folder: Path) -> list[Verifier]:
    """Return the keys that the package itself names."""
    try:
        lines = (folder / sealing.KEYS).read_text("utf-8").splitlines()
        return [Verifier.parse(line) for line in lines]
    except (OSError, UnicodeDecodeError, NoteWrong) as wrong:
        raise PackageWrong(PackageFault.NOT_A_PACKAGE, str(wrong)) from wrong


def _files_hold(folder: Path, keys: Sequence[Verifier]) -> Verifier:
    """Hold every file against the manifest; return the key that signed it."""
    listed, key = _listed(folder, keys)
    there = set(sealing.files_in(folder))
    for name, digest in listed.items():
        if name not in there:
            raise PackageWrong(PackageFault.FILE_MISSING, name)
        with (folder / name).open("rb") as file:
            if file_digest(file, "sha256").hexdigest() != digest:
                raise PackageWrong(PackageFault.FILE_CHANGED, name)
    if strange := sorted(there - listed.keys()):
        raise PackageWrong(PackageFault.FILE_STRANGE, strange[0])
    return key


def _listed(folder: Path, keys: Sequence[Verifier]) -> tuple[dict[str, str], Verifier]:
    note = (folder / sealing.MANIFEST).read_bytes()
    try:
        signed = notes.opened(note, keys)
    except NoteWrong as wrong:
        raise PackageWrong(*_fault_of(wrong)) from wrong
    header, origin, *lines = signed.text.splitlines()
    key = signed.signatures[-1][0]
    if header != sealing.MANIFEST_HEADER or origin != key.name or len(lines) > FILES_MAX:
        raise PackageWrong(PackageFault.NOT_A_PACKAGE, "this manifest is of something else")
    found: dict[str, str] = {}
    for line in lines:
        if not (named := _LINE.fullmatch(line)) or ".." in named[2].split("/"):
            raise PackageWrong(PackageFault.NOT_A_PACKAGE, line[:80])
        found[named[2]] = named[1]
    return found, key


def _fault_of(wrong: NoteWrong) -> tuple[PackageFault, str]:
    match wrong.reason:
        case notes.NoteFault.UNSIGNED:
            return PackageFault.OTHER_KEY, str(wrong)
        case notes.NoteFault.SIGNATURE_WRONG:
            return PackageFault.SIGNATURE_WRONG, str(wrong)
        case _:
            return PackageFault.NOT_A_PACKAGE, str(wrong)


def _figures(folder: Path, event: FiguresPublished) -> dict[str, Any]:
    raw = (folder / FIGURES).read_bytes()
    if sha256(raw).hexdigest() != event.digest:
        raise PackageWrong(PackageFault.FIGURES_DIFFER, FIGURES)
    try:
        figures: dict[str, Any] = json.loads(raw)
        said = (figures["format"], figures["year"], figures["subtree"]["raised"]["total"])
    except (ValueError, KeyError, TypeError) as wrong:
        raise PackageWrong(PackageFault.FIGURES_DIFFER, FIGURES) from wrong
    if said != (FORMAT, event.year, event.raised_vnd):
        raise PackageWrong(PackageFault.FIGURES_DIFFER, "raised")
    return figures


def _totals_hold(package: Package) -> None:
    """Add the rows up again."""
    event = package.event
    for name, root, total_vnd, leaves in (
        ("gifts.csv", event.raised_root, event.raised_total_vnd, event.raised_leaves),
        (
            "collected.csv",
            event.collected_root,
            event.collected_total_vnd,
            event.collected_leaves,
        ),
    ):
        growing = sums.Growing()
        try:
            for row in package.rows(name):
                entry_hash = bytes.fromhex(row["entry_sha256"])
                growing.add(sums.leaf_of(entry_hash, int(row["net_vnd"])))
            found = growing.root()
        except (SumWrong, ValueError, KeyError, TypeError) as wrong:
            raise PackageWrong(PackageFault.TOTAL_DIFFERS, f"{name}: {wrong}") from wrong
        if (found, growing.size) != (Summed(bytes.fromhex(root), total_vnd), leaves):
            raise PackageWrong(PackageFault.TOTAL_DIFFERS, name)

"""The proof that a gift is in a published total, as files that a donor takes home.

entry.json               the gift's entry, byte by byte as it is stored
total-proof.txt          its way to the total (ledger/log/total_proofs.py)
publication.json         the entry by which the total was published
proof.txt                that the log has the gift (c2sp.org/tlog-proof)
publication-proof.txt    that the log has the publication
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from api.speaking import Refused
from ledger.database import Connection, query
from ledger.events import Posted
from ledger.keys import id_of_key
from ledger.log import total_proofs
from ledger.log.store import LogReader
from ledger.log.total_proofs import Total, TotalProof
from ledger.refusals import UnknownEntry
from ledger.wire import from_bytes
from projections.figures import unit_by_code
from projections.publications import Publication, covering, publication, shown, tree_of
from projections.publications import Shown as Place
from reports.publication.sealing import logged

ENTRY: Final = "entry.json"
PROOF: Final = "proof.txt"
TOTAL: Final = "total-proof.txt"
PUBLICATION: Final = "publication.json"
PUBLICATION_PROOF: Final = "publication-proof.txt"
NAMES: Final = (ENTRY, PROOF, TOTAL, PUBLICATION, PUBLICATION_PROOF)


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that shows it, checked; `files` by name."""

    published: Publication
    total: Total
    files: dict[str, bytes]


def proof_of_gift(
    connection: Connection, key: str, *, unit: str | None = None, edition: int | None = None
) -> Shown:
    """Return the proof that the gift recorded under a key is in a total.

    Args:
        connection: to figures and a log that are up to date.
        key: of the gift.
        unit: who published; None: the unit nearest to the gift that did.
        edition: which publication of the gift's year; None: the newest.

    Raises:
        UnknownEntry: nothing was recorded under the key.
        UnknownUnit: no unit has the code.
        Refused: it is no gift; nobody published a total that holds it; or that one does not.
    """
    asked = {"command_id": id_of_key(key)}
    row = connection.execute(query("publication_gift"), asked).fetchone()
    if row is None:
        raise UnknownEntry(key=key)
    position, raw = row[0], bytes(row[1])
    return _proof_of_entry(connection, position, raw, unit=unit, edition=edition)


def _proof_of_entry(
    connection: Connection,
    position: int,
    raw: bytes,
    *,
    unit: str | None = None,
    edition: int | None = None,
) -> Shown:
    entry = from_bytes(raw)
    tree = tree_of(entry.event.STORED_AS)
    if tree is None:
        raise Refused("Dòng này không phải khoản ủng hộ nên không nằm trong tổng nào.", code=3)
    assert isinstance(entry.event, Posted)
    on = entry.event.booked_on
    if unit is not None or edition is not None:
        owner = entry.originator_id if unit is None else unit_by_code(connection, unit)
        one = publication(connection, owner, on.year, edition)
        candidates = [] if one is None else [one]
    else:
        candidates = covering(connection, entry.originator_id, on)
    for each in candidates:
        found = shown(connection, each, tree, position)
        if found is not None:
            files = files_of(connection, raw, found)
            proof = TotalProof.parse(files[TOTAL])
            return Shown(each, total_proofs.verify(raw, proof, each.raw), files)
    raise Refused("Chưa có lần công bố nào mà tổng có khoản này.", code=3)


def write_proof(found: Shown, folder: Path) -> Total:
    """Write the files into a folder; return what they show."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in found.files.items():
        (folder / name).write_bytes(content)
    return found.total


def document_of(total: Total) -> dict[str, Any]:
    """Return what a proof shows as a document."""
    return asdict(total)


def files_of(connection: Connection, raw: bytes, found: Place) -> dict[str, bytes]:
    """Return the files for a gift stored as `raw`.

    Raises:
        EntryNotLogged: no checkpoint covers it yet.
    """
    entry = from_bytes(raw)
    gift = LogReader(connection).proof_of(entry.originator_id, entry.originator_version)
    return {
        ENTRY: raw,
        PROOF: str(gift.proof).encode(),
        TOTAL: str(found.proof).encode(),
        PUBLICATION: found.publication.raw,
        PUBLICATION_PROOF: str(logged(connection, found.publication).proof).encode(),
    }

"""The log as files for others: the proof of one entry, or the whole log as static tiles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from api.speaking import Refused
from ledger.database import Connection, query
from ledger.keys import id_of_key
from ledger.log import checkpoints
from ledger.log.notes import NoteWrong
from ledger.log.store import LogReader, Proven
from ledger.log.tiles import Tile, bundles_of, tiles_of
from ledger.refusals import UnknownEntry

ENTRY: Final = "entry.json"
PROOF: Final = "proof.txt"
CHECKPOINT: Final = "checkpoint"


def proof_of_key(connection: Connection, key: str) -> Proven:
    """Return the entry that was recorded under a key, and its proof.

    Raises:
        UnknownEntry: no row has this key.
        EntryNotLogged: the log does not cover it yet.
    """
    asked = {"command_ids": [id_of_key(key)]}
    row = connection.execute(query("commands_answered"), asked).fetchone()
    if row is None:
        raise UnknownEntry(key=key)
    return LogReader(connection).proof_of(row[2], row[3])


def write_proof(proven: Proven, folder: Path) -> None:
    """Write the stored bytes of an entry and its proof into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ENTRY).write_bytes(proven.entry)
    (folder / PROOF).write_text(str(proven.proof), encoding="utf-8")


def write_tiles(
    connection: Connection, folder: Path, on_progress: Callable[[int, int], None]
) -> int:
    """Write the log into `folder` as a web server gives it out; return how many entries it has.

    Full tiles that lie there are left as they are: they never change. The checkpoint comes last.

    Raises:
        Refused: the log has not begun, or another one lies there.
    """
    log = LogReader(connection)
    newest = log.newest()
    if newest is None:
        raise Refused("Nhật ký chưa có mốc nào được ký.", code=3)
    _require_same_log(folder / CHECKPOINT, newest.note)
    wanted = [*tiles_of(newest.size), *bundles_of(newest.size)]
    for done, tile in enumerate(wanted, 1):
        _write_tile(log, tile, folder / tile.path)
        on_progress(done, len(wanted))
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{CHECKPOINT}"
    draft.write_text(newest.note, encoding="utf-8")
    draft.replace(folder / CHECKPOINT)
    return newest.size


def _write_tile(log: LogReader, tile: Tile, path: Path) -> None:
    if tile.full and path.is_file():
        return
    held = log.tile(tile)
    assert held is not None, "the newest checkpoint covers it"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(held)


def _require_same_log(path: Path, note: str) -> None:
    if not path.exists():
        return
    try:
        there = checkpoints.parsed(path.read_bytes())
    except NoteWrong as wrong:
        raise Refused(f"{path} không phải mốc nhật ký: hãy chọn thư mục khác.", code=3) from wrong
    if there.origin != checkpoints.parsed(note).origin:
        raise Refused(f"Thư mục đã có nhật ký “{there.origin}”: hãy chọn thư mục khác.", code=3)

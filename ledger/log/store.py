"""The log as it is stored, for whoever reads it: sizes, tiles, checkpoints, proofs.

    entry → position in the journal → index (rank of the position, which has gaps) → proof

Reads while a follower writes (`ledger/log/following.py`): tiles only grow, and a proof is made for
the size of one checkpoint.
"""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from ledger.database import Connection, query
from ledger.log import merkle
from ledger.log.merkle import ProofWrong, leaf_hash
from ledger.log.proofs import TlogProof
from ledger.log.shape import HASH_BYTES
from ledger.log.tiles import WIDTH, Tile, bundle, nodes_in, place_of, width_at
from ledger.refusals import Broken, EntryNotLogged, UnknownEntry
from ledger.registry_events import LogKeyHandedOver
from ledger.wire import from_bytes


class Signed(NamedTuple):
    """A checkpoint as it is stored: entries that it covers, their root, the signed note."""

    size: int
    root: bytes
    note: str


class Proven(NamedTuple):
    """The stored bytes of an entry, and the proof that the log has them."""

    entry: bytes
    proof: TlogProof


class LogReader:
    """Reads the log over a connection that commits each statement by itself."""

    def __init__(self, connection: Connection) -> None:
        """Read over `connection`; tiles are kept for as long as this reader is."""
        self._connection = connection
        self._tiles: dict[tuple[int, int], bytes] = {}
        self.nodes = nodes_in(self._tile)

    def size(self) -> int:
        """Return how many entries the newest checkpoint covers; 0 before the log has begun."""
        newest = self.newest()
        return newest.size if newest else 0

    def newest(self) -> Signed | None:
        """Return the newest checkpoint; None before the log has begun."""
        row = self._connection.execute(query("log_newest")).fetchone()
        return None if row is None else Signed(row[0], bytes(row[1]), row[2])

    def checkpoint(self, size: int | None = None) -> str | None:
        """Return the signed note of a size, or the newest one; None where none was signed."""
        if size is None:
            newest = self.newest()
            return newest.note if newest else None
        asked = {"size": size}
        row = self._connection.execute(query("log_checkpoint_read"), asked).fetchone()
        return None if row is None else str(row[2])

    def root(self, size: int) -> bytes:
        """Return the root of the first `size` entries, which the log must cover."""
        return merkle.root(size, self.nodes)

    def tile(self, tile: Tile) -> bytes | None:
        """Return the hashes of a tile, or the entries of a bundle; None if it has fewer by now."""
        if not 0 < tile.width <= width_at(tile, self.size()):
            return None
        if isinstance(tile.level, int):
            return self._tile(tile)[: tile.width * HASH_BYTES]
        first = tile.index * WIDTH
        return bundle(self.entries(first, first + tile.width))

    def entries(self, first: int, upto: int) -> list[bytes]:
        """Return the stored bytes of the entries from `first` up to, but not, `upto`."""
        rows = self._connection.cursor(binary=True).execute(
            query("log_entries_between"), {"first": first, "upto": upto}
        )
        found = [raw for (raw,) in rows]
        if len(found) != upto - first:
            raise Broken(f"the journal lacks some of the entries {first} to {upto - 1} of the log")
        return found

    def index_of(self, position: int) -> int | None:
        """Return the place in the log of the entry at a position; None if it has none yet."""
        return self._number("log_index_of", position=position)

    def position_of(self, index: int) -> int | None:
        """Return the position in the journal of an entry of the log; None if it has fewer."""
        return self._number("log_position_of", index=index)

    def entry(self, index: int) -> bytes:
        """Return the stored bytes of an entry of the log."""
        (entry,) = self.entries(index, index + 1)
        return entry

    def proof_of(self, unit_id: UUID, version: int) -> Proven:
        """Return an entry and its proof against the newest checkpoint that witnesses have cosigned.

        Where not enough of them have come so far yet, against the newest one of all.

        Raises:
            UnknownEntry: there is no such entry.
            EntryNotLogged: no checkpoint covers it yet.
            Broken: what is stored does not give a proof that holds.
        """
        entry, index = self._place(unit_id, version)
        newest = self.newest()
        if newest is None or index is None or index >= newest.size:
            raise EntryNotLogged()
        row = self._connection.execute(query("log_witnessed_over"), {"index": index}).fetchone()
        best = Signed(row[0], bytes(row[1]), row[2]) if row else newest
        return Proven(entry, self._proof(entry, index, best))

    def first_proof_of(self, unit_id: UUID, version: int) -> Proven:
        """Return an entry and its proof against the first checkpoint that covers it.

        No checkpoint is ever signed between two others, so that it is the same proof for ever: a
        paper that carries it can be made again, byte by byte.

        Raises:
            UnknownEntry, EntryNotLogged, Broken: as `proof_of`.
        """
        entry, index = self._place(unit_id, version)
        if index is None:
            raise EntryNotLogged()
        row = self._connection.execute(query("log_first_over"), {"index": index}).fetchone()
        if row is None:
            raise EntryNotLogged()
        return Proven(entry, self._proof(entry, index, Signed(row[0], bytes(row[1]), row[2])))

    def hand_overs(self) -> list[str]:
        """Return the statements by which each key of the log gave way to the next, oldest first."""
        rows = self._connection.execute(query("log_hand_overs")).fetchall()
        events = (from_bytes(bytes(raw)).event for (raw,) in rows)
        return [event.note for event in events if isinstance(event, LogKeyHandedOver)]

    def _place(self, unit_id: UUID, version: int) -> tuple[bytes, int | None]:
        """Return the stored bytes of an entry, and its place in the log if it has one yet."""
        asked = {"unit_id": unit_id, "version": version}
        row = self._connection.execute(query("log_entry_of"), asked).fetchone()
        if row is None:
            raise UnknownEntry(key=f"{unit_id} {version}")
        return bytes(row[0]), self.index_of(int(row[1]))

    def _proof(self, entry: bytes, index: int, signed: Signed) -> TlogProof:
        self._fetch(index, signed.size)
        path = merkle.inclusion_proof(index, signed.size, self.nodes)
        try:
            merkle.verify_inclusion(leaf_hash(entry), index, signed.size, path, signed.root)
        except ProofWrong as error:
            raise Broken(f"entry {index} of the log, or a tile above it, was changed") from error
        return TlogProof(index, tuple(path), signed.note)

    def _fetch(self, index: int, size: int) -> None:
        """Read all tiles that a proof needs at once."""
        wanted = set[tuple[int, int]]()

        def note(level: int, index: int) -> bytes:
            tile, _ = place_of(level, index)
            assert isinstance(tile.level, int), "nodes lie in tiles of hashes"
            wanted.add((tile.level, tile.index))
            return bytes(HASH_BYTES)

        merkle.inclusion_proof(index, size, note)
        levels, tiles = [level for level, _ in wanted], [tile for _, tile in wanted]
        rows = self._connection.cursor(binary=True).execute(
            query("log_tiles_read"), {"levels": levels, "tiles": tiles}
        )
        self._tiles.update({(level, tile): hashes for level, tile, hashes in rows})

    def _tile(self, tile: Tile) -> bytes:
        assert isinstance(tile.level, int), "bundles have no hashes"
        place, needed = (tile.level, tile.index), tile.width * HASH_BYTES
        if len(self._tiles.get(place, b"")) < needed:
            asked = {"level": tile.level, "tile": tile.index}
            row = self._connection.execute(query("log_tile_read"), asked).fetchone()
            self._tiles[place] = bytes(row[0]) if row else b""
        if len(self._tiles[place]) < needed:
            raise Broken(f"the log lacks hashes of the tile {tile.path}")
        return self._tiles[place]

    def _number(self, name: str, **asked: int) -> int | None:
        row = self._connection.execute(query(name), asked).fetchone()
        return None if row is None else int(row[0])

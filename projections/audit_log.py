"""Bytes ↔ leaves ↔ tiles ↔ checkpoints: the log's part of an audit.

Every entry is hashed and held against its leaf; every tile against what it is made of; every
checkpoint against the tree of its size, and its signature against the keys of the log. Where two
neighbours disagree, the one above decides which of them was changed: an entry or its leaf, a tile
or the one below. At last the log is held against what it remembers outside the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from ledger.database import Connection, query
from ledger.log.edge import Edge
from ledger.log.memory import COSIGNED, SIGNED, Memory
from ledger.log.merkle import leaf_hash, root_of
from ledger.log.tiles import HEIGHT, WIDTH, hashes_in
from projections.audit_checkpoints import Roots, inspect_checkpoints, kept_checkpoints
from projections.audit_leaves import Logged, compared
from projections.faults import OnProgress, Report

READ_AT_ONCE: Final = 5_000


@dataclass(slots=True)
class _Stored:
    """The log as its tables have it, but for the leaves in full tiles.

    `above` has full tiles by level and number, `edge` the hashes that fill none by level and place,
    `runs` the position from each place on at which positions go on after a gap.
    """

    size: int
    root: bytes
    last_position: int
    above: dict[tuple[int, int], bytes] = field(default_factory=dict)
    edge: dict[tuple[int, int], bytes] = field(default_factory=dict)
    runs: dict[int, int] = field(default_factory=dict)

    def hash(self, level: int, place: int) -> bytes | None:
        """Return the stored hash at a place of a level above the leaves."""
        tile = self.above.get((level, place // WIDTH))
        if tile is not None:
            return tile[place % WIDTH * 32 :][:32]
        return self.edge.get((level, place))

    def agrees(self, level: int, tile: int, hashes: Sequence[bytes]) -> bool:
        """Say whether what stands above bears out these hashes of a tile, full or not."""
        if len(hashes) == WIDTH:
            return root_of(hashes) == self.hash(level + 1, tile)
        levels = [
            [each for (at, _), each in sorted(self.edge.items()) if at == other]
            for other in range(self.size.bit_length() // HEIGHT + 1)
        ]
        levels[level] = list(hashes)
        return Edge(levels, size=self.size).root() == self.root


def inspect_log(
    connection: Connection, keys: Path, report: Report, on_progress: OnProgress, entries: int
) -> None:
    """Look at the whole log, if it has begun.

    Args:
        connection: inside the transaction of the audit.
        keys: the folder of secret keys, beside which it is remembered what was signed.
        report: where the faults go.
        on_progress: hears "leaves".
        entries: how many entries the journal has.
    """
    newest = connection.cursor(binary=True).execute(query("log_newest")).fetchone()
    size = newest[0] if newest else 0
    remembered = [known for name in (SIGNED, COSIGNED) if (known := Memory(keys, name).newest())]
    for known in remembered:
        if size < known.size:
            report.add("log_behind", "log_checkpoint", size=size, signed=known.size)
    if newest is None:
        return
    stored = _Stored(size, newest[1], newest[4] or 0)
    _read(connection, stored, report)
    leaves = _Leaves(connection, stored, report)
    leaves.compare(on_progress, entries)
    kept = kept_checkpoints(connection)
    roots = Roots({each.size for each in kept} | {each.size for each in remembered})
    tops = [top for tile in leaves.right() if (top := roots.add(tile)) is not None]
    for known in remembered:
        if roots.found.get(known.size, known.root) != known.root:
            report.add("log_forked", "log_checkpoint", signed=known.size)
    inspect_checkpoints(connection, keys, kept, roots, report)
    _inspect_above(stored, tops, report)
    report.checked["leaves"] += size


def _read(connection: Connection, stored: _Stored, report: Report) -> None:
    """Read all but the leaves in full tiles; name what lies beyond the newest checkpoint."""
    cursor = connection.cursor(binary=True)
    for level, tile, hashes in cursor.execute(query("audit_log_tiles")).fetchall():
        if (tile + 1) * WIDTH > stored.size >> HEIGHT * level:
            report.add("log_tile_extra", f"log_tile {level} {tile}", level=level, tile=tile)
        stored.above[level, tile] = hashes
    for level, place, held in cursor.execute(query("audit_log_edge")).fetchall():
        count = stored.size >> HEIGHT * level
        if not count - count % WIDTH <= place < count:
            report.add("log_tile_extra", f"log_edge {level} {place}", level=level, tile=place)
        else:
            stored.edge[level, place] = held
    stored.runs = dict(cursor.execute(query("audit_log_runs")).fetchall())


class _Leaves:
    """The leaves as they are stored, and what is wrong with them."""

    def __init__(self, connection: Connection, stored: _Stored, report: Report) -> None:
        self._connection = connection
        self._stored = stored
        self._report = report
        self._mended: dict[int, list[bytes]] = {}

    def compare(self, on_progress: OnProgress, entries: int) -> None:
        """Hash every entry and hold it against its leaf."""
        runs, differing, places = _Runs(), list[Logged](), dict[int, bytes]()
        journal = self._entries()
        for number, tile in self._tiles():
            first = number * WIDTH
            width = min(WIDTH, self._stored.size - first)
            here = list(islice(journal, width))
            runs.take(first, here)
            if len(tile) < width:
                self._mended[number] = [each.leaf for each in here]
            elif [each.leaf for each in here] != tile:
                differing += here
                places |= dict(enumerate(tile, first))
            on_progress("leaves", first, entries)
        if differing or places:
            differing += journal
            self._name(differing, places)
        if not self._report.found.keys() & {"log_entry_missing", "log_entry_added", "order_broken"}:
            self._judge_runs(runs.found)
        on_progress("leaves", entries, entries)

    def right(self) -> Iterator[list[bytes]]:
        """Yield the leaves, tile by tile, with what was changed in the tables put right."""
        for number, tile in self._tiles():
            yield self._mended.get(number, tile)

    def _entries(self) -> Iterator[Logged]:
        with self._connection.cursor(name="audit_log_entries", binary=True) as stream:
            stream.itersize = READ_AT_ONCE
            stream.execute(query("audit_log_entries"))
            for position, unit_id, version, raw in stream:
                yield Logged(unit_id, version, position, leaf_hash(raw))

    def _tiles(self) -> Iterator[tuple[int, list[bytes]]]:
        """Yield every tile of leaves that there should be; one that is not there is empty."""
        size, number = self._stored.size, 0
        with self._connection.cursor(name="audit_log_leaves", binary=True) as stream:
            stream.itersize = READ_AT_ONCE // WIDTH
            stream.execute(query("audit_log_leaves"))
            for tile, hashes in stream:
                if tile >= size // WIDTH:
                    self._add("log_tile_extra", f"log_tile 0 {tile}", level=0, tile=tile)
                    continue
                while number < tile:
                    yield number, self._gone(number)
                    number += 1
                yield number, hashes_in(hashes)
                number = tile + 1
        while number < size // WIDTH:
            yield number, self._gone(number)
            number += 1
        if size % WIDTH:
            edge = self._stored.edge
            found = [edge.get((0, place)) for place in range(number * WIDTH, size)]
            for place, each in enumerate(found, number * WIDTH):
                if each is None:
                    self._add("log_tile_missing", f"log_edge 0 {place}", level=0, tile=number)
            yield number, [each for each in found if each is not None]

    def _gone(self, number: int) -> list[bytes]:
        self._add("log_tile_missing", f"log_tile 0 {number}", level=0, tile=number)
        return []

    def _add(self, code: Any, where: str, **facts: object) -> None:  # noqa: ANN401 - a code
        """Name a fault once, though the tiles are read twice."""
        if not any((each.code, each.where) == (code, where) for each in self._report.faults):
            self._report.add(code, where, **facts)

    def _name(self, entries: Sequence[Logged], leaves: Mapping[int, bytes]) -> None:
        found = compared(entries, leaves)
        by_tile: dict[int, list[tuple[int, Logged]]] = {}
        for place, entry in found.changed:
            by_tile.setdefault(place // WIDTH, []).append((place, entry))
        for number, pairs in by_tile.items():
            self._decide(number, pairs, leaves)
        for place, entry in found.moved:
            self._report.add("log_entry_moved", _where(entry), **_names(entry), index=place)
        for entry in found.added:
            if entry.position <= self._stored.last_position:
                self._report.add("log_entry_added", _where(entry), **_names(entry))
        for place in found.missing:
            self._report.add("log_entry_missing", f"log {place}", index=place)

    def _decide(
        self, number: int, pairs: list[tuple[int, Logged]], leaves: Mapping[int, bytes]
    ) -> None:
        """Name either the entries of a tile or the tile itself: what stands above knows."""
        first = number * WIDTH
        width = min(WIDTH, self._stored.size - first)
        said = {place: entry.leaf for place, entry in pairs}
        mended = [said.get(place, leaves[place]) for place in range(first, first + width)]
        if not self._stored.agrees(0, number, mended):
            for place, entry in pairs:
                self._report.add("log_entry_changed", _where(entry), **_names(entry), index=place)
            return
        self._mended[number] = mended
        if width == WIDTH:
            self._report.add("log_tile_differs", f"log_tile 0 {number}", level=0, tile=number)
            return
        for place in said:
            self._report.add("log_tile_differs", f"log_edge 0 {place}", level=0, tile=number)

    def _judge_runs(self, found: dict[int, int]) -> None:
        stored = self._stored.runs
        for index in sorted(stored.keys() | found.keys()):
            if stored.get(index) != found.get(index):
                self._report.add("log_run_differs", f"log_run {index}", index=index)


class _Runs:
    """Where the positions of the journal go on after a gap, learned entry by entry."""

    def __init__(self) -> None:
        self.found: dict[int, int] = {}
        self._last: int | None = None

    def take(self, first: int, entries: Sequence[Logged]) -> None:
        """Learn the positions of further entries, the first of which has the place `first`."""
        for index, (_, _, position, _) in enumerate(entries, first):
            if self._last is None or position != self._last + 1:
                self.found[index] = position
            self._last = position


def _inspect_above(stored: _Stored, tops: list[bytes], report: Report) -> None:
    """Hold the tiles above the leaves against what they are made of, level by level."""
    level, made = 1, tops
    while stored.size >> HEIGHT * level:
        above: list[bytes] = []
        for tile in range(-(-len(made) // WIDTH)):
            held = _inspect_tile(stored, level, tile, made[tile * WIDTH :][:WIDTH], report)
            if len(held) == WIDTH:
                above.append(root_of(held))
        report.checked["tiles"] += len(made)
        level, made = level + 1, above


def _inspect_tile(
    stored: _Stored, level: int, tile: int, made: Sequence[bytes], report: Report
) -> Sequence[bytes]:
    """Name what is wrong with a tile, or with those that it is made of; return what is right."""
    first = tile * WIDTH
    held = [stored.hash(level, first + at) for at in range(len(made))]
    differing = [at for at, each in enumerate(made) if held[at] != each]
    if not differing:
        return made
    whole = [each for each in held if each is not None]
    if len(whole) == len(made) and stored.agrees(level, tile, whole):
        # What stands above bears this one out: those below were written anew.
        for at in differing:
            where = f"log_tile {level - 1} {first + at}"
            report.add("log_tile_differs", where, level=level - 1, tile=first + at)
        return whole
    code: Any = "log_tile_differs" if len(whole) == len(made) else "log_tile_missing"
    if len(made) == WIDTH:
        report.add(code, f"log_tile {level} {tile}", level=level, tile=tile)
        return made
    for at in differing:
        report.add(code, f"log_edge {level} {first + at}", level=level, tile=tile)
    return made


def _where(entry: Logged) -> str:
    return f"journal_events {entry.unit_id} {entry.version}"


def _names(entry: Logged) -> dict[str, Any]:
    return {"unit_id": entry.unit_id, "version": entry.version}

"""The right edge of a growing tree: of each level of tiles, the hashes that fill no tile yet.

It is all that is needed to add entries and to know the root: at most 255 hashes of each level.

>>> from ledger.log.merkle import leaf_hash
>>> edge = Edge()
>>> grown = edge.add([leaf_hash(bytes([n])) for n in range(256)])
>>> [(tile.level, tile.index) for tile, _ in grown.tiles], [(node[:2]) for node in grown.hashes]
([(0, 0)], [(1, 0)])
>>> edge.size, edge.root() == root_of(leaf_hash(bytes([n])) for n in range(256))
(256, True)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ledger.log.merkle import EMPTY_ROOT, root_of
from ledger.log.tiles import HEIGHT, WIDTH, Tile


class Grown(NamedTuple):
    """What became of new entries.

    `tiles` are those that are full now, with their bytes; `hashes` are the new ones that fill no
    tile yet, as (level of tiles, place in it, hash).
    """

    tiles: list[tuple[Tile, bytes]]
    hashes: list[tuple[int, int, bytes]]


class Edge:
    """The hashes of each level that fill no tile yet, lowest level first, at most 255 each."""

    def __init__(self, levels: Sequence[Sequence[bytes]] = (), *, size: int = 0) -> None:
        """Go on where a tree of `size` entries has come."""
        self._levels = [list(hashes) for hashes in levels]
        self.size = size

    @property
    def fits(self) -> bool:
        """Whether each level has as many hashes as a tree of this size leaves over."""
        counts = [len(hashes) for hashes in self._levels]
        levels = max(len(counts), -(-self.size.bit_length() // HEIGHT))
        left_over = [(self.size >> HEIGHT * level) % WIDTH for level in range(levels)]
        return counts + [0] * (levels - len(counts)) == left_over

    def add(self, leaves: Iterable[bytes]) -> Grown:
        """Add the hashes of further entries, in their order."""
        before, tiles = self.size, list[tuple[Tile, bytes]]()
        fresh = list(leaves)
        self.size += len(fresh)
        level = 0
        while fresh:
            if level == len(self._levels):
                self._levels.append([])
            hashes = [*self._levels[level], *fresh]
            first = ((before >> HEIGHT * level) - len(self._levels[level])) // WIDTH
            full = len(hashes) // WIDTH
            fresh = []
            for at in range(full):
                part = hashes[at * WIDTH : (at + 1) * WIDTH]
                tiles.append((Tile(level, first + at), b"".join(part)))
                fresh.append(root_of(part))
            self._levels[level] = hashes[full * WIDTH :]
            level += 1
        return Grown(tiles, list(self._new_since(before)))

    def root(self) -> bytes:
        """Return the root of the whole tree."""
        right: list[bytes] = []
        for hashes in self._levels:
            # What stands to the right of a level's hashes is smaller than any of them.
            part = [*hashes, *right]
            right = [root_of(part)] if part else []
        return right[0] if right else EMPTY_ROOT

    def _new_since(self, before: int) -> Iterable[tuple[int, int, bytes]]:
        for level, hashes in enumerate(self._levels):
            known = before >> HEIGHT * level
            first = (self.size >> HEIGHT * level) - len(hashes)
            for place, each in enumerate(hashes, first):
                if place >= known:
                    yield level, place, each

"""Where the tree and its entries lie: tiles of 256 hashes, bundles of 256 entries (tlog-tiles).

Tile `n` of level `l` has the hashes of the complete subtrees of 256^l entries, numbers 256·n to
256·n + 255; what lies between two levels of tiles is hashed again when it is needed. A tile that is
not full yet bears its width in its path. A full one never changes.

>>> Tile(0, 1234067, 256).path
'tile/0/x001/x234/067'
>>> Tile(1, 0, 17).path
'tile/1/000.p/17'
>>> [each.path for each in tiles_of(70_000)][-2:]
['tile/1/001.p/17', 'tile/2/000.p/1']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from ledger.log.merkle import Nodes, node_hash
from ledger.log.shape import HASH_BYTES

HEIGHT: Final = 8
WIDTH: Final = 1 << HEIGHT
TILE_BYTES: Final = WIDTH * HASH_BYTES
LEVEL_MAX: Final = 63
ENTRY_BYTES_MAX: Final = 65_535
"""What two bytes can say of the length of an entry."""

ENTRIES: Final = "entries"
Level = int | Literal["entries"]
"""0 to 63 for hashes; "entries" for the entries themselves."""

_PATH: Final = re.compile(
    r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII
)


@dataclass(frozen=True)
class Tile:
    """The place of one tile, or of one bundle of entries.

    Attributes:
        level: 0 for leaves, each further one 256 times as many entries for one hash.
        index: which one of its level, from 0.
        width: hashes (entries) it has, 1 to 256.
    """

    level: Level
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Return its address below the log's prefix."""
        digits = str(self.index)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        number = "/".join([*(f"x{each}" for each in parts[:-1]), parts[-1]])
        return f"tile/{self.level}/{number}" + ("" if self.full else f".p/{self.width}")

    @property
    def full(self) -> bool:
        """Say whether it will never change again."""
        return self.width == WIDTH


def tile_at(path: str) -> Tile | None:
    """Return the tile that an address names, None for what is not exactly such an address."""
    if not (found := _PATH.fullmatch(path)):
        return None
    level, number, width = found.groups()
    index = int(number.replace("/", "").replace("x", ""))
    tile = Tile(ENTRIES if level == ENTRIES else int(level), index, int(width) if width else WIDTH)
    known = tile.level == ENTRIES or 0 <= int(tile.level) <= LEVEL_MAX
    return tile if known and tile.width <= WIDTH and tile.path == path else None


def width_at(tile: Tile, size: int) -> int:
    """Return how many hashes (entries) this tile has in a tree of `size` entries, 0 to 256."""
    step = 0 if isinstance(tile.level, str) else tile.level * HEIGHT
    return min(max((size >> step) - tile.index * WIDTH, 0), WIDTH)


def tiles_of(size: int) -> Iterator[Tile]:
    """Return all tiles of hashes of a tree, full and partial, lowest level first."""
    level = 0
    while count := size >> level * HEIGHT:
        for index in range(-(-count // WIDTH)):
            yield Tile(level, index, min(count - index * WIDTH, WIDTH))
        level += 1


def bundles_of(size: int) -> Iterator[Tile]:
    """Return all bundles of the entries of a log, in order."""
    for index in range(-(-size // WIDTH)):
        yield Tile(ENTRIES, index, min(size - index * WIDTH, WIDTH))


def place_of(level: int, index: int) -> tuple[Tile, int]:
    """Return where the hash of a complete subtree comes from.

    Returns:
        The tile (of the least width that will do), and how many of its last hashes are to be
        hashed together: a power of two, 1 to 128.
    """
    tile_level, height = divmod(level, HEIGHT)
    count = 1 << height
    first = index << height
    return Tile(tile_level, first // WIDTH, first % WIDTH + count), count


def nodes_in(read: Callable[[Tile], bytes]) -> Nodes:
    """Return the complete subtrees of a tree that lies in tiles.

    Args:
        read: returns the bytes of a tile; more than its width asks for is welcome.
    """

    def node(level: int, index: int) -> bytes:
        tile, count = place_of(level, index)
        held = read(tile)
        first, end = tile.width - count, tile.width
        return _hashed(hashes_in(held[first * HASH_BYTES : end * HASH_BYTES]))

    return node


def hashes_in(tile: bytes) -> list[bytes]:
    """Return the hashes that lie in a tile."""
    return [tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES)]


def bundle(entries: Iterable[bytes]) -> bytes:
    """Return entries one after the other, each after its length in two bytes.

    Raises:
        ValueError: an entry is longer than 65,535 bytes.
    """
    parts = bytearray()
    for each in entries:
        if len(each) > ENTRY_BYTES_MAX:
            raise ValueError(f"an entry of {len(each)} bytes does not fit into a bundle")
        parts += len(each).to_bytes(2) + each
    return bytes(parts)


def _hashed(hashes: list[bytes]) -> bytes:
    """Return the hash over a power of two of hashes."""
    while len(hashes) > 1:
        hashes = [node_hash(*hashes[at : at + 2]) for at in range(0, len(hashes), 2)]
    return hashes[0]

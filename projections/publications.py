"""What units have published, and the way from one gift to a published total.

The totals are entries of the log. The leaves of their trees follow from the log too; they are made
when somebody first asks, held against the root that was published, and kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from typing import Final, NamedTuple
from uuid import UUID

from ledger.database import Connection, query
from ledger.keys import id_of_publishing
from ledger.log import sums
from ledger.log.shape import HASH_BYTES
from ledger.log.store import LogReader
from ledger.log.sums import SUM_BYTES, Summed
from ledger.log.total_proofs import LEAVES, TotalProof, Tree
from ledger.publication_events import FiguresPublished
from ledger.refusals import Broken
from ledger.wire import Entry, from_bytes
from projections.published_entries import Leaf, Period, leaves_of, scope_of

TILE_LEVEL: Final = 8
TILE_LEAVES: Final = 1 << TILE_LEVEL
LEAF_BYTES: Final = HASH_BYTES + SUM_BYTES
NEWEST: Final = 2**63 - 1


class Publication(NamedTuple):
    """A publication: its position in the journal, its entry, the stored bytes."""

    position: int
    entry: Entry
    raw: bytes

    @property
    def event(self) -> FiguresPublished:
        """What was published."""
        event = self.entry.event
        assert isinstance(event, FiguresPublished)
        return event

    @property
    def unit_id(self) -> UUID:
        """Who published."""
        return self.entry.originator_id


class Shown(NamedTuple):
    """A gift's place in a published total."""

    publication: Publication
    proof: TotalProof


def newest(connection: Connection, limit: int, before: int = NEWEST) -> list[Publication]:
    """Return the publications of all units before a position, newest first."""
    rows = connection.execute(query("publications_newest"), {"before": before, "limit": limit})
    return _publications(rows)


def publications_of(connection: Connection, unit_ids: Sequence[UUID]) -> list[Publication]:
    """Return the publications of some units, newest first."""
    asked = {"unit_ids": list(unit_ids)}
    return _publications(connection.execute(query("publications_of"), asked))


def publication(
    connection: Connection, unit_id: UUID, year: int, edition: int | None = None
) -> Publication | None:
    """Return a publication of a unit and year, the newest unless another is named."""
    for each in publications_of(connection, [unit_id]):
        if each.event.year == year and edition in (None, each.event.edition):
            return each
    return None


def publication_under(connection: Connection, key: str) -> Publication | None:
    """Return the publication that was recorded under a key; None if none was."""
    asked = {"command_id": id_of_publishing(key)}
    return next(iter(_publications(connection.execute(query("publication_gift"), asked))), None)


def former_of(connection: Connection, later: Publication) -> Publication | None:
    """Return the publication that one follows; None if it is the first of its year."""
    for each in publications_of(connection, [later.unit_id]):
        if each.entry.originator_version == later.event.former:
            return each
    return None


def covering(connection: Connection, unit_id: UUID, on: date) -> list[Publication]:
    """Return the newest publications of the day on which a gift counts, nearest units first.

    Args:
        connection: to the projections.
        unit_id: who was given.
        on: the day.
    """
    rows = connection.execute(query("publication_above"), {"unit_id": unit_id, "on": on})
    units = [ancestor_id for (ancestor_id,) in rows]
    found: dict[UUID, Publication] = {}
    for each in publications_of(connection, units):
        event = each.event
        if event.year == on.year and on <= event.until:
            found.setdefault(each.unit_id, each)
    return sorted(found.values(), key=lambda each: (each.event.raised_leaves, each.position))


def period_of(connection: Connection, published: Publication) -> Period:
    """Return which entries a publication stands on.

    Raises:
        Broken: the log is shorter than what was published.
    """
    event = published.event
    position = LogReader(connection).position_of(event.log_size - 1)
    if position is None:
        raise Broken(f"the log has fewer than the {event.log_size} entries that were published")
    first = date(event.year, 1, 1)
    return Period(published.unit_id, first, event.until, position, event.log_size)


def shown(
    connection: Connection, published: Publication, tree: Tree, position: int
) -> Shown | None:
    """Return the proof that a gift is in a total; None if it is not.

    Args:
        connection: with no transaction open.
        published: which total.
        tree: which of its trees; see `tree_of`.
        position: of the gift's entry in the journal.

    Raises:
        Broken: the leaves do not give the root that was published.
    """
    keep_tree(connection, published, tree)
    place = {"publication": published.position, "tree": tree}
    asked = {**place, "position": position}
    row = connection.execute(query("published_leaf_at"), asked).fetchone()
    if row is None:
        return None
    tile, positions, held = row
    at = bisect_left(positions, position)
    if at == len(positions) or positions[at] != position:
        return None
    index, leaves = tile * TILE_LEAVES + at, leaves_in(bytes(held))
    nodes = _Nodes(connection, place, {tile: leaves})
    size = _size_of(published.event, tree)
    steps = sums.proof(index, size, nodes.node)
    root = root_of(published.event, tree)
    try:
        sums.verify(leaves[at], index, size, steps, root)
    except sums.SumWrong as wrong:
        raise Broken(f"the kept leaves of a total are not those published: {wrong}") from wrong
    proof = TotalProof(
        unit=str(published.unit_id),
        version=published.entry.originator_version,
        tree=tree,
        index=index,
        size=size,
        net_vnd=leaves[at].sum_vnd,
        steps=tuple(steps),
    )
    return Shown(published, proof)


def tree_of(stored_as: str) -> Tree | None:
    """Return the tree in which an entry of a type is a leaf; None if in none."""
    return next((tree for tree in LEAVES if stored_as in LEAVES[tree]), None)


def keep_tree(connection: Connection, published: Publication, tree: Tree) -> None:
    """Make the leaves of a total from the log, unless they are kept.

    Raises:
        Broken: they do not give the root that was published.
    """
    place = {"publication": published.position, "tree": tree}
    with connection.transaction():
        there = connection.execute(query("published_tree_there"), place).fetchone()
        if (there and there[0]) or not _size_of(published.event, tree):
            return
        scope = scope_of(connection, period_of(connection, published))
        growing = sums.Growing()
        leaves = leaves_of(connection, scope, tree)
        for tile, some in enumerate(_by_tile(leaves)):
            for leaf in some:
                growing.add(leaf.summed)
            connection.execute(query("published_tree_write"), {**place, **_tile(tile, some)})
        if growing.root() != root_of(published.event, tree):
            raise Broken(f"the log does not give the total that {published.unit_id} published")


class _Nodes:
    """The complete subtrees of a total that lies in tiles."""

    def __init__(
        self, connection: Connection, place: Mapping[str, object], tiles: dict[int, list[Summed]]
    ) -> None:
        self._connection = connection
        self._place = place
        self._tiles = tiles
        self._tops: list[Summed] = []

    def node(self, level: int, index: int) -> Summed:
        """Return one of them."""
        if level >= TILE_LEVEL:
            first, count = index << level - TILE_LEVEL, 1 << level - TILE_LEVEL
            return sums.root_of(self._all_tops()[first : first + count])
        first, count = index << level, 1 << level
        tile, at = divmod(first, TILE_LEAVES)
        if tile not in self._tiles:
            asked = {**self._place, "tile": tile}
            row = self._connection.execute(query("published_leaves_of"), asked).fetchone()
            self._tiles[tile] = leaves_in(bytes(row[0])) if row else []
        return sums.root_of(self._tiles[tile][at : at + count])

    def _all_tops(self) -> list[Summed]:
        if not self._tops:
            rows = self._connection.execute(query("published_tops"), self._place)
            self._tops = [Summed(bytes(each), top_vnd) for each, top_vnd in rows]
        return self._tops


def _by_tile(leaves: Iterator[Leaf]) -> Iterator[list[Leaf]]:
    for first in leaves:
        yield list(chain([first], islice(leaves, TILE_LEAVES - 1)))


def _tile(tile: int, leaves: list[Leaf]) -> dict[str, object]:
    nodes = [leaf.summed for leaf in leaves]
    top = sums.root_of(nodes)
    return {
        "tile": tile,
        "first_position": leaves[0].told.position,
        "positions": [leaf.told.position for leaf in leaves],
        "leaves": b"".join(each.hash + each.sum_vnd.to_bytes(SUM_BYTES) for each in nodes),
        "top_hash": top.hash,
        "top_vnd": top.sum_vnd,
    }


def leaves_in(held: bytes) -> list[Summed]:
    """Return the leaves that are kept in a row."""
    parts = (held[at : at + LEAF_BYTES] for at in range(0, len(held), LEAF_BYTES))
    return [Summed(each[:HASH_BYTES], int.from_bytes(each[HASH_BYTES:])) for each in parts]


def root_of(event: FiguresPublished, tree: Tree) -> Summed:
    """Return root and total of a tree, as they were published."""
    if tree == "raised":
        return Summed(bytes.fromhex(event.raised_root), event.raised_total_vnd)
    return Summed(bytes.fromhex(event.collected_root), event.collected_total_vnd)


def _size_of(event: FiguresPublished, tree: Tree) -> int:
    return event.raised_leaves if tree == "raised" else event.collected_leaves


def _publications(rows: Iterable[tuple[int, bytes]]) -> list[Publication]:
    return [Publication(position, from_bytes(bytes(raw)), bytes(raw)) for position, raw in rows]

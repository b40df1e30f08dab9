"""Published totals: do the leaves that are kept of them still lead to what was published?

Each kept leaf is held against the entry of its gift, 256 of them against their top, and all of them
against root and total in the entry of the publication. That this entry, and those of the gifts, are
what they were is shown by the log.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from ledger.database import Connection, query
from ledger.log import sums
from ledger.log.sums import Summed, SumWrong
from ledger.log.total_proofs import LEAVES
from projections.faults import Report
from projections.publications import (
    TILE_LEAVES,
    Publication,
    leaves_in,
    newest,
    root_of,
)

ALL = 2**31 - 1


def inspect_published(connection: Connection, report: Report) -> None:
    """Compare what is kept of every published total with the entries."""
    known = {each.position: each for each in newest(connection, ALL)}
    rows = connection.execute(query("published_leaves_all")).fetchall()
    trees: dict[tuple[int, str], list[Any]] = {}
    for publication, tree, *row in rows:
        trees.setdefault((publication, tree), []).append(row)
    for (publication, tree), tiles in trees.items():
        where = f"published_leaf {publication} {tree}"
        published = known.get(publication)
        if published is None or tree not in LEAVES:
            report.add("published_leaf_differs", where, publication=publication)
        else:
            _inspect_tree(connection, published, tree, tiles, report)


def _inspect_tree(
    connection: Connection, published: Publication, tree: str, tiles: list[Any], report: Report
) -> None:
    growing, wrong = sums.Growing(), False
    for number, (tile, *row) in enumerate(tiles):
        is_right = number == tile and _fits(connection, row)
        wrong |= not is_right
        if not is_right:
            _add(report, published, f"published_leaf {published.position} {tree} {tile}")
        elif not wrong:
            for leaf in leaves_in(bytes(row[2])):
                growing.add(leaf)
    name = next(each for each in LEAVES if each == tree)
    if not wrong and growing.root() != root_of(published.event, name):
        _add(report, published, f"published_leaf {published.position} {tree}")


def _fits(connection: Connection, row: list[Any]) -> bool:
    """Say whether the leaves of a tile are those of its gifts, and its top is over them."""
    first_position, positions, held, top_hash, top_vnd = row
    found = connection.execute(query("published_gifts"), {"positions": positions}).fetchall()
    leaves = leaves_in(bytes(held))
    if (
        not 1 <= len(leaves) == len(positions) == len(found) <= TILE_LEAVES
        or positions[0] != first_position
    ):
        return False
    try:
        return all(
            leaf == sums.leaf_of(sha256(bytes(raw)).digest(), leaf.sum_vnd)
            for leaf, (raw,) in zip(leaves, found, strict=True)
        ) and sums.root_of(leaves) == Summed(bytes(top_hash), top_vnd)
    except SumWrong:
        return False


def _add(report: Report, published: Publication, where: str) -> None:
    event = published.event
    report.add(
        "published_leaf_differs",
        where,
        publication=published.position,
        unit_id=published.unit_id,
        year=event.year,
        edition=event.edition,
    )

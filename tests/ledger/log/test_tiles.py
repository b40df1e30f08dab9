"""The tree lies in tiles of 256 hashes, the entries in bundles of 256; an address never moves."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.log.merkle import inclusion_proof, leaf_hash, root, root_of, verify_inclusion
from ledger.log.tiles import (
    Tile,
    bundle,
    bundles_of,
    nodes_in,
    place_of,
    tile_at,
    tiles_of,
    width_at,
)
from tests.ledger.log.trees import entries, entries_in, entry, nodes_over

SIZE = 1_300
NODES = nodes_over(entries(SIZE))


def published(tile: Tile) -> bytes:
    level = int(tile.level)
    first = tile.index * 256
    return b"".join(NODES(level * 8, first + each) for each in range(tile.width))


TILES = {tile.path: published(tile) for tile in tiles_of(SIZE)}


def read(tile: Tile) -> bytes:
    """Return what is published: full tiles, and the partial ones of this size."""
    return TILES[Tile(tile.level, tile.index, width_at(tile, SIZE)).path]


def test_a_tree_of_70000_has_the_tiles_that_the_standard_counts() -> None:
    found = Counter((each.level, each.width) for each in tiles_of(70_000))
    assert found == {(0, 256): 273, (0, 112): 1, (1, 256): 1, (1, 17): 1, (2, 1): 1}


def test_a_tree_of_256_has_a_full_tile_and_one_hash_above() -> None:
    assert [each.path for each in tiles_of(256)] == ["tile/0/000", "tile/1/000.p/1"]


def test_an_empty_tree_has_no_tiles() -> None:
    assert [*tiles_of(0), *bundles_of(0)] == []


def test_bundles_have_the_address_of_their_entries() -> None:
    assert [each.path for each in bundles_of(300)] == ["tile/entries/000", "tile/entries/001.p/44"]


@given(
    st.one_of(st.integers(0, 63), st.just("entries")), st.integers(0, 10**12), st.integers(1, 256)
)
def test_an_address_names_its_tile(level: int, index: int, width: int) -> None:
    tile = Tile(level, index, width)
    assert tile_at(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/67",
        "tile/0/x000/067",
        "tile/00/000",
        "tile/64/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000/",
        "tile/0/001/234",
        "tile/0/٠٠٠",
        "/tile/0/000",
        "tile/entries/000.p/999",
        "tile/data/000",
    ],
)
def test_no_tile_has_a_second_address(path: str) -> None:
    assert tile_at(path) is None


def test_proofs_are_made_from_tiles_alone() -> None:
    nodes, top = nodes_in(read), root(SIZE, NODES)
    assert root(SIZE, nodes) == top
    for index in (0, 255, 256, 767, 1_024, SIZE - 1):
        path = inclusion_proof(index, SIZE, nodes)
        verify_inclusion(leaf_hash(entry(index)), index, SIZE, path, top)


@given(st.integers(1, SIZE))
@settings(max_examples=50, deadline=None)
def test_earlier_roots_come_from_the_tiles_of_today(size: int) -> None:
    assert root(size, nodes_in(read)) == root_of(leaf_hash(each) for each in entries(size))


def test_a_node_asks_for_no_more_of_a_tile_than_it_needs() -> None:
    assert place_of(3, 33) == (Tile(0, 1, 16), 8)
    assert place_of(8, 300) == (Tile(1, 1, 45), 1)


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_gives_its_entries_back(some: list[bytes]) -> None:
    assert entries_in(bundle(some)) == some


def test_an_entry_too_long_for_a_bundle_is_refused() -> None:
    with pytest.raises(ValueError, match="65536"):
        bundle([bytes(65_536)])

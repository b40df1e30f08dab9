"""Roots and proofs are those of RFC 6962: published cases, every size, and every flipped bit."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.log.merkle import (
    EMPTY_ROOT,
    ProofFault,
    ProofWrong,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from tests.ledger.log.trees import entries, entry, nodes_over

VECTORS = json.loads(Path(__file__).with_name("merkle_vectors.json").read_text())
"""From github.com/transparency-dev/merkle, testdata (Apache-2.0)."""

SIZE_MAX = 300
NODES = nodes_over(entries(SIZE_MAX))


def bytes_of(encoded: str) -> bytes:
    return base64.b64decode(encoded)


def hashes_of(case: dict[str, Any]) -> list[bytes]:
    return [bytes_of(each) for each in case["proof"] or []]


def flipped(some: bytes, bit: int) -> bytes:
    changed = bytearray(some)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_all_published_cases_are_here() -> None:
    assert (len(VECTORS["inclusion"]), len(VECTORS["consistency"])) == (98, 98)


@pytest.mark.parametrize("case", VECTORS["inclusion"], ids=lambda case: case["name"])
def test_published_inclusion(case: dict[str, Any]) -> None:
    leaf, top = bytes_of(case["leafHash"]), bytes_of(case["root"])
    arguments = (leaf, case["leafIdx"], case["treeSize"], hashes_of(case), top)
    if case["wantErr"]:
        with pytest.raises(ProofWrong):
            verify_inclusion(*arguments)
    else:
        verify_inclusion(*arguments)


@pytest.mark.parametrize("case", VECTORS["consistency"], ids=lambda case: case["name"])
def test_published_consistency(case: dict[str, Any]) -> None:
    roots = bytes_of(case["root1"]), bytes_of(case["root2"])
    arguments = (case["size1"], case["size2"], hashes_of(case), *roots)
    if case["wantErr"]:
        with pytest.raises(ProofWrong):
            verify_consistency(*arguments)
    else:
        verify_consistency(*arguments)


def test_a_tree_without_entries_has_the_hash_of_nothing() -> None:
    assert root_of([]) == root(0, NODES) == EMPTY_ROOT


def test_a_leaf_is_never_taken_for_a_node() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)


def test_the_root_of_seven_leaves_is_that_of_the_drawing_in_the_rfc() -> None:
    leaves = [leaf_hash(entry(index)) for index in range(7)]
    g, h, i = (node_hash(leaves[at], leaves[at + 1]) for at in (0, 2, 4))
    k, top_right = node_hash(g, h), node_hash(i, leaves[6])
    assert root_of(leaves) == root(7, NODES) == node_hash(k, top_right)


@pytest.mark.parametrize("size", range(1, SIZE_MAX + 1))
def test_every_entry_of_a_tree_is_proved(size: int) -> None:
    top = root_of(leaf_hash(each) for each in entries(size))
    for index in range(size):
        path = inclusion_proof(index, size, NODES)
        verify_inclusion(leaf_hash(entry(index)), index, size, path, top)


@pytest.mark.parametrize("new", range(1, 130))
def test_every_tree_continues_all_before_it(new: int) -> None:
    top = root(new, NODES)
    for old in range(1, new + 1):
        path = consistency_proof(old, new, NODES)
        verify_consistency(old, new, path, root(old, NODES), top)


def test_growth_from_nothing_needs_no_proof() -> None:
    assert consistency_proof(0, 5, NODES) == []


@given(st.integers(1, SIZE_MAX), st.data())
@settings(max_examples=200, deadline=None)
def test_every_flipped_bit_of_an_inclusion_proof_is_refused(size: int, draw: st.DataObject) -> None:
    index = draw.draw(st.integers(0, size - 1))
    path = inclusion_proof(index, size, NODES)
    parts = [leaf_hash(entry(index)), root(size, NODES), *path]
    bit = draw.draw(st.integers(0, len(parts) * 256 - 1))
    parts[bit // 256] = flipped(parts[bit // 256], bit % 256)
    leaf, top, *steps = parts
    with pytest.raises(ProofWrong) as wrong:
        verify_inclusion(leaf, index, size, steps, top)
    assert wrong.value.reason is ProofFault.ROOT_DIFFERS


@given(st.integers(2, SIZE_MAX), st.data())
@settings(max_examples=200, deadline=None)
def test_every_flipped_bit_of_a_consistency_proof_is_refused(new: int, draw: st.DataObject) -> None:
    old = draw.draw(st.integers(1, new - 1))
    parts = [root(old, NODES), root(new, NODES), *consistency_proof(old, new, NODES)]
    bit = draw.draw(st.integers(0, len(parts) * 256 - 1))
    parts[bit // 256] = flipped(parts[bit // 256], bit % 256)
    old_root, new_root, *steps = parts
    with pytest.raises(ProofWrong) as wrong:
        verify_consistency(old, new, steps, old_root, new_root)
    assert wrong.value.reason is ProofFault.ROOT_DIFFERS


def test_every_bit_of_a_small_proof_counts() -> None:
    path, top = inclusion_proof(5, 11, NODES), root(11, NODES)
    for bit in range(len(path) * 256):
        wrong = path.copy()
        wrong[bit // 256] = flipped(wrong[bit // 256], bit % 256)
        with pytest.raises(ProofWrong):
            verify_inclusion(leaf_hash(entry(5)), 5, 11, wrong, top)


@given(st.integers(2, SIZE_MAX), st.data())
@settings(max_examples=200, deadline=None)
def test_an_entry_is_at_its_own_place_only(size: int, draw: st.DataObject) -> None:
    index = draw.draw(st.integers(0, size - 1))
    other = draw.draw(st.integers(-2, size + 2).filter(lambda each: each != index))
    path = inclusion_proof(index, size, NODES)
    with pytest.raises(ProofWrong):
        verify_inclusion(leaf_hash(entry(index)), other, size, path, root(size, NODES))


@given(st.integers(1, SIZE_MAX), st.data())
@settings(max_examples=200, deadline=None)
def test_a_proof_has_exactly_its_length(size: int, draw: st.DataObject) -> None:
    index = draw.draw(st.integers(0, size - 1))
    path = inclusion_proof(index, size, NODES)
    wrong = draw.draw(st.sampled_from([[*path, bytes(32)], [bytes(32), *path], path[:-1] or [b""]]))
    with pytest.raises(ProofWrong):
        verify_inclusion(leaf_hash(entry(index)), index, size, wrong, root(size, NODES))


@pytest.mark.parametrize(("old", "new"), [(0, 4), (5, 4), (-1, 4), (0, 0)])
def test_sizes_that_show_nothing_are_refused(old: int, new: int) -> None:
    with pytest.raises(ProofWrong) as wrong:
        verify_consistency(old, new, [], EMPTY_ROOT, EMPTY_ROOT)
    assert wrong.value.reason is ProofFault.SIZES_DISAGREE

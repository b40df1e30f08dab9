"""A stranger follows the log over HTTP: everything that the tiles say leads to the signed root."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from ledger.log import checkpoints, proofs
from ledger.log.following import catch_up
from ledger.log.merkle import inclusion_proof, leaf_hash, root
from ledger.log.notes import Verifier
from ledger.log.proofs import TlogProof
from ledger.log.tiles import Tile, bundles_of, nodes_in, width_at
from tests.api.pages.public.town import Town
from tests.ledger.log.journals import record
from tests.ledger.log.trees import entries_in
from tests.secret_keys import keys_of
from tests.site import Site


@pytest.fixture(scope="module")
def client(town: Town) -> Iterator[httpx.Client]:
    """Give a stranger's client; the log has more entries than a tile has hashes."""
    url = town.site.wiring.url
    catch_up(url, keys_of(url))
    record(url, 300, gap=2)
    catch_up(url, keys_of(url))
    with httpx.Client(base_url=town.site.address) as it:
        yield it


def log_key(client: httpx.Client) -> Verifier:
    return Verifier.parse(client.get("/log-key").json()["verifier_key"])


def fetched(client: httpx.Client, tile: Tile) -> bytes:
    answer = client.get(f"/{tile.path}")
    assert answer.status_code == 200, tile.path
    return answer.content


def test_the_checkpoint_is_signed_by_the_key_that_is_told(client: httpx.Client) -> None:
    answer = client.get("/checkpoint")
    said = checkpoints.opened(answer.content, [log_key(client)]).said
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert said.size > 300
    assert said.origin == client.get("/log-key").json()["origin"]


def test_a_stranger_proves_an_entry_from_tiles_alone(client: httpx.Client) -> None:
    note = client.get("/checkpoint").text
    size = checkpoints.parsed(note).size
    nodes = nodes_in(
        lambda tile: fetched(client, Tile(tile.level, tile.index, width_at(tile, size)))
    )
    assert root(size, nodes) == checkpoints.parsed(note).root
    entries = [each for tile in bundles_of(size) for each in entries_in(fetched(client, tile))]
    for index in (0, 255, 256, size - 1):
        proof = TlogProof(index, tuple(inclusion_proof(index, size, nodes)), note)
        assert proofs.verify(entries[index], proof, log_key(client)).index == index


def test_each_entry_of_a_bundle_hashes_to_its_leaf(client: httpx.Client) -> None:
    entries = entries_in(client.get("/tile/entries/000").content)
    leaves = client.get("/tile/0/000").content
    assert b"".join(map(leaf_hash, entries)) == leaves


def test_tiles_may_be_kept_for_ever_and_checkpoints_for_a_moment(client: httpx.Client) -> None:
    kept = {path: client.get(path).headers for path in ("/tile/0/000", "/checkpoint")}
    assert "immutable" in kept["/tile/0/000"]["cache-control"]
    assert kept["/tile/0/000"]["content-type"] == "application/octet-stream"
    assert kept["/checkpoint"]["cache-control"] == "public, max-age=1"
    assert all(each["access-control-allow-origin"] == "*" for each in kept.values())


def test_entries_are_sent_compressed_to_those_who_can_read_that(client: httpx.Client) -> None:
    packed = client.get("/tile/entries/000")
    plain = client.get("/tile/entries/000", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2


@pytest.mark.parametrize(
    "path",
    [
        *("/tile/0/001", "/tile/0/001.p/256", "/tile/0/000.p/0", "/tile/64/000", "/tile/00/000"),
        *("/tile/0/0", "/tile/0/x000/000", "/tile/1/000", "/tile/1/000.p/2", "/tile/9/000.p/1"),
        *("/tile/entries/001", "/tile/entries/002.p/1", "/tile/data/000", "/tile/0/000/", "/tile/"),
    ],
)
def test_what_is_no_tile_of_this_log_is_not_there(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_narrower_tile_is_the_beginning_of_a_wider_one(client: httpx.Client) -> None:
    whole = client.get("/tile/0/000").content
    assert client.get("/tile/0/000.p/17").content == whole[: 17 * 32]


def test_a_log_that_has_not_begun_asks_to_come_back(empty_site: Site) -> None:
    with httpx.Client(base_url=empty_site.address) as client:
        assert [client.get(path).status_code for path in ("/checkpoint", "/log-key")] == [503, 503]
        catch_up(empty_site.wiring.url, keys_of(empty_site.wiring.url))
        assert checkpoints.parsed(client.get("/checkpoint").content).size == 0
        assert client.get("/tile/0/000.p/1").status_code == 404

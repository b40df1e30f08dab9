"""A witness answers over the network with the statuses and types of c2sp.org/tlog-witness."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.witness_serving import STATUS, witness_app
from ledger.log import notes
from ledger.log.witness import REQUEST_BYTES_MAX, Growth, Witness, WitnessFault
from tests.ledger.log.test_witness import OTHER_PAST, asked
from tests.ledger.log.trees import LOG, OTHER_LOG, checkpoint_of, entries, growth
from tests.site import served


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    opened = Witness(tmp_path / "witness", "witness.example/w")
    opened.trust(LOG.verifier)
    return opened


@pytest.fixture
def client(witness: Witness) -> Iterator[httpx.Client]:
    with served(witness_app(witness)) as address, httpx.Client(base_url=address) as opened:
        yield opened


def answer(client: httpx.Client, request: Growth | str) -> tuple[int, str, str]:
    """Return status, type and content of what is answered."""
    found = client.post("/add-checkpoint", content=str(request).encode())
    return found.status_code, found.headers["content-type"], found.text


def test_a_cosignature_is_a_line_below_the_checkpoint(
    client: httpx.Client, witness: Witness
) -> None:
    request = asked(0, 5)
    status, kind, line = answer(client, request)
    assert (status, kind) == (200, "text/plain; charset=utf-8")
    cosigned = notes.opened(request.note + line, [witness.verifier])
    assert cosigned.signed_by(witness.verifier)


def test_a_stale_request_is_told_the_size(client: httpx.Client) -> None:
    answer(client, asked(0, 5))
    assert answer(client, asked(3, 9)) == (409, "text/x.tlog.size", "5\n")


def test_a_second_past_of_the_same_size_is_a_conflict(client: httpx.Client) -> None:
    answer(client, asked(0, 5))
    request = Growth(5, (), checkpoint_of(OTHER_PAST[:5]))
    assert answer(client, request) == (409, "text/x.tlog.size", "5\n")


def test_growth_that_is_not_shown_cannot_be_processed(client: httpx.Client) -> None:
    answer(client, asked(0, 5))
    proof = tuple(growth(5, OTHER_PAST[:9]))
    status, _, said = answer(client, Growth(5, proof, checkpoint_of(OTHER_PAST[:9])))
    assert (status, said) == (422, "witness_proof_wrong\n")


def test_an_unknown_log_is_not_found_and_a_thief_forbidden(client: httpx.Client) -> None:
    stranger = Growth(0, (), checkpoint_of(entries(3), OTHER_LOG))
    forged = asked(0, 3)
    forged = Growth(0, (), forged.note.replace("\n3\n", "\n4\n"))
    assert [answer(client, each)[0] for each in (stranger, forged)] == [404, 403]


@pytest.mark.parametrize(
    "body",
    ["", "old 0", str(Growth(9, (), checkpoint_of(entries(3)))), "x" * (REQUEST_BYTES_MAX + 9)],
)
def test_a_request_that_cannot_be_meant_is_bad(client: httpx.Client, body: str) -> None:
    assert answer(client, body)[0] == 400


def test_bytes_that_are_no_text_are_bad(client: httpx.Client) -> None:
    assert client.post("/add-checkpoint", content=b"\xff\n\n").status_code == 400


def test_nothing_else_is_served_but_the_key(client: httpx.Client, witness: Witness) -> None:
    assert client.get("/").text == f"{witness.verifier}\n"
    assert client.get("/add-checkpoint").status_code == 405
    assert client.get("/witness.key").status_code == 404


def test_every_reason_has_its_status() -> None:
    assert set(STATUS) == set(WitnessFault)

"""Programs publish, list what was published, and prove that a gift is inside a total."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from api.publishing import kept
from ledger.database import connect
from ledger.log import total_proofs
from ledger.log.total_proofs import TotalProof
from projections.publications import newest
from tests.api.v1.world import GIFT, World
from tests.secret_keys import keys_of

WISH = {"unit": "NA-01-01", "year": 2022}


@pytest.fixture
def published(here: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[World, str, str]]:
    """Give an association whose commune published a gift: ids of the gift and the publication."""
    monkeypatch.setenv("SOQUY_KEYS", str(keys_of(here.site.wiring.url)))
    gift = here["thu-quy"].post("/donations", GIFT).json()["entry"]["id"]
    answer = here["chu-tai-khoan"].post("/publications", WISH)
    assert answer.status_code == 201, answer.text
    yield here, gift, answer.json()["publication"]["id"]


def test_a_publication_is_found_and_listed(published: tuple[World, str, str]) -> None:
    here, _, made = published
    one = here["thu-quy"].get(f"/publications/{made}").json()
    assert (one["edition"], one["raised_vnd"], one["former"]) == (1, 500_000, None)
    for asked in ({}, {"unit": "NA-01-01"}):
        listed = here["thu-quy"].get("/publications", **asked).json()
        assert one in listed["publications"]
    assert here["thu-quy"].get("/publications", unit="NA").json()["publications"] == []


def test_a_list_of_publications_goes_on_where_it_ended(published: tuple[World, str, str]) -> None:
    here, _, made = published
    again = here["chu-tai-khoan"].post("/publications", WISH).json()["publication"]
    assert (again["edition"], again["former"]) == (2, made)
    first = here["thu-quy"].get("/publications", unit="NA-01-01", limit=1).json()
    rest = (
        here["thu-quy"]
        .get("/publications", unit="NA-01-01", limit=1, cursor=first["next_cursor"])
        .json()
    )
    ids = [each["id"] for each in (*first["publications"], *rest["publications"])]
    assert ids == [again["id"], made]


def test_the_proof_of_a_total_holds(published: tuple[World, str, str]) -> None:
    here, gift, made = published
    said: dict[str, Any] = (
        here["thu-quy"].get(f"/entries/{gift}/total-proof", publication=made).json()
    )
    total = total_proofs.verify(
        said["entry"].encode(), TotalProof.parse(said["proof"]), said["publication_entry"].encode()
    )
    assert (total.net_vnd, total.total_vnd, total.counted) == (500_000, 500_000, "whole")


def test_what_is_in_no_total_has_no_proof(published: tuple[World, str, str]) -> None:
    here, gift, made = published
    later = here["thu-quy"].post("/donations", {**GIFT, "amount_vnd": 7}).json()["entry"]["id"]
    here.site.catch_up()
    ask = here["thu-quy"].get
    assert ask(f"/entries/{later}/total-proof", publication=made).status_code == 404
    assert ask(f"/entries/{made}/total-proof", publication=made).status_code == 404
    assert ask(f"/entries/{gift}/total-proof", publication=gift).status_code == 404
    assert ask(f"/publications/{gift}").status_code == 404


def test_only_an_account_holder_publishes(here: World) -> None:
    assert here["thu-quy"].post("/publications", WISH).status_code == 403
    assert here["chu-tai-khoan"].post("/publications", {**WISH, "unit": "NA"}).status_code == 403


def test_the_same_key_publishes_once(published: tuple[World, str, str]) -> None:
    here, _, _ = published
    first = here["chu-tai-khoan"].post("/publications", WISH, key="once")
    same = here["chu-tai-khoan"].post("/publications", WISH, key="once")
    assert first.json() == same.json()
    assert same.headers["Idempotency-Hit"] == "true"


def test_what_the_ledger_refuses_is_a_problem(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOQUY_KEYS", str(keys_of(here.site.wiring.url)))
    answer = here["chu-tai-khoan"].post("/publications", {**WISH, "until": "2021-12-31"})
    assert (answer.status_code, answer.json()["code"]) == (422, "publication_period_wrong")


@contextmanager
def answers_lost(url: str) -> Iterator[None]:
    """Let nothing be kept of what is answered: who records something fails before answering."""
    with connect(url) as connection:
        connection.execute("ALTER TABLE v1_answer ADD CONSTRAINT lost CHECK (false) NOT VALID")
        try:
            yield
        finally:
            connection.execute("ALTER TABLE v1_answer DROP CONSTRAINT lost")


def cut_short(here: World) -> httpx.Response:
    """Publish under the key `cut`; the answer is whatever the server says of its own failure."""
    asker, address = here["chu-tai-khoan"], here.site.address
    headers = {"Authorization": f"Bearer {asker.key}", "Idempotency-Key": "cut"}
    return httpx.post(f"{address}/v1/publications", json=WISH, headers=headers, timeout=30)


def editions(here: World) -> list[int]:
    """Return the editions there are, the newest first."""
    listed = here["thu-quy"].get("/publications", unit="NA-01-01").json()["publications"]
    return [each["edition"] for each in listed]


def test_what_was_published_before_the_answer_was_lost_is_answered_and_not_published_again(
    published: tuple[World, str, str],
) -> None:
    here, _, _ = published
    wiring = here.site.wiring
    with answers_lost(wiring.url):
        assert cut_short(here).status_code == 500
    assert editions(here) == [2, 1]
    with connect(wiring.url) as connection:
        last, _ = newest(connection, 2)
        connection.execute("DELETE FROM published_leaf")
    package = kept(wiring.home, last)
    before = package.read_bytes()
    package.unlink()
    again = here["chu-tai-khoan"].post("/publications", WISH, key="cut")
    assert (again.status_code, again.json()["publication"]["edition"]) == (201, 2)
    assert (editions(here), package.read_bytes()) == ([2, 1], before)


@pytest.mark.parametrize("other", [{"year": 2021}, {"until": "2022-06-30"}])
def test_a_key_whose_answer_was_lost_publishes_nothing_else(
    published: tuple[World, str, str], other: dict[str, Any]
) -> None:
    here, _, _ = published
    with answers_lost(here.site.wiring.url):
        cut_short(here)
    answer = here["chu-tai-khoan"].post("/publications", {**WISH, **other}, key="cut")
    assert (answer.status_code, answer.json()["code"]) == (422, "key_used_for_other")
    assert editions(here) == [2, 1]

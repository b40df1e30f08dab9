"""A supervisor learns whether the program lives, whether it can work, and how it is doing."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from api import wiring as wirings
from api.operation import health
from ledger.database import migrations
from tests.api.books import Books, gift
from tests.databases import copy_of
from tests.site import Site, standing


def lines(client: httpx.Client) -> list[str]:
    return client.get("/metrics").text.splitlines()


def test_a_program_that_answers_is_alive(client: httpx.Client) -> None:
    assert client.get("/health").json() == {"status": "ok"}


def test_it_is_ready_when_database_schema_and_figures_are(client: httpx.Client) -> None:
    answer = client.get("/ready")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ready"
    assert answer.json()["database"] and answer.json()["schema"]


def test_it_is_not_ready_while_figures_are_far_behind(
    site: Site, client: httpx.Client, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "BEHIND_MAX", 0)
    books.accepted(gift("muon", 100))
    behind = client.get("/ready")
    site.catch_up()
    assert (behind.status_code, client.get("/ready").status_code) == (503, 200)
    assert behind.json()["behind"] > 0


def test_a_database_that_goes_while_it_is_asked_breaks_nothing(
    postgres_url: str,
    migrated_database_name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with copy_of(migrated_database_name, postgres_url) as url:
        site = standing(url, tmp_path)
        with site as it, it.client() as client:

            def then_gone() -> list[Path]:
                it.wiring.pool.close()
                return migrations()

            monkeypatch.setattr(health, "migrations", then_gone)
            codes = [client.get("/ready").status_code for _ in range(2)]
    assert codes == [200, 503]


def test_without_its_database_it_is_alive_but_not_ready(
    postgres_url: str,
    migrated_database_name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wirings, "WAIT_S", 0.3)
    with copy_of(migrated_database_name, postgres_url) as url:
        site = standing(url, tmp_path)
        with site as it, it.client() as client:
            it.wiring.pool.close()
            ready = client.get("/ready")
            assert (ready.status_code, ready.json()["database"]) == (503, False)
            assert client.get("/health").status_code == 200
            assert "soquy_journal_entries NaN" in lines(client)


def test_requests_are_counted_by_the_pattern_of_their_address(client: httpx.Client) -> None:
    client.get("/static/0/rieng-tu.css")
    told = 'soquy_requests_total{method="GET",route="/static/{mark}/{name:path}",status="404"} 1.0'
    assert told in lines(client)
    assert not [line for line in lines(client) if "rieng-tu" in line]


def test_methods_that_somebody_made_up_do_not_become_series(client: httpx.Client) -> None:
    client.request("PROPFIND", "/health")
    assert any('method="OTHER"' in line for line in lines(client))
    assert not [line for line in lines(client) if "PROPFIND" in line]


def measured(client: httpx.Client, name: str) -> float:
    (line,) = [each for each in lines(client) if each.startswith(f"soquy_{name} ")]
    return float(line.split()[1])


def test_the_books_are_measured(site: Site, client: httpx.Client, books: Books) -> None:
    site.catch_up()
    before = measured(client, "journal_entries")
    books.accepted(gift("do", 100))
    lag = measured(client, "projection_lag_entries")
    site.catch_up()
    assert measured(client, "journal_entries") > before
    assert lag > measured(client, "projection_lag_entries") == 0
    assert measured(client, "office_waiting") == 0


def test_every_series_is_explained(client: httpx.Client) -> None:
    text = (Path(__file__).parents[3] / "docs" / "operation.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `(soquy_\w+)`", text, re.MULTILINE))
    client.get("/health")
    found = {line.split("{")[0].split(" ")[0] for line in lines(client) if line[0] != "#"}
    assert {re.sub(r"_(bucket|count|sum|created)$", "", name) for name in found} - {
        "soquy_requests"
    } == told

"""Programs read the same figures, entries and papers as people do, page by page."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest

from api.balances import balances
from api.v1 import figures
from projections.figures import asked, described
from tests.api.v1.world import GIFT, World


@pytest.fixture
def given(here: World) -> World:
    """Three gifts, known to the figures."""
    for amount_vnd in (500_000, 200_000, 300_000):
        body = {**GIFT, "amount_vnd": amount_vnd}
        assert here["thu-quy"].post("/donations", body).status_code == 201
    here.site.catch_up()
    return here


def test_units_come_page_by_page(given: World) -> None:
    first = given["thu-quy"].get("/units", limit=2).json()
    rest = given["thu-quy"].get("/units", limit=2, cursor=first["next_cursor"]).json()
    codes = [each["code"] for each in (*first["units"], *rest["units"])]
    assert (codes, rest["next_cursor"]) == (["NA", "NA-01", "NA-01-01"], None)


def test_a_unit_is_found_by_its_code_and_by_its_id(given: World) -> None:
    by_code = given["thu-quy"].get("/units/NA-01").json()
    by_id = given["thu-quy"].get(f"/units/{by_code['id']}").json()
    assert (by_id, by_id["children"]) == (by_code, 1)


def test_balances_are_those_of_the_command_line(given: World) -> None:
    query = {"as_of": "2022-12-31", "known_at": "2100-01-01T00:00:00Z"}
    shown = given["thu-quy"].get("/units/NA/balances", **query, children=True).json()
    with given.site.wiring.connection() as connection:
        said = balances(
            connection,
            asked(date(2022, 12, 31)),
            code="NA",
            with_children=True,
            known_at=datetime(2100, 1, 1, tzinfo=UTC),
        )
    assert shown == said


def test_the_balances_of_all_units_come_page_by_page(given: World) -> None:
    first = given["thu-quy"].get("/balances", as_of="2022-12-31", limit=2).json()
    rest = given["thu-quy"].get("/balances", as_of="2022-12-31", cursor=first["next_cursor"])
    units = [*first["units"], *rest.json()["units"]]
    assert [each["subtree"]["raised"]["total"] for each in units] == [1_000_000] * 3


def test_before_anything_was_known_there_was_nothing(given: World) -> None:
    answer = given["thu-quy"].get("/units/NA/balances", known_at="2001-01-01T00:00:00Z")
    assert answer.status_code == 404


def test_what_has_not_changed_is_not_sent_again(given: World) -> None:
    path = "/v1/units/NA/balances"
    first = given["thu-quy"].client.get(path)
    unchanged = {"If-None-Match": first.headers["etag"]}
    assert given["thu-quy"].client.get(path, headers=unchanged).status_code == 304
    given["thu-quy"].post("/donations", GIFT)
    given.site.catch_up()
    assert given["thu-quy"].client.get(path, headers=unchanged).status_code == 200


def test_what_was_read_before_the_books_grew_bears_no_mark_of_the_grown_ones(
    given: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def then_grown(*asked: Any) -> Any:  # noqa: ANN401 - what it stands for says
        read = described(*asked)
        given["huyen"].post("/donations", {**GIFT, "unit": "NA-01"})
        given.site.catch_up()
        return read

    monkeypatch.setattr(figures, "described", then_grown)
    early = given["thu-quy"].client.get("/v1/units/NA/balances")
    monkeypatch.undo()
    mark = {"If-None-Match": early.headers["etag"]}
    assert given["thu-quy"].client.get("/v1/units/NA/balances", headers=mark).status_code == 200


def test_entries_come_newest_first_page_by_page(given: World) -> None:
    first = given["kiem-tra"].get("/entries", unit="NA", below=True, limit=2).json()
    rest = given["kiem-tra"].get(
        "/entries", unit="NA", below=True, limit=2, cursor=first["next_cursor"]
    )
    amounts = [e["facts"]["amount_vnd"] for e in (*first["entries"], *rest.json()["entries"])]
    assert amounts == [300_000, 200_000, 500_000]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"account": "raised."}, 3),
        ({"account": "paid."}, 0),
        ({"type": "donation"}, 3),
        ({"type": "donation.goods/1"}, 0),
        ({"from": "2022-03-02"}, 0),
        ({"to": "2022-03-01", "fund": "general"}, 3),
    ],
)
def test_entries_are_filtered(given: World, query: dict[str, str], count: int) -> None:
    found = given["thu-quy"].get("/entries", unit="NA-01-01", **query).json()["entries"]
    assert len(found) == count


def test_an_entry_shows_what_it_does_to_the_accounts(given: World) -> None:
    listed = given["thu-quy"].get("/entries", unit="NA-01-01", limit=1).json()["entries"]
    entry = given["thu-quy"].get(f"/entries/{listed[0]['id']}").json()
    assert sum(line["amount_vnd"] for line in entry["postings"]) == 0
    assert "donor" not in str(entry)


def test_papers_are_pdf(given: World) -> None:
    entry = given["thu-quy"].get("/entries", unit="NA-01-01", limit=1).json()["entries"][0]["id"]
    for kind in ("receipts", "vouchers"):
        answer = given["thu-quy"].get(f"/{kind}/{entry}.pdf")
        assert (answer.headers["content-type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_the_register_names_donors_to_those_who_may_read_it(given: World) -> None:
    said = given["thu-quy"].get("/registers/gifts", unit="NA-01-01", year=2022, limit=1).json()
    assert (said["rows"][0]["person"], said["rows"][0]["amount_vnd"]) == (GIFT["donor"], 500_000)
    refused = given["nguoi-dung"].get("/registers/gifts", unit="NA-01-01", year=2022)
    assert refused.status_code == 403


def test_a_key_says_whose_it_is_and_what_it_may_do(given: World) -> None:
    said = given["thu-quy"].get("/me").json()
    assert said["roles"][0]["role"] == "treasurer"
    assert said["person"] == given["thu-quy"].person_id


def test_an_inspector_audits_the_whole_book(given: World) -> None:
    assert given["kiem-tra"].get("/audit").json()["clean"]
    assert given["thu-quy"].get("/audit").json()["code"] == "not_allowed"


def test_the_published_claims_are_checked(given: World) -> None:
    assert given["thu-quy"].get("/claims").json()["identities"] > 0


@pytest.mark.parametrize("format_", ["hledger", "beancount"])
def test_an_inspector_exports_plain_text(given: World, format_: str) -> None:
    answer = given["kiem-tra"].get(f"/exports/{format_}")
    assert (answer.status_code, "500000" in answer.text.replace(",", "")) == (200, True)


def test_an_inspector_exports_exchange_files(given: World) -> None:
    answer = given["kiem-tra"].get("/exports/exchange")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert b"Nguy" in packed.read("donations.csv")


def test_an_administrator_lets_the_figures_be_made_again(given: World) -> None:
    first, again = (given["quan-tri"].post("/rebuilds", {}, "R-1") for _ in range(2))
    assert first.json()["entries"] > 3
    assert (again.content, again.headers["idempotency-hit"]) == (first.content, "true")

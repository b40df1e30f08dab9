"""Many rows at once: all or none, or the good ones; each row once, in whatever list it comes."""

from __future__ import annotations

from typing import Any

from tests.api.v1.world import GIFT, PAYOUT, World


def row(key: str, table: str = "donations", **more: object) -> dict[str, Any]:
    """Return one row of a list."""
    bodies: dict[str, dict[str, Any]] = {"donations": GIFT, "payouts": PAYOUT, "reversals": UNDO}
    return {"table": table, "row": {"key": key, **bodies[table], **more}}


UNDO = {"on": "2022-09-06", "reason": "Ghi nhầm"}


def listed(*rows: dict[str, Any], mode: str = "atomic") -> dict[str, Any]:
    return {"mode": mode, "rows": list(rows)}


GOOD = row("D-1")
BAD = row("D-2", fund="khong-co")


def test_a_list_is_recorded_row_by_row(here: World) -> None:
    answer = here["thu-quy"].post("/imports", listed(GOOD, row("D-2", amount_vnd=7)))
    said = answer.json()
    assert (answer.status_code, said["recorded"], said["refused"]) == (200, 2, 0)
    place = said["rows"][1]["entry"]
    entry = here["thu-quy"].get(f"/entries/{place}").json()
    assert entry["facts"]["amount_vnd"] == 7


def test_one_bad_row_leaves_an_atomic_list_unrecorded(here: World) -> None:
    answer = here["thu-quy"].post("/imports", listed(GOOD, BAD))
    assert (answer.status_code, answer.json()["code"]) == (422, "row_refused")
    assert answer.json()["errors"][0]["pointer"] == "/rows/1/fund"
    assert here["thu-quy"].get("/entries", unit="NA-01-01").json()["entries"] == []


def test_the_good_rows_of_a_continued_list_are_recorded(here: World) -> None:
    said = here["thu-quy"].post("/imports", listed(GOOD, BAD, mode="continue")).json()
    assert [each["status"] for each in said["rows"]] == ["recorded", "refused"]
    assert said["rows"][1]["problem"]["code"] == "unknown_fund"


def test_what_was_said_of_a_person_is_not_in_the_answer_that_is_kept(here: World) -> None:
    scan = {"name": "../Khai.pdf", "content": "JVBERi0="}
    body = listed(GOOD, row("D-2", evidence=[scan]), mode="continue")
    said = here["thu-quy"].post("/imports", body).json()
    (flaw,) = said["rows"][1]["problem"]["errors"]
    assert flaw["pointer"] == "/rows/1/row/evidence"
    with here.site.wiring.connection() as connection:
        ((kept,),) = connection.execute("SELECT body FROM v1_answer").fetchall()
    assert "Khai" not in bytes(kept).decode()


def test_a_list_sent_twice_is_answered_the_same(here: World) -> None:
    body = listed(GOOD, BAD, mode="continue")
    first, again = (here["thu-quy"].post("/imports", body, "L-1") for _ in range(2))
    assert again.content == first.content
    assert again.headers["idempotency-hit"] == "true"


def test_a_list_under_a_used_key_is_refused_even_if_only_a_name_differs(here: World) -> None:
    here["thu-quy"].post("/imports", listed(GOOD), "L-1")
    other = listed(row("D-1", donor="Trần Văn Học"))
    answer = here["thu-quy"].post("/imports", other, "L-1")
    assert answer.json()["code"] == "key_used_for_other"


def test_a_row_is_recorded_once_in_whatever_list_it_comes(here: World) -> None:
    first = here["thu-quy"].post("/imports", listed(GOOD)).json()
    other = here["thu-quy"].post("/imports", listed(row("D-3"), GOOD)).json()
    assert other["rows"][1]["entry"] == first["rows"][0]["entry"]
    found = here["thu-quy"].get("/entries", unit="NA-01-01").json()["entries"]
    assert len(found) == 2


def test_a_dry_run_records_nothing(here: World) -> None:
    said = here["thu-quy"].post("/imports", listed(GOOD), dry_run=True).json()
    assert (said["recorded"], said["rows"][0]["status"]) == (0, "would_record")
    assert here["thu-quy"].get("/entries", unit="NA-01-01").json()["entries"] == []


def test_a_row_of_a_unit_where_one_may_not_enter_is_refused(here: World) -> None:
    body = listed(GOOD, row("D-2", unit="NA-01"), mode="continue")
    said = here["thu-quy"].post("/imports", body).json()
    assert said["rows"][1]["problem"]["code"] == "not_allowed"

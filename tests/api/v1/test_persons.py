"""Programs find, show and erase persons, and note consents; whoever reads names is noted."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ledger.commands import RegisterHolder
from ledger.draft import request
from tests.api.v1.world import GIFT, World
from tests.ledger.examples import NEWSPAPER

WISH = {"consenter": "donor", "who": "Bà Khai", "how": "giấy ký ngày 5/9"}


@pytest.fixture
def gifts(here: World) -> list[str]:
    """Record two gifts of one donor; return their entries."""
    answers = [here["thu-quy"].post("/donations", GIFT) for _ in range(2)]
    here.site.catch_up()
    return [each.json()["entry"]["id"] for each in answers]


def found(here: World, name: str = "minh khai") -> list[dict[str, Any]]:
    """Return whom a name finds."""
    answer = here["thu-quy"].get("/persons", unit="NA-01-01", name=name)
    persons: list[dict[str, Any]] = answer.json()["persons"]
    return persons


def erased(
    here: World, person: str, login: str = "quan-tri", key: str | None = None, **query: bool
) -> httpx.Response:
    """Ask to erase somebody; return what is answered."""
    return here[login].post(f"/persons/{person}/erase", {"reason": "request"}, key, **query)


def reads(here: World) -> list[tuple[str, int]]:
    """Return where names were read, and of how many entries."""
    with here.site.wiring.connection() as connection:
        rows = connection.execute(
            "SELECT path, cardinality(versions) FROM personal_read ORDER BY read_at"
        )
        return list(rows.fetchall())


def test_a_donor_is_found_by_a_word_of_their_name_without_tone_marks(
    here: World, gifts: list[str]
) -> None:
    assert [each["name"] for each in found(here, "MINH")] == [GIFT["donor"]]
    assert found(here, "hmi") == found(here, "m") == []
    (person,) = found(here)
    shown = here["thu-quy"].get(f"/persons/{person['id']}").json()
    assert [each["entry"] for each in shown["entries"]] == gifts
    assert shown["papers_until"] == "2032-12-31"


def test_whoever_reads_names_is_noted(here: World, gifts: list[str]) -> None:
    (person,) = found(here)
    here["thu-quy"].get(f"/persons/{person['id']}")
    here["thu-quy"].get("/registers/gifts", unit="NA-01-01", year=2022)
    assert reads(here) == [("/v1/persons", 0), ("/v1/persons", len(gifts)), ("/v1/registers", 0)]


def test_others_units_are_nobodys_business(here: World, gifts: list[str]) -> None:
    (person,) = found(here)
    stranger = here["nguoi-dung"]
    assert stranger.get(f"/persons/{person['id']}").status_code == 403
    assert stranger.get("/persons", unit="NA-01-01", name="khai").status_code == 403
    assert gifts


def test_an_administrator_erases_and_nobody_is_found_any_more(
    here: World, gifts: list[str]
) -> None:
    (person,) = (each["id"] for each in found(here))
    dry = erased(here, person, dry_run=True).json()
    assert dry == {"entry": None, "entries": 2}
    answer = erased(here, person)
    assert (answer.status_code, answer.json()["entries"]) == (200, len(gifts))
    assert found(here) == []
    assert erased(here, person).json()["code"] == "unknown_person"


def test_the_same_erasure_again_is_a_hit(here: World, gifts: list[str]) -> None:
    (person,) = (each["id"] for each in found(here))
    first, again = erased(here, person, key="k-1"), erased(here, person, key="k-1")
    assert first.json() == again.json()
    assert again.headers["Idempotency-Hit"] == "true"
    assert gifts


def test_a_treasurer_erases_nobody(here: World, gifts: list[str]) -> None:
    (person,) = (each["id"] for each in found(here))
    assert erased(here, person, "thu-quy").json()["code"] == "may_not_erase"
    assert len(found(here)) == 1 and gifts


def test_a_wish_is_noted_once_and_can_be_taken_back(here: World, gifts: list[str]) -> None:
    def wish(said: str, key: str | None = None, **other: str) -> httpx.Response:
        body = {"entry": gifts[0], "wish": said, **WISH, **other}
        return here["thu-quy"].post("/consents", body, key)

    first = wish("given", "c-1")
    assert (first.status_code, first.json()) == (201, wish("given", "c-1").json())
    assert wish("given").json() == {"entry": None}
    assert wish("withdrawn").json()["entry"] != first.json()["entry"]
    assert wish("withdrawn").json()["code"] == "consent_not_given"
    assert wish("given", consenter="representative").json()["code"] == "consent_unfitting"


def test_no_name_is_kept_with_the_answer_to_a_wish(here: World, gifts: list[str]) -> None:
    here["thu-quy"].post("/consents", {"entry": gifts[0], "wish": "given", **WISH})
    with here.site.wiring.connection() as connection:
        rows = connection.execute("SELECT body FROM v1_answer").fetchall()
    assert rows and not any("Khai" in bytes(body).decode() for (body,) in rows)


@pytest.fixture
def holder(here: World) -> str:
    """Let the newspaper be called something; return its name for programs."""
    named = RegisterHolder(holder=NEWSPAPER, kind="press", restated=True)
    here.site.wiring.office.ask(request(named, {"name": "Báo Nghệ An"}, "test"))
    here.site.catch_up()
    answer = here["quan-tri"].get("/persons", name="nghe an")
    (found,) = answer.json()["persons"]
    assert (found["name"], found["unit"]) == ("Báo Nghệ An", None)
    return str(found["id"])


def test_holders_are_found_and_shown_to_those_who_may_read_in_all_units(
    here: World, holder: str
) -> None:
    shown = here["quan-tri"].get(f"/persons/{holder}").json()
    assert shown["entries"][-1]["private"] == {"name": "Báo Nghệ An"}
    assert (shown["papers_until"], shown["unit"]) == (None, None)
    assert [path for path, _ in reads(here)] == ["/v1/persons"] * 2
    assert here["thu-quy"].get("/persons", name="nghe an").status_code == 403
    assert here["thu-quy"].get(f"/persons/{holder}").status_code == 403


def test_a_holder_is_erased_once_and_the_answer_kept(here: World, holder: str) -> None:
    assert erased(here, holder, dry_run=True).json() == {"entry": None, "entries": 1}
    first, again = erased(here, holder, key="h-1"), erased(here, holder, key="h-1")
    assert (first.status_code, first.json()["entries"]) == (200, 1)
    assert again.json() == first.json() and again.headers["Idempotency-Hit"] == "true"
    assert here["quan-tri"].get("/persons", name="nghe an").json() == {"persons": []}
    assert erased(here, holder).json()["code"] == "unknown_person"


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_holder_who_has_money_is_refused_in_a_dry_run_too(
    here: World, holder: str, dry_run: bool
) -> None:
    held = {**GIFT, "channel": "press", "holder": NEWSPAPER}
    assert here["thu-quy"].post("/donations", held).status_code == 201
    answer = erased(here, holder, dry_run=dry_run)
    assert (answer.status_code, answer.json()["code"]) == (409, "holder_holds")
    assert "NA-01-01: 500.000" in answer.json()["detail"]


def test_an_inspector_at_the_top_sees_holders_and_erases_none(here: World, holder: str) -> None:
    assert here["kiem-tra"].get(f"/persons/{holder}").status_code == 200
    for dry_run in (True, False):
        assert erased(here, holder, "kiem-tra", dry_run=dry_run).json()["code"] == "may_not_erase"


def test_what_cannot_be_noted_is_told_to_no_program(here: World, gifts: list[str]) -> None:
    with here.site.wiring.connection() as connection:
        connection.execute("ALTER TABLE personal_read RENAME TO away")
    answer = here["thu-quy"].get("/persons", unit="NA-01-01", name="khai")
    assert (answer.status_code, answer.json()["code"]) == (503, "look_not_noted")
    assert "Khai" not in answer.text and gifts

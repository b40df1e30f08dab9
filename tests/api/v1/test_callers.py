"""Both must allow it: the key's scope, and the person's role in the unit, today."""

from __future__ import annotations

import time

import httpx
import pytest

from api.identity.people import disable
from api.identity.tokens import Scope, revoke_token, tokens_of
from tests.api.v1.world import GIFT, PAYOUT, World


@pytest.mark.parametrize(
    "authorization", ["", "Bearer soquy_wrong", "Basic dGh1OnF1eQ==", "Bearer"]
)
def test_who_has_no_key_is_nobody(here: World, authorization: str) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    answer = httpx.get(f"{here.site.address}/v1/units", headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(("scopes", "path"), [(["read"], "/donations"), (["enter"], "/rebuilds")])
def test_a_key_does_only_what_it_is_for(here: World, scopes: list[Scope], path: str) -> None:
    answer = here.with_key("moi-viec", scopes).post(path, GIFT)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/donations", {**GIFT, "unit": "NA-01"}),
        ("/payouts", {"lines": [{**PAYOUT, "unit": "NA-01"}]}),
        ("/funds", {"unit": "NA-01", "fund": "a", "name": "A", "restricted": False}),
    ],
)
def test_a_person_enters_only_where_they_have_the_role(
    here: World, path: str, body: object
) -> None:
    answer = here["thu-quy"].post(path, body)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_a_role_above_reaches_down(here: World) -> None:
    assert here["huyen"].post("/donations", GIFT).status_code == 201


@pytest.mark.parametrize(
    "path", ["/entries", "/approvals", "/transfers", "/events", "/registers/gifts?year=2022"]
)
def test_who_has_no_role_reads_no_book(here: World, path: str) -> None:
    joined = "&" if "?" in path else "?"
    answer = here["nguoi-dung"].client.get(f"/v1{path}{joined}unit=NA-01-01")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_a_key_that_was_revoked_ends_within_seconds(here: World) -> None:
    asker = here["thu-quy"]
    assert asker.get("/me").status_code == 200
    with here.site.wiring.connection() as connection:
        for token in tokens_of(connection, asker.person_id):
            revoke_token(connection, asker.person_id, token.token_id)
    assert status_within(asker.client, 5) == 401


def test_who_may_not_sign_in_any_more_has_no_key_either(here: World) -> None:
    with here.site.wiring.connection() as connection:
        disable(connection, here["thu-quy"].person_id)
    assert status_within(here["thu-quy"].client, 5) == 401


def status_within(client: httpx.Client, seconds: float) -> int:
    """Return the status once it is no longer 200, or the last within a time."""
    until = time.monotonic() + seconds
    while (status := client.get("/v1/me").status_code) == 200 and time.monotonic() < until:
        time.sleep(0.2)
    return status

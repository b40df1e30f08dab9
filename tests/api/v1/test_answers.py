"""The documents of the API: what is answered is what its models say, of every operation."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from api.v1.everything import OPERATIONS
from api.v1.rows import EXAMPLES
from ledger.commands import StateApprovalRule
from ledger.draft import request
from tests.api.v1.world import GIFT, PAYOUT, World
from tests.ledger.examples import COMMUNE, FOUNDED
from tests.secret_keys import keys_of

HELD = {**EXAMPLES["Gift"], "channel": "press", "holder": EXAMPLES["Handover"]["holder"]}
RECORDED = {
    "openings": EXAMPLES["Opening"],
    "donations": HELD,
    "handovers": EXAMPLES["Handover"],
    "incomes": EXAMPLES["Income"],
    "movements": EXAMPLES["Movement"],
}
DEFINED = {
    "units": EXAMPLES["UnitDefinition"],
    "populations": EXAMPLES["Population"],
    "funds": EXAMPLES["Fund"],
    "holdings": EXAMPLES["Holding"],
    "series": EXAMPLES["Series"],
}
READ = (
    *("/me", "/units", "/units/NA-01", "/units/NA/balances", "/balances", "/audit", "/claims"),
    *("/units/NA-01-01/per-capita?year=2022", "/units/NA-01-01/definitions/funds"),
    *("/entries?unit=NA-01-01", "/registers/gifts?unit=NA-01-01&year=2022"),
    *("/transfers?unit=NA-01-01&way=away", "/approvals?unit=NA-01-01", "/events?unit=NA"),
    *("/people?unit=NA-01-01", "/approval-rules?unit=NA-01-01"),
    *("/exports/exchange", "/exports/hledger", "/exports/beancount", "/webhooks"),
)


def good(answer: httpx.Response) -> dict[str, Any]:
    """Return what was answered well."""
    assert answer.status_code < 300, answer.text
    said: dict[str, Any] = answer.json() if answer.content else {}
    return said


def enter(here: World) -> None:
    """Record and define one of each."""
    for path, body in (*RECORDED.items(), *DEFINED.items()):
        for dry_run in (True, False):
            good(here["moi-viec"].post(f"/{path}", body, dry_run=dry_run))
    good(here["moi-viec"].post("/holders", EXAMPLES["Holder"], unit="NA-01-01"))
    rows = [{"table": "donations", "row": {"key": key, **GIFT}} for key in ("D-1", "D-2")]
    rows.append({"table": "donations", "row": {"key": "D-3", **GIFT, "fund": "khong-co"}})
    for dry_run in (True, False):
        body = {"mode": "continue", "rows": rows}
        good(here["moi-viec"].post("/imports", body, dry_run=dry_run))
    paid = {"table": "payouts", "row": {"key": "P-1", **PAYOUT, "amount_vnd": 1}}
    good(here["moi-viec"].post("/imports", {"mode": "atomic", "rows": [paid]}))


def pay(here: World) -> None:
    """Pay one of each: some that wait and are decided, one within the unit's rule."""
    gift = good(here["thu-quy"].post("/donations", GIFT))["entry"]["id"]
    cost = {**EXAMPLES["Cost"], "holding": "cash"}
    for path, line, word in (
        ("costs", cost, "give"),
        ("transfers", EXAMPLES["Transfer"], "give"),
        ("reversals", {**EXAMPLES["Reversal"], "reverses": gift}, "decline"),
    ):
        asked = good(here["thu-quy"].post(f"/{path}", {"lines": [line]}))["approval"]["id"]
        good(here["thu-quy"].get(f"/approvals/{asked}"))
        good(here["chu-tai-khoan"].post(f"/approvals/{asked}/{word}", {}))
    rule = StateApprovalRule(unit_id=COMMUNE, valid_from=FOUNDED, free_up_to_vnd=300_000)
    here.site.wiring.office.ask(request(rule, {}, "test"))
    paid = good(here["thu-quy"].post("/payouts", {"lines": [PAYOUT]}))["entry"]["id"]
    here.site.catch_up()
    for path in (f"/entries/{paid}", f"/vouchers/{paid}.pdf", f"/receipts/{gift}.pdf"):
        assert here["thu-quy"].get(path).status_code == 200


def follow(here: World) -> None:
    """Let somebody be told, again, and no more."""
    wish = {"url": "https://93.184.216.34/", "unit": "NA", "types": ["vn.soquy.cost.paid.v1"]}
    webhook = good(here["moi-viec"].post("/webhooks", wish))["id"]
    good(here["moi-viec"].get(f"/webhooks/{webhook}"))
    good(here["moi-viec"].post(f"/webhooks/{webhook}/replay", {"after": 0}))
    for path in READ:
        assert here["moi-viec"].client.get(f"/v1{path}").status_code == 200, path
    good(here["moi-viec"].client.delete(f"/v1/webhooks/{webhook}"))


def administer(here: World) -> None:
    """Grant a role and end it, and state a rule."""
    roles = f"/people/{here['nguoi-dung'].person_id}/roles"
    for path, name in ((roles, "grantRole"), (f"{roles}/end", "endRole")):
        (body,) = (each.body.example for each in OPERATIONS if each.name == name and each.body)
        good(here["moi-viec"].post(path, body))
    rule = {"unit": "NA-01-01", "valid_from": "2025-01-01", "free_up_to_vnd": 500_000}
    good(here["moi-viec"].post("/approval-rules", rule))


def forget(here: World) -> None:
    """Find a donor, note a wish of theirs and erase them."""
    gift = good(here["thu-quy"].post("/donations", {**GIFT, "donor": "Bà Sáu"}))["entry"]["id"]
    here.site.catch_up()
    (person,) = good(here["thu-quy"].get("/persons", unit="NA-01-01", name="sau"))["persons"]
    good(here["thu-quy"].get(f"/persons/{person['id']}"))
    wish = {"entry": gift, "consenter": "donor", "wish": "given", "who": "bà", "how": "nói"}
    good(here["thu-quy"].post("/consents", wish))
    good(here["moi-viec"].post(f"/persons/{person['id']}/erase", {"reason": "court"}))


def announce(here: World) -> None:
    """Prove that a gift is in the log; publish a year, and prove that it is in that."""
    gift = good(here["thu-quy"].post("/donations", {**GIFT, "donor": "Bà Bảy"}))["entry"]["id"]
    here.site.catch_up()
    good(here["moi-viec"].get("/log"))
    assert here["thu-quy"].get(f"/entries/{gift}/proof").status_code == 200
    wish = {"unit": "NA", "year": 2022}
    made = good(here["moi-viec"].post("/publications", wish))["publication"]["id"]
    good(here["moi-viec"].get("/publications", unit="NA"))
    good(here["moi-viec"].get(f"/publications/{made}"))
    proof = good(here["moi-viec"].get(f"/entries/{gift}/total-proof", publication=made))
    assert (proof["counted"], proof["net_vnd"]) == ("whole", GIFT["amount_vnd"])


def arrive(here: World) -> None:
    """Let what was sent arrive."""
    underway = good(here["huyen"].get("/transfers", unit="NA-01"))["transfers"]
    body = {"received_on": "2022-10-02"}
    good(here["huyen"].post(f"/transfers/{underway[0]['id']}/arrival", body))


@pytest.fixture
def busy(here: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """An association in which everything that programs can do was done."""
    monkeypatch.setenv("SOQUY_KEYS", str(keys_of(here.site.wiring.url)))
    for do in (enter, pay, administer, forget, announce, follow, arrive):
        here.site.catch_up()
        do(here)
    good(here["moi-viec"].post("/rebuilds", {}))
    return here


def test_every_operation_answers_what_its_model_says(busy: World) -> None:
    assert busy.answered.operations == {each.name for each in OPERATIONS}
    models = {good.model.__name__ for each in OPERATIONS for good in each.successes if good.model}
    assert busy.answered.documents == models

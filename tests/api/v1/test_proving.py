"""A program fetches the proof of what it recorded, and whoever has it needs no server any more."""

from __future__ import annotations

from ledger.log.notes import Verifier
from ledger.log.proofs import TlogProof, verify
from tests.api.v1.world import World

GIFT = {"unit": "NA-01-01", "received_on": "2022-06-05", "channel": "cash", "amount_vnd": 70_000}


def test_a_gift_is_proved_to_whoever_knows_the_key_of_the_log(here: World) -> None:
    gift = here["thu-quy"].post("/donations", GIFT).json()["entry"]["id"]
    here.site.catch_up()
    said = here["thu-quy"].get(f"/entries/{gift}/proof").json()
    log = here["thu-quy"].get("/log").json()
    proof = TlogProof.parse(said["proof"])
    verified = verify(said["entry"].encode(), proof, Verifier.parse(log["verifier_key"]))
    assert (verified.index, verified.said.root.hex()) == (said["index"], said["root"])
    assert (said["size"], said["origin"]) == (log["size"], log["origin"])


def test_an_entry_of_this_moment_has_no_proof_yet(here: World) -> None:
    here.site.catch_up()
    gift = here["thu-quy"].post("/donations", GIFT).json()["entry"]["id"]
    answer = here["thu-quy"].get(f"/entries/{gift}/proof")
    assert (answer.status_code, answer.json()["code"]) == (409, "entry_not_logged")


def test_a_proof_is_for_those_who_may_read_the_book(here: World) -> None:
    gift = here["thu-quy"].post("/donations", GIFT).json()["entry"]["id"]
    here.site.catch_up()
    assert here["huyen"].get(f"/entries/{gift}/proof").status_code == 200
    assert here["thu-quy"].get("/entries/ent_khong-co/proof").status_code in (400, 404, 422)

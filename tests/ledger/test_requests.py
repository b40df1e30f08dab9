"""A request is known by its key, and its content by a fingerprint that outlives every upgrade.

The public content is what the asker said; the seal, the evidence and who approved are not part of
it. A fingerprint that changes would turn every command of the past into a contradiction.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import pytest

from ledger.commands import (
    Asked,
    BringInGoods,
    BringInHeld,
    BringInMoney,
    DefineFund,
    MoneyCommand,
    PayCost,
    ReceiveIncome,
    RegisterHolder,
    ReverseEntry,
)
from ledger.draft import NOT_CONTENT, command_id, fingerprint, request, units_of
from ledger.keys import id_of_key
from ledger.values import names_of, replace
from tests.ledger.examples import (
    COMMUNE,
    DISTRICT,
    MARCH,
    NEWSPAPER,
    arrival,
    collection,
    direct,
    donation,
    erasing,
    erasing_holder,
    goods,
    goods_payout,
    handover,
    movement,
    payout,
    reversal,
    transfer,
)

FINGERPRINTS = Path(__file__).parent.parent / "golden" / "fingerprints.json"
ROW: dict[str, Any] = {"key": "O-1", "unit_id": COMMUNE, "booked_on": MARCH}
RICE: dict[str, Any] = {"item": "gạo", "counted_in": "kg", "quantity": Decimal("2.5")}
COMMANDS: list[MoneyCommand] = [
    BringInMoney(**ROW, holding="cash", amount_vnd=500),
    BringInGoods(**ROW, **RICE),
    BringInHeld(**ROW, holder=NEWSPAPER, amount_vnd=500),
    donation(500),
    goods("2.5", None),
    collection(500),
    handover(500),
    direct(500),
    payout(500),
    goods_payout("2.5"),
    transfer(500, channel="cash"),
    arrival(),
    movement(500),
    ReceiveIncome(**ROW, what="interest", amount_vnd=500),
    PayCost(**ROW, what="bank_fee", amount_vnd=500),
    reversal(reverses="D-1"),
]
OTHER: dict[str, Any] = {
    "key": "other",
    "reverses": "other",
    "unit_id": UUID(int=5),
    "to_unit_id": UUID(int=6),
    "from_unit_id": UUID(int=7),
    "booked_on": date(2021, 1, 1),
    "document_on": date(2021, 1, 1),
    "precision": "year",
    "amount_vnd": 501,
    "quantity": Decimal(3),
    "recipients": 3,
    "channel": "bank",
    "kind": "aid",
    "recipient_kind": "adult",
    "what": "other_income",
}
"""Another value for fields in which just any words would not do."""


def names(command: MoneyCommand) -> list[str]:
    return list(names_of(command))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_whatever_the_asker_said_is_content(command: MoneyCommand) -> None:
    for name in set(names(command)) - NOT_CONTENT:
        changed: dict[str, Any] = {name: OTHER.get(name, "other")}
        other = replace(command, **changed)
        assert fingerprint(other) != fingerprint(command), name


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_seal_evidence_and_approval_are_not_content(command: MoneyCommand) -> None:
    said: dict[str, Any] = {"pii": "p", "nonce": "n", "evidence": ("e",), "approved_outside": True}
    assert fingerprint(replace(command, **said)) == fingerprint(command)


def test_a_request_has_the_same_fingerprint_whoever_is_in_it() -> None:
    prints = {
        request(donation(500), private, "thu-quy", files).fingerprint
        for private, files in (({}, None), ({"donor": "Anh"}, None), ({}, {"a.jpg": b"scan"}))
    }
    assert len(prints) == 1


def test_a_quantity_written_with_more_zeros_is_the_same_content() -> None:
    short, long = request(goods("5", 1), {}, "a"), request(goods("5.00", 1), {}, "a")
    assert short.fingerprint == long.fingerprint


def test_commands_of_two_kinds_are_never_the_same_content() -> None:
    prints = {fingerprint(command) for command in COMMANDS}
    assert len(prints) == len(COMMANDS) == len(get_args(MoneyCommand))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_fingerprints_recorded_in_the_past_are_still_right(command: MoneyCommand) -> None:
    recorded = json.loads(FINGERPRINTS.read_text(encoding="utf-8"))
    assert recorded[type(command).__name__] == fingerprint(command).hex()


def test_the_id_of_a_key_is_the_same_for_ever() -> None:
    assert id_of_key("D-1") == UUID("14a0544a-8ea7-4c08-c1f7-43bf8297ed09")
    assert id_of_key("T-1", received=True) == UUID("79806813-e88a-152a-e3aa-ea788ad9231b")


def test_sending_and_receiving_under_one_key_are_two_commands() -> None:
    assert command_id(transfer(5)) != command_id(arrival())


def test_rows_of_any_kind_share_one_space_of_keys() -> None:
    ids = {command_id(donation(5, key="K")), command_id(payout(5, key="K"))}
    assert ids == {command_id(reversal(reverses="D-1", key="K"))}


@pytest.mark.parametrize(
    "command",
    [
        DefineFund(unit_id=COMMUNE, fund="hoc-bong", name="Học bổng", restricted=True),
        RegisterHolder(holder=NEWSPAPER, kind="press"),
    ],
)
def test_a_definition_repeats_without_a_key(command: DefineFund | RegisterHolder) -> None:
    assert (command_id(command), fingerprint(command)) == (None, b"")


def test_a_command_with_somebody_in_it_bears_the_commitment_and_no_nonce() -> None:
    asked = request(donation(500), {"donor": "Anh"}, "thu-quy")
    assert isinstance(asked.command, Asked)
    assert (asked.command.pii, asked.command.nonce) == (asked.seal.pii, None)
    assert asked.seal.pii


def test_a_command_about_nobody_bears_a_nonce() -> None:
    asked = request(reversal(reverses="D-1"), {}, "thu-quy")
    assert isinstance(asked.command, ReverseEntry)
    assert (asked.command.pii, asked.command.nonce) == (None, asked.seal.nonce)
    assert asked.seal.nonce


def test_evidence_is_marked_in_the_entry_and_named_in_the_vault() -> None:
    asked = request(donation(500), {}, "thu-quy", {"b.pdf": b"two", "a.jpg": b"one"})
    assert isinstance(asked.command, Asked)
    assert len(asked.command.evidence) == 2
    assert b'"evidence":["a.jpg","b.pdf"]' in asked.seal.private


def test_a_command_touches_the_books_that_it_changes() -> None:
    assert units_of(donation(5)) == (COMMUNE,)
    assert units_of(transfer(5)) == (COMMUNE, DISTRICT)
    assert units_of(arrival()) == (DISTRICT, COMMUNE)
    assert units_of(RegisterHolder(holder=NEWSPAPER, kind="press")) == ()
    assert units_of(erasing()) == (COMMUNE,) and units_of(erasing_holder()) == ()

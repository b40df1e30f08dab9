"""An audit names every kind of damage by a stable code, at its place, in a sentence for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import get_args
from uuid import UUID

import pytest

from ledger.registry import REGISTRY_ID
from ledger.registry_events import UnitTermEnded
from ledger.wire import Entry, to_bytes
from projections.faults import Code
from reports.audit_text import AUDIT_SENTENCES, sentence
from tests.ledger.examples import COMMUNE, JUNE, MARCH
from tests.projections import test_audit_log
from tests.projections.damage import Damaged

NOBODY = UUID("90000000-0000-4000-8000-000000000009")


def entry(ledger: Damaged, key: str, *, received: bool = False) -> str:
    """The place of the entry that was recorded under a key."""
    unit_id, version = ledger.place(key, received=received)
    return f"journal_events {unit_id} {version}"


def cut_off(ledger: Damaged) -> str:
    ledger.store("P-1", b'{"actor":"thu-quy","amount_vnd":12')
    return entry(ledger, "P-1")


def moved_elsewhere(ledger: Damaged) -> str:
    ledger.rewrite("P-1", version=999)
    return entry(ledger, "P-1")


def written_by_hand(ledger: Damaged) -> str:
    ledger.store("P-1", json.dumps(ledger.said("P-1")).encode())
    return entry(ledger, "P-1")


def taken_out(ledger: Damaged) -> str:
    unit_id, version = ledger.place("D-2")
    ledger.run("DELETE FROM journal_events WHERE originator_version = %s", version)
    return f"journal_events {unit_id} {version + 1}"


def put_behind(ledger: Damaged) -> str:
    ledger.run(
        "UPDATE journal_events SET notification_id = 999 "
        "WHERE originator_id = %s AND originator_version = 1",
        COMMUNE,
    )
    return f"journal_events {COMMUNE} 2"


def unsealed(ledger: Damaged) -> str:
    ledger.rewrite("D-3", nonce=None)
    return entry(ledger, "D-3")


FLIP = "UPDATE {table} SET {column} = set_bit({column}, %s, 1 - get_bit({column}, %s)) "


def flip(ledger: Damaged, table: str, column: str, key: str, bit: int = 100) -> str:
    """Change one bit of what the vault keeps of a row; return where that lies."""
    unit_id, version = ledger.place(key)
    own = (
        "WHERE version = %s AND unit_id = %s"
        if table == "vault"
        else "WHERE subject_id = (SELECT subject_id FROM vault WHERE version = %s AND unit_id = %s)"
    )
    statement = FLIP.format(table=table, column=column) + own
    assert ledger.run(statement, bit, bit, version, unit_id) == 1
    return f"vault {unit_id} {version}"


def renamed(ledger: Damaged) -> str:
    return flip(ledger, "vault", "box", "D-1")


def lost(ledger: Damaged) -> str:
    unit_id, version = ledger.place("D-1")
    ledger.run("DELETE FROM vault WHERE version = %s AND unit_id = %s", version, unit_id)
    return f"vault {unit_id} {version}"


def locked_for_ever(ledger: Damaged) -> str:
    unit_id, version = ledger.place("D-2")
    ledger.run(
        "DELETE FROM subject WHERE subject_id = (SELECT subject_id FROM vault WHERE version = %s)",
        version,
    )
    return f"vault {unit_id} {version}"


def erased_in_secret(ledger: Damaged) -> str:
    unit_id, version = ledger.place("D-1")
    ledger.run("DELETE FROM vault WHERE version = %s AND unit_id = %s", version, unit_id)
    ledger.run("INSERT INTO forgotten VALUES (%s, %s, gen_random_uuid())", unit_id, version)
    return f"forgotten {unit_id}"


def told_of_nobody(ledger: Damaged) -> str:
    unit_id, version = ledger.place("D-3")
    ledger.run(
        "INSERT INTO vault SELECT %s, %s, subject_id, box FROM vault WHERE version = %s",
        *(unit_id, version, ledger.place("D-1")[1]),
    )
    return f"vault {unit_id} {version}"


def forgotten(ledger: Damaged) -> str:
    place = entry(ledger, "D-1")
    ledger.run("DELETE FROM command_log WHERE version = %s", ledger.place("D-1")[1])
    return place


def answered_for_another(ledger: Damaged) -> str:
    one, other = ledger.place("D-1")[1], ledger.place("D-2")[1]
    ledger.run("UPDATE command_log SET version = %s WHERE version = %s", other, one)
    return "command_log"


def numbered_further(ledger: Damaged) -> str:
    ledger.rewrite("D-2", number=50)
    return entry(ledger, "D-2")


def numbered_again(ledger: Damaged) -> str:
    ledger.rewrite("D-2", number=41)
    return entry(ledger, "D-2")


def line_left_out(ledger: Damaged) -> str:
    ledger.rewrite("P-2", line=3)
    return entry(ledger, "P-2")


def received_less(ledger: Damaged) -> str:
    ledger.rewrite("D-1", amount_vnd=1_000)
    return f"book {COMMUNE}"


def undone_otherwise(ledger: Damaged) -> str:
    ledger.rewrite("D-4", amount_vnd=50_001)
    return entry(ledger, "R-1")


def undone_again(ledger: Damaged) -> str:
    ledger.add_copy("R-1", key="R-9")
    return entry(ledger, "R-9")


def received_otherwise(ledger: Damaged) -> str:
    ledger.rewrite("T-1", received=True, amount_vnd=150_001)
    return "transfer T-1"


def booked_for_nobody(ledger: Damaged) -> str:
    ledger.add_copy("D-3", key="D-9", unit=NOBODY)
    return f"book {NOBODY}"


def ended_before_it_began(ledger: Damaged) -> str:
    ended = UnitTermEnded(unit_id=NOBODY, valid_from=MARCH, valid_to=JUNE, nonce="")
    version = 1 + ledger.count("journal_events", REGISTRY_ID)
    raw = to_bytes(Entry(REGISTRY_ID, version, datetime.now(UTC), "ai", ended))
    ledger.add(REGISTRY_ID, version, ended.STORED_AS, raw)
    return f"journal_events {REGISTRY_ID}"


def counted_from_the_start_again(ledger: Damaged) -> str:
    ledger.run("UPDATE projected SET position = 0")
    return "projected"


def struck_off(ledger: Damaged) -> str:
    ledger.run("DELETE FROM gift WHERE key = 'D-1'")
    return "gift"


def made_up(ledger: Damaged) -> str:
    ledger.run("INSERT INTO population VALUES (%s, '2022-12-31', 1, 1, 'ai')", NOBODY)
    return f"population {NOBODY} 2022-12-31"


def told_more(ledger: Damaged) -> str:
    ledger.run("UPDATE gift SET amount_vnd = amount_vnd + 1 WHERE key = 'D-1'")
    return "gift"


def one_side_changed(ledger: Damaged) -> str:
    ledger.run("UPDATE entry SET amount_vnd = amount_vnd + 1 WHERE account = 'paid.in_kind'")
    return "entry"


def raised_from_nowhere(ledger: Damaged) -> str:
    ledger.run("UPDATE movement SET raised_cash = raised_cash + 5 WHERE scope = 'own'")
    return f"movement {COMMUNE} own day {MARCH}"


def kept_from_those_above(ledger: Damaged) -> str:
    ledger.run(
        "UPDATE movement SET cash = cash + 5, raised_cash = raised_cash + 5 "
        "WHERE scope = 'own' AND unit_id = %s",
        COMMUNE,
    )
    return "figures"


DAMAGES: Mapping[Code, Callable[[Damaged], str]] = {
    "entry_unreadable": cut_off,
    "entry_misplaced": moved_elsewhere,
    "entry_not_canonical": written_by_hand,
    "version_missing": taken_out,
    "order_broken": put_behind,
    "seal_wrong": unsealed,
    "vault_mismatch": renamed,
    "vault_missing": lost,
    "vault_key_missing": locked_for_ever,
    "vault_astray": told_of_nobody,
    "erasure_differs": erased_in_secret,
    "command_missing": forgotten,
    "command_astray": answered_for_another,
    "number_missing": numbered_further,
    "number_twice": numbered_again,
    "voucher_line_wrong": line_left_out,
    "day_overdrawn": received_less,
    "reversal_unfounded": undone_otherwise,
    "reversed_twice": undone_again,
    "transfer_one_sided": received_otherwise,
    "unit_unknown": booked_for_nobody,
    "registry_impossible": ended_before_it_began,
    "projection_stopped": counted_from_the_start_again,
    "projection_row_missing": struck_off,
    "projection_row_extra": made_up,
    "projection_row_differs": told_more,
    "postings_unbalanced": one_side_changed,
    "identity_broken": raised_from_nowhere,
    "sums_differ": kept_from_those_above,
}
"""Each kind of fault, and a damage of that kind that tells where it was done."""


@pytest.mark.parametrize("code", DAMAGES)
def test_damage_is_named_where_it_was_done(ledger: Damaged, code: Code) -> None:
    place = DAMAGES[code](ledger)
    report = ledger.audit()
    named = [fault for fault in report.faults if fault.code == code]
    assert any(fault.where.startswith(place) for fault in named), report.faults
    assert all(sentence(fault, report.names) for fault in report.faults)


@pytest.mark.parametrize(
    ("table", "column", "bit"),
    [
        ("vault", "box", 0),
        ("vault", "box", 700),
        ("subject", "wrapped", 5),
        ("subject", "lookup", 9),
    ],
)
def test_a_bit_changed_of_what_is_sealed_is_named(
    ledger: Damaged, table: str, column: str, bit: int
) -> None:
    place = flip(ledger, table, column, "D-2", bit)
    faults = ledger.audit().faults
    assert [(each.code, each.where) for each in faults] == [("vault_mismatch", place)]


def test_a_subject_taken_for_another_is_named(ledger: Damaged) -> None:
    place = flip(ledger, "subject", "wrapped", "D-1")
    of_another = ledger.run("UPDATE subject SET epoch = epoch + 1")
    named = {fault.where for fault in ledger.audit().faults if fault.code == "vault_mismatch"}
    assert of_another > 1 and place in named and len(named) == ledger.count("vault")


def test_every_kind_of_fault_has_a_damage_and_a_sentence() -> None:
    # What is kept of published totals is damaged in tests/api/publishing/test_audited.py.
    named = {*DAMAGES, *test_audit_log.DAMAGES.values(), "published_leaf_differs"}
    assert named == set(AUDIT_SENTENCES) == set(get_args(Code))

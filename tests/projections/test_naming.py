"""Everybody reads the names of those who wish it, initials of other donors, and no child's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ledger.database import Connection
from ledger.wire import Entry
from projections.naming import (
    ERASED,
    MASKED,
    initials,
    names_for_all,
    private_of,
    shown_name,
    shown_names,
)
from projections.parties import parties
from projections.runner import catch_up, rebuild
from tests.databases import reading
from tests.ledger.examples import COMMUNE, consent, donated, paid, withdrawal
from tests.ledger.offices import ask, office_at
from tests.projections.damage import Damaged
from tests.projections.test_forgetting import erasing

LAN = {"recipient": "Hồ Thị Lan"}
BOTH = frozenset({"recipient", "representative"})


@pytest.fixture
def connection(ledger: Damaged) -> Iterator[Connection]:
    """Give a connection that reads names."""
    with reading(ledger.url) as it:
        yield it


def entries(ledger: Damaged, *keys: str) -> list[Entry]:
    """Return the entries of some rows."""
    with office_at(ledger.url) as office:
        return [office.journal.entry(*ledger.place(key)) for key in keys]


def wish(ledger: Damaged, command: Any, key: str) -> None:  # noqa: ANN401 - a consent or its end
    """Note a wish, and let the lists follow."""
    with office_at(ledger.url) as office:
        ask(office, command, {"who": "bà", "how": key})
    catch_up(ledger.url)


def test_a_donor_is_initials_until_they_consent_and_again_when_they_do_not(
    ledger: Damaged, connection: Connection
) -> None:
    (gift,) = entries(ledger, "D-1")
    for command, name in (
        (None, "N.V.A."),
        (consent(None), "Nguyễn Văn Anh"),
        (withdrawal(), "N.V.A."),
    ):
        if command is not None:
            wish(ledger, command, "w")
        assert list(shown_names(connection, [gift]).values()) == [name]


def test_everybody_reads_those_names_only_that_may_be_read(
    ledger: Damaged, connection: Connection
) -> None:
    wish(ledger, consent(None), "w")
    shown = names_for_all(connection, entries(ledger, "D-1", "D-2", "D-3", "P-1", "T-1"))
    assert shown == {ledger.place("D-1"): "Nguyễn Văn Anh"}


def test_a_rebuild_knows_the_same_wishes(ledger: Damaged, connection: Connection) -> None:
    wish(ledger, consent(None), "w")
    rebuild(ledger.url)
    assert len(names_for_all(connection, entries(ledger, "D-1"))) == 1
    assert ledger.audit().faults == []


@pytest.mark.parametrize(
    ("kind", "born", "needed"),
    [("pupil", None, BOTH), ("student", 2004, BOTH), ("adult", 1990, {"recipient"})],
)
def test_a_child_needs_two_consents_and_an_adult_one(
    kind: str, born: int | None, needed: set[str]
) -> None:
    award = paid(5, recipient_kind=kind)
    private = {**LAN, **({"birth_year": born} if born else {})}
    assert shown_name(award, private, frozenset(needed)) == "Hồ Thị Lan"  # type: ignore[arg-type]
    for one in needed:
        less = frozenset(needed - {one})
        assert shown_name(award, private, less) == MASKED  # type: ignore[arg-type]


def test_the_erased_read_as_erased_and_are_named_to_nobody(
    ledger: Damaged, connection: Connection
) -> None:
    wish(ledger, consent(None), "w")
    with office_at(ledger.url) as office:
        (party,) = parties(connection, office.journal.vault, "D-1", [COMMUNE])
        ask(office, erasing(party))
    catch_up(ledger.url)
    (gift,) = entries(ledger, "D-1")
    assert list(shown_names(connection, [gift]).values()) == [ERASED]
    assert names_for_all(connection, [gift]) == {}
    assert private_of(gift.event, None) == {"donor": ERASED}


def test_initials_are_of_words_and_of_nothing_else() -> None:
    assert initials("  đỗ  (Công ty) 3 - An ") == "Đ.C.T.3.A."
    assert shown_name(donated(5), {}, frozenset()) == ""

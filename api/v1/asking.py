"""From a row in a body to a request to the ledger: whose unit, whose key, which entry.

    resource, Idempotency-Key, person  →  the key of the row in the ledger

The ledger answers each key once, for ever. A key belongs to the person behind the caller and to
the resource, so nobody can learn anything by trying the keys of others.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from api.exchange.requests import Rewriter
from api.v1.desk import Desk
from api.v1.forms import Form, contents
from api.v1.ids import place_in
from api.v1.operations import Asked
from api.v1.problems import Flaw, Problem, Words
from ledger.commands import Asked as MoneyAsked
from ledger.commands import AskedOnPaper, ReverseEntry
from ledger.database import query
from ledger.draft import Request, sealed_request
from ledger.refusals import EvidenceMissing, UnknownEntry
from ledger.replacing import NotReversed
from ledger.values import replace
from ledger.wire import from_bytes


class UnitIds(Mapping[str, UUID]):
    """The id of a unit by its code or its `unit_…`, as the projections know it; read when asked."""

    def __init__(self, desk: Desk) -> None:
        """Look at what `desk` knows."""
        self._desk = desk

    def __getitem__(self, code: str) -> UUID:
        """Return the id of a unit.

        Raises:
            KeyError: there is none.
        """
        found = self._desk.unit_id(code)
        if found is None:
            raise KeyError(code)
        return found

    def __iter__(self) -> Iterator[str]:
        """Return no codes: they are looked up one by one."""
        return iter(())

    def __len__(self) -> int:
        """Return how many codes iterating gives."""
        return 0


def unit_of(asked: Asked, name: str) -> UUID:
    """Return the id of the unit with a code or a `unit_…`.

    Raises:
        Problem: not_found.
    """
    found = asked.desk.unit_id(name)
    if found is None:
        raise Problem("not_found", Words("Không có đơn vị này.", "There is no such unit."))
    return found


def key_of(asked: Asked, resource: str) -> str:
    """Return the ledger's key for what is posted to a resource under the caller's key."""
    return f"{asked.caller.person.person_id}/{resource}/{asked.key}"


def row_of(form: Form, key: str, said: object, *, below: str = "") -> Any:  # noqa: ANN401
    """Return the row that a JSON value stands for.

    Raises:
        Problem: bad_request, row_refused; in this order.
    """
    row, form_flaws, refused = form.row(said, {"key": key}, below=below)
    require_none(form_flaws, refused)
    return row


def require_none(form_flaws: list[Flaw], refused: list[Flaw]) -> None:
    """Admit a body without flaws.

    Raises:
        Problem: bad_request, row_refused; in this order.
    """
    if form_flaws:
        raise bad_form(*form_flaws)
    if refused:
        raise Problem("row_refused", refused[0].detail, tuple(refused))


def bad_form(*flaws: Flaw) -> Problem:
    """Return the problem that a body is not formed as its schema says."""
    words = Words(
        f"Nội dung không đúng dạng: {flaws[0].detail.vi}",
        f"The body is not well formed: {flaws[0].detail.en}",
    )
    return Problem("bad_request", words, flaws)


def live_request(asked: Asked, row: Any, said: object, units: Mapping[str, UUID]) -> Request:  # noqa: ANN401
    """Return the request of a row that is asked for now, by the caller, and decided nowhere yet.

    Raises:
        Refusal: a unit or an entry is not known.
    """
    files = dict(contents(said["evidence"])) if isinstance(said, dict) and row.evidence else {}

    def evidence(name: str) -> bytes:
        if name not in files:
            raise EvidenceMissing(name=name)
        return files[name]

    if hasattr(row, "reverses"):
        row = dataclasses.replace(row, reverses=key_of_entry(asked, row.reverses))
    made = Rewriter(units, evidence, asked.caller.person.person_id).money(row)
    command = made.command
    assert isinstance(command, MoneyAsked | ReverseEntry)
    if replaced := said.get("replaces") if isinstance(said, dict) else None:
        assert isinstance(command, AskedOnPaper), "only such forms have the member"
        command = replace(command, replaces=_key_replaced(asked, replaced))
        made = sealed_request(command, made.seal, made.actor)
    return made._replace(command=replace(command, approved_outside=False))


def _key_replaced(asked: Asked, name: str) -> str:
    """Return the ledger's key of the entry that a row replaces.

    Raises:
        NotReversed: there is no such row, so that it was not reversed either.
    """
    try:
        return key_of_entry(asked, name)
    except UnknownEntry as unknown:
        raise NotReversed(key=name) from unknown


def key_of_entry(asked: Asked, name: str) -> str:
    """Return the ledger's key of the entry `ent_…`.

    Raises:
        UnknownEntry: there is none, or it is no row of money.
    """
    place = place_in(name)
    row = None
    if place is not None:
        sought = {"unit_id": place.unit_id, "version": place.version}
        with asked.wiring.connection() as connection:
            row = connection.execute(query("entry_at"), sought).fetchone()
    event = from_bytes(bytes(row[0])).event if row else None
    key = getattr(event, "key", None) if hasattr(event, "booked_on") else None
    if key is None:
        raise UnknownEntry(key=name)
    return str(key)


def codes_of(asked: Asked) -> dict[UUID, str]:
    """Return the codes of all units, for sentences."""
    with asked.wiring.connection() as connection:
        return dict(connection.execute(query("codes_of_units")).fetchall())

"""Telling the registry something in an administrator's name, and saying why it was refused."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from api.answers import sentence
from api.identity.acting import Acting
from api.operation.logs import note
from api.pages.typed import Reading
from api.wiring import Wiring
from ledger.commands import Command
from ledger.draft import request
from ledger.refusals import Refusal
from projections.runner import catch_up

FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "roles_conflict": "vai-tro",
        "grant_empty": "den",
        "unit_term_empty": "tu",
        "unit_terms_overlap": "tu",
        "code_taken": "ma",
        "tree_has_cycle": "don-vi-cap-tren",
        "amount_not_positive": "so-tien",
        "amount_too_large": "so-tien",
        "book_full": "so-tien",
        "series_already_used": "so",
        "unit_not_valid": "ngay",
    }
)
"""Beside which field a refusal stands; the others stand above the form."""


def tell(wiring: Wiring, actor: str, *commands: Command) -> None:
    """Ask the ledger for some things one after another; the pages show them when this returns.

    Raises:
        Refusal: what was asked before is recorded.
    """
    try:
        for command in commands:
            wiring.office.ask(request(command, {}, actor))
            note("told", person=actor, what=type(command).__name__)
    finally:
        catch_up(wiring.url)


def told(
    wiring: Wiring,
    who: Acting,
    reading: Reading,
    *commands: Command,
    fields: Mapping[str, str] = FIELDS,
) -> bool:
    """Ask, and say whether it was recorded; if not, the sentence stands beside its field.

    `fields` are those of the form, by the code of the refusal.
    """
    try:
        tell(wiring, who.person.person_id, *commands)
    except Refusal as refusal:
        refused(reading, refusal, {who.unit.unit_id: who.unit.code}, fields)
        return False
    return True


def refused(
    reading: Reading,
    refusal: Refusal,
    codes: Mapping[UUID, str],
    fields: Mapping[str, str] = FIELDS,
) -> None:
    """Put the sentence of a refusal beside its field; `codes` are those of unit ids."""
    text = sentence(refusal, language=reading.typed.language, names=codes)
    reading.errors.setdefault(fields.get(refusal.code, ""), text)

"""The rules of publishing: who may, for which time, and that the figures fit what proves them.

A publication never changes. Said again for the same year it is a new one, which names the former;
the same once more is the same, and nothing is recorded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ledger.asking_of_rows import require_registered
from ledger.log.sums import EMPTY, SUM_MAX_VND
from ledger.publication_events import FiguresPublished, Published
from ledger.refusals import (
    MayNotPublish,
    PublicationBehind,
    PublicationNotWhole,
    PublicationPeriodWrong,
    PublicationTotalDiffers,
    UnitNotValid,
)
from ledger.roles import holds_role
from ledger.values import names_of

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.commands import PublishFigures
    from ledger.registry import Registry

PUBLISHER: Final = "account_holder"
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_CONTENT: Final = tuple(
    name for name in names_of(Published) if name not in {"pii", "nonce", "published_on"}
)


class LastPublished(NamedTuple):
    """The newest publication of a year, and its place in the unit's book."""

    version: int
    event: FiguresPublished


def publish(book: Book, registry: Registry, command: PublishFigures) -> FiguresPublished | None:
    """Publish figures; None where they are published just so already.

    Raises:
        UnknownUnit, UnitNotValid: the unit is not registered; it never existed in the period.
        MayNotPublish: a person asks who is no account holder of the unit on the day. At the machine
            itself nobody is named.
        PublicationPeriodWrong: the last day is not in the year, or after the day of publishing.
        PublicationNotWhole: a hash is none, a count below zero, or a tree without leaves has a sum.
        PublicationTotalDiffers: the total of the tree is not the figure, or no total.
        PublicationBehind: an earlier publication of the year stands on more of the log.
    """
    require_registered(registry, command.unit_id)
    _require_term(registry, command)
    person, on = command.published_by, command.published_on
    if person is not None and not holds_role(registry, person, PUBLISHER, command.unit_id, on):
        raise MayNotPublish(unit_id=command.unit_id, on=on)
    if command.until.year != command.year or command.until > on:
        raise PublicationPeriodWrong(year=command.year, until=command.until, on=on)
    _require_whole(command)
    _require_total(command)
    last = book.publications.get(command.year)
    if last is not None and last.event.log_size > command.log_size:
        raise PublicationBehind(year=command.year, reached=last.event.log_size)
    said: dict[str, Any] = {name: getattr(command, name) for name in _CONTENT}
    if last is not None and said == {name: getattr(last.event, name) for name in _CONTENT}:
        return None
    return FiguresPublished(
        **said,
        published_on=on,
        edition=last.event.edition + 1 if last else 1,
        former=last.version if last else None,
        asked_under=command.asked_under,
        nonce=command.nonce,
    )


def _require_term(registry: Registry, command: PublishFigures) -> None:
    """Admit a unit that existed on some day of the year up to the last one published."""
    for term in registry.terms[command.unit_id]:
        ended = term.valid_to is not None and term.valid_to.year < command.year
        if term.valid_from <= command.until and not ended:
            return
    raise UnitNotValid(unit_id=command.unit_id, on=command.until)


def _require_whole(command: PublishFigures) -> None:
    hashes = (command.digest, command.raised_root, command.collected_root)
    trees = (
        (command.raised_root, command.raised_total_vnd, command.raised_leaves),
        (command.collected_root, command.collected_total_vnd, command.collected_leaves),
    )
    empty = (EMPTY.hash.hex(), 0)
    if (
        not all(_HASH.fullmatch(each) for each in hashes)
        or command.log_size < 1
        or not 0 <= command.not_valued <= command.raised_leaves
        or command.collected_leaves < 0
        or any((leaves == 0) != ((root, total) == empty) for root, total, leaves in trees)
    ):
        raise PublicationNotWhole(year=command.year)


def _require_total(command: PublishFigures) -> None:
    totals = (command.raised_total_vnd, command.collected_total_vnd, command.undone_elsewhere_vnd)
    if (
        not all(0 <= each <= SUM_MAX_VND for each in totals)
        or command.raised_vnd != command.raised_total_vnd - command.undone_elsewhere_vnd
    ):
        raise PublicationTotalDiffers(
            raised_vnd=command.raised_vnd, total_vnd=command.raised_total_vnd
        )

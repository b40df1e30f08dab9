"""Asking the ledger, and what its answer means to somebody in front of a form.

recorded      → the next page
said before   → the same next page, which says so
refused       → the form again, a sentence beside the field
unreachable   → the form again: it may be recorded, and sending it once more settles that
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from api import answers
from api.pages.typed import Typed
from api.web.texts import phrase, translate
from ledger.draft import Request
from ledger.office import Office
from ledger.refusals import KeyUsedForOther, Refusal
from projections.desk import Definitions

UNCLEAR: Final = phrase(
    "Mất liên lạc với cơ sở dữ liệu nên chưa rõ đã ghi hay chưa. Bấm nút ghi lần nữa: nếu đã ghi "
    "rồi thì không ghi thêm lần thứ hai."
)
USED_FOR_OTHER: Final = phrase(
    "Tờ này đã được ghi trước đó với nội dung khác, nên không ghi thêm. Xem bản đã ghi ở trên; nếu "
    "đây là một phiếu mới, bấm “Ghi thành phiếu mới”."
)
EXTRA: Final[Mapping[str, str]] = {KeyUsedForOther.code: USED_FOR_OTHER}


class Trouble(NamedTuple):
    """Why a form is shown again: a sentence, its field (empty: the whole form), the status.

    `is_used_key`: its key was recorded with other content; `asks_again`: it looks like a second
    copy of something, and is recorded if somebody says so.
    """

    field: str
    sentence: str
    status: int
    is_used_key: bool = False
    asks_again: bool = False


def record(office: Office, requests: Sequence[Request]) -> bool:
    """Ask for rows, the first before the others, and wait until all are answered.

    What refuses one line of a paper (its fund, its day, its place) refuses the first. If the line
    is cut between, the same form sent again records the rest.

    Returns:
        Whether all of it had been recorded before.

    Raises:
        Refusal: of the first that was refused.
        Unreachable: the database is away.
    """
    first, *others = requests
    answered = [office.ask(first)]
    waiting = [office.submit(each) for each in others]
    answered += [each.result() for each in waiting]
    return all(each.repeated for each in answered)


def trouble(
    refusal: Refusal,
    typed: Typed,
    fields: Mapping[str, str],
    defined: Definitions | None = None,
    units: Mapping[UUID, str] | None = None,
) -> Trouble:
    """Say what a refusal means for a form.

    Args:
        refusal: the ledger's.
        typed: the form, for its language.
        fields: the form's name of each column of `api.answers.COLUMNS`.
        defined: how the unit calls its funds and holdings; without it they go by their codes.
        units: the codes of units that may be named.
    """
    if defined is not None:
        refusal = _with_names(refusal, defined)
    said = EXTRA.get(refusal.code)
    text = (
        translate(typed.language, said)
        if said
        else answers.sentence(refusal, language=typed.language, names=units or {})
    )
    column = answers.COLUMNS.get(refusal.code, "")
    return Trouble(
        fields.get(column, ""),
        text,
        answers.SENTENCES[refusal.code].status,
        isinstance(refusal, KeyUsedForOther),
    )


def unclear(typed: Typed) -> Trouble:
    """Say that nobody knows whether it was recorded."""
    return Trouble("", translate(typed.language, UNCLEAR), 503)


def _with_names(refusal: Refusal, defined: Definitions) -> Refusal:
    facts = dict(refusal.facts)
    fund = defined.funds.get(str(facts.get("fund")))
    if fund:
        facts["fund"] = fund.name
    for name in ("holding", "from_holding", "to_holding"):
        if name in facts:
            facts[name] = holding_name(defined, str(facts[name]))
    return type(refusal)(**facts)


HOLDING_KINDS: Final[Mapping[str, str]] = {
    "cash": phrase("Quỹ tiền mặt"),
    "bank": phrase("Tài khoản ngân hàng"),
    "savings": phrase("Sổ tiết kiệm"),
    "collector": phrase("Người thu"),
}


def holding_name(defined: Definitions, code: str) -> str:
    """Return how a unit calls a place where it keeps money."""
    holding = defined.holdings.get(code)
    if holding is None:
        return code
    name = holding.name or HOLDING_KINDS[holding.kind]
    return f"{name} ({holding.number})" if holding.number else name

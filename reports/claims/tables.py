"""Verdicts laid out: a table for a terminal, a document for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from typing import Final

from reports.claims.amounts import exact
from reports.claims.figures import Figure, Outcome, Source
from reports.claims.intervals import End, Interval
from reports.claims.sentences import printed, sentence, shown_unit
from reports.claims.units import Unit
from reports.claims.verdicts import Verdict

COLUMNS: Final = 100
_INDENT: Final = " " * 10
_MARKS: Final = {Outcome.HOLDS: "khớp", Outcome.PRINTED_ERROR: "LỖI IN"}


def claims_table(verdicts: Sequence[Verdict]) -> str:
    """Lay out verdicts for a terminal, by set; errors with their sources, a count at the end."""
    lines: list[str] = []
    for figure_set, of_set in groupby(verdicts, key=lambda verdict: verdict.figure_set):
        lines += _wrapped(f"{figure_set.id} · {figure_set.organisation} · {figure_set.period}")
        for verdict in of_set:
            surprise = "" if verdict.is_as_expected else " [KHÁC DỰ KIẾN]"
            mark = f"  {_MARKS[verdict.outcome]:<7} "
            lines += _wrapped(verdict.identity.says + surprise, mark)
            lines += _wrapped(sentence(verdict), _INDENT)
            if verdict.outcome is Outcome.PRINTED_ERROR:
                lines += _sources(verdict)
    return "\n".join([*lines, "", *_summary(verdicts)])


def claims_json(verdicts: Sequence[Verdict]) -> dict[str, object]:
    """Return verdicts for programs; numbers are exact text (`55.5`, or `a/b`) in `unit`."""
    return {
        "identities": len(verdicts),
        "holds": sum(verdict.outcome is Outcome.HOLDS for verdict in verdicts),
        "printed_errors": sum(verdict.outcome is Outcome.PRINTED_ERROR for verdict in verdicts),
        "unexpected": [verdict.name for verdict in verdicts if not verdict.is_as_expected],
        "verdicts": [_verdict_json(verdict) for verdict in verdicts],
    }


def _wrapped(text: str, start: str = "") -> list[str]:
    # An address stays whole, so that it can be followed.
    return textwrap.wrap(
        text,
        COLUMNS,
        initial_indent=start,
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _sources(verdict: Verdict) -> list[str]:
    sources = dict.fromkeys(figure.source for figure in verdict.figures if not figure.not_printed)
    return [line for source in sources for line in _wrapped(f"Nguồn: {_cited(source)}", _INDENT)]


def _cited(source: Source) -> str:
    title = f"“{source.title}”" if source.title else ""
    said = (source.publisher, title, source.date, source.address)
    return ", ".join(part for part in said if part)


def _summary(verdicts: Sequence[Verdict]) -> list[str]:
    errors = [verdict.name for verdict in verdicts if verdict.outcome is Outcome.PRINTED_ERROR]
    surprises = [verdict.name for verdict in verdicts if not verdict.is_as_expected]
    named = f": {', '.join(errors)}." if errors else "."
    holding = len(verdicts) - len(errors)
    return [
        *_wrapped(f"{len(verdicts)} phép đối chiếu: {holding} khớp, {len(errors)} lỗi in{named}"),
        *_wrapped(
            f"Khác dự kiến: {', '.join(surprises)}." if surprises else "Tất cả đúng như dự kiến."
        ),
    ]


def _verdict_json(verdict: Verdict) -> dict[str, object]:
    unit = shown_unit(verdict)
    return {
        "set": verdict.figure_set.id,
        "identity": verdict.identity.id,
        "organisation": verdict.figure_set.organisation,
        "period": verdict.figure_set.period,
        "says": verdict.identity.says,
        "outcome": verdict.outcome.value,
        "expected": verdict.identity.expected.value,
        "relation": verdict.identity.claim.relation.value,
        "unit": unit.text,
        "computed": _interval_json(verdict.computed.nominal, verdict.computed.interval, unit),
        "printed": _interval_json(verdict.stated.nominal, verdict.stated.interval, unit),
        "difference": exact(verdict.computed.nominal - verdict.stated.nominal, unit),
        "sentence": sentence(verdict),
        "figures": [_figure_json(figure) for figure in verdict.figures],
    }


def _interval_json(nominal: Fraction, interval: Interval, unit: Unit) -> dict[str, object]:
    def end(which: End) -> str | None:
        return None if which.infinite else exact(which.value, unit)

    return {
        "value": exact(nominal, unit),
        "low": end(interval.low),
        "low_included": interval.low.is_closed,
        "high": end(interval.high),
        "high_included": interval.high.is_closed,
    }


def _figure_json(figure: Figure) -> dict[str, object]:
    return {
        "id": figure.id,
        "what": figure.what,
        "printed": printed(figure),
        "not_printed": figure.not_printed or None,
        "source": {
            "publisher": figure.source.publisher,
            "title": figure.source.title,
            "address": figure.source.address,
            "date": figure.source.date,
        },
    }

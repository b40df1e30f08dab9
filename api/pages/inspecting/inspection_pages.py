"""What the pages under `/kiem-tra` show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import attrgetter

from api.jobs.rows import Job
from api.pages.figure_links import link_to_entry
from api.pages.inspecting.check_words import CHECK_WORDS, NUMBER_FAULTS, STATES
from api.pages.inspecting.filters import as_written, written
from api.pages.inspecting.inspection import Inspection
from api.pages.inspecting.units import Unit, Units
from api.pages.inspecting.wording import SERIES, TYPES
from projections.checks import Case, Result
from projections.number_series import Series
from projections.samples import Sample
from reports.papers import paper_number


@dataclass(frozen=True, slots=True)
class Head:
    """What all these pages have: what is inspected, and the ways to the others with it.

    `known_at` and the fields in `typed` are as people write them; `known_at` is empty for now.
    """

    code: str
    name: str
    below: bool
    first: date
    last: date
    known_at: str
    typed: dict[str, str]
    errors: dict[str, str]
    overview: str
    sample: str
    series: str
    checks: str
    bundle: str
    pin: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """`inspecting/overview.html`: the form, and what can be done."""

    head: Head


@dataclass(frozen=True, slots=True)
class PickedRow:
    """An entry of the sample."""

    href: str
    unit: Unit
    on: date
    amount_vnd: int
    label: str


@dataclass(frozen=True, slots=True)
class SamplePage:
    """`inspecting/sample.html`; `sample` None: not drawn, because there is no seed yet."""

    head: Head
    seed: str
    size: str
    method: str
    sample: Sample | None
    rows: tuple[PickedRow, ...]
    picked_vnd: int


@dataclass(frozen=True, slots=True)
class JumpRow:
    """Numbers that were passed over; `href` leads to the entry that says why, or is empty."""

    first: int
    last: int
    href: str


@dataclass(frozen=True, slots=True)
class ReplacedRow:
    """A number, and the numbers of the papers that stand in its place as people write them.

    `is_cancelled`: all of its lines were undone.
    """

    number: int
    by: tuple[str, ...]
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One series of a unit and year; `title` is a phrase.

    `cancelled` and `replaced` tell the two apart: the first were undone and nothing stands in their
    place, the second are numbers with the papers that do. Of a paper of several lines some may.
    """

    unit: Unit
    title: str
    code: str
    year: int
    first: int
    last: int
    count: int
    lines: int
    cancelled: tuple[int, ...]
    jumps: tuple[JumpRow, ...]
    replaced: tuple[ReplacedRow, ...]
    missing: int


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with the numbers of all units: so much in all, and most of it by name.

    `rows` pair a phrase that says what it is with where.
    """

    count: int
    rows: tuple[tuple[str, CaseRow], ...]


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """`inspecting/series.html`: units from `first_unit` to `last_unit` of `count`.

    `faults` are those of all units, not only of these; None: not looked for, there is too much.
    """

    head: Head
    rows: tuple[SeriesRow, ...]
    faults: Faults | None
    first_unit: int
    last_unit: int
    count: int
    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """Something a check found; `href` leads to the entry, or to the unit's journal."""

    href: str
    unit: Unit
    on: date
    amount_vnd: int
    remark: str


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check: `title`, `about` and `said` (good, to be looked at, wrong) are phrases."""

    name: str
    title: str
    about: str
    days: int
    state: str
    said: str
    count: int
    rows: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class ChecksPage:
    """`inspecting/checks.html`; `job` while it is running."""

    head: Head
    job: Job | None
    has_failed: bool
    rows: tuple[CheckRow, ...]
    good: int
    look: int
    wrong: int


@dataclass(frozen=True, slots=True)
class BundlePage:
    """`inspecting/bundle.html`: what will be in it, how far it has come, where it lies."""

    head: Head
    seed: str
    size: str
    method: str
    job: Job | None
    file: str
    sha256: str
    bytes_count: int
    is_forgotten: bool
    has_failed: bool


def head_of(inspection: Inspection, pinned_now: str) -> Head:
    """Return what all pages about an inspection have."""
    scope = inspection.scope
    return Head(
        code=inspection.code,
        name=inspection.name,
        below=scope.below,
        first=scope.first,
        last=scope.last,
        known_at=written(inspection.known_at) if inspection.known_at else "",
        typed=as_written(inspection.typed),
        errors=inspection.errors,
        overview=inspection.address("/kiem-tra"),
        sample=inspection.address("/kiem-tra/mau"),
        series=inspection.address("/kiem-tra/so-chung-tu"),
        checks=inspection.address("/kiem-tra/tu-dong"),
        bundle=inspection.address("/kiem-tra/ho-so"),
        pin=inspection.address("/kiem-tra", **{"known-at": pinned_now}),
    )


def picked_rows(sample: Sample, units: Units) -> tuple[PickedRow, ...]:
    """Return the entries of a sample in the order in which they were drawn."""
    units.learn(each.unit_id for each in sample.picked)
    return tuple(
        PickedRow(
            href=link_to_entry(each.unit_id, each.version),
            unit=units.named(each.unit_id),
            on=each.booked_on,
            amount_vnd=each.amount_vnd,
            label=f"{units.named(each.unit_id).code}-{each.version}",
        )
        for each in sample.picked
    )


def series_rows(found: list[Series], units: Units) -> tuple[SeriesRow, ...]:
    """Return number series as they are shown."""
    return tuple(
        SeriesRow(
            unit=units.named(each.unit_id),
            title=SERIES[each.series],
            code=each.series,
            year=each.year,
            first=each.first,
            last=each.last,
            count=each.count,
            lines=each.lines,
            cancelled=_cancelled(each),
            jumps=tuple(
                JumpRow(
                    jump.first,
                    jump.last,
                    link_to_entry(each.unit_id, jump.said_in) if jump.said_in else "",
                )
                for jump in each.jumps
            ),
            replaced=tuple(
                ReplacedRow(
                    number,
                    tuple(paper_number(by.by, by.year, by.series) for by in papers),
                    number in each.cancelled,
                )
                for number, papers in groupby(each.replaced, key=attrgetter("number"))
            ),
            missing=each.missing,
        )
        for each in found
    )


def _cancelled(series: Series) -> tuple[int, ...]:
    """Return the numbers that were cancelled, and that no other paper replaces."""
    replaced = {each.number for each in series.replaced}
    return tuple(number for number in series.cancelled if number not in replaced)


def fault_rows(
    cases: list[tuple[str, Case]], count: int, asked: Inspection, units: Units
) -> Faults:
    """Return what is wrong with numbers as it is shown; numbers lead to the unit's own series."""
    units.learn(case.unit_id for _, case in cases)
    return Faults(
        count, tuple((NUMBER_FAULTS[name], _fault(case, asked, units)) for name, case in cases)
    )


def _fault(case: Case, asked: Inspection, units: Units) -> CaseRow:
    row = _case(case, units)
    if case.version is not None:
        return row
    own = {"don-vi": row.unit.code, "rieng": "1"}
    return replace(row, href=asked.address("/kiem-tra/so-chung-tu", **own))


def check_rows(results: list[Result], units: Units) -> tuple[CheckRow, ...]:
    """Return what the checks found as it is shown."""
    units.learn(case.unit_id for each in results for case in each.cases)
    return tuple(
        CheckRow(
            name=each.check.name,
            title=CHECK_WORDS[each.check.name].title,
            about=CHECK_WORDS[each.check.name].about,
            days=each.check.days,
            state=each.state,
            said=STATES[each.state],
            count=each.count,
            rows=tuple(_case(case, units) for case in each.cases),
        )
        for each in results
    )


def _case(case: Case, units: Units) -> CaseRow:
    unit = units.named(case.unit_id)
    to_unit = f"/so?don-vi={unit.code}&den={case.on.isoformat()}"
    remark = case.remark or ""
    return CaseRow(
        href=to_unit if case.version is None else link_to_entry(case.unit_id, case.version),
        unit=unit,
        on=case.on,
        amount_vnd=case.amount_vnd,
        remark=TYPES.get(remark, remark),
    )

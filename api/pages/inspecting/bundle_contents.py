"""What goes into an evidence bundle: sample, entries, papers, figures, checks, and how to read it.

Everything is as known at one instant: that of the inspection, or the newest entry of the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Final
from uuid import UUID

from api.identity.people import Person
from api.pages.figure_links import link_to_entry
from api.pages.inspecting.bundle_readme import readme_of
from api.pages.inspecting.check_words import CHECK_WORDS, STATES
from api.pages.inspecting.inspection import Inspection
from api.pages.inspecting.papers import paper_of
from api.pages.inspecting.reading import note_read
from api.pages.inspecting.units import Units
from api.pages.inspecting.wording import FIGURES, TYPES
from ledger.database import Connection
from ledger.events import EntryReversed, MoneyEvent
from ledger.wire import Entry
from projections.checks import Result, run_checks
from projections.composition import COMPOSITIONS
from projections.entries import seen
from projections.figures import Asked, figures_of
from projections.samples import Sample, draw, rank_of
from projections.trail import Trail, trail_of
from reports.csv_lines import BYTE_ORDER_MARK, line
from reports.from_entries import NoSuchPaper, papers_of
from reports.from_entries.printing import file_name
from reports.papers import Receipt, Voucher
from reports.receipt import make_receipt
from reports.voucher import make_voucher

Files = dict[str, bytes]
OnProgress = Callable[[int, int], None]
OPENING: Final = {"opening_money": "Số dư tiền đầu kỳ", "opening_goods": "Hiện vật đầu kỳ"}


def contents_of(
    connection: Connection, asked: Inspection, person: Person, tell: OnProgress
) -> tuple[str, Files]:
    """Return what a person reads first, and the files by name.

    Args:
        connection: with no transaction open.
        asked: what is inspected, with a seed.
        person: who asks; that they read names is noted.
        tell: hears how far it has come: entries done, and of how many.
    """
    scope = asked.scope
    files: Files = {}
    with seen(connection, scope.unit_id, asked.known_at):
        sample = draw(connection, scope, seed=asked.seed, size=asked.size, method=asked.method)
        trails = list(_trails(connection, sample))
        units = Units(connection, scope.last)
        units.learn([scope.unit_id, *(each.entry.originator_id for each in trails)])
        files["mau.csv"] = _table(_sample_rows(sample, trails, units))
        files["so-lieu.csv"] = _table(_figure_rows(connection, asked))
        results = run_checks(connection, scope)
        units.learn(case.unit_id for each in results for case in each.cases)
        files["kiem-tra-tu-dong.csv"] = _table(_check_rows(results, units))
        log_size = trails[0].log_size if trails else 0
    for trail in trails:
        files[f"but-toan/{_name(trail.entry)}.json"] = trail.kept.raw
    files |= _papers(connection, trails, tell)
    note_read(connection, person, "/kiem-tra/ho-so", (each.entry for each in trails))
    return readme_of(asked, sample, log_size), files


def _trails(connection: Connection, sample: Sample) -> Iterator[Trail]:
    for each in sample.picked:
        found = trail_of(connection, each.unit_id, each.version)
        assert found is not None, "what was drawn is there"
        yield found


def _papers(connection: Connection, trails: list[Trail], tell: OnProgress) -> Files:
    """Return the papers of all entries as PDF, each once, by name."""
    files: Files = {}
    for done, trail in enumerate(trails):
        tell(done, len(trails))
        event = trail.entry.event
        if not isinstance(event, MoneyEvent | EntryReversed):
            continue
        with suppress(NoSuchPaper):
            for paper in papers_of(connection, event.key):
                name = f"giay-to/{file_name(paper)}"
                if name not in files:
                    files[name] = _made(paper)
    tell(len(trails), len(trails))
    return files


def _made(paper: Receipt | Voucher) -> bytes:
    return make_receipt(paper) if isinstance(paper, Receipt) else make_voucher(paper)


def _sample_rows(sample: Sample, trails: list[Trail], units: Units) -> Iterator[tuple[object, ...]]:
    yield (
        "thu_tu", "tep", "ma_don_vi", "don_vi", "loai", "chung_tu", "ngay_ghi_so", "so_tien",
        "ma_xep", "vi_tri", "thoi_diem_ghi", "bi_huy", "thay_bang", "dia_chi",
    )  # fmt: skip
    for number, (picked, trail) in enumerate(zip(sample.picked, trails, strict=True), start=1):
        entry = trail.entry
        unit = units.named(entry.originator_id)
        by_hash = sample.method == "hash"
        yield (
            number,
            f"but-toan/{_name(entry)}.json",
            unit.code,
            unit.name,
            TYPES[entry.event.STORED_AS],
            paper_of(entry),
            picked.booked_on.isoformat(),
            picked.amount_vnd,
            rank_of(sample.seed, picked.unit_id, picked.version) if by_hash else "",
            trail.kept.position,
            entry.recorded_at.isoformat(),
            "có" if trail.undone_by else "",
            "; ".join(_called(each.entry) for each in trail.replaced_by),
            link_to_entry(picked.unit_id, picked.version),
        )


def _figure_rows(connection: Connection, asked: Inspection) -> Iterator[tuple[object, ...]]:
    yield ("muc", "so_rieng_cua_don_vi", "gom_don_vi_truc_thuoc", "don_vi_tinh")
    scope = asked.scope
    what = Asked(scope.last, scope.first)
    own, subtree = figures_of(connection, [scope.unit_id], what)[scope.unit_id]
    counted = {"amount_vnd": "đồng", "occurrences": "lượt", "recipients": "người"}
    for name, of in COMPOSITIONS.items():
        title = OPENING.get(name) or FIGURES[name]
        yield (title, getattr(own, name), getattr(subtree, name), counted[of.counted])


def _check_rows(results: list[Result], units: Units) -> Iterator[tuple[object, ...]]:
    yield ("muc", "ket_qua", "so_truong_hop", "ma_don_vi", "but_toan", "ngay", "so_tien", "ghi_chu")
    for each in results:
        words = CHECK_WORDS[each.check.name]
        about = (words.title, STATES[each.state], each.count)
        if not each.cases:
            yield (*about, "", "", "", "", "")
        for case in each.cases:
            remark = TYPES.get(case.remark or "", case.remark)
            entry = "" if case.version is None else link_to_entry(case.unit_id, case.version)
            code = units.named(case.unit_id).code
            yield (*about, code, entry, case.on.isoformat(), case.amount_vnd, remark)


def _table(rows: Iterable[Iterable[object]]) -> bytes:
    return (BYTE_ORDER_MARK + "".join(line(row) for row in rows)).encode()


def _called(entry: Entry) -> str:
    """Return the number of an entry's paper; of one on none, its address."""
    return paper_of(entry) or link_to_entry(entry.originator_id, entry.originator_version)


def _name(entry: Entry) -> str:
    unit: UUID = entry.originator_id
    return f"{unit.hex}-{entry.originator_version}"

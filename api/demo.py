"""The demo: a sample province year from exchange files to figures and papers.

Everything printed comes from the same queries as `balances` and `per-capita`; nothing is typed in.
The demo lives in the home like any books, and refuses a home that has books of another kind.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Final

from api.balances import per_capita_document
from api.home import database, home, keys_folder
from api.identity.demo_people import create_demo_people
from api.importing import Outcome, import_files
from api.log_keeping import bring_log_up, require_log_fits
from api.persons.readings import note_unit_shown
from api.reporting import LEVELS
from api.sample import SampleSummary, write_sample
from api.serving import serve_until_stopped
from api.speaking import Refused, progress, say, table, tell
from api.wiring import opened
from ledger.database import Connection, connect
from ledger.journal import Journal
from ledger.vault import vault_at
from projections.entries import WHOLE
from projections.figures import asked, described, unit_by_code
from projections.levels import by_level
from projections.registers import Registered, top_gifts, top_payouts
from projections.runner import catch_up
from reports.from_entries import write_papers
from reports.native import NativeLibrariesMissing
from reports.numbers import dong, short_date, whole

SCALE_MIN: Final = 0.02
YEAR: Final = 2022
TOP: Final = 5
PROVINCE: Final = "NA"
CHANNELS: Final = {
    "cash": "tiền mặt",
    "bank": "chuyển khoản",
    "in_kind": "hiện vật",
    "press": "qua báo, nơi nhận hộ",
    "scholarship": "học bổng",
    "reward": "khen thưởng",
    "aid": "hỗ trợ",
}


@dataclass(slots=True)
class Stopwatch:
    """How long each step took, in seconds, in the order of the steps."""

    steps: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure a step."""
        tell(f"• {name}")
        begun = time.monotonic()
        yield
        self.steps.append((name, time.monotonic() - begun))


def run_demo(*, scale: float, out: Path | None, serve: bool, host: str, port: int) -> None:
    """Run the demo; see the module.

    Raises:
        Refused: the scale is out of range, or the home has other books.
    """
    if not SCALE_MIN <= scale <= 1:
        raise Refused("--scale phải từ 0.02 đến 1.", code=2)
    place = (out or home() / "demo").resolve()
    watch = Stopwatch()
    with database() as url:
        _require_own_home(url, scale)
        require_log_fits(url)
        files = place / "so-lieu-mau"
        with watch.step("Lập số liệu mẫu"), progress() as on_progress:
            summary = write_sample(
                files,
                scale=Fraction(str(scale)),
                on_progress=lambda _name, done, whole_: on_progress("sample", done, whole_),
            )
        with watch.step("Nhập và ghi sổ"):
            outcome = _import(url, files)
        with watch.step("Tổng hợp số liệu"), progress() as on_progress:
            catch_up(url, lambda done, whole_: on_progress("project", done, whole_))
        with watch.step("Đóng dấu nhật ký"), progress() as on_progress:
            bring_log_up(url, lambda done, whole_: on_progress("log", done, whole_))
        with watch.step("Lập người dùng thử"), opened(url, home()) as wiring:
            people = create_demo_people(wiring)
        with connect(url) as connection:
            vault_at(url, keys_folder()).opens(connection)
            note_unit_shown(connection, "demo", WHOLE)
            _print_result(connection, watch, summary, outcome, place)
        say(_people_text(people))
        if serve:
            serve_until_stopped(url, host, port)


def _require_own_home(url: str, scale: float) -> None:
    """Refuse a home with books that are not this demo's."""
    mark = home() / "demo-scale"
    journal = Journal(url, keys_folder())
    try:
        has_books = journal.has_answers()
    finally:
        journal.close()
    said = mark.read_text(encoding="utf-8") if mark.exists() else None
    if has_books and said != f"{scale:g}":
        raise Refused(
            f"Thư mục {home()} đã có sổ khác: đặt SOQUY_HOME sang một thư mục trống rồi chạy lại, "
            "ví dụ SOQUY_HOME=/tmp/soquy-demo scripts/soquy demo.",
            code=3,
        )
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(f"{scale:g}", encoding="utf-8")


def _import(url: str, files: Path) -> Outcome:
    journal = Journal(url, keys_folder())
    try:
        with progress() as on_progress:
            outcome = import_files(journal, files, on_progress=on_progress)
    finally:
        journal.close()
    if outcome.errors:
        first = outcome.errors[0]
        raise Refused(f"{first.file}, dòng {first.row}: {first.message}", code=3)
    return outcome


def _print_result(
    connection: Connection,
    watch: Stopwatch,
    summary: SampleSummary,
    outcome: Outcome,
    place: Path,
) -> None:
    with watch.step("Tính số dư và bình quân"):
        figures = _figures_text(connection)
    with watch.step("In chứng từ mẫu"):
        papers = _papers_text(connection, place / "chung-tu")
    say("")
    say(
        f"{whole(summary.units)} đơn vị; ghi {whole(outcome.recorded)} dòng"
        f" ({whole(outcome.already_recorded)} dòng đã có từ trước)."
    )
    say(figures)
    say(papers)
    say(f"Số liệu mẫu: {place / 'so-lieu-mau'}")
    rows = [[name, f"{seconds:.1f}"] for name, seconds in watch.steps]
    say(table("Thời gian", ["Bước", "Giây"], rows, right={1}))


def _figures_text(connection: Connection) -> str:
    """Return the figures of the year, from the queries that every command uses."""
    what = asked(date(YEAR, 12, 31))
    province_id = unit_by_code(connection, PROVINCE)
    (province,) = described(connection, [province_id], what)
    year = per_capita_document(connection, PROVINCE, YEAR)
    whole_tree = province.subtree
    rows = [
        ["Vận động được", dong(whole_tree.raised)],
        ["  tiền mặt", dong(whole_tree.raised_cash)],
        ["  chuyển khoản", dong(whole_tree.raised_bank)],
        ["  hiện vật quy ra tiền", dong(whole_tree.raised_in_kind)],
        ["  qua báo và nơi nhận hộ", dong(whole_tree.raised_press)],
        ["Trao trực tiếp, không qua Quỹ", dong(whole_tree.facilitated)],
        ["Đã chi", dong(whole_tree.paid)],
        ["  lượt nhận", whole(whole_tree.occurrences)],
        ["  người nhận", whole(whole_tree.recipients)],
        ["Số dư Quỹ", dong(whole_tree.money)],
        ["  trong đó đang chuyển", dong(whole_tree.in_transit)],
        ["Hiện vật còn lại", dong(whole_tree.goods)],
        ["Dân số", whole(year["population"])],
        ["Vận động bình quân đầu người", dong(year["per_capita_raised_vnd"])],
        ["  làm tròn xuống nghìn", dong(year["per_capita_raised_rounded_vnd"])],
        ["Số dư bình quân đầu người", dong(year["per_capita_balance_vnd"])],
    ]
    levels = [
        [
            LEVELS[level.level],
            whole(level.units),
            whole(level.raised_vnd),
            whole(level.paid_vnd),
            whole(level.balance_vnd),
        ]
        for level in by_level(connection, what)
    ]
    return "\n".join(
        [
            table(f"{province.name}, năm {YEAR}", ["", ""], rows, right={1}),
            table(
                "Theo cấp (đồng)",
                ["Cấp", "Đơn vị", "Vận động", "Đã chi", "Số dư"],
                levels,
                right={1, 2, 3, 4},
            ),
            _register_text("Ủng hộ nhiều nhất", top_gifts(connection, province_id, YEAR, TOP)),
            _register_text("Khoản chi lớn nhất", top_payouts(connection, province_id, YEAR, TOP)),
        ]
    )


def _people_text(people: list[tuple[str, str, str]]) -> str:
    """Return who may be tried out; passwords are shown because they guard nothing real."""
    return table(
        "Đăng nhập thử",
        ["Tên", "Mật khẩu", "Vai trò"],
        [list(each) for each in people],
        right=set(),
    )


def _register_text(title: str, rows: list[Registered]) -> str:
    return table(
        title,
        ["Ngày", "Đơn vị", "Họ tên", "Hình thức", "Số tiền", "Khóa"],
        [
            [
                short_date(row.on),
                row.unit,
                row.person or "không nêu tên",
                CHANNELS[row.what],
                whole(row.amount_vnd),
                row.key,
            ]
            for row in rows
        ],
        right={4},
    )


def _papers_text(connection: Connection, folder: Path) -> str:
    """Write some papers, and say where they lie; without the libraries, say what is missing."""
    province_id = unit_by_code(connection, PROVINCE)
    gifts = top_gifts(connection, province_id, YEAR, TOP)
    payouts = top_payouts(connection, province_id, YEAR, TOP)
    keys = [row.key for row in [*gifts, *payouts]]
    try:
        with progress() as on_progress:
            written = write_papers(
                connection,
                keys,
                folder,
                lambda done, whole_: on_progress("papers", done, whole_),
            )
    except NativeLibrariesMissing as missing:
        return f"Chưa in được chứng từ: {missing}"
    return f"Đã in {len(written)} chứng từ: {folder}"

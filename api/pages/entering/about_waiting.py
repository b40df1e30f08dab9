"""What a list that waits is about, in a line: kinds of rows, occasion, day, and its first rows.

So an account holder knows what they are asked before they open it. The first rows name persons:
they are given only where the look is noted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias
from uuid import UUID

from api.pages.entering.prepared import Row, kind_of, row_of, same
from api.uploads import records
from api.uploads.report import counts_from
from api.web.texts import phrase
from api.wiring import Wiring
from ledger.approvals import Prepared
from ledger.database import Connection
from projections.approvals import Approval

FIRST_ROWS: Final = 2
OF_TABLES: Final = {
    "openings": phrase("Số dư, hiện vật mang sang"),
    "donations": phrase("Khoản ủng hộ"),
    "handovers": phrase("Nơi nhận hộ nộp, trao"),
    "payouts": phrase("Chi học bổng, khen thưởng, hỗ trợ"),
    "transfers": phrase("Điều chuyển"),
    "movements": phrase("Chuyển giữa các nơi giữ tiền"),
    "income_costs": phrase("Thu khác, chi khác"),
    "reversals": phrase("Hủy bút toán"),
}
"""What the rows of a file are, by its table."""

DEFINED: Final = phrase("Khai báo đơn vị, nguồn, nơi giữ")
Place: TypeAlias = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class About:
    """What a list is about.

    `kinds`: what its rows are, texts to translate, each with how many, the most first. `files`:
    the names of the files that wait, empty for rows; `is_undoing`: their import is to be undone,
    else `in_vnd` and `out_vnd` are what they bring in and take out.
    `first` are its first rows, empty where nobody may be named; `more` rows follow them.
    """

    kinds: tuple[tuple[str, int], ...] = ()
    occasion: str = ""
    on: date | None = None
    first: tuple[Row, ...] = ()
    more: int = 0
    files: str = ""
    is_undoing: bool = False
    in_vnd: int = 0
    out_vnd: int = 0


def about_rows(connection: Connection, rows: Sequence[Prepared], *, names: bool) -> About:
    """Return what rows are about; with `names`, also the first of them."""
    commands = [each.command for each in rows]
    first = rows[:FIRST_ROWS] if names else ()
    return About(
        kinds=tuple(Counter(kind_of(each) for each in commands).most_common()),
        occasion=same(commands, "award_round"),
        on=same(commands, "booked_on") or None,
        first=tuple(row_of(connection, each) for each in first),
        more=len(rows) - len(first),
    )


def abouts(
    connection: Connection, wiring: Wiring, found: Sequence[Approval], *, names: bool
) -> Mapping[Place, About]:
    """Return what each list that waits is about; what cannot be read any more is missing."""
    waiting = [each for each in found if each.state == "waiting"]
    lists = [(each.unit_id, each.key) for each in waiting if each.of == "rows"]
    told = {
        place: about_rows(connection, rows, names=names)
        for place, rows in wiring.approvals.contents_of(lists).items()
        if rows
    }
    for each in waiting:
        if each.of == "file" and (about := about_file(connection, each.key)):
            told[each.unit_id, each.key] = about
    return told


def about_file(connection: Connection, key: str) -> About | None:
    """Return what a file that waits under `key` is about; None if it does not wait."""
    upload = records.find(connection, key.rpartition("-")[0])
    if upload is None or upload.approval_key != key:
        return None
    files = ", ".join(upload.file_names)
    if upload.state == "undo_asked":
        return About(files=files, is_undoing=True)
    counts = counts_from(upload.counts)
    new: Counter[str] = Counter()
    for each in counts.parts:
        new[OF_TABLES.get(each.table, DEFINED)] += each.new
    kinds = tuple((what, rows) for what, rows in new.most_common() if rows)
    return About(kinds=kinds, files=files, in_vnd=counts.in_vnd, out_vnd=counts.out_vnd)

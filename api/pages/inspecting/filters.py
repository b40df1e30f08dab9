"""What is asked of the journal in its address: read once, kept as typed, refused field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from api.exchange.errors import Fault
from api.exchange.fields import YEAR_MAX, YEAR_MIN
from api.identity.acting import today
from api.pages.inspecting.wording import FIGURES, TYPES
from api.pages.public.naming import LEVELS
from api.pages.typed import read_day
from api.web.texts import phrase
from ledger.database import Connection
from ledger.refusals import UnknownUnit
from projections.association import top_units
from projections.composition import COMPOSITIONS
from projections.entries import (
    BEFORE_ALL,
    FIRST_DAY,
    LAST_DAY,
    WHOLE,
    Place,
    Sought,
    accounts_named,
)
from projections.figures import unit_by_code
from projections.trail import names_of_units
from reports.numbers import VIETNAM

FIELDS: Final = (
    "don-vi",
    "cap",
    "duoi",
    "muc",
    "tai-khoan",
    "loai",
    "nguon",
    "noi",
    "dvt",
    "tu",
    "den",
    "cay",
    "known-at",
    "trong",
)
"""The filters, in the order in which they stand in an address."""

BAD_DATE: Final = phrase("Ngày viết theo dạng ngày/tháng/năm, như 31/12/2022.")
BAD_INSTANT: Final = phrase(
    "Thời điểm viết theo dạng 31/12/2022, hoặc 31/12/2022 17:00 (giờ Việt Nam)."
)
BAD_ORDER: Final = phrase("Ngày cuối phải sau ngày đầu.")
DAY: Final = "%d/%m/%Y"
NO_UNIT: Final = phrase("Không có đơn vị mang mã này: hãy xem lại mã.")
NO_FIGURE: Final = phrase("Không có mục số liệu này: hãy chọn trong danh sách.")
NO_ACCOUNT: Final = phrase("Không có tài khoản này: hãy chọn trong danh sách.")
NO_TYPE: Final = phrase("Không có loại bút toán này: hãy chọn trong danh sách.")
NO_LEVEL: Final = phrase("Không có cấp này: hãy chọn trong danh sách.")
LEVEL_OF_ALL: Final = phrase("Cấp tính trên toàn Hội: hãy bỏ trống mã đơn vị, hoặc bỏ chọn cấp.")
BAD_PAGE: Final = phrase("Địa chỉ trang sau không đúng; hãy bắt đầu lại từ trang đầu.")


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked: as typed, as understood, and what was wrong with it by field.

    `sought` is None where something was wrong, or where there is no unit at all.
    """

    typed: dict[str, str]
    errors: dict[str, str]
    sought: Sought | None
    code: str
    known_at: datetime | None
    after: Place
    adds_up_all: bool

    @property
    def is_later(self) -> bool:
        """Whether this is not the first page."""
        return self.after != BEFORE_ALL

    def address(self, path: str = "/so", **other: str) -> str:
        """Return the address of the same filters, some of them otherwise; empty ones left out."""
        said = {**self.typed, "don-vi": self.code, **other}
        order = (*FIELDS, "cong", "trang")
        return f"{path}?{urlencode({name: said[name] for name in order if said.get(name)})}"


@dataclass(slots=True)
class _Reading:
    """Reads one field after another, noting what is wrong."""

    said: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.said.get(name, "").strip()

    def day(self, name: str, otherwise: date) -> date:
        if not self.text(name):
            return otherwise
        day = day_of(self.text(name))
        if day is None:
            self.errors[name] = BAD_DATE
        return day or otherwise

    def instant(self, name: str) -> datetime | None:
        """Return an instant; without a time zone it is that of the clocks in Vietnam."""
        if not self.text(name):
            return None
        at = instant_of(self.text(name))
        if at is None:
            self.errors[name] = BAD_INSTANT
        return at

    def one_of(self, name: str, known: Mapping[str, object], wrong: str) -> str | None:
        if self.text(name) and self.text(name) not in known:
            self.errors[name] = wrong
            return None
        return self.text(name) or None

    def account(self, name: str) -> str | None:
        if self.text(name) and not accounts_named(self.text(name)):
            self.errors[name] = NO_ACCOUNT
            return None
        return self.text(name) or None

    def place(self, name: str) -> Place:
        if not self.text(name):
            return BEFORE_ALL
        try:
            day, position, line = self.text(name).split(".")
            return Place(date.fromisoformat(day), int(position), int(line))
        except ValueError:
            self.errors[name] = BAD_PAGE
            return BEFORE_ALL


def day_of(text: str) -> date | None:
    """Return the day that a text says, as an address has it or as the forms take it.

    >>> str(day_of("2022-12-31")), str(day_of("1/6/2022")), day_of("12/31/2022")
    ('2022-12-31', '2022-06-01', None)
    """
    day = read_day(text)
    return None if isinstance(day, Fault) else day


def instant_of(text: str) -> datetime | None:
    """Return the instant that a text says, by the clocks in Vietnam if it names no zone.

    A plus sign that came as a space is read as one. A day alone is meant with all that was recorded
    on it; seconds may follow, so that no instant changes when a form that shows it is sent again.

    >>> str(instant_of("2022-12-31T17:00")), instant_of("soon")
    ('2022-12-31 17:00:00+07:00', None)
    >>> str(instant_of("31/12/2022 17:00")), str(instant_of("31/12/2022"))
    ('2022-12-31 17:00:00+07:00', '2022-12-31 23:59:59.999999+07:00')
    """
    said = text.strip()
    if day := day_of(said):
        return datetime.combine(day, time.max, VIETNAM)
    try:
        if "/" in said:
            on, clock = said.split()
            day = day_of(on)
            at = datetime.combine(day, time.fromisoformat(clock)) if day else None
        else:
            at = datetime.fromisoformat(said.replace(" ", "+"))
    except ValueError:
        return None
    if at is None or not YEAR_MIN <= at.year <= YEAR_MAX:
        return None
    return at if at.tzinfo else at.replace(tzinfo=VIETNAM)


def as_written(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed with days and the instant as people write them; the rest unchanged.

    What cannot be read stays as it was typed, to be mended.

    >>> as_written({"tu": "2022-03-01", "den": "soon", "known-at": "2022-12-31T17:00"})
    {'tu': '01/03/2022', 'den': 'soon', 'known-at': '31/12/2022 17:00'}
    """
    shown = dict(typed)
    for name in ("tu", "den"):
        if day := day_of(shown[name]):
            shown[name] = f"{day:{DAY}}"
    if at := instant_of(shown["known-at"]):
        shown["known-at"] = written(at)
    return shown


def written(at: datetime) -> str:
    """Return an instant as `instant_of` reads it, by the clocks in Vietnam, as short as it can be.

    >>> [written(instant_of(each)) for each in ("2022-12-31T17:00+00:00", "31/12/2022")]
    ['01/01/2023 00:00', '31/12/2022']
    >>> written(instant_of("2022-12-31T17:00:01"))
    '31/12/2022 17:00:01'
    """
    at = at.astimezone(VIETNAM)
    day, clock = f"{at:{DAY}}", at.time()
    if clock == time.max:
        return day
    is_minute = clock == clock.replace(second=0, microsecond=0)
    return f"{day} {clock.isoformat('minutes' if is_minute else 'auto')}"


def cursor(place: Place) -> str:
    """Return a place as it stands in an address.

    >>> cursor(Place(date(2022, 12, 31), 17, 0))
    '20221231.17.0'
    """
    return f"{place.booked_on:%Y%m%d}.{place.position}.{place.line}"


def filters_of(connection: Connection, said: Mapping[str, str]) -> Filters:
    """Read the filters of an address.

    Without a unit it is the one at the top with all below; with a level, all units that have it.
    """
    reading = _Reading(said)
    unit_id, code = _unit(connection, reading)
    sought = _sought(reading, unit_id)
    known_at, after = reading.instant("known-at"), reading.place("trang")
    return Filters(
        typed={name: reading.text(name) for name in FIELDS} | _whole_tree(reading),
        errors=reading.errors,
        sought=None if reading.errors or sought is None else _of_stock(sought),
        code=code,
        known_at=known_at,
        after=after,
        adds_up_all=reading.text("cong") == "1",
    )


def _sought(reading: _Reading, unit_id: UUID | None) -> Sought | None:
    """Return what the fields say; None where there is no unit."""
    level = reading.one_of("cap", LEVELS, NO_LEVEL)
    if level and reading.text("don-vi"):
        reading.errors["cap"] = LEVEL_OF_ALL
    figure = reading.one_of("muc", FIGURES, NO_FIGURE)
    account = None if figure else reading.account("tai-khoan")
    first, last = reading.day("tu", FIRST_DAY), min(reading.day("den", LAST_DAY), LAST_DAY)
    if first > last and not reading.errors:
        reading.errors["den"] = BAD_ORDER
    entry_type = reading.one_of("loai", TYPES, NO_TYPE)
    if unit_id is None:
        return None
    return Sought(
        unit_id=WHOLE if level else unit_id,
        level=level,
        below=reading.text("duoi") == "1" or not reading.text("don-vi"),
        tree="as_is" if reading.text("cay") == "hien-nay" else "as_was",
        first=first,
        last=last,
        figure=figure,
        account=account,
        type=entry_type,
        fund=reading.text("nguon") or None,
        place=reading.text("noi") or None,
        counted_in=reading.text("dvt") or None,
        eliminated=bool(figure and COMPOSITIONS[figure].outside and reading.text("trong")),
    )


def _of_stock(sought: Sought) -> Sought:
    """Let a stock begin with the first entry: it is what was left at the end of the period."""
    if sought.figure is None or not COMPOSITIONS[sought.figure].is_stock:
        return sought
    return replace(sought, first=FIRST_DAY)


def _whole_tree(reading: _Reading) -> dict[str, str]:
    return {} if reading.text("don-vi") or reading.text("cap") else {"duoi": "1"}


def _unit(connection: Connection, reading: _Reading) -> tuple[UUID | None, str]:
    code = reading.text("don-vi")
    if not code and reading.text("cap"):
        return WHOLE, ""
    if not code:
        on = today()
        for unit_id in top_units(connection, on):
            return unit_id, names_of_units(connection, [unit_id], on)[unit_id][0]
        return None, ""
    try:
        return unit_by_code(connection, code), code
    except UnknownUnit:
        reading.errors["don-vi"] = NO_UNIT
        return None, code

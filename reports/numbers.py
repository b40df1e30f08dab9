"""How figures and dates are shown: `87.100.000.000 đ`, `ngày 05 tháng 11 năm 2022`.

The space before đ never breaks, so that an amount stays on one line.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Final, assert_never

if TYPE_CHECKING:
    from ledger.events import Precision

NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
VIETNAM: Final = timezone(timedelta(hours=7))


def whole(number: int) -> str:
    """Return a whole number with dots between the thousands.

    >>> whole(-1_234_567)
    '-1.234.567'
    """
    return f"{number:,}".replace(",", ".")


def dong(amount_vnd: int) -> str:
    """Return an amount with its currency sign.

    >>> dong(87_100_000_000) == "87.100.000.000" + NO_BREAK_SPACE + "đ"
    True
    """
    return f"{whole(amount_vnd)}{NO_BREAK_SPACE}đ"


def quantity(amount: Decimal) -> str:
    """Return an exact quantity with a decimal comma, without zeros that say nothing.

    >>> quantity(Decimal("1250.50")), quantity(Decimal("20"))
    ('1.250,5', '20')
    """
    figures = f"{amount:,f}"
    if "." in figures:
        figures = figures.rstrip("0").rstrip(".")
    return figures.replace(",", " ").replace(".", ",").replace(" ", ".")


def long_date(day: date, precision: Precision = "day") -> str:
    """Return a date in words as papers are dated; what is not known stays open.

    Source: Nghị định 30/2020/NĐ-CP, phụ lục I: days below 10 and the months 1 and 2 take a zero.

    >>> long_date(date(2022, 11, 5)), long_date(date(2023, 2, 20))
    ('ngày 05 tháng 11 năm 2022', 'ngày 20 tháng 02 năm 2023')
    >>> long_date(date(2022, 6, 30), "month")
    'ngày …… tháng 6 năm 2022'
    >>> long_date(date(2022, 6, 30), "quarter"), long_date(date(2022, 6, 30), "year")
    ('ngày …… tháng …… năm 2022 (quý 2)', 'ngày …… tháng …… năm 2022')
    """
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    match precision:
        case "day":
            return f"ngày {day.day:02d} tháng {month} năm {day.year}"
        case "month":
            return f"ngày …… tháng {month} năm {day.year}"
        case "quarter":
            return f"ngày …… tháng …… năm {day.year} (quý {(day.month + 2) // 3})"
        case "year":
            return f"ngày …… tháng …… năm {day.year}"
    assert_never(precision)


def short_date(day: date) -> str:
    """Return a date in figures.

    >>> short_date(date(2022, 11, 5))
    '05/11/2022'
    """
    return f"{day:%d/%m/%Y}"


def moment(at: datetime) -> str:
    """Return an instant as the clocks in Vietnam show it.

    Args:
        at: aware of its time zone.

    >>> moment(datetime(2026, 11, 22, 20, 5, tzinfo=timezone.utc))
    '03:05 ngày 23/11/2026'
    """
    return f"{at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"

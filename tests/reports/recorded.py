"""A commune's year, recorded for real in a fresh database: every kind of row that has a paper.

The commune joins with money, was called otherwise before July, collects from house to house, pays
pupils, sends money up, and undoes what went wrong. Keys say what a row is there for.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import chain
from typing import Any
from uuid import UUID

from ledger.commands import (
    BringInMoney,
    Command,
    ContinueSeries,
    DefineFund,
    DefineHolding,
    PayCost,
    ReceiveIncome,
    RegisterHolder,
    StateUnitTerm,
)
from ledger.database import connect
from ledger.draft import Request, request
from ledger.events import Income
from ledger.journal import Journal
from ledger.keys import id_of_key
from ledger.log import following
from ledger.office import Office
from projections.runner import catch_up
from tests.ledger import examples as ask
from tests.ledger.examples import (
    COMMUNE,
    DISTRICT,
    MARCH,
    NEWSPAPER,
    NEXT_YEAR,
    OCTOBER,
    PROVINCE,
    SEPTEMBER,
)
from tests.secret_keys import KEYS, keys_of

RECORDED_AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def record_the_year(url: str) -> None:
    """Record the year in the migrated database at `url`, and project it."""
    journal = Journal(url, KEYS)
    office = Office(journal, clock=lambda: RECORDED_AT)
    try:
        rows = (_units(), _definitions(), _gifts(), _payouts(), _others(), _reversals())
        for asked in chain(*rows, _corrections()):
            office.ask(asked)
    finally:
        office.close()
        journal.close()
    _erase(url, "D-erased")
    catch_up(url)
    following.catch_up(url, keys_of(url))


def _erase(url: str, key: str) -> None:
    with connect(url) as connection:
        connection.execute(
            "DELETE FROM vault USING command_log WHERE command_id = %s "
            "AND vault.unit_id = command_log.unit_id AND vault.version = command_log.version",
            (id_of_key(key),),
        )


def _row(command: Command, **private: object) -> Request:
    return request(command, private, "tester")


def _units() -> list[Request]:
    def term(unit_id: UUID, code: str, name: str, parent: UUID | None, **more: Any) -> Request:  # noqa: ANN401
        said = {"valid_from": ask.FOUNDED, "level": "commune", **more}
        return _row(StateUnitTerm(unit_id=unit_id, code=code, name=name, parent_id=parent, **said))

    until = {"valid_to": date(2022, 6, 30)}
    since = {"valid_from": date(2022, 7, 1)}
    return [
        term(PROVINCE, "NA", "Hội Khuyến học tỉnh Nghệ An", None, level="province"),
        term(DISTRICT, "NA-01", "Hội Khuyến học huyện Yên", PROVINCE, level="district"),
        term(COMMUNE, "NA-01-01", "Hội Khuyến học xã Cũ", DISTRICT, **until),
        term(COMMUNE, "NA-01-01", "Hội Khuyến học xã Mới", PROVINCE, **since),
        _row(RegisterHolder(holder=NEWSPAPER, kind="press"), name="Báo Nghệ An"),
    ]


def _definitions() -> list[Request]:
    unit: dict[str, Any] = {"unit_id": COMMUNE}
    opening: dict[str, Any] = {"booked_on": date(2022, 1, 1), "amount_vnd": 50_000_000, **unit}
    fund = DefineFund(fund="tiep-suc", name="Tiếp sức đến trường", restricted=True, **unit)
    savings = DefineHolding(holding="tk", kind="savings", **unit)
    return [
        _row(fund),
        _row(savings, name="Sổ tiết kiệm 12 tháng", number="00123"),
        _row(DefineHolding(holding="nh2", kind="bank", **unit)),
        _row(ContinueSeries(series="PT", year=2022, book="Quyển 04", next_number=175, **unit)),
        _row(BringInMoney(key="O-bank", holding="bank", **opening)),
        _row(BringInMoney(key="O-cash", holding="cash", **opening)),
    ]


def _gifts() -> list[Request]:
    def household(at: int, amount_vnd: int) -> Request:
        given = ask.donation(amount_vnd, key=f"D-house-{at}", voucher="PT-xom-3", on=SEPTEMBER)
        return _row(given, donor=f"Gia đình ông {at}")

    by_hand = ask.donation(2_000_005, key="D-full", paper_no="AB-01", document_on=date(2022, 2, 27))
    who = {"donor": "Ông Nguyễn Văn Ẩm", "contact": "Xóm 3, xã Cũ", "note": "Cho lớp 9A"}
    return [
        request(by_hand, who, "tester", {"bien-lai.jpg": b"a picture"}),
        _row(ask.donation(100_000, key="D-nobody")),
        _row(ask.donation(100_000, key="D-erased"), donor="Bà Trần Thị Bí Mật", note="Kín"),
        _row(ask.donation(70_000, key="D-month", precision="month", on=OCTOBER)),
        _row(ask.donation(90_000, channel="bank", key="D-bank", holding="nh2"), donor="Lớp 12B"),
        _row(ask.donation(60_000, key="D-undone"), donor="Ông Lê Nhầm"),
        household(1, 200_000),
        household(2, 300_000),
        household(3, 400_000),
        _row(ask.goods("20", 5_000_000, key="G-valued", item="Áo ấm"), donor="Công ty A"),
        _row(ask.goods("35.5", None, key="G-free", item="Sách cũ"), donor="Công ty A"),
        _row(ask.collection(400_000, key="C-1", fund="tiep-suc"), note="Mã số 2283"),
        *(
            _row(ask.donation(10_000 * at, key=f"D-mai-{at}", on=NEXT_YEAR), donor="Bà Mai", **who)
            for at, who in enumerate(({"donor_id": "M1"}, {"donor_id": "M2"}, {}), start=1)
        ),
    ]


def _payouts() -> list[Request]:
    def pupil(key: str, name: str, **more: Any) -> Request:  # noqa: ANN401 - of a payout
        said = {"award_round": "Tháng khuyến học", "key": key, **more}
        where = {"class": "9A", "school": "THCS Mới", "address": "Xóm 1"}
        return _row(ask.payout(500_000, **said), recipient=name, birth_year=2008, **where)

    listed: dict[str, Any] = {"voucher": "PC-1", "decision": "13/QĐ-HKH, 2022-09-01, Hội xã Mới"}
    wrong: dict[str, Any] = {"voucher": "PC-2", "on": OCTOBER}
    coats = ask.goods_payout("2", key="X-1", item="Áo ấm", award_round="Tháng khuyến học")
    return [
        pupil("P-1", "Em Đặng Thị Ỹ", **listed),
        pupil("P-2", "Em Lò Văn Ẵng", kind="reward", **listed),
        pupil("P-bank", "Em Bùi Nga", channel="bank"),
        pupil("P-next-year", "Em Bùi Nga", on=NEXT_YEAR),
        pupil("P-wrong-1", "Em Trùng Một", **wrong),
        pupil("P-wrong-2", "Em Trùng Hai", **wrong),
        _row(coats, recipient="Em Vũ Thị Út", guardian="Mẹ: Hồ Thị Sen", note="Ký thay"),
    ]


def _others() -> list[Request]:
    def income(key: str, what: Income, holding: str, **private: object) -> Request:
        said: dict[str, Any] = {"unit_id": COMMUNE, "booked_on": MARCH, "amount_vnd": 20_000}
        return _row(ReceiveIncome(key=key, what=what, holding=holding, **said), **private)

    said: dict[str, Any] = {"unit_id": COMMUNE, "booked_on": SEPTEMBER, "amount_vnd": 30_000}
    return [
        _row(ask.handover(300_000, key="H-1", fund="tiep-suc")),
        _row(ask.direct(50_000, key="K-1", fund="tiep-suc", recipients=1)),
        _row(ask.transfer(3_300_000, key="T-1", on=date(2022, 8, 1))),
        _row(ask.arrival(key="T-1")),
        _row(ask.transfer(1_000_000, key="T-on-the-way", on=OCTOBER)),
        _row(ask.movement(800_000, key="M-draw")),
        _row(ask.movement(900_000, target="tk", key="M-save")),
        income("I-interest", "interest", "bank"),
        income("I-fees", "membership_fee", "cash", note="Quý 1"),
        _row(
            PayCost(
                key="Q-1",
                what="management_cost",
                holding="cash",
                approved_outside=True,
                **said,
            ),
            note="Giấy khen",
        ),
    ]


def _reversals() -> list[Request]:
    undone = {"D-undone": 1, "D-house-2": 2, "P-wrong-1": 3, "P-wrong-2": 4, "T-1": 5}
    return [
        _row(ask.reversal(key=f"R-{key}", reverses=key, on=date(2022, 12, day)), reason="Ghi nhầm")
        for key, day in undone.items()
    ]


def _corrections() -> list[Request]:
    shared: dict[str, Any] = {"on": OCTOBER, "voucher": "PC-3"}
    right = ask.payout(400_000, key="P-right", replaces="P-wrong-1", **shared)
    beside = ask.payout(300_000, key="P-beside", **shared)
    return [
        _row(ask.donation(65_000, key="D-right", replaces="D-undone"), donor="Ông Lê Đúng"),
        _row(ask.collection(55_000, key="C-right", replaces="D-house-2"), donor="Gia đình ông 2"),
        _row(right, recipient="Em Trùng Một"),
        _row(beside, recipient="Em Bên Cạnh"),
    ]

"""A receipt says what the book says of a gift, and whoever has no such paper is told which he has.

All from one recorded year, see `recorded.py`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from ledger.database import Connection
from ledger.events import MoneyEvent
from ledger.keys import id_of_key
from ledger.refusals import Broken, UnknownEntry
from reports.check_codes import check_code
from reports.from_entries import NoSuchPaper, papers_of, receipt_of, voucher_of, write_papers
from reports.from_entries.refused import KINDS
from reports.papers import GoodsLine, Receipt
from reports.receipt import make_receipt
from tests.reports.reading import text_of
from tests.reports.recorded import RECORDED_AT


def test_a_receipt_names_donor_amount_fund_and_the_instant_of_recording(year: Connection) -> None:
    receipt = receipt_of(year, "D-full")
    assert (receipt.donor, receipt.donor_address) == ("Ông Nguyễn Văn Ẩm", "Xóm 3, xã Cũ")
    assert (receipt.amount_vnd, receipt.channel, receipt.note) == (2_000_005, "cash", "Cho lớp 9A")
    assert receipt.fund_name == "Quỹ chung"
    assert receipt.recorded_at == RECORDED_AT


def test_receipts_of_all_channels_are_numbered_in_one_series(year: Connection) -> None:
    keys = ["D-full", "D-nobody", "D-erased", "D-month", "D-bank", "G-valued", "C-1"]
    numbers = [receipt_of(year, key).number for key in keys]
    assert numbers == [1, 2, 3, 4, 5, 10, 12]


def test_a_receipt_bears_the_date_of_the_paper_and_the_number_of_the_booking_year(
    year: Connection,
) -> None:
    receipt = receipt_of(year, "D-full")
    assert (receipt.on, receipt.precision) == (date(2022, 2, 27), "day")
    assert (receipt.label, receipt.paper_no) == ("000001/2022/BN", "AB-01")


def test_a_receipt_names_the_one_in_whose_place_it_stands(year: Connection) -> None:
    receipt = receipt_of(year, "D-right")
    assert receipt.replaces == "giấy biên nhận số 000006/2022/BN ngày 01/03/2022"
    assert receipt_of(year, "D-full").replaces is None
    said = " ".join(text_of(make_receipt(receipt)).split())
    assert "Thay thế giấy biên nhận số 000006/2022/BN ngày 01/03/2022" in said


def test_a_receipt_of_which_one_line_of_a_list_was_replaced_names_its_own(
    year: Connection,
) -> None:
    replaced = receipt_of(year, "C-right").replaces
    assert replaced == "giấy biên nhận số 000008/2022/BN ngày 05/09/2022"


def test_a_day_of_which_only_the_month_is_known_stays_open(year: Connection) -> None:
    assert receipt_of(year, "D-month").precision == "month"


def test_a_unit_stands_on_its_papers_as_it_was_called_on_the_day(year: Connection) -> None:
    before, after = receipt_of(year, "D-full").issuer, receipt_of(year, "D-house-1").issuer
    assert (before.name, before.parent_name) == ("Hội Khuyến học xã Cũ", "Hội Khuyến học huyện Yên")
    assert (after.name, after.parent_name) == (
        "Hội Khuyến học xã Mới",
        "Hội Khuyến học tỉnh Nghệ An",
    )


def test_a_donor_who_gave_no_name_has_none(year: Connection) -> None:
    assert receipt_of(year, "D-nobody").donor is None


def test_of_an_erased_donor_nothing_returns_but_the_mark(year: Connection) -> None:
    receipt = receipt_of(year, "D-erased")
    assert (receipt.donor, receipt.note, receipt.amount_vnd) == ("[đã xoá]", None, 100_000)


def test_goods_stand_on_a_receipt_with_their_value_or_without_one(year: Connection) -> None:
    coats = GoodsLine(name="Áo ấm", counted_in="quyển", quantity=Decimal(20), value_vnd=5_000_000)
    assert receipt_of(year, "G-valued").goods == (coats,)
    assert receipt_of(year, "G-free").amount_vnd is None


def test_a_gift_through_a_newspaper_names_it_and_the_restricted_fund(year: Connection) -> None:
    receipt = receipt_of(year, "C-1")
    assert (receipt.channel, receipt.holder_name) == ("press", "Báo Nghệ An")
    assert receipt.fund_name == "Tiếp sức đến trường"


def test_a_reversed_gift_keeps_its_receipt_with_the_day_of_the_reversal(year: Connection) -> None:
    assert receipt_of(year, "D-undone").reversed_on == date(2022, 12, 1)
    assert receipt_of(year, "D-full").reversed_on is None


def test_the_key_of_a_reversal_gives_the_paper_of_what_it_reversed(year: Connection) -> None:
    assert receipt_of(year, "R-D-undone") == receipt_of(year, "D-undone")


def test_the_check_code_is_that_of_the_stored_bytes(year: Connection) -> None:
    receipt = receipt_of(year, "D-full", check_base_url="https://kt.example")
    row = year.execute(
        "SELECT state FROM journal_events JOIN command_log ON originator_id = unit_id "
        "AND originator_version = version WHERE command_id = %s",
        (id_of_key("D-full"),),
    ).fetchone()
    assert row is not None
    assert receipt.check_code == check_code(row[0])
    address, _, fragment = receipt.check_url.partition("#")
    assert address == f"https://kt.example/r/{receipt.check_code.replace('-', '')}"
    assert f'"pii":"{fragment}"'.encode() in bytes(row[0])


def test_a_key_that_nobody_used_has_no_paper(year: Connection) -> None:
    with pytest.raises(UnknownEntry):
        receipt_of(year, "D-never")
    with pytest.raises(UnknownEntry):
        voucher_of(year, "D-never")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("P-1", "“P-1” là khoản trao cho người nhận, không phải khoản ủng hộ"),
        ("P-1", "hãy in phiếu chi số 000001/2022/PC của nó"),
        ("R-P-wrong-1", "“P-wrong-1” là khoản trao cho người nhận"),
        ("H-1", "hãy in giấy báo có số"),
        ("O-bank", "nó cũng không có chứng từ nào khác"),
    ],
)
def test_who_asks_for_a_receipt_of_no_gift_is_told_the_paper_to_ask_for(
    year: Connection, key: str, said: str
) -> None:
    with pytest.raises(NoSuchPaper, match=said):
        receipt_of(year, key)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("C-1", "hãy in giấy biên nhận số 000012/2022/BN của nó"),
        ("K-1", "khoản trao trực tiếp, không qua Quỹ, nên không có chứng từ kế toán"),
        ("O-cash", "số dư tiền mang sang, nên không có chứng từ kế toán"),
    ],
)
def test_who_asks_for_a_voucher_where_none_is_written_is_told_why(
    year: Connection, key: str, said: str
) -> None:
    with pytest.raises(NoSuchPaper, match=said):
        voucher_of(year, key)


def test_every_kind_of_entry_has_a_word_in_a_refusal() -> None:
    assert set(KINDS) == set(get_args(MoneyEvent))


def test_a_gift_has_two_papers_and_a_transfer_one_in_each_book(year: Connection) -> None:
    receipt, voucher = papers_of(year, "D-full")
    sent, received = papers_of(year, "T-1")
    assert isinstance(receipt, Receipt)
    assert [paper.label for paper in (receipt, voucher)] == ["000001/2022/BN", "000175/2022/PT"]
    assert [paper.issuer.code for paper in (sent, received)] == ["NA-01-01", "NA-01"]


def test_what_has_no_paper_at_all_cannot_be_printed(year: Connection, tmp_path: Path) -> None:
    with pytest.raises(NoSuchPaper):
        write_papers(year, ["K-1"], tmp_path, lambda *_: None)


def test_a_print_run_writes_each_paper_once_under_its_own_name(
    year: Connection, tmp_path: Path
) -> None:
    heard: list[tuple[int, int]] = []
    files = write_papers(
        year, ["P-1", "P-2", "C-1"], tmp_path / "in", lambda *progress: heard.append(progress)
    )
    assert [file.name for file in files] == [
        "PC-000001-2022-NA-01-01.pdf",
        "BN-000012-2022-NA-01-01.pdf",
    ]
    assert heard == [(1, 3), (2, 3), (3, 3)]
    assert "Số: 000012/2022/BN" in text_of(files[1].read_bytes())


def test_papers_wait_for_projections_that_do_not_know_the_unit(year: Connection) -> None:
    with year.transaction(force_rollback=True), pytest.raises(Broken):
        year.execute("DELETE FROM unit_term")
        receipt_of(year, "D-full")

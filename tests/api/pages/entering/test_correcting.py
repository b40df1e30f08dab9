"""What was recorded wrongly is corrected by a new paper that names the old one."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from api.pages.correction_links import FORMS
from ledger.commands import CollectDonation, GrantRole
from ledger.events import (
    ApprovalAsked,
    ApprovalGiven,
    CollectionHandedOver,
    CostPaid,
    DonationReceived,
    EntryReversed,
    GoodsDonated,
    GoodsPaidOut,
    IncomeReceived,
    MoneyMoved,
    PayoutPaid,
    TransferSent,
)
from ledger.log.notes import Verifier
from ledger.log.proofs import TlogProof, verify
from ledger.replacing import REPLACED_BY, OnPaper
from projections.number_series import Replaced, number_series
from reports.from_entries import receipt_of, voucher_of
from tests.api.pages.entering.commune import (
    CODE,
    COMMUNE,
    NEWSPAPER,
    SINCE,
    Browser,
    Commune,
)
from tests.api.pages.entering.test_payouts import decide

GIFTS = "/phieu-thu/lap"
CORRECTED = f"{GIFTS}?thay=G-1"
WHY = {"ly-do-sua": "Ghi nhầm số tiền"}


@pytest.fixture
def wrong(commune: Commune) -> Commune:
    """Give the commune with a gift of a million that should have been another."""
    said = {"donor": "Ông Nguyễn Văn Ẩm", "contact": "Xóm 3", "donor_kind": "person"}
    commune.give(1_000_000, **said)
    commune.site.catch_up()
    return commune


def reverse(commune: Commune, key: str) -> None:
    """Undo a row, by two persons."""
    treasurer, form = commune.browser("hoa"), f"/huy-but-toan?khoa={key}"
    filled = treasurer.filled(form, **{"ly-do": "Ghi nhầm"})
    decide(commune.browser("an"), treasurer.post(form, filled).headers["location"], "duyet")
    commune.site.catch_up()


def test_a_reversed_gift_is_recorded_again_in_its_place(wrong: Commune, treasurer: Browser) -> None:
    reverse(wrong, "G-1")
    page = treasurer.send(CORRECTED, so_tien_1="1.500.000")
    new = wrong.events()[-1]
    assert isinstance(new, DonationReceived) and new.amount_vnd == 1_500_000
    assert [(each.key, each.series, each.number) for each in new.replaces] == [
        ("G-1", "PT", 1),
        ("G-1", "BN", 1),
    ]
    assert "Đã ghi sổ" in page.text


def test_the_form_begins_with_what_the_wrong_paper_said(wrong: Commune, treasurer: Browser) -> None:
    reverse(wrong, "G-1")
    fields = treasurer.filled(CORRECTED)
    said = {"ten-1": "Ông Nguyễn Văn Ẩm", "dia-chi-1": "Xóm 3", "loai-1": "person"}
    said |= {"so-tien-1": "1000000", "ngay": "02/11/2026", "nguon": "general", "noi-giu": "cash"}
    assert said.items() <= fields.items() and fields["thay"] == "G-1"
    page = treasurer.get(CORRECTED).text
    assert "000001/2026/PT" in page and "Thêm người trên cùng phiếu" not in page


def test_who_reads_the_name_in_the_form_is_noted(wrong: Commune, treasurer: Browser) -> None:
    treasurer.get(CORRECTED)
    with wrong.site.wiring.connection() as connection:
        rows = connection.execute("SELECT path, unit_ids, versions FROM personal_read").fetchall()
    assert (GIFTS, [COMMUNE], [1]) in rows


def test_one_act_reverses_and_records_anew_when_a_second_person_admits_it(
    wrong: Commune, treasurer: Browser, account_holder: Browser
) -> None:
    filled = treasurer.filled(CORRECTED, so_tien_1="1.500.000") | WHY
    address = treasurer.post(GIFTS, filled).headers["location"]
    asked = wrong.events()[-1]
    assert isinstance(asked, ApprovalAsked) and (asked.lines, asked.total_vnd) == (2, 1_500_000)
    page = account_holder.get(address).text
    assert "Ghi nhầm số tiền" in page and "Thay thế 000001/2026/PT" in page
    assert all(figure in page for figure in ("1.000.000", "500.000", "1.500.000"))
    decide(account_holder, address, "duyet")
    given, undone, new = wrong.events()[-3:]
    assert isinstance(given, ApprovalGiven) and isinstance(undone, EntryReversed)
    assert isinstance(new, DonationReceived) and new.replaces[0].key == undone.reverses == "G-1"
    assert wrong.private(undone.key) == {"reason": "Ghi nhầm số tiền"}


def test_nothing_changes_until_the_second_person_has_decided(
    wrong: Commune, treasurer: Browser, account_holder: Browser
) -> None:
    filled = treasurer.filled(CORRECTED, so_tien_1="1.500.000") | WHY
    address = treasurer.post(GIFTS, filled).headers["location"]
    decide(account_holder, address, "tra-lai", **{"ly-do": "Không sai"})
    assert not any(isinstance(each, EntryReversed) for each in wrong.events())
    assert treasurer.filled(CORRECTED)["so-tien-1"] == "1000000"


def test_a_correction_of_a_row_that_stands_needs_a_reason(
    wrong: Commune, treasurer: Browser
) -> None:
    page = treasurer.send(CORRECTED, so_tien_1="1.500.000")
    assert page.status_code == 422 and 'id="f-ly-do-sua-error"' in page.text
    assert "Sửa: hủy và lập lại" in page.text and len(wrong.events()) == 1


def test_the_same_correction_sent_twice_is_recorded_once(
    wrong: Commune, treasurer: Browser
) -> None:
    reverse(wrong, "G-1")
    filled = treasurer.filled(CORRECTED, so_tien_1="1.500.000")
    treasurer.post(GIFTS, filled)
    before = len(wrong.events())
    treasurer.post(GIFTS, filled)
    assert len(wrong.events()) == before


def test_what_was_replaced_is_not_replaced_again(wrong: Commune, treasurer: Browser) -> None:
    reverse(wrong, "G-1")
    treasurer.send(CORRECTED, so_tien_1="1.500.000")
    page = treasurer.send(CORRECTED, so_tien_1="1.600.000")
    assert page.status_code == 409 and "đã có phiếu thay thế" in page.text


def test_a_gift_recorded_as_cash_may_have_come_in_kind(wrong: Commune, treasurer: Browser) -> None:
    reverse(wrong, "G-1")
    form = f"{CORRECTED}&kenh=in_kind"
    assert "kenh=in_kind&amp;nguon=general" in treasurer.get(CORRECTED).text
    treasurer.send(form, hien_vat_1="vở", so_luong_1="20", don_vi_tinh_1="quyển")
    new = wrong.events()[-1]
    assert isinstance(new, GoodsDonated) and new.series == "NK" and new.replaces[0].series == "PT"


def test_nobody_corrects_an_entry_of_another_unit_or_of_another_form(
    wrong: Commune, treasurer: Browser
) -> None:
    assert wrong.browser("lan").get(CORRECTED).status_code == 404
    assert treasurer.get("/phieu-chi/lap?thay=G-1").status_code == 404
    assert treasurer.get(f"{GIFTS}?thay=G-9").status_code == 404


def test_every_row_that_can_be_replaced_has_a_form() -> None:
    assert set(FORMS) == set(REPLACED_BY)


PAYOUT = {"ten_1": "Lê Bé", "so_tien_1": "300000", "nam_sinh_1": "2010", "lop_1": "8A"}
GOODS = {"hien_vat_1": "vở", "so_luong_1": "20", "don_vi_tinh_1": "quyển", "so_tien_1": "90000"}
ROWS: list[tuple[str, dict[str, str], type[OnPaper], dict[str, str]]] = [
    ("/phieu-chi/lap", PAYOUT, PayoutPaid, {"so_tien_1": "250000"}),
    ("/phieu-chi/chi-khac", {"so_tien": "11000"}, CostPaid, {"so_tien": "22000"}),
    (
        "/dieu-chuyen/gui",
        {"don_vi_nhan": "NA.02", "so_tien": "300000", "hinh_thuc": "cash"},
        TransferSent,
        {"so_tien": "200000"},
    ),
    ("/phieu-thu/thu-khac", {"so_tien": "5000"}, IncomeReceived, {"so_tien": "6000"}),
    ("/chuyen-quy", {"so_tien": "400000"}, MoneyMoved, {"so_tien": "300000"}),
    (f"{GIFTS}?kenh=in_kind", GOODS, GoodsDonated, {"so_luong_1": "10"}),
]


@pytest.mark.parametrize(("form", "typed", "kind", "right"), ROWS)
def test_every_form_corrects_its_own_rows_in_one_act(
    wrong: Commune,
    treasurer: Browser,
    account_holder: Browser,
    form: str,
    typed: dict[str, str],
    kind: Any,  # noqa: ANN401 - a kind of fact
    right: dict[str, str],
) -> None:
    old = _recorded(wrong, treasurer, account_holder, form, typed)
    path = FORMS[kind]
    filled = treasurer.filled(f"{path}?thay={old}", path, **right) | WHY
    decide(account_holder, treasurer.post(path, filled).headers["location"], "duyet")
    undone, new = wrong.events()[-2:]
    assert isinstance(undone, EntryReversed) and isinstance(new, kind)
    assert new.replaces[0].key == undone.reverses == old
    same = ("booked_on", "fund", "award_round", "holding", "item", "what", "to_unit_id")
    assert all(getattr(new, it, 0) == getattr(undone.original, it, 0) for it in same)


def _recorded(
    here: Commune, treasurer: Browser, second: Browser, form: str, typed: dict[str, str]
) -> str:
    """Record a row by its form, and by a second person if need be; return its key."""
    path = form.partition("?")[0]
    sent = treasurer.post(form, treasurer.filled(form, path, **typed))
    assert sent.status_code == 303
    if "/duyet/" in sent.headers["location"]:
        decide(second, sent.headers["location"], "duyet")
    here.site.catch_up()
    event = here.events()[-1]
    assert isinstance(event, OnPaper)
    return event.key


def test_goods_that_went_to_the_wrong_child_are_given_to_the_right_one(
    wrong: Commune, treasurer: Browser, account_holder: Browser
) -> None:
    treasurer.send(f"{GIFTS}?kenh=in_kind", **GOODS)
    wrong.site.catch_up()
    form, typed = "/phieu-chi/lap?bang=goods", {"ten_1": "Lê Bé", "so_luong_1": "5"}
    old = _recorded(wrong, treasurer, account_holder, form, typed)
    filled = treasurer.filled(f"/phieu-chi/lap?thay={old}", ten_1="Lê Bá") | WHY
    assert (filled["bang"], filled["so-luong-1"]) == ("goods", "5")
    decide(account_holder, treasurer.post("/phieu-chi/lap", filled).headers["location"], "duyet")
    new = wrong.events()[-1]
    assert isinstance(new, GoodsPaidOut) and new.replaces[0].series == "XK"
    assert wrong.private(new.key)["recipient"] == "Lê Bá"


def test_the_form_of_a_payout_counts_what_its_reversal_brings_back(
    wrong: Commune, treasurer: Browser, account_holder: Browser
) -> None:
    old = _recorded(wrong, treasurer, account_holder, "/phieu-chi/lap", PAYOUT)
    page = treasurer.get(f"/phieu-chi/lap?thay={old}").text
    said = " ".join(re.sub("<[^>]*>", " ", page).split())
    assert "1.000.000 đ − 300.000 đ = 700.000 đ" in said.replace("\xa0", " ")
    assert "Dán danh sách từ Excel" not in page


def test_a_handover_is_corrected_and_the_newspaper_stays(
    commune: Commune, treasurer: Browser, account_holder: Browser
) -> None:
    said: dict[str, Any] = {"unit_id": COMMUNE, "holder": NEWSPAPER, "amount_vnd": 500_000}
    commune.ask(CollectDonation(key="C", booked_on=date(2026, 11, 1), **said))
    commune.site.catch_up()
    form = "/phieu-thu/nop-lai"
    old = _recorded(commune, treasurer, account_holder, form, {"so_tien": "400000"})
    filled = treasurer.filled(f"{form}?thay={old}", form, so_tien="300000") | WHY
    decide(account_holder, treasurer.post(form, filled).headers["location"], "duyet")
    new = commune.events()[-1]
    assert isinstance(new, CollectionHandedOver) and new.replaces[0].key == old
    assert (new.holder, new.amount_vnd) == (NEWSPAPER, 300_000)


# What everybody sees of it


@pytest.fixture
def corrected(wrong: Commune, treasurer: Browser) -> Commune:
    """Give the commune after its wrong gift was reversed and recorded again."""
    reverse(wrong, "G-1")
    treasurer.send(CORRECTED, so_tien_1="1.500.000")
    wrong.site.catch_up()
    return wrong


SERIES = f"/kiem-tra/so-chung-tu?don-vi={CODE}&tu=2026-01-01&den=2026-12-31"


def entry_page(version: int) -> str:
    return f"/chung-tu/{COMMUNE.hex}-{version}"


def read(here: Commune, address: str) -> str:
    """Return the words of a page as somebody reads it who is not signed in."""
    with here.site.client() as guest:
        page = guest.get(address, follow_redirects=True)
    return " ".join(re.sub("<[^>]*>", " ", page.text).split())


def test_the_page_of_the_old_entry_leads_to_the_new_one(corrected: Commune) -> None:
    said = read(corrected, entry_page(1))
    assert "Đã hủy; thay bằng 000002/2026/PT (cùng đơn vị)" in said
    assert "Thay cho bút toán đã hủy" not in said


def test_the_page_of_the_new_entry_names_the_old_one(corrected: Commune) -> None:
    new = len(corrected.events())
    said = read(corrected, entry_page(new))
    assert "Thay thế 000001/2026/PT; 000001/2026/BN." in said
    assert "Thay cho bút toán đã hủy" in said and "đã bị hủy" not in said


def test_whoever_checks_the_old_receipt_learns_of_the_new_one(corrected: Commune) -> None:
    with corrected.site.wiring.connection() as connection:
        old, new = (receipt_of(connection, key).check_code for key in _gifts(corrected))
    assert "Đã hủy; thay bằng 000002/2026/BN" in read(corrected, f"/r/{old}")
    with corrected.site.client() as guest:
        page = guest.get(f"/bien-nhan/{old}").text
    assert f'href="/bien-nhan/{new}?so=000002%2F2026%2FBN"' in page
    assert "Thay thế 000001/2026/BN (đã hủy)" in read(corrected, f"/bien-nhan/{new}?so=2")


def _gifts(here: Commune) -> list[str]:
    return [each.key for each in here.events() if isinstance(each, DonationReceived)]


def test_old_page_and_old_receipt_lead_to_the_proof_of_the_new_entry(corrected: Commune) -> None:
    with corrected.site.wiring.connection() as connection:
        old, new = (receipt_of(connection, key).check_code for key in _gifts(corrected))
    with corrected.site.client() as guest:
        key = Verifier.parse(guest.get("/log-key").json()["verifier_key"])
        entry = guest.get(f"/bien-nhan/{new}.json").content
        for page in (entry_page(1), f"/bien-nhan/{old}"):
            link = re.search('href="([^"]+)">Bằng chứng của phiếu thay thế', guest.get(page).text)
            assert link is not None
            assert verify(entry, TlogProof.parse(guest.get(link[1]).text), key).said.size


def test_a_receipt_that_was_only_reversed_names_no_other(wrong: Commune) -> None:
    reverse(wrong, "G-1")
    with wrong.site.wiring.connection() as connection:
        code = receipt_of(connection, "G-1").check_code
    said = read(wrong, f"/r/{code}")
    assert "đã hủy" in said and "thay bằng" not in said


def test_whoever_checks_the_old_voucher_learns_of_the_new_one(
    wrong: Commune, treasurer: Browser, account_holder: Browser
) -> None:
    form = "/phieu-chi/lap"
    old = _recorded(wrong, treasurer, account_holder, form, PAYOUT)
    filled = treasurer.filled(f"{form}?thay={old}", form, so_tien_1="250000") | WHY
    decide(account_holder, treasurer.post(form, filled).headers["location"], "duyet")
    wrong.site.catch_up()
    with wrong.site.wiring.connection() as connection:
        code = voucher_of(connection, old).check_code
    assert "Đã hủy; thay bằng 000002/2026/PC" in read(wrong, f"/v/{code}")


def test_every_number_is_explained(corrected: Commune) -> None:
    corrected.give(10_000, key="G-3")
    reverse(corrected, "G-3")
    with corrected.site.wiring.connection() as connection:
        found = {each.series: each for each in number_series(connection, [COMMUNE], 2026, 2026)}
    assert found["PT"].cancelled == found["BN"].cancelled == (1, 3)
    assert found["PT"].replaced == (Replaced(1, "PT", 2026, 2),)
    assert found["BN"].replaced == (Replaced(1, "BN", 2026, 2),)


def test_an_inspector_reads_why_each_number_is_there(corrected: Commune) -> None:
    person = corrected.people["minh"].person_id
    corrected.ask(GrantRole(person=person, role="inspector", unit_id=COMMUNE, valid_from=SINCE))
    corrected.give(10_000, key="G-3")
    reverse(corrected, "G-3")
    page = corrected.browser("minh").get(SERIES).text
    said = " ".join(re.sub("<[^>]*>", " ", page).split())
    assert "từ 1 đến 3: 3 số, 3 dòng đã hủy: 3 số 1: đã hủy, thay bằng 000002/2026/PT" in said
    assert "số 1: đã hủy, thay bằng 000002/2026/BN" in said


def test_only_who_enters_rows_is_shown_where_they_are_corrected(corrected: Commune) -> None:
    new = entry_page(len(corrected.events()))
    assert "Sửa: hủy và lập lại" in corrected.browser("hoa").get(new).text
    assert "Sửa: hủy và lập lại" not in corrected.browser("an").get(new).text
    assert "Sửa: hủy và lập lại" not in read(corrected, new)


def test_an_entry_that_was_only_reversed_offers_its_replacement(
    wrong: Commune, treasurer: Browser
) -> None:
    reverse(wrong, "G-1")
    assert "Lập phiếu thay thế" in treasurer.get(entry_page(1)).text
    treasurer.send(CORRECTED, so_tien_1="1.500.000")
    wrong.site.catch_up()
    assert "Lập phiếu thay thế" not in treasurer.get(entry_page(1)).text

"""A gift that was typed is recorded once, and the next one can be typed at once."""

from __future__ import annotations

import httpx
import pytest

from ledger.events import DonationCollected, DonationReceived, GoodsDonated
from tests.api.pages.entering.commune import COMMUNE, NEWSPAPER, Browser, Commune, asked_of

FORM = "/phieu-thu/lap"


def test_a_gift_is_recorded_and_shown_with_its_receipt(
    commune: Commune, treasurer: Browser
) -> None:
    page = treasurer.send(FORM, ten_1="Nguyễn Thị Ẩn", so_tien_1="50.000", neu_ten_1="1")
    (gift,) = commune.events()
    assert isinstance(gift, DonationReceived) and gift.amount_vnd == 50_000
    assert commune.private(gift.key) == {"donor": "Nguyễn Thị Ẩn", "named": "yes"}
    assert "000001/2026/BN" in page.text and "Đã ghi sổ" in page.text


def test_a_form_sent_twice_is_recorded_once_and_says_so(
    commune: Commune, treasurer: Browser
) -> None:
    form = treasurer.filled(FORM, ten_1="Lê Bé", so_tien_1="50000")
    treasurer.post(FORM, form)
    again = treasurer.post(FORM, form)
    assert len(commune.events()) == 1
    page = treasurer.get(again.headers["location"]).text
    assert "Đã ghi rồi, không ghi thêm lần nữa" in page and "000001/2026/BN" in page


def test_a_form_sent_again_after_the_answer_was_lost_gets_the_first_answer(
    commune: Commune, treasurer: Browser
) -> None:
    form = treasurer.filled(FORM, ten_1="Lê Bé", so_tien_1="50000")
    with pytest.raises(httpx.ReadTimeout):
        treasurer.client.post(FORM, data=form, timeout=httpx.Timeout(5, read=0.001))
    page = treasurer.get(treasurer.post(FORM, form).headers["location"]).text
    assert "000001/2026/BN" in page and len(commune.events()) == 1


def test_the_same_gift_typed_in_another_tab_is_asked_about_first(
    commune: Commune, treasurer: Browser
) -> None:
    gift = {"ten_1": "Lê Bé", "so_tien_1": "50000"}
    treasurer.send(FORM, **gift)
    tab = treasurer.filled(FORM, **gift)
    page = treasurer.post(FORM, tab)
    assert page.status_code == 409 and "Vẫn ghi thêm" in page.text and len(commune.events()) == 1
    treasurer.post(FORM, {**tab, "van-ghi": "1"})
    assert len(commune.events()) == 2


def test_an_empty_form_of_goods_asks_for_the_goods_and_not_for_their_value(
    treasurer: Browser,
) -> None:
    page = treasurer.post(FORM, treasurer.filled(f"{FORM}?kenh=in_kind")).text
    assert 'id="f-hien-vat-1-error"' in page and 'id="f-so-tien-1-error"' not in page


def test_gifts_without_a_name_are_never_taken_for_one_another(
    commune: Commune, treasurer: Browser
) -> None:
    treasurer.send(FORM, so_tien_1="50000")
    treasurer.send(FORM, so_tien_1="50000")
    assert len(commune.events()) == 2


def test_a_form_changed_after_it_was_recorded_is_not_recorded_beside_it(
    commune: Commune, treasurer: Browser
) -> None:
    form = treasurer.filled(FORM, ten_1="Lê Bé", so_tien_1="50000")
    treasurer.post(FORM, form)
    refused = treasurer.post(FORM, {**form, "so-tien-1": "60000"})
    assert refused.status_code == 422 and "Ghi thành phiếu mới" in refused.text
    assert "000001/2026/BN" in refused.text and len(commune.events()) == 1
    treasurer.post(FORM, {**form, "so-tien-1": "60000", "phieu-moi": "1"})
    assert len(commune.events()) == 2


def test_an_amount_with_a_comma_is_refused_beside_the_field_and_everything_is_kept(
    commune: Commune, treasurer: Browser
) -> None:
    page = treasurer.send(FORM, ten_1="Đỗ Ngọc Ỷ", so_tien_1="26,000", dia_chi_1="Xóm 3")
    assert page.status_code == 422 and not commune.events()
    assert 'id="f-so-tien-1-error"' in page.text and "26.000" in page.text
    assert all(f'value="{kept}"' in page.text for kept in ("Đỗ Ngọc Ỷ", "26,000", "Xóm 3"))


def test_households_on_one_paper_are_lines_of_one_voucher(
    commune: Commune, treasurer: Browser
) -> None:
    form = treasurer.filled(FORM, ten_1="Nhà ông Ba", so_tien_1="100000")
    more = treasurer.post(FORM, {**form, "them-dong": "1"})
    assert 'name="ten-2"' in more.text and "Nhà ông Ba" in more.text and not commune.events()
    lines = {"dong": "2", "ten-2": "Nhà bà Tư", "so-tien-2": "200.000"}
    treasurer.post(FORM, {**form, **lines})
    first, second = commune.events()
    assert isinstance(first, DonationReceived) and isinstance(second, DonationReceived)
    assert (first.number, first.line, second.number, second.line) == (1, 1, 1, 2)
    assert second.receipt_number == 2


def test_goods_and_money_collected_by_a_newspaper_are_gifts_too(
    commune: Commune, treasurer: Browser
) -> None:
    goods = {"hien_vat_1": "Xe đạp", "so_luong_1": "2", "don_vi_tinh_1": "chiếc"}
    treasurer.send(f"{FORM}?kenh=in_kind", ten_1="Công ty Á Châu", **goods)
    treasurer.send(f"{FORM}?kenh=press", ten_1="Bạn đọc", so_tien_1="300000")
    bicycles, collected = commune.events()
    assert isinstance(bicycles, GoodsDonated) and bicycles.amount_vnd is None
    assert isinstance(collected, DonationCollected) and collected.holder == NEWSPAPER


def test_the_next_form_keeps_the_channel_and_the_day(treasurer: Browser) -> None:
    form = treasurer.filled(f"{FORM}?kenh=bank", so_tien_1="1", ngay="3/11/2026")
    sent = treasurer.post(FORM, form)
    assert asked_of(sent)["kenh"] == "bank"
    following = treasurer.filled(sent.headers["location"], FORM)
    assert (following["ngay"], following["noi-giu"]) == ("3/11/2026", "bank")
    assert following["khoa"] != form["khoa"] and following["so-tien-1"] == ""


def test_donors_are_suggested_without_tone_marks(commune: Commune, treasurer: Browser) -> None:
    commune.give(1000, donor="Đinh Thiện Lý", contact="Xóm 7")
    commune.site.catch_up()
    found = treasurer.get("/phieu-thu/goi-y?ten-1=thien l").text
    assert 'value="Đinh Thiện Lý"' in found and 'data-contact="Xóm 7"' in found
    assert not treasurer.get("/phieu-thu/goi-y?ten-1=hien").text.strip()


def test_the_amount_is_said_in_words_while_it_is_typed(treasurer: Browser) -> None:
    said = treasurer.get("/phieu-thu/bang-chu?so-tien-1=1.005.000").text.strip()
    assert said == "Một triệu không trăm linh năm nghìn đồng"
    assert not treasurer.get("/phieu-thu/bang-chu?so-tien-1=26,000").text.strip()


def test_somebody_of_another_unit_sees_nothing_of_it(commune: Commune, treasurer: Browser) -> None:
    sent = treasurer.post(FORM, treasurer.filled(FORM, ten_1="Lê Bé", so_tien_1="5000"))
    stranger = commune.browser("lan")
    key = asked_of(sent)["vua-ghi"]
    assert "Lê Bé" not in stranger.get(f"{FORM}?vua-ghi={key}").text
    assert stranger.get(f"{FORM}?don-vi=NA.01").status_code == 403
    form = stranger.filled(FORM, so_tien_1="5000") | {"don-vi": "NA.01"}
    assert stranger.post(FORM, form).status_code == 403
    assert len(commune.events(COMMUNE)) == 1

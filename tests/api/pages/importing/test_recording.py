"""A file is recorded byte for byte as it was checked: once, all of it or nothing."""

from __future__ import annotations

from hashlib import sha256

from api.identity.acting import today
from api.uploads import records
from ledger.events import DonationReceived, PayoutPaid
from ledger.keys import id_of_key
from ledger.wire import Entry
from tests.api.pages.entering.commune import Commune
from tests.api.pages.importing.sending import (
    LIST,
    Sender,
    digest_on,
    files_of,
    gift,
    payout,
    text_of,
    until,
    workbook_of,
)


def recorded(commune: Commune, *keys: str) -> list[Entry]:
    """Return the entries recorded under some keys."""
    found = commune.site.wiring.journal.entries_of([id_of_key(each) for each in keys])
    return list(found.values())


def test_a_checked_file_is_not_recorded_until_somebody_says_so(
    commune: Commune, treasurer: Sender, key: str
) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1"), gift(f"{key}2", donor="Bà Tư")))
    page = treasurer.done(href)
    assert "Mọi dòng đều đúng" in page and "Ghi 2 dòng vào sổ" in page and "100.000 đ" in page
    assert recorded(commune, f"{key}1") == []
    assert "Đã ghi sổ" in treasurer.press(href, "ghi")
    entries = recorded(commune, f"{key}1", f"{key}2")
    assert {type(each.event) for each in entries} == {DonationReceived}
    assert {each.actor for each in entries} == {commune.people["hoa"].person_id}


def test_the_page_shows_the_hash_of_the_bytes_that_were_sent(treasurer: Sender, key: str) -> None:
    ((name, content),) = files_of(gift(f"{key}1")).items()
    page = treasurer.done(treasurer.bring({name: content}))
    assert digest_on(page) == sha256(content).hexdigest()


def test_a_workbook_with_vietnamese_sheets_is_recorded(
    commune: Commune, treasurer: Sender, key: str
) -> None:
    heads = ["Khóa", "Đơn vị", "Ngày nhận", "Hình thức", "Người ủng hộ", "Số tiền", "Lỗi"]
    row = [f"{key}1", "NA.01", "02/11/2026", "chuyển khoản", "Bà Năm", 70_000, "đã sửa"]
    href = treasurer.bring({"thu.xlsx": workbook_of(Thu_ủng_hộ=[heads, row])})
    treasurer.press(href, "ghi")
    (entry,) = recorded(commune, f"{key}1")
    assert isinstance(entry.event, DonationReceived) and entry.event.amount_vnd == 70_000


def test_the_same_file_again_is_the_same_upload_and_then_has_nothing_new(
    treasurer: Sender, key: str
) -> None:
    files = files_of(gift(f"{key}1"))
    href = treasurer.bring(files)
    assert treasurer.bring(files) == href
    treasurer.press(href, "ghi")
    again = treasurer.bring(files)
    page = treasurer.done(again)
    assert again != href and "đã được ghi từ trước" in page and "Ghi 1 dòng" not in page


def test_pressed_twice_or_by_two_people_it_is_recorded_once(
    commune: Commune, treasurer: Sender, key: str
) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1", 1_000)))
    fields = treasurer.browser.filled(href, action=f"{href}/ghi")
    before = len(commune.events())
    answers = [treasurer.browser.post(f"{href}/ghi", fields) for _ in range(2)]
    assert [each.status_code for each in answers] == [303, 303]
    assert "vừa đổi tình trạng" in treasurer.browser.get(answers[1].headers["location"]).text
    treasurer.done(href)
    assert len(commune.events()) == before + 1


def test_another_hash_than_that_of_the_page_records_nothing(
    commune: Commune, treasurer: Sender, key: str
) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1")))
    page = treasurer.press(href, "ghi", ma="0" * 64)
    assert "Mọi dòng đều đúng" in page and recorded(commune, f"{key}1") == []


def test_what_was_changed_on_the_disk_after_the_check_is_never_recorded(
    commune: Commune, treasurer: Sender, key: str
) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1", 1_000)))
    home = commune.site.wiring.home / "uploads" / href.rpartition("/")[2]
    kept = home / "files" / "donations.csv"
    kept.write_bytes(kept.read_bytes().replace(b"1000", b"9000"))
    page = treasurer.press(href, "ghi")
    assert "dừng giữa chừng nhiều lần" in page and recorded(commune, f"{key}1") == []


def test_money_out_waits_for_a_second_person(
    commune: Commune, treasurer: Sender, account_holder: Sender, key: str
) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1", 90_000), payout(f"{key}2")))
    page = treasurer.press(href, "de-nghi")
    assert "Chưa ghi gì" in page and recorded(commune, f"{key}1", f"{key}2") == []
    assert "Đã ghi sổ" in account_holder.press(href, "duyet")
    entries = recorded(commune, f"{key}1", f"{key}2")
    assert {type(each.event) for each in entries} == {DonationReceived, PayoutPaid}
    assert {each.actor for each in entries} == {commune.people["an"].person_id}


def test_the_list_of_what_waits_says_what_is_in_a_file(
    commune: Commune, treasurer: Sender, account_holder: Sender, key: str
) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1", 90_000), payout(f"{key}2")))
    treasurer.press(href, "de-nghi")
    commune.site.catch_up()
    said = account_holder.done("/duyet")
    assert "Tệp “donations.csv, payouts.csv”: Khoản ủng hộ: 1 dòng; Chi học bổng" in said
    assert "thu 90.000 đ · chi 20.000 đ" in said


def test_the_second_person_sees_every_row_of_money_out_and_the_file_as_it_was_sent(
    treasurer: Sender, account_holder: Sender, key: str
) -> None:
    files = files_of(gift(f"{key}1", 90_000), payout(f"{key}2", recipient="Đặng Bé Út"))
    href = treasurer.bring(files)
    treasurer.press(href, "de-nghi")
    assert "Đặng Bé Út payouts.csv, dòng 2 20.000 đ" in account_holder.done(href)
    sent = [account_holder.browser.get(f"{href}/tep/{number}").content for number in (0, 1)]
    assert sent == [files["donations.csv"], files["payouts.csv"]]


def test_money_out_cannot_be_recorded_by_the_button_for_gifts(
    commune: Commune, treasurer: Sender, key: str
) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1", 90_000), payout(f"{key}2")))
    fields = treasurer.browser.filled(href, action=f"{href}/de-nghi")
    treasurer.browser.post(f"{href}/ghi", fields)
    assert "Gửi người thứ hai duyệt" in treasurer.done(href)
    assert recorded(commune, f"{key}1", f"{key}2") == []


def test_who_asked_does_not_admit(commune: Commune, treasurer: Sender, key: str) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1", 90_000), payout(f"{key}2")))
    treasurer.press(href, "de-nghi")
    fields = treasurer.browser.filled(href, action=f"{href}/tra-lai")
    fields["ma"] = digest_on(treasurer.done(href))
    answer = treasurer.browser.post(f"{href}/duyet", fields)
    assert answer.status_code in (403, 409, 422) and 'role="alert"' in answer.text
    assert recorded(commune, f"{key}1", f"{key}2") == []
    assert "Gửi người thứ hai duyệt" in treasurer.press(href, "tra-lai")


def test_what_was_sent_back_can_be_asked_again(
    treasurer: Sender, account_holder: Sender, key: str
) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1", 90_000), payout(f"{key}2")))
    treasurer.press(href, "de-nghi")
    account_holder.press(href, "tra-lai")
    treasurer.press(href, "de-nghi")
    assert "Đã ghi sổ" in account_holder.press(href, "duyet")


def test_what_is_admitted_on_the_common_page_is_recorded_too(
    commune: Commune, treasurer: Sender, key: str
) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1", 90_000), payout(f"{key}2")))
    treasurer.press(href, "de-nghi")
    wiring, second = commune.site.wiring, commune.people["an"].person_id
    with wiring.connection() as connection:
        asked = records.find(connection, href.rpartition("/")[2])
    assert asked is not None and asked.approval_key is not None
    wiring.approvals.give(asked.unit_id, asked.approval_key, person=second, on=today())
    commune.site.catch_up()
    assert "Đã ghi sổ" in until(treasurer, href, "Đã ghi sổ")


def test_the_history_says_who_when_and_what(treasurer: Sender, key: str) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1")))
    page = treasurer.press(href, "ghi")
    listed = text_of(treasurer.browser.get(LIST).text)
    assert "Lê Thị Hoa" in listed and digest_on(page)[:12] in listed and "Đã ghi sổ" in listed


def test_the_entries_of_an_import_are_links(commune: Commune, treasurer: Sender, key: str) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1")))
    treasurer.press(href, "ghi")
    commune.site.catch_up()
    (entry,) = recorded(commune, f"{key}1")
    link = f'href="/chung-tu/NA.01-{entry.originator_version}"'
    assert link in treasurer.browser.get(href).text

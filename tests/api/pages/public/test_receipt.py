"""Anyone checks a paper by the code on it: what it says, whether it stands, what became of it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest

from api.pages.public.verifying import keys_of_log
from ledger.database import connect
from ledger.log.notes import Verifier
from ledger.log.proofs import TlogProof, verify
from ledger.wire import is_canonical
from reports.from_entries import receipts
from reports.genuine import genuine
from tests.api.books import gift
from tests.api.pages.public.town import DONOR, Town, links, settle
from tests.site import Site


def test_a_receipt_that_stands_is_shown_with_amount_in_words(town: Town) -> None:
    said = town.text(f"/bien-nhan/{town.code('d1')}")
    assert "Giấy biên nhận 000001/2022/BN: có trong sổ" in said
    assert "500.000 đ Năm trăm nghìn đồng" in said
    assert "ngày 01 tháng 3 năm 2022" in said


@pytest.mark.parametrize("key", ["d1", "d2", "d4", "g1", "c1", "c2", "p1", "h1", "t1"])
def test_no_paper_tells_a_name(town: Town, key: str) -> None:
    page = town.get(f"/bien-nhan/{town.code(key)}")
    assert page.status_code == 200
    assert not re.search(rf"{DONOR}|Lê Văn Em|Trần Văn Giữ|0912|MBVCB", page.text)


def test_a_code_may_be_typed_small_and_without_its_dash(town: Town) -> None:
    code = town.code("d1")
    page = town.get(f"/bien-nhan?ma=+{code.lower().replace('-', '')}+")
    assert page.url.path == f"/bien-nhan/{code}"
    assert "có trong sổ" in page.text


def test_the_code_in_a_qr_leads_to_the_page(town: Town) -> None:
    code = town.code("d1")
    for letter in "rv":
        page = town.get(f"/{letter}/{code.replace('-', '')}")
        assert page.url.path == f"/bien-nhan/{code}"


def test_a_reversed_gift_says_so_and_leads_to_its_reversal(town: Town) -> None:
    page = town.get(f"/bien-nhan/{town.code('d4')}")
    assert "đã hủy" in page.text
    assert "01/05/2022" in page.text
    reversal = next(each for each in links(page.text) if each.startswith("/chung-tu/"))
    assert "R4" in town.get(reversal).text.upper()


def test_what_became_of_a_gift_is_told_by_its_fund(town: Town) -> None:
    said = town.text(f"/bien-nhan/{town.code('d1')}")
    assert "nhận thêm 1.100.000 đ" in said
    assert "đã chi cho người nhận 150.000 đ 2 lượt" in said


def test_money_with_a_newspaper_is_not_yet_in_the_fund(town: Town) -> None:
    said = town.text(f"/bien-nhan/{town.code('c1')}")
    assert "Qua nơi nhận hộ: Báo BAO" in said
    assert "Tiền do nơi nhận hộ giữ cho đến khi nộp lại" in said


def test_a_payment_voucher_is_checked_in_the_same_way(town: Town) -> None:
    said = town.text(f"/bien-nhan/{town.code('p1')}")
    assert "Phiếu chi 000001/2022/PC: có trong sổ" in said
    assert "150.000 đ" in said


@pytest.mark.parametrize(
    ("cut", "slip"),
    [
        (lambda code: code[:-1], "Mã còn thiếu"),
        (lambda code: code + "7", "Mã bị thừa"),
        (lambda code: code[:-1] + "U", "ký tự không bao giờ dùng"),
        (
            lambda code: code[:2] + ("0" if code[2] != "0" else "2") + code[3:],
            "một ký tự bị gõ nhầm",
        ),
    ],
)
def test_a_mistyped_code_says_which_slip_it_is(town: Town, cut, slip: str) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    page = town.get(f"/bien-nhan/{cut(town.code('d1').replace('-', ''))}")
    assert page.status_code == 404
    assert slip in page.text


def test_a_slip_of_one_character_leads_to_the_code_that_was_meant(town: Town) -> None:
    code = town.code("d1")
    mistyped = ("0" if code[0] != "0" else "2") + code[1:]
    assert f"/bien-nhan/{code}" in links(town.get(f"/bien-nhan/{mistyped}").text)


def test_a_well_formed_code_that_nobody_has_is_called_so(town: Town) -> None:
    page = town.get("/bien-nhan/KYVZ-5ZXK")
    assert page.status_code == 404
    assert "không có giấy nào mang mã đó" in page.text


def test_nothing_typed_asks_for_eight_characters(town: Town) -> None:
    assert "tám ký tự" in town.text("/bien-nhan?ma=")


def test_two_papers_with_one_code_are_told_apart_by_their_numbers(town: Town) -> None:
    with connect(town.site.wiring.url) as connection:
        connection.execute(
            b"UPDATE paper_code SET code = (SELECT code FROM paper_code JOIN gift USING (position)"
            b" WHERE key = 'd1') WHERE position = (SELECT position FROM gift WHERE key = 'd3')"
        )
    code = town.code("d1")
    assert 'name="so"' in town.get(f"/bien-nhan/{code}").text
    assert "300.000 đ" in town.text(f"/bien-nhan/{code}?so=000002/2022/BN")
    assert "Không có giấy nào mang mã này" in town.text(f"/bien-nhan/{code}?so=9")


def test_the_public_pdf_has_the_number_and_no_name(town: Town) -> None:
    answer = town.get(f"/bien-nhan/{town.code('d2')}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    text = " ".join(pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    assert "000001/2022/BN" in text
    assert DONOR not in text


def test_the_public_pdf_is_the_same_each_time(town: Town) -> None:
    address = f"/bien-nhan/{town.code('c2')}.pdf"
    assert town.get(address).content == town.get(address).content


def test_whoever_tries_codes_at_random_is_stopped(empty_site: Site) -> None:
    with empty_site.client() as guest:
        answers = [guest.get("/bien-nhan/KYVZ-5ZXK").status_code for _ in range(61)]
    assert answers[59:] == [404, 429]


@pytest.mark.parametrize("key", ["d2", "d4", "g1", "c1", "c2"])
def test_the_public_copy_is_genuine_and_carries_nothing_private(town: Town, key: str) -> None:
    pdf = town.get(f"/bien-nhan/{town.code(key)}.pdf").content
    with connect(town.site.wiring.url) as connection:
        keys = [Verifier.parse(key) for key in keys_of_log(connection).split()]
    found = genuine(pdf, keys)
    assert found.gift.private is None
    assert (found.reversal is not None) == (key == "d4")
    assert b'"private"' not in pdf and b'"salt"' not in pdf


@pytest.mark.parametrize("key", ["d2", "d4", "p1", "h1", "t1"])
def test_entry_and_proof_of_a_paper_are_files_that_anybody_verifies(town: Town, key: str) -> None:
    entry = town.get(f"/bien-nhan/{town.code(key)}.json").content
    proof = town.get(f"/bien-nhan/{town.code(key)}.txt").text
    with connect(town.site.wiring.url) as connection:
        keys = [Verifier.parse(key) for key in keys_of_log(connection).split()]
    assert verify(entry, TlogProof.parse(proof), keys).said.size > 0
    assert is_canonical(entry)


def test_a_file_of_a_code_that_nobody_has_leads_to_the_page_that_says_so(town: Town) -> None:
    for ending in ("json", "txt", "pdf"):
        page = town.get(f"/bien-nhan/KYVZ-5ZXK.{ending}")
        assert (page.status_code, page.url.path) == (404, "/bien-nhan/KYVZ-5ZXK")


def test_a_paper_that_no_checkpoint_covers_yet_is_not_handed_out(
    empty_site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "PATIENCE_S", 0.1)
    with empty_site.client() as guest:
        new = settle(empty_site, tmp_path, guest)
        new.books.record(gift("neu", 7_000, of="X"))
        new.books.catch_up()
        answer = guest.get(f"/bien-nhan/{new.code('neu')}.pdf")
        assert (answer.status_code, "thử lại sau một giây" in answer.text) == (409, True)
        empty_site.catch_up()
        assert guest.get(f"/bien-nhan/{new.code('neu')}.pdf").status_code == 200


def test_the_verifier_of_the_site_trusts_its_own_log_and_is_one_file(town: Town) -> None:
    with connect(town.site.wiring.url) as connection:
        key = keys_of_log(connection)
    assert key in town.get("/kiem-chung").text
    alone = town.get("/kiem-chung.html")
    assert (
        key in alone.text and 'filename="kiem-chung.html"' in alone.headers["Content-Disposition"]
    )
    assert not re.search(r'(?:src|href)="', alone.text)

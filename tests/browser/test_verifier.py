"""The verifier says in a real browser what `soquy verify` says, with the network off.

The single file is opened from a disk. It is held against every forgery, with the browser's own
cryptography and without it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import sha256, sha512
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from api.web.verifier import alone
from ledger import ciphers
from reports.receipt import make_receipt
from tests.browser.accessibility import violations
from tests.browser.conftest import Visit, open_window
from tests.browser.program import Program
from tests.browser.province import Paper, paper_of_a_donor
from tests.reports.forging import (
    cancelled,
    forged,
    genuine_ones,
    paper,
    replaced,
    unreadable,
)
from tests.reports.small_log import LOG, OTHER_LOG, carried, gift

GENUINE, FALSE = "ĐÂY LÀ BIÊN NHẬN THẬT", "KHÔNG PHẢI BIÊN NHẬN THẬT"
UNKNOWN = "CHƯA KIỂM TRA ĐƯỢC"
WITHOUT_CRYPTO = "Object.defineProperty(globalThis, 'crypto', {value: undefined})"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the single file, which trusts the small log."""
    path = tmp_path_factory.mktemp("stick") / "kiem-chung.html"
    path.write_bytes(alone(str(LOG.verifier)))
    return path


@pytest.fixture(params=["with the browser's cryptography", "without it"])
def offline(browser: Browser, file: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Give the single file in a browser without a network, at the width of a phone."""
    with ExitStack() as stack:
        page = open_window(browser, stack, "", 360)
        if request.param == "without it":
            page.add_init_script(WITHOUT_CRYPTO)
        page.context.set_offline(True)
        page.goto(file.as_uri())
        yield page


def choose(page: Page, *files: tuple[str, bytes]) -> str:
    """Choose files, and return what the page says of them."""
    payloads: list[FilePayload] = [
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        for name, content in files
    ]
    page.locator("#ket-qua").evaluate("(box) => box.replaceChildren()")
    page.locator("#tep").set_input_files(payloads)
    expect(page.locator("#ket-qua .verdict")).to_have_count(1)
    return page.locator("#ket-qua").inner_text()


def headline(page: Page, content: bytes) -> str:
    """Choose one receipt, and return the large words."""
    choose(page, ("bien-nhan.pdf", content))
    return page.locator("#ket-qua h2").inner_text()


def test_genuine_receipts_of_every_kind_are_called_genuine(offline: Page) -> None:
    said = {what: headline(offline, pdf) for what, pdf in genuine_ones().items()}
    assert {what: words for what, words in said.items() if words != GENUINE} == {}


def test_every_forgery_is_refused(offline: Page) -> None:
    said = {what: headline(offline, pdf) for what, pdf in forged().items()}
    assert {what: words for what, words in said.items() if words != FALSE} == {}


def test_what_cannot_be_judged_is_not_called_false(offline: Page) -> None:
    said = {what: headline(offline, pdf) for what, pdf in unreadable().items()}
    assert set(said.values()) == {UNKNOWN}


def test_a_cancelled_receipt_is_called_cancelled_with_the_reason(offline: Page) -> None:
    said = choose(offline, ("huy.pdf", make_receipt(cancelled())))
    assert "BIÊN NHẬN THẬT, NHƯNG ĐÃ HỦY" in said
    assert "01/12/2022" in said and "Ghi hai lần" in said


def test_a_replaced_receipt_names_the_one_in_its_place(offline: Page) -> None:
    receipt = replaced()
    said = choose(offline, ("thay.pdf", make_receipt(receipt)))
    assert "BIÊN NHẬN THẬT, NHƯNG ĐÃ HỦY" in said
    assert "Thay bằng" in said and "Bà Lê Thị Khác" not in said
    assert f"{receipt.replaced_by}, cùng đơn vị, bút toán thứ 2 trong 4 bút toán" in said


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("amount on the page", "số tiền là “20.000.000 đ”; trong sổ là “2.000.000"),
        ("name on the page", "tên người ủng hộ là “Bà Lê Thị Kẻ Khác”; trong sổ là “Ông Nguyễn"),
        ("date on the page", "ngày là “Ngày 06 tháng 11 năm 2022"),
        ("picture on the page", "hình hoặc ghi chú được chèn thêm"),
        ("amount inside", "số tiền, ngày hoặc nội dung khác đã bị sửa"),
        ("name inside", "không phải của người ủng hộ"),
        ("signed by the forger", "Chữ ký"),
        ("size in the proof", "Chữ ký"),
        ("in the place of another", "Bút toán thay thế đính kèm không thay cho khoản này"),
        ("of another unit", "Bút toán thay thế đính kèm không thay cho khoản này"),
        ("another number on the page", "dòng thay bằng là “giấy biên nhận số 000125"),
        ("its form", "Bút toán thay thế đính kèm: Tệp đính kèm không phải"),
        ("its amount", "Bút toán thay thế đính kèm: Bút toán đính kèm không phải bút toán trong"),
    ],
)
def test_the_reason_is_said_in_words(offline: Page, what: str, reason: str) -> None:
    if what == "signed by the forger":
        reason = "Không phải do khóa đang tin ký"
    assert reason in choose(offline, ("gia.pdf", forged()[what]))


def test_entry_and_proof_are_checked_as_two_files(offline: Page) -> None:
    lies = carried(*gift())
    entry, proof = ("entry.json", lies.entry), ("proof.txt", lies.proof.encode())
    assert "BÚT TOÁN NÀY CÓ TRONG SỔ" in choose(offline, proof, entry)
    assert "2.000.000" in offline.locator("#ket-qua").inner_text()
    changed = ("entry.json", lies.entry.replace(b"2000000", b"9000000"))
    assert FALSE in choose(offline, changed, proof)


def test_one_of_two_files_asks_for_the_other(offline: Page) -> None:
    lies = carried(*gift())
    assert "chọn thêm tệp proof.txt" in choose(offline, ("entry.json", lies.entry))
    assert "CÓ TRONG SỔ" in choose(offline, ("proof.txt", lies.proof.encode()))


def test_the_key_that_is_trusted_is_shown_and_can_be_exchanged(offline: Page) -> None:
    expect(offline.locator("#dang-tin")).to_contain_text(f"{LOG.verifier.key_id:08x}")
    assert headline(offline, make_receipt(paper(*gift()))) == GENUINE
    offline.locator("#khoa").fill(str(OTHER_LOG.verifier))
    expect(offline.locator("#ket-qua")).to_contain_text("Không phải do khóa đang tin ký")
    offline.locator("#khoa").fill("không phải khóa")
    expect(offline.locator("#dang-tin")).to_contain_text("không phải khóa của một nhật ký")
    offline.locator("#khoa").fill(f"{OTHER_LOG.verifier}\n{LOG.verifier}")
    expect(offline.locator("#ket-qua h2")).to_have_text(GENUINE)


def test_a_file_is_dropped_into_the_frame(offline: Page) -> None:
    content = list(make_receipt(paper(*gift())))
    offline.evaluate(
        """(bytes) => {
            const held = new DataTransfer();
            held.items.add(new File([new Uint8Array(bytes)], "tha.pdf"));
            const drop = new DragEvent("drop", {dataTransfer: held, cancelable: true});
            document.getElementById("tha-tep").dispatchEvent(drop);
        }""",
        content,
    )
    expect(offline.locator("#ket-qua h2")).to_have_text(GENUINE)


def test_the_page_speaks_english_too(offline: Page) -> None:
    choose(offline, ("a.pdf", make_receipt(paper(*gift()))))
    offline.get_by_role("button", name="English").click()
    expect(offline.locator("#ket-qua h2")).to_have_text("THIS RECEIPT IS GENUINE")
    expect(offline.get_by_role("heading", level=1)).to_have_text("Verify a receipt file")
    offline.get_by_role("button", name="Tiếng Việt").click()
    expect(offline.locator("#ket-qua h2")).to_have_text(GENUINE)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_file_asks_nobody_for_anything_and_is_for_everybody(
    browser: Browser, file: Path, width: int
) -> None:
    with ExitStack() as stack:
        page = open_window(browser, stack, "", width, reduced_motion="reduce")
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(file.as_uri())
        choose(page, ("a.pdf", make_receipt(paper(*gift()))))
        assert (asked, complaints) == ([file.as_uri()], [])
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_cryptography_written_out_is_that_of_the_standards(offline: Page) -> None:
    messages = [bytes([at % 251]) * at for at in (0, 1, 55, 56, 64, 111, 112, 128, 1000)]
    found = offline.evaluate(
        """(messages) => messages.map((each) => [sha256Here, sha512Here].map((hash) =>
            Array.from(hash(new Uint8Array(each)))))""",
        [list(each) for each in messages],
    )
    expected = [[list(sha256(m).digest()), list(sha512(m).digest())] for m in messages]
    assert found == expected
    seeds = [sha256(bytes([at])).digest() for at in range(12)]
    good = [[ciphers.public_key(s), m, ciphers.sign(s, m)] for s in seeds for m in messages[:3]]
    bad = [[key, m, bytes([sig[0] ^ 1]) + sig[1:]] for key, m, sig in good[:6]]
    bad += [[key, m + b"x", sig] for key, m, sig in good[:6]]
    judged = offline.evaluate(
        """(all) => all.map((each) => holdsHere(...each.map((part) => new Uint8Array(part))))""",
        [[list(part) for part in each] for each in (*good, *bad)],
    )
    assert judged == [True] * len(good) + [False] * len(bad)


def test_amounts_are_said_in_the_words_of_the_papers(offline: Page) -> None:
    golden = Path(__file__).parents[1] / "golden" / "amount_words.json"
    meant: dict[str, str] = json.loads(golden.read_text(encoding="utf-8"))
    meant = {amount: said for amount, said in meant.items() if int(amount) < 2**53}
    assert len(meant) >= 40
    found = offline.evaluate("(all) => all.map((each) => amountInWords(Number(each)))", list(meant))
    assert dict(zip(meant, found, strict=True)) == meant


@pytest.fixture
def held(program: Program) -> Paper:
    """Give the receipt that a donor holds."""
    return paper_of_a_donor(program.url)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_site_verifies_its_own_receipts(visit: Visit, held: Paper, width: int) -> None:
    page = visit("", width)
    page.goto(f"/bien-nhan/{held.code}")
    address = str(page.get_by_role("link", name="Tải tệp PDF").get_attribute("href"))
    content = page.request.get(address).body()
    page.get_by_role("link", name="Mở trang kiểm tra tệp").click()
    assert headline(page, content) == GENUINE
    expect(page.locator("#ket-qua")).to_contain_text(held.number)


def test_the_files_of_the_receipt_page_are_verified(visit: Visit, held: Paper) -> None:
    page = visit("")
    page.goto(f"/bien-nhan/{held.code}")
    names = ("Tải bút toán", "Tải bằng chứng mới nhất")
    links = [page.get_by_role("link", name=each).get_attribute("href") for each in names]
    entry, proof = (page.request.get(str(each)).body() for each in links)
    page.goto("/kiem-chung")
    assert "CÓ TRONG SỔ" in choose(page, ("entry.json", entry), ("proof.txt", proof))


def test_the_file_that_the_site_sends_works_elsewhere(
    visit: Visit, browser: Browser, held: Paper, tmp_path: Path
) -> None:
    page = visit("")
    page.goto(f"/bien-nhan/{held.code}")
    address = str(page.get_by_role("link", name="Tải tệp PDF").get_attribute("href"))
    content = page.request.get(address).body()
    page.goto("/kiem-chung")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp kiểm chứng").click()
    download.value.save_as(tmp_path / "kiem-chung.html")
    with ExitStack() as stack:
        elsewhere = open_window(browser, stack, "", 360)
        elsewhere.context.set_offline(True)
        elsewhere.goto((tmp_path / "kiem-chung.html").as_uri())
        assert headline(elsewhere, content) == GENUINE


def test_what_stands_behind_the_address_in_the_qr_code_is_held_against_the_entry(
    visit: Visit, held: Paper
) -> None:
    page = visit("")
    page.goto(f"/bien-nhan/{held.code}")
    commitment = page.locator("#tu-ma-qr").get_attribute("data-commitment")
    expect(page.locator("#tu-ma-qr")).to_be_hidden()
    page.goto(f"/r/{held.code.replace('-', '')}#{commitment}")
    expect(page.locator("#tu-ma-qr")).to_have_text("Mã QR trên giấy đúng là của bút toán này.")
    page.goto("/")
    page.goto(f"/r/{held.code.replace('-', '')}#AAAA")
    expect(page.locator("#tu-ma-qr")).to_contain_text("giấy có thể là giả")

"""Papers are printed one at once or many in a run, which survives the printer's end."""

from __future__ import annotations

import io
from threading import Event

import httpx
import pypdf
import pytest

from api.jobs.lanes import PAPERS
from api.jobs.making import ATTEMPTS_MAX, Bench, make_waiting
from ledger.database import connect
from tests.api.pages.entering.commune import Browser, Commune

NUMBERS = ("000001/2026/BN", "000002/2026/BN", "000003/2026/BN")
CHOICE = "/in?tu=1/1/2026&den=31/12/2026&loai=BN"


@pytest.fixture
def gifts(commune: Commune) -> Commune:
    """Give the commune with three gifts."""
    for number in (1, 2, 3):
        commune.give(1_000 * number, key=f"G-{number}")
    commune.site.catch_up()
    return commune


def asked(browser: Browser, address: str = CHOICE) -> str:
    """Ask for the papers of a choice; return the address of the run."""
    sent = browser.post("/in", _form(browser, address))
    assert sent.status_code == 303, sent.text
    return sent.headers["location"]


def _form(browser: Browser, address: str) -> dict[str, str]:
    return browser.filled(address, "/in")


def run_printer(commune: Commune) -> int:
    """Make what waits."""
    wiring = commune.site.wiring
    with connect(wiring.url) as hand, connect(wiring.url) as eyes:
        wiring.journal.vault.opens(eyes)
        return make_waiting(Bench(wiring.url, wiring.home, hand, eyes, Event()), PAPERS)


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.usefixtures("gifts")
def test_a_receipt_is_a_file_or_a_picture(treasurer: Browser) -> None:
    paper = "don-vi=NA.01&khoa=G-2&loai=BN"
    (text,) = pages(treasurer.get(f"/in/giay.pdf?{paper}").content)
    assert "000002/2026/BN" in text and "2.000" in text
    picture = treasurer.get(f"/in/giay.png?{paper}")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG") and len(picture.content) < 150_000


def test_a_run_is_one_file_in_the_order_of_the_numbers(gifts: Commune, treasurer: Browser) -> None:
    run = asked(treasurer)
    assert "0 / 3" in treasurer.get(run).text
    assert run_printer(gifts) == 1
    page = treasurer.get(run).text
    assert "3 / 3" in page and "Mở tờ 1–3" in page
    made = pages(treasurer.get(run.replace("?", "/1.pdf?")).content)
    assert [number in text for number, text in zip(NUMBERS, made, strict=True)] == [True] * 3


def test_what_was_printed_is_not_found_again(gifts: Commune, treasurer: Browser) -> None:
    narrow = CHOICE + "&chua-in=1"
    treasurer.get("/in/giay.pdf?don-vi=NA.01&khoa=G-2&loai=BN")
    assert "In 2 tờ" in treasurer.get(narrow).text
    asked(treasurer, narrow)
    run_printer(gifts)
    assert "Không có tờ nào" in treasurer.get(narrow).text


@pytest.mark.usefixtures("gifts")
def test_a_range_of_numbers_can_be_chosen(treasurer: Browser) -> None:
    assert "In 2 tờ" in treasurer.get(CHOICE + "&tu-so=2").text
    assert "In 1 tờ" in treasurer.get(CHOICE + "&tu-so=2&den-so=2").text


def test_a_form_sent_twice_is_one_run(gifts: Commune, treasurer: Browser) -> None:
    form = _form(treasurer, CHOICE)
    first, second = treasurer.post("/in", form), treasurer.post("/in", form)
    assert first.headers["location"] == second.headers["location"]
    assert run_printer(gifts) == 1


def test_a_run_can_be_stopped(gifts: Commune, treasurer: Browser) -> None:
    run = asked(treasurer)
    treasurer.client.post(run, data=treasurer.filled(run, run))
    assert run_printer(gifts) == 0
    assert "đã dừng" in treasurer.get(run).text


def test_another_printer_goes_on_with_what_one_left(gifts: Commune, treasurer: Browser) -> None:
    run = asked(treasurer)
    with connect(gifts.site.wiring.url) as connection:
        connection.execute("UPDATE job SET state = 'running', attempts = 1, done = 2")
    assert run_printer(gifts) == 1
    page = treasurer.get(run).text
    assert "3 / 3" in page and "Mở tờ 1–3" in page


def test_a_run_over_which_printers_died_is_given_up_and_said_so(
    gifts: Commune, treasurer: Browser
) -> None:
    run = asked(treasurer)
    with connect(gifts.site.wiring.url) as connection:
        dead = "UPDATE job SET state = 'running', attempts = %s"
        connection.execute(dead, [ATTEMPTS_MAX])
    assert run_printer(gifts) == 0
    assert "chưa làm được vì lỗi của máy" in treasurer.get(run).text
    assert "chưa làm được" in treasurer.get(CHOICE).text


def test_a_paper_that_cannot_be_made_is_named(gifts: Commune, treasurer: Browser) -> None:
    run = asked(treasurer)
    with connect(gifts.site.wiring.url) as connection:
        connection.execute(
            "UPDATE job SET asked = jsonb_set(jsonb_set(asked,"
            " '{keys}', asked -> 'keys' || '\"khong-co\"'), '{copies}', asked -> 'copies' || '1')"
        )
    run_printer(gifts)
    page = treasurer.get(run).text
    assert "Không làm được 1 tờ" in page and "khong-co" in page and "Mở tờ" in page


def again(browser: Browser, key: str) -> str:
    """Press “print again” beside a receipt; return the text of what comes."""
    form = {**browser.filled(CHOICE, "/in/lai"), "to": key}
    sent = browser.post("/in/lai", form)
    assert sent.status_code == 303, sent.text
    (text,) = pages(browser.get(sent.headers["location"]).content)
    return text


@pytest.mark.usefixtures("gifts")
def test_a_second_print_says_so_and_stays_in_the_book(treasurer: Browser) -> None:
    assert "/in/lai" not in treasurer.get(CHOICE).text
    (first,) = pages(treasurer.get("/in/giay.pdf?don-vi=NA.01&khoa=G-2&loai=BN").content)
    assert "In lần" not in first
    assert "In lần 2" in again(treasurer, "G-2") and "In lần 3" in again(treasurer, "G-2")


@pytest.mark.usefixtures("gifts")
def test_the_desk_tells_of_money_after_a_second_print_too(treasurer: Browser) -> None:
    treasurer.get("/in/giay.pdf?don-vi=NA.01&khoa=G-2&loai=BN")
    again(treasurer, "G-2")
    desk = treasurer.get("/ban-lam-viec")
    assert desk.status_code == 200 and "Thu tiền ủng hộ" in desk.text


def test_a_form_for_one_more_print_sent_twice_counts_once(
    gifts: Commune, treasurer: Browser
) -> None:
    treasurer.get("/in/giay.pdf?don-vi=NA.01&khoa=G-2&loai=BN")
    form = {**treasurer.filled(CHOICE, "/in/lai"), "to": "G-2"}
    for _ in range(2):
        assert treasurer.post("/in/lai", form).status_code == 303
    with connect(gifts.site.wiring.url) as connection:
        (count,) = connection.execute(
            "SELECT count(*) FROM journal_events WHERE topic = 'receipt.reprinted/1'"
        ).fetchone() or (0,)
    assert count == 1


def test_a_run_counts_those_that_were_printed_before(gifts: Commune, treasurer: Browser) -> None:
    treasurer.get("/in/giay.pdf?don-vi=NA.01&khoa=G-2&loai=BN")
    run = asked(treasurer)
    run_printer(gifts)
    made = pages(treasurer.get(run.replace("?", "/1.pdf?")).content)
    assert ["In lần 2" in text for text in made] == [False, True, False]


def test_a_stranger_prints_nothing_of_the_unit(gifts: Commune, treasurer: Browser) -> None:
    run, stranger = asked(treasurer), gifts.browser("lan")
    run_printer(gifts)
    own = run.replace("NA.01", "NA.02")
    assert stranger.get(run).status_code == 403 and stranger.get(own).status_code == 404
    assert stranger.get(own.replace("?", "/1.pdf?")).status_code == 404
    assert stranger.get("/in/giay.pdf?khoa=G-1&loai=BN").status_code == 404


def statement(browser: Browser, donor: str, year: str = "2026") -> httpx.Response:
    """Ask for a donor's year."""
    form = {**browser.filled("/in/bang-ke"), "nguoi": donor, "nam": year}
    return browser.post("/in/bang-ke", form)


def test_the_year_of_a_donor_is_a_paper_and_reading_it_is_noted(
    commune: Commune, treasurer: Browser
) -> None:
    commune.give(5_000, key="G-7", donor="Bà Đặng Thị Ỹ")
    commune.site.catch_up()
    answer = statement(treasurer, "dang thi y")
    assert answer.status_code == 404 and "không có khoản ủng hộ nào của “dang thi y”" in answer.text
    (text,) = pages(statement(treasurer, "ba dang thi y").content)
    assert "Bà Đặng Thị Ỹ" in text and "5.000" in text
    with connect(commune.site.wiring.url) as connection:
        read = connection.execute("SELECT person_id, path FROM personal_read").fetchall()
    assert read == [(commune.people["hoa"].person_id, "/in/bang-ke")]


@pytest.mark.parametrize(
    ("donor", "year", "said"), [("", "2026", "Hãy gõ tên"), ("Bà", "26", "bốn chữ số")]
)
def test_what_is_missing_for_a_statement_is_said_beside_the_field(
    treasurer: Browser, donor: str, year: str, said: str
) -> None:
    answer = statement(treasurer, donor, year)
    assert (answer.status_code, said in answer.text) == (422, True)

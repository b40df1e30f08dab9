"""One entry: what it says, that it is what is stored, and all that belongs to it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import sha256
from typing import get_args

import httpx
import pytest

from api.pages.inspecting.saying import NOT_SHOWN, Saying
from api.pages.inspecting.units import Units
from api.pages.inspecting.wording import ACCOUNTS, FIELDS, FIGURES, SERIES, TRAIL, TYPES
from ledger.database import connect
from ledger.events import EntryReversed, Series
from ledger.log.notes import Verifier
from ledger.log.proofs import TlogProof, verify
from ledger.postings import Account
from ledger.values import names_of
from ledger.wire import KINDS, from_bytes
from projections.composition import COMPOSITIONS, OPENINGS
from reports.numbers import VIETNAM, dong
from tests.api.pages.inspecting.province import DONOR, PUPIL, Province, links, text
from tests.ledger.samples import STORED


def test_every_type_has_a_name_and_a_line_in_the_trail() -> None:
    assert TYPES.keys() == TRAIL.keys() == KINDS.keys()


def test_every_field_account_figure_and_series_has_a_name() -> None:
    fields = {name for kind in KINDS.values() for name in names_of(kind)}
    assert fields - NOT_SHOWN - {"STORED_AS"} <= FIELDS.keys()
    assert ACCOUNTS.keys() == set(get_args(Account))
    assert FIGURES.keys() == COMPOSITIONS.keys() - OPENINGS.keys()
    assert SERIES.keys() == set(get_args(Series))


@pytest.mark.parametrize("stem", STORED)
def test_every_stored_sample_is_put_into_words(province: Province, stem: str) -> None:
    entry = from_bytes(STORED[stem])
    with connect(province.site.wiring.url) as connection:
        saying = Saying(Units(connection, datetime.now(UTC).date()), {}, {}, str)
        line = saying.line(entry)
        facts = {each.name: each.value for each in saying.facts(entry.event)}
    assert "{" not in line and "None" not in line and "–" not in line
    amount = getattr(entry.event, "amount_vnd", None)
    assert amount is None or facts[FIELDS["amount_vnd"]] == dong(amount)
    assert isinstance(entry.event, EntryReversed) or FIELDS["reverses"] not in facts


def test_a_gift_says_what_where_and_when(province: Province, guest: httpx.Client) -> None:
    said = text(guest.get(province.entry("d1")))
    assert "Thu tiền ủng hộ 000041/2022/PT" in said
    assert "Số tiền 500.000 đ" in said
    assert "Khóa của dòng d1" in said
    assert "✓ khớp với cam kết trong sổ" in said


def test_the_postings_of_both_sides_are_equal(province: Province, guest: httpx.Client) -> None:
    said = text(guest.get(province.entry("p1")))
    assert "Cộng Nợ 150.000 đ Có 150.000 đ" in said


def test_the_download_is_what_is_stored(province: Province, guest: httpx.Client) -> None:
    page = guest.get(province.entry("d1"))
    raw = guest.get(province.entry("d1") + "/goc").content
    assert from_bytes(raw).event.STORED_AS == "donation.received/1"
    assert sha256(raw).hexdigest() in page.text.replace("<wbr>", "")


def test_names_are_for_those_whose_work_it_is(
    province: Province, guest: httpx.Client, inspector: httpx.Client
) -> None:
    reads = province.reads()
    assert DONOR not in guest.get(province.entry("d1")).text
    assert province.reads() == reads
    assert DONOR in inspector.get(province.entry("d1")).text
    assert province.reads() == reads + 1


def test_papers_are_for_those_who_may_see_the_name(
    province: Province, guest: httpx.Client, inspector: httpx.Client
) -> None:
    address = province.entry("d1") + "/bien-nhan"
    assert guest.get(address).status_code == 403
    paper = inspector.get(address)
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


def test_the_page_leads_to_every_paper_it_has(province: Province, inspector: httpx.Client) -> None:
    here = province.entry("d1")
    found = [each for each in links(inspector.get(here)) if each.startswith(f"{here}/")]
    assert {each.rpartition("/")[2] for each in found} == {
        *("bien-nhan", "phieu", "goc", "bang-chung")
    }
    assert all(inspector.get(each).status_code == 200 for each in found)


def test_the_page_proves_that_the_entry_stands_in_the_signed_log(
    province: Province, guest: httpx.Client
) -> None:
    here = province.entry("d1")
    key = Verifier.parse(guest.get("/log-key").json()["verifier_key"])
    proof = TlogProof.parse(guest.get(f"{here}/bang-chung").text)
    said = verify(guest.get(f"{here}/goc").content, proof, key).said
    page = " ".join(guest.get(here).text.split())
    assert "Đã ghi sổ, không thể sửa" in page
    assert "<wbr>".join(in_groups(said.root.hex())) in page


def in_groups(digits: str) -> list[str]:
    return [digits[at : at + 8] for at in range(0, len(digits), 8)]


def test_a_reversal_and_its_original_lead_to_each_other(
    province: Province, guest: httpx.Client
) -> None:
    original, undone = guest.get(province.entry("d4")), guest.get(province.entry("r4"))
    assert province.entry("r4") in links(original)
    assert "Bút toán này đã bị hủy" in text(original)
    assert province.entry("d4") in links(undone)


def test_the_lines_of_a_voucher_lead_to_each_other(province: Province, guest: httpx.Client) -> None:
    assert province.entry("p2") in links(guest.get(province.entry("p1")))
    assert province.entry("p1") not in links(guest.get(province.entry("p3")))


def test_a_reversal_leads_to_the_other_lines_of_the_voucher(
    province: Province, guest: httpx.Client
) -> None:
    undone = guest.get(province.entry("r5"))
    assert "Các dòng khác của chứng từ bị hủy một dòng" in text(undone)
    assert {province.entry("p4"), province.entry("p5")} <= set(links(undone))


def test_a_live_reversal_shows_who_asked_and_who_admitted_by_their_duties(
    province: Province, guest: httpx.Client, inspector: httpx.Client
) -> None:
    here = province.undone_live("d3", "Y", datetime.now(VIETNAM).date())
    said = text(guest.get(here))
    assert re.search(r"Người lập đề nghị thủ quỹ của đơn vị \(mã [^ ]{4}\) – xem đề nghị", said)
    assert re.search(r"Duyệt chủ tài khoản của Đơn vị X \(mã [^ ]{4}\) – xem quyết định", said)
    assert "Người thuquy" not in said and "p-" not in said
    assert "Người thuquy" in text(inspector.get(here))


def test_a_transfer_leads_to_the_other_book(province: Province, guest: httpx.Client) -> None:
    received = province.entry("t1", received=True)
    assert received in links(guest.get(province.entry("t1")))
    assert province.entry("t1") in links(guest.get(received))


def test_history_says_that_it_was_approved_elsewhere(
    province: Province, guest: httpx.Client
) -> None:
    assert "Đã duyệt ngoài phần mềm" in text(guest.get(province.entry("p1")))


def test_a_code_leads_to_the_address_that_never_changes(
    province: Province, guest: httpx.Client
) -> None:
    version = province.entry("d1").rpartition("-")[2]
    answer = guest.get(f"/chung-tu/X-{version}")
    assert (answer.status_code, answer.headers["location"]) == (308, province.entry("d1"))


@pytest.mark.parametrize("name", ["X-99999", "X", "X-", "nowhere-1", "X-1x", "X-" + "9" * 30])
def test_what_is_not_there_is_not_found(guest: httpx.Client, name: str) -> None:
    assert guest.get(f"/chung-tu/{name}", follow_redirects=True).status_code == 404


def test_an_entry_is_not_there_before_it_was_recorded(
    province: Province, guest: httpx.Client
) -> None:
    answer = guest.get(province.entry("d1"), params={"known-at": "2020-01-01T00:00"})
    assert answer.status_code == 404


def test_the_private_part_of_a_pupil_stays_with_the_staff(
    province: Province, guest: httpx.Client, inspector: httpx.Client
) -> None:
    assert PUPIL in inspector.get(province.entry("p1")).text
    assert PUPIL not in guest.get(province.entry("p1")).text

"""A receipt is believed only when page, entry, private part, proof and key agree.

Each of them is tampered with here by really editing the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from ledger.database import Connection, query
from ledger.log.notes import Verifier
from ledger.log.policy import Policy
from ledger.vault import Part
from reports.attached import written
from reports.from_entries import receipt_of
from reports.genuine import Fault, Genuine, NotGenuine, genuine
from reports.papers import Receipt
from reports.pictures import joined
from reports.receipt import make_receipt
from reports.receipt_faults import SENTENCES, WHAT, why_not
from reports.receipt_text import Shown
from tests.reports.forging import (
    NOTES,
    REPLACED,
    cancelled,
    forged,
    genuine_ones,
    misplaced,
    paper,
    replaced,
    with_attachment,
    with_figure_exchanged,
    with_note_added,
    with_picture_added,
    with_second_receipt,
    with_word_added,
)
from tests.reports.reading import text_of
from tests.reports.small_log import (
    LOG,
    OTHER_LOG,
    PRIVATE,
    WITNESS,
    carried,
    gift,
    replacement,
    reversal,
)

POLICY = Policy.parse(f"log {LOG.verifier}\nwitness chung {WITNESS.verifier}\nquorum chung\n")
GIFTS = ("D-full", "D-nobody", "D-erased", "D-undone", "G-valued", "G-free", "C-1")


@pytest.fixture(scope="module")
def receipt() -> Receipt:
    """Give a receipt with a name on it."""
    return paper(*gift())


def checked(pdf: bytes, *, policy: Policy | None = None) -> Genuine:
    """Check a file against the key of the small log."""
    return genuine(pdf, [LOG.verifier], policy)


def fault_of(pdf: bytes, log: Verifier = LOG.verifier) -> NotGenuine:
    """Return why a file is not believed."""
    with pytest.raises(NotGenuine) as caught:
        genuine(pdf, [log])
    return caught.value


def test_a_receipt_as_we_make_it_is_genuine(receipt: Receipt) -> None:
    found = checked(make_receipt(receipt))
    assert found.gift.raw == receipt.carried.entry
    assert found.gift.private == PRIVATE
    assert (found.gift.verified.index, found.gift.verified.said.size) == (1, 4)
    assert found.reversal is None


def test_a_receipt_that_another_program_saved_again_is_still_genuine(receipt: Receipt) -> None:
    again = with_attachment(make_receipt(receipt), "receipt.json", lambda content: content)
    assert again != make_receipt(receipt)
    assert checked(again).gift.private == PRIVATE


@pytest.mark.parametrize("key", GIFTS)
def test_every_receipt_of_a_real_year_is_genuine(year: Connection, key: str) -> None:
    (keys,) = [Verifier.parse(row[1]) for row in year.execute(query("log_keys"))]
    found = genuine(make_receipt(receipt_of(year, key)), [keys])
    assert (found.reversal is not None) == (key == "D-undone")


@pytest.mark.parametrize(("key", "by"), [("D-undone", "D-right"), ("D-house-2", "C-right")])
def test_a_receipt_of_a_real_year_is_followed_to_the_one_in_its_place(
    year: Connection, key: str, by: str
) -> None:
    (keys,) = [Verifier.parse(row[1]) for row in year.execute(query("log_keys"))]
    pdf = make_receipt(receipt_of(year, key))
    found, new = genuine(pdf, [keys]).replacement, receipt_of(year, by)
    assert found is not None
    assert found.raw == new.carried.entry
    assert f"Thay bằng giấy biên nhận số {new.label}" in text_of(pdf)
    assert make_receipt(receipt_of(year, key)) == pdf


@pytest.mark.parametrize("note", NOTES)
def test_words_of_any_length_and_script_are_found_again(note: str) -> None:
    assert checked(make_receipt(paper(*gift({**PRIVATE, "note": note})))).gift.private


def test_a_second_print_is_as_genuine_as_the_first(receipt: Receipt) -> None:
    assert checked(make_receipt(replace(receipt, copy=2))).gift.private == PRIVATE


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"amount_vnd": 20_000_000}, Shown.AMOUNT),
        ({"donor": "Ông Nguyễn Văn Ấm"}, Shown.DONOR),
        ({"donor": None}, Shown.DONOR),
        ({"donor_address": "Xóm 4, xã Quỳnh Lưu"}, Shown.CONTACT),
        ({"on": date(2022, 11, 6)}, Shown.DATE),
        ({"number": 124}, Shown.NUMBER),
        ({"year": 2023}, Shown.NUMBER),
        ({"channel": "bank"}, Shown.CHANNEL),
        ({"note": "Đã nhận thêm một xe đạp"}, Shown.WORDS),
        ({"paper_no": "AB-1"}, Shown.WORDS),
        ({"check_code": "KYVZ-5ZXK"}, Shown.CODE),
        ({"precision": "month"}, Shown.DATE),
        ({"replaces": "giấy biên nhận số 000001/2022/BN ngày 01/03/2022"}, Shown.NUMBER),
    ],
)
def test_a_page_that_says_something_else_is_refused(
    receipt: Receipt, changed: dict[str, object], what: Shown
) -> None:
    wrong = fault_of(make_receipt(replace(receipt, **changed)))  # type: ignore[arg-type]
    assert wrong.fault is Fault.PAGE_WRONG
    assert wrong.differs is not None
    assert wrong.differs.what is what


@pytest.mark.parametrize(
    ("said", "what"),
    [
        (None, Shown.NUMBER),
        ("giấy biên nhận số 000003/2022/BN ngày 01/10/2022", Shown.REPLACES),
        ("giấy biên nhận số 000002/2022/BN ngày 02/10/2022", Shown.REPLACES),
    ],
)
def test_a_correction_that_names_another_paper_or_none_is_refused(
    said: str | None, what: Shown
) -> None:
    receipt = paper(*gift(replaces=REPLACED))
    assert checked(make_receipt(receipt)).gift.private == PRIVATE
    differs = fault_of(make_receipt(replace(receipt, replaces=said))).differs
    assert differs is not None
    assert differs.what is what


def test_the_reason_says_what_stands_there_and_what_was_recorded(receipt: Receipt) -> None:
    differs = fault_of(make_receipt(replace(receipt, amount_vnd=20_000_000))).differs
    assert differs is not None
    assert (differs.shown, differs.meant) == ("20.000.000 đ", "2.000.000\xa0đ")


def test_a_page_in_whose_bytes_a_figure_was_exchanged_is_refused(receipt: Receipt) -> None:
    wrong = fault_of(with_figure_exchanged(make_receipt(receipt)))
    assert wrong.differs is not None
    assert wrong.differs.what is Shown.AMOUNT


def test_a_word_written_over_the_page_is_found(receipt: Receipt) -> None:
    wrong = fault_of(with_word_added(make_receipt(receipt)))
    assert wrong.differs is not None
    assert wrong.differs.what is Shown.REST


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("receipt.json", b'"amount_vnd":2000000', b'"amount_vnd":9000000', Fault.PROOF_WRONG),
        (
            "receipt.json",
            b'"booked_on":"2022-11-05"',
            b'"booked_on":"2022-11-06"',
            Fault.PROOF_WRONG,
        ),
        ("receipt.json", b'"receipt_number":123', b'"receipt_number":124', Fault.PROOF_WRONG),
        ("receipt.json", "Nguyễn".encode(), "Nguyên".encode(), Fault.NAME_WRONG),
        ("receipt.json", b'"salt":"', b'"salt":"AAAA', Fault.NAME_WRONG),
        ("receipt.json", b'{"entry":', b'{"entry": ', Fault.NOT_AN_ENTRY),
        ("receipt.json", b'"donation.received/1"', b'"donation.received/9"', Fault.NOT_AN_ENTRY),
        ("receipt.tlog-proof", b"index 1", b"index 2", Fault.PROOF_WRONG),
        ("receipt.tlog-proof", b"index 1", b"index 9", Fault.PROOF_WRONG),
        ("receipt.tlog-proof", b"tlog-proof@v1", b"tlog-proof@v2", Fault.PROOF_WRONG),
        ("receipt.tlog-proof", b"\n4\n", b"\n5\n", Fault.KEY_WRONG),
        ("receipt.tlog-proof", b"quy.example/so", b"quy.example/xx", Fault.KEY_WRONG),
    ],
)
def test_an_attachment_that_was_edited_is_refused_with_the_reason(
    receipt: Receipt, name: str, old: bytes, new: bytes, fault: Fault
) -> None:
    content = make_receipt(receipt)
    edited = with_attachment(content, name, lambda said: said.replace(old, new))
    assert fault_of(edited).fault is fault


def test_another_key_than_the_one_that_signed_is_no_key(receipt: Receipt) -> None:
    assert fault_of(make_receipt(receipt), OTHER_LOG.verifier).fault is Fault.KEY_WRONG


def test_a_log_that_the_forger_runs_signs_nothing_for_us() -> None:
    entry, part = gift(amount_vnd=900_000_000)
    forged = make_receipt(paper(entry, part, carried(entry, part, (OTHER_LOG,))))
    assert genuine(forged, [OTHER_LOG.verifier]).gift.raw
    assert fault_of(forged).fault is Fault.KEY_WRONG


def test_the_proof_of_another_gift_proves_nothing(receipt: Receipt) -> None:
    other = carried(*gift(amount_vnd=9_000_000))
    mixed = replace(receipt, carried=receipt.carried._replace(proof=other.proof))
    assert fault_of(make_receipt(mixed)).fault is Fault.PROOF_WRONG


def test_the_name_of_another_donor_is_not_taken(receipt: Receipt) -> None:
    _, part = gift({**PRIVATE, "donor": "Bà Lê Thị Kẻ Khác"})
    mixed = replace(receipt, donor="Bà Lê Thị Kẻ Khác", carried=receipt.carried._replace(part=part))
    assert fault_of(make_receipt(mixed)).fault is Fault.NAME_WRONG


def test_a_name_is_not_put_on_a_gift_without_one() -> None:
    nameless = paper(*gift({}))
    assert checked(make_receipt(nameless)).gift.private is None
    named = replace(nameless, donor="Ông Nguyễn Văn Ẩm")
    assert fault_of(make_receipt(named)).fault is Fault.PAGE_WRONG
    part = Part(b"s" * 32, b'{"donor":"A"}')
    carrying = replace(nameless, carried=nameless.carried._replace(part=part))
    assert fault_of(make_receipt(carrying)).fault is Fault.NAME_WRONG


def test_a_cancelled_receipt_is_genuine_and_says_by_what_it_was_cancelled() -> None:
    undone = cancelled()
    found = checked(make_receipt(undone)).reversal
    assert found is not None
    assert found.private == {"reason": "Ghi hai lần"}
    later = replace(undone, reversed_on=date(2022, 12, 2))
    assert fault_of(make_receipt(later)).fault is Fault.PAGE_WRONG


def test_the_cancelling_of_another_gift_cancels_nothing() -> None:
    entry, part = gift()
    other, _ = gift(key="D-2", receipt_number=124)
    wrong = replace(
        paper(entry, part),
        reversed_on=date(2022, 12, 1),
        reversal_reason="Ghi hai lần",
        later=(carried(*reversal(other, "Ghi hai lần", date(2022, 12, 1))),),
    )
    assert fault_of(make_receipt(wrong)).fault is Fault.CANCELLED_OTHERWISE


def test_a_replaced_receipt_names_what_stands_in_its_place_and_proves_it() -> None:
    pdf = make_receipt(replaced())
    found, new = checked(pdf), replacement(gift()[0]).event
    assert found.replacement is not None
    assert found.replacement.entry.event.STORED_AS == new.STORED_AS
    assert found.replacement.verified.said.size == 4
    said = "ĐÃ HỦY ngày 01/12/2022 Lý do: Ghi hai lần Thay bằng giấy biên nhận số 000124/2022/BN"
    assert said in text_of(pdf)


def test_of_what_stands_in_the_place_of_a_receipt_nothing_private_travels() -> None:
    found = checked(make_receipt(replaced()))
    assert [each.private for each in found.later] == [{"reason": "Ghi hai lần"}, None]
    assert "Bà Lê Thị Khác".encode() not in make_receipt(replaced())


@pytest.mark.parametrize(
    ("what", "fault"),
    [
        ("in the place of another", Fault.REPLACED_OTHERWISE),
        ("in the place of none", Fault.REPLACED_OTHERWISE),
        ("of another unit", Fault.REPLACED_OTHERWISE),
        ("the gift itself in its place", Fault.REPLACED_OTHERWISE),
        ("cancelled twice", Fault.REPLACED_OTHERWISE),
        ("replaced though it stands", Fault.REPLACED_OTHERWISE),
        ("another number on the page", Fault.PAGE_WRONG),
        ("not logged", Fault.KEY_WRONG),
        ("its amount", Fault.PROOF_WRONG),
        ("its form", Fault.NOT_AN_ENTRY),
        ("its proof", Fault.PROOF_WRONG),
        ("its proof is that of another", Fault.PROOF_WRONG),
    ],
)
def test_a_false_replacement_is_refused_with_the_reason(what: str, fault: Fault) -> None:
    assert fault_of(misplaced()[what]).fault is fault


def test_the_reason_names_the_entry_inside_that_is_wrong() -> None:
    _, said = why_not(fault_of(misplaced()["its amount"]))
    assert said.startswith("Bút toán thay thế đính kèm: Nội dung không phải nội dung đã ghi sổ")
    undone = make_receipt(cancelled())
    edited = with_attachment(undone, "reversal.tlog-proof", lambda it: it.replace(b"@v1", b"@v2"))
    assert why_not(fault_of(edited))[1].startswith("Bút toán hủy đính kèm: Tệp bằng chứng không")


def test_cosignatures_are_asked_for_where_a_policy_wants_them(receipt: Receipt) -> None:
    with pytest.raises(NotGenuine) as caught:
        checked(make_receipt(receipt), policy=POLICY)
    assert caught.value.fault is Fault.PROOF_WRONG
    entry, part = gift()
    witnessed = paper(entry, part, carried(entry, part, witness=True))
    assert (
        WITNESS.verifier in checked(make_receipt(witnessed), policy=POLICY).gift.verified.cosigned
    )


def test_what_is_no_receipt_of_ours_is_called_so(receipt: Receipt) -> None:
    content = make_receipt(receipt)
    assert fault_of(b"not a PDF").fault is Fault.NOT_A_PDF
    assert fault_of(content[:20_000]).fault is Fault.NOT_A_PDF
    assert fault_of(joined([content])).fault is Fault.NOTHING_INSIDE


def test_two_attachments_of_one_name_are_refused(receipt: Receipt) -> None:
    double = with_second_receipt(make_receipt(receipt), written(receipt.carried))
    assert fault_of(double).fault is Fault.ATTACHED_TWICE


@pytest.mark.parametrize("covered", [with_picture_added, with_note_added])
def test_a_picture_or_a_note_on_the_page_is_found(
    receipt: Receipt, covered: Callable[[bytes], bytes]
) -> None:
    assert fault_of(covered(make_receipt(receipt))).fault is Fault.PAGE_COVERED


def test_every_forgery_is_refused_and_every_genuine_receipt_is_not() -> None:
    refused = {what: fault_of(pdf).fault for what, pdf in forged().items()}
    assert len(refused) == len(forged())
    assert all(checked(pdf).gift.raw for pdf in genuine_ones().values())


def test_every_reason_is_a_sentence_for_people() -> None:
    assert set(SENTENCES) == set(Fault)
    assert set(WHAT) == set(Shown)


def test_the_reason_names_what_differs_in_words(receipt: Receipt) -> None:
    wrong = fault_of(make_receipt(replace(receipt, donor="Bà Lê Thị Kẻ Khác")))
    code, said = why_not(wrong)
    assert code == "receipt_page_wrong_donor"
    assert "tên người ủng hộ là “Bà Lê Thị Kẻ Khác”" in said
    assert "trong sổ là “Ông Nguyễn Văn Ẩm”" in said

"""The text of a VietQR code is what banks read: held against codes that others have published."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.refusals import AmountNotPositive
from reports.vietqr import (
    BANKS,
    PURPOSE_MAX_CHARS,
    Account,
    NotForVietQR,
    crc16,
    plain_purpose,
    vietqr_text,
)

FLOOD_RELIEF = (
    "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA5303704"
    "54061200005802VN62170813ung ho lu lut6304C15C"
)
"""As it is passed around since the floods of 2020: VietinBank, 120,000 đồng."""

NAPAS_EXAMPLE = (
    "00020101021238570010A00000072701270006970436011300110018008790208QRIBFTTA5303704"
    "54061000005802VN62130809nhan tien6304D1EF"
)
PUBLISHED = (
    FLOOD_RELIEF,
    NAPAS_EXAMPLE,
    "00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304F4E5",
    "00020101021238540010A00000072701240006970418011021703477510208QRIBFTTA53037045802VN63048687",
    "00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN"
    "63044F52",
    "00020101021238530010A000000727012300069704230109mynamebvh0208QRIBFTTA53037045405500005802VN"
    "62080804test6304AB76",
)
"""Codes that others have published (NAPAS format 1.5.2, public libraries), for their check sums."""


@pytest.mark.parametrize("text", PUBLISHED)
def test_the_check_sum_is_that_of_published_codes(text: str) -> None:
    assert f"{crc16(text[:-4].encode()):04X}" == text[-4:]


def test_a_published_code_is_made_letter_for_letter() -> None:
    assert vietqr_text(Account("970415", "0011001932418"), "ung ho lu lut", 120_000) == FLOOD_RELIEF
    assert vietqr_text(Account("970436", "0011001800879"), "nhan tien", 100_000) == NAPAS_EXAMPLE


def test_a_code_without_an_amount_is_static() -> None:
    text = vietqr_text(Account("970415", "0011001932418"), "ung ho lu lut")
    assert text.startswith("000201010211")
    assert "5406" not in text


def _fields(text: str) -> dict[str, str]:
    """Take a text apart, tag by tag."""
    found = {}
    while text:
        length = int(text[2:4])
        found[text[:2]] = text[4 : 4 + length]
        text = text[4 + length :]
    return found


@settings(deadline=None)
@given(
    st.sampled_from(sorted(BANKS)),
    st.text("0123456789ABCXYZ", min_size=1, max_size=19),
    st.text("abc XYZ 019-./", min_size=1, max_size=PURPOSE_MAX_CHARS),
    st.none() | st.integers(1, 2**53 - 1),
)
def test_what_goes_in_is_read_out_again(
    bank: str, number: str, purpose: str, amount_vnd: int | None
) -> None:
    fields = _fields(vietqr_text(Account(bank, number), purpose, amount_vnd))
    assert _fields(_fields(fields["38"])["01"]) == {"00": bank, "01": number}
    assert _fields(fields["62"]) == {"08": purpose}
    assert fields.get("54") == (None if amount_vnd is None else str(amount_vnd))


@pytest.mark.parametrize(
    ("account", "purpose"),
    [
        (Account("97041", "1"), "x"),
        (Account("97041५", "1"), "x"),
        (Account("970415", ""), "x"),
        (Account("970415", "12 34"), "x"),
        (Account("970415", "1" * 20), "x"),
        (Account("970415", "1"), ""),
        (Account("970415", "1"), "x" * 26),
        (Account("970415", "1"), "Ủng hộ"),
        (Account("970415", "1"), "a\nb"),
    ],
)
def test_what_does_not_fit_is_refused(account: Account, purpose: str) -> None:
    with pytest.raises(NotForVietQR):
        vietqr_text(account, purpose)


def test_nothing_cannot_be_asked_for() -> None:
    with pytest.raises(AmountNotPositive):
        vietqr_text(Account("970415", "1"), "x", 0)


@settings(deadline=None)
@given(st.text())
def test_any_words_become_a_purpose_that_fits(words: str) -> None:
    plain = plain_purpose(words)
    assert plain.isascii()
    assert len(plain) <= PURPOSE_MAX_CHARS

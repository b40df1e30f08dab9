"""A check code names an entry, and a slip of the pen never makes another valid code of it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from projections.paper_codes import code_of
from reports.check_codes import ALPHABET, Mistyped, Slip, check_code, near_misses, read_code

BYTES = st.binary(max_size=40)


def _fits(code: str) -> bool:
    """Say whether some entry could have this code: found by looking for one with these figures."""
    return code[-1] == _check_of(code[:-1])


def _check_of(seven: str) -> str:
    """Multiply in the field of 32 elements as on paper: each place weighs α as much as the next."""
    total = 0
    for place, character in enumerate(seven):
        weighed = ALPHABET.index(character)
        for _ in range(7 - place):
            weighed = (weighed << 1) ^ (0b100101 if weighed & 16 else 0)
        total ^= weighed
    return ALPHABET[total]


@settings(deadline=None)
@given(BYTES)
def test_the_same_entry_always_has_the_same_code_of_eight_characters(raw: bytes) -> None:
    code = check_code(raw)
    assert code == check_code(raw)
    assert len(code) == 9
    assert code[4] == "-"
    assert set(code) <= {*ALPHABET, "-"}


def test_nothing_in_the_alphabet_looks_like_anything_else() -> None:
    assert len(set(ALPHABET)) == 32
    assert not set(ALPHABET) & set("ILOU")


def test_another_entry_has_another_code() -> None:
    codes = {check_code(str(number).encode()) for number in range(20_000)}
    assert len(codes) >= 19_999


@settings(deadline=None)
@given(BYTES)
def test_the_last_character_follows_from_the_others(raw: bytes) -> None:
    assert _fits(check_code(raw).replace("-", ""))


@settings(deadline=None)
@given(BYTES, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_mistyped_character_never_fits(raw: bytes, place: int, typed: str) -> None:
    code = check_code(raw).replace("-", "")
    mistyped = code[:place] + typed + code[place + 1 :]
    assert (mistyped == code) or not _fits(mistyped)


@settings(deadline=None)
@given(BYTES, st.integers(0, 7), st.integers(0, 7))
def test_two_swapped_characters_never_fit(raw: bytes, one: int, other: int) -> None:
    code = check_code(raw).replace("-", "")
    characters = list(code)
    characters[one], characters[other] = characters[other], characters[one]
    swapped = "".join(characters)
    assert (swapped == code) or not _fits(swapped)


@settings(deadline=None)
@given(BYTES)
def test_a_code_is_read_as_the_bits_of_its_entry(raw: bytes) -> None:
    code = check_code(raw)
    assert read_code(code) == read_code(f" {code.lower().replace('-', ' ')} ") == code_of(raw)


def test_what_looks_like_a_figure_is_read_as_one() -> None:
    code = next(
        code for code in (check_code(bytes([n])) for n in range(256)) if "0" in code and "1" in code
    )
    assert read_code(code.replace("0", "o").replace("1", "l")) == read_code(code)


@pytest.mark.parametrize(
    ("typed", "slip"),
    [
        ("", "empty"),
        (" - ", "empty"),
        ("KYVZ-5ZX", "too_short"),
        ("KYVZ-5ZXKK", "too_long"),
        ("KYVZ-5ZXU", "strange_character"),
        ("KYVZ-5ZXĐ", "strange_character"),
        ("KYVZ-5ZXJ", "does_not_fit"),
    ],
)
def test_what_is_no_code_says_why(typed: str, slip: Slip) -> None:
    with pytest.raises(Mistyped) as mistyped:
        read_code(typed)
    assert mistyped.value.slip == slip


@settings(deadline=None)
@given(BYTES, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_mistyped_character_is_found_out(raw: bytes, place: int, typed: str) -> None:
    code = check_code(raw).replace("-", "")
    mistyped = code[:place] + typed + code[place + 1 :]
    assume(mistyped != code)
    assert near_misses(mistyped)[code_of(raw)] == "one_character"


@settings(deadline=None)
@given(BYTES, st.integers(0, 6))
def test_two_swapped_neighbours_are_found_out(raw: bytes, place: int) -> None:
    code = check_code(raw).replace("-", "")
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assume(swapped != code)
    assert near_misses(swapped)[code_of(raw)] == "two_swapped"
    assert len(near_misses(swapped)) <= 15

"""A signed note is believed if a known key has signed exactly its text; it is read strictly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.log import notes
from ledger.log.notes import KeyKind, NoteFault, NoteWrong, Signer, Verifier
from tests.ledger.log.trees import LOG, NOON, WITNESSES

# The example keys and notes of the format's specification and of its first program
# (golang.org/x/mod/sumdb/note, BSD-3).
EXAMPLE = Verifier.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
EXAMPLE_NOTE = (
    "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ON"
    "ncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
PETER_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER = Verifier.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
ENOCH = Verifier.parse("EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop")
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETERS = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZ"
    "b6KE6RyyBwJnAM=\n"
)
ENOCHS = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33"
    "WWd1RvMc+QQ=\n"
)
NOTE = f"{TEXT}\n{PETERS}{ENOCHS}"


def fault_of(note: str | bytes, *known: Verifier) -> NoteFault:
    with pytest.raises(NoteWrong) as wrong:
        notes.opened(note, known or (PETER,))
    return wrong.value.reason


def test_the_example_of_the_specification_holds() -> None:
    assert notes.opened(EXAMPLE_NOTE, [EXAMPLE]).text == "This is an example message.\n"


def test_the_poem_of_the_specification_is_read_with_its_empty_line() -> None:
    first = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n"
    poem = f"{first}\ned è subito sera.\n"
    line = (
        "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMo"
        "uFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
    )
    parsed = notes.parse(f"{poem}\n{line}")
    assert (parsed.text, str(parsed)) == (poem, f"{poem}\n{line}")
    assert parsed.signatures[0].name == "quasimodo.example/salvatore"


def test_the_signature_of_the_first_program_is_made_again_byte_for_byte() -> None:
    assert notes.signed(TEXT, [Signer.parse(PETER_SECRET)]) == f"{TEXT}\n{PETERS}"


def test_two_known_keys_are_both_counted_and_an_unknown_one_passed_over() -> None:
    assert [each for each, _ in notes.opened(NOTE, [PETER, ENOCH]).signatures] == [PETER, ENOCH]
    assert not notes.opened(NOTE, [PETER]).signed_by(ENOCH)


def test_keys_are_written_as_they_were_read() -> None:
    assert str(PETER) == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert Signer.parse(PETER_SECRET).to_text() == PETER_SECRET
    assert Signer.parse(PETER_SECRET).verifier == PETER


@given(st.binary(min_size=32, max_size=32), st.sampled_from(KeyKind))
@settings(deadline=None)
def test_every_key_can_be_handed_on_as_text(seed: bytes, kind: KeyKind) -> None:
    signer = Signer("kho.example/số-1", seed, kind)
    assert Signer.parse(signer.to_text()) == signer
    assert Verifier.parse(str(signer.verifier)) == signer.verifier


def test_a_secret_key_never_shows_in_a_message() -> None:
    assert repr(LOG) == "Signer('quy.example/nghean')"


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
        "PeterNeumann+0cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        PETER_SECRET,
    ],
)
def test_a_key_that_is_not_exactly_one_is_refused(vkey: str) -> None:
    with pytest.raises(NoteWrong) as wrong:
        Verifier.parse(vkey)
    assert wrong.value.reason is NoteFault.KEY_MALFORMED


def test_a_public_key_is_no_secret_one() -> None:
    with pytest.raises(NoteWrong):
        Signer.parse(str(PETER))


def test_a_name_has_no_spaces_and_no_plus() -> None:
    for name in ("", "a b", "a+b", "a\u00a0b", "a\u3000b", "a\nb"):
        with pytest.raises(NoteWrong):
            Signer(name, bytes(32))


def test_a_note_that_nobody_known_has_signed_is_refused() -> None:
    assert fault_of(NOTE, EXAMPLE) is NoteFault.UNSIGNED


@pytest.mark.parametrize("name", ["PeterNeumann2", "peterneumann"])
def test_a_signature_under_another_name_counts_for_nobody(name: str) -> None:
    assert fault_of(NOTE.replace("— PeterNeumann ", f"— {name} ")) is NoteFault.UNSIGNED


def test_every_changed_letter_of_the_text_is_found() -> None:
    for at in range(len(TEXT) - 1):
        other = "x" if TEXT[at] != "x" else "y"
        changed = TEXT[:at] + other + TEXT[at + 1 :]
        assert fault_of(f"{changed}\n{PETERS}") is NoteFault.SIGNATURE_WRONG


def test_one_false_signature_of_a_known_key_spoils_the_note() -> None:
    false = ENOCHS.replace("5n2tiOHp", "5n2tiOHq")
    assert fault_of(f"{TEXT}\n{PETERS}{false}", PETER, ENOCH) is NoteFault.SIGNATURE_WRONG


@pytest.mark.parametrize(
    "broken",
    [
        "",
        TEXT,
        PETERS,
        f"{TEXT}{PETERS}",
        f"{TEXT}\n",
        f"{TEXT}\n{PETERS}"[:-1],
        f"{TEXT}\n{PETERS}\n",
        f"{TEXT}\n{PETERS} ",
        f"{TEXT}\n{PETERS}more\n",
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("— ", "- "),
        NOTE.replace("— ", "—  "),
        NOTE.replace("nAM=", "nAM"),
        NOTE.replace("nAM=", "nAN="),
        NOTE.replace("nAM=", "nAM=="),
        NOTE.replace("x08g", "x08\u0067\u200b"),
        NOTE.replace("PeterNeumann", "Peter+Neumann"),
        NOTE.replace("think", "thi\tnk"),
        NOTE.replace("think", "thi\x00nk"),
        f"{TEXT}\n— PeterNeumann x08gow==\n",
    ],
)
def test_a_note_in_another_form_is_refused(broken: str) -> None:
    assert fault_of(broken) is NoteFault.MALFORMED


def test_bytes_that_are_no_text_are_refused() -> None:
    assert fault_of(NOTE.encode() + b"\xff") is NoteFault.MALFORMED
    assert fault_of("\ud800" + NOTE) is NoteFault.MALFORMED


def test_a_note_without_an_end_is_refused() -> None:
    assert fault_of("a" * 300_000 + "\n" + NOTE) is NoteFault.TOO_LARGE
    assert fault_of(f"{TEXT}\n" + PETERS * 65) is NoteFault.TOO_LARGE


def test_sixteen_signatures_are_welcome() -> None:
    lines = "".join(ENOCHS.replace("EnochRoot", f"E{each}") for each in range(15))
    assert notes.opened(f"{TEXT}\n{lines}{PETERS}", [PETER]).text == TEXT


def test_a_text_must_end_its_last_line_to_be_signed() -> None:
    for text in ("", "no end", "a\rb\n"):
        with pytest.raises(NoteWrong):
            notes.signed(text, [LOG])


def test_the_same_secret_signs_differently_for_a_log_and_for_a_witness() -> None:
    log = Signer("one", bytes(32))
    witness = Signer("one", bytes(32), KeyKind.WITNESS)
    assert log.verifier.key_id != witness.verifier.key_id
    line = witness.signature("text\n", NOON)
    assert not log.verifier.holds("text\n", line)


def test_a_witness_signs_when_it_looked() -> None:
    line = WITNESSES[0].signature("text\n", NOON)
    later = notes.Signature(line.name, line.key_id, (NOON + 1).to_bytes(8) + line.signed[8:])
    assert line.at_s == NOON
    assert WITNESSES[0].verifier.holds("text\n", line)
    assert not WITNESSES[0].verifier.holds("text\n", later)


def test_the_time_of_a_cosignature_stands_before_it() -> None:
    """The example of github.com/transparency-dev/formats (Apache-2.0)."""
    line = notes.signature_of(
        "— w ZGhGuQAAAABm/qTPeyKXD+R2rzyQsxPiP8mXum7qq/iF0u4vanlqJyocWODBt97w9uL+8qT7S5gxEHWWOwor"
        "DcFiEBYJXORmnFBOBA=="
    )
    assert line.at_s == 1_727_964_367

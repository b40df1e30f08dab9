"""An entry commits to the persons in it, and tells nobody who they are, or that there are none."""

from __future__ import annotations

from base64 import b64decode

from ledger.vault import Seal, commitment, opened, says_the_same, seal
from ledger.wire import canonical

ANH = {"donor": "Nguyễn Văn Anh", "contact": "0912345678"}


def test_what_was_sealed_can_be_opened() -> None:
    assert opened(seal(ANH).private) == ANH


def says(sealed: Seal, private: dict[str, str]) -> bool:
    return says_the_same(sealed.pii or "", sealed.salt, canonical(private))


def test_the_entry_commits_to_exactly_this_private_part() -> None:
    sealed = seal(ANH)
    assert sealed.pii == commitment(sealed.salt, sealed.private)
    assert says(sealed, ANH)


def test_another_private_part_is_found_out() -> None:
    sealed = seal(ANH)
    assert not says(sealed, {**ANH, "donor": "Nguyễn Văn Anhh"})
    assert not says(sealed, {"donor": ANH["donor"]})


def test_the_order_in_which_a_person_is_described_does_not_matter() -> None:
    assert says(seal(ANH), dict(reversed(ANH.items())))


def test_the_same_person_is_committed_to_anew_in_every_entry() -> None:
    first, second = seal(ANH), seal(ANH)
    assert first.pii != second.pii
    assert first.salt != second.salt


def test_an_entry_about_nobody_has_a_nonce_and_nothing_in_the_vault() -> None:
    sealed = seal({})
    assert (sealed.pii, sealed.salt, sealed.private) == (None, b"", b"")
    assert len(b64decode(sealed.nonce or "")) == 32


def test_no_two_nonces_are_alike() -> None:
    assert len({seal({}).nonce for _ in range(100)}) == 100


def test_a_commitment_reveals_nothing_but_thirty_two_bytes() -> None:
    sealed = seal(ANH)
    assert sealed.nonce is None
    assert len(b64decode(sealed.pii or "")) == len(sealed.salt) == 32


def test_a_commitment_is_hmac_sha256_under_the_salt() -> None:
    # Computed apart: openssl dgst -sha256 -mac HMAC -macopt hexkey:00…1f, then base64.
    mark = commitment(bytes(range(32)), b'{"donor":"An"}')
    assert mark == "zr2B3TXlFckhb1NuTW2ZwLt4x3gZI14QGTk/7oglTRY="


def test_files_beside_the_entry_are_marked_under_the_salt_in_the_order_of_their_names() -> None:
    sealed = seal({}, {"b.pdf": b"two", "a.jpg": b"one"})
    assert sealed.marks == (commitment(sealed.salt, b"one"), commitment(sealed.salt, b"two"))
    assert opened(sealed.private) == {"evidence": ["a.jpg", "b.pdf"]}


def test_the_same_file_has_another_mark_in_every_entry() -> None:
    first, second = seal({}, {"a.jpg": b"one"}), seal({}, {"a.jpg": b"one"})
    assert first.marks != second.marks

"""An administrator sees which key signs the log, up to where, and how far witnesses have come."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.log import checkpoints, witnessing
from ledger.log.following import catch_up
from ledger.log.notes import KeyKind, Signer
from ledger.log.policy import Policy
from ledger.log.store import LogReader
from tests.api.pages.administering.town import Town
from tests.secret_keys import keys_of

PAGE = "/quan-tri/nhat-ky"
WITNESS = Signer("tinh.example", bytes([3]) * 32, KeyKind.WITNESS)
POLICY = f"witness tinh {WITNESS.verifier} https://tinh.example/\nquorum tinh\n"


@pytest.fixture
def keys(town: Town, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of keys of the site."""
    folder = keys_of(town.site.wiring.url)
    monkeypatch.setenv("SOQUY_KEYS", str(folder))
    return folder


def said(town: Town) -> str:
    return " ".join(town.browser("xa").get(PAGE).text.split())


def test_the_page_shows_the_key_and_what_it_has_signed(town: Town, keys: Path) -> None:
    assert "Chưa ký mốc nào" in said(town)
    catch_up(town.site.wiring.url, keys)
    page = said(town)
    signer = Signer.parse((keys / "log.key").read_text().strip())
    assert str(signer.verifier) in page.replace("<wbr>", "").replace("&#43;", "+")
    assert signer.seed.hex() not in page and signer.to_text()[-40:] not in page
    assert "Chưa nhờ nhân chứng nào" in page


def test_the_page_shows_how_far_each_witness_has_come(town: Town, keys: Path) -> None:
    url = town.site.wiring.url
    catch_up(url, keys)
    (keys / witnessing.FILE).write_text(POLICY)
    assert "chưa lần nào" in said(town)
    with town.site.wiring.connection() as connection:
        newest = LogReader(connection).newest()
    assert newest is not None
    line = checkpoints.cosignature(newest.note, WITNESS, 1_790_000_000)
    wanted = witnessing.Target(newest.size, newest.note)
    assert witnessing.keep(url, keys, Policy.parse(POLICY), wanted, line)
    page = said(town)
    assert "https://tinh.example/" in page and "chưa lần nào" not in page


def test_a_file_of_witnesses_that_cannot_be_read_is_said(town: Town, keys: Path) -> None:
    (keys / witnessing.FILE).write_text("witness tinh\n")
    assert "sai ở dòng 1" in said(town)

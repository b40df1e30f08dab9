"""The evidence bundle can be checked by anybody, without this program."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import time
import zipfile
from datetime import date
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from api.pages.inspecting.papers import paper_of
from ledger.commands import ReceiveDonation
from ledger.draft import request
from ledger.wire import from_bytes
from projections.figures import unit_by_code
from tests.api.pages.inspecting.province import DONOR, Province, links, text

pytestmark = pytest.mark.usefixtures("maker")
ASKED = {"don-vi": "X", "hat-giong": "2022-12", "co": "200", "cach": "bam"}


def token(page: httpx.Response) -> str:
    """Return the token of the form of a page."""
    found = re.search(r'name="csrf" value="([^"]*)"', page.text)
    assert found is not None
    return found.group(1)


def made(inspector: httpx.Client, **other: str) -> httpx.Response:
    """Ask for a bundle, and return the page on which it is ready."""
    said = {**ASKED, **other, "csrf": token(inspector.get("/kiem-tra/ho-so"))}
    begun = inspector.post("/kiem-tra/ho-so", data=said)
    if begun.status_code != 303:
        return begun
    page = inspector.get(begun.headers["location"])
    while 'http-equiv="refresh"' in page.text:
        time.sleep(0.05)
        page = inspector.get(begun.headers["location"])
    return page


@pytest.fixture(scope="module")
def corrected(province: Province) -> str:
    """Record the gift d4, which was undone, as it was meant; give the number of its paper."""
    wiring = province.site.wiring
    with wiring.connection() as connection:
        unit_id = unit_by_code(connection, "Z")
    command = ReceiveDonation(
        unit_id=unit_id,
        key="d4-right",
        booked_on=date(2022, 5, 2),
        channel="cash",
        amount_vnd=75_000,
        replaces="d4",
    )
    (entry,) = wiring.office.ask(request(command, {}, "p-1")).entries
    province.site.catch_up()
    return paper_of(entry)


@pytest.fixture(scope="module")
def ready(inspector: httpx.Client, corrected: str) -> httpx.Response:
    """Give the page of a bundle of all entries."""
    assert corrected, "it was corrected before"
    return made(inspector)


@pytest.fixture(scope="module")
def bundle(inspector: httpx.Client, ready: httpx.Response) -> bytes:
    """Give the bundle."""
    (address,) = [each for each in links(ready) if ".zip" in each]
    return inspector.get(address).content


@pytest.fixture(scope="module")
def unpacked(bundle: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder in the bundle."""
    place = tmp_path_factory.mktemp("bundle")
    with zipfile.ZipFile(io.BytesIO(bundle)) as packed:
        packed.extractall(place)
    return place / "ho-so-kiem-tra"


def test_the_page_names_the_hash_of_the_file(ready: httpx.Response, bundle: bytes) -> None:
    assert sha256(bundle).hexdigest() in ready.text.replace("<wbr>", "")


def test_sha256sum_finds_every_file_whole(unpacked: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"],
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=False,
    )
    files = [each for each in unpacked.rglob("*") if each.is_file()]
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": OK") == len(files) - 1 > 20


def test_sha256sum_finds_a_changed_entry(unpacked: Path) -> None:
    changed = next((unpacked / "but-toan").iterdir())
    kept = changed.read_bytes()
    changed.write_bytes(kept.replace(b"1", b"2", 1))
    done = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=unpacked, capture_output=True, check=False
    )
    changed.write_bytes(kept)
    assert done.returncode == 1


def test_the_entries_are_those_that_are_stored(unpacked: Path, guest: httpx.Client) -> None:
    for path in (unpacked / "but-toan").iterdir():
        assert guest.get(f"/chung-tu/{path.stem}/goc").content == path.read_bytes()
        entry = from_bytes(path.read_bytes())
        assert path.stem == f"{entry.originator_id.hex}-{entry.originator_version}"


def test_the_sample_can_be_drawn_again_from_the_list(unpacked: Path) -> None:
    with (unpacked / "mau.csv").open(encoding="utf-8-sig", newline="") as listed:
        rows = list(csv.DictReader(listed))
    ranks = [row["ma_xep"] for row in rows]
    names = [Path(row["tep"]).stem for row in rows]
    assert ranks == sorted(ranks)
    assert ranks == [sha256(f"2022-12\n{name}".encode()).hexdigest() for name in names]


def test_what_was_undone_says_what_replaces_it(
    unpacked: Path, province: Province, corrected: str
) -> None:
    with (unpacked / "mau.csv").open(encoding="utf-8-sig", newline="") as listed:
        rows = {row["dia_chi"]: (row["bi_huy"], row["thay_bang"]) for row in csv.DictReader(listed)}
    assert rows[province.entry("d4")] == ("có", corrected)
    assert rows[province.entry("p4")] == ("có", "")
    assert rows[province.entry("d1")] == ("", "")


def test_papers_figures_checks_and_words_are_inside(unpacked: Path) -> None:
    papers = list((unpacked / "giay-to").iterdir())
    assert papers and all(each.read_bytes().startswith(b"%PDF") for each in papers)
    assert "Tổng vận động được" in (unpacked / "so-lieu.csv").read_text(encoding="utf-8-sig")
    assert "Đạt" in (unpacked / "kiem-tra-tu-dong.csv").read_text(encoding="utf-8-sig")
    readme = (unpacked / "DOC-TRUOC.txt").read_text(encoding="utf-8")
    assert "2022-12" in readme and "sha256sum -c SHA256SUMS" in readme


def test_the_same_inspection_makes_the_same_bytes(inspector: httpx.Client, bundle: bytes) -> None:
    (address,) = [each for each in links(made(inspector)) if ".zip" in each]
    assert inspector.get(address).content == bundle


def test_by_amount_the_way_of_drawing_is_said(inspector: httpx.Client) -> None:
    (address,) = [each for each in links(made(inspector, cach="tien", co="5")) if ".zip" in each]
    with zipfile.ZipFile(io.BytesIO(inspector.get(address).content)) as packed:
        readme = packed.read("ho-so-kiem-tra/DOC-TRUOC.txt").decode()
    assert "Bước = tổng số tiền chia cỡ mẫu" in readme


def test_nobody_else_gets_the_bundle(
    province: Province, guest: httpx.Client, ready: httpx.Response
) -> None:
    (address,) = [each for each in links(ready) if ".zip" in each]
    assert guest.get(address).status_code == 303
    assert province.browser("thuquy").get(address).status_code == 403


def test_making_it_is_noted_as_reading_names(province: Province, inspector: httpx.Client) -> None:
    reads = province.reads()
    made(inspector, co="3")
    assert province.reads() == reads + 1


def test_no_name_is_in_the_lists(unpacked: Path) -> None:
    for path in unpacked.rglob("*.csv"):
        assert DONOR not in path.read_text(encoding="utf-8-sig")


def test_a_bundle_that_was_forgotten_is_made_again(inspector: httpx.Client) -> None:
    page = inspector.get("/kiem-tra/ho-so?don-vi=X&hat-giong=7&viec=gone")
    assert "hãy lập lại" in text(page)


def test_without_a_seed_nothing_is_made_and_the_rest_is_kept(inspector: httpx.Client) -> None:
    answer = made(inspector, **{"hat-giong": " ", "co": "17"})
    assert answer.status_code == 422
    assert "Hãy ghi một hạt giống" in answer.text
    assert 'value="17"' in answer.text

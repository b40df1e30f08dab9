"""Everybody sees what was published, and a donor that their gift is inside it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ledger.log import proofs, total_proofs
from ledger.log.notes import Verifier
from ledger.log.proofs import TlogProof
from ledger.log.total_proofs import Total, TotalProof
from reports.publication.checking import opened
from tests.api.books import gift
from tests.api.pages.public.town import links
from tests.api.publishing.conftest import Published


def text(town: Published, address: str) -> str:
    return town.town.text(address)


def total_page(town: Published, key: str) -> str:
    return text(town, f"/bien-nhan/{town.town.code(key)}/tong")


def test_the_list_has_every_publication_newest_first(town: Published) -> None:
    said = text(town, "/cong-khai")
    assert said.index("1.633.000") < said.index("1.900.000")


def test_the_list_of_one_unit_and_of_nobody(town: Published) -> None:
    assert "1.633.000" in text(town, "/cong-khai?don-vi=X")
    assert "Chưa có lần công bố nào" in text(town, "/cong-khai?don-vi=W")
    assert "Chưa có lần công bố nào" in text(town, "/cong-khai?don-vi=nobody")


def test_a_publication_shows_its_figures_and_those_before(town: Published) -> None:
    said = text(town, "/cong-khai/2022/2/X")
    assert "1.633.000" in said
    assert "Lần trước: 1.900.000" in said
    assert "940.000" in said, "what holders collected"


def test_an_earlier_publication_names_the_later_one(town: Published) -> None:
    assert "/cong-khai/2022/2/X" in town.town.get("/cong-khai/2022/1/X").text
    assert "Xem lần công bố sau" not in text(town, "/cong-khai/2022/2/X")


@pytest.mark.parametrize("place", ["2022/3/X", "2021/1/X", "2022/1/nobody", "0/1/X", "99999/1/X"])
def test_what_was_not_published_is_not_found(town: Published, place: str) -> None:
    assert town.town.get(f"/cong-khai/{place}").status_code == 404
    assert town.town.get(f"/cong-khai/tai/{place}").status_code == 404


def test_the_figure_leads_to_the_entries_as_they_were_known_then(town: Published) -> None:
    page = town.town.get("/cong-khai/2022/1/X").text
    (link,) = {each for each in links(page) if each.startswith("/so?") and "muc=raised&" in each}
    assert "1.900.000" in town.town.text(link)


def test_the_package_that_is_downloaded_holds(town: Published, tmp_path: Path) -> None:
    answer = town.town.get("/cong-khai/tai/2022/1/X")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        packed.extractall(tmp_path)
    assert opened(tmp_path / "cong-bo-X-2022-lan-1").event.edition == 1


def test_a_gift_is_inside_the_newest_total(town: Published) -> None:
    said = total_page(town, "d1")
    assert "Có, nằm trong tổng đã công bố" in said
    assert "500.000" in said
    assert "1.633.000" in said


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("d3", "Khoản này đã hủy nên tính 0 đồng"),
        ("g1", "tính 0 đồng vì chưa quy ra tiền"),
        ("c1", "nằm trong số nơi nhận hộ đã thu"),
    ],
)
def test_a_gift_that_counts_otherwise_says_why(town: Published, key: str, words: str) -> None:
    assert words in total_page(town, key)


def test_what_is_no_gift_has_no_such_page(town: Published) -> None:
    for code in (town.town.code("h1"), town.town.code("p1"), "KYVZ-5ZXJ", "x"):
        assert town.town.get(f"/bien-nhan/{code}/tong").status_code == 404


def test_the_page_of_a_receipt_leads_there(town: Published) -> None:
    code = town.town.code("d1")
    assert f"/bien-nhan/{code}/tong" in town.town.get(f"/bien-nhan/{code}").text


def proof(town: Published, key: str, place: str = "2022/2/X") -> dict[str, bytes]:
    answer = town.town.get(f"/bien-nhan/{town.town.code(key)}/tong/{place}")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def shown(files: dict[str, bytes], key: Verifier) -> Total:
    """Check a proof as a stranger does: two entries in the log, and the way between them."""
    for entry, its_proof in (
        ("entry.json", "proof.txt"),
        ("publication.json", "publication-proof.txt"),
    ):
        proofs.verify(files[entry], TlogProof.parse(files[its_proof]), key)
    way = TotalProof.parse(files["total-proof.txt"])
    return total_proofs.verify(files["entry.json"], way, files["publication.json"])


@pytest.mark.parametrize(("key", "net_vnd"), [("d1", 500_000), ("d3", 0), ("c1", 900_000)])
def test_a_stranger_checks_the_proof_that_is_downloaded(
    town: Published, key: str, net_vnd: int
) -> None:
    total = shown(proof(town, key), opened(town.first).key)
    assert (total.net_vnd, total.edition) == (net_vnd, 2)


def test_a_gift_that_came_later_is_not_in_the_earlier_total(town: Published) -> None:
    code = town.town.code("late")
    assert town.town.get(f"/bien-nhan/{code}/tong/2022/1/X").status_code == 404
    assert shown(proof(town, "late"), opened(town.first).key).net_vnd == 33_000


def test_a_gift_recorded_since_is_said_to_come_with_the_next(town: Published) -> None:
    town.town.books.accepted(gift("since", 1_000, "Y", on="2022-12-31"))
    town.town.books.catch_up()
    assert "Chưa có trong lần công bố này" in total_page(town, "since")


def test_a_gift_of_a_year_that_was_not_published_says_so(town: Published) -> None:
    town.town.books.accepted(gift("early", 1_000, "Y", on="2021-12-31"))
    town.town.books.catch_up()
    assert "Chưa có lần công bố nào có khoản này" in total_page(town, "early")

"""A package is whole and holds by itself; whatever is changed in it is named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.home import keys_folder
from api.publishing import Asked, kept, make_again, publish
from api.speaking import Refused
from ledger.ciphers import new_key
from ledger.database import connect
from ledger.log import checkpoints, notes, witnessing
from ledger.log.notes import Signer, Verifier
from ledger.log.policy import Known, Policy
from ledger.refusals import PublicationPeriodWrong, UnknownUnit
from reports.publication import sealing
from reports.publication.checking import PackageFault, PackageWrong, opened
from tests.api.pages.public.town import DONOR
from tests.api.publishing.conftest import YEAR, Published, published
from tests.ledger.log.trees import NOON, WITNESSES


def unheard(_done: int, _whole: int) -> None:
    """Nobody listens."""


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    return list(opened(folder).rows(name))


def test_a_package_holds_and_says_what_was_published(town: Published) -> None:
    first, _ = town.packages()
    assert (first.event.edition, first.event.year, first.index) == (1, YEAR, first.event.log_size)
    assert first.figures["subtree"]["raised"]["total"] == first.event.raised_vnd == 1_900_000


def test_the_register_of_gifts_adds_up_to_the_figure(town: Published) -> None:
    gifts = rows(town.first, "gifts.csv")
    assert sum(int(row["net_vnd"]) for row in gifts) == 1_900_000
    assert [int(row["leaf"]) for row in gifts] == list(range(len(gifts)))
    states = {row["state"] for row in gifts}
    assert states == {"counted", "undone", "not_valued"}


def test_a_newspapers_gifts_stand_apart_and_say_where_they_went(town: Published) -> None:
    collected = rows(town.first, "collected.csv")
    assert [int(row["net_vnd"]) for row in collected] == [900_000, 40_000]
    held = opened(town.first).figures["held"]
    assert (held["collected_vnd"], held["to_fund_vnd"], held["direct_vnd"]) == (940_000, 600_000, 0)
    assert held["closing_vnd"] == held["opening_vnd"] + held["other_vnd"] + 340_000


def test_nobody_is_named_anywhere(town: Published) -> None:
    for path in town.second.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            for private in (DONOR, "Lê Văn Em", "Trần Văn Giữ", "0912 345 678", "MBVCB"):
                assert private not in text, path.name


def test_small_cells_are_withheld_in_the_breakdown_and_in_the_list(town: Published) -> None:
    (cell,) = rows(town.first, "breakdown.csv")[:1]
    assert (cell["occurrences"], cell["amount_vnd"]) == ("*", "*")
    assert {row["recipient_kind"] for row in rows(town.first, "payouts.csv")} == {"*"}


def test_every_unit_has_a_statement(town: Published) -> None:
    pages = {path.name for path in (town.first / "statements").iterdir()}
    assert pages == {"X.html", "Y.html", "Z.html", "W.html"}
    assert "1.900.000" in (town.first / "statements" / "X.html").read_text(encoding="utf-8")


def test_a_package_made_again_is_the_same_byte_for_byte(town: Published, tmp_path: Path) -> None:
    url, keys = town.url, town.keys
    copy = kept(
        town.home,
        make_again(
            url, keys, town.home, Asked("X", YEAR), 1, tmp_path / "again", unheard
        ).published,
    )
    assert contents(tmp_path / "again") == contents(town.first)
    before = copy.read_bytes()
    make_again(url, keys, town.home, Asked("X", YEAR), 1, tmp_path / "more", unheard)
    assert copy.read_bytes() == before


def contents(folder: Path) -> dict[str, bytes]:
    names = [*sealing.files_in(folder), sealing.MANIFEST]
    return {name: (folder / name).read_bytes() for name in names}


def cosigned_again(town: Published, folder: Path) -> Policy:
    """Let a witness cosign the log, make the first package again; return that it is trusted."""
    witness = WITNESSES[0]
    policy = Policy((), (Known("w", witness.verifier),), {}, "w")
    with connect(town.url) as connection:
        wanted = witnessing.target(connection)
    assert wanted is not None
    line = checkpoints.cosignature(wanted.note, witness, NOON)
    witnessing.accept(town.url, town.keys, policy, f"{wanted.note}{line}")
    make_again(town.url, town.keys, town.home, Asked("X", YEAR), 1, folder, unheard)
    return policy


def test_a_package_carries_what_witnesses_have_cosigned_since(
    town: Published, tmp_path: Path
) -> None:
    policy = cosigned_again(town, tmp_path / "again")
    with pytest.raises(PackageWrong) as wrong:
        opened(town.first, policy=policy)
    assert wrong.value.reason is PackageFault.NOT_WITNESSED
    assert opened(tmp_path / "again", policy=policy).cosigned == (WITNESSES[0].name,)
    assert contents(tmp_path / "again") == contents(town.first)


def test_what_witnesses_are_said_to_have_cosigned_must_hold(
    town: Published, tmp_path: Path
) -> None:
    policy = cosigned_again(town, tmp_path / "again")
    shutil.copy(tmp_path / "again" / sealing.PROOF, tmp_path / "again" / sealing.WITNESSED)
    with pytest.raises(PackageWrong) as wrong:
        opened(tmp_path / "again", policy=policy)
    assert wrong.value.reason is PackageFault.NOT_WITNESSED
    (tmp_path / "again" / sealing.WITNESSED).write_text("nothing")
    assert fault_of(tmp_path / "again") == PackageFault.NOT_WITNESSED


def test_the_trusted_key_must_be_the_one_that_signed(town: Published) -> None:
    key = opened(town.first).key
    assert opened(town.first, [key]).trusted
    other = Signer(key.name, new_key()).verifier
    assert fault_of(town.first, other) == PackageFault.OTHER_KEY


def fault_of(folder: Path, trusted: Verifier | None = None) -> PackageFault:
    with pytest.raises(PackageWrong) as wrong:
        opened(folder, [trusted] if trusted else None)
    return wrong.value.reason


def signed_again(folder: Path) -> None:
    """Sign what lies in a folder now with the key of the log, as a dishonest log could."""
    signer = Signer.parse((keys_folder() / "log.key").read_text(encoding="utf-8").strip())
    note = notes.signed(sealing.manifest_of(folder, signer.name), [signer])
    (folder / sealing.MANIFEST).write_text(note, encoding="utf-8")


def changed(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8", newline="")


def with_figures(folder: Path) -> None:
    said = json.loads((folder / "figures.json").read_bytes())
    said["subtree"]["costs"] += 1
    (folder / "figures.json").write_text(json.dumps(said), encoding="utf-8")
    signed_again(folder)


def with_gifts(folder: Path) -> None:
    changed(folder / "gifts.csv", ",counted,500000,", ",counted,500001,")
    signed_again(folder)


def with_proof(folder: Path) -> None:
    changed(folder / "publication-proof.txt", "index ", "index 1")
    signed_again(folder)


def with_entry(folder: Path) -> None:
    changed(folder / "publication.json", '"raised_vnd":1900000', '"raised_vnd":1900001')
    signed_again(folder)


DAMAGE: dict[str, tuple[Callable[[Path], Any], PackageFault]] = {
    "a figure": (
        lambda at: changed(at / "figures.csv", "raised", "Raised"),
        PackageFault.FILE_CHANGED,
    ),
    "a file less": (lambda at: (at / "units.csv").unlink(), PackageFault.FILE_MISSING),
    "a file more": (lambda at: (at / "more.csv").write_text("x"), PackageFault.FILE_STRANGE),
    "no manifest": (lambda at: (at / sealing.MANIFEST).unlink(), PackageFault.NOT_A_PACKAGE),
    "a line of it": (
        lambda at: changed(at / sealing.MANIFEST, "gifts.csv", "gift.csv"),
        PackageFault.SIGNATURE_WRONG,
    ),
    "figures, signed": (with_figures, PackageFault.FIGURES_DIFFER),
    "a gift, signed": (with_gifts, PackageFault.TOTAL_DIFFERS),
    "the proof, signed": (with_proof, PackageFault.NOT_LOGGED),
    "the entry, signed": (with_entry, PackageFault.NOT_LOGGED),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_whatever_is_changed_is_named(town: Published, tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "package"
    shutil.copytree(town.first, folder)
    do, fault = DAMAGE[damage]
    do(folder)
    assert fault_of(folder) == fault


def test_a_folder_with_something_in_it_is_refused(town: Published, tmp_path: Path) -> None:
    (tmp_path / "there.txt").write_text("x")
    with pytest.raises(Refused, match="trống"):
        published(town.url, town.home, "X", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["there.txt"]


def test_what_the_ledger_refuses_leaves_nothing_behind(town: Published, tmp_path: Path) -> None:
    office = town.town.site.wiring.office
    for asked, refusal in (
        (Asked("X", 2999), PublicationPeriodWrong),
        (Asked("nobody", YEAR), UnknownUnit),
    ):
        with pytest.raises(refusal):
            publish(town.url, office, town.keys, town.home, asked, tmp_path / "out", unheard)
    assert list(tmp_path.iterdir()) == []

"""With a person go the lists that wait with their name, and the files that have it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from api.identity.acting import today
from api.jobs.files import bundle_file, paper_file, sweep
from api.papers_queue import jobs
from api.persons.erasing import Eraser, Erasure, erase
from api.persons.leftovers import names
from api.persons.meant import meant
from api.uploads import records
from api.uploads.folders import Folders, Sent
from api.wiring import Wiring, opened
from ledger.approvals import Approvals
from ledger.commands import RegisterHolder
from projections.approvals import approval
from projections.runner import catch_up
from tests.ledger.examples import COMMUNE, NEWSPAPER, PREPARER, donation, payout
from tests.ledger.offices import ask, asked, founded_office

ANH = {"donor": "Nguyễn Văn Anh"}
LAN = {"recipient": "Hồ Thị Lan"}


@pytest.fixture
def wiring(database_url: str, tmp_path: Path) -> Iterator[Wiring]:
    """Give a home in which a donor and a pupil are named, and two lists wait."""
    with founded_office(database_url) as office:
        ask(office, donation(900, key="D-1"), ANH)
        ask(office, payout(100, key="P-1"), LAN)
        approvals = Approvals(office, database_url)
        for number, private in enumerate((LAN, {"recipient": "Lê Văn Cường"})):
            row = asked(payout(10, key=f"W-{number}", approved_outside=False), private)
            on = date(2022, 10, 1)
            approvals.ask(COMMUNE, f"A-{number}", [row], person=PREPARER, on=on)
    catch_up(database_url)
    with opened(database_url, tmp_path) as it:
        yield it


def forget(wiring: Wiring, key: str) -> None:
    """Forget whom a row is about."""
    eraser = Eraser(wiring.office, wiring.approvals, wiring.home)
    with wiring.connection() as connection:
        (party,) = meant(connection, wiring.journal.vault, key, None)
        erase(eraser, connection, party, Erasure("request", f"E-{key}", None, today()))
    catch_up(wiring.url)


def states(wiring: Wiring) -> list[str | None]:
    """Return what became of the two lists."""
    with wiring.connection() as connection:
        found = [approval(connection, COMMUNE, f"A-{number}") for number in range(2)]
    return [each.state if each else None for each in found]


def test_a_list_that_waits_with_the_name_goes_back_and_others_wait_on(wiring: Wiring) -> None:
    forget(wiring, "P-1")
    assert states(wiring) == ["declined", "waiting"]
    assert len(wiring.approvals.contents(COMMUNE, "A-1")) == 1
    with wiring.connection() as connection:
        rows = connection.execute("SELECT key FROM proposed").fetchall()
    assert rows == [("A-1",)]


def test_a_donor_leaves_the_lists_of_recipients_alone(wiring: Wiring) -> None:
    forget(wiring, "D-1")
    assert states(wiring) == ["waiting", "waiting"]


def printed(wiring: Wiring, state: str) -> Path:
    """Ask for papers, and lay a file where the printer would; return it."""
    with wiring.connection() as connection:
        job_id = jobs.ask(
            *(connection, f"f-{state}", COMMUNE, PREPARER, "BN", ["D-1"]),
            base_url="http://localhost",
            copies={},
        )
        connection.execute("UPDATE job SET state = %s WHERE job_id = %s", [state, job_id])
    file = paper_file(wiring.home, job_id, 1)
    file.parent.mkdir(parents=True)
    file.write_bytes(b"%PDF")
    return file


def test_papers_that_were_made_go_and_those_that_wait_stay(wiring: Wiring) -> None:
    made, waits = printed(wiring, "done"), printed(wiring, "waiting")
    forget(wiring, "D-1")
    assert (made.exists(), waits.exists()) == (False, True)


def forget_holder(wiring: Wiring) -> None:
    """Forget who the newspaper was, which has collected nothing."""
    named = RegisterHolder(holder=NEWSPAPER, kind="press", restated=True)
    ask(wiring.office, named, {"name": "Báo Nghệ An"})
    forget(wiring, NEWSPAPER)


def test_with_a_holder_papers_of_all_units_go_and_files_with_the_name(wiring: Wiring) -> None:
    made, waits = printed(wiring, "done"), printed(wiring, "waiting")
    with_name = sent(wiring, "u-1", "code,name\nb,Báo Nghệ An\n".encode())
    without = sent(wiring, "u-2", "code,name\nb,Báo Hà Tĩnh\n".encode())
    forget_holder(wiring)
    assert (made.exists(), waits.exists()) == (False, True)
    assert (with_name.exists(), without.exists()) == (False, True)


def test_bundles_that_were_made_go(wiring: Wiring) -> None:
    file = bundle_file(wiring.home, 7)
    file.parent.mkdir()
    file.write_bytes(b"PK")
    with wiring.connection() as connection:
        connection.execute(
            "INSERT INTO job (job_id, kind, unit_id, asked_by, asked, state) "
            "VALUES (7, 'bundle', %s, 'p', '{}', 'done')",
            [COMMUNE],
        )
        sweep(connection, wiring.home)
        assert file.exists()
    forget(wiring, "D-1")
    assert not file.exists()


def sent(wiring: Wiring, upload_id: str, content: bytes, name: str = "thu.csv") -> Path:
    """Keep a file that somebody sent to be imported."""
    folders = Folders(wiring.home)
    digest = folders.keep(upload_id, [Sent(name, BytesIO(content), len(content))])
    with wiring.connection() as connection:
        records.add(
            *(connection, upload_id, COMMUNE, PREPARER),
            file_names=[name],
            size_bytes=len(content),
            digest=digest,
        )
    (file,) = folders.files(upload_id)
    return file


def test_files_sent_to_be_imported_go_if_they_name_the_person(wiring: Wiring) -> None:
    with_name = sent(wiring, "u-1", "key,donor\nD-9,Nguyễn Văn Anh\n".encode())
    without = sent(wiring, "u-2", "key,donor\nD-9,Bà Sáu\n".encode())
    forget(wiring, "D-1")
    assert (with_name.exists(), without.exists()) == (False, True)
    with wiring.connection() as connection:
        upload = records.find(connection, "u-1")
    assert upload is not None and upload.state == "expired"


def test_a_name_is_found_in_a_workbook_too(tmp_path: Path) -> None:
    path = tmp_path / "thu.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet("donations").write(1, 0, "Nguyễn Văn Anh")
    assert names(path, frozenset({"Nguyễn Văn Anh"}))
    assert not names(path, frozenset({"Bà Sáu"}))
    path.write_bytes(b"no workbook")
    assert not names(path, frozenset({"Bà Sáu"}))

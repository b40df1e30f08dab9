"""What was sent lies closed to others, and no longer than it is needed."""

from __future__ import annotations

import os
import time
from pathlib import Path

from api.uploads.clerk import ORPHAN_S, tidy
from api.uploads.folders import Folders
from tests.api.pages.entering.commune import Commune
from tests.api.pages.importing.sending import Sender, files_of, gift, payout


def folder_of(commune: Commune, href: str) -> Path:
    """Return where what was sent lies."""
    return commune.site.wiring.home / "uploads" / href.rpartition("/")[2]


def age(commune: Commune, href: str, days: int) -> None:
    """Let an upload be older, and tidy up."""
    wiring = commune.site.wiring
    with wiring.connection() as connection:
        connection.execute(
            b"UPDATE upload SET kept_since = now() - make_interval(days => %s)"
            b" WHERE upload_id = %s",
            [days, href.rpartition("/")[2]],
        )
        tidy(connection, wiring, Folders(wiring.home))


def test_only_this_user_may_read_what_was_sent(
    commune: Commune, treasurer: Sender, key: str
) -> None:
    folder = folder_of(commune, treasurer.bring(files_of(gift(f"{key}1"))))
    modes = {oct(each.stat().st_mode & 0o777) for each in folder.rglob("*") if each.is_file()}
    folders = {oct(each.stat().st_mode & 0o777) for each in (folder, folder / "files")}
    assert (modes, folders) == ({"0o600"}, {"0o700"})


def test_what_was_recorded_is_deleted(commune: Commune, treasurer: Sender, key: str) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1")))
    treasurer.press(href, "ghi")
    assert not folder_of(commune, href).exists()


def test_what_was_dropped_is_deleted(commune: Commune, treasurer: Sender, key: str) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1")))
    assert "Đã bỏ" in treasurer.press(href, "bo")
    assert not folder_of(commune, href).exists()


def test_after_thirty_days_it_is_deleted_and_not_before(
    commune: Commune, treasurer: Sender, key: str
) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1")))
    age(commune, href, 29)
    assert folder_of(commune, href).exists()
    age(commune, href, 31)
    assert not folder_of(commune, href).exists()
    assert "Quá 30 ngày, tệp đã xóa" in treasurer.done(href)


def test_what_waits_too_long_for_a_second_person_is_taken_back(
    commune: Commune, treasurer: Sender, account_holder: Sender, key: str
) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1", 90_000), payout(f"{key}2")))
    treasurer.press(href, "de-nghi")
    before = len(commune.events())
    age(commune, href, 31)
    assert "Quá 30 ngày" in account_holder.done(href)
    assert [type(each).__name__ for each in commune.events()[before:]] == ["ApprovalDeclined"]


def test_a_folder_that_nobody_knows_is_deleted_after_a_day(commune: Commune) -> None:
    wiring = commune.site.wiring
    lost = wiring.home / "uploads" / "nhap-la"
    lost.mkdir(parents=True)
    os.utime(lost, (time.time() - ORPHAN_S - 1,) * 2)
    with wiring.connection() as connection:
        tidy(connection, wiring, Folders(wiring.home))
    assert not lost.exists()


def test_nothing_about_persons_stands_in_the_table_of_uploads(
    commune: Commune, treasurer: Sender, key: str
) -> None:
    treasurer.bring(files_of(gift(f"{key}1", "26,000", donor="Đặng Thị Bí Mật")))
    with commune.site.wiring.connection() as connection:
        rows = connection.execute(b"SELECT upload::text FROM upload").fetchall()
    assert rows and "Bí Mật" not in str(rows)

"""The private PostgreSQL runs exactly while it has users, whatever dies, and loses nothing.

Real servers, real processes, real SIGKILLs.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.database import connect
from ledger.postgres import PostgresUnavailable, server
from tests.ledger.homes import User, a_new_home, answers, ask, postmaster


@pytest.fixture(autouse=True)
def _no_outside_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """Lend one home to all tests; each of them leaves its server stopped."""
    with a_new_home() as home:
        yield home


def test_the_last_user_to_leave_stops_the_server(home: Path) -> None:
    with server(home) as url:
        with server(home) as same_url:
            assert same_url == url
        assert answers(url)
    assert postmaster(home) is None


def test_the_first_user_may_leave_while_the_second_works_on(home: Path) -> None:
    first = User(home)
    first.url()
    with server(home) as url:
        first.leave()
        assert answers(url)
    assert postmaster(home) is None


@pytest.fixture(scope="module")
def crowded() -> Iterator[tuple[Path, list[str]]]:
    """Lend a home that three users have entered at once for the first time, and what each heard."""
    with a_new_home() as crowded:
        users = [User(crowded) for _ in range(3)]
        urls = [user.url() for user in users]
        for user in users:
            user.leave()
        yield crowded, urls


def test_first_starts_at_once_make_one_server(crowded: tuple[Path, list[str]]) -> None:
    home, urls = crowded
    assert len(urls) == 3 and len(set(urls)) == 1
    assert postmaster(home) is None


def test_two_homes_never_meet(home: Path, crowded: tuple[Path, list[str]]) -> None:
    other = crowded[0]
    with server(home) as url, server(other) as other_url:
        assert url != other_url
        assert postmaster(home) != postmaster(other)


def test_an_outside_server_is_used_as_named_and_no_home_is_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://so@may-chu/soquy")
    with server(tmp_path / "home") as url:
        assert url == "postgresql://so@may-chu/soquy"
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("name", ["fsync", "synchronous_commit", "full_page_writes"])
def test_a_committed_entry_survives_a_power_cut(home: Path, name: str) -> None:
    with server(home) as url:
        assert ask(url, f"SHOW {name}") == "on"


def test_a_rotten_page_is_noticed(home: Path) -> None:
    with server(home) as url:
        assert ask(url, "SHOW data_checksums") == "on"


def test_text_is_kept_in_unicode_and_sorted_the_same_everywhere(home: Path) -> None:
    with server(home) as url:
        assert ask(url, "SHOW server_encoding") == "UTF8"
        assert ask(url, "SELECT max(w) FROM unnest(ARRAY['z', 'đ', 'Z']) AS w") == "đ"


def test_nobody_reaches_the_server_over_a_network(home: Path) -> None:
    with server(home) as url:
        assert ask(url, "SHOW listen_addresses") == ""
        assert ask(url, "SHOW unix_socket_permissions") == "0700"


def test_no_name_of_a_person_reaches_the_log(home: Path) -> None:
    with server(home) as url:
        with pytest.raises(Exception, match="Thị Hoa"):
            ask(url, "SELECT 'Nguyễn Thị Hoa'::integer")
        assert answers(url)
    assert "Hoa" not in (home / "postgres" / "log").read_text(encoding="utf-8")


def test_the_server_outlives_its_starter_when_that_is_killed(home: Path) -> None:
    starter = User(home)
    starter.url()
    with server(home) as url:
        starter.die()
        assert answers(url)
    assert postmaster(home) is None


def test_a_server_left_behind_by_killed_users_is_found_and_then_stopped(home: Path) -> None:
    users = [User(home), User(home)]
    for user in users:
        user.url()
    left_behind = postmaster(home)
    for user in users:
        user.die()
    with server(home):
        assert postmaster(home) == left_behind
    assert postmaster(home) is None


def test_ctrl_c_at_the_starter_does_not_stop_the_server_under_others(home: Path) -> None:
    starter = User(home)
    starter.url()
    with server(home) as url:
        os.killpg(starter.pid, signal.SIGINT)
        starter.communicate(timeout=30)
        assert answers(url)


def test_a_killed_server_that_nobody_reaps_is_replaced_and_nothing_is_lost(home: Path) -> None:
    starter = User(home)
    with connect(starter.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 26000 AS amount_vnd")
    killed = postmaster(home)
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    with server(home) as url:
        assert ask(url, "SELECT amount_vnd FROM kept") == 26_000
        starter.leave()
        assert answers(url)


def test_a_killed_server_is_replaced_while_its_last_question_is_still_worked_on(
    home: Path,
) -> None:
    starter = User(home)
    with connect(starter.url()) as connection:
        busy = connection.info.backend_pid
        killed = postmaster(home)
        assert killed is not None
        os.kill(busy, signal.SIGSTOP)
        os.kill(killed, signal.SIGKILL)
        successor = User(home)
        time.sleep(0.3)
        os.kill(busy, signal.SIGCONT)
        assert answers(successor.url())
    starter.leave()
    successor.leave()


def test_a_pid_that_belongs_to_another_program_by_now_is_left_alone(home: Path) -> None:
    with server(home):
        written = (home / "postgres" / "data" / "postmaster.pid").read_text()
    with subprocess.Popen(["sleep", "60"]) as innocent:
        _leave_behind(home, [str(innocent.pid), *written.splitlines()[1:]])
        with server(home) as url:
            assert answers(url)
        assert innocent.poll() is None
        innocent.kill()


def test_the_pid_of_a_program_long_gone_is_no_hindrance(home: Path) -> None:
    with server(home):
        written = (home / "postgres" / "data" / "postmaster.pid").read_text()
    with subprocess.Popen(["true"]) as gone:
        pass
    _leave_behind(home, [str(gone.pid), *written.splitlines()[1:]])
    with server(home) as url:
        assert answers(url)


def _leave_behind(home: Path, lines: list[str]) -> None:
    path = home / "postgres" / "data" / "postmaster.pid"
    path.write_text("\n".join(lines) + "\n")
    shutil.chown(path, path.parent.stat().st_uid)


def test_a_crash_during_the_first_start_is_no_hindrance() -> None:
    with a_new_home() as home:
        user = User(home)
        while not list(home.glob("postgres/unfinished-*/base")):
            time.sleep(0.01)
        user.die()
        with server(home) as url:
            assert answers(url)


def test_a_server_that_does_not_start_says_why(home: Path) -> None:
    configuration = home / "postgres" / "data" / "postgresql.conf"
    with server(home):
        pass
    configuration.rename(home / "elsewhere")
    with pytest.raises(PostgresUnavailable, match=r"(?s)nhật ký ở.*postgresql\.conf"):
        server(home).__enter__()
    (home / "elsewhere").rename(configuration)


def test_data_of_a_version_that_is_not_installed_are_refused() -> None:
    with a_new_home() as home:
        (home / "postgres" / "data").mkdir(parents=True)
        (home / "postgres" / "data" / "PG_VERSION").write_text("99\n")
        with pytest.raises(PostgresUnavailable, match="gói postgresql-99"):
            server(home).__enter__()

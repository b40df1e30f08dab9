"""Every home has a place for its server, whatever its path and whoever its user.

PostgreSQL refuses to be root: root's server runs as `nobody`, in a place that `nobody` can enter.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from ledger.postgres import PostgresUnavailable, server
from ledger.postgres_home import claimed, cluster
from tests.ledger.homes import a_new_home, answers, postmaster

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root's server lives outside its home")


@pytest.fixture(autouse=True)
def _no_outside_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_a_home_may_have_any_name() -> None:
    with a_new_home("Sổ quỹ 100% \"của\" thôn 'Hạ'") as home, server(home) as url:
        assert answers(url)
        assert postmaster(home) is not None


def test_where_a_path_cannot_name_a_socket_a_short_private_folder_does() -> None:
    with a_new_home("xã, huyện" + "dài" * 30) as home:
        with server(home) as url:
            sockets = Path(unquote(url.partition("host=")[2]))
            assert answers(url)
            assert sockets.stat().st_mode & 0o077 == 0
        assert not sockets.exists()


@pytest.mark.parametrize("name", ["xã, huyện", "d" * 90], ids=["comma", "long"])
def test_a_path_with_a_comma_or_too_long_cannot_name_a_socket(name: str) -> None:
    with a_new_home(name) as home:
        found = cluster(claimed(home))
        assert found.sockets != found.cluster_folder
        found.sockets.rmdir()


def test_a_socket_folder_that_a_stranger_could_have_made_is_refused() -> None:
    with a_new_home("xã, huyện") as home:
        sockets = cluster(claimed(home)).sockets
        sockets.chmod(0o777)
        with pytest.raises(PostgresUnavailable, match="thư mục riêng"):
            server(home).__enter__()
        sockets.rmdir()


def test_a_home_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PostgresUnavailable, match="Không ghi được"):
        server(tmp_path / "file").__enter__()


@pytest.fixture
def closed() -> Iterator[Path]:
    """Lend a folder that only its owner may enter, as root's own is."""
    with a_new_home("closed") as closed:
        closed.mkdir(mode=0o700)
        yield closed
        for link in closed.glob("*/postgres"):
            shutil.rmtree(link.resolve(), ignore_errors=True)


@as_root
def test_root_s_server_runs_as_nobody_who_cannot_enter_root_s_home(closed: Path) -> None:
    with server(closed / "home") as url:
        assert answers(url)
        assert (closed / "home" / "postgres" / "data").stat().st_uid == 65534


@as_root
def test_a_home_that_was_moved_keeps_its_place(closed: Path) -> None:
    place = cluster(claimed(closed / "home")).place
    (closed / "home").rename(closed / "moved")
    assert cluster(claimed(closed / "moved")).place == place


@as_root
def test_the_copy_of_a_home_does_not_get_at_the_books_of_the_original(closed: Path) -> None:
    cluster(claimed(closed / "home"))
    shutil.copytree(closed / "home", closed / "copy", symlinks=True)
    with pytest.raises(PostgresUnavailable, match="là bản sao của"):
        cluster(closed / "copy")


@as_root
def test_a_home_that_was_deleted_and_made_anew_begins_with_empty_books(closed: Path) -> None:
    place = cluster(claimed(closed / "home")).place
    shutil.rmtree(closed / "home")
    assert cluster(claimed(closed / "home")).place != place
    shutil.rmtree(place)


@as_root
def test_books_whose_place_is_gone_are_never_replaced_by_empty_ones(closed: Path) -> None:
    shutil.rmtree(cluster(claimed(closed / "home")).place)
    with pytest.raises(PostgresUnavailable, match="thư mục đó không còn"):
        cluster(closed / "home")

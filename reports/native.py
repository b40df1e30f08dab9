"""Makes the machine able to print: finds, installs or privately unpacks the libraries behind PDF.

The PDF library draws text with Pango and HarfBuzz, which are system libraries and no Python
packages. In this order they are taken from the system; from an earlier private copy; as root on
Debian or Ubuntu from `apt-get install`; without root from the same packages, downloaded with
`apt-get` and unpacked under the data folder. Where nothing helps, everything but PDF still works.

`python -m reports.native` prepares the machine and says what it did.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

LIBRARIES: Final = (
    "libglib-2.0.so.0",
    "libgobject-2.0.so.0",
    "libfontconfig.so.1",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
)
DEBIAN_PACKAGES: Final = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
APT_TIMEOUT_S: Final = 600
LOCK_TIMEOUT_S: Final = 300


class Origin(StrEnum):
    """Where the libraries came from, in the words the command line says it with."""

    SYSTEM = "có sẵn trong hệ thống"
    PRIVATE = "lấy từ bản riêng đã tải trước đây"
    INSTALLED = "vừa cài vào hệ thống bằng apt-get"
    UNPACKED = "vừa tải về và giải nén riêng cho người dùng này"


class NativeLibrariesMissing(Exception):
    """PDF cannot be made on this machine; the message says what to install.

    Attributes:
        libraries: the names that the system's loader did not find.
    """

    def __init__(self, libraries: tuple[str, ...], because: str = "") -> None:
        self.libraries = libraries
        reason = f" Đã thử tự cài nhưng không được: {because}" if because else ""
        super().__init__(
            f"Chưa in được PDF vì máy thiếu thư viện: {', '.join(libraries)}.{reason}\n"
            "Xin người quản trị máy chạy một trong các lệnh sau rồi thử lại:\n"
            f"  Debian, Ubuntu:  apt-get install --no-install-recommends "
            f"{' '.join(DEBIAN_PACKAGES)}\n"
            "  Fedora:          dnf install pango harfbuzz\n"
            "  Alpine:          apk add pango harfbuzz-subset\n"
            "Mọi việc khác, ngoài in PDF, vẫn làm được bình thường."
        )


def ready() -> Origin:
    """Make the libraries loadable by this process, and say where they come from.

    Safe to call often and from several processes at once; only the first call may take long.

    Raises:
        NativeLibrariesMissing: they are not there and cannot be had on this machine.
    """
    if not _missing():
        return Origin.SYSTEM
    private_copy = _home() / "native"
    _load_all_below(private_copy)
    if not _missing():
        return Origin.PRIVATE
    if not shutil.which("apt-get"):
        raise NativeLibrariesMissing(_missing())
    return _fetch(private_copy)


def _fetch(private_copy: Path) -> Origin:
    """Get the packages with apt-get, for the whole machine as root, else into `private_copy`."""
    sys.stderr.write(f"Đang cài thư viện để in PDF ({', '.join(DEBIAN_PACKAGES)}) …\n")
    because = ""
    try:
        with _alone():
            if os.geteuid() == 0:
                origin = Origin.INSTALLED
                _install()
            else:
                origin = Origin.UNPACKED
                _unpack(private_copy)
    except subprocess.CalledProcessError as failed:
        because = (failed.stderr.strip().splitlines() or [str(failed)])[-1]
    except (subprocess.TimeoutExpired, OSError) as failed:
        because = str(failed)
    _load_all_below(private_copy)
    if missing := _missing():
        raise NativeLibrariesMissing(missing, because)
    return origin


def _missing() -> tuple[str, ...]:
    """Return the libraries that this process cannot load."""
    return tuple(name for name in LIBRARIES if not _loads(name))


def _loads(library: str | Path) -> bool:
    """Load a library for all that is loaded later; say whether that worked."""
    try:
        ctypes.CDLL(str(library), mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True


def _load_all_below(root: Path) -> None:
    """Load every library below `root`, each after those that it needs.

    A library that is already loaded is found by its short name, so no search path is needed.
    """
    waiting = [path for path in root.rglob("*.so.*") if not path.is_symlink()]
    while waiting:
        refused = [path for path in waiting if not _loads(path)]
        if len(refused) == len(waiting):
            return
        waiting = refused


def _install() -> None:
    """Install the packages for the whole machine, with fresh package lists only where needed."""
    install = ["install", "-y", "--no-install-recommends", *DEBIAN_PACKAGES]
    try:
        _apt_get(install)
    except subprocess.CalledProcessError:
        _apt_get(["update"])
        _apt_get(install)


def _unpack(private_copy: Path) -> None:
    """Download the packages that the machine lacks and unpack them as `private_copy`."""
    private_copy.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="native-", dir=private_copy.parent) as folder:
        apt, downloads, unpacked = (Path(folder) / name for name in ("apt", "deb", "unpacked"))
        for path in (apt / "lists/partial", apt / "cache/archives/partial", downloads, unpacked):
            path.mkdir(parents=True)
        own_state = [
            *("-o", f"Dir::State={apt}", "-o", f"Dir::State::lists={apt}/lists"),
            *("-o", "Dir::State::status=/var/lib/dpkg/status", "-o", f"Dir::Cache={apt}/cache"),
            *("-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User="),
        ]
        _apt_get([*own_state, "update"])
        plan = _apt_get([*own_state, "-s", "install", "--no-install-recommends", *DEBIAN_PACKAGES])
        lacking = [line.split()[1] for line in plan.splitlines() if line.startswith("Inst ")]
        _apt_get([*own_state, "download", *lacking], folder=downloads)
        for package in sorted(downloads.glob("*.deb")):
            _run(["dpkg-deb", "-x", str(package), str(unpacked)])
        shutil.rmtree(private_copy, ignore_errors=True)
        unpacked.rename(private_copy)


def _apt_get(arguments: list[str], folder: Path | None = None) -> str:
    """Run apt-get without questions, waiting for another one that is at work; return its output."""
    patience = ["-o", f"DPkg::Lock::Timeout={LOCK_TIMEOUT_S}", "-o", "Acquire::Retries=2"]
    return _run(["apt-get", "-q", *patience, *arguments], folder)


def _run(command: list[str], folder: Path | None = None) -> str:
    """Run a command in plain English output, so that it can be read; return its output."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=APT_TIMEOUT_S,
    ).stdout


@contextmanager
def _alone() -> Iterator[None]:
    """Keep other processes of this data folder from doing the same at the same time."""
    home = _home()
    home.mkdir(parents=True, exist_ok=True)
    with (home / "native.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _home() -> Path:
    """Return the data folder: `SOQUY_HOME`, else the user's own."""
    return Path(os.environ.get("SOQUY_HOME") or Path.home() / ".local/share/soquy")


if __name__ == "__main__":
    try:
        sys.stdout.write(f"Thư viện in PDF: {ready()}.\n")
    except NativeLibrariesMissing as missing_libraries:
        sys.exit(str(missing_libraries))

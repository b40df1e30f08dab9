"""A machine either can print, or says in Vietnamese what to install; it never ends in a crash."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reports import native
from reports.native import NativeLibrariesMissing

ROOT = Path(__file__).parents[2]


def test_this_machine_can_print() -> None:
    native.ready()
    assert native.ready() is native.Origin.SYSTEM  # the second call finds everything loaded


def test_a_machine_that_cannot_be_helped_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(native, "LIBRARIES", ("libkhong-co-that.so.0",))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("SOQUY_HOME", str(tmp_path))
    with pytest.raises(NativeLibrariesMissing) as refused:
        native.ready()
    assert refused.value.libraries == ("libkhong-co-that.so.0",)
    assert f"apt-get install --no-install-recommends {' '.join(native.DEBIAN_PACKAGES)}" in str(
        refused.value
    )


def test_a_failed_download_gives_the_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "apt-get"
    broken.write_text("#!/bin/sh\necho 'E: no network' >&2\nexit 100\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(native, "LIBRARIES", ("libkhong-co-that.so.0",))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("SOQUY_HOME", str(tmp_path / "home"))
    with pytest.raises(NativeLibrariesMissing, match="E: no network"):
        native.ready()


def test_a_private_copy_serves_a_machine_that_lacks_a_library(tmp_path: Path) -> None:
    native.ready()
    system_copy = _file_of("libharfbuzz-subset.so.0").read_bytes()
    private_copy = tmp_path / "native/usr/lib/libharfbuzz-lacked.so.0"
    private_copy.parent.mkdir(parents=True)
    private_copy.write_bytes(system_copy.replace(b"libharfbuzz-subset", b"libharfbuzz-lacked"))
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "from reports import native\n"
            "native.LIBRARIES = ('libharfbuzz-lacked.so.0',)\n"
            "print(native.ready().name)",
        ],
        cwd=ROOT,
        env={"SOQUY_HOME": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said == "PRIVATE\n"


def _file_of(library: str) -> Path:
    """Find the file from which this process loaded a library."""
    maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    short_name = library.split(".so", maxsplit=1)[0]
    return next(Path(line.split()[-1]) for line in maps if f"/{short_name}.so" in line)


def test_the_machine_is_prepared_by_one_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reports.native"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("Thư viện in PDF: ")

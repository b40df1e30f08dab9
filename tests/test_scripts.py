"""The commands work on a machine that has only Python, and install only when they must.

Tried on copies of the scripts whose lock file names one tiny package, made here, so that no network
is needed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COMMAND_LINE = """
import os, sys
import ledger, pebble
print(os.getcwd(), ledger.__file__, *sys.argv[1:], sep="\\n")
sys.exit(3)
"""


class Machine:
    """A folder with a copy of the scripts, a user's home, and one package to install."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.project = place / "Sổ quỹ"
        self.lock = self.project / "requirements.lock"
        self.elsewhere = place / "elsewhere"

    def set_up(self) -> Machine:
        """Make it one on which nothing was started yet."""
        shutil.copytree(ROOT / "scripts", self.project / "scripts")
        for path, text in (
            (self.lock, f"pebble==1.0 --hash=sha256:{_make_wheel(self.place)}\n"),
            (self.project / "api" / "commandline.py", COMMAND_LINE),
            (self.project / "ledger" / "__init__.py", ""),
            (self.elsewhere / "ledger.py", "raise SystemExit('the wrong ledger')"),
        ):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return self

    def start(self, script: str, *arguments: str, path: str = "") -> subprocess.Popen[str]:
        """Start a script from a folder with a misleading module."""
        environment = {
            "PATH": path or os.environ["PATH"],
            "HOME": str(self.place / "home"),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.place),
            "PYTHONPATH": str(self.elsewhere),
        }
        return subprocess.Popen(
            [self.project / "scripts" / script, *arguments],
            cwd=self.elsewhere,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, script: str, *arguments: str, path: str = "") -> tuple[int, str, str]:
        """Run a script and return its exit code, its output and its messages."""
        with self.start(script, *arguments, path=path) as started:
            output, messages = started.communicate(timeout=120)
            return started.returncode, output, messages


def _make_wheel(place: Path) -> str:
    """Make the package and return its hash."""
    path = place / "pebble-1.0-py3-none-any.whl"
    described = "pebble-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("pebble.py", "")
        wheel.writestr(f"{described}/METADATA", "Metadata-Version: 2.1\nName: pebble\nVersion: 1.0")
        wheel.writestr(f"{described}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any")
        wheel.writestr(f"{described}/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def first_machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """Lend a machine on which two people have started soquy for the first time, at once."""
    machine = Machine(tmp_path_factory.mktemp("machine")).set_up()
    started = [machine.start("setup"), machine.start("setup")]
    messages = [each.communicate(timeout=120)[1] for each in started]
    assert sorted(message.count("Đang cài") for message in messages) == [0, 1], messages
    return machine


@pytest.fixture
def machine(first_machine: Machine, tmp_path: Path) -> Machine:
    """Lend a copy of that machine, which still works in its new place."""
    shutil.copytree(first_machine.place, tmp_path / "copy", symlinks=True)
    return Machine(tmp_path / "copy")


@pytest.fixture
def path_without_python(tmp_path: Path) -> str:
    """Return a PATH with the few tools that the scripts use."""
    (tmp_path / "tools").mkdir()
    for tool in ("sh", "readlink", "cmp", "mkdir"):
        found = shutil.which(tool)
        assert found is not None
        (tmp_path / "tools" / tool).symlink_to(found)
    return str(tmp_path / "tools")


def test_a_later_start_installs_nothing_and_does_not_even_look_for_python(
    machine: Machine, path_without_python: str
) -> None:
    ready = (0, f"{machine.project}/.venv/bin/python\n", "")
    assert machine.run("setup", path=path_without_python) == ready


def test_soquy_runs_in_the_callers_folder_with_its_own_modules(machine: Machine) -> None:
    code, output, messages = machine.run("soquy", "import", "hai từ", "")
    own_ledger = machine.project / "ledger" / "__init__.py"
    assert output.splitlines() == [str(machine.elsewhere), str(own_ledger), "import", "hai từ", ""]
    assert (code, messages) == (3, "")


def test_soquy_may_be_linked_to_from_anywhere(machine: Machine) -> None:
    (machine.place / "soquy").symlink_to(machine.project / "scripts" / "soquy")
    assert subprocess.call([machine.place / "soquy"], env={"PATH": os.environ["PATH"]}) == 3


def test_a_changed_lock_file_is_installed_once(machine: Machine) -> None:
    machine.lock.write_text(machine.lock.read_text() + "# changed\n")
    assert "Đang cài" in machine.run("setup")[2]
    assert machine.run("setup")[2] == ""


def test_a_package_that_is_not_the_locked_one_is_refused(machine: Machine) -> None:
    python = machine.project / ".venv" / "bin" / "python"
    subprocess.check_call([python, "-m", "pip", "uninstall", "--quiet", "--yes", "pebble"])
    machine.lock.write_text(re.sub("sha256:.{4}", "sha256:0000", machine.lock.read_text()))
    code, output, messages = machine.run("soquy")
    assert (code, output) == (1, "")
    assert "Không cài được thư viện" in messages


def test_what_an_interrupted_installation_left_is_made_anew(machine: Machine) -> None:
    (machine.project / ".venv" / "made-with").unlink()
    shutil.rmtree(machine.project / ".venv" / "lib")
    assert machine.run("soquy")[0] == 3


def test_a_project_that_cannot_be_written_uses_the_users_own_folder(tmp_path: Path) -> None:
    machine = Machine(tmp_path).set_up()
    (machine.project / ".venv").touch()
    code, output, _ = machine.run("setup")
    assert (code, output) == (0, f"{tmp_path}/home/.local/share/soquy/venv/bin/python\n")


def test_without_python_it_is_said_what_to_install(
    tmp_path: Path, path_without_python: str
) -> None:
    code, output, messages = Machine(tmp_path).set_up().run("soquy", path=path_without_python)
    assert (code, output) == (1, "")
    assert "Cần Python 3.11" in messages and "apt-get install" in messages


@pytest.mark.parametrize("name", ["soquy", "test", "setup"])
def test_scripts_are_for_any_posix_shell(name: str) -> None:
    script = ROOT / "scripts" / name
    assert script.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    assert subprocess.call(["sh", "-n", script]) == 0


def _locked(name: str) -> dict[str, set[str]]:
    """Return the hashes of each pinned package of a lock file."""
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = re.findall(r"^(\S+==\S+)((?:.*\\\n)+.*)", text, re.MULTILINE)
    return {pin: set(re.findall(r"sha256:\w{64}", rest)) for pin, rest in pins}


def test_tests_run_with_the_packages_that_the_program_runs_with() -> None:
    assert _locked("requirements.lock").items() <= _locked("requirements-dev.lock").items()


def test_every_dependency_is_locked_with_its_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    locked = {
        pin.partition("==")[0] for pin, hashes in _locked("requirements-dev.lock").items() if hashes
    }
    assert {re.split(r"[^\w-]", each)[0] for each in asked} <= locked


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_names_no_place_to_fetch_from(name: str) -> None:
    assert not re.search(r"https?:|://|--(index|find|extra)", (ROOT / name).read_text())


def test_the_image_takes_the_same_steps_as_a_bare_machine() -> None:
    steps = re.findall(r"^RUN (.*)|^CMD \[(.*)\]", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert [run or command for run, command in steps] == [
        "scripts/setup",
        ".venv/bin/python -m reports.native",
        "useradd --system --create-home --home-dir /var/lib/soquy-home soquy",
        '"scripts/soquy", "serve", "--host", "0.0.0.0", "--port", "8000"',
    ]

"""The ledger's PostgreSQL: an outside one when named, else a private one shared by its users.

    DATABASE_URL set → that server, left alone
    otherwise        → the home's own: made once, started for the first user, stopped with the last,
                       recovered after any crash

Users are counted by a shared flock, which the kernel drops with a process however it dies; starting
and stopping take turns under a second flock. A server runs when it answers a start-up packet:
`postmaster.pid` is only a hint, for its pid outlives crashes and may be another program's by now.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Literal

from ledger import postgres_home
from ledger.postgres_home import NAME, SOCKET, Cluster, PostgresUnavailable

__all__ = ["PostgresUnavailable", "server"]

_SILENCE_S_MAX = 30.0
_STOP_S_MAX = 60.0
_LOG_BYTES_MAX = 1_000_000
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    # A province's year stays in memory, and importing it meets few checkpoints.
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    # Nobody follows this server: what a rebuild fills anew is written once, not also to the log.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "15min",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    # Errors of statements quote names of people, which no plain file may keep; callers see them.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


@contextmanager
def server(home: Path) -> Iterator[str]:
    """Lend a running PostgreSQL, and stop a private one when its last user leaves.

    Args:
        home: the data folder, made when missing. Two homes never share a private server.

    Yields:
        `DATABASE_URL` as it is when set and not empty; otherwise the URL of the database `soquy` on
        the private server, over a unix socket.

    Raises:
        PostgresUnavailable: the folder cannot be written or belongs to another home, no fitting
            PostgreSQL is installed, or it does not start.
    """
    if outside_url := os.environ.get("DATABASE_URL"):
        yield outside_url
        return
    home = postgres_home.claimed(home)
    with open(home / "postgres.users", "ab") as users, open(home / "postgres.turn", "ab") as turn:
        fcntl.flock(users, fcntl.LOCK_SH)
        with _taking(turn):
            cluster = postgres_home.cluster(home)
            child = _ensure_running(cluster)
        try:
            yield cluster.url
        finally:
            with _taking(turn):
                _leave(cluster, users, child)


@contextmanager
def _taking(turn: IO[bytes]) -> Iterator[None]:
    """Hold the turn to start or stop the server, alone among all users of the home."""
    fcntl.flock(turn, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(turn, fcntl.LOCK_UN)


def _ensure_running(cluster: Cluster) -> subprocess.Popen[bytes] | None:
    """Join a running server, or prepare and start one and return it."""
    if _answer(cluster) == "ready":
        return None
    for unfinished in cluster.place.glob("unfinished-*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    directory, major = postgres_home.programs(cluster)
    if not cluster.cluster_folder.exists():
        _create(cluster, directory, major)
    return _start(cluster, directory)


def _create(cluster: Cluster, directory: Path, major: int) -> None:
    """Make the data directory with its database; it takes its name only when complete."""
    staging = Path(tempfile.mkdtemp(prefix="unfinished-", dir=cluster.place))
    if cluster.user is not None and cluster.group is not None:
        os.chown(staging, cluster.user, cluster.group)
    initdb = [f"{directory}/initdb", "-D", f"{staging}", "-U", NAME, "--auth=trust"]
    initdb += ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"]
    if major >= 17:
        initdb += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    _run(cluster, initdb)
    single = [f"{directory}/postgres", "--single", "-D", f"{staging}", "template1"]
    _run(cluster, single, text=f"CREATE DATABASE {NAME}\n")
    staging.rename(cluster.cluster_folder)
    descriptor = os.open(cluster.place, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def _run(cluster: Cluster, arguments: list[str], text: str = "") -> None:
    """Run a program to its end; its last words explain a failure."""
    with cluster.spawn(arguments, subprocess.PIPE, subprocess.PIPE) as program:
        output, _ = program.communicate(text.encode())
    if program.returncode != 0:
        raise PostgresUnavailable(_not_started(cluster, output))


def _start(cluster: Cluster, directory: Path) -> subprocess.Popen[bytes] | None:
    """Start the server and wait until it is ready, however long it recovers."""
    child: subprocess.Popen[bytes] | None = None
    patient_until = time.monotonic() + _SILENCE_S_MAX
    while (answer := _answer(cluster)) != "ready":
        if answer == "later":
            patient_until = time.monotonic() + _SILENCE_S_MAX
        elif time.monotonic() > patient_until:
            raise PostgresUnavailable(_not_started(cluster, _log_tail(cluster)))
        if _postmaster(cluster) is None and (child is None or child.poll() is not None):
            if child is not None and _gave_up(child, _log_tail(cluster)):
                raise PostgresUnavailable(_not_started(cluster, _log_tail(cluster)))
            child = _launch(cluster, directory)
        time.sleep(0.01)
    return child


def _launch(cluster: Cluster, directory: Path) -> subprocess.Popen[bytes]:
    # They name no live server of this data, so at most a program that inherited the pid or a dead
    # server that nobody has reaped: PostgreSQL would take either for itself and give up. Backends
    # that outlive their server are still noticed, by their shared memory.
    (cluster.cluster_folder / "postmaster.pid").unlink(missing_ok=True)
    (cluster.sockets / f"{SOCKET}.lock").unlink(missing_ok=True)
    if cluster.log.exists() and cluster.log.stat().st_size > _LOG_BYTES_MAX:
        cluster.log.replace(cluster.place / "log.old")
    arguments = [f"{directory}/postgres", "-D", f"{cluster.cluster_folder}"]
    for name, value in _SETTINGS.items():
        arguments += ["-c", f"{name}={value}"]
    sockets = str(cluster.sockets).replace('"', '""')
    arguments += ["-c", f'unix_socket_directories="{sockets}"']
    cluster.log.touch(mode=0o600)
    with open(cluster.log, "ab") as log:
        return cluster.spawn(arguments, subprocess.DEVNULL, log)


def _answer(cluster: Cluster) -> Literal["ready", "later", "silence"]:
    """Knock at the server: it is ready, it starts up or shuts down, or nobody is there."""
    names = f"user\0{NAME}\0database\0{NAME}\0\0".encode()
    protocol_3 = 196608
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(5)
        try:
            client.connect(str(cluster.sockets / SOCKET))
            client.sendall(struct.pack("!ii", len(names) + 8, protocol_3) + names)
            reply = client.recv(4096)
            # Hang up only at a pause, or the server logs a broken pipe.
            while reply.startswith(b"R") and not reply.endswith(b"Z\0\0\0\5I"):
                more = client.recv(4096)
                if not more:
                    break
                reply += more
            client.sendall(b"X\0\0\0\4")
        except OSError:
            return "silence"
    if not reply:
        return "silence"
    # 57P03: cannot connect now. Another error, such as too many clients, comes from a live server.
    return "later" if b"C57P03\0" in reply else "ready"


def _postmaster(cluster: Cluster) -> int | None:
    """Return the pid of the live server of this data, if `postmaster.pid` names it."""
    try:
        pid = int((cluster.cluster_folder / "postmaster.pid").read_text().splitlines()[0])
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")  # empty once dead
    except (OSError, ValueError, IndexError):
        return None
    return pid if os.fsencode(cluster.cluster_folder) in arguments else None


def _leave(cluster: Cluster, users: IO[bytes], child: subprocess.Popen[bytes] | None) -> None:
    """Stop the server unless others still use it; called under the turn."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        if child is not None and child.poll() is None:
            child.returncode = 0  # It outlives us, of which Popen would warn.
        return
    if child is not None and child.poll() is None:
        child.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            child.wait(_STOP_S_MAX)
    elif pid := _postmaster(cluster):
        os.kill(pid, signal.SIGINT)
        patient_until = time.monotonic() + _STOP_S_MAX
        while _postmaster(cluster) == pid and time.monotonic() < patient_until:
            time.sleep(0.005)
    if cluster.sockets != cluster.cluster_folder:
        with suppress(OSError):
            cluster.sockets.rmdir()


def _log_tail(cluster: Cluster) -> bytes:
    with open(cluster.log, "rb") as log:
        log.seek(max(0, os.fstat(log.fileno()).st_size - 2000))
        return log.read()


def _gave_up(child: subprocess.Popen[bytes], words: bytes) -> bool:
    """Say whether to start again is vain: no, if it was killed or must wait for the dead to go."""
    own = [line for line in words.splitlines() if f"[{child.pid}]".encode() in line]
    waits = any(b"lock file" in line or b"still in use" in line for line in own)
    return child.returncode > 0 and not waits


def _not_started(cluster: Cluster, words: bytes) -> str:
    last = "\n".join(words.decode(errors="replace").splitlines()[-3:])
    return (
        f"PostgreSQL của sổ không khởi động được, nhật ký ở {cluster.log}:\n{last}\n"
        "Hãy xử lý nguyên nhân trên (thường là đầy đĩa hoặc thiếu quyền ghi) rồi chạy lại."
    )

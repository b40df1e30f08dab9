"""Serving: one process for the web; others beside it for figures, log, papers, jobs, witnesses."""

from __future__ import annotations

import sys

from api.app import create_app
from api.companions import beside
from api.home import home, keys_folder
from api.identity.first_run import new_set_up_code
from api.jobs.lanes import make_long_until, print_until
from api.listening import listening_at, run
from api.log_keeping import follow_until, require_log_fits
from api.operation import logs
from api.persons.epochs import changing_keys
from api.settings import settings
from api.speaking import tell
from api.v1 import delivering
from api.wiring import opened
from api.witness_asking import ask_until
from projections.runner import follow


def serve_until_stopped(url: str, host: str, port: int) -> None:
    """Serve the pages until the process is told to stop (Ctrl-C or SIGTERM).

    Raises:
        Refused: a setting cannot be read; the port is taken, or not ours to open.
        LogKeyMissing, LogKeyDiffers, LogOriginDiffers, LogBehind, LogForked: the database, the
            key of its log and what was signed before do not belong together.
    """
    settings()
    require_log_fits(url)
    listening = listening_at(host, port)
    logs.set_up(logs.Gathered(sys.stderr))
    with (
        opened(url, home()) as wiring,
        beside("soquy-figures", follow, url),
        beside("soquy-log", follow_until, url, keys_folder()),
        beside("soquy-printer", print_until, url, home()),
        beside("soquy-jobs", make_long_until, url, home()),
        beside("soquy-witnesses", ask_until, url, keys_folder()),
        changing_keys(url, keys_folder()),
        delivering(wiring),
    ):
        app = create_app(wiring)
        _greet(url, f"http://{host}:{listening.getsockname()[1]}/")
        run(app, listening)


def _greet(url: str, address: str) -> None:
    """Say where the pages are, and how the first person gets in."""
    tell(f"Mở trang: {address}  (Ctrl-C để dừng)")
    code = new_set_up_code(url)
    if code is not None:
        tell(f"Lần đầu, lập đơn vị và người dùng: {address}thiet-lap?ma={code}")

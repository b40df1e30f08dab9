"""Which kinds of jobs there are, and who makes them.

A lane is a process beside the web that makes one job after another: somebody stands at the printer
and waits, whatever else takes its time.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import Event
from typing import Final

from api.jobs.making import Make, make_until
from api.jobs.rows import Kind
from api.operation.discreet import Discreetly
from api.pages.inspecting.made_beside import make_bundle, make_checks
from api.pages.publishing.made_beside import make as make_publication
from api.papers_queue.printer import make as make_papers

PAPERS: Final[Mapping[Kind, Make]] = {"BN": make_papers, "THU": make_papers, "CHI": make_papers}
LONG: Final[Mapping[Kind, Make]] = {
    "bundle": make_bundle,
    "checks": make_checks,
    "publication": make_publication,
}


def print_until(url: str, home: Path, stop: Event) -> None:
    """Make print runs, in a process of its own; see `make_until`."""
    with Discreetly("maker_failed", lane="papers"):
        make_until(url, home, 1, PAPERS, stop)


def make_long_until(url: str, home: Path, stop: Event) -> None:
    """Make bundles, checks and publications, in a process of its own; see `make_until`."""
    with Discreetly("maker_failed", lane="long"):
        make_until(url, home, 2, LONG, stop)

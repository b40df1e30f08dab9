"""`bench/run`: measure, and print the table."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench import figures, http, importing, proving, rebuilding, write_path
from bench.ground import Ground, ground
from bench.lines import Line, as_json, table

MEASURES: Final[dict[str, Callable[[Ground], list[Line]]]] = {
    "write": write_path.measure,
    "http": http.measure,
    "import": importing.measure,
    "rebuild": rebuilding.measure,
    "figures": figures.measure,
    "proofs": proving.measure,
}


def main() -> None:
    """Measure what is asked, and print it."""
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--scale", type=float, default=0.02, help="of the sample province year")
    size.add_argument("--full", action="store_const", const=1.0, dest="scale", help="scale 1")
    parser.add_argument("--only", choices=MEASURES, action="append", help="may be repeated")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the lines there too")
    asked = parser.parse_args()
    lines: list[Line] = []
    with ground(asked.scale) as here:
        for name, measure in MEASURES.items():
            if not asked.only or name in asked.only:
                lines += measure(here)
    sys.stdout.write(table(lines) + "\n")
    if asked.json:
        asked.json.write_text(json.dumps([as_json(line) for line in lines], indent=1) + "\n")


if __name__ == "__main__":
    main()

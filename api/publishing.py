"""Publishing: figures are made, the ledger is asked, the log signs, and the package is written.

    the newest place in the log → files → figures.published → proof → MANIFEST → DIR

Whoever dies in between has published nothing, or has published and finds the package again by its
number: the same place in the log gives the same bytes (`make_again`). What is asked for under a key
is published once: said again, it is finished. A copy of each package is kept in the home, for those
who ask for it on its page.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final, NamedTuple
from uuid import UUID

from api.log_keeping import origin
from api.speaking import Refused
from api.web.verifier import alone
from ledger.commands import PublishFigures
from ledger.database import Connection, connect, query
from ledger.draft import request
from ledger.log.following import catch_up as catch_log_up
from ledger.log.signer import signer_for
from ledger.log.total_proofs import LEAVES
from ledger.office import Office
from ledger.refusals import Broken, KeyUsedForOther
from ledger.vault import vault_at
from projections.figures import unit_by_code
from projections.publications import (
    Publication,
    keep_tree,
    period_of,
    publication,
    publication_under,
)
from projections.published_entries import Period
from projections.runner import catch_up
from reports.numbers import VIETNAM
from reports.publication import sealing
from reports.publication.contents import FIGURES, Made, make_contents

ACTOR: Final = "publish"
KEPT: Final = "cong-bo"
OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be published; `person` None: at the machine itself.

    Under the same `key` it is published once; None: each time anew.
    """

    unit: str
    year: int
    until: date | None = None
    person: str | None = None
    key: str | None = None


class Done(NamedTuple):
    """What was published, and the folder of the package."""

    published: Publication
    folder: Path


def publish(
    url: str, office: Office, keys: Path, home: Path, asked: Asked, out: Path, listen: OnProgress
) -> Done:
    """Publish the figures of a year, or finish what was published under the key; write the package.

    Args:
        url: of the database.
        office: through which it is recorded.
        keys: the folder of secret keys.
        home: where a copy is kept.
        asked: what is to be published.
        out: the folder of the package; not there, or empty.
        listen: hears entries done, and how many there are.

    Raises:
        Refused: the folder is not empty.
        UnknownUnit: no unit has the code.
        KeyUsedForOther: the key was used for another unit, year or last day.
        Refusal: as `ledger/publishing.py` has it; nothing was recorded.
        Broken: the log cannot be signed, or what is stored contradicts itself.
    """
    catch_up(url)
    earlier = _edition_under_key(url, asked)
    if earlier is not None:
        return make_again(url, keys, home, asked, earlier, out, listen)
    catch_log_up(url, keys, origin=origin())
    with connect(url) as connection, _staging(out) as folder:
        vault_at(url, keys).opens(connection)
        period = _period(connection, asked)
        made = make_contents(connection, period, folder, listen)
        command = _command(period, made, asked)
        recorded = office.ask(request(command, {}, asked.person or ACTOR))
        edition = getattr(recorded.entries[0].event, "edition", None) if recorded.entries else None
        published = publication(connection, period.unit_id, asked.year, edition)
        assert published is not None
        _finish(connection, url, keys, home, published, folder)
    return Done(published, out)


def make_again(
    url: str, keys: Path, home: Path, asked: Asked, edition: int, out: Path, listen: OnProgress
) -> Done:
    """Write the package of an earlier publication again, byte for byte as it was.

    Raises:
        Refused: the folder is not empty; or there is no such publication.
        UnknownUnit: no unit has the code.
        Broken: the log does not give what was published.
    """
    catch_up(url)
    catch_log_up(url, keys, origin=origin())
    with connect(url) as connection, _staging(out) as folder:
        vault_at(url, keys).opens(connection)
        unit_id = unit_by_code(connection, asked.unit)
        published = publication(connection, unit_id, asked.year, edition)
        if published is None:
            raise Refused(
                f"{asked.unit} chưa công bố số liệu năm {asked.year} lần {edition}.", code=3
            )
        period = period_of(connection, published)
        made = make_contents(connection, period, folder, listen)
        if made.digest != published.event.digest:
            raise Broken(f"the log does not give what {asked.unit} published as edition {edition}")
        _finish(connection, url, keys, home, published, folder)
    return Done(published, out)


def kept(home: Path, published: Publication) -> Path:
    """Return where the copy of a package lies, if one is kept."""
    return home / KEPT / f"{published.unit_id}-{published.entry.originator_version}.zip"


def kept_figures(home: Path, published: Publication) -> dict[str, Any] | None:
    """Return the figures in the copy of a package; None if none is kept.

    Raises:
        Broken: they are not those that were published.
    """
    path = kept(home, published)
    if not path.exists():
        return None
    with zipfile.ZipFile(path) as packed:
        name = next(each for each in packed.namelist() if each.endswith(f"/{FIGURES}"))
        raw = packed.read(name)
    if sha256(raw).hexdigest() != published.event.digest:
        raise Broken(f"the copy {path} does not have the figures that were published")
    figures: dict[str, Any] = json.loads(raw)
    return figures


def package_name(code: str, published: Publication) -> str:
    """Return the name of the folder into which a package unpacks."""
    safe = "".join(each if each.isalnum() or each in "-_" else "-" for each in code)
    return f"cong-bo-{safe}-{published.event.year}-lan-{published.event.edition}"


def today() -> date:
    """Return the day in Vietnam."""
    return datetime.now(VIETNAM).date()


def last_day(year: int) -> date:
    """Return the last day of a year that can be published: its end, or today."""
    return min(date(year, 12, 31), today())


def _edition_under_key(url: str, asked: Asked) -> int | None:
    """Return the edition that was published under the key; None if none was.

    Raises:
        UnknownUnit: no unit has the code.
        KeyUsedForOther: it is of another unit, year or last day.
    """
    if asked.key is None:
        return None
    with connect(url) as connection:
        earlier = publication_under(connection, asked.key)
        if earlier is None:
            return None
        unit_id, event = unit_by_code(connection, asked.unit), earlier.event
    until = asked.until or min(date(asked.year, 12, 31), event.published_on)
    if (earlier.unit_id, event.year, event.until) != (unit_id, asked.year, until):
        raise KeyUsedForOther(key=asked.key)
    return event.edition


def _period(connection: Connection, asked: Asked) -> Period:
    unit_id = unit_by_code(connection, asked.unit)
    (position, log_size) = connection.execute(query("publication_stands")).fetchone() or (0, 0)
    first = date(asked.year, 1, 1)
    return Period(unit_id, first, asked.until or last_day(asked.year), position, log_size)


def _command(period: Period, made: Made, asked: Asked) -> PublishFigures:
    raised, collected = made.document["raised"], made.document["collected"]
    return PublishFigures(
        unit_id=period.unit_id,
        year=asked.year,
        until=period.until,
        published_on=today(),
        published_by=asked.person,
        asked_under=asked.key,
        log_size=period.log_size,
        digest=made.digest,
        raised_vnd=made.document["subtree"]["raised"]["total"],
        undone_elsewhere_vnd=raised["undone_elsewhere_vnd"],
        not_valued=raised["not_valued"],
        **_tree("raised", raised),
        **_tree("collected", collected),
    )


def _tree(name: str, said: dict[str, Any]) -> dict[str, Any]:
    return {f"{name}_{part}": said[part] for part in ("root", "total_vnd", "leaves")}


def _finish(
    connection: Connection, url: str, keys: Path, home: Path, published: Publication, folder: Path
) -> None:
    """Let the log cover the publication, seal the package, keep a copy and the trees."""
    catch_log_up(url, keys, origin=origin())
    there = sealing.logged(connection, published)
    signer = signer_for(keys, str(there.keys[-1]))
    sealing.seal(folder, there, signer, alone("\n".join(map(str, reversed(there.keys)))))
    copy = kept(home, published)
    copy.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    code = _code(connection, published.unit_id)
    sealing.archive(folder, copy, package_name(code, published))
    for tree in LEAVES:
        keep_tree(connection, published, tree)


def _code(connection: Connection, unit_id: UUID) -> str:
    row = connection.execute(query("publication_unit_code"), {"unit_id": unit_id}).fetchone()
    assert row is not None
    return str(row[0])


@contextmanager
def _staging(out: Path) -> Iterator[Path]:
    """Yield an empty folder that becomes `out` if all goes well, and else is gone.

    Raises:
        Refused: `out` has something in it, or is no folder.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refused(f"Thư mục {out} đã có tệp: hãy chọn thư mục trống.", code=3)
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        yield folder
        if out.exists():
            out.rmdir()
        folder.chmod(0o755)
        folder.replace(out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)

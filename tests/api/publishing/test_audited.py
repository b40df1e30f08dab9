"""What is kept of a published total is audited; a rebuild makes it again from the log."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ledger.database import connect
from ledger.refusals import Broken
from ledger.values import replace
from projections.audit import audit
from projections.faults import Fault
from projections.publications import newest, shown
from projections.runner import rebuild
from tests.api.books import UNITS, Books, collected, gift, holder
from tests.api.publishing.conftest import published
from tests.databases import copy_of
from tests.secret_keys import keys_of

CHANGES = (
    "leaves = set_byte(leaves, 3, get_byte(leaves, 3) # 1)",
    "leaves = set_byte(leaves, 79, get_byte(leaves, 79) # 128)",
    "leaves = substr(leaves, 1, length(leaves) - 40)",
    "top_hash = set_byte(top_hash, 31, get_byte(top_hash, 31) # 4)",
    "top_vnd = top_vnd + 1",
    "positions = positions[2:] || positions[:1]",
    "first_position = first_position - 1",
    "tile = 1",
    "publication = publication - 1",
)


@pytest.fixture(scope="module")
def url(
    postgres_url: str, migrated_database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Give a database in which a year with three gifts was published."""
    place = tmp_path_factory.mktemp("place")
    with copy_of(migrated_database_name, postgres_url) as url:
        books = Books(url, place)
        rows = (gift("d1", 10), gift("d2", 20, "Z"), gift("d3", 30), holder(), collected("c1", 5))
        books.accepted(*UNITS, *rows)
        published(url, place / "home", "X", tmp_path_factory.mktemp("out") / "package")
        yield url


def faults(url: str) -> list[Fault]:
    return [each for each in audit(url, keys_of(url)).faults if each.code.startswith("published")]


def test_what_was_published_is_found_to_be_right(url: str) -> None:
    assert audit(url, keys_of(url)).is_clean


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_changed_is_named(url: str, change: str) -> None:
    with connect(url) as connection:
        connection.execute("CREATE TABLE was AS SELECT * FROM published_leaf")
        connection.execute(f"UPDATE published_leaf SET {change} WHERE tree = 'raised'".encode())
    (fault,) = faults(url)
    with connect(url) as connection:
        connection.execute("TRUNCATE published_leaf")
        connection.execute("INSERT INTO published_leaf SELECT * FROM was")
        connection.execute("DROP TABLE was")
    assert fault.where.startswith("published_leaf ")


def test_after_a_rebuild_a_gift_is_still_inside_the_total(url: str) -> None:
    rebuild(url)
    with connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM published_leaf").fetchone() == (0,)
        (total,) = newest(connection, 1)
        row = connection.execute("SELECT min(position) FROM gift").fetchone()
        assert row is not None
        found = shown(connection, total, "raised", row[0])
    assert found is not None
    assert found.proof.net_vnd == 10
    assert faults(url) == []


def test_a_log_that_does_not_give_the_published_total_is_broken(url: str) -> None:
    with connect(url) as connection:
        (total,) = newest(connection, 1)
        other = replace(total.event, raised_root=total.event.raised_root[::-1])
        published_otherwise = total._replace(position=-1, entry=total.entry._replace(event=other))
        with pytest.raises(Broken, match="does not give the total"):
            shown(connection, published_otherwise, "raised", 1)

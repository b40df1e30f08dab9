"""Who has the rights of the application adds to journal and log, and changes nothing."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from ledger.database import connect
from ledger.log.following import catch_up
from tests.ledger.log.journals import record

TABLES = ("journal_events", "log_tile", "log_run", "log_checkpoint", "log_key", "log_cosignature")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("deed", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_was_recorded_stays(database_url: str, tmp_path: Path, table: str, deed: str) -> None:
    record(database_url, 300)
    catch_up(database_url, tmp_path)
    role = f"app_{uuid4().hex}"
    with connect(database_url) as connection:
        connection.execute(f"CREATE ROLE {role}".encode())
        try:
            connection.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}".encode())
            connection.execute(f"SET ROLE {role}".encode())
            with pytest.raises(Exception, match="only grows"):
                connection.execute(deed.format(table).encode())
            connection.execute("RESET ROLE")
        finally:
            connection.execute(f"DROP OWNED BY {role}".encode())
            connection.execute(f"DROP ROLE {role}".encode())

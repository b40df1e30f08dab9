"""The small province year of the demo, with the people who may try it out."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote
from uuid import UUID

from api.identity.demo_people import create_demo_people
from api.pages.figure_links import link_to_entry
from api.sample import write_sample
from api.wiring import opened
from ledger.database import connect
from ledger.vault import vault_at
from reports.check_codes import spelled
from tests.new_homes import record
from tests.secret_keys import keys_of

SCALE = Fraction(1, 500)
COMMUNE = "NA-01-01"
COMMUNE_TREASURER, COMMUNE_ACCOUNTANT, COMMUNE_HOLDER = "thuquy.xa", "ketoan.xa", "chutaikhoan.xa"
TREASURER, ACCOUNT_HOLDER, INSPECTOR, ADMINISTRATOR = "thuquy", "chutaikhoan", "kiemtra", "quantri"
ROLES = ("", TREASURER, "ketoan", ACCOUNT_HOLDER, INSPECTOR, ADMINISTRATOR, COMMUNE_TREASURER)
"""Logins; the first is that of nobody."""


def recorded_year(url: str, folder: Path) -> None:
    """Record the year in an empty database, and let its people work there."""
    write_sample(folder, scale=SCALE)
    record(url, folder)
    with opened(url, folder) as wiring:
        create_demo_people(wiring)


class Paper(NamedTuple):
    """What stands on a receipt."""

    on: date
    amount_vnd: int
    number: str
    code: str
    donor: str


def paper_of_a_donor(url: str) -> Paper:
    """Return the receipt of the largest gift in cash, as its donor holds it."""
    with connect(url) as connection:
        vault_at(url, keys_of(url)).opens(connection)
        on, amount_vnd, number, code, private = connection.execute(
            "SELECT paper_on, amount_vnd, receipt_number, code, private"
            " FROM gift JOIN paper_code USING (position)"
            " JOIN private_parts USING (unit_id, version)"
            " WHERE channel = 'cash' AND person IS NOT NULL AND reversed_on IS NULL"
            " ORDER BY amount_vnd DESC, position LIMIT 1"
        ).fetchone() or (date.min, 0, 0, 0, None)
        donor = private.opened()["donor"]
    return Paper(on, amount_vnd, f"{number:06d}/{on.year}/BN", spelled(code), donor)


def addresses_of_entries(url: str) -> dict[str, str]:
    """Return where a gift of the commune is undone, and where a payout and a reversal are read."""
    with connect(url) as connection:
        (gift,) = connection.execute(
            "SELECT key FROM gift JOIN unit_term USING (unit_id)"
            " WHERE code = %s AND reversed_on IS NULL ORDER BY position LIMIT 1",
            [COMMUNE],
        ).fetchone() or ("",)
        found = {"gift": f"/huy-but-toan?khoa={quote(gift)}"}
        for name, topic in (("payout", "payout.paid/1"), ("reversal", "entry.reversed/1")):
            unit_id, version = connection.execute(
                "SELECT originator_id, originator_version FROM journal_events WHERE topic = %s"
                " ORDER BY notification_id LIMIT 1",
                [topic],
            ).fetchone() or (UUID(int=0), 0)
            found[name] = link_to_entry(unit_id, version)
    return found

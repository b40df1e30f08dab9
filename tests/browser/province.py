"""The small province year of the demo, with the people who may try it out."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from api.identity.demo_people import create_demo_people
from api.sample import write_sample
from api.wiring import opened
from tests.new_homes import record

SCALE = Fraction(1, 500)
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

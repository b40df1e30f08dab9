"""Too many tries are refused for a while, whoever counts them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from api.identity.limits import Limit, TooManyTries, forget_tries, try_once
from ledger.database import Connection

LIMIT = Limit("test", 3, timedelta(minutes=15))


def test_tries_are_counted_until_there_are_too_many(connection: Connection) -> None:
    for _ in range(LIMIT.tries):
        try_once(connection, LIMIT, "hoa")
    with pytest.raises(TooManyTries) as refused:
        try_once(connection, LIMIT, "hoa")
    assert 14 * 60 < refused.value.wait_s <= 15 * 60 and refused.value.minutes == 15


def test_tries_for_others_do_not_count(connection: Connection) -> None:
    for _ in range(LIMIT.tries):
        try_once(connection, LIMIT, "hoa")
    try_once(connection, LIMIT, "binh")


def test_success_begins_anew(connection: Connection) -> None:
    for _ in range(LIMIT.tries):
        try_once(connection, LIMIT, "hoa")
    forget_tries(connection, LIMIT, "hoa")
    try_once(connection, LIMIT, "hoa")


def test_tries_are_forgotten_after_a_while(connection: Connection) -> None:
    for _ in range(LIMIT.tries):
        try_once(connection, LIMIT, "hoa")
    connection.execute("UPDATE attempt SET tried_at = tried_at - INTERVAL '16 minutes'")
    try_once(connection, LIMIT, "hoa")


def test_no_login_stands_in_the_table(connection: Connection) -> None:
    try_once(connection, LIMIT, "hoa")
    ((subject,),) = connection.execute("SELECT subject FROM attempt").fetchall()
    assert "hoa" not in subject and len(subject) == 64

"""Sending files in a browser, and waiting until the work on them is done."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from io import BytesIO

import httpx
import xlsxwriter

from tests.api.books import FileRow
from tests.api.pages.entering.commune import CODE, Browser, Commune

LIST = f"/nhap-excel?don-vi={CODE}"
WAIT_S = 60
ON = "2026-11-02"

Files = Mapping[str, bytes]


def csv_of(*rows: Mapping[str, str]) -> bytes:
    """Return rows of one table as a CSV file."""
    headings = list(dict.fromkeys(name for row in rows for name in row))
    lines = [
        ";".join(headings),
        *(";".join(row.get(name, "") for name in headings) for row in rows),
    ]
    return "\n".join(lines).encode()


def files_of(*rows: FileRow) -> dict[str, bytes]:
    """Return rows of several tables as CSV files by name."""
    tables: dict[str, list[dict[str, str]]] = {}
    for table, cells in rows:
        tables.setdefault(table, []).append(cells)
    return {f"{table}.csv": csv_of(*some) for table, some in tables.items()}


def workbook_of(**sheets: Sequence[Sequence[object]]) -> bytes:
    """Return a workbook; `_` in the name of a sheet stands for a space."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name.replace("_", " "))
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return made.getvalue()


@dataclass(frozen=True)
class Sender:
    """Somebody in a browser who brings in files, or decides about them."""

    browser: Browser

    def send(self, files: Files, unit: str = CODE) -> httpx.Response:
        """Send files; return the answer as it comes."""
        address = f"/nhap-excel?don-vi={unit}"
        csrf = self.browser.filled(address, action=address)["csrf"]
        sent = [("tep", (name, content)) for name, content in files.items()]
        return self.browser.client.post(address, data={"csrf": csrf}, files=sent)

    def bring(self, files: Files, unit: str = CODE) -> str:
        """Send files, wait until they are checked, and return the address of their page."""
        answer = self.send(files, unit)
        assert answer.is_redirect, answer.text
        href = answer.headers["location"]
        self.done(href)
        return str(href)

    def done(self, href: str) -> str:
        """Wait until nothing is at work on an upload any more; return its page as text."""
        until = time.monotonic() + WAIT_S
        while 'id="tien-do"' in (html := self.browser.get(href).text):
            assert time.monotonic() < until, text_of(html)
            time.sleep(0.1)
        return text_of(html)

    def press(self, href: str, step: str, **typed: str) -> str:
        """Press the button that takes a step, and wait; return the page that follows."""
        fields = self.browser.filled(href, action=f"{href}/{step}", **typed)
        answer = self.browser.post(f"{href}/{step}", fields)
        return self.done(href) if answer.is_redirect else text_of(answer.text)


def until(sender: Sender, href: str, words: str) -> str:
    """Wait until the page of an upload says some words; return it."""
    end = time.monotonic() + WAIT_S
    while words not in (page := sender.done(href)):
        assert time.monotonic() < end, page
        time.sleep(0.1)
    return page


def sender(commune: Commune, login: str) -> Sender:
    """Return somebody who is signed in."""
    return Sender(commune.browser(login))


def gift(key: str, amount: int | str = 50_000, **more: str) -> FileRow:
    """A gift in cash to the commune."""
    said = {"key": key, "unit": CODE, "received_on": ON, "channel": "tiền mặt"}
    return "donations", {**said, "donor": "Ông Ba", "amount_vnd": str(amount), **more}


def payout(key: str, amount: int = 20_000, **more: str) -> FileRow:
    """A scholarship in cash."""
    said = {"key": key, "unit": CODE, "paid_on": ON, "recipient_kind": "học sinh"}
    paid = {"kind": "học bổng", "paid_from": "tiền mặt", "amount_vnd": str(amount)}
    return "payouts", {**said, **paid, "recipient": "Lê Bé", **more}


def text_of(html: str) -> str:
    """Return what a page says in its main part, without the markup."""
    main = html[html.find("<main") : html.find("</main>")].replace("<wbr>", "")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def digest_on(page: str) -> str:
    """Return the SHA-256 that stands on the page of an upload."""
    return str(re.findall(r"\b[0-9a-f]{64}\b", page)[-1])

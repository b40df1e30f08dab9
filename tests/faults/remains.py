"""Looking for words byte by byte: in all files of a folder, and in all rows of a database."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

from ledger.database import connect
from ledger.names import folded

STEP = 1 << 20


def forms_of(word: str) -> list[bytes]:
    """Return how a word may stand somewhere: composed or not, without tone marks, hex, base 64."""
    plain = {
        form.encode(coding)
        for form in (word, normalize("NFD", word), folded(word), word.upper(), word.lower())
        for coding in ("utf-8", "utf-16-le")
    }
    hexed = {each.hex().encode() for each in plain}
    escaped = {word.encode("unicode_escape"), word.encode("ascii", "xmlcharrefreplace")}
    in_64 = {part for each in plain for part in _in_base_64(each)}
    return sorted(plain | hexed | {each.upper() for each in hexed} | escaped | in_64)


def _in_base_64(raw: bytes) -> Iterator[bytes]:
    """Yield the letters that a word has in base 64, wherever in a text it begins."""
    for before in range(3):
        coded = b64encode(bytes(before) + raw)
        first = (before * 8 + 5) // 6
        whole = (before + len(raw)) * 8 // 6
        yield coded[first:whole]


def in_files(folder: Path, word: str) -> list[Path]:
    """Return the files below a folder that have a word in one of its forms."""
    forms = forms_of(word)
    sought = re.compile(b"|".join(map(re.escape, forms)))
    overlap = max(map(len, forms))
    return [path for path in sorted(folder.rglob("*")) if _has(path, sought, overlap)]


def _has(path: Path, sought: re.Pattern[bytes], overlap: int) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    before = b""
    with path.open("rb") as file:
        while step := file.read(STEP):
            if sought.search(before + step):
                return True
            before = step[-overlap:]
    return False


def in_rows(url: str, word: str) -> list[str]:
    """Return the tables of a database that tell a word in one of its forms, as a dump has them."""
    sought = re.compile(b"|".join(map(re.escape, forms_of(word))))
    found = []
    with connect(url) as connection:
        tables = connection.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables ORDER BY 1"
        ).fetchall()
        assert len(tables) > 80
        for (table,) in tables:
            for form in ("text", "binary") if table.startswith("public.") else ("text",):
                statement = f"COPY {table} TO STDOUT (FORMAT {form})".encode()
                with connection.cursor().copy(statement) as told:
                    if sought.search(b"".join(map(bytes, told))):
                        found.append(table)
    return sorted(set(found))

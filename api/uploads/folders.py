"""Where what was sent lies meanwhile: one folder for each upload, closed to all other users.

<home>/uploads/<upload_id>/files/…      byte for byte as it was sent
<home>/uploads/<upload_id>/report.json  what the last check said
<home>/uploads/<upload_id>/undo.json    what is to be undone, and why
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Final

from api.web.texts import Language, phrase, translate

WORKBOOK: Final = ".xlsx"
TABLES: Final = ".csv"
EVIDENCE: Final = frozenset({".pdf", ".jpg", ".jpeg", ".png"})
FILES_MAX: Final = 40
MEGABYTE: Final = 1_000_000
FILE_MAX_BYTES: Final = 20 * MEGABYTE
KEPT_FILES_MAX: Final = 30
KEPT_MAX_BYTES: Final = 200 * MEGABYTE
"""What may lie here of one person at a time."""

_STEP: Final = 2**16

NOTHING: Final = phrase(
    "Chưa chọn tệp nào: hãy bấm “Chọn tệp” rồi chọn tệp .xlsx, hoặc các tệp .csv."
)
TOO_MANY: Final = phrase("Có {n} tệp: mỗi lần gửi nhiều nhất {most} tệp.")
NOT_TAKEN: Final = phrase(
    "Không nhận tệp “{name}”: chỉ nhận tệp Excel .xlsx hoặc các tệp .csv, kèm minh chứng "
    ".pdf, .jpg, .png nếu có. Tệp .xls cũ: mở bằng Excel rồi lưu thành .xlsx."
)
NO_CONTENT: Final = phrase("Tệp “{name}” không có nội dung: hãy chọn lại tệp.")
TOO_LARGE: Final = phrase("Tệp “{name}” quá lớn: mỗi tệp nhiều nhất {most} MB.")
SAME_NAME: Final = phrase("Có hai tệp cùng tên: hãy đổi tên một tệp.")
MIXED: Final = phrase("Mỗi lần chỉ gửi một tệp .xlsx, hoặc các tệp .csv, không gửi lẫn cả hai.")
EVIDENCE_ALONE: Final = phrase(
    "Chỉ có minh chứng: hãy chọn cả tệp .xlsx hoặc các tệp .csv chứa các dòng."
)


@dataclass(frozen=True, slots=True)
class Sent:
    """One file as it came: the name that the browser gives, and its bytes."""

    name: str
    content: IO[bytes]
    size_bytes: int


def what_is_wrong(sent: Sequence[Sent], language: Language = "vi") -> str | None:
    """Return why these files are not taken; None: they are.

    One .xlsx, or one or more .csv; beside them the scans that the rows name as evidence.
    """
    if not sent:
        return translate(language, NOTHING)
    if len(sent) > FILES_MAX:
        return translate(language, TOO_MANY, n=len(sent), most=FILES_MAX)
    for each in sent:
        if wrong := _wrong_with(each, language):
            return wrong
    wrong = _wrong_together(sent)
    return translate(language, wrong) if wrong else None


def _wrong_with(each: Sent, language: Language) -> str | None:
    name = plain_name(each.name)[:60]
    if _kind(each.name) not in {WORKBOOK, TABLES} | EVIDENCE:
        return translate(language, NOT_TAKEN, name=name)
    if not each.size_bytes:
        return translate(language, NO_CONTENT, name=name)
    if each.size_bytes > FILE_MAX_BYTES:
        return translate(language, TOO_LARGE, name=name, most=FILE_MAX_BYTES // MEGABYTE)
    return None


def _wrong_together(sent: Sequence[Sent]) -> str | None:
    kinds = [_kind(each.name) for each in sent]
    if len({plain_name(each.name).casefold() for each in sent}) < len(sent):
        return SAME_NAME
    if kinds.count(WORKBOOK) > 1 or (WORKBOOK in kinds and TABLES in kinds):
        return MIXED
    if WORKBOOK not in kinds and TABLES not in kinds:
        return EVIDENCE_ALONE
    return None


def plain_name(name: str) -> str:
    """Return the name of a file without any folder, as it may stand in one.

    >>> plain_name("C:/so/thu.xlsx"), plain_name("../../a.csv")
    ('thu.xlsx', 'a.csv')
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(each for each in last if each.isprintable())[-120:].lstrip(". ")


def digest_of(files: Sequence[Path]) -> str:
    """Return the SHA-256 of a file, or of the list `sha256sum` makes of several, by name."""
    sums = []
    for path in sorted(files, key=lambda each: each.name):
        with path.open("rb") as content:
            found = sha256()
            while step := content.read(_STEP):
                found.update(step)
            sums.append((found.hexdigest(), path.name))
    if len(sums) == 1:
        return sums[0][0]
    return sha256("".join(f"{each}  {name}\n" for each, name in sums).encode()).hexdigest()


class Folders:
    """The folders of all uploads below a home."""

    def __init__(self, home: Path) -> None:
        """Keep them below `home`."""
        self._root = home / "uploads"

    def keep(self, upload_id: str, sent: Sequence[Sent]) -> str:
        """Write what was sent to a new folder; return its digest."""
        files = self._root / upload_id / "files"
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self._root / upload_id).mkdir(mode=0o700)
        files.mkdir(mode=0o700)
        for each in sent:
            with _private(files / plain_name(each.name)) as copy:
                each.content.seek(0)
                shutil.copyfileobj(each.content, copy, _STEP)
        return self.digest(upload_id)

    def files(self, upload_id: str) -> list[Path]:
        """Return what was sent, by name; nothing once it was deleted."""
        try:
            return sorted((self._root / upload_id / "files").iterdir())
        except FileNotFoundError:
            return []

    def digest(self, upload_id: str) -> str:
        """Return the digest of what lies there now."""
        return digest_of(self.files(upload_id))

    def rows(self, upload_id: str) -> Path:
        """Return where the rows are: the workbook, or the folder of the CSV files."""
        for each in self.files(upload_id):
            if _kind(each.name) == WORKBOOK:
                return each
        return self._root / upload_id / "files"

    def note(self, upload_id: str, name: str, content: bytes) -> None:
        """Write a file beside what was sent, in place of an older one."""
        (self._root / upload_id).mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self._root / upload_id / f".{name}"
        draft.unlink(missing_ok=True)
        with _private(draft) as file:
            file.write(content)
        draft.replace(self._root / upload_id / name)

    def noted(self, upload_id: str, name: str) -> bytes | None:
        """Return such a file; None if there is none."""
        try:
            return (self._root / upload_id / name).read_bytes()
        except FileNotFoundError:
            return None

    def delete(self, upload_id: str) -> None:
        """Delete a folder with all that is in it."""
        shutil.rmtree(self._root / upload_id, ignore_errors=True)

    def all(self) -> dict[str, float]:
        """Return every upload that has a folder, with the instant of its last change."""
        if not self._root.is_dir():
            return {}
        return {each.name: each.stat().st_mtime for each in self._root.iterdir()}


def _private(path: Path) -> IO[bytes]:
    """Open a new file that only this user may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _kind(name: str) -> str:
    return PurePosixPath(plain_name(name)).suffix.casefold()

"""The evidence bundle: what an inspection looked at, in one file that anybody can check.

    DOC-TRUOC.txt             what is inside, how the sample was drawn, how to check it
    but-toan/*.json           the entries of the sample, byte by byte as they are stored
    giay-to/*.pdf             their papers
    mau.csv                   the sample as a list
    so-lieu.csv               the figures of the unit
    kiem-tra-tu-dong.csv      what the automatic checks found
    SHA256SUMS                the hash of every file: sha256sum -c SHA256SUMS

The same contents give the same bytes: names in order, one date for all files.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

README: Final = "DOC-TRUOC.txt"
SUMS: Final = "SHA256SUMS"
FOLDER: Final = "ho-so-kiem-tra"
DATED: Final = (2000, 1, 1, 0, 0, 0)
"""The date of every file in the bundle: it says nothing, so that only contents make the bytes."""


def write_bundle(path: Path, readme: str, files: Mapping[str, bytes]) -> None:
    """Write a bundle.

    Args:
        path: the file to write; its folder must be there.
        readme: what a person reads first.
        files: contents by their names in the bundle.
    """
    every = {**files, README: readme.encode()}
    every[SUMS] = sums_of(every).encode()
    with zipfile.ZipFile(path, "w") as bundle:
        for name in sorted(every):
            bundle.writestr(_about(name), every[name], zipfile.ZIP_DEFLATED, 6)


def sums_of(files: Mapping[str, bytes]) -> str:
    """Return the list of hashes as `sha256sum` writes it, by name.

    >>> print(sums_of({"a": b""}), end="")
    e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a
    """
    return "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))


def _about(name: str) -> zipfile.ZipInfo:
    about = zipfile.ZipInfo(f"{FOLDER}/{name}", DATED)
    about.create_system = 3
    about.external_attr = 0o100644 << 16
    return about

"""`soquy verify FOLDER`: a publication package, or the proof that a gift is in a published total.

Offline, from the folder and the key of the log that one trusts; without one, that of this
installation. Where there is none, a package is held against the key that it names itself, and the
answer says so: whoever made all of it up could have made up the key too.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from api import total_proofs as files
from api.publication_text import fault_text, package_document, package_text, total_text
from api.speaking import Format, Refused, fail, print_json, say
from api.total_sentences import why_not
from api.verifying import NotShown, trusted, verify_entry
from ledger.log import total_proofs
from ledger.log.notes import Verifier
from ledger.log.policy import Policy
from ledger.log.sums import SumWrong
from ledger.log.total_proofs import Total, TotalProof, TotalWrong
from reports.publication.checking import PackageWrong, hand_overs_in, is_package, opened


def folder_in(paths: Sequence[Path]) -> Path | None:
    """Return the folder that is to be verified, if it is one."""
    return paths[0] if len(paths) == 1 and paths[0].is_dir() else None


def verify_folder(folder: Path, said: list[str], policy: Policy | None, format_: Format) -> None:
    """Say whether a folder shows what it claims; exit code 1 if not."""
    try:
        if is_package(folder):
            package = opened(folder, _trusted_or_named(folder, said), policy)
            document, text = package_document(package), package_text(package)
        else:
            total = verify_total(folder, said, policy)
            document, text = files.document_of(total), total_text(total)
    except (NotShown, PackageWrong) as wrong:
        code = wrong.code if isinstance(wrong, NotShown) else wrong.reason
        message = str(wrong) if isinstance(wrong, NotShown) else fault_text(wrong)
        if format_ is Format.JSON:
            print_json({"valid": False, "code": code, "message": message})
        fail(f"KHÔNG ĐÚNG. {message}", code=1)
    if format_ is Format.JSON:
        print_json({"valid": True, **document})
    else:
        say(f"ĐÚNG: đã ghi sổ, không thể sửa.\n{text}")


def verify_total(folder: Path, said: list[str], policy: Policy | None) -> Total:
    """Return what the proof of a total shows: both entries are in the log, one inside the other.

    Raises:
        Refused: the folder lacks a file.
        NotShown: one of the entries is not in the log, or the gift is not in the total.
    """
    try:
        raw = {name: (folder / name).read_bytes() for name in files.NAMES}
    except OSError as error:
        raise Refused(
            f"{folder} không phải gói công bố, cũng không phải bằng chứng của một khoản: "
            f"thiếu {Path(error.filename).name}.",
            code=2,
        ) from error
    keys = trusted(said)
    verify_entry(raw[files.ENTRY], raw[files.PROOF], keys, policy)
    verify_entry(raw[files.PUBLICATION], raw[files.PUBLICATION_PROOF], keys)
    try:
        way = TotalProof.parse(raw[files.TOTAL])
        return total_proofs.verify(raw[files.ENTRY], way, raw[files.PUBLICATION])
    except (TotalWrong, SumWrong) as wrong:
        raise NotShown(str(wrong.reason), why_not(wrong)) from wrong


def _trusted_or_named(folder: Path, said: list[str]) -> list[Verifier] | None:
    """Return the keys that one trusts; None where nobody said any and there is none here."""
    try:
        return trusted(said, hand_overs_in(folder))
    except Refused:
        if said:
            raise
        return None

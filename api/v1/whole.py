"""The whole book at once: the audit, the published claims, exports, a rebuild of the figures.

Each works for a while, so one process does each only once at a time.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Final

from api.auditing import audit_document
from api.exchange.export import export_exchange
from api.home import keys_folder
from api.identity.tokens import Scope
from api.pages.inspecting.reading import note_search
from api.v1 import answers
from api.v1.bodies import Nothing, read
from api.v1.kept import kept
from api.v1.operations import Answer, Asked, Body, Operation, Parameter, Success, answer_json
from api.v1.parameters import choice
from api.v1.problems import Problem, Words
from ledger.database import query
from projections.audit import audit
from projections.entries import WHOLE as EVERYBODY
from projections.runner import catch_up, rebuild
from reports.claims import check_claims, claims_json, load_published
from reports.plaintext import export_beancount, export_hledger

FORMATS: Final = {
    "exchange": "application/zip",
    "hledger": "text/plain; charset=utf-8",
    "beancount": "text/plain; charset=utf-8",
}
_busy: Final = {name: Lock() for name in ("audit", "export", "publish", "rebuild")}


def alone(name: str, do: Callable[[], Answer]) -> Answer:
    """Do something that is done by one at a time.

    Raises:
        Problem: busy.
    """
    if not _busy[name].acquire(blocking=False):
        words = Words("Đang chạy: đợi xong rồi gọi lại.", "It is running: try again later.")
        raise Problem("busy", words, headers={"Retry-After": "30"})
    try:
        return do()
    finally:
        _busy[name].release()


def _require_everywhere(asked: Asked, scope: Scope) -> None:
    """Admit a caller with the role in every unit that stands below no other."""
    with asked.wiring.connection() as connection:
        tops = [unit_id for (unit_id,) in connection.execute(query("units_at_the_top"))]
    for unit_id in tops:
        asked.desk.callers.require_now(asked.caller, scope, unit_id)


def _audit(asked: Asked) -> Answer:
    _require_everywhere(asked, "inspect")
    url = asked.wiring.url
    return alone("audit", lambda: answer_json(audit_document(audit(url, keys_folder()))))


def _claims(_asked: Asked) -> Answer:
    return answer_json(claims_json(check_claims(load_published(None))))


def _export(asked: Asked) -> Answer:
    _require_everywhere(asked, "inspect")
    if asked.parameters["format"] == "exchange":
        with asked.wiring.connection() as connection:
            note_search(connection, asked.caller.person, "/v1/exports", EVERYBODY)
    return alone("export", lambda: _exported(asked.wiring.url, asked.parameters["format"]))


def _exported(url: str, format_: str) -> Answer:
    """Write an export into a file that lives until it has been sent."""
    catch_up(url)
    handle, name = tempfile.mkstemp(prefix="soquy-export-")
    os.close(handle)
    path = Path(name)
    if format_ == "exchange":
        with tempfile.TemporaryDirectory(prefix="soquy-export-") as folder:
            out = Path(folder, "exchange")
            export_exchange(url, keys_folder(), out, _unheard)
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
                for each in sorted(out.iterdir()):
                    packed.write(each, each.name)
    elif format_ == "hledger":
        export_hledger(url, path, _unheard)
    else:
        export_beancount(url, path, _unheard)
    return Answer(200, path, FORMATS[format_])


def _unheard(_done: int, _whole: int) -> None:
    """Nobody asked how far it is."""


def _rebuild(asked: Asked) -> Answer:
    read(Nothing, asked.body)
    _require_everywhere(asked, "administer")
    url = asked.wiring.url

    def again() -> Answer:
        return alone("rebuild", lambda: answer_json({"entries": rebuild(url)}))

    return kept(asked, "rebuilds", again)


FORMAT: Final = Parameter(
    "format",
    Words("Định dạng.", "The format."),
    {"type": "string", "enum": list(FORMATS)},
    choice("format", Words("", ""), *FORMATS).read,
    "exchange",
    place="path",
    is_required=True,
)

WHOLE: Final = (
    Operation(
        method="GET",
        path="/audit",
        name="audit",
        tag="whole",
        summary=Words("Kiểm tra toàn bộ sổ", "Audit the whole book"),
        scope="inspect",
        successes=(
            Success(200, Words("Mọi sai lệch, nếu có.", "Every fault, if any."), answers.Audit),
        ),
        problems=("busy",),
        handle=_audit,
    ),
    Operation(
        method="GET",
        path="/claims",
        name="checkClaims",
        tag="whole",
        summary=Words("Đối chiếu số liệu đã công bố", "Check published figures"),
        scope="read",
        successes=(Success(200, Words("Kết luận.", "The verdicts."), answers.Claims),),
        handle=_claims,
    ),
    Operation(
        method="GET",
        path="/exports/{format}",
        name="export",
        tag="whole",
        summary=Words("Xuất toàn bộ dữ liệu", "Export the whole book"),
        says=Words(
            "exchange: tệp zip các CSV, có tên người; hledger, beancount: văn bản.",
            "exchange: a zip of CSV files, with names of persons; hledger, beancount: text.",
        ),
        scope="inspect",
        parameters=(FORMAT,),
        successes=tuple(
            Success(200, Words("Dữ liệu.", "The export."), media_type=each)
            for each in dict.fromkeys(FORMATS.values())
        ),
        problems=("busy", "look_not_noted"),
        handle=_export,
    ),
    Operation(
        method="POST",
        path="/rebuilds",
        name="rebuild",
        tag="whole",
        summary=Words("Lập lại số liệu từ nhật ký", "Make the figures again from the journal"),
        scope="administer",
        body=Body(Nothing, {}),
        successes=(
            Success(200, Words("Bao nhiêu bút toán.", "How many entries."), answers.Rebuilt),
        ),
        problems=("busy", "key_used_for_other", "in_flight"),
        handle=_rebuild,
    ),
)

"""`/bien-nhan/{code}`: anyone checks a paper by the code on it, without an account.

/bien-nhan               where a code is typed
/bien-nhan/KYVZ-5ZXK     the paper, or why the code cannot be one
/r/…, /v/…               what the QR codes on papers open
"""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.identity.limits import TooManyTries, address, try_once
from api.pages.public.limits import MAKE_PDF, UNKNOWN_CODE
from api.pages.public.receipt_page import CodePage, content_of, public_receipt
from api.web.preferences import preferences_of
from api.web.rendering import page
from api.web.texts import phrase
from api.wiring import Wiring, wired
from ledger.database import Connection
from ledger.events import DonationCollected, Vouched
from projections.paper_codes import Coded, entries_with_code
from reports.addresses import address as address_of
from reports.check_codes import Mistyped, Slip, near_misses, read_code, spelled
from reports.from_entries.receipts import Gift
from reports.native import NativeLibrariesMissing
from reports.receipt import make_receipt

router = APIRouter()
TYPED_MAX_CHARS: Final = 40

SLIPS: Final[dict[Slip, str]] = {
    "empty": phrase("Hãy gõ tám ký tự in dưới mã QR trên giấy."),
    "too_short": phrase("Mã còn thiếu: mã kiểm chứng có đúng tám ký tự."),
    "too_long": phrase("Mã bị thừa: mã kiểm chứng có đúng tám ký tự."),
    "strange_character": phrase(
        "Trong mã có ký tự không bao giờ dùng: mã chỉ gồm chữ số và chữ cái không dấu, không có U."
    ),
    "does_not_fit": phrase(
        "Mã này không thể có: ký tự cuối không khớp với các ký tự trước, nên chắc có ký tự gõ nhầm."
    ),
}
ONE_CHARACTER: Final = phrase("Có lẽ một ký tự bị gõ nhầm. Hãy so với giấy:")
TWO_SWAPPED: Final = phrase("Có lẽ hai ký tự cạnh nhau bị đảo chỗ. Hãy so với giấy:")
UNKNOWN: Final = phrase(
    "Mã viết đúng nhưng trong sổ này không có giấy nào mang mã đó. Giấy có thể do nơi khác lập, "
    "hoặc là giấy giả: hãy hỏi đơn vị ghi trên giấy."
)
OTHER_NUMBER: Final = phrase("Không có giấy nào mang mã này với số đó: hãy so lại cả hai với giấy.")
NO_PDF: Final = phrase("Máy chủ này chưa làm được tệp PDF. Hãy in trang này thay cho tệp.")


@router.get("/r/{code}", include_in_schema=False)
@router.get("/v/{code}", include_in_schema=False)
def from_qr(code: str) -> Response:
    """Lead from the short address in a QR code to the page of the paper."""
    return RedirectResponse(f"/bien-nhan/{quote(code, safe='')}", status_code=308)


@router.get("/bien-nhan", include_in_schema=False)
def ask_for_code(request: Request) -> Response:
    """Show where a code is typed, and what is wrong with one that is none."""
    typed = request.query_params.get("ma", "").strip()
    if not typed and "ma" not in request.query_params:
        return page(request, "public/code.html", CodePage(""))
    return RedirectResponse(
        f"/bien-nhan/{quote(typed[:TYPED_MAX_CHARS] or '-', safe='')}", status_code=303
    )


@router.get("/bien-nhan/{code}.pdf", include_in_schema=False)
def receipt_pdf(
    code: str, request: Request, wiring: Annotated[Wiring, Depends(wired)], so: str = ""
) -> Response:
    """Send the receipt as everybody may have it; the same bytes each time."""
    with wiring.connection() as connection:
        found = found_by(connection, code, so)
        if found is None or not isinstance(found.entry.event, Gift):
            return RedirectResponse(f"/bien-nhan/{quote(code, safe='')}", status_code=303)
        try:
            try_once(connection, MAKE_PDF, address(request))
        except TooManyTries as many:
            content = CodePage(code, wait_minutes=many.minutes)
            return page(request, "public/code.html", content, status=429)
        receipt = public_receipt(connection, found, address_of(str(request.base_url)))
    try:
        pdf = make_receipt(receipt)
    except NativeLibrariesMissing:
        return page(request, "public/code.html", CodePage(code, NO_PDF), status=503)
    name = f"bien-nhan-{receipt.number:06d}-{receipt.year}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.get("/bien-nhan/{code}", include_in_schema=False)
def check(
    code: str, request: Request, wiring: Annotated[Wiring, Depends(wired)], so: str = ""
) -> Response:
    """Show the paper that bears a code, or why there is none."""
    with wiring.connection() as connection:
        try:
            bits = read_code(code)
        except Mistyped as mistyped:
            content = _mistyped(connection, code, mistyped)
            return _unknown(connection, request, content)
        if spelled(bits) != code:
            asked = f"?so={quote(so)}" if so else ""
            return RedirectResponse(f"/bien-nhan/{spelled(bits)}{asked}", status_code=308)
        papers = entries_with_code(connection, [bits])
        if not papers:
            return _unknown(connection, request, CodePage(code, UNKNOWN))
        found = _with_number(papers, so)
        if len(found) == 1:
            language = preferences_of(request).language
            content_found = content_of(connection, found[0], language)
            return page(request, "public/receipt.html", content_found)
    error = OTHER_NUMBER if so and not found else ""
    asking = CodePage(code, ask_number=True, number=so, number_error=error)
    return page(request, "public/code.html", asking)


def found_by(connection: Connection, code: str, number: str) -> Coded | None:
    """Return the one paper with a code, and with a number if there are several; else None."""
    found = _with_number(_papers(connection, code), number)
    return found[0] if len(found) == 1 else None


def _papers(connection: Connection, code: str) -> list[Coded]:
    try:
        return entries_with_code(connection, [read_code(code)])
    except Mistyped:
        return []


def _with_number(papers: list[Coded], number: str) -> list[Coded]:
    """Return the papers with a number; one that stands alone needs none."""
    digits = number.split("/", maxsplit=1)[0].strip().lstrip("0")
    if len(papers) == 1 and not digits:
        return papers
    return [each for each in papers if digits in _numbers(each)]


def _numbers(coded: Coded) -> set[str]:
    """Return the numbers that stand on the papers of an entry."""
    event = coded.entry.event
    found = {str(event.number)} if isinstance(event, Vouched) else set[str]()
    if isinstance(event, Gift | DonationCollected):
        found.add(str(event.receipt_number))
    return found


def _mistyped(connection: Connection, code: str, mistyped: Mistyped) -> CodePage:
    """Say which slip it is, and which codes of the book are one slip away."""
    if mistyped.slip != "does_not_fit":
        return CodePage(code.strip("-"), SLIPS[mistyped.slip])
    near = near_misses(mistyped.typed)
    found = entries_with_code(connection, list(near))
    if not found:
        return CodePage(code, SLIPS["does_not_fit"])
    likely = tuple(dict.fromkeys(spelled(each.code) for each in found))
    swapped = any(near[each.code] == "two_swapped" for each in found)
    return CodePage(code, TWO_SWAPPED if swapped else ONE_CHARACTER, likely)


def _unknown(connection: Connection, request: Request, content: CodePage) -> Response:
    """Count a code that nobody has, and say so."""
    try:
        try_once(connection, UNKNOWN_CODE, address(request))
    except TooManyTries as many:
        content = CodePage(content.typed, wait_minutes=many.minutes)
        return page(request, "public/code.html", content, status=429)
    return page(request, "public/code.html", content, status=404)

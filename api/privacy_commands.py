"""Commands about persons: `erase`, `consent`, `new-epoch`.

Exit codes: 0 done; 2 wrong usage; 3 refused, nothing erased or recorded.
"""

from __future__ import annotations

from typing import Annotated

import typer

from api.speaking import Format, FormatOption, fail, plain_errors, print_json, say, tell

app = typer.Typer(rich_markup_mode=None)


@app.command()
@plain_errors
def erase(
    party: Annotated[
        str,
        typer.Argument(help="donor_id, recipient_id, khóa của một dòng, hoặc mã nơi nhận hộ."),
    ],
    reason: Annotated[
        str,
        typer.Option(help="request, consent_withdrawn, court, mistaken hoặc retention_over."),
    ],
    unit: Annotated[str | None, typer.Option("--unit", help="Mã đơn vị.")] = None,
    holder: Annotated[
        bool, typer.Option("--holder", help="Chỉ tìm nơi nhận hộ mang mã này.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem trước, không xóa.")] = False,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Xóa vĩnh viễn thông tin của một người; số tiền, số dư và bằng chứng không thay đổi."""
    from api.persons.at_the_machine import erase_party
    from api.persons.saying import erased_document, erased_text, reason_of

    because = reason_of(reason)
    if because is None:
        tell("Lý do này ghi là “request”; lời văn không được giữ lại, vì có thể nêu tên người.")
        because = "request"
    done = erase_party(party, unit, because, only_holder=holder, dry_run=dry_run)
    if format_ is Format.JSON:
        print_json(erased_document(done, because, dry_run=dry_run))
    else:
        say(erased_text(done, because, dry_run=dry_run))


@app.command()
@plain_errors
def consent(
    key: Annotated[str, typer.Argument(help="Khóa của khoản ủng hộ hoặc khoản trao.")],
    of: Annotated[str, typer.Option(help="donor, recipient hoặc representative.")],
    who: Annotated[str, typer.Option(help="Ai cho biết (giữ kín).")],
    how: Annotated[str, typer.Option(help="Bằng cách nào, ví dụ: giấy ký ngày 5/9 (giữ kín).")],
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Không đồng ý nữa.")] = False,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Ghi nhận ai đồng ý được nêu tên công khai, hoặc không đồng ý nữa."""
    from api.persons.at_the_machine import note
    from api.persons.saying import consenter_of

    consenter = consenter_of(of)
    if consenter is None:
        fail("--of là donor, recipient hoặc representative.", code=2)
    recorded = note(key, consenter, who, how, is_given=not withdraw)
    if format_ is Format.JSON:
        print_json({"about": key, "of": of, "stands": not withdraw})
    else:
        say("Đã ghi." if recorded.entries else "Đã ghi như vậy từ trước.")


@app.command(name="new-epoch")
@plain_errors
def new_epoch(format_: FormatOption = Format.TEXT) -> None:
    """Đổi khóa của kho thông tin riêng: bản sao lưu cũ không đọc được tên ai nữa."""
    from api.persons.at_the_machine import change_keys

    epoch = change_keys()
    if format_ is Format.JSON:
        print_json({"epoch": epoch})
    else:
        say(f"Đã đổi khóa (đợt {epoch}); khóa cũ đã hủy.")

"""What did not work is said in words, to people as a page and to programs as a problem."""

from __future__ import annotations

import json
import re
import socket
import time

import httpx
import pytest
from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ledger.journal import Unreachable
from ledger.refusals import FundUnknownToReceiver, InsufficientFunds, UnknownUnit
from projections.figures import unit_by_code
from tests.api.books import Books
from tests.api.web.conftest import Act, Doing, Logged
from tests.site import Site

FOR_PROGRAMS = {"Accept": "application/json"}


def failing(error: Exception) -> Act:
    def act(_request: Request) -> Response:
        raise error

    return act


def test_an_unknown_address_has_a_page_in_vietnamese(client: httpx.Client) -> None:
    answer = client.get("/khong-co-gi")
    assert answer.status_code == 404
    assert "<h1>Không có trang này</h1>" in answer.text


def test_an_unknown_address_has_a_page_in_english_too(client: httpx.Client) -> None:
    answer = client.get("/khong-co-gi?lang=en")
    assert "<h1>There is no such page</h1>" in answer.text
    assert '<html lang="en"' in answer.text


def test_a_program_gets_a_problem_document(client: httpx.Client) -> None:
    answer = client.get("/khong-co-gi", headers=FOR_PROGRAMS)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.json()["status"], answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "address", ["/so?don-vi=%00", "/don-vi/NA%00", "/tra-cuu?so=%00&lang=en", "/duyet/%00/x"]
)
def test_an_address_with_a_zero_byte_is_a_mistake_of_who_asks(
    client: httpx.Client, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 400 and "<h1>" in answer.text


def test_a_page_asked_in_a_wrong_way_says_so(client: httpx.Client) -> None:
    answer = client.delete("/health")
    assert answer.status_code == 405
    assert "Trang này không mở theo cách đó" in answer.text


def test_what_says_it_is_too_large_is_refused_with_the_limit(client: httpx.Client) -> None:
    answer = client.post("/dang-nhap", content=b"x" * 1_000_001)
    assert answer.status_code == 413
    assert "tối đa 1 MB" in answer.text


def test_what_turns_out_too_large_is_refused_with_the_limit(doing: Doing) -> None:
    browser = doing(lambda _request: Response("not reached"))
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = browser.post(
        "/so/thu", content=(b"a=" + b"x" * 9_999 for _ in range(101)), headers=form
    )
    assert answer.status_code == 413
    assert "tối đa 1 MB" in answer.text


def test_a_refusal_of_the_ledger_says_its_sentence(doing: Doing) -> None:
    answer = doing(failing(UnknownUnit(unit="X"))).get("/so/thu")
    assert answer.status_code == 422
    assert "Không có đơn vị mang mã “X”" in answer.text


def test_a_refusal_speaks_of_a_unit_by_its_code(doing: Doing, books: Books, site: Site) -> None:
    site.catch_up()
    with site.wiring.connection() as connection:
        unit_id = unit_by_code(connection, f"{books.name}X")
    refusal = FundUnknownToReceiver(unit_id=unit_id, fund="chung")
    assert (
        f"Đơn vị nhận {books.name}X không có nguồn" in doing(failing(refusal)).get("/so/thu").text
    )


def test_a_program_gets_the_code_of_a_refusal(doing: Doing) -> None:
    refusal = InsufficientFunds(fund="chung", holding="TM", short_vnd=5, on="05/11/2022")
    answer = doing(failing(refusal)).get("/so/thu", headers=FOR_PROGRAMS)
    assert (answer.status_code, answer.json()["code"]) == (409, "insufficient_funds")


def test_while_the_database_is_away_people_are_told_to_come_back(doing: Doing) -> None:
    answer = doing(failing(Unreachable("gone"))).get("/so/thu")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "không bị ghi sổ hai lần" in answer.text


def test_words_of_the_page_itself_are_shown(doing: Doing) -> None:
    answer = doing(failing(HTTPException(403, "Danh sách này của đơn vị khác."))).get("/so/thu")
    assert answer.status_code == 403
    assert "Danh sách này của đơn vị khác." in answer.text


def test_an_unexpected_error_has_a_number_that_is_in_the_log(doing: Doing, logged: Logged) -> None:
    answer = doing(failing(ValueError("ông Nguyễn Văn Ẩn"))).get("/so/thu")
    said = re.search(r"Số lỗi: (\w+)\.", answer.text)
    (found,) = [line for line in logged() if line["event"] == "unexpected"]
    assert answer.status_code == 500
    assert said is not None
    assert (found["number"], found["error"], found["route"]) == (said[1], "ValueError", "/so/thu")
    assert "test_errors.py" in found["at"][-1]
    assert "Nguyễn" not in json.dumps(logged(), ensure_ascii=False)


def test_who_hangs_up_while_sending_is_no_error_of_the_program(
    client: httpx.Client, logged: Logged
) -> None:
    place = client.base_url.host, client.base_url.port or 0
    sent = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\na=b"
    with socket.create_connection(place) as line:
        line.sendall(f"POST /dang-nhap HTTP/1.1\r\nHost: x\r\n{sent}".encode())
        client.get("/health")  # by now it is being read
    until = time.monotonic() + 10
    while not (told := [each for each in logged() if each.get("method") == "POST"]):
        assert time.monotonic() < until
        time.sleep(0.01)
    assert [each["status"] for each in told] == [400]

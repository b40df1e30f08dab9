"""Every page, for everybody who may open it: rules of accessibility, width, weight, no strangers.

A page is shown once and looked at in four ways: wide and narrow, light and dark. A page that is
added to the application must be added here.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import Final
from urllib.parse import urlsplit

import pytest
from fastapi.routing import iter_route_contexts
from playwright.sync_api import Browser, Page, Response

from api.app import create_app
from tests.browser.accessibility import violations
from tests.browser.conftest import Visit, open_window
from tests.browser.deeds import prepare_list, print_receipts, publish_year, send_list
from tests.browser.program import Program
from tests.browser.province import (
    ACCOUNT_HOLDER,
    ADMINISTRATOR,
    COMMUNE,
    COMMUNE_HOLDER,
    COMMUNE_TREASURER,
    INSPECTOR,
    TREASURER,
    addresses_of_entries,
    paper_of_a_donor,
)
from tests.site import Site

WEIGHT_MAX_BYTES = 150_000
REQUESTS_MAX = 4
GUEST = ""
YEAR = "tu=2022-01-01&den=2022-12-31"
KNOWN: Final = "/quan-tri/du-lieu-ca-nhan"
PAGES: tuple[tuple[str, str, str], ...] = (
    (GUEST, "/", "/"),
    (GUEST, "/", "/?nam=2022"),
    (GUEST, "/don-vi/{code:path}", "/don-vi/NA?nam=2022"),
    (GUEST, "/cac-don-vi", "/cac-don-vi?cap=commune&ngay=2022-12-31"),
    (GUEST, "/dan-so", "/dan-so?don-vi=NA&ngay=2022-12-31"),
    (GUEST, "/don-vi/{code:path}", "/don-vi/NA-01-01?nam=2022&duoi=0"),
    (GUEST, "/tra-cuu", "/tra-cuu"),
    (GUEST, "/tra-cuu", "/tra-cuu?ngay=31/02/2022&so-tien=26,000&so="),
    (GUEST, "/tra-cuu", "/tra-cuu?ngay=30/06/2022&so-tien=5&so=7"),
    (GUEST, "/bien-nhan", "/bien-nhan"),
    (GUEST, "/bien-nhan/{code}", "/bien-nhan/KYVZ-5ZXX"),
    (GUEST, "/bien-nhan/{code}", "{receipt}"),
    (GUEST, "/kiem-chung", "/kiem-chung"),
    (GUEST, "/chung-tu/{name}", "{reversal}"),
    (GUEST, "/ung-ho", "/ung-ho?tim=Hưng"),
    (GUEST, "/ung-ho", "/ung-ho?don-vi=NA"),
    (GUEST, "/cong-khai", "/cong-khai"),
    (GUEST, "/cong-khai/{year}/{edition}/{code:path}", "/cong-khai/2022/1/NA"),
    (GUEST, "/bien-nhan/{code}/tong", "{receipt}/tong"),
    (GUEST, "/dang-nhap", "/dang-nhap"),
    (GUEST, "/so", f"/so?don-vi=NA&duoi=1&muc=raised&{YEAR}"),
    (GUEST, "/so", "/so?don-vi=NA&tu=x"),
    (GUEST, "/v1/tai-lieu", "/v1/tai-lieu"),
    (GUEST, "", "/khong-co-gi"),
    (TREASURER, "/ban-lam-viec", "/ban-lam-viec"),
    (COMMUNE_TREASURER, "/ban-lam-viec", "/ban-lam-viec"),
    (ACCOUNT_HOLDER, "/ban-lam-viec", "/ban-lam-viec"),
    (ADMINISTRATOR, "/ban-lam-viec", "/ban-lam-viec"),
    (TREASURER, "/phieu-thu/lap", "/phieu-thu/lap"),
    (TREASURER, "/phieu-thu/lap", "/phieu-thu/lap?kenh=in_kind"),
    (TREASURER, "/phieu-thu/lap", "/phieu-thu/lap?kenh=press"),
    (TREASURER, "/phieu-thu/nop-lai", "/phieu-thu/nop-lai"),
    (TREASURER, "/phieu-thu/thu-khac", "/phieu-thu/thu-khac"),
    (TREASURER, "/chuyen-quy", "/chuyen-quy"),
    (TREASURER, "/dieu-chuyen", "/dieu-chuyen"),
    (TREASURER, "/dieu-chuyen/gui", "/dieu-chuyen/gui"),
    (TREASURER, "/phieu-chi/lap", "/phieu-chi/lap"),
    (TREASURER, "/phieu-chi/lap", "/phieu-chi/lap?bang=goods"),
    (TREASURER, "/phieu-chi/chi-khac", "/phieu-chi/chi-khac"),
    (TREASURER, "/nguon-va-noi-giu", "/nguon-va-noi-giu"),
    (TREASURER, "/in", "/in?tu=01/01/2022&den=31/12/2022"),
    (TREASURER, "/in/bang-ke", "/in/bang-ke"),
    (TREASURER, "/nhap-excel", "/nhap-excel"),
    (TREASURER, "/tai-khoan", "/tai-khoan"),
    (TREASURER, "/tai-khoan/mat-khau", "/tai-khoan/mat-khau"),
    (TREASURER, "/kiem-tra", "/kiem-tra"),
    (COMMUNE_TREASURER, "/huy-but-toan", "{gift}"),
    (COMMUNE_TREASURER, "/in/{job_id:int}", "{printed}"),
    (COMMUNE_TREASURER, "/nhap-excel/{upload_id}", "{upload}"),
    (COMMUNE_TREASURER, "/duyet/{unit:path}/{key}", "{list}"),
    (COMMUNE_HOLDER, "/duyet/{unit:path}/{key}", "{list}"),
    (ACCOUNT_HOLDER, "/duyet", "/duyet"),
    (ACCOUNT_HOLDER, "/cong-bo", "/cong-bo?nam=2022"),
    (ACCOUNT_HOLDER, "/ung-ho/tai-khoan", "/ung-ho/tai-khoan?don-vi=NA"),
    (INSPECTOR, "/kiem-tra", f"/kiem-tra?don-vi=NA&{YEAR}"),
    (INSPECTOR, "/kiem-tra/mau", f"/kiem-tra/mau?don-vi=NA&{YEAR}&hat-giong=7&co=5"),
    (INSPECTOR, "/kiem-tra/so-chung-tu", f"/kiem-tra/so-chung-tu?don-vi=NA&{YEAR}"),
    (INSPECTOR, "/kiem-tra/tu-dong", f"/kiem-tra/tu-dong?don-vi=NA&{YEAR}"),
    (INSPECTOR, "/kiem-tra/ho-so", f"/kiem-tra/ho-so?don-vi=NA&{YEAR}&hat-giong=7"),
    (INSPECTOR, "/chung-tu/{name}", "{payout}"),
    (INSPECTOR, "/so", f"/so?don-vi=NA&duoi=1&{YEAR}"),
    (ADMINISTRATOR, "/quan-tri", "/quan-tri"),
    (ADMINISTRATOR, "/quan-tri/nguoi", "/quan-tri/nguoi"),
    (ADMINISTRATOR, "/quan-tri/nguoi/{person_id}", "{person}"),
    (ADMINISTRATOR, "/quan-tri/nguoi/them", "/quan-tri/nguoi/them"),
    (ADMINISTRATOR, "/quan-tri/nhat-ky", "/quan-tri/nhat-ky"),
    (ADMINISTRATOR, f"{KNOWN}", f"{KNOWN}?don-vi=NA&tim=nguyen"),
    (ADMINISTRATOR, f"{KNOWN}/da-xem", f"{KNOWN}/da-xem?don-vi=NA"),
    (ADMINISTRATOR, f"{KNOWN}/{{subject_id}}", "{known}"),
    (ADMINISTRATOR, f"{KNOWN}/{{subject_id}}/xoa", "{erasing}"),
    (ADMINISTRATOR, f"{KNOWN}/noi-nhan-ho/{{subject_id}}", "{holder}"),
    (ADMINISTRATOR, f"{KNOWN}/noi-nhan-ho/{{subject_id}}/xoa", "{erasing_holder}"),
    (ADMINISTRATOR, "/quan-tri/don-vi", "/quan-tri/don-vi"),
    (ADMINISTRATOR, "/quan-tri/don-vi/them", "/quan-tri/don-vi/them"),
    (ADMINISTRATOR, "/quan-tri/don-vi/ten", "/quan-tri/don-vi/ten"),
    (ADMINISTRATOR, "/quan-tri/don-vi/muc-duyet", "/quan-tri/don-vi/muc-duyet"),
    (ADMINISTRATOR, "/quan-tri/don-vi/dan-so", "/quan-tri/don-vi/dan-so"),
    (ADMINISTRATOR, "/tai-khoan/khoa-lap-trinh", "/tai-khoan/khoa-lap-trinh"),
    (ADMINISTRATOR, "/thiet-lap/nguoi", "/thiet-lap/nguoi"),
    (ADMINISTRATOR, "/thiet-lap/so-du", "/thiet-lap/so-du"),
    (ADMINISTRATOR, "/thiet-lap/so-chung-tu", "/thiet-lap/so-chung-tu"),
    (ADMINISTRATOR, "/thiet-lap/xong", "/thiet-lap/xong"),
)
"""Who looks (a login), the page of the application, and the address at which it is looked at."""

NOT_PAGES = frozenset(
    {
        *("/static/{mark}/{name:path}", "/health", "/ready", "/metrics", "/openapi.json"),
        *("/r/{code}", "/v/{code}", "/dang-nhap/tiep-tuc", "/thiet-lap"),
        *("/bien-nhan/{code}.json", "/bien-nhan/{code}.txt", "/kiem-chung.html"),
        *("/bien-nhan/{code}.pdf", "/chung-tu/{name}/bien-nhan", "/chung-tu/{name}/phieu"),
        *("/chung-tu/{name}/goc", "/so/csv", "/so/xlsx", "/kiem-tra/ho-so/{job_id}.zip"),
        "/cong-khai/tai/{year}/{edition}/{code:path}",
        "/bien-nhan/{code}/tong/{year}/{edition}/{unit:path}",
        *("/in/giay.pdf", "/in/giay.png", "/in/{job_id:int}/{number:int}.pdf"),
        *("/phieu-thu/goi-y", "/phieu-thu/bang-chu"),
        *("/checkpoint", "/tile/{rest:path}", "/log-key", "/chung-tu/{name}/bang-chung"),
        *("/nhap-excel/mau", "/nhap-excel/{upload_id}/tien-do", "/nhap-excel/{upload_id}/sua.xlsx"),
        "/nhap-excel/{upload_id}/tep/{number}",
    }
)
"""Files, parts of pages, ways to other pages; the first step of the set-up is in test_people."""


@pytest.fixture(scope="module")
def places(browser: Browser, program: Program) -> dict[str, str]:
    """Give the addresses of what must first be made, by the names in braces in the table."""
    found = addresses_of_entries(program.url)
    found["receipt"] = f"/bien-nhan/{paper_of_a_donor(program.url).code}"
    with ExitStack() as stack:
        page = open_window(browser, stack, program.address, 1280)
        program.sign_in(page.context, COMMUNE_TREASURER)
        prepare_list(page, "Em Phạm Văn Trang")
        found["list"] = urlsplit(page.url).path
        send_list(page, "sai.xlsx", [["Khóa", "Đơn vị", "Số tiền"], ["k", COMMUNE, "26,000"]])
        found["upload"] = urlsplit(page.url).path
        print_receipts(page, "01/01/2022", "31/12/2022")
        found["printed"] = page.url.removeprefix(program.address)
    with ExitStack() as stack:
        page = open_window(browser, stack, program.address, 1280)
        program.sign_in(page.context, ACCOUNT_HOLDER)
        publish_year(page, 2022)
    with ExitStack() as stack:
        page = open_window(browser, stack, program.address, 1280)
        program.sign_in(page.context, ADMINISTRATOR)
        page.goto("/quan-tri/nguoi")
        found["person"] = str(page.locator("tbody a").first.get_attribute("href"))
        for name, erasing, typed in (
            ("known", "erasing", "nguyen"),
            ("holder", "erasing_holder", "bao"),
        ):
            page.goto(f"{KNOWN}?don-vi=NA&tim={typed}")
            found[name] = str(page.locator("main tbody a").last.get_attribute("href"))
            address, _, about = found[name].partition("?")
            found[erasing] = f"{address}/xoa?{about}"
    return found


@pytest.fixture(params=[f"{login or 'guest'} {address}" for login, _, address in PAGES])
def looked_at(
    visit: Visit, places: dict[str, str], request: pytest.FixtureRequest
) -> tuple[Page, list[Response]]:
    """Give a page as somebody sees it, and what the browser was sent for it."""
    login, _, address = str(request.param).partition(" ")
    page = visit("" if login == "guest" else login, reduced_motion="reduce")
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - no builtin
    page.goto(address.format(**places))
    return page, answers


def test_a_page_keeps_every_rule(looked_at: tuple[Page, list[Response]]) -> None:
    page, answers = looked_at
    weight = sum(each.request.sizes()["responseBodySize"] for each in answers)
    assert weight <= WEIGHT_MAX_BYTES and len(answers) <= REQUESTS_MAX
    assert {urlsplit(each.url).netloc for each in answers} == {urlsplit(page.url).netloc}
    broken: dict[str, list[str]] = {}
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="light")
        broken[f"{width}"] = violations(page)
        page.emulate_media(color_scheme="dark")
        broken[f"{width}, dark"] = violations(page, ["color-contrast"])
        too_wide = page.evaluate("document.documentElement.scrollWidth") > width
        broken[f"{width}, wide"] = ["too wide"] if too_wide else []
    assert {way: found for way, found in broken.items() if found} == {}


def test_no_page_of_the_application_is_missing_here(site: Site) -> None:
    routes = iter_route_contexts(create_app(site.wiring).routes)
    served = {each.path for each in routes if "GET" in (each.methods or ()) and each.path}
    listed = {route for _, route, _ in PAGES}
    assert {each for each in served - NOT_PAGES if not each.startswith("/v1")} == {
        each for each in listed if each and not each.startswith("/v1")
    }

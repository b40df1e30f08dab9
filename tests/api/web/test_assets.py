"""Static files are small, kept for a year under an address that changes with them, and complete."""

from __future__ import annotations

import re

import httpx
import pytest

from api.web.assets import STATIC, asset, static

WEIGHT_MAX = 150_000


def test_a_static_file_is_kept_for_a_year(client: httpx.Client) -> None:
    answer = client.get(static("soquy.css"))
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"


def test_a_static_file_is_sent_packed_to_whoever_can_unpack_it(client: httpx.Client) -> None:
    packed = client.get(static("work.js"))
    plain = client.get(static("work.js"), headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.text == plain.text
    assert int(packed.headers["Content-Length"]) * 2 < int(plain.headers["Content-Length"])


def test_what_a_browser_has_is_not_sent_again(client: httpx.Client) -> None:
    mark = client.get(static("soquy.css")).headers["ETag"]
    answer = client.get(static("soquy.css"), headers={"If-None-Match": mark})
    assert (answer.status_code, answer.content) == (304, b"")


def test_under_an_old_address_the_file_is_not_kept(client: httpx.Client) -> None:
    answer = client.get("/static/000000000000/soquy.css")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize("name", ["../rendering.py", "%2e%2e/rendering.py", "none.css", "vendor"])
def test_nothing_outside_the_folder_is_served(client: httpx.Client, name: str) -> None:
    assert client.get(f"/static/0/{name}", follow_redirects=True).status_code == 404


def test_a_page_names_at_most_three_more_files_and_is_light(client: httpx.Client) -> None:
    answer = client.get("/khong-co-gi")
    names = re.findall(r'(?:src|href)="(/static/[^"]+)"', answer.text)
    weight = len(answer.content) + sum(len(client.get(name).content) for name in names)
    assert 1 <= len(names) <= 3
    assert weight < WEIGHT_MAX


def test_signed_in_pages_are_light_too_without_packing() -> None:
    files = [asset("soquy.css"), asset("work.js")]
    weight = sum(len(each.raw) for each in files if each)
    assert weight < WEIGHT_MAX - 30_000, "30 kB are left for the page and its own script"


def test_every_page_asks_only_this_site(client: httpx.Client) -> None:
    text = client.get("/khong-co-gi").text
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', text)


def test_what_others_wrote_lies_there_with_its_licence() -> None:
    told = (STATIC / "vendor" / "README.md").read_text(encoding="utf-8")
    files = {path.name for path in (STATIC / "vendor").iterdir()} - {"README.md"}
    assert {name for name in files if name not in told} == set()

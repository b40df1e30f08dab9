"""A file of figures that cannot be trusted is refused, with the place and a sentence."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from reports.claims import ClaimsInvalid, check_claims, load_published, parse_published
from reports.claims.figures import Relation
from reports.claims.units import KINDS, SCALES
from reports.claims.words import QUALIFIERS

FIGURES = [
    {"id": "raised", "what": "Vận động", "qualifier": "trên", "value": "87,1", "unit": "tỷ đồng"},
    {"id": "members", "what": "Hội viên", "value": 775276, "unit": "hội viên"},
    {"id": "nobody", "what": "Không ai", "value": "0", "unit": "người"},
]
IDENTITY = {"id": "same", "says": "Bằng chính nó", "equal": ["raised", "raised"]}
SET = {
    "id": "NA2022",
    "organisation": "Hội Khuyến học tỉnh Nghệ An",
    "period": "2022",
    "source": {"publisher": "Báo Nghệ An", "date": "2023-01"},
    "figures": FIGURES,
    "identities": [IDENTITY],
}


def _with(*path: str | int, value: object) -> dict[str, object]:
    """Return the sound document with one thing replaced."""
    document: dict[str, object] = copy.deepcopy({"sets": [SET]})
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return document


def _claiming(**claim: object) -> dict[str, object]:
    return _with("sets", 0, "identities", 0, value={"id": "same", "says": "Thử", **claim})


AT_SET = "sets › [0] › NA2022"
FIGURE = ("sets", 0, "figures", 0)
AT_FIRST = f"{AT_SET} › figures › [0]"
AT_FIGURE = f"{AT_FIRST} › raised"
AT_CLAIM = f"{AT_SET} › identities › [0] › same"
OPERATIONS = (
    "number",
    "sum",
    "difference",
    "product",
    "quotient",
    "rounded_down",
    "rounded_half_up",
)
REFUSED = {
    "not_an_object": ([], "", "cần một đối tượng"),
    "no_sets": ({}, "sets", "thiếu mục này"),
    "sets_not_a_list": ({"sets": {}}, "sets", "cần một danh sách"),
    "unknown_key": (_with(*FIGURE, "tol", value=1), f"{AT_FIRST} › tol", "không có mục"),
    "empty_words": (_with(*FIGURE, "what", value=""), f"{AT_FIRST} › what", "để trống"),
    "bad_id": (_with(*FIGURE, "id", value="vận động"), f"{AT_FIRST} › id", "không dấu"),
    "double_figure": (
        _with("sets", 0, "figures", 1, "id", value="raised"),
        f"{AT_SET} › raised",
        "hai lần",
    ),
    "double_set": ({"sets": [SET, SET]}, "NA2022", "hai lần"),
    "double_identity": (
        _with("sets", 0, "identities", value=[IDENTITY, IDENTITY]),
        f"{AT_SET} › same",
        "hai lần",
    ),
    "value_with_point": (
        _with(*FIGURE, "value", value="87.1"),
        f"{AT_FIGURE} › value",
        "như báo in",
    ),
    "value_true": (
        _with(*FIGURE, "value", value=True),
        f"{AT_FIGURE} › value",
        "cần một số nguyên",
    ),
    "value_negative": (_with(*FIGURE, "value", value=-5), f"{AT_FIGURE} › value", "như báo in"),
    "unknown_unit": (
        _with(*FIGURE, "unit", value="đô la"),
        f"{AT_FIGURE} › unit",
        "không biết đơn vị",
    ),
    "unknown_word": (
        _with(*FIGURE, "qualifier", value="ngót"),
        f"{AT_FIGURE} › qualifier",
        "không biết từ",
    ),
    "word_not_text": (
        _with(*FIGURE, "qualifier", value=1),
        f"{AT_FIGURE} › qualifier",
        "ngoặc kép",
    ),
    "bad_date": (
        _with("sets", 0, "source", "date", value="1/2023"),
        f"{AT_SET} › source › date",
        "2022-12-31",
    ),
    "no_relation": (_claiming(), AT_CLAIM, "đúng một trong ba"),
    "two_relations": (
        _claiming(equal=["raised", "raised"], at_most=["raised", "raised"]),
        AT_CLAIM,
        "đúng một",
    ),
    "one_side": (_claiming(equal=["raised"]), f"{AT_CLAIM} › equal", "hai vế"),
    "tolerance_beside_at_most": (
        _claiming(at_most=["raised", "raised"], tolerance={"percent": "1", "reason": "x"}),
        f"{AT_CLAIM} › tolerance",
        "chỉ dùng với equal",
    ),
    "tolerance_without_reason": (
        _claiming(equal=["raised", "raised"], tolerance={"percent": "1"}),
        f"{AT_CLAIM} › tolerance › reason",
        "thiếu mục này",
    ),
    "tolerance_of_everything": (
        _claiming(equal=["raised", "raised"], tolerance={"percent": "100", "reason": "x"}),
        f"{AT_CLAIM} › tolerance › percent",
        "nhỏ hơn 100",
    ),
    "unknown_outcome": (
        _claiming(equal=["raised", "raised"], expected="maybe"),
        f"{AT_CLAIM} › expected",
        "holds",
    ),
    "unknown_operation": (
        _claiming(equal=[{"power": ["raised", "raised"]}, "raised"]),
        f"{AT_CLAIM} › equal › [0]",
        "một trong",
    ),
    "two_operations": (
        _claiming(equal=[{"sum": ["raised", "raised"], "product": []}, "raised"]),
        f"{AT_CLAIM} › equal › [0]",
        "một trong",
    ),
    "expression_as_text": (
        _claiming(equal=[1, "raised"]),
        f"{AT_CLAIM} › equal › [0]",
        "cần mã một số liệu",
    ),
    "sum_of_one": (
        _claiming(equal=[{"sum": ["raised"]}, "raised"]),
        f"{AT_CLAIM} › equal › [0] › sum",
        "từ hai phần",
    ),
    "quotient_of_three": (
        _claiming(equal=[{"quotient": ["raised"] * 3}, "raised"]),
        f"{AT_CLAIM} › equal › [0] › quotient",
        "số chia",
    ),
    "number_without_quotes": (
        _claiming(equal=[{"number": 2}, "raised"]),
        f"{AT_CLAIM} › equal › [0] › number",
        "ngoặc kép",
    ),
    "rounded_to_zero": (
        _claiming(
            equal=[{"rounded_down": "raised", "to": {"number": "0", "unit": "đồng"}}, "raised"]
        ),
        f"{AT_CLAIM} › equal › [0] › to",
        "lớn hơn 0",
    ),
}
UNCOMPUTABLE = {
    "unknown_figure": (
        _claiming(equal=["raisd", "raised"]),
        "NA2022 › same › [0]",
        "không có số liệu “raisd”",
    ),
    "unknown_figure_deep_inside": (
        _claiming(equal=["raised", {"sum": ["raised", "paid"]}]),
        "NA2022 › same › [1] › [1]",
        "không có số liệu “paid”",
    ),
    "money_added_to_people": (
        _claiming(equal=[{"sum": ["raised", "members"]}, "raised"]),
        "NA2022 › same › [0]",
        "không cộng được hai đơn vị khác nhau: đồng và người",
    ),
    "people_taken_from_money": (
        _claiming(equal=[{"difference": ["raised", "members"]}, "raised"]),
        "NA2022 › same › [0]",
        "không trừ được",
    ),
    "money_compared_with_people": (
        _claiming(equal=["raised", "members"]),
        "NA2022 › same",
        "không so sánh được",
    ),
    "a_rate_compared_with_money": (
        _claiming(at_most=[{"quotient": ["raised", "members"]}, "raised"]),
        "NA2022 › same",
        "không so sánh được hai đơn vị khác nhau: đồng/người và đồng",
    ),
    "money_rounded_to_people": (
        _claiming(
            equal=[{"rounded_half_up": "raised", "to": {"number": "1", "unit": "người"}}, "raised"]
        ),
        "NA2022 › same › [0]",
        "không làm tròn được",
    ),
    "divided_by_zero": (
        _claiming(equal=[{"quotient": ["raised", "nobody"]}, "raised"]),
        "NA2022 › same › [0]",
        "số chia có thể bằng 0",
    ),
    "divided_by_a_difference_that_may_be_zero": (
        _claiming(
            equal=[{"quotient": ["members", {"difference": ["raised", "raised"]}]}, "members"]
        ),
        "NA2022 › same › [0]",
        "số chia có thể bằng 0",
    ),
}


def test_the_sound_document_is_accepted() -> None:
    assert [verdict.name for verdict in check_claims(parse_published({"sets": [SET]}))] == [
        "NA2022.same"
    ]


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_understood_is_refused_with_its_place(case: str) -> None:
    document, place, reason = REFUSED[case]
    with pytest.raises(ClaimsInvalid) as refused:
        parse_published(document)
    assert refused.value.place == place
    assert reason in refused.value.reason


@pytest.mark.parametrize("case", UNCOMPUTABLE)
def test_what_cannot_be_computed_is_refused_with_its_place(case: str) -> None:
    document, place, reason = UNCOMPUTABLE[case]
    published = parse_published(document)
    with pytest.raises(ClaimsInvalid) as refused:
        check_claims(published)
    assert refused.value.place == place
    assert reason in refused.value.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe", "không phải UTF-8"),
        (b"{", "dòng 1, cột 2: tệp không phải JSON đúng"),
        (b'{"sets": 1.5}', "số 1.5 không chính xác"),
        (b'{"sets": NaN}', "số NaN không chính xác"),
        (b'{"sets": [], "sets": []}', "hai lần"),
        (b"[" * 100_000, "lồng quá sâu"),
        (b'{"sets": ' + b"9" * 5_000 + b"}", "số quá dài"),
    ],
)
def test_a_file_that_is_not_sound_json_is_refused(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    file = tmp_path / "figures.json"
    file.write_bytes(content)
    with pytest.raises(ClaimsInvalid, match=reason) as refused:
        load_published(file)
    assert refused.value.place.startswith("figures.json")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClaimsInvalid, match="không đọc được tệp"):
        load_published(tmp_path / "figures.json")


def test_an_expression_is_not_nested_without_end() -> None:
    nested: object = "raised"
    for _ in range(30):
        nested = {"sum": [nested, "raised"]}
    with pytest.raises(ClaimsInvalid, match="lồng quá 20 tầng"):
        parse_published(_claiming(equal=[nested, "raised"]))


def test_words_typed_with_separate_tone_marks_are_understood(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    decomposed = json.dumps({"sets": [SET]}, ensure_ascii=False).replace("ồ", "o\u0302\u0300")
    file.write_text(decomposed, encoding="utf-8")
    assert load_published(file) == parse_published({"sets": [SET]})


def test_the_guide_explains_every_word_unit_and_operation() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "claims.md").read_text(encoding="utf-8")
    operations = [*OPERATIONS, *(relation.value for relation in Relation)]
    said = [word for word in (*QUALIFIERS, *SCALES, *KINDS, *operations) if word]
    assert [word for word in said if f"`{word}`" not in guide] == []

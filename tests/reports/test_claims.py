"""Published figures are judged by what their words allow, and a changed figure changes the verdict.

49 of the 57 identities that come with the product hold, 8 are errors in print. Every test here
works on the shipped file or on a copy of it with one figure changed.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import pytest

from reports.claims import (
    Outcome,
    Verdict,
    check_claims,
    claims_json,
    claims_table,
    load_published,
    parse_published,
    sentence,
)
from reports.claims.published import SHIPPED
from reports.claims.words import parse_number
from reports.numbers import whole

DOCUMENT: dict[str, Any] = json.loads(SHIPPED.read_text(encoding="utf-8"))
VERDICTS = check_claims(load_published())

# Each error in print, the figure that would be right, and the sentence that names the error.
ERRORS = {
    "BRVT2023.per_capita_2022": (
        {"id": "per_capita_2022", "unit": "nghìn đồng/người"},
        "34 đồng/người, thấp hơn 1.000 đồng/người",
    ),
    "HY2017.by_level": (
        {"id": "fund", "value": "55,5"},
        "1,2 + trên 54,3 tỷ đồng = 55,5 tỷ đồng, không phải trên 55,8 tỷ đồng: thiếu 0,3 tỷ đồng",
    ),
    "GL.population_2024": (
        {"id": "member_ratio_2024", "value": "17,23"},
        "≈ 1.418.187 người, không phải 262.590 hội viên ÷ 17,21 % ≈ 1.525.799 người",
    ),
    "VN2019.families": (
        {"id": "families_ratio", "value": "52,5"},
        "4.820 hộ ÷ 9.175 hộ ≈ 52,53 %, không phải 52,6 %: thiếu 0,07 %",
    ),
    "VN2019.communities": (
        {"id": "communities_registered", "value": "91"},
        "91 cộng đồng, vượt quá 74 cộng đồng: thừa 17 cộng đồng",
    ),
    "TSDT2021.paid": (
        {"id": "paid", "value": "19,7"},
        "= 19,75 tỉ đồng, không phải hơn 18 tỉ đồng: thừa 1,75 tỉ đồng",
    ),
    "ST2022.value_year": (
        {"id": "value_year", "value": "96", "qualifier": ""},
        "30 xe × 3,2 triệu đồng/xe = 96 triệu đồng, không phải hơn 100 triệu đồng: thiếu 4 triệu",
    ),
    "NX2025.branches": (
        {"id": "branches", "value": "193"},
        "123 + 47 + 16 + 7 chi hội = 193 chi hội, không phải 197 chi hội: thiếu 4 chi hội",
    ),
}
CITED_BY_HOLDING = [
    (verdict.figure_set.id, verdict.identity.id, figure.id)
    for verdict in VERDICTS
    if verdict.outcome is Outcome.HOLDS
    for figure in verdict.figures
]


def _verdict(name: str) -> Verdict:
    return next(verdict for verdict in VERDICTS if verdict.name == name)


def _judged_with(name: str, change: dict[str, Any]) -> Verdict:
    """Judge one identity again after one figure of its set was changed."""
    set_id, identity_id = name.split(".")
    changed = copy.deepcopy(next(each for each in DOCUMENT["sets"] if each["id"] == set_id))
    figure = next(each for each in changed["figures"] if each["id"] == change["id"])
    figure.update(change)
    changed["identities"] = [each for each in changed["identities"] if each["id"] == identity_id]
    return check_claims(parse_published({"sets": [changed]}))[0]


def _claimed(persons: Mapping[str, str], claim: Mapping[str, object]) -> Outcome:
    """Judge one claim between numbers of people."""
    figures = [
        {"id": name, "what": name, "value": value, "unit": "người"}
        for name, value in persons.items()
    ]
    figure_set = {
        "id": "Tried",
        "organisation": "Chi hội thử",
        "period": "2022",
        "source": {"publisher": "Bản tin"},
        "figures": figures,
        "identities": [{"id": "tried", "says": "Thử", **claim}],
    }
    return check_claims(parse_published({"sets": [figure_set]}))[0].outcome


def _changed_values(set_id: str, figure_id: str) -> Iterator[str]:
    """Yield the figure a little, and ever further, up and down, with as many decimals."""
    figures = next(each for each in DOCUMENT["sets"] if each["id"] == set_id)["figures"]
    number = parse_number(next(each["value"] for each in figures if each["id"] == figure_id))
    decimals = len(number.text.partition(",")[2])
    for percent in (3, -3, 10, -10, 25, -25, 50, -50, 75, -75, 200):
        digits = round(number.value * (100 + percent) / 100 * 10**decimals)
        above, below = divmod(digits, 10**decimals)
        text = whole(above) + (f",{below:0{decimals}d}" if decimals else "")
        if digits and text != number.text:
            yield text


def _numbers_outside_rounding(node: object) -> Iterator[object]:
    if isinstance(node, dict):
        yield from (number for key, number in node.items() if key == "number")
        for key, part in node.items():
            if key != "to":
                yield from _numbers_outside_rounding(part)
    elif isinstance(node, list):
        for part in node:
            yield from _numbers_outside_rounding(part)


def test_all_sets_are_there_and_nine_and_forty_identities_hold() -> None:
    outcomes = [verdict.outcome for verdict in VERDICTS]
    assert (len(DOCUMENT["sets"]), len(outcomes)) == (29, 57)
    assert outcomes.count(Outcome.HOLDS) == 49


def test_the_eight_errors_in_print_are_named() -> None:
    flagged = {verdict.name for verdict in VERDICTS if verdict.outcome is Outcome.PRINTED_ERROR}
    assert flagged == set(ERRORS)


def test_every_verdict_is_the_one_recorded_with_the_figures() -> None:
    assert [verdict.name for verdict in VERDICTS if not verdict.is_as_expected] == []


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_in_print_is_explained_with_both_figures(name: str) -> None:
    said = sentence(_verdict(name))
    assert ERRORS[name][1] in said
    assert said.endswith(_verdict(name).identity.note)


@pytest.mark.parametrize("name", ERRORS)
def test_the_right_figure_would_have_held(name: str) -> None:
    assert _judged_with(name, ERRORS[name][0]).outcome is Outcome.HOLDS


@pytest.mark.parametrize(("set_id", "identity_id", "figure_id"), CITED_BY_HOLDING)
def test_a_changed_figure_flips_the_verdict(set_id: str, identity_id: str, figure_id: str) -> None:
    name = f"{set_id}.{identity_id}"
    flips = (
        _judged_with(name, {"id": figure_id, "value": value}).outcome is Outcome.PRINTED_ERROR
        for value in _changed_values(set_id, figure_id)
    )
    assert any(flips)


def test_identities_cite_figures_and_bring_no_numbers_of_their_own() -> None:
    identities = [identity for each in DOCUMENT["sets"] for identity in each["identities"]]
    assert list(_numbers_outside_rounding(identities)) == []


def test_a_verdict_that_was_not_expected_is_pointed_out() -> None:
    table = claims_table([_judged_with("HY2017.by_level", {"id": "fund", "value": "55,5"})])
    assert "[KHÁC DỰ KIẾN]" in table
    assert table.endswith("Khác dự kiến: HY2017.by_level.")


def test_the_note_on_a_known_error_is_not_said_of_another_verdict() -> None:
    right = _judged_with("HY2017.by_level", {"id": "fund", "value": "55,5"})
    assert sentence(right).endswith("khớp với trên 55,5 tỷ đồng.")


@pytest.mark.parametrize(
    ("printed", "outcome"),
    [
        ("89", Outcome.PRINTED_ERROR),
        ("90", Outcome.HOLDS),
        ("110", Outcome.HOLDS),
        ("111", Outcome.PRINTED_ERROR),
    ],
)
def test_a_tolerance_reaches_as_far_as_it_says_on_both_sides(
    printed: str, outcome: Outcome
) -> None:
    tolerance = {"percent": "10", "reason": "đếm hai lần cách nhau một tháng"}
    claim = {"equal": ["printed", "counted"], "tolerance": tolerance}
    assert _claimed({"printed": printed, "counted": "100"}, claim) is outcome


@pytest.mark.parametrize(
    ("operation", "result", "outcome"),
    [
        ("rounded_down", "3", Outcome.HOLDS),
        ("rounded_down", "4", Outcome.PRINTED_ERROR),
        ("rounded_half_up", "3", Outcome.PRINTED_ERROR),
        ("rounded_half_up", "4", Outcome.HOLDS),
    ],
)
def test_a_half_is_rounded_as_the_claim_says(operation: str, result: str, outcome: Outcome) -> None:
    half = {"quotient": ["seven", {"number": "2"}]}
    claim = {"equal": [{operation: half, "to": {"number": "1", "unit": "người"}}, "result"]}
    assert _claimed({"seven": "7", "result": result}, claim) is outcome


def test_the_table_counts_names_and_sources_the_errors() -> None:
    table = claims_table(VERDICTS)
    assert (
        "57 phép đối chiếu: 49 khớp, 8 lỗi in: BRVT2023.per_capita_2022, HY2017.by_level" in table
    )
    assert (
        "Nguồn: Báo Hưng Yên, “Hưng Yên: Quỹ khuyến học toàn tỉnh đạt trên 55,8 tỷ đồng”" in table
    )


def test_a_figure_that_was_never_printed_says_so() -> None:
    said = sentence(_verdict("HD2018m.previous_members"))
    assert said.endswith("khớp với 452.456 hội viên (số không in trong nguồn).")


def test_programs_get_exact_ends() -> None:
    answer = json.loads(json.dumps(claims_json([_verdict("HY2017.by_level")])))["verdicts"][0]
    ends = (Fraction(answer["computed"][end]) for end in ("low", "value", "high"))
    assert tuple(ends) == (Fraction("55.45"), Fraction("55.5"), Fraction("55.65"))
    assert (answer["unit"], answer["difference"]) == ("tỷ đồng", "-0.3")


def test_programs_learn_which_ends_are_open_or_missing() -> None:
    answers = claims_json([_verdict("QNam2012.money"), _verdict("TSDT2020.paid")])
    money, paid = json.loads(json.dumps(answers))["verdicts"]
    assert (money["printed"]["low_included"], money["printed"]["high_included"]) == (False, True)
    assert (paid["computed"]["high"], paid["computed"]["high_included"]) == (None, False)


def test_an_error_is_not_blamed_on_a_source_that_did_not_print_it() -> None:
    elsewhere = {"publisher": "Bản tin khuyến học"}
    verdict = _judged_with(
        "BRVT2023.per_capita_2022", {"id": "per_capita_2022", "source": elsewhere}
    )
    table = claims_table([verdict])
    assert "Nguồn: Bản tin khuyến học" in table
    assert "Báo Bà Rịa - Vũng Tàu" not in table


def test_programs_get_every_figure_with_its_source() -> None:
    answer = json.loads(json.dumps(claims_json([_verdict("NA2022.per_capita")])))["verdicts"][0]
    printed = [figure["printed"] for figure in answer["figures"]]
    assert printed == [
        "trên 87,1 tỷ đồng",
        "trên 775.276 hội viên",
        "trên 23,2 %",
        "26.000 đồng/người",
    ]
    assert answer["figures"][1]["source"]["publisher"] == "Báo Nghệ An"

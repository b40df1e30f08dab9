"""What associations published of a year is what the ledger makes of the same facts."""

from __future__ import annotations

from tests.api.books import Books, gift, handover, holder, opening, payout, population, unit
from tests.stories.printed import printed

BILLION = 1_000_000_000


def test_nghe_an_raised_26_000_dong_for_each_inhabitant_in_2022(books: Books) -> None:
    """Nghệ An's summary of 2022: over 87.1 tỷ, 775,276 members = 23.2 % of the population."""
    persons = round(printed("NA2022", "members") * 1000 / 232)
    books.accepted(
        unit("NA", "", "province"),
        population("NA", persons, "2022-12-31"),
        gift("d", printed("NA2022", "raised"), "NA", channel="bank"),
    )
    year = books.per_capita("NA", 2022)
    assert year["population"] == 3_341_707
    assert year["per_capita_raised_rounded_vnd"] == printed("NA2022", "per_capita")


def test_nghe_an_paid_no_more_than_it_raised_in_2022(books: Books) -> None:
    """The same summary: over 68.2 tỷ paid; the rest is the year's balance."""
    raised, paid = printed("NA2022", "raised"), printed("NA2022", "paid")
    books.accepted(
        unit("NA", "", "province"),
        gift("d", raised, "NA", channel="bank"),
        payout("p", paid, "NA", paid_from="bank"),
    )
    assert books.figures("NA")["balance.money"] == raised - paid == 18_900_000_000


def test_nghe_an_2012_adds_up_by_level(books: Books) -> None:
    """Báo Nghệ An: over 41 tỷ; province 0.75, districts 2.6, grass roots 19.5, agencies, clans."""
    levels = ("province", "districts", "grass_roots", "agencies", "clans")
    books.accepted(
        unit("province", "", "province"),
        unit("districts", "province", "district"),
        unit("grass_roots", "districts", "commune"),
        unit("agencies", "province", "board", kind="agency"),
        unit("clans", "grass_roots", "board", kind="clan"),
        *(gift(level, printed("NA2012", level), level, "2012-06-01") for level in levels),
    )
    raised = books.figures("province", "2012-12-31", "subtree")["raised.total"]
    assert raised == 41_150_000_000
    assert int(str(raised)) // BILLION * BILLION == printed("NA2012", "raised")


def test_thanh_hoa_held_110_641_dong_for_each_inhabitant_at_the_end_of_2025(books: Books) -> None:
    """Báo Thanh Hóa: 420 tỷ 936 triệu, 110.641 đồng/người dân: a balance, not a year's raising."""
    books.accepted(
        unit("TH", "", "province"),
        population("TH", printed("TH2025", "population"), "2025-12-31"),
        opening("o", printed("TH2025", "fund"), "TH", "2025-01-01"),
    )
    year = books.per_capita("TH", 2025)
    assert year["per_capita_balance_vnd"] == printed("TH2025", "per_capita")
    assert year["per_capita_raised_vnd"] == 0


def test_thanh_hoa_with_the_population_of_another_source_is_another_figure(books: Books) -> None:
    """The public population of the resolution (3,739,500) gives 112,565: the source matters."""
    books.accepted(
        unit("TH", "", "province"),
        population("TH", 3_739_500, "2025-12-31"),
        opening("o", printed("TH2025", "fund"), "TH", "2025-01-01"),
    )
    assert books.per_capita("TH", 2025)["per_capita_balance_vnd"] == 112_565


def test_hai_duong_held_about_65_000_dong_for_each_inhabitant_in_2020(books: Books) -> None:
    """Báo Hải Dương: 123 tỷ, 65.000 đồng for each of 1,896,900: rounded to the next thousand."""
    books.accepted(
        unit("HD", "", "province"),
        population("HD", printed("HD2020", "population"), "2019-04-01"),
        opening("o", printed("HD2020", "fund"), "HD", "2020-01-01"),
    )
    share = books.per_capita("HD", 2020)["per_capita_balance_vnd"]
    assert share == 64_843
    assert round(share, -3) == printed("HD2020", "per_capita")


def test_que_vo_2021_adds_up_by_holder(books: Books) -> None:
    """Báo Bắc Ninh: 23 tỷ = clans 6.3, villages 4.5, communes 3.3, agencies 4.7, district 4.2."""
    parts = ("clans", "villages", "communes", "agencies")
    books.accepted(
        unit("district", "", "district"),
        *(unit(part, "district") for part in parts),
        *(
            opening(part, printed("QV2021", part), part, "2021-08-31")
            for part in (*parts, "district")
        ),
    )
    held = books.figures("district", "2021-08-31", "subtree")["balance.money"]
    assert held == printed("QV2021", "fund")


def test_a_fund_handed_back_to_new_communes_leaves_nothing_behind(books: Books) -> None:
    """Báo Thanh Hóa on 2025-07-01: "funds were allocated back to the new communes and wards"."""
    shares = {"XA1": 1_400_000_001, "XA2": 900_000_000, "PHUONG3": 299_999_999}
    books.accepted(
        unit("TINH", "", "province"),
        unit("HUYEN", "TINH", "district"),
        *(unit(code, "TINH", valid_from="2025-07-01") for code in shares),
        opening("o", sum(shares.values()), "HUYEN", "2025-01-01"),
        *_split(shares),
    )
    assert "balance.money" not in books.figures("HUYEN", "2025-07-31")
    whole = books.figures("TINH", "2025-07-31", "subtree")
    assert whole["balance.money"] == sum(shares.values())
    assert not {"transfers_in", "transfers_out", "balance.in_transit"} & whole.keys()


def _split(shares: dict[str, int]) -> list[tuple[str, dict[str, str]]]:
    return [
        (
            "transfers",
            {
                "key": f"t-{code}",
                "from_unit": "HUYEN",
                "to_unit": code,
                "amount_vnd": str(share),
                "sent_on": "2025-07-01",
                "received_on": "2025-07-03",
            },
        )
        for code, share in shares.items()
    ]


def test_one_dong_in_is_one_dong_out_of_a_newspapers_account(books: Books) -> None:
    """Dân trí, code 250504: readers gave 969,133,628 đồng; "một đồng đến là một đồng đi"."""
    given = 969_133_628
    books.accepted(
        unit("NA", "", "province"),
        holder("BAO"),
        gift("d", given, "NA", channel="press", holder="BAO"),
    )
    assert books.figures("NA") == {"held_by_others": given}
    books.accepted(handover("h", given, "NA", how="direct", recipients="1"))
    assert books.figures("NA") == {"facilitated": given}

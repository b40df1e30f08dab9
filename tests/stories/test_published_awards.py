"""Awards and gifts in kind as they were published, one entry for each."""

from __future__ import annotations

from tests.api.books import (
    Books,
    FileRow,
    collected,
    gift,
    gift_of_goods,
    goods,
    handover,
    holder,
    payout,
    payout_of_goods,
    unit,
)
from tests.stories.printed import printed


def _awards(name: str, count: int, amount_vnd: int) -> list[FileRow]:
    return [payout(f"{name}{n}", amount_vnd, recipient=f"Em {name} {n}") for n in range(count)]


def test_bac_giang_2023_gave_549_million_in_126_awards(books: Books) -> None:
    """Công dân & Khuyến học: 70 awards of 4.5 triệu by the province, 56 local ones the rest."""
    count, amount_vnd = printed("BG2023", "awards"), printed("BG2023", "award")
    local, local_vnd = printed("BG2023", "local_awards"), printed("BG2023", "paid_local")
    first_vnd = local_vnd - (local - 1) * (local_vnd // local)
    books.accepted(
        unit("X", "", "province"),
        gift("d", printed("BG2023", "paid")),
        *_awards("tinh", count, amount_vnd),
        *_awards("xa", local - 1, local_vnd // local),
        payout("xa", first_vnd, recipient="Em xa"),
    )
    found = books.figures()
    assert found["paid.total"] == printed("BG2023", "paid")
    assert found["paid.occurrences"] == found["paid.recipients"] == count + local


def test_dinh_thien_ly_2023_gave_190_awards(books: Books) -> None:
    """Phú Mỹ Hưng: 190 awards of 14 or 6.3 triệu, 2.252 tỷ; 137 and 53 make 2,251.9 triệu."""
    students = printed("DTL2023", "student_awards")
    pupils = printed("DTL2023", "awards") - students
    books.accepted(
        unit("X", "", "province"),
        gift("d", printed("DTL2023", "direct")),
        *_awards("sv", students, printed("DTL2023", "student_award")),
        *_awards("hs", pupils, printed("DTL2023", "pupil_award")),
    )
    paid = int(str(books.figures()["paid.total"]))
    assert paid == 2_251_900_000
    assert round(paid, -6) == printed("DTL2023", "direct")


def test_vo_nhai_rewarded_1_677_pupils_on_one_list(books: Books) -> None:
    """Báo Thái Nguyên: 1,677 pupils, 100,000 đồng each, 167.7 triệu; one phiếu chi, one number."""
    count, amount_vnd = printed("VN2019", "pupils"), printed("VN2019", "reward")
    books.accepted(
        unit("X", "", "district"),
        gift("d", printed("VN2019", "pupils_paid")),
        *(payout(f"p{n}", amount_vnd, kind="reward", voucher="PC1") for n in range(count)),
    )
    last = books.entries(f"p{count - 1}")[0].facts
    assert books.figures()["paid.total"] == printed("VN2019", "pupils_paid")
    assert (last["number"], last["line"]) == (1, count)


def test_a_gift_of_money_and_goods_counts_as_both(books: Books) -> None:
    """Dân trí, Tết Nhân ái 2026: 50 gifts, each 1,000,000 đồng and goods for 100,000."""
    count, value = printed("TNA2026b", "khanh_son"), printed("TNA2026b", "goods")
    books.accepted(
        unit("X", "", "province"),
        gift("d", count * printed("TNA2026b", "cash")),
        gift_of_goods("g", count, count * value),
        *_awards("tien", count, printed("TNA2026b", "cash")),
        *(payout_of_goods(f"qua{n}", 1, recipient=f"Em tien {n}") for n in range(count)),
    )
    found = books.figures()
    assert found["paid.total"] == printed("TNA2026b", "khanh_son_paid")
    assert (found["paid.occurrences"], found["paid.recipients"]) == (2 * count, count)


def test_a_newspapers_own_gifts_are_facilitated_and_never_in_the_book(books: Books) -> None:
    """Dân trí, Tết Nhân ái 2026: 460 triệu in 840 gifts, handed over without the fund."""
    books.accepted(
        unit("X", "", "province"),
        holder(),
        collected("d", printed("TNA2026", "paid")),
        handover(
            "h",
            printed("TNA2026", "paid"),
            how="direct",
            recipients=str(printed("TNA2026", "gifts")),
        ),
    )
    assert books.figures() == {"facilitated": printed("TNA2026", "paid")}


def test_vinh_chau_gave_20_bicycles_worth_64_million(books: Books) -> None:
    """Công dân & Khuyến học 2022: 20 bicycles at 3.2 triệu: in kind, beside the money."""
    count, price = printed("ST2022", "bicycles"), printed("ST2022", "price")
    bicycles = goods(count, "Xe đạp")
    books.accepted(unit("X", "", "district"), gift_of_goods("g", count, count * price, **bicycles))
    books.accepted(*(payout_of_goods(f"p{n}", 1, **goods(1, "Xe đạp")) for n in range(count)))
    found = books.figures()
    assert found["raised.in_kind"] == found["paid.in_kind"] == printed("ST2022", "value")
    assert not {"balance.money", "balance.goods"} & found.keys()

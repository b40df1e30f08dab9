"""Names of people, clans, companies and classes. All of them are made up from common parts.

Contacts are e-mail addresses under example.org, a domain that belongs to nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.sample.dice import Dice

_COMMON = ("Nguyễn",) * 9 + ("Trần", "Lê", "Phan", "Hoàng") * 3 + ("Phạm", "Hồ", "Cao", "Đặng") * 2
SURNAMES = (
    *("Nguyễn", "Trần", "Lê", "Phan", "Hoàng", "Phạm", "Hồ", "Cao", "Đặng", "Võ", "Bùi", "Ngô"),
    *("Đậu", "Thái", "Vương", "Chu", "Lương", "Vi", "Lô", "Nguyễn Cảnh", "Nguyễn Sỹ", "Trần Đình"),
    *("Lê Văn", "Phan Bá", "Hồ Sỹ", "Đinh", "Trương", "Dương", "Tạ", "Mai", "Đào", "Đoàn", "Lưu"),
    *("Hà", "Kha", "Lữ", "Trịnh", "Đàm", "Nguyễn Hữu", "Hoàng Trọng", "Cao Xuân", "Phạm Huy"),
)
_ANY = _COMMON + SURNAMES[9:19] + SURNAMES[25:34]
_MEN = ("Văn", "Đức", "Hữu", "Xuân", "Quang", "Đình", "Công", "Minh", "Ngọc", "Trọng", "Bá", "Sỹ")
_WOMEN = ("Thị", "Thị Thanh", "Thị Ngọc", "Thị Thu", "Thị Hồng", "Thị Kim", "Thị", "Khánh", "Thị")
_MAN = (
    *("An", "Anh", "Bảo", "Bình", "Cường", "Dũng", "Duy", "Đạt", "Đông", "Giang", "Hải", "Hiếu"),
    *("Hòa", "Hoàng", "Hùng", "Huy", "Khánh", "Khôi", "Kiên", "Lâm", "Long", "Lực", "Mạnh", "Nam"),
    *("Nghĩa", "Nguyên", "Phong", "Phúc", "Quân", "Quý", "Sơn", "Tài", "Tâm", "Thắng", "Thành"),
    *("Thịnh", "Tiến", "Toàn", "Trí", "Trung", "Tuấn", "Tùng", "Vinh", "Vũ", "Việt"),
)
_WOMAN = (
    *("An", "Anh", "Bình", "Châu", "Chi", "Dung", "Duyên", "Giang", "Hà", "Hải", "Hạnh", "Hằng"),
    *("Hiền", "Hoa", "Hòa", "Hồng", "Huệ", "Hương", "Huyền", "Lan", "Liên", "Linh", "Loan", "Ly"),
    *("Mai", "Minh", "My", "Nga", "Ngân", "Nhàn", "Nhung", "Oanh", "Phương", "Quyên", "Quỳnh"),
    *("Tâm", "Thảo", "Thắm", "Thúy", "Thương", "Trang", "Trâm", "Tuyết", "Vân", "Yến"),
)
_TRADES = ("Xây dựng", "Thương mại", "Vật liệu xây dựng", "May mặc", "Dược phẩm", "Vận tải")
_FIRMS = ("Lam Giang", "Hồng Lĩnh Xanh", "Sông Hiếu", "Phúc Lộc An", "Đại Huệ", "Trường Thịnh Phát")
_BODIES = ("Hội Cựu giáo chức", "Hội đồng hương", "Câu lạc bộ Doanh nhân trẻ", "Đoàn Thanh niên")


def man(dice: Dice, surname: str | None = None) -> str:
    """Return a man's full name."""
    return f"{surname or dice.pick(_ANY)} {dice.pick(_MEN)} {dice.pick(_MAN)}"


def woman(dice: Dice, surname: str | None = None) -> str:
    """Return a woman's full name; of a surname of two words she bears the first."""
    return f"{(surname or dice.pick(_ANY)).split()[0]} {dice.pick(_WOMEN)} {dice.pick(_WOMAN)}"


def child(dice: Dice, surname: str | None = None) -> str:
    """Return a pupil's full name."""
    return man(dice, surname) if dice.percent(50) else woman(dice, surname)


def household(dice: Dice, surname: str | None = None) -> tuple[str, str]:
    """Return a giver as a village list names one, and the kind of donor."""
    roll = dice.below(10)
    if roll < 5:
        return f"Gia đình ông {man(dice, surname)}", "family"
    if roll < 7:
        return f"Gia đình bà {woman(dice, surname)}", "family"
    if roll < 9:
        return f"Ông {man(dice, surname)}", "person"
    return f"Bà {woman(dice, surname)}", "person"


def reader(dice: Dice) -> str | None:
    """Return a newspaper reader as the newspaper prints one; None asked not to be named."""
    roll = dice.below(10)
    if roll < 3:
        return None
    if roll < 5:
        initials = ".".join(part[0] for part in child(dice).split()[:3])
        return f"Bạn đọc {initials}."
    return child(dice)


def sponsor(dice: Dice, place: str) -> tuple[str, str]:
    """Return a larger giver of `place`, and the kind of donor."""
    roll = dice.below(10)
    if roll < 5:
        return f"Công ty TNHH {dice.pick(_TRADES)} {dice.pick(_FIRMS)} ({place})", "company"
    if roll < 7:
        since = dice.between(1975, 2012)
        return f"Cựu học sinh khóa {since}-{since + 3}, {place}", "organisation"
    if roll < 8:
        return f"{dice.pick(_BODIES)} {place}", "organisation"
    if roll < 9:
        return f"Ông {man(dice)}, người con quê hương {place}", "person"
    return f"Dòng họ {dice.pick(SURNAMES)}, {place}", "clan"


def contact(number: int) -> str:
    """Return an address that reaches nobody."""
    return f"nguoi-tang-{number:06d}@example.org"

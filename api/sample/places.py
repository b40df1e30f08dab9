"""Places of Nghệ An. The 21 districts and their numbers of communes are those of 2022.

Names of communes are synthetic: a first word usual in the district and a second from a list, so
some of them happen to exist. Residents by district only give proportions; they are no statistic.
"""

from __future__ import annotations

from typing import NamedTuple


class District(NamedTuple):
    """A district, city or town, and the shape of its communes."""

    kind: str
    name: str
    communes: int
    residents_thousand: int
    first_word: str


# The first ones are in every sample, however small.
DISTRICTS = (
    District("thành phố", "Vinh", 25, 339, "Hưng"),
    District("huyện", "Diễn Châu", 37, 285, "Diễn"),
    District("huyện", "Nam Đàn", 19, 164, "Nam"),
    District("huyện", "Tương Dương", 17, 78, "Tam"),
    District("thị xã", "Cửa Lò", 7, 55, "Nghi"),
    District("thị xã", "Hoàng Mai", 10, 113, "Quỳnh"),
    District("thị xã", "Thái Hòa", 9, 66, "Quang"),
    District("huyện", "Anh Sơn", 21, 116, "Đỉnh"),
    District("huyện", "Con Cuông", 13, 75, "Môn"),
    District("huyện", "Đô Lương", 33, 213, "Đại"),
    District("huyện", "Hưng Nguyên", 18, 124, "Hưng"),
    District("huyện", "Kỳ Sơn", 21, 80, "Mường"),
    District("huyện", "Nghi Lộc", 29, 218, "Nghi"),
    District("huyện", "Nghĩa Đàn", 23, 140, "Nghĩa"),
    District("huyện", "Quế Phong", 13, 71, "Tri"),
    District("huyện", "Quỳ Châu", 12, 58, "Châu"),
    District("huyện", "Quỳ Hợp", 21, 135, "Thọ"),
    District("huyện", "Quỳnh Lưu", 33, 276, "Quỳnh"),
    District("huyện", "Tân Kỳ", 22, 147, "Kỳ"),
    District("huyện", "Thanh Chương", 38, 240, "Thanh"),
    District("huyện", "Yên Thành", 39, 302, "Mỹ"),
)

_SECOND_WORDS = (
    *("An", "Bình", "Châu", "Đồng", "Giang", "Hải", "Hòa", "Hợp", "Hùng", "Khai", "Lâm", "Lập"),
    *("Liên", "Lộc", "Long", "Lĩnh", "Minh", "Ngọc", "Nguyên", "Phong", "Phú", "Phúc", "Quang"),
    *("Sơn", "Tân", "Thái", "Thắng", "Thành", "Thiện", "Thịnh", "Thọ", "Thủy", "Tiến", "Trung"),
    *("Trường", "Tường", "Vạn", "Văn", "Vĩnh", "Xuân", "Yên"),
)
_STEP = 7  # has no divisor in common with the 41 second words

UNIVERSITIES = (
    "Đại học Vinh",
    "Đại học Bách khoa Hà Nội",
    "Đại học Y khoa Vinh",
    "Đại học Sư phạm Hà Nội",
    "Đại học Kinh tế Nghệ An",
    "Đại học Huế",
    "Cao đẳng Kỹ thuật công nghiệp Việt Nam - Hàn Quốc",
)
COMMUNE_AGENCIES = (
    "Trường THCS",
    "Trường Tiểu học",
    "Trường Mầm non",
    "Ủy ban nhân dân",
    "Trạm Y tế",
    "Công an",
    "Quỹ tín dụng nhân dân",
    "Hợp tác xã dịch vụ nông nghiệp",
)
DISTRICT_AGENCIES = (
    "Phòng Giáo dục và Đào tạo",
    "Trung tâm Y tế",
    "Chi cục Thuế",
    "Bảo hiểm xã hội",
    "Ngân hàng Chính sách xã hội",
    "Trường THPT số 1",
    "Trường THPT số 2",
    "Trung tâm Giáo dục thường xuyên",
    "Công an",
    "Ban Chỉ huy quân sự",
)


def commune_name(district: District, index: int) -> str:
    """Return the synthetic name of a district's commune; different for each `index` below 42.

    >>> commune_name(DISTRICTS[1], 0), commune_name(DISTRICTS[1], 1), commune_name(DISTRICTS[0], 1)
    ('thị trấn Diễn Châu', 'xã Diễn An', 'phường Hưng An')
    """
    if index == 0 and district.kind == "huyện":
        return f"thị trấn {district.name}"
    word = _SECOND_WORDS[(index - 1) * _STEP % len(_SECOND_WORDS)]
    is_ward = district.kind != "huyện" and index % 3 != 2
    return f"{'phường' if is_ward else 'xã'} {district.first_word} {word}"


def bare(place: str) -> str:
    """Return the name of a place without its kind: `xã Diễn An` is `Diễn An`."""
    for kind in ("tỉnh ", "thành phố ", "thị trấn ", "thị xã ", "huyện ", "phường ", "xã "):
        if place.startswith(kind):
            return place.removeprefix(kind)
    return place

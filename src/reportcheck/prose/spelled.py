"""Small numbers in words: ``six clusters``, ``bốn giải nhất``. Only those that count something beside figures in digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["spelled_numbers"]

_ENGLISH = {
    word: number
    for number, word in enumerate(
        [
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        2,
    )
}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_VIETNAMESE = {"hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_UNITS = "|".join(list(_ENGLISH)[:8])
_IN_ENGLISH = re.compile(
    rf"(?<![\w-])(?<!\bthe )(?<!\bthese )(?<!\bthose )(?<!\ball )(?<!\bboth )(?<!\bfirst )(?<!\blast )(?<!\bnext )(?<!\bpast )(?<!\btop )(?<!\bevery )(?<!\bother )"
    rf"(?:(?P<tens>{'|'.join(_TENS)})(?:[- ](?P<unit>one|{_UNITS}))?|(?P<word>{'|'.join(_ENGLISH)}))(?![\w-])"
    r"(?! ?\(\d| (?:hundred|thousand|dozen|half|halves|thirds?|quarters?|fifths?|tenths?|years?|months?|weeks?|days?|hours?|minutes?|times|fold|decades?|sides?|of (?:the|these|those|them|us)\b(?! \d)))",
    re.IGNORECASE,
)
_IN_VIETNAMESE = re.compile(
    r"(?<![\w-])(?<!thứ )(?<!tháng )(?<!lần )(?<!số )(?<!quý )(?<!khoản )(?<!điều )(?<!mười )(?<!mươi )(?<!lớp )(?<!ngày )(?<!loại )(?<!cấp )(?<!cả )(?<!trăm )(?<!trong )(?<!giải )(?<!hạng )(?<!chương )(?<!bậc )(?<!của )(?<!nhóm )"
    rf"(?P<word>{'|'.join(_VIETNAMESE)})(?![\w-])(?= [^\W\d_])"
    r"(?! (?:mươi|mười|một|hai|ba|bốn|năm|lăm|sáu|bảy|tám|chín|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ|tháng|ngày|tuần|giờ|phút|bên|mặt|nước|lần|phía|bà|má|là|con|chị|anh|vùng|miền|chiều|đầu|cuối|đời|cấp|nghị|mẹ|không|trụ|kia|này))"
)


def spelled_numbers(plain: str, language: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and value of the small numbers that a paragraph spells out."""
    for match in (_IN_VIETNAMESE if language == "vi" else _IN_ENGLISH).finditer(plain):
        word = match["word"].lower() if match["word"] else ""
        if language == "vi":
            value = _VIETNAMESE[word]
        elif word:
            value = _ENGLISH[word]
        else:
            unit = (match["unit"] or "").lower()
            value = _TENS[match["tens"].lower()] + {"one": 1, "": 0, **_ENGLISH}[unit]
        yield match.start(), match.end(), value

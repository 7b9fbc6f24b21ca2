"""The typed marks of headings and list items: ``I.``, ``2.1.``, ``a)``, ``-``."""

from __future__ import annotations

import re
from dataclasses import replace

from reportcheck.model import Paragraph

__all__ = ["Mark", "find_mark", "marked", "states_figures"]

_MARKS = re.compile(
    r"\s*(?P<mark>"
    r"(?P<roman>[IVX]{1,5})[.)](?=\s)"
    r"|(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2}){0,4})[.)](?=\s)"
    r"|(?P<chain>[0-9]{1,2}(?:\.[0-9]{1,2}){1,4})(?=\s+[^\W\d_a-zà-ỹđ])"
    r"|\((?P<inside>[0-9]{1,2}|[a-zđ]|[ivx]{1,4})\)(?=\s)"
    r"|(?P<letter>[a-zđ](?:\.[0-9]{1,2})?|[ivx]{2,4}(?=\)))[.)](?=\s)"
    r"|(?P<bullet>[-–—+*•▪◦●■➢✓❖])(?=\s)"
    r")\s+(?=\S)"
)
_LONGEST_HEADING = 250
_ENDS = (".", ";", ",", ":")
_QUANTITY = re.compile(r"\d")
_DATES = re.compile(
    r"(?:\d{1,2}/)?\d{1,2}/\d{4}|\b(?:19|20)\d\d\b|\d+\s*[-/][A-ZĐ]\S*|\b\d{1,2} tháng\b|\btháng \d{1,2}\b"
    r"|\b(?:bảng|biểu|mẫu|phụ lục|quyết định|nghị quyết|table|annex)(?: số)? \d+\b"
    r"|\b(?:bão|đợt|lần|kỳ|khóa|giai đoạn|phase|round|storm)(?: (?:số|thứ|no\.))? \d+\b",
    re.IGNORECASE,
)


class Mark:
    """A mark at the beginning of a text.

    Attributes:
        label: as printed. lead: how many characters it takes with the blanks behind it.
        level: of the heading it would be, from 1. bullet: it tells no order.
    """

    __slots__ = ("bullet", "label", "lead", "level")

    def __init__(self, label: str, lead: int, level: int, bullet: bool) -> None:
        self.label, self.lead, self.level, self.bullet = label, lead, level, bullet


def find_mark(text: str) -> Mark | None:
    """The mark with which a text begins; None where it begins with words or with a figure."""
    found = _MARKS.match(text)
    if found is None:
        return None
    number = found["number"] or found["chain"]
    if found["roman"]:
        level = 1
    elif number:
        level = 2 + number.count(".")
    elif found["bullet"]:
        level = 6
    else:
        level = 5
    return Mark(found["mark"], found.end(), level, bool(found["bullet"]))


def marked(paragraph: Paragraph) -> Paragraph:
    """A paragraph of the body with its typed mark found: a heading where it is short and states no figures, else an item."""
    if paragraph.kind not in ("body", "heading", "list item"):
        return paragraph
    mark = None if paragraph.label else find_mark(paragraph.text)
    if mark is None:
        return paragraph
    kind, level = paragraph.kind, paragraph.level
    if kind == "heading":
        level = level or mark.level
    elif not mark.bullet and _like_heading(paragraph.text[mark.lead :]):
        kind, level = "heading", mark.level
    else:
        kind, level = "list item", level or 1
    return replace(paragraph, kind=kind, level=level, label=mark.label, lead=mark.lead)


def _like_heading(text: str) -> bool:
    text = text.strip()
    if len(text) > _LONGEST_HEADING or text.endswith(_ENDS) or text[:1].islower():
        return False
    return not states_figures(text)


def states_figures(text: str) -> bool:
    """Whether a line holds figures other than dates, periods, and numbers of documents and tables."""
    return bool(_QUANTITY.search(_DATES.sub("", text)))

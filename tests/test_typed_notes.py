"""Notes in plain text: their marks and numbers, and the count that a note restates."""

from __future__ import annotations

import pytest
from told import every

from reportcheck import validate

REPORT = """BÁO CÁO

Đến nay đã kiện toàn 14 sở¹ và 12 chi cục² trên địa bàn tỉnh, thành lập 22 tổ công tác³.

¹ 14/14 Sở: Sở Nội vụ, Sở Tư pháp và các sở khác.

² 12/12 Chi cục: các chi cục thuộc Sở Nông nghiệp (8/8) và 4 chi cục khác.

³ 5 tổ của tỉnh và 17 tổ cấp xã.
"""


def told(text: str) -> dict[str, str]:
    report = validate(text.encode(), name="report.txt")
    return {f.figures[0][1].text: f.rule for f in every(report.findings)}


def test_what_agrees_is_not_told() -> None:
    assert told(REPORT) == {}


@pytest.mark.parametrize(
    ("old", "new", "wrong", "rule"),
    [
        ("¹ 14/14", "¹ 13/13", "14", "RC501"),
        ("và 12 chi cục²", "và 21 chi cục²", "21", "RC501"),
        ("công tác³", "công tác⁴", "4", "RC602"),
        ("\n\n³ 5 tổ", "\n\n⁴ 5 tổ", "4", "RC602"),
        ("\n³ 5 tổ của tỉnh và 17 tổ cấp xã.\n", "", "3", "RC602"),
    ],
)
def test_one_thing_changed(old: str, new: str, wrong: str, rule: str) -> None:
    assert REPORT.count(old) == 1
    assert told(REPORT.replace(old, new)) == {wrong: rule}


@pytest.mark.parametrize(
    "note",
    [
        "² Chi cục thuộc các sở: 8 chi cục thuộc Sở Nông nghiệp, 4 chi cục khác.",  # the parts, not the count again
        "² Trong 3 năm gần đây: đã sắp xếp lại.",  # a count of other things
        "² 8 chi cục thuộc Sở Nông nghiệp và 4 chi cục thuộc các sở khác: đã có quyết định.",
    ],
)
def test_a_note_that_counts_otherwise(note: str) -> None:
    lines = [note if line.startswith("²") else line for line in REPORT.split("\n")]
    assert told("\n".join(lines)) == {}

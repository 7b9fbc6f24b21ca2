"""Findings in whole reports as a clerk reads them: where to look, and no more possibilities than help."""

from __future__ import annotations

from pathlib import Path

import pytest
from sentences import validate_text

from reportcheck import validate
from reportcheck.render.terminal import describe
from reportcheck.wording import aside_text

REPORT = """# Báo cáo quý III

## I. Cứu trợ

Huyện tiếp nhận đăng ký của 96 hộ, gồm: xã Nậm Cắn 31 hộ, xã Mường Típ 22 hộ, xã Tà Cạ 18 hộ, xã Keng Đu 15 hộ, xã Bảo Nam 12 hộ.

II. Hỗ trợ nhà ở cho hộ nghèo

Đã trao 1.240 triệu đồng cho 35 hộ.
"""


def shown(tmp_path: Path, text: str) -> str:
    path = tmp_path / "bao-cao.md"
    path.write_text(text, "utf-8")
    return "\n".join(describe(validate(path), "vi", lambda words, _: words, 300))


def test_a_sentence_is_told_with_the_heading_above_it(tmp_path: Path) -> None:
    text = shown(tmp_path, REPORT)
    assert "mục “I. Cứu trợ”: “Huyện tiếp nhận đăng ký của [96] hộ, gồm: xã Nậm Cắn [31]" in text
    assert "= Tổng không khớp: 31 + 22 + 18 + 15 + 12 = 98" in text  # the sentence names the figure


def test_of_many_possible_slips_a_few_are_written_out(tmp_path: Path) -> None:
    text = shown(tmp_path, REPORT)
    assert text.count("    có thể: đoạn ") <= 5
    assert "→ -" not in text


def test_figures_of_different_scale_keep_their_units_in_the_working(tmp_path: Path) -> None:
    text = shown(
        tmp_path,
        "Quỹ tiếp nhận tổng cộng 2,58 tỷ đồng, gồm: đợt một 1,2 tỷ đồng; đợt hai 850 triệu đồng; đợt ba 430 triệu đồng.\n\n"
        "Chi mua thuốc 525 triệu đồng, chiếm 5,2% tổng kinh phí (12,5 tỷ đồng).\n",
    )
    assert (
        "1,2 tỷ đồng + 850 triệu đồng + 430 triệu đồng = 2,48 tỷ đồng, báo cáo ghi 2,58 tỷ đồng, lệch 0,1 tỷ đồng"
        in text
    )
    assert "525 triệu đồng / 12,5 tỷ đồng × 100 = 4,2%, báo cáo ghi 5,2%" in text


def test_numbers_set_aside_are_told_why_in_the_report_s_language() -> None:
    assert aside_text("list mark", "vi") == "số thứ tự"
    assert aside_text("list mark", "en") == "list mark"


def test_headings_run_into_the_text_leave_no_gap(tmp_path: Path) -> None:
    report = "# I. Mở đầu\n\nNăm nay có 3 đợt.\n\nII. Nội dung chính của kỳ này như sau.\n\n# III. Kết quả\n\n# IV. Kiến nghị\n"
    assert shown(tmp_path, report) == ""


def test_a_heading_may_name_a_storm_by_its_number(tmp_path: Path) -> None:
    report = REPORT.replace("## I. Cứu trợ", "II. Bão số 3")
    assert "mục “II. Bão số 3”: “Huyện" in shown(tmp_path, report)


@pytest.mark.parametrize(
    "text",
    [
        "Thứ Ba, ngày 05/11/2025, họp giao ban.",
        "Số liệu tính đến ngày 31/02/2025.",
        "Đợt kiểm tra kéo dài 130 ngày (từ ngày 01/7/2025 đến ngày 28/10/2025).",
        "Toàn tỉnh tiếp nhận 27.592 hồ sơ, giảm 4.775 hồ sơ so với cùng kỳ năm 2024 (22.817 hồ sơ).",
    ],
)
def test_dates_and_directions_get_no_other_figure(text: str) -> None:
    """No day can be reckoned from another, and where tăng and giảm are turned round the figure is right."""
    findings = validate_text(text).findings
    assert findings
    assert not [s for f in findings for s in (*f.suspects, *f.alternatives)]

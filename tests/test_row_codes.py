"""Printed formulas over rows: official statements, numbered reports, and what only looks like a formula."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from claimed import claimed
from printed_statements import ADDED, LINES, figures, printed_formulas, row_of, statement
from told import every
from workbook import workbook

from reportcheck import Report, validate
from reportcheck.report import Settings, read, run


def check(*rows: list[Any]) -> Report:
    return claimed(workbook({"S": list(rows)}), forms=())


def told(report: Report) -> list[tuple[str, str, str]]:
    return [(f.rule, str(f.origin), str(f.figures[0][1].location.cell)) for f in every(report.findings)]


# -- statements of enterprises --------------------------------------------------


def test_the_statements_used_here_are_consistent() -> None:
    for name, added in ADDED.items():
        found = figures(name, 0)
        assert set(found) == {code for _, code in LINES[name]}
        for code, parts in added.items():
            assert found[code] == sum(-found[p[1:]] if p[0] == "-" else found[p] for p in parts.split())


@pytest.mark.parametrize("name", ["B01", "B02", "B03"])
def test_a_sound_statement_is_checked_by_its_formulas(name: str) -> None:
    report = check(*statement(name))
    assert not report.findings, [f.message for f in report.findings]
    assert report.counts.passed >= 2 * printed_formulas(name)
    assert report.counts.failed == 0


@pytest.mark.parametrize("name", ["B01", "B02", "B03"])
def test_a_sound_statement_is_its_form_and_what_the_form_says_is_claimed_once(name: str) -> None:
    report = validate(workbook({"S": statement(name)}), name="a.xlsx")
    assert [t.form is None for t in report.tables] == [False]
    assert not report.findings, [f.message for f in report.findings]
    checked = run(read(workbook({"S": statement(name)}), "a.xlsx"), Settings.of())
    relations = [s.family.relation(lane) for s in checked.settled for lane in s.family.lanes]
    cells = [(r.target.location, frozenset((o.figure.location, o.sign) for o in r.operands)) for r in relations]
    assert len(cells) == len(set(cells)) >= 2 * printed_formulas(name)
    assert {r.origin for r in relations} <= {"declared", "printed"}


@pytest.mark.parametrize("codes", ["number", "text without zeros"])
def test_codes_as_numbers_or_without_zeros_are_the_same_codes(codes: str) -> None:
    rows = statement("B02")
    for row in rows[4:]:
        row[1] = {"v": int(row[1]), "format": "00"} if codes == "number" else str(int(row[1]))
    report = check(*rows)
    assert not report.findings, [f.message for f in report.findings]
    assert report.counts.passed >= 2 * printed_formulas("B02")


@pytest.mark.parametrize(
    ("name", "code", "year", "broken"),
    [
        ("B01", "120", 0, ["100"]),  # a subtotal: its parents' formulas break
        ("B01", "270", 1, ["270"]),
        ("B01", "223", 0, ["221"]),
        ("B01", "411b", 1, ["411"]),
        ("B02", "22", 0, ["30"]),
        ("B02", "30", 1, ["30", "50"]),
        ("B02", "52", 0, ["60"]),
        ("B03", "05", 1, ["20"]),
        ("B03", "70", 0, ["70"]),
    ],
)
def test_one_wrong_figure_breaks_the_formulas_it_stands_in(name: str, code: str, year: int, broken: list[str]) -> None:
    rows = statement(name, {(code, year): 90_000})
    report = check(*rows)
    cells = [f"{'DE'[year]}{row_of(rows, b)}" for b in broken]
    assert [f.figures[0][1].location.cell for f in every(report.findings)] == cells
    assert {f.origin for f in report.findings} == {"printed"}
    assert {f.difference for f in report.findings} == {"90.000"}


def test_rules_speak_by_the_kind_of_formula() -> None:
    rows = statement("B02", {("60", 0): 1, ("50", 1): 2})
    found = {f.figures[0][1].location.cell: f.rule for f in every(check(*rows).findings)}
    assert found == {
        f"D{row_of(rows, '60')}": "RC401",
        f"E{row_of(rows, '50')}": "RC101",
        f"E{row_of(rows, '60')}": "RC401",
    }


def test_statements_on_one_sheet_keep_their_codes_apart() -> None:
    rows = [*statement("B01"), [], *statement("B02"), [], *statement("B03", {("61", 0): 500})]
    report = check(*rows)
    at = next(i for i, row in enumerate(rows, 1) if row and str(row[0]).endswith("(70 = 50+60+61)"))
    assert told(report) == [("RC101", "printed", f"D{at}")]
    assert report.counts.passed >= 2 * sum(printed_formulas(n) for n in LINES) - 1


@pytest.mark.parametrize("dress", ["csv", "decomposed", "without marks", "full width"])
def test_statements_in_other_dress(dress: str) -> None:
    def text(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if dress == "decomposed":
            return unicodedata.normalize("NFD", value)
        if dress == "without marks":
            bare = unicodedata.normalize("NFD", value.replace("đ", "d").replace("Đ", "D"))
            return "".join(c for c in bare if not unicodedata.combining(c))
        if dress == "full width":
            return value.replace("=", "＝").replace("+", "＋").replace("(", "（").replace(")", "）")
        return value

    for extra in (0, 5000):
        rows = [[text(value) for value in row] for row in statement("B02", {("40", 0): extra})]
        if dress == "csv":
            lines = [
                ";".join("" if v is None else f"{v:,}".replace(",", ".") if isinstance(v, int) else v for v in row)
                for row in rows
            ]
            report = claimed("\n".join(lines).encode(), "a.csv", forms=())
        else:
            report = check(*rows)
        assert report.counts.passed + report.counts.failed == 2 * printed_formulas("B02")
        cells = [f"D{row_of(rows, '40')}", f"D{row_of(rows, '50')}"] if extra else []
        assert [f.figures[0][1].location.cell for f in every(report.findings) if f.severity == "error"] == cells


def test_two_halves_side_by_side() -> None:
    rows = [
        ["Bảng cân đối"],
        ["TÀI SẢN", "Mã số", "Cuối năm", "Đầu năm", "NGUỒN VỐN", "Mã số", "Cuối năm", "Đầu năm"],
        ["A. Ngắn hạn (100=110+120)", "100", 3200, 2800, "A. Nợ phải trả (300=310+320)", "300", 2100, 1900],
        ["1. Tiền mặt và tiền gửi", "110", 1200, 900, "1. Nợ ngắn hạn", "310", 1500, 1400],
        ["2. Hàng tồn kho", "120", 2000, 1900, "2. Nợ dài hạn", "320", 600, 500],
        ["B. Dài hạn", "200", 800, 700, "B. Vốn chủ sở hữu", "400", 1900, 1600],
        ["TỔNG TÀI SẢN (250=100+200)", "250", 4000, 3500, "TỔNG NGUỒN VỐN (430=300+400)", "430", 4000, 3500],
    ]
    report = check(*rows)
    assert (report.counts.passed, report.counts.failed) == (8, 0)
    rows[4][6] = 650
    assert told(check(*rows)) == [("RC101", "printed", "G3")]


# -- numbered reports -----------------------------------------------------------

BUDGET = [
    ["Dự toán thu chi"],
    ["STT", "Chỉ tiêu", "Năm 2024", "Năm 2025"],
    ["A", "TỔNG THU (A=I+II+III)", 1900, 2130],
    ["I", "Thu nội địa (I = 1 + 2)", 1300, 1450],
    ["1", "Thuế", 1000, 1100],
    ["2", "Phí, lệ phí", 300, 350],
    ["II", "Thu viện trợ", 200, 180],
    ["III", "Thu chuyển nguồn", 400, 500],
    ["B", "TỔNG CHI (B = I + II)", 1700, 1980],
    ["I", "Chi thường xuyên (I=1+2)", 1200, 1380],
    ["1", "Lương", 900, 1000],
    ["2", "Hoạt động", 300, 380],
    ["II", "Chi đầu tư", 500, 600],
    ["C", "Kết dư (C = A - B)", 200, 150],
]


def test_codes_that_several_blocks_bear_mean_the_rows_below() -> None:
    report = check(*BUDGET)
    assert not report.findings, [f.message for f in report.findings]
    assert report.counts.passed == 10


@pytest.mark.parametrize(
    ("row", "broken"),
    [(4, [("RC101", "C4")]), (11, [("RC101", "C10")]), (12, [("RC101", "C9")]), (13, [("RC401", "C14")])],
)
def test_a_wrong_figure_in_one_block_breaks_that_block_only(row: int, broken: list[tuple[str, str]]) -> None:
    rows = [list(r) for r in BUDGET]
    rows[row][2] += 7
    assert [(rule, cell) for rule, _, cell in told(check(*rows))] == broken


def test_a_block_without_the_row_that_its_formula_names_borrows_none() -> None:
    rows = [list(r) for r in BUDGET]
    rows[8][1] = "TỔNG CHI (B = I + II + III)"
    assert not check(*rows).findings


@pytest.mark.parametrize(
    "label",
    [
        "Tổng cộng (I+II+III)", "TỔNG SỐ (I + II + III)", "Tổng cộng: I+II+III", "Total (I+II+III)", "Tổng số (I+…+III)",
        "Tổng số (từ I đến III)", "Cộng（I＋II＋III）", "Tong cong (I+II+III)",
    ],
)  # fmt: skip
def test_totals_without_a_code_of_their_own(label: str) -> None:
    rows: list[list[Any]] = [
        ["Biểu"], ["STT", "Nội dung", "Số lượng", "Giá trị"], ["I", "Cấp tỉnh", 12, 340], ["II", "Cấp huyện", 25, 510],
        ["III", "Cấp xã", 70, 905], [None, label, 107, 1755],
    ]  # fmt: skip
    assert (check(*rows).counts.passed, len(check(*rows).findings)) == (2, 0)
    rows[-1][2] = 108
    assert told(check(*rows)) == [("RC101", "printed", "C6")]


def test_codes_at_the_beginning_of_labels() -> None:
    rows: list[list[Any]] = [
        ["Item", "2023", "2024"], ["1. Wages", 660, 702], ["2. Property income", 65, 71], ["3. Transfers paid", 108, 95],
        ["4. Factor income (1+2+3)", 833, 868], ["5. Transfers received", 104, 120], ["6. Gross income (4+5)", 937, 988],
        ["7. Taxes", 67, 80], ["8. Disposable income (6–7)", 870, 908],
    ]  # fmt: skip
    rows[0][1:] = ["Year 2023", "Year 2024"]
    report = check(*rows)
    assert (report.counts.passed, report.counts.failed) == (6, 0)
    rows[4][1] = 838
    assert told(check(*rows))[0] == ("RC101", "printed", "B5")


@pytest.mark.parametrize(
    ("codes", "formula"),
    [
        (["1", "1.1", "1.2"], "(1 = 1.1 + 1.2)"),
        (["131", "131.1", "131.2"], "(131=131.1+131.2)"),
        (["1", "1a", "1b"], "(1 = 1a + 1b)"),
        (["01", "02", "03"], "(01 = 02 + 03)"),
        (["01", "02", "03"], "(1=2+3)"),
        (["Ⅰ".replace("Ⅰ", "I"), "a", "b"], "I = a + b"),
        (["5", "6", "7"], "(Mã số 5 = Mã số 6 + Mã số 7)"),
    ],
)
def test_kinds_of_codes(codes: list[str], formula: str) -> None:
    a, b, c = codes
    rows: list[list[Any]] = [
        ["Biểu"], ["Chỉ tiêu", "Mã số", "Kỳ này", "Kỳ trước"], [f"Tổng số hồ sơ {formula}", a, 42, 39],
        ["Hồ sơ trực tuyến", b, 30, 31], ["Hồ sơ trực tiếp", c, 12, 8],
    ]  # fmt: skip
    assert check(*rows).counts.passed == 2
    rows[3][3] = 30
    assert told(check(*rows)) == [("RC101", "printed", "D3")]


def test_a_column_of_formulas() -> None:
    rows: list[list[Any]] = [
        ["Biểu"], ["Mã số", "Chỉ tiêu", "Cách tính", "Giá trị"], ["01", "Doanh thu", None, 900], ["02", "Giảm trừ", None, 60],
        ["10", "Doanh thu thuần", "01 - 02", 840], ["11", "Giá vốn", None, 500], ["20", "Lợi nhuận gộp", "=10-11", 340],
    ]  # fmt: skip
    assert check(*rows).counts.passed == 2
    rows[6][3] = 350
    assert told(check(*rows)) == [("RC401", "printed", "D7")]


def test_shares_over_rows() -> None:
    rows: list[list[Any]] = [
        ["Biểu"], ["STT", "Chỉ tiêu", "Quý I", "Quý II", "Quý III"], ["1", "Hồ sơ đã giải quyết", 200, 340, 415],
        ["2", "Trong đó đúng hạn", 190, 333, 401], ["3", "Tỷ lệ đúng hạn (3 = 2:1 x 100%)", 95, 97.94, 96.63],
    ]  # fmt: skip
    assert (check(*rows).counts.passed, len(check(*rows).findings)) == (3, 0)
    rows[4][3] = 94.97
    assert told(check(*rows)) == [("RC201", "printed", "D5")]


def test_columns_of_percentages_are_left_out() -> None:
    rows = [list(r) for r in BUDGET]
    rows[1].append("So sánh (%)")
    for row in rows[2:]:
        row.append(round(100 * row[3] / row[2], 1))
    assert not check(*rows).findings


def test_a_column_that_follows_no_formula_is_left_out() -> None:
    rows = [list(r) for r in BUDGET]
    rows[1].append("QT/DT")
    for row in rows[2:]:
        row.append(round(row[3] / row[2], 3))
    assert not check(*rows).findings


def test_a_table_whose_codes_are_not_understood_raises_nothing() -> None:
    rows: list[list[Any]] = [
        ["STT", "Nội dung", "Số"], ["1", "Nhóm (1 = 2 + 3)", 5], ["2", "Nhóm (2 = 3 + 4)", 9], ["3", "Nhóm (3 = 4 + 5)", 2],
        ["4", "Nhóm (4 = 5 + 2)", 7], ["5", "Nhóm", 4],
    ]  # fmt: skip
    assert not check(*rows).findings


@pytest.mark.parametrize(
    "label",
    [
        "Theo Điều 1 và Điều 2", "Trực 24/24", "Trẻ từ 1 đến 2 tuổi", "Nhóm (1-2 tuổi)", "Hạng mục (1)", "Giai đoạn (2024-2025)",
        "ĐT: (024) 3825-1234", "Chỉ số giá (2010=100)", "Từ 01/7 đến 02/7", "Văn bản số 1/2025/QĐ-UBND", "Quy mô 1+2",
        "Năm 2 (1 + 2)", "Tỷ lệ 1:2", "Hệ số K = 1", "Khối lớp 1, 2 + khác", "Loại A - B",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_formula(label: str) -> None:
    report = check(
        ["STT", "Nội dung", "Số lượng", "Kinh phí"], ["1", "Xây mới", 12, 700], ["2", "Sửa chữa", 25, 340], ["3", label, 8, 95],
        ["4", "Khác", 3, 41],
    )  # fmt: skip
    assert (report.findings, report.counts.failed) == ((), 0)


def test_footnote_marks_among_figures_are_no_figures() -> None:
    report = check(
        ["Biểu"], ["STT", "Nội dung", "Tổng số", "Trung ương", "Địa phương"], ["A", "B", "1=2+3", "2", "3"],
        ["1", "Chi đầu tư", 900, 500, 400], ["2", "Chi thường xuyên", 700, "(1)", "(2)"], ["3", "Chi khác", 30, 10, 20],
    )  # fmt: skip
    assert report.counts.failed == 0


def test_a_formula_in_a_note_over_rows() -> None:
    rows: list[list[Any]] = [
        ["Biểu"], ["Chỉ tiêu", "Mã số", "Năm nay", "Năm trước"], ["Doanh thu thuần", "10", 840, 700], ["Giá vốn", "11", 500, 420],
        ["Lợi nhuận gộp", "20", 340, 280], [], ["Ghi chú: Mã số 20 = Mã số 10 - Mã số 11"],
    ]  # fmt: skip
    assert check(*rows).counts.passed == 2
    rows[4][2] = 341
    assert told(check(*rows)) == [("RC401", "printed", "C5")]


def test_rounded_figures_raise_nothing() -> None:
    """Averages printed as whole numbers miss by one here and there; a real slip still shows."""
    rows: list[list[Any]] = [
        ["Item", "Group A", "Group B", "Group C", "Group D", "Group E"], ["1. Wages", 66825, 41203, 35110, 28954, 51777],
        ["2. Property income", 6574, 4120, 3305, 2841, 4990], ["3. Transfers", 10883, 9050, 8120, 7733, 9641],
        ["4. Income (1+2+3)", 84283, 54372, 46536, 39528, 66408],
    ]  # fmt: skip
    assert not check(*rows).findings
    rows[4][5] = 66480
    assert [cell for _, _, cell in told(check(*rows))] == ["F5"]


def test_codes_at_the_end_of_labels() -> None:
    rows: list[list[Any]] = [
        ["Costs", "2023", "2024"], ["Operating cost (A)", 2000, 2100], ["Cost of unoccupied space (B)", 300, 290], ["Total cost (A+B)", 2300, 2390],
    ]  # fmt: skip
    rows[0][1:] = ["Year 2023", "Year 2024"]
    assert check(*rows).counts.passed == 2
    rows[3][1] = 2310
    assert told(check(*rows)) == [("RC101", "printed", "B4")]


def test_bilingual_headings_and_headings_left_out() -> None:
    rows: list[list[Any]] = [
        ["Stt\nNo.", "Chỉ tiêu\nItems", "Dự toán\nPlan"], ["A", "Chi cân đối", 4255], ["I", "Chi đầu tư", 788], ["II", "Chi thường xuyên", 3467],
        ["B", "Chi quản lý qua ngân sách", 460], ["C", "Chi vay ngoài nước", 286], [None, "Tổng số (A+B+C) - Total (A+B+C)", 5001],
    ]  # fmt: skip
    assert (check(*rows).counts.passed, check(*rows).counts.failed) == (1, 0)
    assert (check(*rows[1:]).counts.passed, check(*rows[1:]).counts.failed) == (1, 0)
    rows[6][2] = 5011
    assert told(check(*rows)) == [("RC101", "printed", "C7")]

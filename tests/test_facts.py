"""The same fact in a sentence and in a table of one document."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from documents import FORMATS, Block
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck import Report, validate
from reportcheck.facts.terms import conflict, defined, terms
from reportcheck.report import Settings, read, run

SETTINGS = Settings.of()
TITLE = "Tiếp nhận và giải quyết thủ tục hành chính quý III năm 2025"
ROWS = [
    ["Đơn vị", "Hồ sơ tiếp nhận", "Giải quyết trước hạn", "Giải quyết quá hạn"],
    ["Sở Y tế", "3.418", "3.107", "12"],
    ["Sở Tài chính", "2.196", "2.085", "13"],
    ["Sở Xây dựng", "2.451", "2.290", "41"],
    ["UBND huyện Lạc Sơn", "1.197", "1.103", "19"],
    ["Tổng cộng", "9.262", "8.585", "85"],
]
TEXT = (
    "Trong quý III, toàn tỉnh tiếp nhận 9.262 hồ sơ, trong đó 8.585 hồ sơ được giải quyết trước hạn, còn 85 hồ sơ quá hạn.",
    "Sở Y tế tiếp nhận 3.418 hồ sơ, giải quyết trước hạn 3.107 hồ sơ; Sở Tài chính tiếp nhận 2.196 hồ sơ.",
    "Ủy ban nhân dân huyện Lạc Sơn tiếp nhận 1.197 hồ sơ TTHC, giải quyết quá hạn 19 hồ sơ.",
)


def report(text: Sequence[str], rows: Sequence[Sequence[str]] = ROWS, title: str = TITLE, kind: str = "docx") -> bytes:
    blocks: list[Block] = [*text, (title, rows)]
    return FORMATS[kind](blocks)


def claims(data: bytes, name: str = "a.docx") -> dict[str, tuple[str, tuple[str, ...], bool]]:
    """Each figure of a sentence that is compared with a table: the outcome, the label of the first cell, and whether it is told."""
    checked = run(read(data, name), SETTINGS)
    found = {}
    for judgement in checked.facts:
        relation = judgement.relation
        found[relation.target.text] = judgement.outcome, relation.operands[0].figure.label, relation.firm
    return found


def told(source: Report) -> dict[str, str]:
    """The figures that RC510 is about, with the severity."""
    return {f.figures[0][1].text: f.severity for f in source.findings if f.rule == "RC510"}


def check(text: Sequence[str], rows: Sequence[Sequence[str]] = ROWS, title: str = TITLE) -> dict[str, str]:
    return told(validate(report(text, rows, title), name="a.docx", settings=SETTINGS))


@pytest.mark.parametrize("kind", FORMATS)
def test_every_figure_of_a_right_narrative_is_found_in_the_table(kind: str) -> None:
    found = claims(report(TEXT, kind=kind), f"a.{kind}")
    assert {text: label for text, (_, label, _) in found.items()} == {
        "9.262": ("Tổng cộng", "Hồ sơ tiếp nhận"),
        "8.585": ("Tổng cộng", "Giải quyết trước hạn"),
        "85": ("Tổng cộng", "Giải quyết quá hạn"),
        "3.418": ("Sở Y tế", "Hồ sơ tiếp nhận"),
        "3.107": ("Sở Y tế", "Giải quyết trước hạn"),
        "2.196": ("Sở Tài chính", "Hồ sơ tiếp nhận"),
        "1.197": ("UBND huyện Lạc Sơn", "Hồ sơ tiếp nhận"),
        "19": ("UBND huyện Lạc Sơn", "Giải quyết quá hạn"),
    }
    assert {outcome for outcome, _, _ in found.values()} == {"exact"}
    assert not told(validate(report(TEXT, kind=kind), name=f"a.{kind}", settings=SETTINGS))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("9.262", "9.622"),
        ("8.585", "8.558"),
        ("3.418", "3.148"),
        ("3.107", "3.101"),
        ("2.196", "2.796"),
        ("1.197", "1.917"),
    ],
)
def test_a_slip_in_a_sentence_is_told_and_names_the_cell(right: str, wrong: str) -> None:
    changed = validate(report([t.replace(right, wrong) for t in TEXT]), name="a.docx", settings=SETTINGS)
    (finding,) = [f for f in changed.findings if f.rule == "RC510"]
    assert finding.figures[0][1].text == wrong
    assert finding.figures[1][1].text == right
    assert str(finding.figures[1][1].location) in finding.message
    assert f"[{wrong}]" in finding.message


def test_a_slip_in_the_table_is_told_as_well() -> None:
    rows = [[cell.replace("3.107", "3.017") for cell in row] for row in ROWS]
    assert "3.107" in check(TEXT, rows)


@pytest.mark.parametrize(
    "sentence",
    [
        "Quý II, Sở Y tế tiếp nhận 3.148 hồ sơ.",
        "Cùng kỳ năm trước, Sở Y tế tiếp nhận 3.148 hồ sơ.",
        "Lũy kế từ đầu năm, Sở Y tế tiếp nhận 3.148 hồ sơ.",
        "Theo kế hoạch, Sở Y tế tiếp nhận 3.148 hồ sơ.",
        "Sở Y tế tiếp nhận khoảng 3.148 hồ sơ.",
        "Sở Y tế phấn đấu tiếp nhận 3.148 hồ sơ.",
        "Sở Y tế tiếp nhận tăng 3.148 hồ sơ.",
        "Sở Y tế quản lý 3.148 cán bộ.",
        "Sở Công Thương tiếp nhận 3.148 hồ sơ.",
        "Các sở tiếp nhận 3.148 hồ sơ.",
        "Sở Y tế và Sở Tài chính tiếp nhận 3.148 hồ sơ.",
        "Sở Y tế có 3.148 hồ sơ.",
        "Năm 2024, Sở Y tế tiếp nhận 3.148 hồ sơ.",
        "Hồ sơ tiếp nhận của Sở Tài chính, Sở Y tế lần lượt là 2.196, 3.148 hồ sơ.",
    ],
)
def test_other_periods_subjects_and_vague_words_are_left_alone(sentence: str) -> None:
    assert check([sentence]) == {}


def test_this_month_and_the_cumulative_figure_are_told_apart() -> None:
    rows = [
        ["Chỉ tiêu", "Dự toán năm", "Thực hiện tháng 10", "Lũy kế 10 tháng", "So với dự toán (%)"],
        ["Thu nội địa", "9.076.500", "730.120", "7.905.560", "87,1"],
        ["Thu xuất nhập khẩu", "1.061.100", "82.275", "812.750", "76,6"],
    ]
    text = "Thu nội địa tháng 10 đạt 730,1 tỷ đồng; 10 tháng đạt 7.905,6 tỷ đồng, bằng 87,1% dự toán."
    title = "Thu ngân sách 10 tháng năm 2025 (Đơn vị tính: triệu đồng)"
    found = claims(report([text], rows, title))
    assert {k: label[1] for k, (_, label, _) in found.items()} == {
        "730,1": "Thực hiện tháng 10",
        "7.905,6": "Lũy kế 10 tháng",
        "87,1%": "So với dự toán (%)",
    }
    assert check([text], rows, title) == {}
    assert check([text.replace("7.905,6", "7.950,6")], rows, title) == {"7.950,6": "error"}
    assert list(check([text.replace("87,1", "81,7")], rows, title)) == ["81,7%"]
    assert check(["Thu nội địa đạt 7.950,6 tỷ đồng."], rows, title) == {}  # this month, or all ten?


def test_rounded_and_in_another_unit() -> None:
    rows = [["Lĩnh vực", "Vốn giải ngân"], ["Giao thông", "1.184.260"], ["Thủy lợi", "96.415"], ["Y tế", "240.085"]]
    title = "Giải ngân vốn (Đơn vị tính: triệu đồng)"
    text = "Vốn giải ngân cho giao thông gần 1,2 nghìn tỷ đồng, cho thủy lợi 96,4 tỷ đồng, cho y tế 240.085 triệu đồng."
    found = claims(report([text], rows, title))
    assert {k: outcome for k, (outcome, _, _) in found.items()} == {
        "1,2": "rounding",
        "96,4": "rounding",
        "240.085": "exact",
    }
    assert check([text.replace("240.085", "240.805")], rows, title) == {"240.805": "error"}


GROUPED = [
    ["Kỳ", "Văn bản đến", "", "", "Văn bản đi", "", ""],
    ["", "Trung ương", "Cấp tỉnh", "Cấp xã", "Cấp tỉnh", "Sở, ngành", "Cấp xã"],
    ["Từ ngày 01/4/2025 đến 30/6/2025", "412", "1.306", "2.752", "3.188", "21.406", "38.230"],
]


def test_a_sum_that_the_table_does_not_print() -> None:
    found = claims(report(["Tổng số văn bản đi là 62.824 văn bản."], GROUPED, "Số lượng văn bản"))
    assert found["62.824"][0] == "exact"
    checked = run(
        read(report(["Tổng số văn bản đi là 62.824 văn bản."], GROUPED, "Số lượng văn bản"), "a.docx"), SETTINGS
    )
    (judgement,) = checked.facts
    assert [o.figure.text for o in judgement.relation.operands] == ["3.188", "21.406", "38.230"]
    assert list(check(["Tổng số văn bản đi là 62.842 văn bản."], GROUPED, "Số lượng văn bản")) == ["62.842"]


def test_averages_of_a_period_name_how_it_was_counted() -> None:
    # 62.824 over 91 days is 690.37, over three months 20941.33; by 30-day months it would be 698.04 a day.
    text = "Trung bình một ngày ban hành 698 văn bản đi; trung bình một tháng ban hành 20.941 văn bản đi."
    found = run(read(report([text], GROUPED, "Số lượng văn bản ban hành"), "a.docx"), SETTINGS).facts
    assert [(j.relation.target.text, j.outcome, j.relation.constants) for j in found] == [
        ("698", "rounding", ("90 ngày",)),
        ("20.941", "rounding", ("3 tháng",)),
    ]
    title = "Số lượng văn bản ban hành"
    text += " Trung bình một ngày tiếp nhận 49 văn bản đến; trung bình một tháng tiếp nhận 1.490 văn bản đến."
    assert check([text], GROUPED, title) == {}


def test_an_average_that_is_off_and_a_total_that_is() -> None:
    title = "Số lượng văn bản ban hành"
    text = (
        "Trung bình một ngày tiếp nhận 50 văn bản đến, ban hành 698 văn bản đi; "
        "trung bình một tháng tiếp nhận 1.490 văn bản đến, ban hành 20.941 văn bản đi."
    )
    assert check([text], GROUPED, title) == {}
    assert check([text.replace("20.941", "20.491")], GROUPED, title) == {"20.491": "error"}
    assert check([text.replace("698", "968")], GROUPED, title) == {"968": "warning"}
    rows = [[cell.replace("21.406", "21.046") for cell in row] for row in GROUPED]
    assert check([text], rows, title) == {"20.941": "warning"}


def test_english() -> None:
    rows = [
        ["District", "Patients received", "Vaccinated children"],
        ["North Ridge", "12,418", "3,305"],
        ["Lake View", "9,764", "2,871"],
        ["Old Harbour", "7,052", "1,996"],
        ["Total", "29,234", "8,172"],
    ]
    text = (
        "A total of 29,234 patients were received. North Ridge received 12,418 patients and vaccinated 3,305 children, "
        "while Old Harbour received 7,052 patients."
    )
    title = "Patients and vaccinations in the third quarter of 2025"
    assert set(claims(report([text], rows, title))) == {"29,234", "12,418", "3,305", "7,052"}
    assert check([text], rows, title) == {}
    assert check([text.replace("12,418", "12,148")], rows, title) == {"12,148": "error"}
    assert check(["In the second quarter North Ridge received 12,148 patients."], rows, title) == {}


SOCIAL = [
    ["STT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm", "Thực hiện 9 tháng"],
    ["1", "Số người tham gia bảo hiểm xã hội bắt buộc", "Người", "101.000", "98.412"],
    ["2", "Số người tham gia bảo hiểm xã hội tự nguyện", "Người", "24.000", "21.706"],
    ["3", "Số lao động được giải quyết việc làm", "Người", "22.000", "18.240"],
    ["4", "Tỷ lệ hộ nghèo", "%", "3,20", "3,42"],
]


def test_the_column_of_what_was_done_need_not_be_named() -> None:
    title = "Một số chỉ tiêu xã hội 9 tháng năm 2025"
    text = (
        "Số người tham gia BHXH bắt buộc là 98.412 người, BHXH tự nguyện 21.706 người. "
        "Đã giải quyết việc làm cho 18.240 lao động; tỷ lệ hộ nghèo còn 3,42%."
    )
    found = claims(report([text], SOCIAL, title))
    assert {label[-1] for _, label, _ in found.values()} == {"Thực hiện 9 tháng"}
    assert set(found) == {"98.412", "21.706", "18.240", "3,42%"}
    for right, wrong in (("98.412", "98.142"), ("21.706", "21.760"), ("18.240", "18.420")):
        assert check([text.replace(right, wrong)], SOCIAL, title) == {wrong: "warning"}, wrong
    assert list(check(["Kế hoạch năm là 24.100 người tham gia BHXH tự nguyện."], SOCIAL, title)) == ["24.100"]
    monthly = [[*row[:3], row[4], row[4].replace("8", "9")] for row in SOCIAL]
    monthly[0][3:] = ["Thực hiện tháng 9", "Lũy kế 9 tháng"]
    assert check(["Đã giải quyết việc làm cho 18.420 lao động."], monthly, title) == {}  # this month, or all nine?


def test_shares_of_a_plan_stand_in_the_column_of_percentages() -> None:
    rows = [
        ["Nguồn vốn", "Kế hoạch vốn năm 2025", "Giải ngân đến 30/9/2025", "Tỷ lệ (%)"],
        ["Ngân sách địa phương", "2.812.400", "1.820.310", "64,7"],
        ["Ngân sách trung ương", "1.438.200", "794.590", "55,3"],
        ["Chương trình MTQG", "402.100", "212.480", "52,8"],
        ["Tổng số", "4.652.700", "2.827.380", "60,8"],
    ]
    title = "Giải ngân vốn đầu tư công (triệu đồng)"
    text = (
        "Vốn ngân sách trung ương giải ngân 794,6 tỷ đồng, đạt 55,3% kế hoạch; "
        "các chương trình mục tiêu quốc gia giải ngân 212,5 tỷ đồng."
    )
    assert {k: label[0] for k, (_, label, _) in claims(report([text], rows, title)).items()} == {
        "794,6": "Ngân sách trung ương",
        "55,3%": "Ngân sách trung ương",
        "212,5": "Chương trình MTQG",
    }
    assert list(check([text.replace("55,3", "53,5")], rows, title)) == ["53,5%"]
    assert list(check([text.replace("212,5", "221,5")], rows, title)) == ["221,5"]


VISITS = [
    ["Branch", "Items lent", "Visits 2023/24", "Visits 2022/23"],
    ["Central", "158,420", "214,870", "190,115"],
    ["Northgate", "61,250", "101,440", "96,002"],
    ["Riverside", "88,905", "133,818", "122,660"],
    ["All branches", "308,575", "450,128", "408,777"],
]


def test_a_column_of_the_year_before_is_what_was_there_a_year_earlier() -> None:
    lines = [
        "Annual report of the library service, 2023/24",
        "Visits rose to 450,128 from 408,777 a year earlier, an increase of 10.1%.",
    ]
    assert set(claims(report(lines, VISITS, "Table 1. Use by branch"))) == {"450,128", "408,777"}
    assert check(lines, VISITS, "Table 1. Use by branch") == {}
    # The percentage holds of either figure, so that it bears out neither.
    wrong = [line.replace("450,128", "450,182") for line in lines]
    assert check(wrong, VISITS, "Table 1. Use by branch") == {"450,182": "warning"}


def test_the_period_of_the_title_is_that_of_tables_which_name_none() -> None:
    title = "Báo cáo kết quả giải quyết hồ sơ 9 tháng năm 2024"
    text = "Trong 9 tháng, Sở Y tế tiếp nhận 3.418 hồ sơ, giải quyết trước hạn 3.107 hồ sơ."
    assert list(check([title, text.replace("3.418", "3.148")], ROWS, "Phụ lục 1")) == ["3.148"]
    assert check([title, "Trong tháng 9, Sở Y tế tiếp nhận 3.148 hồ sơ."], ROWS, "Phụ lục 1") == {}


# -- properties --------------------------------------------------------------------------

OFFICES = ("Y tế", "Tài chính", "Xây dựng", "Nội vụ", "Công Thương", "Dân tộc", "Ngoại vụ", "Tư pháp")
ACTIONS = ("tiếp nhận", "giải quyết", "từ chối", "chuyển tiếp")


def dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def made(seed: int) -> tuple[list[str], list[list[str]], list[int]]:
    """Sentences that quote a table of different figures of four and five digits, the table, and the figures in order."""
    pick = random.Random(seed)
    offices = pick.sample(OFFICES, pick.randint(3, 7))
    actions = pick.sample(ACTIONS, pick.randint(2, 4))
    figures = pick.sample(range(1000, 60_000), len(offices) * len(actions))
    table = {o: {a: figures.pop() for a in actions} for o in offices}
    rows = [["Đơn vị", *(f"Hồ sơ {a}" for a in actions)]]
    rows += [[f"Sở {o}", *(dotted(v) for v in line.values())] for o, line in table.items()]
    sentences, quoted = [], []
    for office in pick.sample(offices, 3):
        told_of = pick.sample(actions, 2)
        quoted += [table[office][a] for a in told_of]
        parts = [f"{a} {dotted(table[office][a])} hồ sơ" for a in told_of]
        sentences.append(pick.choice(["Trong kỳ, Sở {} đã {}, {}.", "Sở {} {} và {}."]).format(office, *parts))
    return sentences, rows, quoted


def slipped(number: int, pick: random.Random, taken: set[int]) -> int:
    """A figure with two neighbouring digits swapped or one changed, unlike any that the table holds."""
    while True:
        digits = list(str(number))
        i = pick.randrange(len(digits) - 1)
        if pick.random() < 0.5:
            digits[i], digits[i + 1] = digits[i + 1], digits[i]
        else:
            digits[i + 1] = pick.choice("0123456789")
        wrong = int("".join(digits))
        if wrong not in taken and wrong >= 1000:
            return wrong


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_one_altered_figure_is_found_and_nothing_else(seed: int) -> None:
    sentences, rows, quoted = made(seed)
    assert check(sentences, rows, "Hồ sơ quý III năm 2025") == {}
    pick = random.Random(seed)
    right = pick.choice(quoted)
    every = {int(cell.replace(".", "")) for row in rows[1:] for cell in row[1:]}
    wrong = dotted(slipped(right, pick, every))
    altered = [s.replace(f" {dotted(right)} ", f" {wrong} ") for s in sentences]
    assert list(check(altered, rows, "Hồ sơ quý III năm 2025")) == [wrong]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(["plain", "spaced", "workbook"]))
def test_the_spelling_of_numbers_makes_no_difference(seed: int, how: str) -> None:
    sentences, rows, quoted = made(seed)
    pick = random.Random(seed)
    right = pick.choice(quoted)
    every = {int(cell.replace(".", "")) for row in rows[1:] for cell in row[1:]}
    wrong = dotted(slipped(right, pick, every))
    altered = [s.replace(f" {dotted(right)} ", f" {wrong} ") for s in sentences]
    respell = {"plain": "", "spaced": "\u00a0", "workbook": ","}[how]
    other = [rows[0], *([row[0], *(cell.replace(".", respell) for cell in row[1:])] for row in rows[1:])]
    assert list(check(altered, other, "Hồ sơ quý III năm 2025")) == [wrong]
    assert check(sentences, other, "Hồ sơ quý III năm 2025") == {}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_figures_about_other_things_are_never_told(seed: int) -> None:
    """The same offices, other things counted, other periods: whatever the figures."""
    _, rows, _ = made(seed)
    pick = random.Random(seed)
    texts = []
    for row in rows[1:]:
        near = int(row[1].replace(".", "")) + pick.choice([-90, -9, 9, 90])
        texts += [
            f"{row[0]} cấp {dotted(near)} thẻ bảo hiểm.",
            f"Quý II, {row[0]} {rows[0][1][6:]} {dotted(near)} hồ sơ.",
            f"{row[0]} được giao {dotted(near)} triệu đồng.",
        ]
    assert check(texts, rows, "Hồ sơ quý III năm 2025") == {}


# -- words -------------------------------------------------------------------------------


def names(text: str) -> list[str]:
    return [t.name for t in terms(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HĐND tỉnh", "hội đồng nhân dân tỉnh"),
        ("UỶ BAN NHÂN DÂN", "Ủy ban nhân dân"),
        ("hoà giải", "hòa giải"),
        ("TTHC", "thủ tục hành chính"),
        ("NSNN", "ngân sách nhà nước"),
        ("CBCCVC", "cán bộ, công chức, viên chức"),
        ("clinics", "clinic"),
        ("lý do", "lí do"),
        ("children vaccinated", "child vaccinations"),
    ],
)
def test_the_same_words(one: str, other: str) -> None:
    assert names(one) == names(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tháng 10/2025", ["@month 10", "@year 2025"]),
        ("lũy kế 9 tháng", ["@sum", "@months 9"]),
        ("quý III năm 2025", ["@quarter 3", "@year 2025"]),
        ("the first nine months", ["@months 9"]),
        ("so với cùng kỳ", ["@change", "@prior"]),
        ("Tổng cục", ["cuc5"]),
    ],
)
def test_periods_are_marks_of_their_own(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_abbreviations_that_a_report_explains() -> None:
    found = defined("cấp giấy chứng nhận (GCN) cho các hộ; khu kinh tế (sau đây gọi tắt là KKT)")
    assert found["gcn"] == "giấy chứng nhận"


def test_years_of_a_title_stand_for_those_between() -> None:
    assert not conflict(["@year 2023"], [], ["@year 2021", "@year 2025"])
    assert conflict(["@year 2023"], ["@year 2024"], ["@year 2021", "@year 2025"])
    assert conflict(["@quarter 2"], [], ["@quarter 3"])


def test_a_large_annex_and_a_long_narrative_do_not_multiply() -> None:
    """Three hundred rows and a thousand figures: looked up by value and word, not each with each."""
    pick = random.Random(5)
    rows: list[list[Any]] = [["Xã", "Hồ sơ tiếp nhận", "Hồ sơ giải quyết", "Hồ sơ quá hạn"]]
    syllables = [
        "An",
        "Bình",
        "Cao",
        "Đông",
        "Giang",
        "Hà",
        "Khánh",
        "Lâm",
        "Minh",
        "Ninh",
        "Phong",
        "Quang",
        "Sơn",
        "Tân",
        "Vĩnh",
    ]
    communes = [f"Xã {a} {b}" for a in syllables for b in syllables if a != b] + [
        f"Phường {a} {b} Thượng" for a in syllables[:9] for b in syllables[:10]
    ]
    rows += [[c, *(dotted(pick.randint(1000, 99_999)) for _ in range(3))] for c in communes[:300]]
    text = []
    for row in rows[1:]:
        text.append(f"{row[0]} tiếp nhận {row[1]} hồ sơ, giải quyết {row[2]} hồ sơ, quá hạn {row[3]} hồ sơ.")
    found = claims(report(text, rows))
    assert sum(outcome == "exact" for outcome, _, _ in found.values()) > 850
    assert check(text, rows) == {}

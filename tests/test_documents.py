"""Tables in text documents are checked as tables of workbooks are, the same in every format."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import word as w
from documents import FORMATS, Block
from told import every

from reportcheck import validate
from reportcheck.errors import ReportcheckError

HEAD = "Trong tháng 10, các xã đã tiếp nhận và giải quyết hồ sơ như các bảng dưới đây."
PRINTED: Block = (
    "Bảng 1. Kết quả giải quyết hồ sơ",
    [
        ["STT", "Đơn vị", "Tổng số", "Trực tuyến", "Trực tiếp", "Tỷ lệ trực tuyến (%)"],
        ["(1)", "(2)", "(3)=(4)+(5)", "(4)", "(5)", "(6)=(4)/(3)*100"],
        ["1", "Xã An Bình", "1.234", "1.000", "234", "81,04"],
        ["2", "Xã Phú Hội", "586", "431", "145", "73,55"],
        ["3", "Xã Tân Lập", "412", "300", "112", "72,82"],
    ],
)
DISCOVERED: Block = (
    "Bảng 2. Số hồ sơ theo lĩnh vực",
    [
        ["Lĩnh vực", "Tháng 8", "Tháng 9", "Tháng 10"],
        ["Đất đai", "512", "498", "530"],
        ["Hộ tịch", "1.203", "1.187", "1.244"],
        ["Xây dựng", "96", "103", "88"],
        ["Chứng thực", "2.310", "2.405", "2.288"],
        ["Tổng cộng", "4.121", "4.193", "4.250"],
    ],
)
FORM: Block = (
    "Bảng 3. Số chứng thư chữ ký số",
    [
        ["Nội dung", "Tổng số", "Tổ chức", "Cá nhân", "Token", "SIM PKI"],
        ["Chứng thư chữ ký số chuyên dùng công vụ", "9184", "1487", "7697", "7433", "455"],
    ],
)
REPORT: list[Block] = [
    "BÁO CÁO",
    HEAD,
    PRINTED,
    "Theo từng lĩnh vực, số liệu cụ thể là.",
    DISCOVERED,
    FORM,
    "Trân trọng báo cáo.",
]


def found(data: bytes, name: str) -> list[tuple[object, ...]]:
    report = validate(data, name=name, select=["RC1", "RC2", "RC3"])
    return [
        (
            f.rule,
            f.severity,
            f.origin,
            f.relation,
            f.difference,
            f.figures[0][1].location.display,
            f.figures[0][1].label,
        )
        for f in every(report.findings)
    ]


def test_the_same_report_in_every_format() -> None:
    results = {kind: found(make(REPORT), f"bao-cao.{kind}") for kind, make in FORMATS.items()}
    assert [(rule, relation, place) for rule, _, _, relation, _, place, _ in results["docx"]] == [
        ("RC101", "586 = 431 + 145", "bảng 1, hàng 4, cột 3"),
        ("RC101", "4.250 = 530 + 1.244 + 88 + 2.288", "bảng 2, hàng 6, cột 4"),
        ("RC101", "9184 = 1487 + 7433 + 455", "bảng 3, hàng 2, cột 2"),
        ("RC101", "7697 = 7433 + 455", "bảng 3, hàng 2, cột 4"),
    ]
    for kind, result in results.items():
        assert result == results["docx"], kind


def test_right_reports_are_passed_in_silence() -> None:
    def mended(block: Block) -> Block:
        if isinstance(block, str):
            return block
        right = {"145": "155", "4.250": "4.150", "455": "264"}
        return block[0], [[right.get(cell, cell) for cell in line] for line in block[1]]

    for kind, make in FORMATS.items():
        report = validate(make([mended(b) for b in REPORT]), name=f"bao-cao.{kind}")
        assert (report.findings, report.counts.failed) == ((), 0), kind
        assert report.counts.passed > 10


def test_tables_say_where_they_stand() -> None:
    for kind, make in FORMATS.items():
        report = validate(make(REPORT), name=f"bao-cao.{kind}")
        assert [(t.display, t.caption) for t in report.tables] == [
            ("Bảng 1", "Bảng 1. Kết quả giải quyết hồ sơ"),
            ("Bảng 2", "Bảng 2. Số hồ sơ theo lĩnh vực"),
            ("Bảng 3", "Bảng 3. Số chứng thư chữ ký số"),
        ]
        assert report.tables[2].form == "digital-certificates"


def test_english_reports_are_told_in_english() -> None:
    rows = [
        ["Field", "2023", "2024"],
        ["Land", "512", "498"],
        ["Building", "96", "103"],
        ["Trade", "44", "51"],
        ["Total", "652", "625"],
    ]
    (finding,) = validate(
        FORMATS["docx"](["The figures of this report are as follows.", ("Table 1. Files received", rows)]),
        name="a.docx",
    ).findings
    assert finding.figures[0][1].location.display == "table 1, row 5, column 3"


def test_a_number_format_and_the_wrong_page() -> None:
    merged = w.table(
        w.row(
            w.cell("Đơn vị", properties='<w:vMerge w:val="restart"/>'),
            w.cell("Hồ sơ", properties='<w:gridSpan w:val="3"/>'),
        ),
        w.row(w.cell(properties="<w:vMerge/>"), "Tổng số", "Trực tuyến", "Trực tiếp"),
        w.row(*(w.cell(text) for text in ("(1)", "(2)=(3)+(4)", "(3)", "(4)"))),
        *(w.row(*line) for line in (["Xã A", "12", "7", "5"], ["Xã B", "30", "12", "17"], ["Xã C", "9", "5", "4"])),
    )
    report = validate(w.docx(w.paragraph("Đơn vị tính: hồ sơ"), merged), name="a.docx")
    (finding,) = report.findings
    assert finding.relation == "30 = 12 + 17"
    assert finding.figures[0][1].label == ("Xã B", "Hồ sơ", "Tổng số")
    assert report.tables[0].unit == "hồ sơ"


def test_the_machine_readable_place(tmp_path: Path) -> None:
    for kind, make in FORMATS.items():
        data = make(REPORT)
        (tmp_path / f"a.{kind}").write_bytes(data)
        done = subprocess.run(
            [sys.executable, "-m", "reportcheck", "validate", str(tmp_path / f"a.{kind}"), "--format", "json"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 1, done.stderr
        (file,) = json.loads(done.stdout)["files"]
        assert file["format"] == kind
        place = file["findings"][0]["figures"][0]["location"]
        offset = place.pop("offset", None)
        assert place == {"display": "bảng 1, hàng 4, cột 3", "table": 1, "row": 4, "column": 3}
        if kind in ("md", "txt"):
            assert data.decode()[offset : offset + 3] == "586"
        else:
            assert offset is None


def test_inspect_lists_tables_and_figures(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(FORMATS["docx"](REPORT))
    call = [sys.executable, "-m", "reportcheck", "inspect", str(tmp_path / "a.docx")]
    text = subprocess.run(call, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    assert "Bảng 1: Bảng 1. Kết quả giải quyết hồ sơ" in text
    assert "Bảng Bảng" not in text
    shown = subprocess.run(
        [*call, "--format", "json"], capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
    (file,) = json.loads(shown)["files"]
    assert [t["display"] for t in file["tables"]] == ["Bảng 1", "Bảng 2", "Bảng 3"]
    assert {"text": "81,04"} | {
        k: v for f in file["figures"] if f["text"] == "81,04" for k, v in f["location"].items() if k in ("table", "row")
    } == {"text": "81,04", "table": 1, "row": 3}


@pytest.mark.parametrize("kind", ["docx", "html", "md", "txt"])
def test_a_document_without_tables_is_no_error(kind: str) -> None:
    report = validate(FORMATS[kind](["Một báo cáo không có bảng nào.", "Chỉ có hai đoạn."]), name=f"a.{kind}")
    assert (report.ok, report.tables, report.language) == (True, (), "vi")


def test_empty_documents() -> None:
    assert validate(w.docx(), name="a.docx").ok
    assert validate(b"<p></p>", name="a.html").ok
    for name in ("a.txt", "a.md"):
        with pytest.raises(ReportcheckError) as caught:
            validate(b" \n ", name=name)
        assert caught.value.code == "empty"


@pytest.mark.parametrize("marks", ["a. b. c.", "A. B. C.", "i) ii) iii)", "I. II. III.", "1) 2) 3)", "• • •"])
def test_lists_are_summed_however_they_are_marked(marks: str) -> None:
    items = ["nông nghiệp 1.120 hợp tác xã;", "phi nông nghiệp 310 hợp tác xã;", "quỹ tín dụng 65 hợp tác xã."]
    lines = [f"{mark} {item}" for mark, item in zip(marks.split(), items, strict=True)]
    text = "\n\n".join(["Toàn tỉnh có 1.486 hợp tác xã, cụ thể:", *lines, "Trân trọng báo cáo."])
    assert [f.relation for f in validate(text.encode(), name="a.txt").findings] == ["1.486 = 1.120 + 310 + 65"]

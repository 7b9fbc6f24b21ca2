"""A longer report (chapters, sentences, lists, notes, tables with and without printed formulas) gives the same findings in every format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import pytest
import word as w
from pdf_writer import PdfPage, pdf, width

from reportcheck import Report, validate

Rows = Sequence[Sequence[str]]
Block = tuple[str, str] | tuple[str, str, Rows]

FIELDS: Rows = [
    ["TT", "Lĩnh vực", "Quý I", "Quý II", "Quý III", "Cộng"],
    ["1", "Đất đai", "312", "298", "341", "951"],
    ["2", "Hộ tịch", "845", "901", "877", "2.623"],
    ["3", "Xây dựng", "77", "84", "69", "230"],
    ["4", "Chứng thực", "1.420", "1.365", "1.502", "4.278"],
    ["5", "Lao động", "118", "131", "140", "389"],
    ["", "Tổng cộng", "2.772", "2.779", "2.929", "8.480"],
]
COMMUNES: Rows = [
    ["TT", "Xã", "Tổng số", "Đúng hạn", "Quá hạn"],
    ["(1)", "(2)", "(3)=(4)+(5)", "(4)", "(5)"],
    ["1", "Xã Hòa Tiến", "3.118", "3.050", "68"],
    ["2", "Xã Long Sơn", "2.957", "2.875", "92"],
    ["3", "Xã Mỹ Đức", "2.405", "2.371", "34"],
]
REPORT: list[Block] = [
    ("heading", "1. Tình hình chung"),
    ("text", "Chín tháng đầu năm, huyện tập trung đơn giản hóa thủ tục, đưa dịch vụ công lên mạng và nâng cao kỷ luật công vụ ở cấp xã."),
    ("text", "Toàn huyện tiếp nhận 8.480 hồ sơ, trong đó trực tuyến 6.115 hồ sơ, trực tiếp 1.984 hồ sơ và qua bưu chính 381 hồ sơ."),
    ("noted", "Bộ phận một cửa đã trả kết quả cho 8.286 lượt người, số còn lại hẹn sang kỳ sau do thiếu giấy tờ."),
    ("heading", "2. Kết quả theo lĩnh vực"),
    ("text", "Số liệu chi tiết của từng lĩnh vực được nêu trong bảng dưới đây."),
    ("table", "Bảng 1. Hồ sơ tiếp nhận theo lĩnh vực", FIELDS),
    ("text", "Đã giải quyết trước hạn 4.240/8.480 hồ sơ, đạt 53,00%, giảm áp lực đáng kể cho cán bộ ở cơ sở."),
    ("text", "Công tác tuyên truyền được thực hiện với tổng số 96 buổi, cụ thể:"),
    ("item", "cấp huyện 21 buổi;"),
    ("item", "cấp xã 64 buổi;"),
    ("item", "các trường học 12 buổi."),
    ("heading", "3. Kết quả theo địa bàn"),
    ("text", "Ba xã có số hồ sơ lớn nhất được theo dõi riêng hằng tuần."),
    ("table", "Bảng 2. Hồ sơ của các xã", COMMUNES),
    ("text", "Kinh phí mua sắm thiết bị là 742 triệu đồng (máy tính 518 triệu đồng, máy quét 164 triệu đồng, thiết bị khác 60 triệu đồng)."),
    ("text", "Thời gian tới, huyện tiếp tục hướng dẫn người dân nộp hồ sơ tại nhà và nâng cấp đường truyền ở các xã xa trung tâm."),
]  # fmt: skip
NOTE = "Tổng số 8.286 lượt người gồm 5.103 lượt nam và 3.138 lượt nữ."

WRONG = [
    ("RC101", "8.286 = 5.103 + 3.138"),
    ("RC101", "4.278 = 1.420 + 1.365 + 1.502"),
    ("RC201", "53,00% = 4.240 / 8.480 × 100"),
    ("RC101", "96 = 21 + 64 + 12"),
    ("RC101", "2.957 = 2.875 + 92"),
]
MENDED = {"3.138": "3.183", "4.278": "4.287", "53,00%": "50,00%", "96": "97", "2.957": "2.967"}


def as_docx(blocks: Sequence[Block], note: str) -> bytes:
    body: list[str] = []
    for block in blocks:
        if len(block) == 3:
            body += [w.paragraph(block[1]), w.table(*(w.row(*line) for line in block[2]))]
        elif block[0] == "item":
            body.append(w.numbered(block[1]))
        elif block[0] == "noted":
            body.append(w.paragraph(block[1], '<w:r><w:footnoteReference w:id="2"/></w:r>'))
        else:
            body.append(w.paragraph(block[1], style="H" if block[0] == "heading" else ""))
    styles = f'<w:styles {w.NS}><w:style w:type="paragraph" w:styleId="H"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>'
    notes = f'<w:footnotes {w.NS}><w:footnote w:id="2">{w.paragraph(note)}</w:footnote></w:footnotes>'
    lists = w.numbering(w.level(0, "-", "bullet"))
    return w.docx(*body, parts={"styles": styles, "footnotes": notes, "numbering": lists})


def as_html(blocks: Sequence[Block], note: str) -> bytes:
    tags = {
        "heading": "<h2>{}</h2>",
        "text": "<p>{}</p>",
        "noted": "<p>{}<sup>1</sup></p>",
        "item": "<ul><li>{}</li></ul>",
    }
    body: list[str] = []
    for block in blocks:
        if len(block) == 3:
            rows = ("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in line) + "</tr>" for line in block[2])
            body.append(f"<p>{escape(block[1])}</p><table>{''.join(rows)}</table>")
        else:
            body.append(tags[block[0]].format(escape(block[1])))
    body.append(f"<hr><p><sup>1</sup> {escape(note)}</p>")
    return f"<html><body>{''.join(body).replace('</ul><ul>', '')}</body></html>".encode()


def as_markdown(blocks: Sequence[Block], note: str) -> bytes:
    marks = {"heading": "## {}", "text": "{}", "noted": "{}[^1]", "item": "- {}"}
    body: list[str] = []
    for block in blocks:
        if len(block) == 3:
            head, *rest = ("| " + " | ".join(line) + " |" for line in block[2])
            body += [block[1], "\n".join([head, "|" + "---|" * len(block[2][0]), *rest])]
        else:
            body.append(marks[block[0]].format(block[1]))
    return "\n\n".join([*body, f"[^1]: {note}"]).encode()


def as_text(blocks: Sequence[Block], note: str) -> bytes:
    marks = {"heading": "{}", "text": "{}", "noted": "{}[1]", "item": "- {}"}
    body: list[str] = []
    for block in blocks:
        if len(block) == 3:
            rows = block[2]
            widths = [max(len(line[c]) for line in rows) for c in range(len(rows[0]))]
            lines = [
                "   ".join(c.rjust(n) if c[:1].isdigit() else c.ljust(n) for c, n in zip(line, widths, strict=True))
                for line in rows
            ]
            body += [block[1], "\n".join(line.rstrip() for line in lines)]
        else:
            body.append(marks[block[0]].format(block[1]))
    return "\n\n".join([*body, f"[1] {note}"]).encode()


def as_pdf(blocks: Sequence[Block], note: str) -> bytes:
    pages = [PdfPage()]
    y = 80.0
    for block in blocks:
        page = pages[-1]
        if len(block) == 3:
            rows = block[2]
            if y + 20 * len(rows) > 640:
                page, y = PdfPage(), 80.0
                pages.append(page)
            page.text(70, y, block[1])
            step = 285 / (len(rows[0]) - 2)
            y = page.table(y + 8, [70, 100, 240, *(240 + step * (k + 1) for k in range(len(rows[0]) - 2))], rows) + 26
            continue
        text = f"- {block[1]}" if block[0] == "item" else block[1]
        start = y
        y, _ = page.wrapped(y, text, first=28, font="B" if block[0] == "heading" else "R", justify=False)
        if block[0] == "noted":
            words, last = text.split(" "), ""
            while words and width(" ".join([*words[-1:], last]), 12) < 430 and y - start > 17:
                last = f"{words.pop()} {last}".strip()
                if 98 + width(" ".join(words), 12) <= 525:
                    break
            page.text((70 if y - start > 17 else 98) + width(last or text, 12), y - 16 - 4.5, "1", 7.5)
            page.line(70, 700, 210, 700)
            page.text(70, 709, "1", 6)
            page.text(74, 712, f" {note}", 9.5)
        y += 6
    return pdf(pages)


FORMATS: dict[str, Callable[[Sequence[Block], str], bytes]] = {
    "docx": as_docx, "html": as_html, "md": as_markdown, "txt": as_text, "pdf": as_pdf
}  # fmt: skip


def told(report: Report) -> list[tuple[object, ...]]:
    """The findings up to their place."""
    return sorted(
        (f.rule, f.relation, f.severity, f.origin, f.difference, len(f.figures)) for f in report.findings
    )  # fmt: skip


@pytest.mark.parametrize("kind", list(FORMATS))
def test_the_findings_are_the_same(kind: str) -> None:
    report = validate(FORMATS[kind](REPORT, NOTE), name=f"bao-cao.{kind}")
    assert sorted((rule, relation) for rule, relation, *_ in told(report)) == sorted(WRONG)
    assert told(report) == told(validate(as_docx(REPORT, NOTE), name="bao-cao.docx"))
    assert report.unread == ()


@pytest.mark.parametrize("kind", list(FORMATS))
def test_the_mended_report_is_passed(kind: str) -> None:
    def right(text: str) -> str:
        for wrong, figure in MENDED.items():
            text = text.replace(wrong, figure)
        return text

    blocks: list[Block] = [
        (b[0], right(b[1]), [[right(c) for c in line] for line in b[2]]) if len(b) == 3 else (b[0], right(b[1]))
        for b in REPORT
    ]
    report = validate(FORMATS[kind](blocks, right(NOTE)), name=f"bao-cao.{kind}")
    assert report.findings == ()
    assert report.counts.passed >= 18

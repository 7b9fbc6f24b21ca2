"""Text documents: what checking a report of 30 pages costs over the bare reading of it.

    python benchmarks/documents.py [ROUNDS] [--keep FOLDER]

A report of some 30 pages, made here from a fixed seed: 22 chapters of prose with statements in them, 23 tables of 6 to 15 rows
(sums along rows and columns, shares, growth), footnotes, lists, runs split and formatted as Word does. Written as docx and as
pdf. The base of the docx is a fresh process that unzips it, parses ``document.xml`` with lxml and walks every paragraph and
cell; python-docx doing the same is the second peer. That of the pdf is pypdfium2's text plus pdfplumber's search for tables.
Memory of pdf files of 250, 1,000 and 5,000 pages is what ``pdf.py`` measures on longer ones.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from measure import PYTHON, Cost, alternate, row, run, show

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
import word as w
from pdf_writer import PdfPage, pdf

TABLES, PARAGRAPHS = 23, 22 * 10
GOAL = 3.0

LXML = """
import sys, zipfile
from lxml import etree
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
with zipfile.ZipFile(sys.argv[1]) as file:
    root = etree.fromstring(file.read("word/document.xml"))
for paragraph in root.iter(W + "p"):
    "".join(t.text or "" for t in paragraph.iter(W + "t"))
for cell in root.iter(W + "tc"):
    "".join(t.text or "" for t in cell.iter(W + "t"))
"""
PYTHON_DOCX = """
import sys, docx
document = docx.Document(sys.argv[1])
for paragraph in document.paragraphs:
    paragraph.text
for table in document.tables:
    for row in table.rows:
        for cell in row.cells:
            cell.text
"""
READ = "import sys; from reportcheck.read.document import read_path; read_path(sys.argv[1])"
PDF_TEXT = """
import sys, pypdfium2
for page in pypdfium2.PdfDocument(sys.argv[1]):
    page.get_textpage().get_text_range()
"""
PDF_TABLES = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as document:
    for page in document.pages:
        page.extract_tables()
        page.close()
"""

_AREAS = ["Đất đai", "Hộ tịch", "Xây dựng", "Chứng thực", "Lao động", "Giáo dục", "Y tế", "Giao thông", "Thuế", "Văn hóa",
          "Môi trường", "Nông nghiệp", "Thủy lợi", "Du lịch", "Công thương"]  # fmt: skip
_PLACES = [
    "An Bình",
    "Phú Hội",
    "Tân Lập",
    "Long Sơn",
    "Hòa Tiến",
    "Mỹ Đức",
    "Bình Minh",
    "Đông Hải",
    "Kim Sơn",
    "Vĩnh An",
]
_PLAIN = [
    "Công tác chỉ đạo, điều hành tiếp tục được đổi mới; các phòng, ban và địa phương đã bám sát kế hoạch, chủ động tháo gỡ khó khăn ngay từ cơ sở.",
    "Thực hiện Kế hoạch số {a}/KH-UBND ngày 15/3/2025, đơn vị đã rà soát quy trình nội bộ và niêm yết công khai tại bộ phận một cửa.",
    "Bên cạnh kết quả đạt được, một số nơi còn chậm cập nhật dữ liệu, việc phối hợp giữa các bộ phận có lúc chưa nhịp nhàng.",
    "Nguyên nhân chủ yếu là do nhân lực mỏng, trang thiết bị xuống cấp và phần mềm chưa được kết nối liên thông với hệ thống của tỉnh.",
    "Trong thời gian tới, cần tập trung hướng dẫn người dân nộp hồ sơ qua mạng, đồng thời bố trí cán bộ trực vào sáng thứ bảy.",
]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("rounds", type=int, nargs="?", default=9)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write the report there and measure nothing")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        word, printed = folder / "bao-cao.docx", folder / "bao-cao.pdf"
        word.write_bytes(_docx())
        printed.write_bytes(_pdf())
        if not options.keep:
            _measure_docx(word, folder, options.rounds)
            _measure_pdf(printed, folder, options.rounds)


def _measure_docx(file: Path, folder: Path, rounds: int) -> None:
    base = "lxml, bare: unzip, parse, walk"
    contenders = {
        base: _call(folder, "-c", LXML, str(file)),
        "reportcheck, reading": _call(folder, "-c", READ, str(file)),
        "reportcheck validate": _call(folder, "-m", "reportcheck", "validate", str(file)),
        "import numpy alone": _call(folder, "-c", "import numpy"),
    }
    if find_spec("docx"):
        contenders["python-docx: open, walk"] = _call(folder, "-c", PYTHON_DOCX, str(file))
    costs = alternate(contenders, rounds)
    goals = {"reportcheck, reading": GOAL, "reportcheck validate": GOAL}
    show("A docx of 30 pages and 23 tables, whole processes", [row(costs, c, base, goals.get(c)) for c in contenders])
    if find_spec("docx"):
        peer = "python-docx: open, walk"
        show("against python-docx", [row(costs, c, peer, GOAL) for c in goals])


def _measure_pdf(file: Path, folder: Path, rounds: int) -> None:
    codes = [PDF_TEXT, PDF_TABLES] if find_spec("pdfplumber") else [PDF_TEXT]
    base = "text (pypdfium2) + tables (pdfplumber)" if len(codes) > 1 else "text (pypdfium2)"

    def bare() -> Cost:
        runs = [run([PYTHON, "-c", code, str(file)], folder) for code in codes]
        return Cost(sum(c.cpu for c in runs), max(c.memory for c in runs))

    contenders = {
        base: bare,
        "reportcheck, reading": _call(folder, "-c", READ, str(file)),
        "reportcheck validate": _call(folder, "-m", "reportcheck", "validate", str(file)),
    }
    costs = alternate(contenders, max(1, rounds // 3))
    show("The same as pdf, whole processes", [row(costs, c, base, 2.0 if c != base else None) for c in contenders])


def _call(folder: Path, *arguments: str) -> Callable[[], Cost]:
    return lambda: run([PYTHON, *arguments], folder, (0, 1))


# -- the report --------------------------------------------------------------------


def _blocks() -> Iterator[str | list[list[str]]]:
    """Paragraphs and tables in order, the same in every run."""
    chance = random.Random(30)
    tables = 0
    for n in range(PARAGRAPHS):
        if n % 10 == 0:
            yield f"{n // 10 + 1}. Kết quả công tác lĩnh vực {_AREAS[n // 10 % len(_AREAS)].lower()}"
        yield " ".join(_sentence(chance) for _ in range(3))
        if n * TABLES // PARAGRAPHS >= tables:
            tables += 1
            yield f"Bảng {tables}. Số hồ sơ theo đơn vị và lĩnh vực"
            yield _table(chance, tables)


def _sentence(chance: random.Random) -> str:
    area, place = chance.choice(_AREAS).lower(), chance.choice(_PLACES)
    parts = [chance.randint(20, 4000) for _ in range(3)]
    total, share = sum(parts), 100 * parts[0] / sum(parts)
    kind = chance.randrange(9)
    if kind == 0:
        return (
            f"Trong kỳ, xã {place} tiếp nhận {_vi(total)} hồ sơ {area}, trong đó trực tuyến {_vi(parts[0])} hồ sơ, "
            f"trực tiếp {_vi(parts[1])} hồ sơ và qua bưu chính {_vi(parts[2])} hồ sơ."
        )
    if kind == 1:
        return f"Đã giải quyết đúng hạn {_vi(parts[0])}/{_vi(total)} hồ sơ {area}, đạt {_vi(share, 2)}%."
    if kind == 2:
        old = parts[0] + parts[1]
        return f"So với cùng kỳ năm trước, số hồ sơ {area} tăng {_vi(100 * parts[2] / old, 1)}% (từ {_vi(old)} lên {_vi(total)} hồ sơ)."
    if kind == 3:
        return f"Tổng kinh phí của xã {place} là {_vi(total)} triệu đồng (chi thường xuyên {_vi(parts[0])}, chi đầu tư {_vi(parts[1])}, chi khác {_vi(parts[2])} triệu đồng)."
    return chance.choice(_PLAIN).format(a=chance.randint(10, 400))


def _table(chance: random.Random, number: int) -> list[list[str]]:
    """Rows of places with a total column and a total row; some with shares or growth beside them."""
    height, width = chance.randint(5, 14), chance.randint(2, 4)
    figures = [[chance.randint(5, 3000) for _ in range(width)] for _ in range(height)]
    figures.append([sum(column) for column in zip(*figures, strict=True)])
    head = ["TT", "Đơn vị", "Tổng số", *chance.sample(_AREAS, width)]
    names = [f"Xã {_PLACES[i % 10]}{' ' + 'I' * (i // 10) if i >= 10 else ''}" for i in range(height)] + ["Tổng cộng"]
    rows = [head]
    for i, (name, line) in enumerate(zip(names, figures, strict=True), 1):
        rows.append([str(i) if i <= height else "", name, _vi(sum(line)), *map(_vi, line)])
    if number % 3 == 0:
        rows[0].append(f"Tỷ lệ {head[3].lower()} (%)")
        for cells, line in zip(rows[1:], figures, strict=True):
            cells.append(_vi(100 * line[0] / sum(line), 2))
    return rows


def _vi(value: float, digits: int = 0) -> str:
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def _docx() -> bytes:
    body = [_word_table(block) if isinstance(block, list) else _word_paragraph(block) for block in _blocks()]
    note = w.paragraph("Số liệu tính từ ngày 01/01/2025 đến hết ngày 30/9/2025.")
    notes = f'<w:footnotes {w.NS}><w:footnote w:id="2">{note}</w:footnote></w:footnotes>'
    body.append(w.paragraph("Trân trọng báo cáo.", '<w:r><w:footnoteReference w:id="2"/></w:r>'))
    return w.docx(*body, parts={"footnotes": notes})


_FONT = '<w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN"/>'


def _word_paragraph(text: str) -> str:
    """Runs of a few words, each with its own properties, as Word leaves them after some rounds of editing."""
    words = text.split(" ")
    pieces = [" ".join(words[i : i + 9]) + " " * (i + 9 < len(words)) for i in range(0, len(words), 9)]
    runs = [w.run(piece, font="Times New Roman", properties=_FONT) for piece in pieces]
    return w.paragraph(
        *runs, properties='<w:spacing w:before="120" w:after="120"/><w:ind w:firstLine="720"/><w:jc w:val="both"/>'
    )


def _word_table(rows: list[list[str]]) -> str:
    def cell(text: str) -> str:
        inner = w.paragraph(w.run(text, font="Times New Roman", properties=_FONT), properties='<w:jc w:val="center"/>')
        return w.cell(inner, properties='<w:tcW w:w="1200" w:type="dxa"/><w:vAlign w:val="center"/>')

    return w.table(*(w.row(*map(cell, line)) for line in rows))


def _pdf() -> bytes:
    pages, page, y = [], PdfPage(), 80.0
    for block in _blocks():
        if isinstance(block, list):
            if y + 20 * len(block) > 780:
                pages.append(page)
                page, y = PdfPage(), 80.0
            width = 455 / (len(block[0]) + 1)
            edges = [70, 100, *(70 + width * (2 + k) for k in range(len(block[0]) - 1)), 525]
            y = page.table(y, sorted({round(e, 1) for e in edges})[: len(block[0]) + 1], block) + 20
            continue
        rest = block
        while rest:
            y, rest = page.wrapped(y, rest, first=28)
            if rest or y > 760:
                pages.append(page)
                page, y = PdfPage(), 80.0
    return pdf([*pages, page])


if __name__ == "__main__":
    main()

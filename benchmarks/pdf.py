"""Pdf files: what reading costs over the bare extraction of text and tables, and the memory that a long file takes.

    python benchmarks/pdf.py [ROUNDS] [PAGES]    (0 rounds: the memory alone)

A report of 250 pages, some 2,400 letters each, every third with a ruled table, every sixth with one without rules. The base is
pypdfium2's text of every page plus pdfplumber's search for tables (where pdfplumber is not installed, the text alone). Then
files of 250, 1,000 and PAGES pages (5,000) are read for their memory, and those of up to 1,000 pages validated. Goals: twice
the base; 400 MB for reading, 1 MB a page for validating.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from measure import PYTHON, Cost, alternate, row, run, show

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from pdf_writer import PdfPage

PAGES = 250
MEMORY = 400.0
PAGE = 1.0  # MB that a page of a hundred figures may take in validate
SENTENCE = "Trong kỳ báo cáo, đơn vị thứ {n} đã tiếp nhận {a} hồ sơ, trong đó {b} hồ sơ trực tuyến và {c} hồ sơ trực tiếp trên địa bàn."

BARE = """
import sys, pypdfium2
document = pypdfium2.PdfDocument(sys.argv[1])
for page in document:
    text = page.get_textpage()
    text.get_text_range()
    text.close()
    page.close()
"""
PLACED = """
import sys, pypdfium2
document = pypdfium2.PdfDocument(sys.argv[1])
for page in document:
    text = page.get_textpage()
    text.get_text_range()
    for i in range(text.count_chars()):
        text.get_charbox(i, loose=True)
    text.close()
    page.close()
"""
TABLES = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as document:
    for page in document.pages:
        page.extract_tables()
        page.close()
"""
READ = "import sys; from reportcheck.read.document import read_path; read_path(sys.argv[1])"


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    pages = int(sys.argv[2]) if len(sys.argv) > 2 else 5000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report, long = folder / "report.pdf", folder / "long.pdf"
        _write_long(report, PAGES)
        if rounds:
            _speed(report, folder, rounds)
        costs: dict[str, list[Cost]] = {}
        goals: dict[str, float] = {}
        for count in sorted({PAGES, 1000, pages}):
            _write_long(long, count)
            costs[f"{count} pages, reading"] = [run([PYTHON, "-c", READ, str(long)], folder)]
            goals[f"{count} pages, reading"] = MEMORY
            if count <= 1000:  # a figure takes a millisecond or more: 5,000 such pages hold half a million
                what, command = (
                    f"{count} pages, reportcheck validate",
                    [PYTHON, "-m", "reportcheck", "validate", str(long)],
                )
                costs[what] = [run(command, folder, (0, 1))]
                goals[what] = max(MEMORY, PAGE * count)
        show("Memory", [row(costs, what, memory_goal=goals[what]) for what in costs])


def _write_long(path: Path, pages: int) -> None:
    """In a process of its own, so that this one stays small: no child's peak is seen below its parent's."""
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import pdf as b; from pdf_writer import pdf\n"
    )
    code += f"open({str(path)!r}, 'wb').write(pdf([b._page(n) for n in range({pages})]))"
    subprocess.run([PYTHON, "-c", code], check=True)


def _speed(report: Path, folder: Path, rounds: int) -> None:
    def call(*code: str) -> Callable[[], Cost]:
        def costs() -> Cost:
            runs = [run([PYTHON, "-c", one, str(report)], folder) for one in code]
            return Cost(sum(c.cpu for c in runs), max(c.memory for c in runs))

        return costs

    known = [BARE, TABLES] if find_spec("pdfplumber") else [BARE]
    base = "text (pypdfium2) + tables (pdfplumber)" if len(known) > 1 else "text (pypdfium2)"
    validate = [PYTHON, "-m", "reportcheck", "validate", str(report)]
    contenders: dict[str, Callable[[], Cost]] = {
        base: call(*known),
        "text alone (pypdfium2)": call(BARE),
        "text and the place of every letter (pypdfium2)": call(PLACED),
        "reportcheck, reading": call(READ),
        "reportcheck validate": lambda: run(validate, folder, (0, 1)),
    }
    costs = alternate(contenders, rounds)
    goals = {"reportcheck, reading": 2.0, "reportcheck validate": 2.0}
    show(f"A pdf of {PAGES} pages, whole processes", [row(costs, what, base, goals.get(what)) for what in contenders])
    placed = "text and the place of every letter (pypdfium2)"
    show("against the letters' places", [row(costs, "reportcheck, reading", placed)])


def _page(n: int) -> PdfPage:
    """A page of prose, with a table on some."""
    page = PdfPage()
    page.text(70, 40, "Báo cáo tổng hợp", 9)
    page.centre(812, f"Trang {n + 1}", 9)
    text = " ".join(
        SENTENCE.format(n=n * 9 + k, a=3 * k + 2 * n + 40, b=2 * k + n + 30, c=k + n + 10) for k in range(6)
    )
    y, _ = page.wrapped(80, text, first=28)
    if n % 3 == 0:
        rows = [["TT", "Đơn vị", "Trực tuyến", "Trực tiếp", "Tổng số"]]
        rows += [[str(k), f"Xã số {k}", str(20 + k), str(n + k), str(20 + 2 * k + n)] for k in range(1, 13)]
        y = page.table(y + 10, [70, 105, 250, 340, 430, 525], rows) + 20
    elif n % 6 == 1:
        for k in range(1, 13):
            page.text(90, y + 17 * k, f"Phường số {k}")
            page.right(350, y + 17 * k, str(1200 + 7 * k + n))
            page.right(480, y + 17 * k, str(900 + 11 * k))
        y += 17 * 13 + 10
    for k in range(3):
        y, _ = page.wrapped(y + 6, text[k:], first=28)
    return page


if __name__ == "__main__":
    main()

"""RC802 number-stored-as-text"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reportcheck.extend import Finding, Judgement, Location, Reading, TableView, Tell, rule, words

_CODES = re.compile(r"^(?:ma|so hieu|so dien thoai|dien thoai|code|phone|id)\b|\bma so\b")


@rule(
    code="RC802",
    name="number-stored-as-text",
    subject="table",
    vi="Số được lưu dạng chữ",
    en="A number is stored as text",
    explain_vi="""
Kiểm tra: trong bảng tính, ô số được lưu là số, không phải chữ trông giống số.
Vì sao: hàm SUM bỏ qua các ô dạng chữ mà không báo gì.
Ví dụ: ô "1.939" lưu dạng chữ giữa các ô số.
Cách xét: lỗi khi một hàm SUM của sổ tính vì thế mà thiếu, kèm số còn thiếu; cảnh báo khi các ô khác của bảng là số
thật; chỉ nhắc khi cả bảng đều gõ dạng chữ.
Không báo khi: tệp csv (vốn chỉ có chữ); dấu chú thích như (1), (2) đứng một mình giữa các ô số.
""",
)
def number_stored_as_text(view: TableView, tell: Tell) -> Iterator[Finding]:
    """In a workbook, figures are stored as numbers.

    What: text cells that read as a number, in columns of figures.
    Why: SUM passes over text cells without a word.
    Example: the text "1.939" among numbers.
    Judged: an error with the amount where a SUM of the workbook lacks them, a warning where the table's other cells are
        true numbers, a remark where all are typed as text.
    Silent when: the file is csv, which has text only; marks of notes like (1), (2) stand alone among true numbers.
    """
    if not view.grid.typed:
        return
    texts: list[tuple[int, int]] = []
    numbers = 0
    for c in view.number_columns:
        if _CODES.search(words(" ".join(view.headings[c]))):
            continue
        numbers += view.kinds(c)[float] + view.kinds(c)[int]
        if not view.kinds(c)[str]:
            continue
        for r, reading in enumerate(view.readings(c)):
            if reading is not None and _is_plain(reading, str(view.body_rows[r][c])):
                texts.append((r, c))
    if not texts:
        return
    sums = _sums_without(view, tell)
    figures = [view.figure(r, c) for r, c in sorted(texts, key=lambda t: not _is_odd(view, t, sums))[:20]]
    cells = ", ".join(f"{f.location.cell} ({f.text})" for f in figures[:3]) + (" …" if len(texts) > 3 else "")
    finding = tell.about(
        vi=f"{view.table.display}: {len(texts)} ô số được lưu dạng chữ, hàm SUM sẽ bỏ qua: {cells}.",
        en=f"{view.table.display}: {len(texts)} figure{'s' if len(texts) > 1 else ''} stored as text, which SUM passes over: {cells}.",
        figures=(("cell", figure) for figure in figures),
        severity="warning" if numbers else "info",
        key=" ".join(f.text for f in figures),
    )
    yield _with_sums(finding, sums, tell) if sums else finding


def _sums_without(view: TableView, tell: Tell) -> list[Judgement]:
    """The sums that are off because they pass over text cells of the table."""
    return [
        j
        for j in tell.scene.judgements
        if j.relation.rule == "RC802"
        and j.outcome == "fails"
        and any(_is_inside(view, o.figure.location) for o in j.relation.operands)
    ]


def _is_inside(view: TableView, at: Location) -> bool:
    return at.sheet == (view.grid.name or None) and (at.row or 0, at.column or 0) in view.table.area


def _is_odd(view: TableView, place: tuple[int, int], sums: list[Judgement]) -> bool:
    """Whether a sum passes over the cell."""
    name = view.location(*place).cell
    return any(name in j.relation.odd for j in sums)


def _with_sums(finding: Finding, sums: list[Judgement], tell: Tell) -> Finding:
    """The finding with what the sums lack: an error, since their figures are wrong by it."""
    first = tell.failed(
        sums[0],
        vi=f"{sums[0].relation.target.location.cell} {sums[0].relation.support} không tính ô dạng chữ",
        en=f"{sums[0].relation.target.location.cell} {sums[0].relation.support} passes over text",
    )
    others = ", ".join(str(j.relation.target.location.cell) for j in sums[1:])
    more = (f"; cũng vậy ở {others}" if tell.language == "vi" else f"; likewise in {others}") if others else ""
    marked = {figure.location for _, figure in finding.figures}
    return replace(
        first,
        message=f"{finding.message[:-1]}; {first.message}{more}.",
        figures=(*finding.figures, *((role, f) for role, f in first.figures if f.location not in marked)),
        fingerprint=finding.fingerprint,
    )


def _is_plain(reading: Reading, text: str) -> bool:
    """A figure that somebody would sum: no share, no word behind it, no code or telephone number beginning with 0."""
    code = text.strip().startswith("0") and text.strip().isdigit() and len(text.strip()) > 3
    return bool(reading.numerals) and not (reading.unit or reading.mark or reading.percent or code)

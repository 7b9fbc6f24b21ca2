"""Findings for people at a terminal: the place, the cut-out with the cells marked, the working, a summary.

Everything a report says is printed as it is, never as markup. Colour is put on by the caller's ``paint``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reportcheck.model import Finding
from reportcheck.render.excerpt import Excerpt
from reportcheck.render.subject import Told
from reportcheck.wording import unread_text

__all__ = ["describe", "summary"]

Paint = Callable[[str, str], str]  # text, style name → text

_SEVERITY = {"error": ("lỗi", "error"), "warning": ("cảnh báo", "warning"), "info": ("lưu ý", "info")}
_LEAST_CELL, _MOST_CELL = 4, 28
_MOST_SUSPECTS = 5


def describe(report: Told, language: str, paint: Paint, width: int = 80) -> Iterator[str]:
    """The lines for one file's findings."""
    for i, finding in enumerate(report.findings):
        yield from _finding(
            finding, report, report.excerpts[i] if i < len(report.excerpts) else (), language, paint, width
        )
        yield ""
    if report.waived:
        yield from _waived(report, language, paint, width)
        yield ""


def _waived(report: Told, language: str, paint: Paint, width: int) -> Iterator[str]:
    """What was accepted, each with the reason."""
    vi = language == "vi"
    title = f"Đã chấp nhận trong {report.path}" if vi else f"Accepted in {report.path}"
    yield paint(f"{title}: {len(report.waived)}", "info")
    for one in report.waived:
        finding, waiver = one.finding, one.waiver
        place = f"{finding.figures[0][1].location}: " if finding.figures else ""
        yield from _wrapped(f"{place}{finding.rule} {finding.message}", "  - ", width)
        day = "" if waiver.until is None else waiver.until.strftime("%d/%m/%Y") if vi else waiver.until.isoformat()
        ends = f"đến hết ngày {day}" if vi else f"until {day}"
        told = "; ".join(part for part in (waiver.reason, waiver.who, ends if day else "") if part)
        yield from _wrapped(told, "    lý do: " if vi else "    reason: ", width)


def _finding(
    finding: Finding, report: Told, excerpts: Sequence[Excerpt], language: str, paint: Paint, width: int
) -> Iterator[str]:
    vi = language == "vi"
    severity = _SEVERITY[finding.severity][0 if vi else 1]
    place = f"{finding.figures[0][1].location}" if finding.figures else ""
    head = f"{paint(f'{severity}[{finding.rule}]', finding.severity)} {paint(finding.name, 'dim')}"
    yield head
    yield f"  {paint('-->', 'dim')} {report.path}{': ' + place if place else ''}"
    for i, excerpt in enumerate(excerpts):
        if i:
            yield f"  {paint('::: ' + excerpt.place, 'dim')}"
        yield from _cutout(excerpt, paint, width)
    yield from _wrapped(finding.message, "  = ", width)
    if finding.judgement is not None and finding.judgement.relation.basis:
        basis = finding.judgement.relation.constants
        note = f"cách tính kỳ: {', '.join(basis)}" if vi else f"period counted as: {', '.join(basis)}"
        yield f"    {paint(note, 'dim')}"
    for suspects, word in (
        (finding.suspects, "số sai" if vi else "wrong figure"),
        (finding.alternatives, "có thể" if vi else "perhaps"),
    ):
        for suspect in suspects[:_MOST_SUSPECTS]:
            text = f"{word}: {suspect.figure.location}: {suspect.figure.text} → {suspect.suggestion} ({suspect.reason})"
            yield from _wrapped(text, "    ", width)
        if (more := len(suspects) - _MOST_SUSPECTS) > 0:
            yield f"    {word}: " + (f"và {more} số khác" if vi else f"{more} more")
    for other in finding.knock_on:
        text = f"{'kéo theo' if vi else 'and so'}: {other.figures[0][1].location}: {other.working}"
        yield from _wrapped(text, "    ", width)


def _wrapped(text: str, lead: str, width: int) -> Iterator[str]:
    import textwrap

    rest = " " * len(lead)
    yield from textwrap.wrap(
        text,
        max(width, 40),
        initial_indent=lead,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _cutout(excerpt: Excerpt, paint: Paint, width: int) -> Iterator[str]:
    """The table's cells with a line of marks below each row that has some: ``^^^`` stated, ``---`` its parts."""
    widths = _widths(excerpt, width)
    shown = [i for i, w in enumerate(widths) if w]
    gutter = max(len(str(number)) for number, _ in excerpt.rows) if excerpt.rows else 1
    bar = paint("|", "dim")
    yield f"  {' ' * gutter} {bar} " + paint(
        "  ".join(_fit(excerpt.columns[i], widths[i]) for i in shown).rstrip(), "dim"
    )
    for position, (number, cells) in enumerate(excerpt.rows):
        label = str(number) if number else ""
        line = "  ".join(_fit(cells[i], widths[i], numeric=number > 0) for i in shown)
        yield f"  {paint(label.rjust(gutter), 'dim')} {bar} {line.rstrip()}"
        marks = {c: kind for r, c, kind in excerpt.marks if r == position}
        if marks:
            pieces = [_underline(cells[i], widths[i], marks.get(i, "")) for i in shown]
            painted = [paint(p, marks[i]) if i in marks else p for i, p in zip(shown, pieces, strict=True)]
            yield f"  {' ' * gutter} {bar} {'  '.join(painted).rstrip()}"


def _widths(excerpt: Excerpt, width: int) -> list[int]:
    """A width for each column so that a line fits; columns that do not fit are left out (0)."""
    wanted = []
    for i, letter in enumerate(excerpt.columns):
        longest = max([len(letter), *(len(cells[i]) for number, cells in excerpt.rows if number), 0])
        heading = max([len(cells[i]) for number, cells in excerpt.rows if not number] or [0])
        wanted.append(min(max(longest, min(heading, 14)), _MOST_CELL))
    rank = {c: 1 for _, c, _ in excerpt.marks} | {c: 2 for _, c, kind in excerpt.marks if kind == "target"}
    room = width - 10
    while sum(w + 2 for w in wanted if w) > room:
        spare = [i for i, w in enumerate(wanted) if w and rank.get(i, 0) < 2] or [
            i for i, w in enumerate(wanted) if w > _LEAST_CELL
        ]
        if not spare or sum(1 for w in wanted if w) <= 1:
            break
        chosen = max(spare, key=lambda i: (-rank.get(i, 0), wanted[i]))
        wanted[chosen] = wanted[chosen] - 4 if wanted[chosen] > 8 else 0
    return wanted


def _fit(text: str, width: int, numeric: bool = False) -> str:
    """A cell cut or padded to its width; figures stand right."""
    text = " ".join(text.split())
    if len(text) > width:
        text = text[: max(1, width - 1)] + "…"
    return text.rjust(width) if numeric and text[:1].isdigit() else text.ljust(width)


def _underline(text: str, width: int, kind: str) -> str:
    if not kind:
        return " " * width
    length = min(max(1, len(" ".join(text.split()))), width)
    mark = ("^" if kind == "target" else "-") * length
    return mark.rjust(width) if text[:1].isdigit() else mark.ljust(width)


def summary(reports: Sequence[Told], failed: int, language: str, paint: Paint) -> Iterator[str]:
    """The last lines: what was found, and what was looked at, so that silence is not taken for looking."""
    vi = language == "vi"
    errors = sum(len(r.errors) for r in reports)
    warnings = sum(len(r.warnings) for r in reports)
    waived = sum(len(r.waived) for r in reports)
    figures = sum(r.figures for r in reports)
    passed, wrong = sum(r.counts.passed for r in reports), sum(r.counts.failed for r in reports)
    undecided, skipped = sum(r.counts.undecided for r in reports), sum(r.counts.not_looked_at for r in reports)
    files = len(reports)
    if vi:
        head = f"{errors} lỗi, {warnings} cảnh báo trong {files} tệp" + (f", {waived} đã chấp nhận" if waived else "")
        checks = f"đã đọc {figures} số, đối chiếu {passed + wrong} quan hệ: {passed} khớp, {wrong} không khớp"
        open_ = f"chưa kết luận {undecided}, không đối chiếu được {skipped}"
    else:
        head = f"{_plural(errors, 'error')}, {_plural(warnings, 'warning')} in {_plural(files, 'file')}"
        head += f", {waived} accepted" if waived else ""
        checks = f"{_plural(figures, 'figure')} read, {_plural(passed + wrong, 'relation')} checked: {passed} hold, {wrong} fail"
        open_ = f"{undecided} undecided, {skipped} could not be looked at"
    yield paint(head, "error" if errors else "warning" if warnings else "ok")
    yield f"  {checks};"
    yield f"  {open_}"
    unknown = [t.display for r in reports for t in r.tables if t.form is None]
    if unknown:
        names = ", ".join(unknown[:4]) + (" …" if len(unknown) > 4 else "")
        text = (
            f"{len(unknown)} bảng không thuộc mẫu nào đã biết"
            if vi
            else f"{_plural(len(unknown), 'table')} of no known form"
        )
        yield paint(f"  {text}: {names}", "dim")
    for report in reports:
        for one in report.unread:
            yield f"  {'không đọc được' if vi else 'not read'}: {report.path}: {one.display} ({unread_text(one.reason, language)})"
    if failed:
        yield paint(
            f"  {failed} tệp không đọc được" if vi else f"  {_plural(failed, 'file')} could not be read", "error"
        )
    if not figures and reports:
        yield "  không có số liệu nào để kiểm tra" if vi else "  there were no figures to check"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"

"""The ledger on paper: Markdown, plain text, HTML, CSV or JSON, by the name of the file. The same input gives the same bytes."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any, TypeAlias

from reportcheck._version import __version__
from reportcheck.errors import ReportcheckError
from reportcheck.ledger import FileLedger, Section
from reportcheck.model import Finding, Judgement
from reportcheck.render.payload import finding_payload, waiver_payload
from reportcheck.wording import REASONS, relation_text, unread_text

__all__ = ["check_place", "write_ledger"]

Block: TypeAlias = tuple[str, Any]  # title, heading, line, list or table with what it holds
_SUFFIXES = (".md", ".txt", ".html", ".csv", ".json")
_MARK = "reportcheck"
_MOST = 200  # undecided relations that are listed one by one
_SEVERITY = {"error": ("lỗi", "error"), "warning": ("cảnh báo", "warning"), "info": ("lưu ý", "info")}


def _is_ledger(path: str | os.PathLike[str]) -> bool:
    """Whether a file is a ledger that was written here."""
    try:
        with open(path, "rb") as file:
            start = file.read(200)
    except OSError:
        return False
    return (
        _TITLES[0].encode() in start or _TITLES[1].encode() in start or b'"ledger"' in start or b"ledger," in start[:12]
    )


_TITLES = ("Sổ kiểm tra số liệu reportcheck", "Ledger of a check of figures by reportcheck")


def check_place(place: str, inputs: Iterable[str]) -> None:
    """See that a ledger may be written to a file.

    Raises:
        ReportcheckError: its suffix is none of those known, it is one of the checked files, or another file stands there.
    """
    path = Path(place)
    known = ", ".join(_SUFFIXES)
    if path.suffix.lower() not in _SUFFIXES:
        vi = f"Sổ kiểm tra {place} phải có đuôi {known}."
        raise ReportcheckError("ledger", vi=vi, en=f"The ledger {place} must end in one of {known}.", path=place)
    same = any(Path(one).exists() and path.exists() and path.samefile(one) for one in inputs)
    if same or (path.exists() and not _is_ledger(path)):
        vi = (
            f"Không ghi sổ kiểm tra đè lên {place}: đó là {'tệp đang được kiểm tra' if same else 'một tệp khác đã có'}."
        )
        en = f"The ledger is not written over {place}: that is {'a file being checked' if same else 'another file'}."
        raise ReportcheckError("ledger", vi=vi, en=en, path=place)


def write_ledger(
    place: str,
    files: Sequence[FileLedger],
    failures: Sequence[ReportcheckError],
    day: dt.date,
    language: str,
) -> None:
    """Write the ledger of a run.

    Raises:
        ReportcheckError: the file cannot be written.
    """
    text = _ledger_text(Path(place).suffix.lower(), files, failures, day, language)
    try:
        Path(place).write_bytes(text.encode("utf-8-sig" if place.lower().endswith(".csv") else "utf-8"))
    except OSError as error:
        vi = f"Không ghi được sổ kiểm tra {place}: {error.strerror}."
        raise ReportcheckError(
            "ledger", vi=vi, en=f"Cannot write the ledger {place}: {error.strerror}.", path=place
        ) from error


def _ledger_text(
    suffix: str, files: Sequence[FileLedger], failures: Sequence[ReportcheckError], day: dt.date, language: str
) -> str:
    """The ledger as text in the format of a suffix."""
    if suffix == ".json":
        return json.dumps(_payload(files, failures, day, language), ensure_ascii=False, indent=1) + "\n"
    if suffix == ".csv":
        return _csv(files, failures, day, language)
    draw: dict[str, Callable[[Iterable[Block]], str]] = {".html": _html, ".txt": _plain}
    return draw.get(suffix, _markdown)(_blocks(files, failures, day, language))


# -- what it says --------------------------------------------------------------


def _blocks(
    files: Sequence[FileLedger], failures: Sequence[ReportcheckError], day: dt.date, language: str
) -> Iterable[Block]:
    vi = language == "vi"
    yield "title", _TITLES[0 if vi else 1]
    yield (
        "line",
        (f"Ngày {day:%d/%m/%Y}, phiên bản {__version__}" if vi else f"{day.isoformat()}, version {__version__}"),
    )
    for one in files:
        yield from _file_blocks(one, language)
    for failure in failures:
        yield "heading", failure.path or ""
        yield "line", ("Không đọc được: " if vi else "Not read: ") + failure.message(language)


def _file_blocks(one: FileLedger, language: str) -> Iterable[Block]:
    vi, counts = language == "vi", one.counts
    yield "heading", one.path
    yield "line", f"sha256 {one.sha256}"
    errors = sum(f.severity == "error" for f in one.findings)
    if vi:
        yield (
            "list",
            [
                f"đã đọc {one.figures} số; đối chiếu {counts.passed + counts.failed} quan hệ: {counts.passed} khớp, {counts.failed} không khớp",
                f"chưa kết luận {counts.undecided}, không đối chiếu được {counts.not_looked_at}, phần không đọc được {len(one.unread)}",
                f"{len(one.findings)} phát hiện, trong đó {errors} lỗi; {len(one.waived)} đã chấp nhận",
            ],
        )
        heads = ["Bảng, phần", "Tên", "Mẫu", "Số", "Khớp", "Không khớp", "Chưa kết luận", "Phát hiện", "Đã chấp nhận"]
    else:
        yield (
            "list",
            [
                f"{one.figures} figures read; {counts.passed + counts.failed} relations checked: {counts.passed} hold, {counts.failed} fail",
                f"{counts.undecided} undecided, {counts.not_looked_at} could not be looked at, {len(one.unread)} parts not read",
                f"{len(one.findings)} findings, {errors} of them errors; {len(one.waived)} accepted",
            ],
        )
        heads = ["Table, section", "Title", "Form", "Figures", "Hold", "Fail", "Undecided", "Findings", "Accepted"]
    if one.sections:
        yield "table", (heads, [[str(v) for v in _row(s, vi)] for s in one.sections])
    if one.rules:
        heads = (
            ["Quy tắc", "Khớp", "Không khớp", "Chưa kết luận", "Phát hiện", "Đã chấp nhận"]
            if vi
            else ["Rule", "Hold", "Fail", "Undecided", "Findings", "Accepted"]
        )
        rows = [[c, *map(str, (r.held, r.failed, r.undecided, r.findings, r.waived))] for c, r in one.rules.items()]
        yield "table", (heads, rows)
    if one.findings:
        yield "line", "Phát hiện:" if vi else "Findings:"
        yield "list", [f"{_SEVERITY[f.severity][0 if vi else 1]} {_told(f)}" for f in one.findings]
    if one.undecided:
        yield "line", "Chưa kết luận:" if vi else "Undecided:"
        more = len(one.undecided) - _MOST
        listed = [_open(j, language) for j in one.undecided[:_MOST]]
        yield "list", [*listed, *([f"… {more} {'quan hệ nữa' if vi else 'more'}"] if more > 0 else [])]
    if one.waived:
        yield "line", "Đã chấp nhận:" if vi else "Accepted:"
        yield "list", [_accepted(w.finding, waiver_payload(w.waiver), vi) for w in one.waived]
    if one.idle:
        yield "line", "Mục chấp nhận không còn hiệu lực:" if vi else "Waivers that accept nothing:"
        yield "list", [i.message(language) for i in one.idle]
    if one.unread:
        yield "line", "Không đọc được:" if vi else "Not read:"
        yield "list", [f"{u.display}: {unread_text(u.reason, language)}" for u in one.unread]


def _row(section: Section, vi: bool) -> list[object]:
    no_form = "" if section.text else "không thuộc mẫu nào" if vi else "no form"
    return [
        section.place, section.title, section.form or no_form, section.figures,
        section.held, section.failed, section.undecided, section.findings, section.waived,
    ]  # fmt: skip


def _told(finding: Finding) -> str:
    place = f" {finding.figures[0][1].location}:" if finding.figures else ""
    return f"{finding.rule}{place} {' '.join(finding.message.split())}"


def _open(judgement: Judgement, language: str) -> str:
    reason = "" if judgement.reason is None else REASONS[judgement.reason][0 if language == "vi" else 1]
    relation = judgement.relation
    return f"{relation.rule} {relation.target.location}: {relation_text(relation, language)}{f' ({reason})' if reason else ''}"


def _accepted(finding: Finding, waiver: dict[str, Any], vi: bool) -> str:
    until = f"{'đến hết ngày' if vi else 'until'} {waiver['until']}" if waiver["until"] else ""
    reason = "; ".join(part for part in (waiver["reason"], waiver["who"], until) if part)
    return f"{_told(finding)}. {'Lý do' if vi else 'Reason'}: {reason}"


# -- how it looks --------------------------------------------------------------


def _markdown(blocks: Iterable[Block]) -> str:
    out: list[str] = []
    for kind, held in blocks:
        if kind in ("title", "heading"):
            out += [f"{'#' if kind == 'title' else '##'} {_md(held)}", ""]
        elif kind == "line":
            out += [_md(held), ""]
        elif kind == "list":
            out += [*(f"- {_md(item)}" for item in held), ""]
        else:
            heads, rows = held
            out.append("| " + " | ".join(map(_md, heads)) + " |")
            out.append("| " + " | ".join("---" for _ in heads) + " |")
            out += ["| " + " | ".join(map(_md, row)) + " |" for row in rows]
            out.append("")
    return "\n".join(out)


def _md(text: str) -> str:
    """Text in which nothing is markup."""
    plain = " ".join(text.split())
    for letter in "\\`*_[]<>|":
        plain = plain.replace(letter, f"\\{letter}")
    return plain


def _plain(blocks: Iterable[Block]) -> str:
    out: list[str] = []
    for kind, held in blocks:
        if kind == "title":
            out += [held, "=" * len(held), ""]
        elif kind == "heading":
            out += ["", held, "-" * len(held)]
        elif kind == "line":
            out.append(held)
        elif kind == "list":
            out += [f"  - {item}" for item in held]
        else:
            heads, rows = held
            widths = [max(len(line[i]) for line in (heads, *rows)) for i in range(len(heads))]
            for line in (heads, *rows):
                out.append("  " + "  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip())
    return "\n".join(out) + "\n"


def _html(blocks: Iterable[Block]) -> str:
    out = ['<!doctype html><meta charset="utf-8">']
    for kind, held in blocks:
        if kind == "title":
            out.append(f"<title>{escape(held)}</title><h1>{escape(held)}</h1>")
        elif kind == "heading":
            out.append(f"<h2>{escape(held)}</h2>")
        elif kind == "line":
            out.append(f"<p>{escape(held)}</p>")
        elif kind == "list":
            out.append("<ul>" + "".join(f"<li>{escape(item)}</li>" for item in held) + "</ul>")
        else:
            heads, rows = held
            lines = ["".join(f"<th>{escape(c)}</th>" for c in heads)]
            lines += ["".join(f"<td>{escape(c)}</td>" for c in row) for row in rows]
            out.append('<table border="1">' + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>")
    return "\n".join(out) + "\n"


_COLUMNS = (
    *(
        "ledger",
        "file",
        "sha256",
        "date",
        "version",
        "place",
        "title",
        "form",
        "figures",
        "held",
        "failed",
        "undecided",
    ),
    *("not_looked_at", "findings", "waived", "rule", "severity", "message", "reason"),
)


def _csv(files: Sequence[FileLedger], failures: Sequence[ReportcheckError], day: dt.date, language: str) -> str:
    """One line for each file, table or section, finding, accepted finding and part that was not read."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()

    def line(kind: str, path: str, **more: object) -> None:
        row = {"ledger": kind, "file": path, "date": day.isoformat(), "version": __version__, **more}
        writer.writerow({key: _no_formula(value) for key, value in row.items()})

    for one in files:
        c = one.counts
        line(
            "file", one.path, sha256=one.sha256, figures=one.figures, held=c.passed, failed=c.failed, undecided=c.undecided,
            not_looked_at=c.not_looked_at, findings=len(one.findings), waived=len(one.waived),
        )  # fmt: skip
        for s in one.sections:
            line(
                "text" if s.text else "table", one.path, place=s.place, title=s.title, form=s.form or "", figures=s.figures,
                held=s.held, failed=s.failed, undecided=s.undecided, findings=s.findings, waived=s.waived,
            )  # fmt: skip
        for f in one.findings:
            line("finding", one.path, **_said(f))
        for j in one.undecided:
            place, told = str(j.relation.target.location), _open(j, language)
            line("undecided", one.path, place=place, rule=j.relation.rule, message=told)
        for w in one.waived:
            line("accepted", one.path, **_said(w.finding), reason=w.waiver.reason)
        for u in one.unread:
            line("not read", one.path, place=u.display, message=unread_text(u.reason, language))
    for failure in failures:
        line("not read", failure.path or "", message=failure.message(language))
    return out.getvalue()


def _said(finding: Finding) -> dict[str, object]:
    place = str(finding.figures[0][1].location) if finding.figures else ""
    return {"rule": finding.rule, "severity": finding.severity, "place": place, "message": finding.message}


def _no_formula(value: object) -> object:
    """A text that a spreadsheet would not run."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value


def _payload(
    files: Sequence[FileLedger], failures: Sequence[ReportcheckError], day: dt.date, language: str
) -> dict[str, Any]:
    return {
        "ledger": 1,
        "tool": {"name": _MARK, "version": __version__},
        "date": day.isoformat(),
        "files": [_file_payload(one, language) for one in files]
        + [{"path": f.path, "error": {"code": f.code, "message": f.message(language)}} for f in failures],
    }


def _file_payload(one: FileLedger, language: str) -> dict[str, Any]:
    counts = one.counts
    return {
        "path": one.path,
        "format": one.format,
        "sha256": one.sha256,
        "figures": one.figures,
        "held": counts.passed,
        "failed": counts.failed,
        "undecided": counts.undecided,
        "not_looked_at": counts.not_looked_at,
        "sections": [
            {
                "place": s.place, "title": s.title, "kind": "text" if s.text else "table", "form": s.form, "figures": s.figures,
                "held": s.held, "failed": s.failed, "undecided": s.undecided, "findings": s.findings, "waived": s.waived,
            }
            for s in one.sections
        ],
        "rules": {
            code: {"held": r.held, "failed": r.failed, "undecided": r.undecided, "findings": r.findings, "waived": r.waived}
            for code, r in one.rules.items()
        },
        "findings": [finding_payload(f) for f in one.findings],
        "waived": [{**finding_payload(w.finding), "waiver": waiver_payload(w.waiver)} for w in one.waived],
        "stale_waivers": [i.message(language) for i in one.idle],
        "undecided_relations": [_open(j, language) for j in one.undecided],
        "unread": [{"display": u.display, "reason": unread_text(u.reason, language)} for u in one.unread],
        "error": None,
    }  # fmt: skip

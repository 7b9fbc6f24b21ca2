"""The machine-readable results, field by field as the contract fixes them (``docs/json.md``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from reportcheck._version import __version__
from reportcheck.errors import ReportcheckError
from reportcheck.extract import TableView
from reportcheck.model import Figure, Finding, Judgement, Location, Suspect
from reportcheck.numerals import plain
from reportcheck.pipeline import Checked
from reportcheck.render.subject import Told
from reportcheck.rounding import Rounding
from reportcheck.waivers import Waiver
from reportcheck.wording import REASONS, relation_text, unread_text

__all__ = ["finding_payload", "inspect_payload", "validate_payload"]

_TOOL = {"name": "reportcheck", "version": __version__}
_MOST_FIGURES = 50  # of one finding


def validate_payload(
    reports: Iterable[Told], failures: Sequence[ReportcheckError] = (), language: str = "en"
) -> dict[str, Any]:
    """The result of ``validate``: files that were checked, then those that could not be read."""
    files = [_file_payload(report) for report in reports]
    summary = {
        "files": len(files) + len(failures),
        "figures": sum(f["figures"] for f in files),
        "checks": sum(f["checks"]["passed"] + f["checks"]["failed"] for f in files),
        "errors": sum(x["severity"] == "error" for f in files for x in f["findings"]),
        "warnings": sum(x["severity"] == "warning" for f in files for x in f["findings"]),
    }
    files += [failure_payload(e, language) for e in failures]
    return {"version": 1, "tool": _TOOL, "summary": summary, "files": files}


def _file_payload(report: Told) -> dict[str, Any]:
    counts = report.counts
    return {
        "path": report.path,
        "format": report.format,
        "sha256": report.sha256,
        "figures": report.figures,
        "checks": {
            "total": counts.total,
            "passed": counts.passed,
            "failed": counts.failed,
            "undecided": counts.undecided,
            "not_looked_at": counts.not_looked_at,
        },
        "unread": [{"display": u.display, "reason": unread_text(u.reason, report.language)} for u in report.unread],
        "error": None,
        "findings": [finding_payload(f) for f in report.findings],
        "waived": [{**finding_payload(w.finding), "waiver": waiver_payload(w.waiver)} for w in report.waived],
        "stale_waivers": [
            {**waiver_payload(idle.waiver), "file": idle.path, "why": idle.why} for idle in report.idle_waivers
        ],
    }


def waiver_payload(waiver: Waiver) -> dict[str, Any]:
    """A waiver: what it accepts, why, who accepted it, until when, and its line."""
    return {
        "fingerprint": waiver.fingerprint,
        "reason": waiver.reason,
        "who": waiver.who or None,
        "until": None if waiver.until is None else waiver.until.isoformat(),
        "line": waiver.line,
    }


def failure_payload(error: ReportcheckError, language: str) -> dict[str, Any]:
    """A file that could not be read."""
    return {
        "path": error.path,
        "format": None,
        "sha256": None,
        "figures": 0,
        "checks": {"total": 0, "passed": 0, "failed": 0, "undecided": 0, "not_looked_at": 0},
        "unread": [],
        "error": {"code": error.code, "message": error.message(language)},
        "findings": [],
        "waived": [],
        "stale_waivers": [],
    }


def finding_payload(finding: Finding) -> dict[str, Any]:
    """One finding."""
    judgement = finding.judgement
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "origin": finding.origin,
        "message": finding.message,
        "relation": finding.relation,
        "stated": None if judgement is None else _number(judgement.relation.target),
        "computed": None if judgement is None or judgement.computed is None else plain(judgement.computed),
        "difference": None if judgement is None or judgement.gap is None else plain(abs(judgement.gap)),
        "working": finding.working,
        "figures": [
            {"role": role, **_figure(figure), "label": list(figure.label)}
            for role, figure in finding.figures[:_MOST_FIGURES]
        ],
        "suspects": [_suspect(s) for s in finding.suspects],
        "alternatives": [_suspect(s) for s in finding.alternatives],
        "knock_on": [_knock_on(f) for f in finding.knock_on],
        "fingerprint": finding.fingerprint,
    }


def _number(figure: Figure) -> str | None:
    return None if figure.value is None else plain(figure.value)


def _suspect(suspect: Suspect) -> dict[str, Any]:
    return {
        "text": suspect.figure.text,
        "suggestion": suspect.suggestion,
        "value": None if suspect.value is None else plain(suspect.value),
        "reason": suspect.reason,
        "location": location_payload(suspect.figure.location),
    }


def _knock_on(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "relation": finding.relation,
        "working": finding.working,
        "location": location_payload(finding.figures[0][1].location),
        "fingerprint": finding.fingerprint,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "text": figure.text,
        "value": _number(figure),
        "unit": figure.unit,
        "location": location_payload(figure.location),
    }


def location_payload(location: Location) -> dict[str, Any]:
    """A place: ``display`` always, and what the format knows."""
    place: dict[str, Any] = {"display": location.display}
    if location.file is not None:
        place["file"] = location.file
    if location.sheet is not None and location.table is None:
        place["sheet"] = location.sheet
    if location.row is not None and location.column is not None:
        named = {} if location.cell is None else {"cell": location.cell}
        place |= {**named, "row": location.row + 1, "column": location.column + 1}
    if location.frame is not None:
        place |= {"index": _json_label(location.frame[0]), "name": _json_label(location.frame[1])}
    for name in ("page", "table", "paragraph", "note", "start", "end", "offset"):
        value = getattr(location, name)
        if value is not None:
            place[name] = value
    return place


def _json_label(label: object) -> object:
    return label if label is None or isinstance(label, (str, int, float, bool)) else str(label)


def inspect_payload(
    checked: Iterable[Checked], failures: Sequence[ReportcheckError] = (), language: str | None = None
) -> dict[str, Any]:
    """The result of ``inspect``: tables, figures and every relation that was looked at."""
    files = [_inspected(one, language or one.document.language) for one in checked]
    files += [
        {"path": e.path, "format": None, "sha256": None, "language": None,
         "error": failure_payload(e, language or "en")["error"],
         "tables": [], "figures": [], "relations": [], "rounding": None, "unread": []}
        for e in failures
    ]  # fmt: skip
    return {"version": 1, "tool": _TOOL, "files": files}


def _inspected(checked: Checked, language: str) -> dict[str, Any]:
    document = checked.document
    tables, figures = [], []
    for i, view in enumerate(checked.views):
        found, nearest = checked.matches[i]
        table: dict[str, Any] = {
            "display": view.table.display,
            "caption": view.table.caption,
            "unit": view.table.unit,
            "form": found[0].form.id if found else None,
            "also": list(found[0].rivals) if found else [],
            "nearest": None if nearest is None else {"form": nearest.form.id, "missing": list(nearest.missing)},
            "marks": _marks(view),
        }
        tables.append(table)
        figures += [_read_figure(f) for f in _table_figures(view)]
    relations = [_relation(j, language) for s in checked.settled for j in s.judgements()]
    if checked.sentences is not None:
        figures += [{**_read_figure(f), "used": used} for f, used in checked.sentences.figures(checked.facts)]
        relations += [_relation(j, language) for j in checked.sentences.judgements]
    relations += [_relation(j, language) for j in checked.facts]
    return {
        "path": document.path,
        "format": document.format,
        "sha256": document.sha256,
        "language": document.language,
        "error": None,
        "tables": tables,
        "figures": figures,
        "relations": relations,
        "rounding": _rounding(checked.rounding),
        "unread": [{"display": u.display, "reason": unread_text(u.reason, language)} for u in document.unread],
    }


def _rounding(rounding: Rounding) -> dict[str, Any]:
    """How the report rounds, and how its shares are made to total 100; null where that is not known."""
    return {
        "way": rounding.way or None,
        "ties": rounding.ties or None,
        "witnesses": {"up": rounding.up, "cut": rounding.cut},
        "departures": [location_payload(j.relation.target.location) for j in rounding.departures],
        "hundred": rounding.hundred or None,
        "groups": rounding.groups,
    }


def _marks(view: TableView) -> dict[str, Any]:
    """How the marks of this table's text cells were read, and whether the cells left the choice open."""
    return {
        mark: {
            "groups_thousands": view.thousands[mark],
            "chosen": "by arithmetic or use" if mark in view.open_marks else "by other cells",
        }
        for mark in view.used_marks
    }


def _table_figures(view: TableView) -> Iterable[Figure]:
    for r in range(view.height):
        for c in range(view.width):
            if c in view.stub or view.body_rows[r][c] is None:
                continue
            figure = view.figure(r, c)
            if figure.set_aside != "words":
                yield figure


def _read_figure(figure: Figure) -> dict[str, Any]:
    return {**_figure(figure), "label": list(figure.label), "set_aside": figure.set_aside, "mark": figure.mark}


def _relation(judgement: Judgement, language: str) -> dict[str, Any]:
    relation = judgement.relation
    reason = None
    if judgement.reason is not None:
        reason = REASONS[judgement.reason][0 if language == "vi" else 1]
    return {
        "kind": relation.kind,
        "origin": relation.origin,
        "rule": relation.rule,
        "form": relation.form or None,
        "outcome": judgement.outcome,
        "reason": reason,
        "support": relation.support,
        "firm": relation.firm,
        "expression": relation_text(relation, language),
        "computed": None if judgement.computed is None else plain(judgement.computed),
        "target": _indexed(relation.target),
        "operands": [{**_indexed(o.figure), "sign": o.sign} for o in relation.operands],
        "constants": list(relation.constants),
        "basis": relation.basis or None,
    }


def _indexed(figure: Figure) -> dict[str, Any]:
    out = {**_figure(figure), "label": list(figure.label)}
    if figure.location.row is not None:
        out |= {"row_index": figure.location.row, "col_index": figure.location.column}
    return out

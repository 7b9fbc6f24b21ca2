"""What callers get: :func:`validate` and its :class:`Report`."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportcheck.errors import ReportcheckError
from reportcheck.forms import Form, infer_kind
from reportcheck.model import Document, Finding, Unread
from reportcheck.pipeline import Checked, Counts, check
from reportcheck.read.document import read_bytes, read_frames, read_path
from reportcheck.read.source import READABLE
from reportcheck.registry import bundled_forms, bundled_rules, installed_reader, load_forms, load_rules, select
from reportcheck.render.excerpt import Excerpt, excerpts_of
from reportcheck.render.payload import finding_payload, validate_payload
from reportcheck.rulebook import Rule
from reportcheck.together import compare_files
from reportcheck.waivers import IdleWaiver, Waived, Waivers, divide
from reportcheck.wording import label_of

if TYPE_CHECKING:
    import pandas

    Source = str | os.PathLike[str] | bytes | bytearray | pandas.DataFrame | Mapping[str, pandas.DataFrame]

__all__ = ["DisagreementError", "Report", "Settings", "run", "run_together", "validate", "validate_together"]


class DisagreementError(ValueError):
    """Raised by :meth:`Report.raise_for_errors`; ``report`` is the report."""

    def __init__(self, message: str, report: Report | None = None) -> None:
        super().__init__(message)
        self.report = report

    def __reduce__(self) -> tuple[object, ...]:
        return DisagreementError, (str(self), self.report)


@dataclass(frozen=True, slots=True)
class TableSummary:
    """A table that was read: where it stands and which form it was taken for (None where none matched)."""

    display: str
    caption: str
    unit: str
    form: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of checking one file, one DataFrame or one set of them. Immutable, picklable.

    Attributes:
        path: the file as it was named. ``format``: ``xlsx``, ``csv``, ``frame`` …; ``sha256`` of what was read.
        findings: what to tell the author, in reading order.
        counts: relations passed, failed, undecided, not looked at. ``figures``: numbers read.
        unread: what was there and not understood. ``tables``: what was read, and as which form.
        waived: findings that a waiver accepts, each with it; they are not among ``findings``.
        idle_waivers: those for this file that fit no finding, or whose time is over.
    """

    path: str
    format: str
    sha256: str
    language: str
    findings: tuple[Finding, ...]
    counts: Counts
    figures: int
    unread: tuple[Unread, ...] = ()
    tables: tuple[TableSummary, ...] = ()
    excerpts: tuple[tuple[Excerpt, ...], ...] = ()
    waived: tuple[Waived, ...] = ()
    idle_waivers: tuple[IdleWaiver, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is an error. What could not be checked is no error: see ``counts``."""
        return not self.errors

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity == "warning")

    def to_dict(self) -> dict[str, Any]:
        """The machine-readable result of this one file, as ``reportcheck validate --format json`` prints it."""
        return validate_payload([self])

    def to_json(self, *, indent: int | None = None) -> str:
        """:meth:`to_dict` as text."""
        import json

        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def to_frame(self) -> pandas.DataFrame:
        """The findings as a table, one row each, with the place of the first figure."""
        import pandas as pd

        columns = [
            "rule",
            "name",
            "severity",
            "place",
            "label",
            "message",
            "relation",
            "stated",
            "computed",
            "difference",
            "fingerprint",
        ]
        rows = []
        for finding in self.findings:
            row = finding_payload(finding)
            first = finding.figures[0][1] if finding.figures else None
            row["place"], row["label"] = (str(first.location), label_of(first)) if first is not None else ("", "")
            rows.append([row[c] for c in columns])
        return pd.DataFrame(rows, columns=columns)

    def raise_for_errors(self) -> None:
        """Raise :class:`DisagreementError` if anything is an error; the message lists the first ten."""
        if self.errors:
            lines = [
                f"{f.figures[0][1].location if f.figures else self.path}: {f.rule} {f.message}"
                for f in self.errors[:10]
            ]
            more = f"\n… {len(self.errors) - 10} more" if len(self.errors) > 10 else ""
            raise DisagreementError("\n".join(lines) + more, self)


@dataclass(frozen=True)
class Settings:
    """What a run looks for: the forms, the rules, the language of the messages (None: each report's own).

    ``waivers`` holds those of one file, True for those beside each report, False for none; ``today`` is the day on
    which they are to hold (None: that of the run).
    """

    forms: tuple[Form, ...]
    rules: tuple[Rule, ...]
    language: str | None = None
    waivers: Waivers | bool = True
    today: dt.date | None = None

    @classmethod
    def of(
        cls,
        *,
        form: str | Path | Form | None = None,
        forms: Iterable[str | Path | Form] = (),
        rules: Iterable[str | Path | Rule] = (),
        select_codes: Iterable[str] = (),
        ignore: Iterable[str] = (),
        language: str | None = None,
        waivers: str | Path | Waivers | bool = True,
        today: dt.date | None = None,
    ) -> Settings:
        """Gather forms and rules: the bundled ones and those given as objects, files or folders.

        Args:
            form: take tables for this form only: an id, a file, or a form.
            waivers: a file of accepted findings; True for ``reportcheck-waivers.yml`` beside each report, False for none.
            today: the day on which waivers are to hold; by default that of the run.
        """
        known = list(bundled_forms())
        for one in forms:
            known += [one] if isinstance(one, Form) else load_forms(one)
        if form is not None:
            known = _only(form, known)
        speaking = list(bundled_rules())
        for entry in rules:
            speaking += [entry] if isinstance(entry, Rule) else load_rules(entry)
        chosen, ignored = tuple(select_codes), tuple(ignore)
        _check_settings(known, speaking, (*chosen, *ignored), language)
        accepted = waivers if isinstance(waivers, (bool, Waivers)) else Waivers.read(waivers)
        return cls(tuple(known), select(speaking, chosen, ignored), language, accepted, today)


def _check_settings(forms: Sequence[Form], rules: Sequence[Rule], codes: Sequence[str], language: str | None) -> None:
    """Refuse what would otherwise pass in silence: codes of no rule, languages, rules and figures that forms name in vain."""
    if language not in (None, "vi", "en"):
        raise _refused(
            f"ngôn ngữ phải là vi hoặc en, không phải {language}", f"the language must be vi or en, not {language}"
        )
    for code in codes:
        if not any(rule.code.startswith(code) or rule.name == code for rule in rules):
            known = ", ".join(rule.code for rule in rules)
            raise _refused(f"không có quy tắc {code}; hiện có: {known}", f"no rule begins with {code}; known: {known}")
    fields = {form.id: set(form.by_id) for form in forms}
    owned = {rule.code for rule in rules}
    for form in forms:
        for identity in form.claims:
            if infer_kind(identity)[1] not in owned:
                code = infer_kind(identity)[1]
                raise _refused(
                    f"mẫu {form.id}, công thức {identity.formula!r}: không có quy tắc {code}",
                    f"form {form.id}, identity {identity.formula!r}: no rule {code}",
                )
            for name in (identity.claim.target, *identity.claim.expression.names):
                other, _, wanted = name.rstrip("]").partition("[")
                if wanted and len(forms) > 1 and wanted.rpartition(".")[2] not in fields.get(other, ()):
                    raise _refused(
                        f"mẫu {form.id}, công thức {identity.formula!r}: không có số {name}",
                        f"form {form.id}, identity {identity.formula!r}: there is no figure {name}",
                    )


def _refused(vi: str, en: str) -> ReportcheckError:
    return ReportcheckError("settings", vi=vi[0].upper() + vi[1:] + ".", en=en[0].upper() + en[1:] + ".")


def _only(form: str | Path | Form, known: Sequence[Form]) -> list[Form]:
    if isinstance(form, Form):
        return [form]
    found = [f for f in known if f.id == str(form)]
    if found:
        return found
    if Path(form).suffix in (".py", ".yaml", ".yml") or Path(form).is_dir():
        return list(load_forms(form))
    ids = ", ".join(f.id for f in known)
    raise ReportcheckError(
        "form", vi=f"Không có mẫu biểu {form}; các mẫu đã biết: {ids}.", en=f"No form {form}; known forms: {ids}."
    )


def validate(
    source: Source,
    *,
    name: str | None = None,
    form: str | Path | Form | None = None,
    forms: Iterable[str | Path | Form] = (),
    rules: Iterable[str | Path | Rule] = (),
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    language: str | None = None,
    waivers: str | Path | Waivers | bool = True,
    settings: Settings | None = None,
) -> Report:
    """Check the figures of one report.

    Args:
        source: a path, a file's bytes, a DataFrame, or a mapping of titles to DataFrames that belong together.
        name: what messages call bytes or a DataFrame; for a DataFrame it also counts as its title.
        form: take tables for this form only (an id, a file, a form); else all known forms are tried.
        forms, rules: more of them, as files, folders or objects.
        select, ignore: codes or beginnings of codes: ``["RC1", "RC803"]``.
        language: of the messages, ``"vi"`` or ``"en"``; by default the report's own.
        waivers: a YAML file of accepted findings; by default ``reportcheck-waivers.yml`` beside the report, False for none.
        settings: made once with :meth:`Settings.of`, instead of the arguments above, for many calls.

    Returns:
        the report; findings on a DataFrame are located by index label and column.

    Raises:
        ReportcheckError: the source, a form, a rule or a file of waivers cannot be used.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"Tổng số": [752], "Tổ chức": [25], "Cá nhân": [150]})
    >>> report = validate(frame, name="Chứng thư số")
    >>> report.ok, report.findings[0].relation
    (False, '752 = 25 + 150')
    """
    if settings is None:
        settings = Settings.of(
            form=form,
            forms=forms,
            rules=rules,
            select_codes=select,
            ignore=ignore,
            language=language,
            waivers=waivers,
        )
    return report_of(run(read(source, name), settings))


def validate_together(
    sources: Iterable[Source],
    *,
    names: Iterable[str | None] = (),
    form: str | Path | Form | None = None,
    forms: Iterable[str | Path | Form] = (),
    rules: Iterable[str | Path | Rule] = (),
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    language: str | None = None,
    waivers: str | Path | Waivers | bool = True,
    settings: Settings | None = None,
) -> tuple[Report, ...]:
    """Check several files as one submission: each by itself, and what two of them state.

    Args:
        sources: a narrative, its annexes …: whatever :func:`validate` takes.
        names: what messages call each of them, as for :func:`validate`.
        form, forms, rules, select, ignore, language, waivers, settings: as for :func:`validate`.

    Returns:
        a report for each source, in their order; a finding across files is in the report of the file that holds the
        doubtful figure (the narrative's, where a sentence differs from a table), and names the other file.

    Raises:
        ReportcheckError: a source, a form, a rule or a file of waivers cannot be used.
    """
    if settings is None:
        settings = Settings.of(
            form=form,
            forms=forms,
            rules=rules,
            select_codes=select,
            ignore=ignore,
            language=language,
            waivers=waivers,
        )
    called = list(names)
    documents = [read(source, called[i] if i < len(called) else None) for i, source in enumerate(sources)]
    return tuple(report_of(checked) for checked in run_together(documents, settings))


def read(source: Source, name: str | None = None) -> Document:
    """The document of any source that :func:`validate` takes."""
    if isinstance(source, (bytes, bytearray)):
        return read_bytes(bytes(source), name or "report.xlsx")
    if isinstance(source, (str, os.PathLike)):
        reader = None if Path(source).suffix.lower() in READABLE else installed_reader(Path(source).suffix)
        return read_path(source, reader)
    if isinstance(source, Mapping):
        return read_frames(source, name or "DataFrames")
    if hasattr(source, "iloc") and hasattr(source, "columns"):
        return read_frames({name or "": source}, name or "DataFrame")
    raise TypeError(
        f"validate() takes a path, bytes, a DataFrame or a mapping of DataFrames, not {type(source).__name__}"
    )


def judged(document: Document, settings: Settings) -> Checked:
    """A document through the pipeline, every finding in it."""
    return check(document, settings.forms, settings.rules, settings.language)


def with_waivers(checked: Checked, settings: Settings) -> Checked:
    """The same with the findings that a waiver accepts set apart.

    Raises:
        ReportcheckError: the waivers beside the document have a mistake.
    """
    path, accepted = checked.document.path, settings.waivers
    waivers = Waivers.beside(path) if accepted is True else accepted or None
    if waivers is not None:
        parted = divide(checked.findings, waivers, path, settings.today or dt.date.today())
        checked.findings, checked.waived = list(parted.kept), parted.waived
        checked.idle_waivers = parted.idle
    return checked


def compared(checked: Sequence[Checked], settings: Settings, unusable: int = 0) -> Sequence[Checked]:
    """Documents of one submission, judged, with what they have in common; ``unusable``: files of it that could not be read."""
    compare_files(checked, settings.rules, settings.language, unusable)
    return checked


def run(document: Document, settings: Settings) -> Checked:
    """A document through the whole pipeline; findings that a waiver accepts are set apart.

    Raises:
        ReportcheckError: the waivers beside the document have a mistake.
    """
    return with_waivers(judged(document, settings), settings)


def run_together(documents: Iterable[Document], settings: Settings) -> list[Checked]:
    """The documents of one submission through the whole pipeline, and compared with each other."""
    return [with_waivers(one, settings) for one in compared([judged(d, settings) for d in documents], settings)]


def report_of(checked: Checked) -> Report:
    """What callers keep of a judged document."""
    document = checked.document
    summaries = []
    for i, view in enumerate(checked.views):
        found = checked.matches[i][0]
        summaries.append(
            TableSummary(view.table.display, view.table.caption, view.table.unit, found[0].form.id if found else None)
        )
    return Report(
        path=document.path,
        format=document.format,
        sha256=document.sha256,
        language=document.language,
        findings=tuple(checked.findings),
        counts=checked.counts,
        figures=sum(view.count_figures() for view in checked.views)
        + (len(checked.sentences.quantities) if checked.sentences is not None else 0),
        unread=document.unread,
        tables=tuple(summaries),
        excerpts=tuple(excerpts_of(f, checked.views) for f in checked.findings[:200]),
        waived=checked.waived,
        idle_waivers=checked.idle_waivers,
    )

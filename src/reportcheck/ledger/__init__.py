"""The ledger of a run: what was checked, held, failed, was accepted, undecided, not looked at and not read, to go with a submission.

``gather`` counts for one file by table and by section of its text; ``write`` puts it on paper.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from reportcheck.model import Finding, Judgement, Location, Unread
from reportcheck.pipeline import Checked, Counts
from reportcheck.settle import HOLDS
from reportcheck.waivers import IdleWaiver, Waived

__all__ = ["FileLedger", "RuleLine", "Section", "gather"]


@dataclass(slots=True)
class Section:
    """A table, or the part of the text below one heading: what was read and how its relations came out.

    ``form`` is None for a table of no known form and for text. A relation counts where its stated figure stands.
    """

    place: str
    title: str
    form: str | None = None
    text: bool = False
    figures: int = 0
    held: int = 0
    failed: int = 0
    undecided: int = 0
    findings: int = 0
    waived: int = 0

    def count(self, outcome: str, times: int = 1) -> None:
        if outcome in HOLDS:
            self.held += times
        elif outcome == "fails":
            self.failed += times
        else:
            self.undecided += times


@dataclass(slots=True)
class RuleLine:
    """What one rule looked at and said."""

    held: int = 0
    failed: int = 0
    undecided: int = 0
    findings: int = 0
    waived: int = 0


@dataclass(slots=True)
class FileLedger:
    """The ledger of one file. ``counts`` are those of its relations, ``undecided`` the relations that were left open."""

    path: str
    format: str
    sha256: str
    language: str
    figures: int
    counts: Counts
    sections: list[Section]
    rules: dict[str, RuleLine] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    waived: tuple[Waived, ...] = ()
    idle: tuple[IdleWaiver, ...] = ()
    unread: tuple[Unread, ...] = ()
    undecided: tuple[Judgement, ...] = ()


def gather(checked: Checked) -> FileLedger:
    """The ledger of one judged document."""
    sections = _Sections(checked)
    rules: dict[str, RuleLine] = defaultdict(RuleLine)
    for settled in checked.settled:
        if settled.family.firm:
            section = sections.tables[id(settled.family.target.view)]
            for outcome, times in Counter(settled.outcomes).items():
                section.count(outcome, times)
                _count_rule(rules[settled.family.rule], outcome, times)
    for judgement in _of_text(checked):
        sections.at(judgement.relation.target.location).count(judgement.outcome)
        _count_rule(rules[judgement.relation.rule], judgement.outcome, 1)
    for finding in checked.findings:
        rules[finding.rule].findings += 1
        if finding.figures:
            sections.at(finding.figures[0][1].location).findings += 1
    for one in checked.waived:
        rules[one.finding.rule].waived += 1
        if one.finding.figures:
            sections.at(one.finding.figures[0][1].location).waived += 1
    document = checked.document
    return FileLedger(
        path=document.path,
        format=document.format,
        sha256=document.sha256,
        language=document.language,
        figures=sum(section.figures for section in sections.every),
        counts=checked.counts,
        sections=[s for s in sections.every if not s.text or s.figures or s.held + s.failed + s.undecided],
        rules=dict(sorted(rules.items())),
        findings=tuple(checked.findings),
        waived=checked.waived,
        idle=checked.idle_waivers,
        unread=document.unread,
        undecided=tuple(_undecided(checked)),
    )


def _undecided(checked: Checked) -> Iterator[Judgement]:
    """The relations that could not be decided, with their reasons."""
    for settled in checked.settled:
        if settled.family.firm:
            yield from (j for j in settled.loud() if j.outcome == "undecided")
    yield from (j for j in _of_text(checked) if j.outcome == "undecided")


def _count_rule(line: RuleLine, outcome: str, times: int) -> None:
    if outcome in HOLDS:
        line.held += times
    elif outcome == "fails":
        line.failed += times
    else:
        line.undecided += times


def _of_text(checked: Checked) -> Iterator[Judgement]:
    if checked.sentences is not None:
        yield from (j for j in (*checked.sentences.judgements, *checked.facts) if j.relation.firm)


class _Sections:
    """The tables and the parts of the text of a document, in that order, and which of them a place is in."""

    def __init__(self, checked: Checked) -> None:
        document, vi = checked.document, checked.document.language == "vi"
        self.views = checked.views
        self.tables: dict[int, Section] = {}
        self.every: list[Section] = []
        for i, view in enumerate(checked.views):
            found = checked.matches[i][0]
            title = " / ".join(view.table.caption.splitlines())
            section = Section(view.table.display, title, found[0].form.id if found else None)
            section.figures = view.count_figures()
            self.tables[id(view)] = section
            self.every.append(section)
        self.starts = [0]
        self.parts = [Section("lời văn" if vi else "text", "", text=True)]
        for paragraph in document.paragraphs:
            if paragraph.kind == "heading" and paragraph.location.paragraph is not None:
                self.starts.append(paragraph.location.paragraph)
                self.parts.append(Section(paragraph.location.display, paragraph.text.strip(), text=True))
        if checked.sentences is not None:
            self.every += self.parts
            for quantity in checked.sentences.quantities:
                self.at(quantity.figure.location).figures += 1

    def at(self, place: Location) -> Section:
        """The section that a place is in."""
        if place.row is not None and place.column is not None:
            for view in self.views:
                r, c = place.row - view.table.area.top, place.column - view.left
                inside = 0 <= r <= view.table.area.bottom - view.table.area.top and 0 <= c < view.width
                if inside and (view.grid.name or None) == place.sheet:
                    return self.tables[id(view)]
        return self.parts[max(bisect_right(self.starts, place.paragraph or 0) - 1, 0)]

"""Every relation that is told to fail: the findings with those that fail only because of the same wrong figure."""

from __future__ import annotations

from collections.abc import Iterable

from reportcheck import Finding


def every(findings: Iterable[Finding]) -> list[Finding]:
    """The findings and what they bring with them, in reading order within each sheet."""
    found = [x for finding in findings for x in (finding, *finding.knock_on)]
    sheets: list[str | None] = []
    for finding in found:
        if finding.figures and finding.figures[0][1].location.sheet not in sheets:
            sheets.append(finding.figures[0][1].location.sheet)

    def place(finding: Finding) -> tuple[int, int, int, str]:
        if not finding.figures:
            return (-1, 0, 0, finding.rule)
        at = finding.figures[0][1].location
        return sheets.index(at.sheet), at.row or at.paragraph or 0, at.column or at.start or 0, finding.rule

    return sorted(found, key=place)

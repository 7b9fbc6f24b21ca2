"""Reports whose counts are those of what a file or a form claims: what the figures of a table show beside it does not count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from reportcheck import Report
from reportcheck.extend import Form
from reportcheck.pipeline import Counts
from reportcheck.registry import bundled_forms, bundled_rules
from reportcheck.report import Settings, read, report_of, run


def claimed(data: bytes, name: str = "a.xlsx", *, forms: Iterable[Form] = bundled_forms()) -> Report:
    """The report on a file, its counts without the relations that were discovered.

    Args:
        data: the file.
        name: what it is called.
        forms: those that a table may be.
    """
    checked = run(read(data, name), Settings(tuple(forms), tuple(bundled_rules())))
    outcomes: Counter[str] = Counter()
    for one in checked.settled:
        if one.family.origin != "discovered" or one.family.raw:
            outcomes.update(one.outcomes)
    failed, undecided = outcomes.pop("fails", 0), outcomes.pop("undecided", 0)
    counts = Counts(sum(outcomes.values()), failed, undecided, checked.counts.not_looked_at)
    return replace(report_of(checked), counts=counts)

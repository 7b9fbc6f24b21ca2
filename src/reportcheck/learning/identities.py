"""Tries a form in the tables that it was learnt from, exactly as ``validate --form`` will."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportcheck.forms import Form
from reportcheck.learning.patterns import pattern_of
from reportcheck.learning.tables import Sample
from reportcheck.relate.declared import claim_all
from reportcheck.relate.family import Family
from reportcheck.relate.recognise import Binding, recognise
from reportcheck.settle import HOLDS, choose, settle_all

__all__ = ["Support", "bound", "claimed_totals", "supported"]

_MOST_FAILED = 10  # one failure among so many lanes may be a slip in a good submission

TotalKey = tuple[int, int, frozenset[int]]


@dataclass(slots=True)
class Support:
    """In how many lanes of how many files an identity holds, fails, or cannot be decided."""

    held: int = 0
    failed: int = 0
    undecided: int = 0
    files: int = 0
    against: int = 0  # files in which it fails more often than not

    @property
    def holds(self) -> bool:
        """Whether it holds in all lanes that can be decided, or all but a few slips, and no file speaks against it."""
        return self.held > 0 and not self.against and self.failed * _MOST_FAILED <= self.held + self.failed

    def count(self, outcomes: Sequence[str]) -> tuple[int, int]:
        held = sum(o in HOLDS for o in outcomes)
        failed = sum(o == "fails" for o in outcomes)
        self.held += held
        self.failed += failed
        self.undecided += len(outcomes) - held - failed
        return held, failed


def bound(form: Form, sample: Sample) -> Binding | None:
    """The table taken for the form, or None."""
    found, _ = recognise(sample.view, [form], sample.name)
    return found[0] if found else None


def supported(form: Form, samples: Sequence[Sample]) -> tuple[dict[str, Support], Support]:
    """The support of each identity of a form, by its formula, and that of its total row."""
    supports: dict[str, Support] = {i.formula: Support() for i in form.claims}
    total = Support()
    files = sorted({s.file for s in samples})
    for file in files:
        per_file: dict[str, list[str]] = {}
        for sample in samples:
            if sample.file == file and (binding := bound(form, sample)) is not None:
                for settled in settle_all(choose(claim_all([binding]))):
                    per_file.setdefault(settled.family.name, []).extend(settled.outcomes)
        for name, outcomes in per_file.items():
            support = total if name == "total row" else supports[name]
            held, failed = support.count(outcomes)
            support.files += held > 0
            support.against += failed > held or (failed > 1 and failed * 3 > held)
    return supports, total


def claimed_totals(form: Form, samples: Sequence[Sample]) -> dict[TotalKey, Family]:
    """What the form's total row claims: sample, row, the rows that it sums, with the family."""
    found: dict[TotalKey, Family] = {}
    for number, sample in enumerate(samples):
        binding = bound(form, sample) if form.total_row else None
        for family in choose(claim_all([binding])) if binding is not None else ():
            pattern = pattern_of(family)
            if pattern is not None and pattern.axis == "row":
                found[number, pattern.target, frozenset(pattern.lines[1:])] = family
    return found

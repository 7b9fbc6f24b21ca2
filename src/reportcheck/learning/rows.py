"""The rows that a form fixes: the same labels in all submissions."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from reportcheck.labels import period_of, words
from reportcheck.learning.tables import Sample
from reportcheck.numerals import tidy

__all__ = ["Row", "fixed_rows"]

_MOST_ROWS = 150
_ALIKE = 0.8
_NUMBERING = re.compile(r"^\s*(?:[IVX]{1,5}|[A-ZĐ]|\d{1,3}(?:\.\d{1,3})*|[a-zđ]|[-–+*•])\s*[.)/\-]+\s+|^\s*[-–+*•]\s*")
_FORMULA = re.compile(r"\s*\([^()]*=[^()]*\)|\s*\([IVX\d]+(?:\s*[-+]\s*[IVX\d]+)+\)")

Key = tuple[str, str]


@dataclass(slots=True)
class Row:
    """A row of a form: its wordings, those of the row above it in the hierarchy, its place in each sample."""

    label: str
    labels: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    places: dict[int, int] = field(default_factory=dict)


def fixed_rows(samples: list[Sample]) -> list[Row]:
    """The rows with figures that (nearly) all samples have, in the order of the first; empty where rows are open."""
    keyed = [_keys(sample) for sample in samples]
    if any(keys is None for keys in keyed):
        return []
    tables = [keys for keys in keyed if keys is not None]
    everywhere = set.intersection(*(set(keys) for keys in tables))
    anywhere = set.union(*(set(keys) for keys in tables))
    if len(everywhere) < 2 or len(everywhere) < _ALIKE * len(anywhere):
        return []
    labels = Counter(own for _, own in everywhere)
    rows = []
    for key, (r, _) in tables[0].items():
        if key not in everywhere:
            continue
        wordings: dict[str, str] = {}
        for keys in tables:
            text = keys[key][1]
            wordings.setdefault(words(text), text)
        row = Row(_label(samples[0], r), tuple(wordings.values()))
        row.under = (key[0],) if key[0] and labels[key[1]] > 1 else ()
        row.places = {i: keys[key][0] for i, keys in enumerate(tables)}
        rows.append(row)
    return rows


def _keys(sample: Sample) -> dict[Key, tuple[int, str]] | None:
    """Each row with figures by its parent's words and its own; None where labels are missing, periods, or twice the same."""
    view = sample.view
    if not 2 <= len(view.data_rows) <= _MOST_ROWS:
        return None
    parents = {r: parent for r, parent, _ in view.tree}
    found: dict[Key, tuple[int, str]] = {}
    for r in view.data_rows:
        label = _label(sample, r)
        parent = parents.get(r)
        key = (words(_label(sample, parent)) if parent is not None else "", words(label))
        if not key[1] or key in found or period_of(label) is not None:
            return None
        found[key] = r, label
    return found


def _label(sample: Sample, r: int) -> str:
    """A row's label without its numbering and the formula printed in it."""
    return _FORMULA.sub("", _NUMBERING.sub("", tidy(sample.view.row_name(r)))).strip() or tidy(sample.view.row_name(r))

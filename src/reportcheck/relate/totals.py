"""Which lanes does the lane labelled as total sum? Levels, subtotals and comparisons are told apart before anything is claimed.

Numbering (I, 1, 1.1), subtotals ("Cộng cấp tỉnh") and, where rows carry neither, the figures themselves show levels. Where
several sets could be meant, all are handed on, and the one that most figures support is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from reportcheck.labels import is_comparison, is_subtotal, is_total
from reportcheck.relate.recognise import Binding

__all__ = ["Totals", "find_totals", "lane_label", "total_lanes"]

_MOST_LANES = 300  # whose levels are sought among the figures


@dataclass(slots=True)
class Totals:
    """What the totals of a table may sum: for the grand total sets of lanes of which one is meant, for others one set each.

    ``unclear`` is True where totals are there and none can be taken for the grand total.
    """

    grand: int | None = None
    sets: list[list[int]] = field(default_factory=list)
    groups: list[tuple[int, list[int]]] = field(default_factory=list)
    unclear: bool = False


def lane_label(binding: Binding, lane: int) -> str:
    """The label of a lane: a row's name, or the heading of a column where the table lies on its side."""
    if binding.transposed:
        return " ".join(binding.view.headings[lane])
    return binding.view.row_name(lane)


def total_lanes(binding: Binding) -> list[int]:
    """The lanes whose label names a total, subtotals among them."""
    if not binding.transposed:
        return [r for r in binding.view.total_rows if r in set(binding.lanes)]
    return [c for c in binding.lanes if any(is_total(text) for text in binding.view.headings[c][-1:])]


def find_totals(binding: Binding, fields: list[int]) -> Totals:
    """The totals of a table and what they may sum.

    Args:
        binding: the table taken for a form.
        fields: the places of the fields of counts, for levels that only the figures show.
    """
    totals = total_lanes(binding)
    if not totals:
        return Totals()
    grand = [lane for lane in totals if not is_subtotal(lane_label(binding, lane))] or totals
    if len(grand) != 1:
        return Totals(unclear=True)
    lanes = [lane for lane in binding.lanes if not is_comparison(lane_label(binding, lane))]
    before = [lane for lane in lanes if lane < grand[0]]
    parts = before or [lane for lane in lanes if lane > grand[0]]
    subtotals = [lane for lane in parts if lane in totals]
    found = Totals(grand[0])
    if subtotals:
        _by_subtotals(found, parts, subtotals)
    elif not binding.transposed and any(parent is not None for _, parent, _ in binding.view.tree):
        _by_numbering(found, binding, parts)
    elif len(parts) >= 2 and _all_add_up(binding, grand[0], parts, fields):
        found.sets = [parts]
        return found
    else:
        found.sets = [parts, _by_figures(binding, parts, fields)]
    found.sets.append([lane for lane in lanes if lane not in totals])
    found.sets = [lanes for i, lanes in enumerate(found.sets) if len(lanes) >= 2 and lanes not in found.sets[:i]]
    return found


def _by_subtotals(found: Totals, parts: list[int], subtotals: list[int]) -> None:
    """Each subtotal closes the lanes since the one before; the grand total sums them, or all that they sum."""
    open_lanes: list[int] = []
    for lane in parts:
        if lane in subtotals:
            if len(open_lanes) >= 2:
                found.groups.append((lane, open_lanes))
            open_lanes = []
        else:
            open_lanes.append(lane)
    plain = [lane for lane in parts if lane not in subtotals]
    found.sets = [[*subtotals, *open_lanes], plain]


def _by_numbering(found: Totals, binding: Binding, parts: list[int]) -> None:
    """The highest level of numbering, or all without lanes below; a lane with lanes below it may sum them."""
    tree = [node for node in binding.view.tree if node[0] in set(parts)]
    parents = {parent for _, parent, _ in tree if parent is not None}
    highest = [r for r, parent, style in tree if parent is None and style != "of which"]
    leaves = [r for r, _, style in tree if r not in parents and style != "of which"]
    found.sets = [highest, leaves, parts]
    for head in sorted(parents):
        below = [(r, style) for r, parent, style in tree if parent == head]
        styles = {style for _, style in below}
        if len(below) >= 2 and len(styles) == 1 and not styles & {"of which", "plain"}:
            found.groups.append((head, [r for r, _ in below]))


def _by_figures(binding: Binding, parts: list[int], fields: list[int]) -> list[int]:
    """The lanes of the highest level where the figures show levels: a lane that is the sum of those right below it, in
    every field, stands above them."""
    if len(parts) > _MOST_LANES or binding.transposed:
        return parts
    columns = [binding.view.column(c).values for c in fields]
    figures = [[values[r] or 0 for values in columns] for r in parts]
    highest: list[int] = []
    i = 0
    while i < len(parts):
        highest.append(parts[i])
        i += 1 + _below(figures, i)
    return highest


def _all_add_up(binding: Binding, total: int, parts: list[int], fields: list[int]) -> bool:
    """Whether the total is the plain sum in every field, so that no other reading need be sought."""
    if binding.transposed:
        return False
    for c in fields:
        values = binding.view.column(c).values
        if values[total] is None or sum([values[r] or 0 for r in parts]) != values[total]:
            return False
    return True


def _below(figures: list[list[int | Decimal]], i: int) -> int:
    """How many lanes right below lane ``i`` make it up in every field; 0 where none do."""
    if not any(figures[i]):
        return 0
    sums: list[int | Decimal] = [0] * len(figures[i])
    for k in range(i + 1, len(figures)):
        sums = [a + b for a, b in zip(sums, figures[k], strict=True)]
        if sums == figures[i]:
            return k - i
        if any(a > b for a, b in zip(sums, figures[i], strict=True)):
            return 0
    return 0

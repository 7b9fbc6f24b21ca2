"""The lane of another table that speaks of the same office or period."""

from __future__ import annotations

from reportcheck.labels import Period, period_of, words
from reportcheck.relate.recognise import Binding
from reportcheck.relate.totals import lane_label, total_lanes

__all__ = ["Lanes", "same_lane"]


class Lanes:
    """The lanes of a table by label and by period, for finding the same office or period in another."""

    def __init__(self, binding: Binding) -> None:
        self.by_label: dict[str, int] = {}
        self.by_period: dict[Period, int] = {}
        for lane in binding.lanes:
            label = lane_label(binding, lane)
            if plain := words(label):
                self.by_label.setdefault(plain, lane)
            if (period := period_of(label)) is not None:
                self.by_period.setdefault(period, lane)
        self.period = _table_period(binding)
        totals = total_lanes(binding)
        others = [lane for lane in binding.lanes if lane not in set(totals)]
        self.only = others[0] if len(others) == 1 else totals[0] if len(totals) == 1 and others else None


def _table_period(binding: Binding) -> Period | None:
    """The period that a table's title or sheet names."""
    return period_of(binding.view.table.caption) or period_of(binding.view.grid.name)


def same_lane(binding: Binding, lane: int | None, lanes: Lanes) -> int | None:
    """The other table's lane of the same label or period; without either, its only one, or the one that totals.

    Tables whose titles name different periods are never compared.
    """
    own = _table_period(binding)
    if own is not None and lanes.period is not None and own != lanes.period:
        return None
    if lane is None:
        return lanes.only
    label = lane_label(binding, lane)
    found = lanes.by_label.get(words(label))
    if found is not None:
        return found
    period = period_of(label)
    if period is not None and period in lanes.by_period:
        return lanes.by_period[period]
    if len(binding.lanes) > 1 or (period is not None and lanes.by_period):
        return None
    return lanes.only

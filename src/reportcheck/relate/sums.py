"""Sums among the lines of a table, found by their arithmetic.

The passes, each over what the ones before left: totals of neighbours, then totals of those totals, level by level; totals
over lines of equal label; over the totals found; over runs anywhere; pairs and triples; and last totals that hold nowhere for
want of one slip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from reportcheck.relate import candidates
from reportcheck.relate.board import Board, Pattern
from reportcheck.relate.evidence import Tally
from reportcheck.relate.found import Found
from reportcheck.relate.near import MOST_HEADS, heads, left_out, near_miss
from reportcheck.relate.words import bits_of_words

__all__ = ["SumSearch"]

# Bits asked for, and the least share of lanes that hold, by the way a candidate was found: the more candidates a way has,
# the more it asks.
_ASKED = {
    "adjacent": (10.0, 0.4),
    "label": (10.0, 0.7),
    "grand": (12.0, 0.9),
    "totals": (25.0, 0.9),
    "apart": (30.0, 0.9),
    "pair": (25.0, 0.9),
    "triple": (40.0, 0.95),
}
_SURE = 25.0  # bits that outweigh a low share of lanes
_LOW_RATE = 0.7
_SLIP_BACK = 4.0
_ENDS, _DEEPER = 2.0, 5.0  # bits for a run that ends where a section does, for parts below their total
_MOST_APART, _MOST_PAIRED, _MOST_TRIPLED = 140, 120, 48
_MOST_LEVELS = 8


class SumSearch:
    """The passes over the lines of one board.

    Attributes:
        found: the sums that enough speaks for; ``thin``: by target, the likeliest that too little speaks for.
        skipped: the names of the passes for which there were too many lines.
    """

    def __init__(self, board: Board) -> None:
        self.board = board
        self.lines = board.lines
        self.found = Found(board)
        self.thin: dict[int, Pattern] = {}
        self.skipped: set[str] = set()

    def run(self) -> list[Pattern]:
        """All sums, those with most reason to be looked for first."""
        lines, found = self.lines, self.found
        everything = np.arange(lines.count)
        if not lines.lanes or len(everything) < 3:
            return found.patterns
        plain = everything[~lines.ratio_like]
        self._levels(everything)
        if len(plain) < len(everything):
            self._levels(plain)
        for group in self._same_labels():
            self._adjacent(group, "label", 1.0)
        self._over_totals()
        for seq in (found.remaining(plain), plain):
            self._apart(seq)
            self._pairs(seq)
        self._triples(found.remaining(plain))
        self._levels(found.remaining(plain))
        lacking = heads(self.board, found)
        if len(lacking) > MOST_HEADS:
            self.skipped.add("near")
        for t in lacking[:MOST_HEADS]:
            pattern = near_miss(self.board, found, t)
            if pattern is not None:
                found.add(pattern)
        return [*found.patterns, *left_out(self.board, found)]

    # -- passes --------------------------------------------------------------------

    def _levels(self, seq: np.ndarray) -> None:
        for _ in range(_MOST_LEVELS):
            if len(seq) < 3 or not self._adjacent(seq, "adjacent", 0.0):
                break
            seq = self.found.remaining(seq)

    def _same_labels(self) -> list[np.ndarray]:
        groups: dict[str, list[int]] = {}
        for i, label in enumerate(self.lines.labels):
            if label:
                groups.setdefault(label, []).append(i)
        return [np.array(g) for g in groups.values() if 3 <= len(g) < self.lines.count]

    def _adjacent(self, seq: np.ndarray, way: str, cost: float) -> bool:
        k, start, stop = candidates.adjacent(self.board, seq)
        return self._weigh_runs(seq[k], seq, start, stop, way, cost + np.log2(2.0 * np.maximum(1, stop - start)))

    def _over_totals(self) -> None:
        """Totals of the totals that are parts of no other, wherever they stand."""
        tops = self.found.tops
        if not self._affordable("totals", tops, 2, _MOST_APART):
            return
        rest = self.found.remaining(np.flatnonzero(~self.lines.ratio_like))
        t, start, stop = candidates.runs(self.board, rest, tops)
        place = np.searchsorted(tops, t)
        beside = (stop == place) | (start == place)
        cost = np.log2(2.0 * np.maximum(1, stop - start))
        self._weigh_runs(t[beside], tops, start[beside], stop[beside], "grand", cost[beside])
        far = np.full(int((~beside).sum()), np.log2(len(tops) * (len(tops) + 1) / 2))
        self._weigh_runs(t[~beside], tops, start[~beside], stop[~beside], "totals", far)

    def _apart(self, seq: np.ndarray) -> None:
        if self._affordable("apart", seq, 4, _MOST_APART):
            t, start, stop = candidates.runs(self.board, seq, seq)
            self._weigh_runs(t, seq, start, stop, "apart", np.full(len(t), np.log2(len(seq) ** 2 / 2.0)))

    def _pairs(self, seq: np.ndarray) -> None:
        if self._affordable("pair", seq, 3, _MOST_PAIRED):
            t, a, b = candidates.pairs(self.board, seq, seq)
            self._weigh_sets(t, [a, b], "pair", np.log2(len(seq) ** 2 / 2.0))

    def _triples(self, seq: np.ndarray) -> None:
        if self._affordable("triple", seq, 4, _MOST_TRIPLED):
            t, *members = candidates.triples(self.board, seq, seq)
            self._weigh_sets(t, members, "triple", np.log2(len(seq) ** 3 / 6.0))

    def _affordable(self, way: str, seq: np.ndarray, least: int, most: int) -> bool:
        if len(seq) > most:
            self.skipped.add(way)
        return least <= len(seq) <= most

    # -- evidence ------------------------------------------------------------------

    def _weigh_runs(
        self, t: np.ndarray, seq: np.ndarray, start: np.ndarray, stop: np.ndarray, way: str, cost: np.ndarray
    ) -> bool:
        if not len(t):
            return False
        lines = self.lines
        extra = bits_of_words(lines, t) - cost
        gap = np.append(lines.gap[seq], True)
        place = np.full(lines.count, -1)
        place[seq] = np.arange(len(seq))
        extra += np.where(np.where(place[t] < start, gap[stop], gap[start]), _ENDS, 0.0)
        level = np.append(lines.level[seq], 0)
        lowest = np.minimum.reduceat(level, np.stack([start, stop], 1).ravel())[::2]
        extra += np.where(lowest > lines.level[t], _DEEPER, 0.0)
        tally = self.board.weigh_runs(t, seq, start, stop)
        return self._accept(
            _Pass(way, t, lambda c: tuple(map(int, seq[start[c] : stop[c]])), tally, extra, stop - start)
        )

    def _weigh_sets(self, t: np.ndarray, members: Sequence[np.ndarray], way: str, cost: float) -> bool:
        if not len(t):
            return False
        reach = np.max([np.abs(m - t) for m in members], axis=0)
        near = 1.0 + len(members) * np.log2(np.maximum(reach, 1.0))
        extra = bits_of_words(self.lines, t) - np.minimum(cost, near)
        tally = self.board.weigh_sets(t, members)
        return self._accept(_Pass(way, t, lambda c: tuple(int(m[c]) for m in members), tally, extra, reach))

    def _accept(self, one: _Pass) -> bool:
        """Take the candidates of a pass that say enough and agree with what is found, the strongest first."""
        one.choose()
        for c in list(one.sets):
            # Of runs within runs the inner one is the lower level: a total of parts and not of their subtotal says the same.
            for inner in one.inside(c):
                self._take(one, inner)
            self._take(one, c)
        return bool(one.taken)

    def _take(self, one: _Pass, c: int) -> None:
        t, own, way = int(one.targets[c]), one.sets[c], one.way
        if c in one.tried or t in one.taken:
            return
        one.tried.add(c)
        if way not in ("adjacent", "label") and self.found.spells_out(own):
            return
        if not self.found.fits(t, own, near=way == "adjacent") or one.counts_twice(own) or one.overlaps(own):
            return
        tally, parts, rounded = one.tally, one.parts_of(c), bool(one.tally.rounded[c])
        slipped, cost = self._slipped(t, parts, int(tally.hits[c]), tally.miss[c], rounded)
        misses = int(tally.misses[c]) - slipped
        bits = self.board.gate(t, parts, tally.hit[c], misses, rounded) + float(one.extra[c]) - cost
        rate = tally.hits[c] / max(1, tally.hits[c] + misses)
        asked, least = _ASKED[way]
        pattern = Pattern("sum", t, parts, bits, tally.hit[c], tally.miss[c], tally.zero[c], way, rounded)
        if bits < asked or rate < least or (rate <= _LOW_RATE and bits < _SURE):
            if way in ("adjacent", "label") and (t not in self.thin or bits > self.thin[t].bits):
                self.thin[t] = pattern
            return
        self.found.add(pattern)
        one.owner.update(dict.fromkeys(own, own))
        one.taken.add(t)

    def _slipped(self, t: int, parts: tuple[int, ...], hits: int, miss: np.ndarray, rounded: bool) -> tuple[int, float]:
        """How many lanes that fail are explained by one slip, and the bits that the explanation costs; of many lanes none."""
        lanes = np.flatnonzero(miss)
        if not 0 < len(lanes) <= max(1, hits // 4):
            return 0, 0.0
        bits = [self.board.slips(t, parts, int(lane), rounded) for lane in lanes]
        told = [b for b in bits if b > -np.inf]
        return len(told), sum(max(0.0, -b) for b in told)


@dataclass(slots=True)
class _Pass:
    """The candidates of one pass, by number, and those taken.

    Attributes:
        sets: the parts of the candidates that say enough, the strongest first.
        taken: targets; ``owner``: the set that each line is part of; ``tried``: candidates looked at.
    """

    way: str
    targets: np.ndarray
    parts_of: Callable[[int], tuple[int, ...]]
    tally: Tally
    extra: np.ndarray
    length: np.ndarray
    sets: dict[int, frozenset[int]] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    owner: dict[int, frozenset[int]] = field(default_factory=dict)
    tried: set[int] = field(default_factory=set)
    _rivals: dict[int, list[frozenset[int]]] = field(default_factory=dict)
    _by_first: dict[int, list[int]] = field(default_factory=dict)

    def choose(self) -> None:
        """Find the candidates that may say enough."""
        tally, (asked, least) = self.tally, _ASKED[self.way]
        bits = tally.bits + self.extra
        rate = tally.hits / np.maximum(1, tally.hits + tally.misses)
        # What a slip costs is given back, where it is one, when the candidate is looked at again.
        likely = np.where(tally.misses <= np.maximum(1, tally.hits // 4), _SLIP_BACK, 0.0)
        good = np.flatnonzero((bits + likely >= asked) & (rate >= np.minimum(least, 0.5)) & tally.strong.any(1))
        good = good[np.lexsort((self.length[good], -np.round(bits[good], 1)))]
        self.sets = {int(c): frozenset(self.parts_of(int(c))) for c in good}
        for c, own in self.sets.items():
            self._rivals.setdefault(int(self.targets[c]), []).append(own)
            self._by_first.setdefault(min(own), []).append(c)

    def inside(self, c: int) -> Iterator[int]:
        """Candidates of other targets whose parts lie within those of a run, the shortest first."""
        if self.way != "adjacent":
            return
        own = self.sets[c]
        inner = [i for line in own for i in self._by_first.get(line, ()) if self.sets[i] < own]
        for i in sorted(inner, key=lambda i: len(self.sets[i])):
            if self.targets[i] != self.targets[c]:
                yield i

    def counts_twice(self, own: frozenset[int]) -> bool:
        """Whether a set holds a total beside its parts."""
        return any(parts < own for line in own for parts in self._rivals.get(line, ()))

    def overlaps(self, own: frozenset[int]) -> bool:
        """Whether a run shares lines with another that was taken and is not the same."""
        return self.way == "adjacent" and any(self.owner.get(line, own) != own for line in own)

"""Sums among the lines of a table, found by their arithmetic.

The passes, each over what the ones before left: totals of neighbours, then totals of those totals, level by level; totals
over lines of equal label; over the totals found; over runs anywhere; pairs and triples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from reportcheck.relate import candidates
from reportcheck.relate.board import Board, Pattern
from reportcheck.relate.evidence import Tally

__all__ = ["SumSearch"]

# Bits asked for, and the least share of lanes that hold, by the way a candidate was found.
_ASKED = {
    "adjacent": (10.0, 0.4),
    "label": (10.0, 0.7),
    "grand": (12.0, 0.9),
    "totals": (25.0, 0.9),
    "apart": (30.0, 0.9),
    "pair": (25.0, 0.9),
    "triple": (40.0, 0.95),
    "near": (4.0, 0.0),
}
_SURE = 25.0  # bits that outweigh a low share of lanes
_LOW_RATE = 0.7
_SLIP_BACK = 4.0
_MOST_APART, _MOST_PAIRED, _MOST_TRIPLED = 140, 120, 48
_MOST_LEVELS = 8
_RARELY, _BEYOND_DOUBT = 0.2, 100.0
_MOST_NEAR, _MOST_NEAR_PARTS = 200, 300


def _equal_lines(board: Board) -> np.ndarray:
    """For each line the first that has the same figures; a line of zeros is only itself."""
    _, first, inverse = np.unique(board.values, axis=0, return_index=True, return_inverse=True)
    same = first[inverse.ravel()]
    return np.where(board.some.any(1), same, np.arange(len(same)))


class _Within:
    """Finds the candidates whose parts lie within those of another."""

    def __init__(self, sets: dict[int, frozenset[int]]) -> None:
        self.sets = sets
        self.by_first: dict[int, list[int]] = {}
        for c, own in sets.items():
            self.by_first.setdefault(min(own), []).append(c)

    def inside(self, own: frozenset[int]) -> list[int]:
        inner = [c for line in own for c in self.by_first.get(line, ()) if self.sets[c] < own]
        return sorted(inner, key=lambda c: len(self.sets[c]))


@dataclass(slots=True)
class _Taking:
    """What one pass took: targets, the set that each line is part of, candidates tried."""

    targets: set[int] = field(default_factory=set)
    owner: dict[int, frozenset[int]] = field(default_factory=dict)
    tried: set[int] = field(default_factory=set)


class SumSearch:
    """The passes over the lines of one board, and what they found."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.lines = board.lines
        self.found: list[Pattern] = []
        self.sets: dict[int, list[Pattern]] = {}
        self.same = _equal_lines(board)
        self.skipped: set[str] = set()

    def run(self) -> list[Pattern]:
        everything = np.arange(self.lines.count)
        if not self.lines.lanes or len(everything) < 3:
            return self.found
        plain = everything[~self.lines.ratio_like]
        self._levels(everything)
        if len(plain) < len(everything):
            self._levels(plain)
        for group in self._same_labels():
            self._adjacent(group, "label", 1.0)
        self._over_totals()
        for seq in (self._remaining(plain), plain):
            self._apart(seq)
            self._pairs(seq)
        self._triples(self._remaining(plain))
        self._levels(self._remaining(plain))
        self._near_misses()
        self._left_out()
        return self.found

    # -- passes --------------------------------------------------------------------

    def _remaining(self, seq: np.ndarray) -> np.ndarray:
        """The lines that are parts of no sum found."""
        part = np.zeros(self.lines.count, bool)
        for pattern in self.found:
            part[list(pattern.parts)] = True
        return np.asarray(seq[~part[seq]])

    def _levels(self, seq: np.ndarray) -> None:
        for _ in range(_MOST_LEVELS):
            if len(seq) < 3 or not self._adjacent(seq, "adjacent", 0.0):
                break
            seq = self._remaining(seq)

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
        tops = self._remaining(np.array(sorted(self.sets), dtype=int))
        rest = self._remaining(np.flatnonzero(~self.lines.ratio_like))
        if len(tops) > _MOST_APART:
            self.skipped.add("totals")
        elif len(tops) >= 2:
            t, start, stop = candidates.runs(self.board, rest, tops)
            place = np.searchsorted(tops, t)
            beside = (stop == place) | (start == place)
            cost = np.log2(2.0 * np.maximum(1, stop - start))
            self._weigh_runs(t[beside], tops, start[beside], stop[beside], "grand", cost[beside])
            far = np.full(len(t), np.log2(len(tops) * (len(tops) + 1) / 2))[~beside]
            self._weigh_runs(t[~beside], tops, start[~beside], stop[~beside], "totals", far)

    def _apart(self, seq: np.ndarray) -> None:
        if len(seq) > _MOST_APART:
            self.skipped.add("apart")
        elif len(seq) >= 4:
            t, start, stop = candidates.runs(self.board, seq, seq)
            self._weigh_runs(t, seq, start, stop, "apart", np.full(len(t), np.log2(len(seq) ** 2 / 2.0)))

    def _pairs(self, seq: np.ndarray) -> None:
        if len(seq) > _MOST_PAIRED:
            self.skipped.add("pair")
        elif len(seq) >= 3:
            t, a, b = candidates.pairs(self.board, seq, seq)
            self._weigh_sets(t, [a, b], "pair", np.log2(len(seq) ** 2 / 2.0))

    def _triples(self, seq: np.ndarray) -> None:
        if len(seq) > _MOST_TRIPLED:
            self.skipped.add("triple")
        elif len(seq) >= 4:
            t, *members = candidates.triples(self.board, seq, seq)
            self._weigh_sets(t, members, "triple", np.log2(len(seq) ** 3 / 6.0))

    # -- evidence ------------------------------------------------------------------

    def _words(self, target: np.ndarray) -> np.ndarray:
        """Bits for what a target's label says."""
        lines = self.lines
        bits = np.where(lines.total[target], 4.0, 0.0)
        return bits + np.where(lines.average[target], -4.0, 0.0) + np.where(lines.ratio[target], -2.0, 0.0)

    def _weigh_runs(
        self, t: np.ndarray, seq: np.ndarray, start: np.ndarray, stop: np.ndarray, way: str, cost: np.ndarray
    ) -> bool:
        if not len(t):
            return False
        lines = self.lines
        tally = self.board.weigh_runs(t, seq, start, stop)
        extra = self._words(t) - cost
        gap = np.append(lines.gap[seq], True)
        place = np.full(lines.count, -1)
        place[seq] = np.arange(len(seq))
        before = place[t] < start
        ends = np.where(before, gap[stop], gap[start])
        extra += np.where(ends, 2.0, 0.0)
        level = np.append(lines.level[seq], 0)
        lowest = np.minimum.reduceat(level, np.stack([start, stop], 1).ravel())[::2]
        extra += np.where(lowest > lines.level[t], 5.0, 0.0)
        length = stop - start
        return self._accept(t, length, tally, extra, way, lambda c: tuple(map(int, seq[start[c] : stop[c]])))

    def _weigh_sets(self, t: np.ndarray, members: Sequence[np.ndarray], way: str, cost: float) -> bool:
        if not len(t):
            return False
        tally = self.board.weigh_sets(t, members)
        reach = np.max([np.abs(m - t) for m in members], axis=0)
        near = np.log2(2.0) + len(members) * np.log2(np.maximum(reach, 1.0))
        extra = self._words(t) - np.minimum(cost, near)
        return self._accept(t, reach, tally, extra, way, lambda c: tuple(int(m[c]) for m in members))

    def _accept(
        self,
        targets: np.ndarray,
        length: np.ndarray,
        tally: Tally,
        extra: np.ndarray,
        way: str,
        parts_of: Callable[[int], tuple[int, ...]],
    ) -> bool:
        """Take the candidates that say enough and agree with what is found, the strongest first."""
        asked, least = _ASKED[way]
        bits = tally.bits + extra
        rate = tally.hits / np.maximum(1, tally.hits + tally.misses)
        # What a slip costs is given back, where it is one, when the candidate is looked at again.
        likely = np.where(tally.misses <= np.maximum(1, tally.hits // 4), _SLIP_BACK, 0.0)
        good = np.flatnonzero((bits + likely >= asked) & (rate >= np.minimum(least, 0.5)) & tally.strong.any(1))
        good = good[np.lexsort((length[good], -np.round(bits[good], 1)))]
        sets = {int(c): frozenset(parts_of(int(c))) for c in good}
        rivals: dict[int, list[frozenset[int]]] = {}
        for c in map(int, good):
            rivals.setdefault(int(targets[c]), []).append(sets[c])
        within = _Within(sets) if way == "adjacent" else None
        taking = _Taking()
        for c in map(int, good):
            # Of runs within runs the inner one is the lower level: a total of parts and not of their subtotal says the same.
            for inner in within.inside(sets[c]) if within is not None else ():
                if targets[inner] == targets[c]:
                    continue
                self._take(inner, int(targets[inner]), sets, rivals, tally, extra, way, parts_of, taking)
            self._take(c, int(targets[c]), sets, rivals, tally, extra, way, parts_of, taking)
        return bool(taking.targets)

    def _take(
        self,
        c: int,
        t: int,
        sets: dict[int, frozenset[int]],
        rivals: dict[int, list[frozenset[int]]],
        tally: Tally,
        extra: np.ndarray,
        way: str,
        parts_of: Callable[[int], tuple[int, ...]],
        taking: _Taking,
    ) -> None:
        own = sets[c]
        if c in taking.tried or t in taking.targets:
            return
        taking.tried.add(c)
        if way not in ("adjacent", "label") and self._spells_out(own):
            return
        if not self._fits(t, own, way == "adjacent"):
            return
        if any(q < own for p in own for q in rivals.get(p, ())):
            return  # it counts a total beside its parts
        if way == "adjacent" and any(taking.owner.get(p, own) != own for p in own):
            return
        parts = parts_of(c)
        slipped, cost = self._slipped(t, parts, tally.hits[c], tally.miss[c], bool(tally.rounded[c]))
        misses = int(tally.misses[c]) - slipped
        kept = tally.hits[c] / max(1, tally.hits[c] + misses)
        gated = self.board.gate(t, parts, tally.hit[c], misses, bool(tally.rounded[c])) + extra[c] - cost
        if gated < _ASKED[way][0] or kept < _ASKED[way][1] or (kept <= _LOW_RATE and gated < _SURE):
            return
        pattern = Pattern(
            "sum", t, parts, float(gated), tally.hit[c], tally.miss[c], tally.zero[c], way, bool(tally.rounded[c])
        )
        self.sets.setdefault(t, []).append(pattern)
        self.found.append(pattern)
        taking.owner.update(dict.fromkeys(own, own))
        taking.targets.add(t)

    def _slipped(self, t: int, parts: tuple[int, ...], hits: int, miss: np.ndarray, rounded: bool) -> tuple[int, float]:
        """How many lanes that fail are explained by one slip, and the bits that the explanation costs; of many lanes none."""
        lanes = np.flatnonzero(miss)
        if not 0 < len(lanes) <= max(1, hits // 4):
            return 0, 0.0
        bits = [self.board.slips(t, parts, int(lane), rounded) for lane in lanes]
        told = [b for b in bits if b > -np.inf]
        return len(told), sum(max(0.0, -b) for b in told)

    def _near_misses(self) -> None:
        """Totals by their words or place that hold nowhere, for want of one slip: runs up to where a section ends."""
        lines = self.lines
        rest = self._remaining(np.flatnonzero(~lines.ratio_like))
        tops = self._remaining(np.array(sorted(self.sets), dtype=int))
        heads = [t for t in map(int, rest) if t not in self.sets and (lines.total[t] or self._heads(t))]
        if len(heads) > _MOST_NEAR:
            self.skipped.add("near")
        for t in heads[:_MOST_NEAR]:
            best: Pattern | None = None
            for parts in self._sections(t, rest, tops):
                pattern = self._near_miss(t, parts)
                if pattern is not None and (best is None or pattern.bits > best.bits):
                    best = pattern
            if best is not None:
                self.sets.setdefault(t, []).append(best)
                self.found.append(best)

    def _heads(self, t: int) -> bool:
        """Whether a line stands over deeper ones, or stands alone without a label among labelled ones."""
        lines = self.lines
        last = t + 1 == lines.count
        if not last and lines.level[t + 1] > lines.level[t]:
            return True
        return t > 0 and not lines.labels[t] and bool(lines.labels[t - 1]) and (last or bool(lines.gap[t + 1]))

    def _sections(self, t: int, rest: np.ndarray, tops: np.ndarray) -> list[tuple[int, ...]]:
        lines = self.lines
        out: list[tuple[int, ...]] = []
        for seq in (rest, tops):
            at = int(np.searchsorted(seq, t))
            before, after = seq[:at], seq[at + (at < len(seq) and seq[at] == t) :]
            stops = [0, *(i for i in range(len(before)) if lines.gap[before[i]])][-2:]
            stops += [i + 1 for i in range(len(before)) if lines.total[before[i]]][-1:]
            stops += [i + 1 for i in range(len(before)) if int(before[i]) in self.sets][-1:]
            out += [tuple(map(int, before[i:])) for i in stops]
            ends = [len(after), *(i for i in range(1, len(after)) if lines.gap[after[i]])][:2]
            deeper = int(np.argmin(np.append(lines.level[after] > lines.level[t], False)))
            out += [tuple(map(int, after[:i])) for i in (*ends, deeper)]
        return [p for p in dict.fromkeys(out) if 2 <= len(p) <= _MOST_NEAR_PARTS]

    def _near_miss(self, t: int, parts: tuple[int, ...]) -> Pattern | None:
        tally = self.board.weigh_sets(np.array([t]), [np.array([p]) for p in parts])
        hit, miss = tally.hit[0], tally.miss[0]
        lanes = np.flatnonzero(miss)
        hits = int(hit.sum())
        if not 1 <= len(lanes) <= max(1, hits // 2):
            return None
        slips = [self.board.slips(t, parts, int(lane)) for lane in lanes]
        if min(slips) == -np.inf:
            return None
        lines = self.lines
        bits = sum(slips) + float(self._words(np.array([t]))[0]) - 2.0
        if hits:
            bits += self.board.gate(t, parts, hit, 0, bool(tally.rounded[0]))
        if min(lines.level[list(parts)]) > lines.level[t]:
            bits += 5.0
        first, last = parts[0], parts[-1]
        if lines.gap[first] or (last + 1 >= lines.count or lines.gap[last + 1]):
            bits += 2.0
        if t > last and not lines.labels[t] and (t + 1 == lines.count or lines.gap[t + 1]):
            bits += 3.0  # a figure below a section, without a label of its own
        if bits < _ASKED["near"][0]:
            return None
        return Pattern("sum", t, parts, bits, hit, miss, tally.zero[0], "near", bool(tally.rounded[0]))

    def _left_out(self) -> None:
        """The last line of a section that stands empty nearly everywhere, and that the total does not count where it does not."""
        lines = self.lines
        if lines.axis != "row":
            return  # the next column is more often something else than a further part
        for pattern in [p for p in self.found if p.way == "adjacent" and p.bits >= _BEYOND_DOUBT and len(p.parts) > 2]:
            last = pattern.parts[-1] + 1
            ends = last + 1 == lines.count or (last < lines.count and (lines.gap[last + 1] or lines.total[last + 1]))
            if not ends or last == pattern.target or lines.gap[last] or lines.total[last] or last in self.sets:
                continue
            if lines.level[last] != lines.level[pattern.parts[-1]]:
                continue
            there = self.board.some[last] & pattern.hit
            if not there.any() or there.sum() > _RARELY * pattern.hit.sum():
                continue
            none = np.zeros_like(there)
            self.found.append(
                replace(pattern, parts=(*pattern.parts, last), hit=none, zero=none, miss=there, way="left out")
            )

    def _fits(self, t: int, own: frozenset[int], near: bool) -> bool:
        """Whether a set is new for its target: disjoint from the others, no circle, and no mere subdivision of them."""
        others = self.sets.get(t, ())
        if not near:
            alike = np.flatnonzero(self.same == self.same[t])
            others = [p for i in alike for p in self.sets.get(int(i), ())]
        if any(own & set(p.parts) for p in others):
            return False
        if any(t in p.parts for part in own for p in self.sets.get(part, ())):
            return False
        if not others:
            return True
        leaves = self._leaves(own)
        return all(leaves != self._leaves(frozenset(p.parts)) for p in others)

    def _spells_out(self, own: frozenset[int]) -> bool:
        """Whether a set has all the parts of a total found, in place of the total."""
        return any(own > frozenset(p.parts) for p in self.found)

    def _leaves(self, own: frozenset[int]) -> frozenset[int]:
        """The lines that a set comes down to when each total among them is replaced by its parts."""
        leaves: set[int] = set()
        queue, seen = list(own), set(own)
        while queue:
            line = queue.pop()
            below = self.sets.get(line)
            if below is None:
                leaves.add(int(self.same[line]))
                continue
            for p in below[0].parts:
                if p not in seen:
                    seen.add(p)
                    queue.append(p)
        return frozenset(leaves)

"""Lines of figures laid out for a search: how well a candidate holds, in all lanes at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from reportcheck.model import Kind
from reportcheck.relate.evidence import MOST_BITS, Tally, joined, log2_betabinomial, weigh
from reportcheck.relate.field import Lines, middle
from reportcheck.relate.slip import slip_bits

__all__ = ["Board", "Pattern"]

_CHUNK = 2_000_000  # cells looked at together
_LEAST_SPREAD = 4  # lanes that show how far a line's figures spread
_SHIFTS = 10
_OFTEN_OFF, _UNLIKELY, _MOST_OFF_LANES = 0.3, 0.1, 20
_FEW_OFF = 0.1  # of the lanes of one sum: with more, its own figures are rounded
_MOST_OFF = 5  # units by which rounding may move what a slip has to give
_MOST_SLIPPED = 200  # parts of a sum that are tried for a slip
_PROPORTIONAL = 0.15  # weight of a lane whose figures stand in the proportions of an earlier one


@dataclass(slots=True)
class Pattern:
    """A relation among lines, found.

    Attributes:
        kind: ``sum``, ``average``, ``share`` or ``change``.
        target, parts: lines by their number on the board; of a share part and whole, of a change old and new.
        bits: the evidence for it.
        hit, miss: lanes in which it holds and says something; in which it does not hold.
        zero: lanes in which it holds and says nothing, nothing standing there but zeros.
        way: the search that found it.
        rounded: it holds as rounded figures do.
        factor: 100 where the target is printed in percent.
        exact: its figures are exact, so that a unit more or less is wrong; see :meth:`Board.settle_rounding`.
    """

    kind: Kind
    target: int
    parts: tuple[int, ...]
    bits: float
    hit: np.ndarray
    miss: np.ndarray
    zero: np.ndarray
    way: str
    rounded: bool = False
    factor: int = 1
    exact: bool = False

    @property
    def rate(self) -> float:
        hits, misses = int(self.hit.sum()), int(self.miss.sum())
        return hits / max(1, hits + misses)


class Board:
    """The lines of one direction of a table, with what every candidate needs."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.values = lines.values
        self.unknown = ~lines.known
        self.some = (lines.values != 0) & lines.known
        self.grain = _grains(lines)
        spread = lines.values.astype(float).var(1) if lines.lanes >= _LEAST_SPREAD else np.full(lines.count, np.inf)
        self.variance = spread
        self._prefixes: tuple[bytes, tuple[np.ndarray, ...]] | None = None
        self._slack: int | None = None

    def prefixes(self, seq: np.ndarray) -> tuple[np.ndarray, ...]:
        """Running sums along a sequence of lines: values, units, lines that are not zero, unknown, filled, 1/grain, variance."""
        key = seq.tobytes()
        if self._prefixes is None or self._prefixes[0] != key:
            lines = self.lines
            columns = (
                self.values[seq], lines.unit[seq], self.some[seq], self.unknown[seq], lines.filled[seq],
                1.0 / self.grain[seq], self.variance[seq],
            )  # fmt: skip
            self._prefixes = key, tuple(_prefix(a) for a in columns)
        return self._prefixes[1]

    def weigh_runs(self, targets: np.ndarray, seq: np.ndarray, start: np.ndarray, stop: np.ndarray) -> Tally:
        """Evidence that each target is the sum of ``seq[start:stop]``."""
        sums = self.prefixes(seq)

        def weigh_some(part: slice) -> Tally:
            a, b = start[part], stop[part]
            total, unit, some, unknown, filled, fine, variance = (p[b] - p[a] for p in sums)
            with np.errstate(invalid="ignore"):
                spread = np.where(np.isinf(self.variance[targets[part]]), np.inf, variance)
            return self._weigh(targets[part], total, unit, some, unknown > 0, filled > 0, (b - a) / fine, spread)

        return self._in_chunks(len(targets), weigh_some)

    def weigh_sets(self, targets: np.ndarray, members: Sequence[np.ndarray]) -> Tally:
        """Evidence that each target is the sum of as many lines: one array of lines for each place in the sets."""

        def weigh_some(part: slice) -> Tally:
            own = [m[part] for m in members]
            return self._weigh(
                targets[part],
                _add(self.values, own),
                _add(self.lines.unit, own),
                _add(self.some.astype(np.int64), own),
                _add(self.unknown.astype(np.int64), own) > 0,
                _add(self.lines.filled.astype(np.int64), own) > 0,
                len(own) / _add(1.0 / self.grain, own),
                _add(self.variance, own),
            )

        return self._in_chunks(len(targets), weigh_some)

    def _in_chunks(self, count: int, weigh_some: Callable[[slice], Tally]) -> Tally:
        step = max(1, _CHUNK // max(1, self.lines.lanes))
        return joined([weigh_some(slice(at, at + step)) for at in range(0, max(count, 1), step)])

    def _weigh(
        self,
        t: np.ndarray,
        total: np.ndarray,
        unit: np.ndarray,
        some: np.ndarray,
        unknown: np.ndarray,
        stated: np.ndarray,
        fine: np.ndarray,
        variance: np.ndarray,
    ) -> Tally:
        lines, x = self.lines, self.values[t]
        spread = 3 * np.sqrt(variance + self.variance[t])
        scale = np.minimum(np.abs(x).astype(float), spread[:, None])
        there = lines.filled[t] & lines.known[t]
        usable = there & (stated | (x == 0))
        return weigh(
            gap=np.abs(total - x),
            tolerance=(unit + lines.unit[t]) / 2,
            unit=np.minimum(self.grain[t], fine)[:, None],
            scale=scale,
            told=usable & (x != 0),
            usable=usable,
            parts=some,
            unclear=unknown,
            soft=lines.soft,
        )

    def gate(self, t: int, parts: Sequence[int], hit: np.ndarray, misses: int, rounded: bool) -> float:
        """The evidence for a sum looked at again.

        Lanes whose figures stand in the same proportions say little more than the first of them, equal lanes nothing; and
        no lane says more than how seldom its total agrees with the parts of other lanes.
        """
        lines, own = self.lines, list(parts)
        at = np.flatnonzero(hit)
        x, m = self.values[t, at], self.values[own][:, at]
        slack = (lines.unit[own][:, at].sum(0) + lines.unit[t, at]) / 2 if rounded else np.zeros(len(at))
        step = min(self.grain[t], len(own) / (1.0 / self.grain[own]).sum())
        spread = 3 * float(np.sqrt(self.variance[own].sum() + self.variance[t]))
        p = (2 * slack + step) / np.maximum(np.minimum(np.abs(x), spread), 1e-9)
        total = m.sum(0)
        p = np.maximum(p, agreement(total, lambda shifted: np.abs(shifted - x) <= slack))
        bits = np.minimum(MOST_BITS, -np.log2(np.minimum(1.0, p)))
        bits = np.where((m != 0).sum(0) == 1, np.minimum(bits, 0.5), bits)
        weight = lane_weights(np.rint(m / np.where(x == 0, 1, x) * 500), np.vstack([m, x[None]]))
        # One lane's chance is that of any value of its size; only further ones are bound by how little the line varies.
        first = np.minimum(MOST_BITS, -np.log2(np.minimum(1.0, (2 * slack + step) / np.maximum(np.abs(x), 1e-9))))
        bonus = float(np.max(first * (weight == 1.0) * ((m != 0).sum(0) > 1) - bits * weight, initial=0.0))
        misses_at = log2_betabinomial(np.array([len(at)]), np.array([misses]))[0]
        return float((bits * weight).sum() + max(0.0, bonus) + misses_at - rounded)

    def gaps(self, pattern: Pattern, lanes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What is stated less the sum of the parts, and the unit to which the figures of each lane are printed.

        Where all of them are whole, decimals that are zeros are no digits.
        """
        figures = [pattern.target, *pattern.parts]
        values, units = self.values[figures][:, lanes], np.maximum(self.lines.unit[figures][:, lanes], 1)
        whole = (values % self.lines.one == 0).all(0)
        unit = np.where(whole, self.lines.one * self.lines.grain, units.max(0, initial=1))
        gap: np.ndarray = values[0] - values[1:].sum(0)
        return gap, unit

    def settle_rounding(self, sums: Sequence[Pattern]) -> None:
        """Decide whether whole figures of this table are rounded, and read its sums so.

        Sums of rounded figures are off by a unit or more in some 30 % of the lanes. Where so few are off that this would
        be unlikely (one in ten), the figures are exact counts, and a sum that is off by one is wrong.
        """
        exact = off = 0
        near: list[tuple[Pattern, np.ndarray]] = []
        for p in sums:
            gap, unit = self.gaps(p, np.arange(self.lines.lanes))
            told = p.hit | (p.miss & (2 * np.abs(gap) <= (len(p.parts) + 1) * unit))
            apart = told & (gap != 0)
            exact, off = exact + int((told & (gap == 0)).sum()), off + int(apart.sum())
            near.append((p, apart))
        counted = _at_most(off, exact + off, _OFTEN_OFF) < _UNLIKELY
        for p, apart in near if counted else ():
            if apart.sum() <= max(1, _FEW_OFF * p.hit.sum()):
                p.rounded = False
                p.exact = True
                p.hit, p.miss = p.hit & ~apart, p.miss | apart

    def slips(self, t: int, parts: Sequence[int], lane: int, rounded: bool = False) -> float:
        """How much it says that one slip in one figure of a lane explains why a sum fails there; -inf where none does."""
        values, units = self.values[:, lane], self.lines.unit[:, lane]
        gap = int(values[t]) - int(values[list(parts)].sum())
        slack = int(units[[t, *parts]].sum()) // 2 if rounded else 0
        wanted = []
        for line, change in ((t, -gap), *((p, gap) for p in parts[:_MOST_SLIPPED])):
            printed = int(values[line])
            step = self._last_place(line, printed)
            if not printed:
                continue
            near = range(-min(slack // step, _MOST_OFF), min(slack // step, _MOST_OFF) + 1)
            wanted += [(printed // step, (printed + change) // step + k) for k in near if change % step == 0 or rounded]
        return slip_bits(wanted, len(wanted))

    def _last_place(self, line: int, value: int) -> int:
        """The place of a figure's last digit that tells: decimals that only pad do not."""
        step = 1
        while step < self.lines.one and step * 10 <= self.grain[line] and value % (step * 10) == 0:
            step *= 10
        return step

    def probes(self, seq: np.ndarray, most: int = 6) -> np.ndarray:
        """Lanes that tell most: many figures that are not zero, spread over the table."""
        told = np.where(self.lines.soft & ~self.lines.soft.all(), 0, self.some[seq].sum(0))
        lanes: np.ndarray = np.flatnonzero(told >= 2)
        if len(lanes) <= most:
            return lanes
        good: np.ndarray = lanes[told[lanes] >= 0.6 * told.max()]
        if len(good) >= most:
            return np.asarray(good[np.linspace(0, len(good) - 1, most).astype(int)])
        return np.asarray(lanes[np.argsort(-told[lanes], kind="stable")[:most]])

    def slack(self) -> int:
        """How far off a probe may be: two units of the commonest print."""
        if self._slack is None:
            units = self.lines.unit[self.lines.filled & (self.lines.unit > 0)]
            self._slack = int(2 * middle(units)) if units.size else 0
        return self._slack


def _at_most(count: int, trials: int, chance: float) -> float:
    """The probability of at most so many successes."""
    if count > _MOST_OFF_LANES:
        return 1.0
    return sum(math.comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(count + 1))


def agreement(own: np.ndarray, agrees: Callable[[np.ndarray], np.ndarray]) -> float:
    """How often a lane also agrees with what other lanes would give: the chance of a coincidence that the figures show.

    The others are taken in a fixed order (lanes shifted by 1, 2 … 10), so that the answer does not change from run to run.
    """
    if len(own) < _LEAST_SPREAD:
        return 0.0
    differ = agree = 0
    for shift in range(1, min(_SHIFTS, len(own) - 1) + 1):
        shifted = np.roll(own, shift)
        other = shifted != own
        differ += int(other.sum())
        agree += int((other & agrees(shifted)).sum())
    return agree / max(1, differ)


def lane_weights(proportions: np.ndarray, figures: np.ndarray) -> np.ndarray:
    """How far each lane is evidence of its own: the first of its proportions 1, a further one little, an equal one nothing."""
    weight = np.full(figures.shape[1], _PROPORTIONAL)
    _, first = np.unique(proportions, axis=1, return_index=True)
    weight[first] = 1.0
    _, again = np.unique(figures, axis=1, return_index=True)
    equal = np.ones(figures.shape[1], bool)
    equal[again] = False
    weight[equal & (weight < 1)] = 0.0
    return weight


def _grains(lines: Lines) -> np.ndarray:
    """For each line the step between its values: zeros that pad decimals are no precision."""
    some = lines.values != 0
    n = np.maximum(some.sum(1), 1)
    out = np.ones(lines.count)
    grain = 10
    while grain <= lines.one:
        multiples = ((lines.values % grain == 0) & some).sum(1) >= 0.9 * n
        out = np.where(multiples, grain, out)
        grain *= 10
    return np.where(out == lines.one, out * lines.grain, out)


def _prefix(a: np.ndarray) -> np.ndarray:
    out = np.zeros((a.shape[0] + 1, *a.shape[1:]), dtype=np.int64 if a.dtype == bool else a.dtype)
    if a.dtype == float:
        a = np.where(np.isinf(a), 0.0, a)
    np.cumsum(a, axis=0, out=out[1:])
    return out


def _add(a: np.ndarray, members: Sequence[np.ndarray]) -> np.ndarray:
    total: np.ndarray = a[members[0]].copy()
    for m in members[1:]:
        total = total + a[m]
    return total

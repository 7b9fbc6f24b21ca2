"""Shares, quotients, products and relative changes among the lines of a table, found by their arithmetic.

A line is a quotient of two others (``t = f · a / b``, which also says ``a = t · b / f``) or the change from one to another
(``t = f · (b - a) / a``), with ``f`` 1 or 100. For every pair of a target and a base the third line is looked up in sorted
probe lanes. Weak relations of one shape (same distances between their lines) at several places support each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from reportcheck.model import Kind
from reportcheck.relate.board import Board, Pattern, agreement
from reportcheck.relate.candidates import FEW, expand
from reportcheck.relate.evidence import MOST_BITS, log2_betabinomial
from reportcheck.relate.field import Lines

__all__ = ["MOST_LINES", "find_ratios"]

MOST_LINES = 160
_ASKED, _ASKED_OFTEN_WRONG = 14.0, 40.0  # bits, of a relation that nearly always holds and of another
_LEAST = 4.0  # bits of a relation that others of its shape can support
_LEAST_RATE, _USUAL_RATE = 0.75, 0.9
_PROPORTIONAL = 0.15
_HAIR = 1e-12  # relative: what binary arithmetic may lose in a search; the judge works with exact figures


def find_ratios(board: Board, sums: Sequence[Pattern]) -> list[Pattern]:
    """Lines that are quotients of two others, or changes from one to another; ``sums`` are those found before."""
    lines = board.lines
    seq = np.flatnonzero(board.some.any(1))
    if not 3 <= len(seq) <= MOST_LINES:
        return []
    search = _Search(board, seq)
    totals = {p.target for p in sums}
    candidates: list[Pattern] = []
    for k, t in enumerate(map(int, seq)):
        rate = search.fine[k] or lines.ratio[t]
        if not rate and (t in totals or not search.varies(k)):
            continue
        kinds: list[tuple[Kind, int]] = [("share", 1)]
        if rate:
            kinds += [("share", 100), ("change", 1), ("change", 100)]
        best = max((p for kind, f in kinds for p in search.quotients(k, kind, f)), key=lambda p: p.bits, default=None)
        if best is not None:
            candidates.append(best)
    shapes: dict[tuple[object, ...], float] = defaultdict(float)
    for p in candidates:
        shapes[_shape(p)] += p.bits
    good = [p for p in candidates if shapes[_shape(p)] >= (_ASKED if p.rate >= _USUAL_RATE else _ASKED_OFTEN_WRONG)]
    return _once(good, lines)


def _once(patterns: list[Pattern], lines: Lines) -> list[Pattern]:
    """Of a quotient and its reverse (t = a / b, b = a / t) the one whose target is called a ratio, else the surer."""
    kept: dict[object, Pattern] = {}
    for p in patterns:
        key = (p.parts[0], frozenset((p.target, p.parts[1]))) if p.kind == "share" else (p.target, p.parts, p.kind)
        other = kept.get(key)
        rank = (bool(lines.ratio[p.target]), p.bits)
        if other is None or rank > (bool(lines.ratio[other.target]), other.bits):
            kept[key] = p
    return list(kept.values())


def _shape(p: Pattern) -> tuple[object, ...]:
    return p.kind, p.factor, p.parts[0] - p.target, p.parts[1] - p.target


class _Search:
    def __init__(self, board: Board, seq: np.ndarray) -> None:
        lines = board.lines
        self.board, self.lines, self.seq = board, lines, seq
        self.values = lines.values[seq].astype(float)
        self.unit = lines.unit[seq].astype(float)
        self.some = board.some[seq]
        self.stated = (lines.filled & lines.known)[seq]
        self.fine = ((lines.values[seq] % lines.one != 0) & self.some).sum(1) >= 0.3 * np.maximum(1, self.some.sum(1))
        self.spread = 3 * np.sqrt(board.variance[seq])
        self.probes = board.probes(seq, 5)
        self.sorted = {int(lane): np.argsort(self.values[:, lane], kind="stable") for lane in self.probes}

    def varies(self, k: int) -> bool:
        """A line of whole numbers may be a factor; it tells something only where its figures differ."""
        return len(set(self.values[k][self.some[k]].tolist())) >= 3

    def quotients(self, k: int, kind: Kind, factor: int) -> list[Pattern]:
        """The best relation of one kind with the line ``k`` as target, as a list of one or none."""
        one = float(self.lines.one) * factor
        q = self.values[k] / one + (kind == "change")
        rate = self.fine[k] or self.lines.ratio[self.seq[k]]
        width = self.unit[k] / one / 2 if rate else np.zeros(len(q))
        pairs = self._pairs(k, q, width)
        best: Pattern | None = None
        for a, b in pairs:
            pattern = self._weighed(k, a, b, q, width, kind, factor)
            if pattern is not None and (best is None or pattern.bits > best.bits):
                best = pattern
        return [] if best is None else [best]

    def _pairs(self, k: int, q: np.ndarray, width: np.ndarray) -> list[tuple[int, int]]:
        """Numerators and denominators that enough probe lanes show and most lanes keep."""
        n = len(self.seq)
        codes = self._compared(k, q, width) if n <= FEW else self._looked_up(k, q, width)
        if not len(codes):
            return []
        b, a = codes // n, codes % n
        usable = self.stated[k] & self.stated[a] & self.stated[b] & (self.values[b] != 0)
        slack = self._slack(b, slice(None), q, width) + self.unit[a] / 2
        near = usable & (np.abs(self.values[a] - self.values[b] * q) <= slack)
        hits = near.sum(1)
        good = np.flatnonzero((hits >= 2) & (hits >= _LEAST_RATE * usable.sum(1)))
        good = good[np.argsort(-hits[good], kind="stable")][:40]
        return [(int(a[c]), int(b[c])) for c in good]

    def _compared(self, k: int, q: np.ndarray, width: np.ndarray) -> np.ndarray:
        """Denominator and numerator, as one number, that enough probe lanes show: each of few with each."""
        lanes: np.ndarray = self.probes[self.some[k, self.probes]]
        if not len(lanes):
            return lanes
        values, some = self.values[:, lanes], self.some[:, lanes].copy()
        some[k] = False
        wanted = values * q[lanes]
        slack = np.abs(values) * width[lanes] + np.abs(q[lanes]) * self.unit[:, lanes] / 2
        slack += np.abs(values) * np.abs(q[lanes]) * _HAIR
        slack += self.lines.one / 2  # of the numerator itself
        low, high = (wanted - slack)[:, None], (wanted + slack)[:, None]
        shown = (low <= values) & (values <= high) & some & some[:, None]
        count = shown.sum(2)
        np.fill_diagonal(count, 0)
        return np.flatnonzero(count.ravel() >= max(1, (len(lanes) + 1) // 2))

    def _looked_up(self, k: int, q: np.ndarray, width: np.ndarray) -> np.ndarray:
        """The same among many, by looking up the numerator in the sorted lane."""
        n = len(self.seq)
        found, tried = [], 0
        for lane in map(int, self.probes):
            if not self.some[k, lane]:
                continue
            tried += 1
            order = self.sorted[lane]
            ordered = self.values[order, lane]
            base = np.flatnonzero(self.some[:, lane])
            base = base[base != k]
            wanted = self.values[base, lane] * q[lane]
            slack = self._slack(base, slice(lane, lane + 1), q[lane : lane + 1], width[lane : lane + 1])[:, 0]
            slack += self.lines.one / 2  # of the numerator itself
            low = np.searchsorted(ordered, wanted - slack, "left")
            which, at = expand(low, np.searchsorted(ordered, wanted + slack, "right"), 32)
            b, a = base[which], order[at]
            keep = (a != b) & (a != k) & self.some[a, lane]
            found.append(b[keep] * n + a[keep])
        if not found:
            return np.zeros(0, np.int64)
        codes, counts = np.unique(np.concatenate(found), return_counts=True)
        return np.asarray(codes[counts >= max(1, (tried + 1) // 2)])

    def _slack(self, b: np.ndarray, lanes: slice, q: np.ndarray, width: np.ndarray) -> np.ndarray:
        """How far a numerator may be from base times quotient, the base being rounded at its last digit."""
        base = np.abs(self.values[b, lanes])
        slack: np.ndarray = base * width + np.abs(q) * self.unit[b, lanes] / 2 + base * np.abs(q) * _HAIR
        return slack

    def _weighed(
        self, k: int, a: int, b: int, q: np.ndarray, width: np.ndarray, kind: Kind, factor: int
    ) -> Pattern | None:
        x, y = self.values[a], self.values[b]
        rate = self.fine[k] or self.lines.ratio[self.seq[k]]
        usable = self.stated[k] & self.stated[a] & self.stated[b] & (y != 0)
        gap = np.abs(x - y * q)
        exact = np.abs(y) * width + np.abs(y * q) * _HAIR
        best: Pattern | None = None
        for rounded, slack in ((False, exact), (True, exact + (self.unit[a] + np.abs(q) * self.unit[b]) / 2)):
            hit = usable & (gap <= slack)
            miss = usable & ~hit & ~self.lines.soft
            bits = self._bits(k, a, b, q, slack, hit, miss) - rounded
            if best is None or bits > best.bits:
                parts = (a, b) if kind == "share" else (b, a)
                own = (int(self.seq[parts[0]]), int(self.seq[parts[1]]))
                zero = np.zeros_like(hit)
                best = Pattern(
                    kind, int(self.seq[k]), own, bits, hit, miss, zero, kind if rate else "product", rounded, factor
                )
        return best if best is not None and best.bits >= _LEAST else None

    def _bits(
        self, k: int, a: int, b: int, q: np.ndarray, slack: np.ndarray, hit: np.ndarray, miss: np.ndarray
    ) -> float:
        hits, misses = int(hit.sum()), int(miss.sum())
        trivial = np.abs(q - 1.0) < 1e-9
        single = np.abs(self.values[b]) == self.lines.one
        at = np.flatnonzero(hit & self.some[k] & self.some[a] & ~trivial & ~single)
        if len(at) < 2 or hits < _LEAST_RATE * (hits + misses):
            return 0.0
        x, y, qs, own = self.values[a, at], self.values[b, at], q[at], slack[at]
        step = 2 * own + self.board.grain[self.seq[a]]
        free = np.minimum(1.0, step / np.maximum(np.abs(x), 1e-9))  # against any value of that size
        bound = np.minimum(1.0, step / np.maximum(np.minimum(np.abs(x), self.spread[a]), 1e-9))
        bound = np.maximum(bound, agreement(qs, lambda shifted: np.abs(x - y * shifted) <= own))
        bits = np.minimum(MOST_BITS, -np.log2(bound))
        weight = np.full(len(at), _PROPORTIONAL)
        _, first = np.unique(np.rint(qs * 1e4), return_index=True)
        weight[first] = 1.0
        bonus = float(np.max(np.minimum(MOST_BITS, -np.log2(free)) * (weight == 1.0) - bits * weight, initial=0.0))
        total = float((bits * weight).sum()) + max(0.0, bonus)
        total += float(log2_betabinomial(np.array([hits]), np.array([misses]))[0])
        far = max(abs(a - k), abs(b - k))
        total -= float(np.log2(2.0 * far * far)) + 1.0
        return total + (3.0 if self.lines.ratio[self.seq[k]] else -2.0)

"""Sums among the lines of a table, found by their arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from reportcheck.relate.evidence import Tally, log2_betabinomial, weigh
from reportcheck.relate.field import Lines

__all__ = ["Pattern", "find_sums"]

THRESHOLD = {"adjacent": 10.0, "label": 10.0, "shape": 10.0, "pair": 17.0, "apart": 25.0}
_CHUNK = 2_000_000


@dataclass(slots=True)
class Pattern:
    """A relation among lines, with the lanes in which it holds."""

    kind: str
    target: int
    parts: tuple[int, ...]
    bits: float
    hit: np.ndarray
    miss: np.ndarray
    way: str
    zero: np.ndarray
    rounded: bool = False


class Board:
    """What all passes look at: arrays of the lines, and what a candidate costs."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.values = lines.values
        self.unknown = ~lines.known
        self.some = (lines.values != 0) & lines.known
        self.lane_weight = np.ones(lines.lanes)
        self.variance = lines.values.astype(float).var(1) if lines.lanes >= 4 else None
        self.grain = _grains(lines)
        self.spent = 0

    # -- runs --------------------------------------------------------------

    def weigh_runs(self, seq: np.ndarray, k: np.ndarray, start: np.ndarray, stop: np.ndarray, times: np.ndarray | None = None) -> Tally:
        """Evidence that line ``seq[k]`` is the sum of ``seq[start:stop]``, for many candidates."""
        tallies = []
        sums = self._sums(seq)
        step = max(1, _CHUNK // max(1, self.lines.lanes))
        for at in range(0, len(k), step):
            tallies.append(self._weigh_runs(sums, seq, k[at : at + step], start[at : at + step], stop[at : at + step]))
        return tallies[0] if len(tallies) == 1 else _joined(tallies)

    def _sums(self, seq: np.ndarray) -> tuple[np.ndarray, ...]:
        key = seq.tobytes()
        if getattr(self, "_key", None) != key:
            self._key = key
            unit = self.lines.unit[seq]
            self._prefix = (
                _prefix(self.values[seq]), _prefix(unit), _prefix(self.some[seq]), _prefix(self.unknown[seq]),
                _prefix(1.0 / self.grain[seq]), _prefix(self.variance[seq]) if self.variance is not None else None,
            )
        return self._prefix

    def _weigh_runs(self, sums, seq, k, start, stop) -> Tally:
        total, unit, some, unknown, fine, variance = sums
        target = seq[k]
        x = self.values[target]
        gap = np.abs(total[stop] - total[start] - x)
        tolerance = (unit[stop] - unit[start] + self.lines.unit[target]) / 2
        parts = some[stop] - some[start]
        step = np.minimum(self.grain[target], (stop - start) / (fine[stop] - fine[start]))
        scale = np.abs(x).astype(float)
        if variance is not None:
            spread = 3 * np.sqrt(variance[stop] - variance[start] + self.variance[target])
            scale = np.minimum(scale, spread[:, None])
        usable = self.lines.filled[target] & (x != 0)
        empty = (unknown[stop] - unknown[start]) > 0
        usable = usable & ((parts > 0) | ((total[stop] - total[start]) != 0) | self._stated(seq, start, stop))
        return weigh(gap, tolerance, step[:, None], scale, usable, parts, empty, self.lane_weight)

    def _stated(self, seq, start, stop) -> np.ndarray:
        """Whether a part is stated at all (be it as 0)."""
        key = "_filled"
        if getattr(self, "_filled_key", None) != seq.tobytes():
            self._filled_key = seq.tobytes()
            self._filled = _prefix(self.lines.filled[seq])
        return (self._filled[stop] - self._filled[start]) > 0

    def weigh_sets(self, target: Sequence[int], sets: Sequence[Sequence[int]]) -> Tally:
        """Evidence that each target is the sum of its set of lines."""
        n = len(target)
        t = np.asarray(target)
        x = self.values[t]
        total, unit = np.zeros_like(x), np.zeros_like(x)
        some, empty, filled = np.zeros(x.shape, int), np.zeros(x.shape, bool), np.zeros(x.shape, bool)
        step, variance = self.grain[t].astype(float), np.zeros(n)
        for i, parts in enumerate(sets):
            p = list(parts)
            total[i] = self.values[p].sum(0)
            unit[i] = self.lines.unit[p].sum(0)
            some[i] = self.some[p].sum(0)
            empty[i] = self.unknown[p].any(0)
            filled[i] = self.lines.filled[p].any(0)
            step[i] = min(step[i], len(p) / (1.0 / self.grain[p]).sum())
            if self.variance is not None:
                variance[i] = self.variance[p].sum() + self.variance[t[i]]
        scale = np.abs(x).astype(float)
        if self.variance is not None:
            scale = np.minimum(scale, 3 * np.sqrt(variance)[:, None])
        usable = self.lines.filled[t] & (x != 0) & filled
        return weigh(np.abs(total - x), (unit + self.lines.unit[t]) / 2, step[:, None], scale, usable, some, empty, self.lane_weight)

    def weigh_pairs(self, t: np.ndarray, pairs: np.ndarray) -> Tally:
        """Evidence that each target is the sum of its two lines."""
        tallies = []
        step = max(1, _CHUNK // max(1, self.lines.lanes))
        for at in range(0, len(t), step):
            tallies.append(self._weigh_pairs(t[at : at + step], *pairs[at : at + step].T))
        return tallies[0] if len(tallies) == 1 else _joined(tallies)

    def _weigh_pairs(self, t: np.ndarray, a: np.ndarray, b: np.ndarray) -> Tally:
        lines, x = self.lines, self.values[t]
        gap = np.abs(self.values[a] + self.values[b] - x)
        unit = (lines.unit[a] + lines.unit[b] + lines.unit[t]) / 2
        scale = np.abs(x).astype(float)
        if self.variance is not None:
            spread = 3 * np.sqrt(self.variance[a] + self.variance[b] + self.variance[t])
            scale = np.minimum(scale, spread[:, None])
        step = np.minimum(self.grain[t], np.minimum(self.grain[a], self.grain[b]))
        usable = lines.filled[t] & (x != 0) & (lines.filled[a] | lines.filled[b])
        parts = self.some[a].astype(int) + self.some[b]
        return weigh(gap, unit, step[:, None], scale, usable, parts, self.unknown[a] | self.unknown[b], self.lane_weight)

    def gate(self, t: int, parts: Sequence[int], hit: np.ndarray, misses: int, rounded: bool) -> float:
        """The evidence looked at again: lanes in equal or equal proportions say little more than the first of them, and no lane says
        more than that its figures do not also agree when the parts of other lanes stand there."""
        lines, values = self.lines, self.values
        x, m = values[t], values[list(parts)]
        lanes = np.flatnonzero(hit)
        tolerance = (lines.unit[list(parts)].sum(0) + lines.unit[t]) / 2 if rounded else np.zeros(len(x))
        step = min(self.grain[t], len(parts) / (1.0 / self.grain[list(parts)]).sum())
        scale = np.abs(x[lanes]).astype(float)
        if self.variance is not None:
            scale = np.minimum(scale, 3 * np.sqrt(self.variance[list(parts)].sum() + self.variance[t]))
        p = np.minimum(1.0, (2 * tolerance[lanes] + step) / np.maximum(scale, 1e-9))
        if len(lanes) >= 4:
            total = m.sum(0)[lanes]
            shifts = range(1, min(10, len(lanes) - 1) + 1)
            others = [np.roll(total, s) for s in shifts]
            differ = sum(int((o != total).sum()) for o in others)
            agree = sum(int(((o != total) & (np.abs(o - x[lanes]) <= tolerance[lanes])).sum()) for o in others)
            p = np.maximum(p, agree / max(1, differ))
        bits = np.minimum(14.0, -np.log2(p))
        filled = (m[:, lanes] != 0).sum(0)
        bits = np.where(filled == 1, np.minimum(bits, 0.5), bits)
        ratio = np.rint(m[:, lanes] / x[lanes] * 500).astype(np.int64)
        _, first = np.unique(ratio, axis=1, return_index=True)
        weight = np.full(len(lanes), 0.15)
        weight[first] = 1.0
        _, again = np.unique(np.vstack([m[:, lanes], x[lanes]]), axis=1, return_index=True)
        equal = np.ones(len(lanes), bool)
        equal[again] = False
        weight[equal & (weight < 1)] = 0.0
        return float((bits * weight).sum() + log2_betabinomial(np.array([len(lanes)]), np.array([misses]))[0] - rounded)

    def probes(self, seq: np.ndarray, most: int = 6) -> np.ndarray:
        """Lanes that tell most: many figures that are not zero, spread over the table."""
        told = self.some[seq].sum(0)
        lanes = np.flatnonzero(told >= 2)
        if len(lanes) <= most:
            return lanes
        good = lanes[told[lanes] >= 0.6 * told.max()]
        if len(good) >= most:
            return good[np.linspace(0, len(good) - 1, most).astype(int)]
        return lanes[np.argsort(-told[lanes], kind="stable")[:most]]

    def slack(self) -> int:
        """How far a probe may be off: two units of the commonest print."""
        units = self.lines.unit[self.lines.filled]
        return int(2 * np.median(units)) if units.size else 0


def _grains(lines: Lines) -> np.ndarray:
    """For each line the step between its values: zeros that pad decimals are no precision."""
    grain = np.full(lines.count, max(1, lines.grain), dtype=float)
    step = lines.one
    out = np.ones(lines.count)
    some = lines.values != 0
    n = some.sum(1)
    g = 1
    while g <= step:
        multiples = ((lines.values % g == 0) & some).sum(1) >= 0.9 * np.maximum(n, 1)
        out = np.where(multiples, g, out)
        g *= 10
    return np.maximum(out, grain)


def _prefix(a: np.ndarray) -> np.ndarray:
    out = np.zeros((a.shape[0] + 1, *a.shape[1:]), dtype=np.int64 if a.dtype == bool else a.dtype)
    np.cumsum(a, axis=0, out=out[1:])
    return out


def _joined(tallies: list[Tally]) -> Tally:
    return Tally(*(np.concatenate([getattr(t, name) for t in tallies]) for name in ("bits", "hit", "miss", "strong", "zero", "rounded")))


def _expand(low: np.ndarray, high: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """All indexes of each range low:high (at most so many): (which range, index)."""
    count = np.minimum(high - low, most)
    which = np.repeat(np.arange(len(low)), count)
    offset = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    return which, low[which] + offset


def adjacent(board: Board, seq: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Runs right after or right before their target: candidates (k, start, stop) that some probe lane shows."""
    x = board.values[seq]
    total = board._sums(seq)[0]
    slack, m = board.slack(), len(seq)
    found: list[np.ndarray] = []
    positions = np.arange(m)
    probes = board.probes(seq)
    for lane in probes:
        p = total[:, lane]
        order = np.argsort(p, kind="stable")
        ordered = p[order]
        live = positions[x[:, lane] != 0]
        for side in (1, -1):
            wanted = p[live + 1] + x[live, lane] if side > 0 else p[live] - x[live, lane]
            low = np.searchsorted(ordered, wanted - slack, "left")
            high = np.searchsorted(ordered, wanted + slack, "right")
            which, at = _expand(low, high, 48)
            k, j = live[which], order[at]
            keep = j - k >= 3 if side > 0 else k - j >= 2
            k, j = k[keep], j[keep]
            code = (k * (m + 1) + j) * 2 + (side > 0)
            found.append(np.unique(code))
    if not found:
        return (np.zeros(0, int),) * 3
    codes, counts = np.unique(np.concatenate(found), return_counts=True)
    codes = codes[counts >= (2 if len(probes) >= 5 else 1)]
    forward = codes % 2 == 1
    k, j = (codes // 2) // (m + 1), (codes // 2) % (m + 1)
    return k, np.where(forward, k + 1, j), np.where(forward, j, k)


def find_sums(lines: Lines) -> tuple[list[Pattern], Board]:
    board = Board(lines)
    search = _Search(board)
    if lines.lanes == 0:
        return search.found, board
    everything = np.arange(lines.count)
    plain = everything[~lines.ratio_like[everything]]
    for seq in ([plain] if len(plain) < len(everything) else []) + [everything]:
        search.levels(seq)
    for group in _same_labels(lines, everything):
        search.level(group, "label", 1.0)
    for seq in (search.remaining(plain), search.remaining(everything), plain):
        search.apart(seq)
    for seq in (search.remaining(plain), plain):
        search.pairs(seq)
    search.shapes(everything)
    search.levels(search.remaining(plain))
    return search.found, board


def _same_labels(lines: Lines, seq: np.ndarray) -> list[np.ndarray]:
    groups: dict[str, list[int]] = {}
    for i in seq:
        if lines.labels[i]:
            groups.setdefault(lines.labels[i], []).append(int(i))
    return [np.array(g) for g in groups.values() if 3 <= len(g) < len(seq)]


class _Search:
    """The passes over one set of lines, and what they found so far."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.found: list[Pattern] = []
        self.sets: dict[int, list[Pattern]] = {}

    def remaining(self, seq: np.ndarray) -> np.ndarray:
        """The lines that are no parts of a sum found."""
        parts = {p for pattern in self.found for p in pattern.parts}
        return np.array([i for i in seq if i not in parts], dtype=int)

    def levels(self, seq: np.ndarray) -> None:
        """Totals of neighbours, then totals of those totals, and so on."""
        for _ in range(8):
            if len(seq) < 3 or not self.level(seq, "adjacent", 0.0):
                break
            seq = self.remaining(seq)

    def level(self, seq: np.ndarray, way: str, cost: float) -> bool:
        k, start, stop = adjacent(self.board, seq)
        return self.runs(seq, k, start, stop, way, cost + np.log2(2.0 * np.maximum(1, stop - start)))

    def apart(self, seq: np.ndarray) -> None:
        """Runs anywhere, of targets that have no sum yet."""
        m = len(seq)
        if not 4 <= m <= 140:
            return
        a, b = np.triu_indices(m + 1, 2)
        k, start, stop = _lookup_runs(self.board, seq, a, b, [i for i in range(m) if int(seq[i]) not in self.sets])
        self.runs(seq, k, start, stop, "apart", np.full(len(k), np.log2(m * m / 2.0)))

    def pairs(self, seq: np.ndarray) -> None:
        """Any two lines that add to a third."""
        m = len(seq)
        if not 3 <= m <= 120:
            return
        board, lines = self.board, self.board.lines
        a, b = np.triu_indices(m, 1)
        open_targets = np.array([i for i in range(m) if int(seq[i]) not in self.sets], dtype=int)
        if not len(open_targets):
            return
        probes = board.probes(seq)
        x = board.values[seq]
        slack = board.slack()
        codes = []
        for lane in probes:
            live = (x[a, lane] != 0) & (x[b, lane] != 0)
            pa, pb = a[live], b[live]
            sums = x[pa, lane] + x[pb, lane]
            order = np.argsort(x[open_targets, lane], kind="stable")
            ordered = x[open_targets, lane][order]
            low, high = np.searchsorted(ordered, sums - slack, "left"), np.searchsorted(ordered, sums + slack, "right")
            which, at = _expand(low, high, 24)
            k = open_targets[order[at]]
            keep = (k != pa[which]) & (k != pb[which]) & (x[k, lane] != 0)
            codes.append((k[keep] * m + pa[which][keep]) * m + pb[which][keep])
        if not codes:
            return
        every, counts = np.unique(np.concatenate(codes), return_counts=True)
        every = every[counts >= (2 if len(probes) >= 4 else 1)]
        if not len(every):
            return
        if len(every) > 20000:
            every = every[:20000]
        k, pa, pb = every // (m * m), (every // m) % m, every % m
        sets = np.stack([seq[pa], seq[pb]], 1)
        t = seq[k]
        tally = board.weigh_pairs(t, sets)
        near = np.abs(np.stack([pa - k, pb - k], 1)).max(1)
        bits = tally.bits - np.log2(np.maximum(2.0, np.minimum(m * m / 2.0, 2.0 * near * near)))
        bits += cues(board, t, t, t, t)
        self._accept(t, [tuple(map(int, q)) for q in sets], bits, near, tally, "pair", 0.7)

    def shapes(self, seq: np.ndarray) -> None:
        """What holds at several places of the table in the same shape, tried at all others: blocks repeat each other."""
        lines = self.board.lines
        eligible = set(map(int, seq))
        seen: dict[tuple[int, ...], list[float]] = {}
        for p in self.found:
            seen.setdefault(tuple(q - p.target for q in p.parts), []).append(p.bits)
        for shape, bits in sorted(seen.items(), key=lambda item: -sum(item[1])):
            if len(bits) < 2:
                continue
            targets = [
                t for t in sorted(eligible) if t not in self.sets and all(t + o in eligible for o in shape)
            ]
            if not targets:
                continue
            sets = [tuple(t + o for o in shape) for t in targets]
            tally = self.board.weigh_sets(targets, sets)
            k = np.array(targets)
            extra = min(6.0, 2.0 * len(bits)) - np.log2(len(targets) + 1)
            self._accept(k, sets, tally.bits + extra + cues(self.board, k, k, k, k), np.zeros(len(k)), tally, "shape", 0.5)

    def runs(self, seq, k, start, stop, way, cost) -> bool:
        if not len(k):
            return False
        board, lines = self.board, self.board.lines
        tally = board.weigh_runs(seq, k, start, stop)
        gap = np.append(lines.gap, True)
        first = seq[start]
        after = np.where(stop < len(seq), seq[np.minimum(stop, len(seq) - 1)], len(gap) - 1)
        bits = tally.bits - cost + cues(board, seq[k], first, first, after)
        end = np.where(start > k, (stop == len(seq)) | gap[after], (start == 0) | gap[first])
        bits += np.where(end, 2.0, 0.0)
        level = lines.level[seq]
        deeper = np.array([level[a:b].min() for a, b in zip(start, stop, strict=True)]) > level[k]
        bits += np.where(deeper, 5.0, 0.0)
        sets = [tuple(map(int, seq[a:b])) for a, b in zip(start, stop, strict=True)]
        return self._accept(seq[k], sets, bits, stop - start, tally, way, 0.4 if way == "adjacent" else 0.7)

    def _accept(self, targets, sets, bits, length, tally: Tally, way: str, least: float) -> bool:
        rate = tally.hits / np.maximum(1, tally.hits + tally.misses)
        ok = (bits >= THRESHOLD[way]) & (rate >= least) & tally.strong.any(1)
        candidates = np.flatnonzero(ok)
        candidates = candidates[np.lexsort((length[candidates], -np.round(bits[candidates], 1)))]
        extra = bits - tally.bits
        sets_of: dict[int, list[set[int]]] = {}
        for c in candidates:
            sets_of.setdefault(int(targets[c]), []).append(set(sets[c]))
        spans: list[set[int]] = []
        some = False
        done: set[int] = set()
        for c in candidates:
            t, parts = int(targets[c]), sets[c]
            if t in done or not self._fits(t, parts):
                continue
            own = set(parts)
            if any(p in sets_of and any(q < own for q in sets_of[p]) for p in parts):
                continue  # it would count a total beside its parts
            gated = self.board.gate(t, parts, tally.hit[c], tally.misses[c], bool(tally.rounded[c])) + extra[c]
            if gated < THRESHOLD[way] or (rate[c] <= 0.7 and gated < 25):
                continue
            if way == "adjacent" and any(own & other and own != other for other in spans):
                continue
            pattern = Pattern(
                "sum", t, parts, float(gated), tally.hit[c], tally.miss[c], way,
                tally.zero[c] & self.board.lines.filled[t], bool(tally.rounded[c]),
            )
            self.sets.setdefault(t, []).append(pattern)
            self.found.append(pattern)
            spans.append(own)
            done.add(t)
            some = True
        return some

    def _fits(self, t: int, parts: tuple[int, ...]) -> bool:
        """Whether a set is new: disjoint from the target's other sets, and no circle."""
        own = set(parts)
        if any(own & set(p.parts) for p in self.sets.get(t, ())):
            return False
        return not any(t in p.parts for part in parts for p in self.sets.get(part, ()))


def _lookup_runs(board: Board, seq: np.ndarray, a: np.ndarray, b: np.ndarray, targets: Sequence[int]):
    """Runs a:b of a sequence whose sum some target shows in probe lanes: candidates (k, start, stop)."""
    none = (np.zeros(0, int),) * 3
    if not len(targets):
        return none
    k_all = np.asarray(targets)
    total, x, slack, m = board._sums(seq)[0], board.values[seq], board.slack(), len(seq)
    some = board._sums(seq)[2]
    codes = []
    probes = board.probes(seq)
    for lane in probes:
        live = k_all[x[k_all, lane] != 0]
        order = np.argsort(x[live, lane], kind="stable")
        ordered = x[live, lane][order]
        rich = some[b, lane] - some[a, lane] >= 2
        ra, rb = a[rich], b[rich]
        sums = total[rb, lane] - total[ra, lane]
        low, high = np.searchsorted(ordered, sums - slack, "left"), np.searchsorted(ordered, sums + slack, "right")
        which, at = _expand(low, high, 24)
        k = live[order[at]]
        inside = (k >= ra[which]) & (k < rb[which])
        k, which = k[~inside], which[~inside]
        codes.append((k * (m + 1) + ra[which]) * (m + 1) + rb[which])
    if not codes:
        return none
    every, counts = np.unique(np.concatenate(codes), return_counts=True)
    every = every[counts >= (2 if len(probes) >= 4 else 1)][:20000]
    return every // (m + 1) ** 2, (every // (m + 1)) % (m + 1), every % (m + 1)


def cues(board: Board, target: np.ndarray, first: np.ndarray, last: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Bits for words: a total word, words of averages and ratios."""
    lines = board.lines
    bits = np.where(lines.total[target], 4.0, 0.0)
    return bits + np.where(lines.average[target], -4.0, 0.0) + np.where(lines.ratio[target], -2.0, 0.0)

"""Averages, shares and changes among the lines of a table, found by their arithmetic."""

from __future__ import annotations

import numpy as np

from reportcheck.relate.evidence import MOST_BITS, log2_betabinomial
from reportcheck.relate.board import Board, Pattern
from reportcheck.relate.candidates import expand

__all__ = ["find_averages", "find_ratios"]

MOST_LINES = 160


def find_averages(board: Board, sums: list[Pattern]) -> list[Pattern]:
    lines = board.lines
    seq = np.arange(lines.count)
    if len(seq) < 3 or not lines.lanes:
        return []
    totals = {p.target for p in sums}
    plain = np.array([i for i in seq if i not in totals and not lines.average[i]], dtype=int)
    cued = [int(i) for i in seq if lines.average[i]]
    targets = [int(i) for i in seq] if len(seq) <= 60 else sorted({*cued, *map(int, seq[:4]), *map(int, seq[-6:])})
    targets = [t for t in targets if t not in totals]
    found = []
    summed = {p.parts for p in sums if len(p.parts) > 1}
    for t in targets[:120]:
        sets: list[tuple[int, ...]] = []
        for run in (plain[plain < t], plain[plain > t][::-1]):
            if lines.average[t] or len(run) <= 60:
                sets += [tuple(int(i) for i in sorted(run[-n:])) for n in range(2, len(run) + 1)][-80:]
        sets += [s for s in summed if t not in s]
        sets = list(dict.fromkeys(sets))
        best = None
        for s in sets:
            pattern = _average(board, t, s)
            if pattern is not None and (best is None or pattern.bits > best.bits + 0.5):
                best = pattern
        if best is not None:
            found.append(best)
    return found


def _average(board: Board, t: int, parts: tuple[int, ...]) -> Pattern | None:
    lines = board.lines
    p = list(parts)
    m, filled = lines.values[p], lines.filled[p]
    n = filled.sum(0)
    x = lines.values[t]
    usable = lines.filled[t] & (n >= 2) & ~board.unknown[p].any(0)
    if not usable.any():
        return None
    gap = np.abs(m.sum(0) - n * x)
    slack = (n * lines.unit[t] + 1) // 2
    near = gap <= slack
    hit = usable & near
    if hit.sum() < 0.75 * usable.sum():
        return None
    spread = 3 * m.astype(float).std(0)
    scale = np.minimum(np.abs(x), spread)
    informative = hit & (spread > 0) & (x != 0)
    p_lane = np.minimum(1.0, (lines.unit[t] + board.grain[t] / np.maximum(n, 1)) / np.maximum(scale, 1e-9))
    bits = np.where(informative, np.minimum(MOST_BITS, -np.log2(p_lane)), 0.0)
    bits = bits * _weights(np.vstack([m, x[None]]), informative)
    total = bits.sum() + log2_betabinomial(np.array([hit.sum()]), np.array([(usable & ~near).sum()]))[0]
    total += (4.0 if lines.average[t] else -3.0) - np.log2(2.0 * len(parts))
    if total < 8 or not informative.any():
        return None
    return Pattern("average", t, parts, float(total), hit, usable & ~near, np.zeros_like(hit), "average", True)


def _weights(stack: np.ndarray, lanes: np.ndarray) -> np.ndarray:
    """1 for the first of equal lanes, 0 for the others."""
    weight = np.zeros(stack.shape[1])
    at = np.flatnonzero(lanes)
    if len(at):
        _, first = np.unique(stack[:, at], axis=1, return_index=True)
        weight[at[first]] = 1.0
    return weight


def find_ratios(board: Board, sums: list[Pattern]) -> list[Pattern]:
    """Lines that are a quotient of two others, or the relative change from one to another."""
    lines = board.lines
    seq = np.flatnonzero(board.some.any(1))
    if len(seq) > MOST_LINES or len(seq) < 3 or lines.lanes < 2:
        return []
    x = lines.values[seq].astype(float)
    some = board.some[seq]
    one = float(lines.one)
    fine = ((lines.values[seq] % lines.one != 0) & some).sum(1) >= 0.3 * np.maximum(1, some.sum(1))
    totals = {p.target for p in sums}
    spans = 3 * x.std(1)
    probes = board.probes(seq, 5)
    found: dict[int, Pattern] = {}
    m = len(seq)
    for k in range(m):
        t = int(seq[k])
        if t in totals and not fine[k]:
            continue
        if not fine[k] and not lines.ratio[t] and not _whole_factor(lines, t, some[k]):
            continue
        variants = [("share", 1.0), ("share", 100.0)]
        if fine[k] or lines.ratio[t]:
            variants += [("change", 1.0), ("change", 100.0)]
        best: Pattern | None = None
        for kind, factor in variants:
            if factor == 100.0 and not (fine[k] or lines.ratio[t]):
                continue
            candidate = _best_quotient(board, seq, x, some, spans, probes, k, kind, factor, fine[k], one)
            if candidate is not None and (best is None or candidate.bits > best.bits):
                best = candidate
        if best is not None:
            found[t] = best
    return list(found.values())


def _whole_factor(lines, t: int, some: np.ndarray) -> bool:
    """A line of whole numbers can be a factor of a product; it tells something only where its figures vary."""
    values = lines.values[t][some]
    return len(np.unique(values)) >= 3


def _best_quotient(board, seq, x, some, spans, probes, k, kind, factor, fine, one) -> Pattern | None:
    lines = board.lines
    m = len(seq)
    t = int(seq[k])
    q = x[k] / one / factor + (1.0 if kind == "change" else 0.0)
    width = np.where(fine | lines.ratio[t], lines.unit[t] / one / factor / 2, 0.0)  # half a printed unit of the quotient
    votes: dict[int, int] = {}
    codes = []
    for lane in probes:
        if not some[k, lane]:
            continue
        order = np.argsort(x[:, lane], kind="stable")
        ordered = x[order, lane]
        base = np.flatnonzero(some[:, lane])
        base = base[base != k]
        wanted = x[base, lane] * q[lane]
        slack = np.abs(x[base, lane]) * width[lane] + 1e-9 * np.abs(wanted)
        low, high = np.searchsorted(ordered, wanted - slack, "left"), np.searchsorted(ordered, wanted + slack, "right")
        which, at = expand(low, high, 32)
        b, a = base[which], order[at]
        keep = (a != b) & (a != k) & some[a, lane]
        codes.append(b[keep] * m + a[keep])
    if not codes:
        return None
    every, counts = np.unique(np.concatenate(codes), return_counts=True)
    tried = sum(1 for lane in probes if some[k, lane])
    every = every[counts >= max(1, (tried + 1) // 2)]
    if not len(every):
        return None
    b, a = every // m, every % m
    known = lines.known[seq]
    usable = lines.filled[t] & lines.filled[seq[a]] & lines.filled[seq[b]] & known[a] & known[b] & (x[b] != 0)
    wanted = x[b] * q
    slack = np.abs(x[b]) * width + 1e-9 * np.abs(wanted)
    near = np.abs(x[a] - wanted) <= slack
    hit = usable & near
    rate = hit.sum(1) / np.maximum(1, usable.sum(1))
    good = np.flatnonzero((rate >= 0.75) & (hit.sum(1) >= 2))
    best = None
    trivial = np.abs(q - 1.0) < 1e-12
    for c in good:
        ia, ib = int(a[c]), int(b[c])
        informative = hit[c] & some[k] & some[ia] & ~trivial & (np.abs(x[ib]) != one)
        scale = np.minimum(np.abs(x[ia]), spans[ia] if x.shape[1] >= 4 else np.inf)
        step = board.grain[seq[ia]]
        p = np.minimum(1.0, (2 * slack[c] + step) / np.maximum(scale, 1e-9))
        lanes = np.flatnonzero(informative)
        if len(lanes) < 2:
            continue
        if len(lanes) >= 4:
            differ = agree = 0
            for s in range(1, min(10, len(lanes) - 1) + 1):
                qs = np.roll(q[lanes], s)
                changed = qs != q[lanes]
                differ += int(changed.sum())
                agree += int((changed & (np.abs(x[ia, lanes] - x[ib, lanes] * qs) <= np.roll(np.broadcast_to(slack[c][lanes], len(lanes)), 0))).sum())
            p = np.maximum(p, agree / max(1, differ))
        bits = np.where(informative, np.minimum(MOST_BITS, -np.log2(np.maximum(p, 1e-9))), 0.0)
        _, first = np.unique(np.rint(q[lanes] * 1e4), return_index=True)
        weight = np.zeros(len(p))
        weight[lanes] = 0.15
        weight[lanes[first]] = 1.0
        total = (bits * weight).sum() + log2_betabinomial(np.array([hit[c].sum()]), np.array([(usable[c] & ~near[c]).sum()]))[0]
        far = max(abs(ia - k), abs(ib - k))
        total -= np.log2(2.0 * far * far) + 1.0
        total += 3.0 if lines.ratio[t] else -2.0
        if total < 14 or (best is not None and total <= best.bits):
            continue
        parts = (int(seq[ia]), int(seq[ib])) if kind == "share" else (int(seq[ib]), int(seq[ia]))
        best = Pattern(kind, t, parts, float(total), hit[c], usable[c] & ~near[c], np.zeros_like(hit[c]), kind, True, int(factor))
    return best

"""Which lines may be sums of which others: candidates that probe lanes show, by looking up sorted sums.

Each search looks in a few *probe lanes* only and keeps what enough of them show; evidence is then weighed in all lanes. The
lookups cost n log n for runs next to their target, and the square of a bounded number of lines for the others.
"""

from __future__ import annotations

import numpy as np

from reportcheck.relate.board import Board

__all__ = ["FEW", "adjacent", "expand", "pairs", "runs", "triples"]

FEW = 24  # lines of which each is compared with each: a lookup saves nothing, and no bound below is reached
_MOST_COMPARED = 4000  # targets times sums: beyond, a lookup is quicker
_MOST_ALIKE = 48  # runs of equal sum looked at for one target and lane
_MOST_TARGETS = 24  # targets of equal value
_MOST_CANDIDATES = 20_000


def expand(low: np.ndarray, high: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """All indexes of each range low:high, at most so many of each: (number of the range, index)."""
    count = np.minimum(high - low, most)
    which = np.repeat(np.arange(len(low)), count)
    offset = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    return which, low[which] + offset


def _distinct(values: np.ndarray) -> np.ndarray:
    """In order. Asked for more than the values, numpy does not import its masked arrays, which takes as long as a table."""
    return np.asarray(np.unique(values, return_index=True)[0])


def _joined(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return one if one is other else _distinct(np.concatenate([one, other]))


def _lookup(ordered: np.ndarray, wanted: np.ndarray, slack: int, most: int) -> tuple[np.ndarray, np.ndarray]:
    low = np.searchsorted(ordered, wanted - slack, "left")
    high = np.searchsorted(ordered, wanted + slack, "right")
    return expand(low, high, most)


def _agreed(found: list[np.ndarray], probes: int) -> np.ndarray:
    """Codes that enough probe lanes show."""
    if not found:
        return np.zeros(0, np.int64)
    codes, counts = np.unique(np.concatenate(found), return_counts=True)
    return codes[counts >= (2 if probes >= 4 else 1)][:_MOST_CANDIDATES]


def adjacent(board: Board, seq: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Runs of a sequence right after or right before a line: (its place in the sequence, start, stop)."""
    x, total = board.values[seq], board.prefixes(seq)[0]
    slack, m = board.slack(), len(seq)
    found: list[np.ndarray] = []
    probes = board.probes(seq)
    if m <= FEW:
        return _few_adjacent(x[:, probes], total[:, probes], slack)
    for lane in probes:
        order = np.argsort(total[:, lane], kind="stable")
        ordered = total[order, lane]
        live = np.flatnonzero(x[:, lane])
        for after in (True, False):
            edge = total[live + 1, lane] + x[live, lane] if after else total[live, lane] - x[live, lane]
            which, at = _lookup(ordered, edge, slack, _MOST_ALIKE)
            k, j = live[which], order[at]
            keep = j - k >= 3 if after else k - j >= 2
            found.append(_distinct((k[keep] * (m + 1) + j[keep]) * 2 + after))
    if not found:
        return (np.zeros(0, np.int64),) * 3
    codes, counts = np.unique(np.concatenate(found), return_counts=True)
    codes = codes[counts >= (2 if len(probes) >= 5 else 1)]
    after = codes % 2 == 1
    k, j = codes // 2 // (m + 1), codes // 2 % (m + 1)
    return k, np.where(after, k + 1, j), np.where(after, j, k)


def _few_adjacent(x: np.ndarray, total: np.ndarray, slack: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same where the lines are few: figures and running sums in the probe lanes."""
    m, probes = x.shape
    place, edge = np.arange(m)[:, None], np.arange(m + 1)
    behind, before = edge - place >= 3, place - edge >= 2
    ends = np.where(behind[..., None], (total[1:] + x)[:, None], (total[:-1] - x)[:, None])
    shown = (np.abs(total - ends) <= slack) & (x != 0)[:, None]
    count = shown.sum(2)
    k, j = np.nonzero((count >= (2 if probes >= 5 else 1)) & (behind | before))
    after = j > k
    return k, np.where(after, k + 1, j), np.where(after, j, k)


def runs(board: Board, targets: np.ndarray, seq: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Runs of a sequence anywhere: (target, start, stop)."""
    none = (np.zeros(0, np.int64),) * 3
    m = len(seq)
    if not len(targets) or m < 2:
        return none
    total, some = board.prefixes(seq)[0], board.prefixes(seq)[2]
    first, last = np.triu_indices(m + 1, 2)
    place = np.full(board.lines.count, -1)
    place[seq] = np.arange(m)
    found, slack = [], board.slack()
    probes = board.probes(_joined(seq, targets))
    if _compare_all(targets, first):
        sums, full = (p[last][:, probes] - p[first][:, probes] for p in (total, some))
        outside = (place[targets][:, None] < first) | (place[targets][:, None] >= last)
        t, c = _few(board.values[targets][:, probes], sums, full >= 2, outside, slack)
        return targets[t], first[c], last[c]
    for lane in probes:
        live = targets[board.values[targets, lane] != 0]
        order = np.argsort(board.values[live, lane], kind="stable")
        rich = some[last, lane] - some[first, lane] >= 2
        a, b = first[rich], last[rich]
        which, at = _lookup(board.values[live, lane][order], total[b, lane] - total[a, lane], slack, _MOST_TARGETS)
        t = live[order[at]]
        outside = (place[t] < a[which]) | (place[t] >= b[which])
        found.append(((t * (m + 1) + a[which]) * (m + 1) + b[which])[outside])
    codes = _agreed(found, len(probes))
    return codes // (m + 1) ** 2, codes // (m + 1) % (m + 1), codes % (m + 1)


def pairs(board: Board, targets: np.ndarray, seq: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Any two lines of a sequence: (target, one, other)."""
    if not len(targets) or len(seq) < 2:
        return (np.zeros(0, np.int64),) * 3
    first, second = (seq[i] for i in np.triu_indices(len(seq), 1))
    found, slack, n = [], board.slack(), board.lines.count
    probes = board.probes(_joined(seq, targets))
    if _compare_all(targets, first):
        one, other = board.values[first][:, probes], board.values[second][:, probes]
        apart = (targets[:, None] != first) & (targets[:, None] != second)
        t, c = _few(board.values[targets][:, probes], one + other, (one != 0) & (other != 0), apart, slack)
        return targets[t], first[c], second[c]
    for lane in probes:
        x = board.values[:, lane]
        filled = (x[first] != 0) & (x[second] != 0)
        a, b = first[filled], second[filled]
        live = targets[x[targets] != 0]
        order = np.argsort(x[live], kind="stable")
        which, at = _lookup(x[live][order], x[a] + x[b], slack, _MOST_TARGETS)
        t, a, b = live[order[at]], a[which], b[which]
        other = (t != a) & (t != b)
        found.append(((t * n + a) * n + b)[other])
    codes = _agreed(found, len(probes))
    return codes // (n * n), codes // n % n, codes % n


def _compare_all(targets: np.ndarray, sums: np.ndarray) -> bool:
    return len(targets) <= FEW and len(targets) * len(sums) <= _MOST_COMPARED


def _few(
    wanted: np.ndarray, sums: np.ndarray, filled: np.ndarray, apart: np.ndarray, slack: int
) -> tuple[np.ndarray, np.ndarray]:
    """Which targets (in the order of their numbers) are which sums in enough probe lanes, each compared with each."""
    shown = (np.abs(wanted[:, None] - sums) <= slack) & filled & (wanted != 0)[:, None]
    count = shown.sum(2) * apart
    t, c = np.nonzero(count >= (2 if wanted.shape[1] >= 4 else 1))
    return t, c


def triples(
    board: Board, targets: np.ndarray, seq: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Any three lines of a sequence, in its order: (target, one, second, third)."""
    m = len(seq)
    if not len(targets) or m < 4:
        return (np.zeros(0, np.int64),) * 4
    first, second = np.triu_indices(m, 1)
    found, slack = [], board.slack()
    probes = board.probes(_joined(seq, targets))
    for lane in probes:
        x = board.values[:, lane]
        own = x[seq]
        filled = (own[first] != 0) & (own[second] != 0)
        a, b = first[filled], second[filled]
        sums = own[a] + own[b]
        order = np.argsort(sums, kind="stable")
        live = targets[x[targets] != 0]
        third = np.flatnonzero(own)
        t, c = (grid.ravel() for grid in np.meshgrid(live, third, indexing="ij"))
        which, at = _lookup(sums[order], x[t] - own[c], slack, 8)
        pa, pb, pc, pt = a[order[at]], b[order[at]], c[which], t[which]
        ordered = (pb < pc) & (seq[pa] != pt) & (seq[pb] != pt) & (seq[pc] != pt)
        found.append((((pt * m + pa) * m + pb) * m + pc)[ordered])
    codes = _agreed(found, len(probes))
    return codes // m**3, seq[codes // (m * m) % m], seq[codes // m % m], seq[codes % m]

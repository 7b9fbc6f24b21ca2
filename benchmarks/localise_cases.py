"""Systems of figures with known slips, and what can be known of them at most, found by trying everything.

Nothing here uses the engine: a case is plain numbers; whether a choice of figures mends it is decided by linear programs over
all values (``scipy``), whether a value is one slip of the pen by an edit distance.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

__all__ = [
    "Case",
    "Row",
    "Share",
    "balance",
    "cross",
    "fewest_by_milp",
    "hierarchy",
    "one_slip",
    "possible",
    "rounded",
    "silent",
]


@dataclass(frozen=True)
class Row:
    """``low ≤ Σ k · figure ≤ high``."""

    terms: tuple[tuple[int, int], ...]
    low: int = 0
    high: int = 0


@dataclass(frozen=True)
class Share:
    """``stated`` is ``factor · part / whole`` rounded to a whole number; part and whole are rounded themselves by ``slack`` halves."""

    stated: int
    part: int
    whole: int
    factor: int
    slack: int = 0


@dataclass
class Case:
    """Figures as meant, the ties between them, and after ``break_``: what was printed."""

    meant: list[int]
    rows: list[Row]
    shares: list[Share] = field(default_factory=list)
    printed: list[int] = field(default_factory=list)
    wrong: tuple[int, ...] = ()

    def holds(self, tie: Row | Share, values: list[int]) -> bool:
        if isinstance(tie, Row):
            return tie.low <= sum(k * values[i] for i, k in tie.terms) <= tie.high
        stated, part, whole = (values[i] for i in (tie.stated, tie.part, tie.whole))
        low, high = 2 * part - tie.slack, 2 * part + tie.slack
        least, most = 2 * whole - tie.slack, 2 * whole + tie.slack
        return (2 * stated - 1) * least <= 2 * tie.factor * high and 2 * tie.factor * low <= (2 * stated + 1) * most

    @property
    def ties(self) -> list[Row | Share]:
        return [*self.rows, *self.shares]

    def figures(self, tie: Row | Share) -> list[int]:
        return [i for i, _ in tie.terms] if isinstance(tie, Row) else [tie.stated, tie.part, tie.whole]

    def failing(self) -> list[Row | Share]:
        return [tie for tie in self.ties if not self.holds(tie, self.printed)]


def cross(pick: random.Random, size: int = 4) -> Case:
    """A table whose rows and columns foot."""
    body = [[pick.randrange(10 ** pick.randrange(1, 4), 10**4) for _ in range(size)] for _ in range(size)]
    full = [[*row, sum(row)] for row in body]
    full.append([sum(column) for column in zip(*full, strict=True)])
    place = {(r, c): r * (size + 1) + c for r in range(size + 1) for c in range(size + 1)}
    rows = []
    for n in range(size + 1):
        rows.append(Row(((place[n, size], 1), *((place[n, c], -1) for c in range(size)))))
        rows.append(Row(((place[size, n], 1), *((place[r, n], -1) for r in range(size)))))
    return Case([v for row in full for v in row], rows)


def hierarchy(pick: random.Random) -> Case:
    """A total, its 3 or 4 groups, and their 2 to 4 parts."""
    values, rows, groups = [0], [], []
    for _ in range(pick.randrange(3, 5)):
        group, parts = len(values), []
        values.append(0)
        for _ in range(pick.randrange(2, 5)):
            parts.append(len(values))
            values.append(pick.randrange(10 ** pick.randrange(1, 4), 10**4))
        values[group] = sum(values[p] for p in parts)
        rows.append(Row(((group, 1), *((p, -1) for p in parts))))
        groups.append(group)
    values[0] = sum(values[g] for g in groups)
    rows.append(Row(((0, 1), *((g, -1) for g in groups))))
    return Case(values, rows)


def balance(pick: random.Random) -> Case:
    """Opening + in − out = closing over 4 to 6 periods, each opening being the closing before, and totals of in and out."""
    periods = pick.randrange(4, 7)
    values, rows, before = [], [], None
    opening, ins, outs = pick.randrange(100, 10**4), [], []
    for _ in range(periods):
        base = len(values)
        received = pick.randrange(100, 10**4)
        settled = pick.randrange(50, opening + received)
        values += [opening, received, settled, opening + received - settled]
        rows.append(Row(((base + 3, 1), (base, -1), (base + 1, -1), (base + 2, 1))))
        if before is not None:
            rows.append(Row(((base, 1), (before, -1))))
        before, opening = base + 3, values[base + 3]
        ins.append(base + 1)
        outs.append(base + 2)
    for parts in (ins, outs):
        rows.append(Row(((len(values), 1), *((p, -1) for p in parts))))
        values.append(sum(values[p] for p in parts))
    return Case(values, rows)


def rounded(pick: random.Random) -> Case:
    """A small table in tenths, rounded one by one, with totals, shares of the total and a rate per month."""
    size, parts = pick.randrange(2, 4), pick.randrange(3, 5)
    exact = [
        [pick.randrange(10**4, 10 ** pick.randrange(6, 8)) for _ in range(parts)] for _ in range(size)
    ]  # in thousandths
    values: list[int] = []
    rows, shares = [], []

    def printed(thousandths: int) -> int:
        values.append((thousandths + 50) // 100)
        return len(values) - 1

    body = [[printed(v) for v in row] for row in exact]
    sums = [printed(sum(row)) for row in exact]
    feet = [printed(sum(column)) for column in zip(*exact, strict=True)]
    total = printed(sum(map(sum, exact)))
    for line, whole in [
        *zip(body, sums, strict=True),
        *zip(zip(*body, strict=True), feet, strict=True),
        (sums, total),
        (feet, total),
    ]:
        slack = (len(line) + 1) // 2
        rows.append(Row(((whole, 1), *((p, -1) for p in line)), -slack, slack))
    for part, amount in zip(feet, (sum(column) for column in zip(*exact, strict=True)), strict=True):
        whole_amount = sum(map(sum, exact))
        values.append((2 * 1000 * amount + whole_amount) // (2 * whole_amount))  # per mille
        shares.append(Share(len(values) - 1, part, total, 1000, 1))
    months = len(values)
    values += [12, (2 * (sum(map(sum, exact)) // 100) + 12) // 24]
    shares.append(Share(months + 1, total, months, 1, 0))
    return Case(values, rows, shares)


# -- slips -----------------------------------------------------------------------


def one_slip(value: int, pick: random.Random) -> int:
    """A figure with one digit changed, swapped with its neighbour, left out or struck twice."""
    while True:
        text, sort = str(abs(value)), pick.choice("csda")
        i = pick.randrange(len(text))
        if sort == "c":
            new = text[:i] + pick.choice("0123456789") + text[i + 1 :]
        elif sort == "s":
            new = text[:i] + text[i : i + 2][::-1] + text[i + 2 :]
        elif sort == "d":
            new = text[:i] + text[i + 1 :]
        else:
            new = text[:i] + text[i] + text[i:]
        if new and new[0] != "0" and int(new) != abs(value):
            return int(new) if value >= 0 else -int(new)


def near_by_hand(a: int, b: int) -> bool:
    """Whether two figures are one edit apart (a digit changed, two neighbours swapped, one left out or put in), or one unit."""
    x, y = str(abs(a)), str(abs(b))
    if a and b and x.rstrip("0") == y.rstrip("0") and (a < 0) == (b < 0) and a != b:
        return True
    if (a < 0) != (b < 0) or a == b or abs(len(x) - len(y)) > 1:
        return False
    if len(x) == len(y):
        differ = [i for i in range(len(x)) if x[i] != y[i]]
        return len(differ) == 1 or (
            len(differ) == 2
            and differ[1] - differ[0] == 1
            and x[differ[0]] == y[differ[1]]
            and x[differ[1]] == y[differ[0]]
        )
    x, y = sorted((x, y), key=len)
    return any(y[:i] + y[i + 1 :] == x for i in range(len(y)))


# -- what can be known ------------------------------------------------------------


def _matrix(case: Case, free: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray] | None:
    """``A x ≤ b`` of the free figures over the ties around them; None where a tie without free figures fails."""
    place = {i: n for n, i in enumerate(free)}
    left, right = [], []

    def at_most(terms: list[tuple[int, int]], bound: int) -> None:
        row = [0] * len(free)
        for i, k in terms:
            if i in place:
                row[place[i]] += k
            else:
                bound -= k * case.printed[i]
        left.append(row)
        right.append(bound)

    for row in case.rows:
        at_most(list(row.terms), row.high)
        at_most([(i, -k) for i, k in row.terms], -row.low)
    for share in case.shares:
        if share.stated in place:  # any part and whole have some share, which no other tie knows
            continue
        stated, f, s = case.printed[share.stated], share.factor, share.slack
        at_most([(share.whole, 2 * (2 * stated - 1)), (share.part, -4 * f)], 2 * f * s + s * (2 * stated - 1))
        at_most([(share.part, 4 * f), (share.whole, -2 * (2 * stated + 1))], 2 * f * s + s * (2 * stated + 1))
    a, b = np.array(left, float), np.array(right, float)
    alone = ~a.any(axis=1)
    if (b[alone] < -1e-9).any():
        return None
    return a[~alone], b[~alone]


Points = tuple[int, list[tuple[int, ...]]]  # how many figures one slip explains at best, and the points where it does


def possible(case: Case, most: int = 3) -> tuple[int, dict[tuple[int, ...], Points]]:
    """The fewest figures whose change mends a case, and for each such choice what one slip of the pen explains of it."""
    failing = [set(case.figures(tie)) for tie in case.failing()]
    for size in range(1, most + 1):
        found = {}
        for free in itertools.combinations(
            sorted(set().union(*failing) | (set(range(len(case.meant))) if size > 1 else set())), size
        ):
            if any(tie.isdisjoint(free) for tie in failing):
                continue
            ranges = _ranges(case, free)
            if ranges is not None:
                found[free] = _points(case, free, ranges)
        if found:
            return size, {free: points for free, points in found.items() if points is not None}
    return 0, {}


def _ranges(case: Case, free: tuple[int, ...]) -> list[tuple[float, float]] | None:
    matrix = _matrix(case, free)
    if matrix is None:
        return None
    a, b = matrix
    out = []
    for n in range(len(free)):
        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(free))
            goal[n] = sign
            done = linprog(goal, A_ub=a, b_ub=b, bounds=[(None, None)] * len(free), method="highs") if len(a) else None
            if done is not None and done.status == 2:
                return None
            ends.append(-np.inf * sign if done is None or done.status != 0 else sign * done.fun)
        out.append((ends[0], ends[1]))
    return out


def _points(case: Case, free: tuple[int, ...], ranges: list[tuple[float, float]]) -> Points | None:
    """The points with a slip of the pen in as many figures as can be; None where there is no point of whole numbers at all."""
    values: list[list[int]] = []
    for i, (low, high) in zip(free, ranges, strict=True):
        share = next((s for s in case.shares if s.stated == i), None)
        if not np.isfinite(low) or not np.isfinite(high):
            if share is None:
                return 0, []
            if share.part in free or share.whole in free:
                return 0, []
            middle = share.factor * case.printed[share.part] / max(1, case.printed[share.whole])
            low, high = middle - 2 - middle / 50, middle + 2 + middle / 50
        if high - low > 2000:
            return 0, []
        values.append(list(range(int(np.ceil(low - 1e-6)), int(np.floor(high + 1e-6)) + 1)))
    if np.prod([len(v) for v in values]) > 20000:
        return 0, []
    around = [t for t in case.ties if not set(case.figures(t)).isdisjoint(free)]
    best: dict[int, list[tuple[int, ...]]] = {}
    for point in itertools.product(*values):
        changed = list(case.printed)
        for i, value in zip(free, point, strict=True):
            changed[i] = value
        if all(case.holds(tie, changed) for tie in around):
            count = sum(near_by_hand(case.printed[i], value) for i, value in zip(free, point, strict=True))
            best.setdefault(count, []).append(point)
    return (max(best), best[max(best)]) if best else None


@contextlib.contextmanager
def silent() -> Iterator[None]:
    """Without what a library prints past Python."""
    sys.stdout.flush()
    kept = os.dup(1)
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def fewest_by_milp(case: Case) -> int | None:
    """The fewest figures to change, by HiGHS, with a binary for each figure."""
    n = len(case.meant)
    big = 2 * max(abs(v) for v in case.printed) + 1000
    printed = np.array(case.printed, float)
    eye = np.eye(n)
    left = [np.hstack([eye, -big * eye]), np.hstack([-eye, -big * eye])]
    right = [printed, -printed]

    def at_most(terms: list[tuple[int, float]], bound: float, unless: int | None = None) -> None:
        row = np.zeros(2 * n)
        for i, k in terms:
            row[i] += k
        if unless is not None:
            row[n + unless] = -4e3 * big
        left.append(row[None, :])
        right.append(np.array([bound]))

    for row in case.rows:
        at_most(list(row.terms), row.high)
        at_most([(i, -k) for i, k in row.terms], -row.low)
    for share in case.shares:
        stated, f, s = case.printed[share.stated], share.factor, share.slack
        at_most(
            [(share.whole, 2 * (2 * stated - 1)), (share.part, -4 * f)], 2 * f * s + s * (2 * stated - 1), share.stated
        )
        at_most(
            [(share.part, 4 * f), (share.whole, -2 * (2 * stated + 1))], 2 * f * s + s * (2 * stated + 1), share.stated
        )
    done = milp(
        np.concatenate([np.zeros(n), np.ones(n)]),
        constraints=LinearConstraint(np.vstack(left), -np.inf, np.concatenate(right)),
        integrality=np.concatenate([np.zeros(n), np.ones(n)]),
        bounds=Bounds(
            np.concatenate([np.full(n, -4.0 * big), np.zeros(n)]), np.concatenate([np.full(n, 4.0 * big), np.ones(n)])
        ),
        options={"time_limit": 20},
    )
    return None if done.x is None else round(done.fun)

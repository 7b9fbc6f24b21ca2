"""Figures that run on from lane to lane: sums so far, balances carried forward, openings that repeat the last closing.

Along the lanes (months down the page, or quarters from left to right) a line ``t`` runs over ``x`` where ``t[r] = t[r−1] +
x[r]``, or over ``in`` and ``out`` where ``t[r] = t[r−1] + in[r] − out[r]``; it may begin with an amount carried over, and
begin again (``t[r] = x[r]``, a new year). A line opens where another closed where ``opening[r] = closing[r−1]``. The
latest lane may stand first or last. A line runs only where its words say so ("lũy kế", "số dư", "to date"): without them it is
as well a line of levels beside its changes. A line that opens needs no words, only more evidence.

The statistic is that of :mod:`~reportcheck.relate.evidence`: the sum, over the lanes in which something is added to something,
of -log2 of the chance that unrelated figures of this size agree, plus the likelihood of the failures, less log2 of the
pairs of lines tried. A lane says no more than how seldom its step agrees with those of other lanes, and one whose figures
stood before says nothing, so that counters and constant lines are no evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import Literal, TypeAlias

import numpy as np

from reportcheck.extract import TableView
from reportcheck.relate.board import Board, agreement, lane_weights
from reportcheck.relate.evidence import MOST_BITS, log2_betabinomial
from reportcheck.relate.family import Family, Line, Part
from reportcheck.relate.field import Lines
from reportcheck.relate.slip import slip_bits

__all__ = ["Chain", "chain_families", "find_chains"]

_LEAST_HITS = 4
_ASKED, _ASKED_UNNAMED = 12.0, 30.0  # bits, of a line whose words say that it runs on and of another
_LEAST_RATE = 0.75
_MOST_BEGINNINGS = 0.34  # of the lanes: with more, the line hardly runs
_MOST_LINES, _MOST_BALANCED = 40, 14  # lines of which all pairs, all triples are tried
_REACH = 3  # how far apart two of very many lines may stand
_PROBES, _MOST_CANDIDATES = 16, 60
_MOST_CELLS = 400_000  # of a table that is searched
_MOST_LANES = 2000  # claimed of one chain
_LEAST_COUNTED = 12  # lanes that show that figures are counts, of which one more or less is wrong
_TOLD_BITS, _REGULAR_RATE, _CERTAIN_BITS, _CERTAIN_HITS = 20.0, 0.88, 60.0, 6
_RUNS = re.compile(
    r"\b(?:luy ke|luy tien|cong don|tich luy|tu dau|den nay|den het|cumulative|cumulated|running|to date|ytd|so du|ton|balance)\b"
)
_OPENS = re.compile(r"\b(?:dau (?:ky|nam|thang|quy)|ky truoc chuyen sang|opening|beginning|brought forward)\b")

Way: TypeAlias = Literal["running", "carried forward", "balance"]


@dataclass(slots=True)
class Chain:
    """A line that runs on, found.

    Attributes:
        target: the line that runs, by its number on the board; or that opens.
        sources: lines that are added, with their signs; of an opening the line that closed; of a closing the opening first.
        way: a line that is a sum so far, an opening that repeats the closing before, a closing that balances.
        order: the lanes, in the order in which it runs.
        hit, begin, miss: places in that order where it holds, begins anew, and does not hold.
        mended: places where it fails because of the figure right before, which they pass over.
        told, certain: the misses that are told, and those that are errors.
    """

    target: int
    sources: tuple[tuple[int, int], ...]
    way: Way
    order: np.ndarray
    bits: float
    hit: np.ndarray
    begin: np.ndarray
    miss: np.ndarray
    rounded: bool = False
    mended: np.ndarray = field(default_factory=lambda: np.zeros(0, int))
    told: np.ndarray = field(default_factory=lambda: np.zeros(0, int))
    certain: np.ndarray = field(default_factory=lambda: np.zeros(0, int))

    def gap(self, board: Board, place: int) -> int:
        """What is stated less what was to be expected."""
        values, lane = board.values, self.order[place]
        before = self.order[place - 1] if place else None
        if self.way == "carried forward":
            return int(values[self.target, lane] - values[self.sources[0][0], before])
        carried = 0 if before is None or self.way == "balance" else values[self.target, before]
        return int(values[self.target, lane] - carried - sum(s * values[x, lane] for x, s in self.sources))

    def cells(self, board: Board, place: int) -> list[tuple[int, int]]:
        """Body row and column of the figures that are tied at a place."""
        lines, lane = board.lines, int(self.order[place])
        before = int(self.order[place - 1]) if place else lane
        if self.way == "carried forward":
            return [lines.cell(self.target, lane), lines.cell(self.sources[0][0], before)]
        own = [lines.cell(x, lane) for x in (self.target, *(x for x, _ in self.sources))]
        return own if self.way == "balance" else [*own, lines.cell(self.target, before)]


def find_chains(board: Board, crossing: Lines, names: Sequence[str]) -> tuple[list[Chain], int]:
    """The lines of a board that run on from lane to lane.

    Args:
        crossing: the lanes as lines: totals, averages and percentages among them are none that a line runs over.
        names: the plain words of each line's label and of those above it.

    Returns:
        what was found, and how many searches over more lines than they can afford were not made.
    """
    lines = board.lines
    stay = ~(crossing.total | crossing.average | crossing.ratio_like | lines.soft)
    order = np.flatnonzero(stay)
    if len(order) <= _LEAST_HITS or lines.count < 2:
        return [], 0
    if lines.values.size > _MOST_CELLS:
        return [], 1
    found: list[Chain] = []
    for way in (order, order[::-1]):
        search = _Search(board, way, names)
        openings = search.openings()
        mirrored = {(chain.sources[0][0], chain.target): chain for chain in found if chain.way == "carried forward"}
        for chain in openings:
            twin = mirrored.get((chain.target, chain.sources[0][0]))
            if twin is None or (search.opens[chain.target] and not search.opens[twin.target]):
                found = [c for c in found if c is not twin]
                found.append(chain)
        taken = {line for chain in found for line in (chain.target, *(x for x, _ in chain.sources))}
        found += search.running(taken)
        if search.lines <= _MOST_BALANCED:
            found += search.balances(taken | {chain.target for chain in found})
    if lines.count <= _MOST_BALANCED:
        search = _Search(board, order, names)
        found += [c for chain in found if chain.way == "carried forward" for c in search.closings(chain)]
    return found, int(lines.count > _MOST_LINES)


class _Search:
    """The lines in one order of the lanes."""

    def __init__(self, board: Board, order: np.ndarray, names: Sequence[str]) -> None:
        lines = board.lines
        self.board, self.order, self.lines = board, order, lines.count
        self.values = lines.values[:, order]
        self.there = (lines.filled & lines.known)[:, order]
        self.unit = lines.unit[:, order]
        self.runs = np.array([_RUNS.search(name) is not None for name in names], dtype=bool)
        self.opens = [_OPENS.search(name) is not None for name in names]
        nothing = np.zeros((lines.count, 1), dtype=np.int64)
        self.before = np.hstack([nothing, self.values[:, :-1]])
        self.before_there = np.hstack([nothing > 0, self.there[:, :-1]])
        self.before_unit = np.hstack([nothing, self.unit[:, :-1]])
        self.step = self.values - self.before
        self.stepped = self.there & self.before_there
        probes = np.arange(1, len(order))
        if len(probes) > _PROBES:
            probes = probes[np.linspace(0, len(probes) - 1, _PROBES).astype(int)]
        self.probes = probes
        self.slack = board.slack()

    def openings(self) -> list[Chain]:
        """Lines that open where another closed."""
        some = self.there & (self.values != 0)
        pairs = self._agreeing(self.values, some, self.before, self.before_there, slack=0)
        return self._best(filter(None, (self._opening(t, c) for t, c in pairs)))

    def running(self, taken: set[int]) -> list[Chain]:
        """Lines that are the sum so far of another."""
        if not self.runs.any():
            return []
        stepped = self.stepped & (self.step != 0) & self.runs[:, None]
        pairs = self._agreeing(self.step, stepped, self.values, self.there, slack=self.slack)
        tried = float(np.log2(2.0 * self.lines * self.lines))
        chains = (self._run(t, ((x, 1),), tried) for t, x in pairs if self.runs[t] and t not in taken)
        return self._best(filter(None, chains))

    def balances(self, taken: set[int]) -> list[Chain]:
        """Lines that are what went in less what went out, so far."""
        if not self.runs.any():
            return []
        own = self.values[:, self.probes]
        ready = self.stepped[:, self.probes] & self.runs[:, None]
        net = own[:, None] - own[None]
        near = np.abs(self.step[:, self.probes][:, None, None] - net[None]) <= self.slack
        near &= ready[:, None, None] & (self.step[:, self.probes] != 0)[:, None, None]
        hits = near.sum(3)
        asked = np.maximum(_LEAST_HITS - 1, 0.6 * ready.sum(1))
        triples = np.argwhere(hits >= asked[:, None, None])
        tried = float(np.log2(2.0 * self.lines**3))
        chains = (
            self._run(int(t), ((int(a), 1), (int(b), -1)), tried)
            for t, a, b in triples[:_MOST_CANDIDATES]
            if len({t, a, b}) == 3 and self.runs[t] and int(t) not in taken
        )
        return self._best(filter(None, chains))

    def closings(self, opening: Chain) -> list[Chain]:
        """What a line that opens and one that closed leave to be balanced: opening + in - out = closing."""
        o, c = opening.target, opening.sources[0][0]
        others = [x for x in range(self.lines) if x not in (o, c)]
        change = self.values[c] - self.values[o]
        ready = self.there[o] & self.there[c]
        tried = float(np.log2(2.0 * self.lines**2))
        found = []
        for a, b in permutations(others, 2):
            here = ready & self.there[a] & self.there[b]
            off = change - self.values[a] + self.values[b]
            hit, miss = here & (off == 0), here & (off != 0)
            says = hit & (self.values[a] != 0) & (self.values[b] != 0)
            if says.sum() < _LEAST_HITS or not _often(hit, miss):
                continue
            bits = self._bits(c, a, change, says, int(miss.sum()), np.zeros(len(off)), True) - tried
            if bits >= _ASKED:
                none = np.zeros_like(hit)
                found.append(Chain(c, ((o, 1), (a, 1), (b, -1)), "balance", self.order, bits, hit, none, miss))
        for chain in (best := self._best(found)):
            self._tell_closing(chain)
        return best

    def _agreeing(
        self, left: np.ndarray, ready: np.ndarray, right: np.ndarray, there: np.ndarray, slack: int
    ) -> list[tuple[int, int]]:
        """Pairs of lines that agree in most of the lanes probed."""
        at = self.probes
        left, ready, right, there = left[:, at], ready[:, at], right[:, at], there[:, at]
        least = np.maximum(_LEAST_HITS - 1, 0.5 * ready.sum(1))
        found: list[tuple[int, int, int]] = []
        if self.lines <= _MOST_LINES:
            near = (np.abs(left[:, None] - right[None]) <= slack) & ready[:, None] & there[None]
            hits = near.sum(2)
            found = [(int(hits[t, x]), int(t), int(x)) for t, x in np.argwhere(hits >= least[:, None])]
        else:
            for apart in (d for d in range(-_REACH, _REACH + 1) if d):
                t = np.arange(max(0, -apart), self.lines - max(0, apart))
                near = (np.abs(left[t] - right[t + apart]) <= slack) & ready[t] & there[t + apart]
                hits = near.sum(1)
                found += [(int(hits[i]), int(t[i]), int(t[i]) + apart) for i in np.flatnonzero(hits >= least[t])]
        found = sorted((f for f in found if f[1] != f[2]), key=lambda f: (-f[0], abs(f[1] - f[2]), f[1]))
        return [(t, x) for _, t, x in found[:_MOST_CANDIDATES]]

    def _best(self, chains: Iterable[Chain]) -> list[Chain]:
        """Of each line the chain with most evidence, of equal ones the nearest."""
        best: dict[int, Chain] = {}
        for chain in chains:
            rival = best.get(chain.target)
            if rival is None or chain.bits > rival.bits + 0.5:
                best[chain.target] = chain
        return list(best.values())

    # -- one candidate ---------------------------------------------------------------

    def _opening(self, t: int, c: int) -> Chain | None:
        ready = self.there[t] & self.before_there[c]
        gap = np.abs(self.values[t] - self.before[c])
        # Where the line says the same again, or the other does, nothing was carried.
        says = (self.values[t] != 0) & (self.values[c] != self.before[c]) & (self.before[t] != self.values[t])
        named = self.opens[t]
        tried = float(np.log2(2.0 * self.lines * self.lines))
        hit = ready & (gap == 0)
        miss = ready & (gap != 0)
        bits = self._bits(t, c, self.values[t], hit & says, int(miss.sum()), np.zeros(len(gap)), named) - tried
        if bits is None or bits < (_ASKED if named else _ASKED_UNNAMED) or not _often(hit, miss):
            return None
        chain = Chain(t, ((c, 1),), "carried forward", self.order, bits, hit, np.zeros_like(hit), miss)
        self._tell_opening(chain, named)
        return chain

    def _run(self, t: int, sources: tuple[tuple[int, int], ...], tried: float) -> Chain | None:
        own = [x for x, _ in sources]
        added = sum(s * self.values[x] for x, s in sources)
        assert isinstance(added, np.ndarray)
        ready = self.there[t] & self.there[own].all(0)
        ready[1:] &= self.before_there[t][1:]
        gap = np.abs(self.step[t] - added)
        loose = (self.unit[t] + self.before_unit[t] + self.unit[own].sum(0)) / 2
        best: Chain | None = None
        few = (
            _faults(ready & (gap != 0) & (gap <= loose)) <= 1
        )  # figures that are rounded are off by a unit here and there
        for rounded, slack in ((False, np.zeros(len(gap))), (True, loose)):
            hit = ready & (gap <= slack)
            begin = ready & ~hit & (np.abs(self.values[t] - added) <= slack)
            miss = ready & ~hit & ~begin
            miss[0] = False  # what was carried over
            says = hit & (self.before[t] != 0) & (added != 0)
            if len(own) == 2 and min(int((says & (self.values[x] != 0)).sum()) for x in own) < 3:
                continue
            bits = self._bits(t, own[0], added, says, _faults(miss), slack, True)
            bits -= tried + rounded
            if bits < _ASKED or (best is not None and bits <= best.bits):
                continue
            if not _often(hit | begin, miss) or begin[1:].sum() > _MOST_BEGINNINGS * hit.sum():
                continue
            best = Chain(t, sources, "running", self.order, bits, hit, begin, miss, rounded)
            if few:
                break
        if best is not None:
            self._tell_run(best, added)
        return best

    def _bits(
        self, t: int, x: int, added: np.ndarray, says: np.ndarray, misses: int, slack: np.ndarray, named: bool
    ) -> float:
        at = np.flatnonzero(says)
        if len(at) < _LEAST_HITS:
            return -np.inf
        amount = added[at]
        spread = 3 * float(added[says].astype(float).std())
        unit = min(self.board.grain[t], self.board.grain[x])
        p = (2 * slack[at] + unit) / np.maximum(np.minimum(np.abs(amount), spread), 1e-9)
        p = np.maximum(p, agreement(amount, lambda shifted: np.abs(shifted - amount) <= slack[at]))
        bits = np.minimum(MOST_BITS, -np.log2(np.minimum(1.0, p)))
        weight = lane_weights(np.rint(amount[None] / unit), np.vstack([amount, amount]))
        if (weight == 1.0).sum() < _LEAST_HITS - 1:
            return -np.inf
        likelihood = log2_betabinomial(np.array([len(at)]), np.array([misses]))[0]
        return float((bits * weight).sum() + likelihood + (4.0 if named else 0.0))

    # -- what is told ----------------------------------------------------------------

    def _tell_opening(self, chain: Chain, named: bool) -> None:
        misses = np.flatnonzero(chain.miss)
        hits = int(chain.hit.sum())
        if chain.bits < _TOLD_BITS or len(misses) > max(1, hits // 4):
            return
        regular = named and chain.bits >= _ASKED_UNNAMED and hits >= _REGULAR_RATE * (hits + len(misses))
        stated, closed = self.values[chain.target], self.before[chain.sources[0][0]]
        told = []
        for r in map(int, misses):
            figures = int(stated[r]), int(closed[r])
            whole = any(v % self.board.lines.one == 0 for v in figures)
            if abs(figures[0] - figures[1]) < self.board.lines.one and whole:
                continue  # one of them is rounded
            if regular or slip_bits([figures], 1) > -np.inf:
                told.append(r)
        chain.told = np.array(told, dtype=int)

    def _tell_closing(self, chain: Chain) -> None:
        misses = np.flatnonzero(chain.miss)
        hits = int(chain.hit.sum())
        if chain.bits < _TOLD_BITS or len(misses) > max(1, hits // 4):
            return
        lines = (chain.target, *(x for x, _ in chain.sources))
        told = []
        for r in map(int, misses):
            gap = chain.gap(self.board, r)
            figures = [
                (int(self.values[x, r]), int(self.values[x, r]) + k * gap)
                for x, k in zip(lines, (-1, *(s for _, s in chain.sources)), strict=True)
            ]
            if slip_bits(figures, len(figures)) > -np.inf:
                told.append(r)
        chain.told = np.array(told, dtype=int)

    def _tell_run(self, chain: Chain, added: np.ndarray) -> None:
        """A figure that the next one passes over is wrong; of other failures those that one slip explains are told."""
        t, unit = self.values[chain.target], self.unit[chain.target]
        misses, mended = set(map(int, np.flatnonzero(chain.miss))), list[int]()
        told, sure = list[int](), list[int]()
        for r in (0, *sorted(misses)):
            after = r + 1
            if r in mended or after not in misses or not (r in misses or self.there[:, r].any()):
                continue
            slack = 2 * int(unit[after]) if chain.rounded else 0
            carried = t[r - 1] if r else 0
            if abs(int(t[after] - carried - added[r] - added[after])) <= slack and t[r] != carried + added[r]:
                mended.append(after)
                told.append(r)
        hits, faults = int((chain.hit | chain.begin).sum()), len(misses | set(told)) - len(mended)
        chain.mended = np.array(mended, dtype=int)
        if chain.bits < _TOLD_BITS or faults > max(1, hits // 4):
            return
        rate = hits / (hits + faults)
        if rate >= _REGULAR_RATE and chain.bits >= _CERTAIN_BITS and hits >= _CERTAIN_HITS:
            sure = list(told)
        gaps = self.board.lines.lane[self.order]
        for r in sorted(misses - set(told) - set(mended)):
            wanted = int(t[r - 1] + added[r])
            figures = [(int(t[r]), wanted)]
            if len(chain.sources) == 1:
                figures.append((int(added[r]), int(t[r] - t[r - 1])))
            off = abs(int(t[r]) - wanted)
            if off <= 3 * int(unit[r]) and (chain.rounded or hits < _LEAST_COUNTED):
                continue
            regular = rate >= _REGULAR_RATE and chain.bits >= _ASKED_UNNAMED
            if slip_bits(figures, len(figures)) > -np.inf or (regular and abs(int(gaps[r] - gaps[r - 1])) == 1):
                told.append(r)
        chain.told, chain.certain = np.array(sorted(told), dtype=int), np.array(sure, dtype=int)


def _often(holds: np.ndarray, miss: np.ndarray) -> bool:
    hits = int(holds.sum())
    return hits >= _LEAST_RATE * (hits + _faults(miss))


def _faults(miss: np.ndarray) -> int:
    """Failures, two in a row counted once: one wrong figure makes its own lane fail and the next."""
    count = skip = 0
    for failed in miss:
        skip = 0 if skip or not failed else 1
        count += skip
    return count


def chain_families(view: TableView, board: Board, chain: Chain, silent: Iterable[int] = ()) -> list[Family]:
    """The claims of a chain, one for each lane: where it holds, and where its failure is worth telling.

    Args:
        silent: places whose failure something else tells.
    """
    lines, order = board.lines, chain.order
    told = set(map(int, chain.told)) - set(silent)
    mended = set(map(int, chain.mended))
    holds = np.flatnonzero(chain.hit | chain.begin)
    crossed = "rows" if lines.axis == "column" else "columns"
    faults = int(chain.miss.sum()) - len(mended)
    support = f"{len(holds)} of {len(holds) + faults} {crossed}, {chain.way}, {chain.bits:.0f} bits"

    def cell(line: int, place: int) -> Line:
        r, c = lines.cell(line, int(order[place]))
        return Line(view, "cell", r, cell_column=c, rounded=chain.rounded, step=lines.grain if chain.rounded else 1)

    def parts(place: int) -> Sequence[Part]:
        if chain.way == "carried forward":
            return [Part(cell(chain.sources[0][0], place - 1))]
        added = [Part(cell(x, place), sign) for x, sign in chain.sources]
        if chain.way == "balance":
            return added
        if place in mended:  # the figure right before is wrong
            added = [*(Part(cell(x, place - 1), sign) for x, sign in chain.sources), *added]
            return [Part(cell(chain.target, place - 2)), *added] if place > 1 else added
        begins = place == 0 or chain.begin[place]
        return added if begins else [Part(cell(chain.target, place - 1)), *added]

    return [
        Family(
            kind="equality" if chain.way == "carried forward" else "sum",
            target=cell(chain.target, place),
            parts=tuple(parts(place)),
            lanes=[0],
            origin="discovered",
            rule="RC101" if chain.way == "running" else "RC402",
            support=support,
            may_fail=frozenset([0] if place in told else []),
            doubtful=frozenset([] if place in set(map(int, chain.certain)) else [0]),
        )
        for place in sorted({*map(int, holds), *told, *mended})[:_MOST_LANES]
    ]

"""The sums found so far, and whether another one agrees with them."""

from __future__ import annotations

import numpy as np

from reportcheck.relate.board import Board, Pattern

__all__ = ["Found"]


class Found:
    """The sums of one board, in the order they were found, with those of each target."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.patterns: list[Pattern] = []
        self.sets: dict[int, list[Pattern]] = {}
        self._same = _equal_lines(board)

    def add(self, pattern: Pattern) -> None:
        self.patterns.append(pattern)
        self.sets.setdefault(pattern.target, []).append(pattern)

    def remaining(self, seq: np.ndarray) -> np.ndarray:
        """The lines of a sequence that are parts of no sum."""
        part = np.zeros(self.board.lines.count, bool)
        for pattern in self.patterns:
            part[list(pattern.parts)] = True
        return np.asarray(seq[~part[seq]])

    @property
    def tops(self) -> np.ndarray:
        """Totals that are parts of no other."""
        return self.remaining(np.array(sorted(self.sets), dtype=int))

    def fits(self, t: int, own: frozenset[int], *, near: bool) -> bool:
        """Whether a set is new for its target: disjoint from its others, no circle, and no mere subdivision of them.

        Args:
            near: the parts stand next to the target; else the sets of lines equal to it count as its own.
        """
        others = self.sets.get(t, [])
        if not near:
            others = [p for i in np.flatnonzero(self._same == self._same[t]) for p in self.sets.get(int(i), ())]
        if any(own & set(p.parts) for p in others):
            return False
        if any(t in p.parts for part in own for p in self.sets.get(part, ())):
            return False
        if not others:
            return True
        leaves = self._leaves(own)
        return all(leaves != self._leaves(frozenset(p.parts)) for p in others)

    def spells_out(self, own: frozenset[int]) -> bool:
        """Whether a set has all the parts of a total found, in place of the total."""
        return any(own > frozenset(p.parts) for p in self.patterns)

    def _leaves(self, own: frozenset[int]) -> frozenset[int]:
        """The lines that a set comes down to when each total among them is replaced by its parts."""
        leaves: set[int] = set()
        queue, seen = list(own), set(own)
        while queue:
            line = queue.pop()
            below = self.sets.get(line)
            if below is None:
                leaves.add(int(self._same[line]))
                continue
            for p in below[0].parts:
                if p not in seen:
                    seen.add(p)
                    queue.append(p)
        return frozenset(leaves)


def _equal_lines(board: Board) -> np.ndarray:
    """For each line the first that has the same figures; a line of zeros is only itself."""
    _, first, inverse = np.unique(board.values, axis=0, return_index=True, return_inverse=True)
    same = first[inverse.ravel()]
    return np.where(board.some.any(1), same, np.arange(len(same)))

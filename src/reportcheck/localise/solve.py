"""What values of up to three figures do the ties around them leave? Exact, over whole numbers of printed units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reportcheck.localise.strips import Ends, Terms, UnsatisfiableError, eliminate, narrow
from reportcheck.localise.ties import Changed, System

__all__ = ["Region"]

_OPEN = Ends(None, None, frozenset(), frozenset())


class Region:
    """The values of free figures under the ties around them.

    Args:
        system: figures and ties.
        free: the figures that may change.
        also: ties that must hold though no free figure is in them.

    Raises:
        UnsatisfiableError: there are none.
    """

    def __init__(self, system: System, free: Sequence[int], also: Iterable[int] = ()) -> None:
        self.system = system
        self.free = tuple(
            sorted(free, key=lambda i: (-len(system.of[i]), i))
        )  # those in one tie alone follow from the others
        around = dict.fromkeys(also)
        for i in self.free:
            around.update(dict.fromkeys(system.of[i]))
        self.ties = tuple(around)
        directions: dict[Terms, Ends] = {}
        self._silent: list[int] = []  # ties that say something only once all but one of their figures have values
        for t in self.ties:
            source = frozenset((t,))
            slabs = system.slabs(t, self.free)
            if not slabs:
                self._silent.append(t)
            for terms, low, high in slabs:
                narrow(directions, terms, Ends(low, high, source, source))
        # _levels[n] are the directions of the first n + 1 free figures only
        self._levels = [directions]
        for i in reversed(self.free[1:]):
            self._levels.insert(0, eliminate(self._levels[0], i))

    def first(self) -> tuple[int | None, int | None]:
        """Between which values the first free figure may lie."""
        ends = self._levels[0].get(((self.free[0], 1),), _OPEN)
        return None if ends.low is None else int(ends.low), None if ends.high is None else int(ends.high)

    def pick(
        self, choose: Callable[[int, int | None, int | None], Sequence[int]], most: int = 200
    ) -> list[tuple[int, ...]]:
        """Some points of the region.

        Args:
            choose: values worth trying for a figure (by its place in ``free``) between two ends, the likeliest first.
            most: how many points at most.
        """
        points: list[tuple[int, ...]] = []
        self._fill((), choose, points, most)
        return points

    def _fill(
        self,
        chosen: tuple[int, ...],
        choose: Callable[[int, int | None, int | None], Sequence[int]],
        points: list[tuple[int, ...]],
        most: int,
    ) -> None:
        place = len(chosen)
        if place == len(self.free):
            points.append(chosen)
            return
        ends = self._between(place, chosen)
        if ends is None:
            return
        for value in choose(place, *ends):
            self._fill((*chosen, value), choose, points, most)
            if len(points) >= most:
                return

    def _between(self, place: int, chosen: tuple[int, ...]) -> tuple[int | None, int | None] | None:
        """The ends of a figure once those before it have values; None where none is left."""
        values = dict(zip(self.free, chosen, strict=False))
        own, low, high = self.free[place], None, None
        directions = self._levels[place]
        if self._silent:
            directions = dict(directions)
            try:
                self._ask(directions, own, values)
            except UnsatisfiableError:
                return None
        for terms, ends in directions.items():
            k, rest = 0, 0
            for i, factor in terms:
                if i == own:
                    k = factor
                else:
                    rest += factor * values[i]
            if not k:
                continue
            bottom = None if ends.low is None else ends.low - rest
            top = None if ends.high is None else ends.high - rest
            if k < 0:
                k, bottom, top = -k, None if top is None else -top, None if bottom is None else -bottom
            if bottom is not None:
                bottom = -(-bottom // k)
                low = bottom if low is None else max(low, bottom)
            if top is not None:
                top //= k
                high = top if high is None else min(high, top)
        if low is not None and high is not None and low > high:
            return None
        return low, high

    def _ask(self, directions: dict[Terms, Ends], own: int, values: dict[int, int]) -> None:
        """Add what the silent ties say of a figure once the others have values."""
        for t in self._silent:
            tie = self.system.ties[t]
            unknown = set(tie.figures) & set(self.free) - values.keys()
            if unknown == {own}:
                source = frozenset((t,))
                for terms, low, high in tie.slabs((own,), Changed(self.system.values, values)):
                    narrow(directions, terms, Ends(low, high, source, source))

"""What a sentence says of each of its figures: the words of the figure's own part of the sentence, and those said before."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reportcheck.facts.terms import KINDS, PERIODS, TOTAL, Term, terms
from reportcheck.prose.quantities import Quantity
from reportcheck.prose.text import Text

__all__ = ["EARLIER", "HEADING", "Said", "read_said"]

EARLIER, HEADING = 6, 8  # how far off: a sentence before, a heading or the line that leads a list
_MARK = re.compile(
    r"[;:]|,(?!\d)|\.(?=\s)|[()]|(?<= )(?<!so )(?:và|and|with|với|trong đó|gồm|bao gồm|while|còn|nhưng|but|including|of which)(?= )"
)
_RESPECTIVELY = re.compile(r"\blần lượt\b|\brespectively\b")
_LEAD_WORDS = 14
_NOUN = 2  # words behind a figure that name what it counts


@dataclass(slots=True, eq=False)
class Said:
    """A figure and what is said of it.

    ``near`` gives each term its distance: 0 in the figure's own part, 1, 2 … parts further back in the sentence,
    ``EARLIER`` in sentences before, ``HEADING`` above them. ``noun``: the words right behind it. ``own`` are the words of the own part, ``times`` the periods and kinds of figure
    that hold for it, those nearest to it. ``reach`` is ``near`` with those times in the place of all that are said, ``close``
    what of it is said in the sentence itself, of a percentage "@change" too ("bằng 86 % dự toán" in a column "so với dự toán"), ``here`` what in the own part.
    """

    quantity: Quantity
    text: Text
    near: dict[str, int]
    own: tuple[str, ...]
    times: frozenset[str]
    every: frozenset[str] = frozenset()  # all times of the sentence
    ordered: bool = False  # "lần lượt": names and figures in two lists
    place: tuple[int, int] = (0, 0)
    noun: frozenset[str] = frozenset()
    reach: dict[str, int] = field(init=False)
    close: frozenset[str] = field(init=False)
    here: frozenset[str] = field(init=False)
    percent: bool = field(init=False)

    def __post_init__(self) -> None:
        self.reach = {w: d for w, d in self.near.items() if w == TOTAL or not w.startswith("@")}
        self.reach |= dict.fromkeys(self.times - {TOTAL}, 0)
        if not any(t.startswith("@year") for t in self.times):  # the year of the heading is that of the sentence
            self.reach |= {t: EARLIER - 1 for t in self.near if t.startswith("@year") and self.near[t] == HEADING}
        if any(t.startswith("@months") for t in self.times):  # "10 tháng" says that the figure is cumulative
            self.reach["@sum"] = 0
        self.here = frozenset(w for w, d in self.reach.items() if d == 0)
        self.percent = self.quantity.family == "%"
        self.close = frozenset(w for w, d in self.reach.items() if d < EARLIER)
        if self.percent:
            self.close |= {"@change"}


def read_said(
    texts: Sequence[Text],
    quantities: Sequence[Quantity],
    comparable: Callable[[str], str],
    more: Mapping[str, str],
) -> list[Said]:
    """What is said of each quantity, in their order."""
    by_paragraph: dict[int, list[Quantity]] = {}
    for q in quantities:
        by_paragraph.setdefault(q.par, []).append(q)
    out: list[Said] = []
    leading: dict[int, frozenset[str]] = {}  # the words of headings and lines that lead lists
    for par, mine in sorted(by_paragraph.items()):
        text = texts[par]
        read = [Term(comparable(t.name), t.start, t.end) for t in terms(text.plain, more)]
        spans = [(t.start, t.end) for t in read if t.name.startswith("@")]  # "10 tháng" is a period, no quantity
        mine = [q for q in mine if not any(a <= q.start < b for a, b in spans)]
        above = frozenset[str]()
        for i in _above(texts, par):
            if i not in leading:
                leading[i] = frozenset(comparable(t.name) for t in terms(texts[i].plain, more))
            above |= leading[i]
        out += _paragraph(par, text, mine, read, above)
    return out


def _above(texts: Sequence[Text], par: int) -> Iterator[int]:
    """The line that leads a list, and the nearest heading."""
    lead = heading = False
    for i in range(par - 1, max(-1, par - 40), -1):
        other = texts[i]
        plain = other.plain.rstrip()
        if not lead and texts[par].bullet and plain.endswith(":"):
            lead = True
        elif other.paragraph.kind == "heading" and len(plain.split()) <= 2 * _LEAD_WORDS:
            heading = True
        else:
            continue
        yield i
        if heading or (lead and not other.bullet and len(plain.split()) > _LEAD_WORDS):
            return


def _paragraph(
    par: int, text: Text, mine: Sequence[Quantity], read: Sequence[Term], above: frozenset[str]
) -> Iterator[Said]:
    starts = [t.start for t in read]
    earlier: set[str] = set()
    earlier_times: frozenset[str] = frozenset()
    sentences: dict[int, list[Quantity]] = {}
    for q in mine:
        sentences.setdefault(q.sentence, []).append(q)
    done = 0
    for number, figures in sentences.items():
        begin, end = text.sentence_span(number)
        before = [t.name for t in read[: bisect_right(starts, begin - 1)]]
        for name in before[done:]:
            earlier.add(name)
        done = len(before)
        earlier_times = _times(reversed(before)) or earlier_times
        bounds = _parts(text, figures, begin, end)
        parts = [[t.name for t in read if a <= t.start < b] for a, b in bounds]
        every = frozenset(name for part in parts for name in part if name.startswith("@"))
        ordered = _RESPECTIVELY.search(text.lower, begin, end) is not None
        for i, q in enumerate(figures):
            near = dict.fromkeys(above, HEADING) | dict.fromkeys(earlier, EARLIER)
            for back in range(min(i, EARLIER - 1), -1, -1):
                near |= dict.fromkeys(parts[i - back], back)
            for back in range(EARLIER, i + 1):
                for name in parts[i - back]:
                    near.setdefault(name, EARLIER - 1)
            behind = bisect_right(starts, q.end - 1)
            noun = frozenset(t.name for t in read[behind : behind + _NOUN] if t.start < bounds[i][1])
            times = frozenset(t for t in parts[i] if t in KINDS)
            times |= next((found for back in range(i + 1) if (found := _times(parts[i - back]))), earlier_times)
            yield Said(q, text, near, tuple(parts[i]), times, every, ordered, (par, number), noun)


def _times(names: Iterator[str] | Sequence[str]) -> frozenset[str]:
    return frozenset(n for n in names if n.split(" ")[0] in PERIODS)


def _parts(text: Text, figures: Sequence[Quantity], begin: int, end: int) -> list[tuple[int, int]]:
    """The part of the sentence that belongs to each of its figures."""
    cuts = [begin]
    for q, following in itertools.pairwise(figures):
        cuts.append(_cut(text, q, following.start) or min(max(q.stop, q.end), following.start))
    cuts.append(_cut(text, figures[-1], end) or end)
    return list(itertools.pairwise(cuts))


def _cut(text: Text, q: Quantity, limit: int) -> int | None:
    """Where the words behind a figure end: at the first mark, brackets without a further figure passed over; None where no mark is."""
    at = q.end
    while (mark := _MARK.search(text.lower, at, limit)) is not None:
        bracket = next((b for b in text.brackets if b.start == mark.start()), None)
        if bracket is None or bracket.end >= limit:
            return mark.start()
        at = bracket.end + 1
    return None

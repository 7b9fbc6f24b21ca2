"""What a page holds besides its text: running headers and footers, page numbers, footnotes, pictures of text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportcheck.model import Unread
from reportcheck.read.pdf_grids import Block
from reportcheck.read.pdf_lines import Line, turned_lines
from reportcheck.read.pdf_page import Page, Picture, Rule

__all__ = [
    "Draft",
    "Edge",
    "Footnote",
    "drop_running",
    "edges_of",
    "footnotes",
    "picture_key",
    "unread_in",
    "unread_pages",
]

_EDGE = 0.115  # share of a page's height in which running lines stand
_MOST_RUNNING = 4
_SHARE = 0.4  # of the pages around that a running line stands on: half of them where left and right pages differ
_SAME_PLACE = 5.0  # points
_PAGE_NUMBER = re.compile(
    r"[-–—|(\s]*(?:(?:trang|page|tr\.|p\.)\s*(?:số\s*)?)?(\d{1,4})(?:\s*(?:/|of|trên)\s*\d{1,4})?[-–—|)\s.]*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")
_SMALLER = 0.93  # of the usual size: footnotes are printed smaller
_NOTE_MARK = re.compile(r"(\d{1,3}|\*{1,4}|†|‡|\[\d{1,3}\]|\(\d{1,3}\))[.)]?(?=\s|$|[^\W\d])")
_COVERED = 0.5  # share of a page under pictures from which on it is one
_FEW_LETTERS = 250
_LARGE_PICTURE = 0.1


@dataclass(slots=True)
class Draft:
    """A page with its ruled tables found, its other words in lines."""

    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[Block]
    level: list[Rule] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    outlines: bool = False
    turned: list[str] = field(default_factory=list)  # lines that run another way than the rest

    @classmethod
    def of(cls, page: Page, lines: list[Line], tables: list[Block]) -> Draft:
        drawn = len(page.level) + len(page.upright) > 40 or page.curves > 200
        return cls(
            page.number,
            page.width,
            page.height,
            lines,
            tables,
            page.level,
            page.pictures,
            drawn,
            turned_lines(page.words),
        )

    def edge_lines(self) -> list[tuple[Line, bool]]:
        """The lines near the upper and the lower edge, from outside in, with whether they are upper ones."""
        ordered = sorted(self.lines, key=lambda line: line.base)
        top = min((t.top for t in self.tables), default=self.height)
        bottom = max((t.bottom for t in self.tables), default=0.0)
        upper = [line for line in ordered[:_MOST_RUNNING] if line.base < min(_EDGE * self.height, top)]
        lower = [
            line for line in ordered[: -_MOST_RUNNING - 1 : -1] if line.base > max((1 - _EDGE) * self.height, bottom)
        ]
        return [(line, True) for line in upper] + [(line, False) for line in lower]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote of a page: its mark and its lines."""

    mark: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """What is remembered of a line near the edge of another page."""

    text: str
    numbers: tuple[str, ...]
    place: float  # from the edge that it stands at
    x0: float
    upper: bool


def edges_of(draft: Draft) -> tuple[Edge, ...]:
    """The lines near the edges of a page, for comparing pages."""
    return tuple(_edge(line, upper, draft.height) for line, upper in draft.edge_lines())


def _edge(line: Line, upper: bool, height: float) -> Edge:
    text = line.text
    place = line.base if upper else height - line.base
    return Edge(_NUMBER.sub("#", text), tuple(_NUMBER.findall(text)), place, line.x0, upper)


def drop_running(draft: Draft, others: Sequence[tuple[int, tuple[Edge, ...]]]) -> None:
    """Take running headers, footers and page numbers out of a page.

    Args:
        others: number and edge lines of the pages around.
    """
    dropped: set[int] = set()
    blocked: set[bool] = set()  # an edge at which a line of the text has come
    for line, upper in draft.edge_lines():
        if upper in blocked:
            continue
        if _runs(line, upper, draft, others):
            dropped.add(id(line))
        else:
            blocked.add(upper)
    if dropped:
        draft.lines = [line for line in draft.lines if id(line) not in dropped]


def _runs(line: Line, upper: bool, draft: Draft, others: Sequence[tuple[int, tuple[Edge, ...]]]) -> bool:
    own = _edge(line, upper, draft.height)
    number = _PAGE_NUMBER.fullmatch(line.text)
    if not others:
        return number is not None and int(number.group(1)) == draft.number
    found = [page for page, edges in others if any(_alike(own, other, page - draft.number) for other in edges)]
    if len(line.stretches) > 2 and not any(page < draft.number for page in found):
        return False  # perhaps the headings of a table without rules, which must be read once
    alike = len(found)
    if number is not None:
        return alike >= 1 or int(number.group(1)) == draft.number
    return alike >= max(1 if len(others) == 1 else 2, _SHARE * len(others))


def _alike(own: Edge, other: Edge, distance: int) -> bool:
    """Whether two lines are one running line: the same words at the same place, numbers as far apart as their pages."""
    if own.text != other.text or own.upper != other.upper or abs(own.place - other.place) > _SAME_PLACE:
        return False
    counting = 0
    for a, b in zip(own.numbers, other.numbers, strict=True):
        if a == b:
            continue
        if len(a) > 5 or len(b) > 5 or int(b) - int(a) != distance:
            return False
        counting += 1
    return counting <= 1


def footnotes(draft: Draft) -> list[Footnote]:
    """The footnotes of a page, whose lines are taken out of it: small print at its foot that begins with a mark."""
    lines = sorted(draft.lines, key=lambda line: line.base)
    if len(lines) < 2:
        return []
    usual = _usual_size(lines)
    small = len(lines)
    while small > 0 and lines[small - 1].size <= _SMALLER * usual:
        small -= 1
    under = _under_rule(draft, lines)
    if under is not None and (small <= under or _is_noted(lines, under)):
        first = under
    else:
        first = small
        while first < len(lines) and not _begins_note(lines[first], bare=False):
            first += 1
    if first == len(lines) or any(table.bottom > lines[first].top for table in draft.tables):
        return []
    found: list[tuple[str, list[Line]]] = []
    for line in lines[first:]:
        mark = _begins_note(line, bare=True)
        if mark:
            found.append((mark, [line]))
        elif found:
            found[-1][1].append(line)
        else:
            first += 1
    taken = {id(line) for _, own in found for line in own}
    draft.lines = [line for line in draft.lines if id(line) not in taken]
    return [Footnote(mark, tuple(own)) for mark, own in found]


def _is_noted(lines: Sequence[Line], at: int) -> bool:
    """Whether a line begins, in letters of any size, with the mark that is raised in a line above it."""
    mark = _begins_note(lines[at], bare=True)
    return bool(mark) and any(word.raised and word.text == mark for line in lines[:at] for word in line.words)


def _under_rule(draft: Draft, lines: Sequence[Line]) -> int | None:
    """The first line under the lowest short rule at the left margin that has lines under it; None where there is none."""
    left = min(line.x0 for line in lines)
    for rule in sorted(draft.level, key=lambda r: -r.at):
        beneath = next((i for i, line in enumerate(lines) if line.base > rule.at), None)
        short = 40 < rule.end - rule.start < 0.45 * draft.width and abs(rule.start - left) < 60
        if short and beneath is not None:
            return beneath
    return None


def _begins_note(line: Line, *, bare: bool) -> str:
    """The mark with which a footnote begins, or empty; ``bare`` takes one that is not raised too."""
    word = line.words[0]
    found = _NOTE_MARK.match(word.text)
    if found is None or not (word.raised or bare or word.text[0] in "*†‡["):
        return ""
    if not word.raised and len(line.words) == 1:
        return ""
    return found.group(1)


def _usual_size(lines: Sequence[Line]) -> float:
    weights = Counter[float]()
    for line in lines:
        weights[round(line.size, 1)] += len(line.text)
    return weights.most_common(1)[0][0]


def unread_in(draft: Draft, letters: int, around: frozenset[tuple[int, ...]]) -> list[str]:
    """Why parts of a page could not be read: ``scanned picture``, ``picture``, ``drawn letters``.

    Args:
        letters: how many the page has besides running lines.
        around: the places of pictures on the pages around: what stands there too is a background.
    """
    area = draft.width * draft.height
    covered = min(1.0, sum(p.area for p in draft.pictures) / area) if area else 0.0
    if (letters < _FEW_LETTERS and covered >= _COVERED) or (letters == 0 and covered > 0.03):
        return ["scanned picture"]
    if letters == 0 and draft.outlines:
        return ["drawn letters"]
    large = [p for p in draft.pictures if p.area >= _LARGE_PICTURE * area and picture_key(p) not in around]
    return ["picture"] if large else []


def picture_key(picture: Picture) -> tuple[int, ...]:
    """A picture's place, for telling it again on another page."""
    return tuple(round(v / 6) for v in (picture.x0, picture.top, picture.x1, picture.bottom))


def unread_pages(pages: Sequence[tuple[int, str]]) -> list[Unread]:
    """One entry for each run of pages with the same reason."""
    runs: list[tuple[int, int, str]] = []
    latest: dict[str, int] = {}  # the last run of each reason
    for number, reason in pages:
        k = latest.get(reason)
        if k is not None and runs[k][1] == number - 1:
            runs[k] = (runs[k][0], number, reason)
        else:
            latest[reason] = len(runs)
            runs.append((number, number, reason))
    return [Unread(f"trang {a}" if a == b else f"trang {a}–{b}", reason) for a, b, reason in runs]

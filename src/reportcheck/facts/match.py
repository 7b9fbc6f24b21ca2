"""How well the words said of a figure fit a row and a column of a table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from reportcheck.facts.annex import Annex, Cell, Line, Sheet
from reportcheck.facts.said import EARLIER, HEADING, Said
from reportcheck.facts.terms import KINDS, PERIODS, TOTAL, conflict, terms

__all__ = ["Meeting", "figures_met", "fit_cell", "named"]

_FADES = 0.93  # what a word is worth for each part of the sentence that lies between
_OTHER_KINDS = frozenset({"@plan", "@prior", "@change"})
_ANYTHING = frozenset(t.name for t in terms("trường hợp lượt cases items units"))  # may count whatever the table counts
_FAR, _ABOVE = 0.5, 0.6  # what it is worth in a sentence before, in a heading
_UNSAID = 0.6  # what a fit is worth where nothing is said of the row, or of the column
_NO_WORDS = 0.2  # how well no words at all fit
_CLEAR = 0.12  # by how much the best line must lead
_WORTH = [*(_FADES**distance for distance in range(EARLIER)), *[_FAR] * (HEADING - EARLIER), _ABOVE]
_LIKELY = 0.55  # how much of a line must be said for it to be a rival although words of its own label are not


@dataclass(slots=True)
class _Fit:
    """How a line fits what is said: ``score`` is the weight of its words that are found, ``share`` that of all of them.

    ``complete``: all words of its own label are said in the sentence, the last of them ``far`` parts from the figure and
    the first ``near``.
    """

    share: float
    score: float
    complete: bool
    far: int
    near: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """The one figure of a table that the words name.

    Attributes:
        score: the weight of the words that name it.
        strange: how many words of the figure's own part stand nowhere over or beside the cell.
        elsewhere: one of them belongs to another line of the table.
        uncounted: what is counted is named nowhere in the table, nor counted by other figures of it.
        untold: a period is said, of the figure itself or before, that neither the table names nor the report is of.
        implied: no row is named, and the total stands for it; or no column, and the one that states what was done.
    """

    cell: Cell
    score: float
    strange: int
    elsewhere: bool
    uncounted: bool
    untold: Literal["", "before", "here"]
    implied: bool

    @property
    def clean(self) -> bool:
        """Whether nothing in the words speaks against it."""
        return not self.elsewhere and not self.uncounted and not self.untold


def _fit(line: Line, said: Said) -> _Fit:
    score, full, complete, far, near = 0.0, 0.0, True, 0, HEADING
    distance_of = said.reach.get
    for word, weight, own in line.percents if said.percent else line.parts:
        full += weight
        distance = distance_of(word)
        if distance is None:
            if own:
                complete = False
            continue
        score += weight * _WORTH[distance]
        if own:
            if distance > far:
                far = distance
            if distance < near:
                near = distance
            if distance >= EARLIER:
                complete = False
    return _Fit(score / full if full else 0.0, score, complete and bool(full), far, near)


def _kinds_agree(cell: Cell, said: Said) -> bool:
    """Whether plan, cumulative figure, earlier period … are said where the cell is one, and only there."""
    told = {t for t in (cell.row.times | cell.column.times) if t in KINDS}
    over = {t for t in cell.sheet.times if t in KINDS}
    own = {t for t in said.times if t in KINDS} - {"@estimate"}  # "ước đạt": what the table gives as it is
    if said.quantity.family == "%" and not told:
        own = own - {"@plan"}  # "đạt 98% kế hoạch" in a column "tỷ lệ (%)"
    months = {t for t in (*cell.row.times, *cell.column.times, *cell.sheet.times) if t.startswith("@months")}
    if months & said.times:  # "10 tháng" says that the figure is cumulative
        told, own = told - {"@sum"}, own - {"@sum"}
    if said.quantity.family == "%":  # "đạt 98% kế hoạch" in a column "so với kế hoạch"
        told, own = told - {"@change"}, own - {"@change"}
    if cell.row.earlier or cell.column.earlier:  # "so với 548.210 của năm trước" in a column of that year
        own = own - {"@prior"}
    return not (told - said.every - over) and not (own - told - over)


def _periods(times: Iterable[str]) -> set[str]:
    return {t for t in times if t.split(" ")[0] in PERIODS}


def fit_cell(cell: Cell, said: Said) -> float:
    """How well a cell fits what is said of a figure, from 0 to 1; below 0 where it speaks of something else."""
    sheet = cell.sheet
    if conflict(said.times, cell.row.times | cell.column.times, sheet.times) or not _kinds_agree(cell, said):
        return -1.0
    parts, unsaid = [_affinity(cell, said)], False
    for lines, line, only in (
        (sheet.rows, cell.row, sheet.only_row),
        (sheet.columns, cell.column, sheet.only_column),
    ):
        if only is line:
            continue
        if line.total and line.bare and TOTAL not in said.near:
            parts.append(0.0 if any(_fit(other, said).complete for other in lines if not other.total) else 0.5)
        else:
            parts.append(_fit(line, said).share)
            unsaid = unsaid or (not parts[-1] and not line.bare)
    return sum(parts) / len(parts) * (_UNSAID if unsaid else 1)


def _affinity(cell: Cell, said: Said) -> float:
    """How many of the words right around the figure the cell's labels know."""
    own = [w for w in said.own if not w.startswith("@")]
    if not own:
        return 0.5 if said.own else _NO_WORDS
    words = cell.sheet.words | cell.row.words | cell.column.words
    return sum(w in words for w in own) / len(own)


def figures_met(annex: Annex, said: Said, counts: Mapping[int, Collection[str]]) -> list[Meeting]:
    """The figures that the words name, one of a table at most.

    A table is looked at where a line of it is named in full, one word of it at the figure: most have none.

    Args:
        counts: by the number of a table, what figures of sentences count that it states too.
    """
    if said.ordered:
        return []
    farthest = 1 if said.percent else 0
    sheets = annex.naming([w for w, distance in said.reach.items() if distance <= farthest], said.close)
    if not sheets:
        return []
    words = [w for w in (*said.near, *said.times) if w in annex.words]
    met = (_meeting(annex, sheet, said, words, counts.get(sheet.number, ())) for sheet in sheets)
    return [found for found in met if found is not None]


def _meeting(annex: Annex, sheet: Sheet, said: Said, words: Sequence[str], counts: Collection[str]) -> Meeting | None:
    """The figure of a table that the words name, row and column beyond doubt; None where they leave a choice."""
    with_word, percent = sheet.with_word, said.percent
    named = {line: is_row for word in words if word in with_word for is_row, line in with_word[word]}
    column = _clear(
        sheet.only_column,
        [line for line, is_row in named.items() if not is_row and line.percent in (None, percent)],
        said,
    )
    usual = column is None
    if column is None:
        column = _usual(sheet.columns, said)
    if column is None:
        return None
    row, implied = _clear(sheet.only_row, [line for line, is_row in named.items() if is_row], said), usual
    if row is None:
        totals = [line for line in sheet.rows if line.total and line.bare and not line.times]
        touched = any(
            is_row and any(said.near.get(w, EARLIER) < EARLIER for w in line.inner) for line, is_row in named.items()
        )
        if len(totals) != 1 or touched or column[1] is None:
            return None
        row, implied = (totals[0], None), True
    (r, row_fit), (c, column_fit) = row, column
    fits = [fit for fit in (row_fit, column_fit) if fit is not None]
    cell = annex.cell(sheet, r, c)
    near = 1 if percent and usual else 0  # "giải ngân 794,6 tỷ đồng, đạt 55,3% kế hoạch"
    if cell is None or not any(fit.near <= near for fit in fits) or not _kinds_agree(cell, said):
        return None
    if conflict(said.times, r.times | c.times, sheet.times):
        return None
    own = sheet.words | r.words | c.words
    strange = [w for w in dict.fromkeys(said.own) if w not in own and not w.startswith("@")]
    untold = {
        t for t in _periods(said.times) - r.times - c.times - sheet.times - annex.period if not t.startswith("@year")
    }
    counted = annex.names(" ".join(said.quantity.noun[:3])) if said.quantity.family == "count" else frozenset()
    return Meeting(
        cell,
        sum(fit.score for fit in fits),
        len(strange),
        elsewhere=any(w in sheet.known and w not in said.noun for w in strange),
        uncounted=bool(counted) and not counted & (sheet.known | _ANYTHING) and counted.isdisjoint(counts),
        untold="here" if untold & said.every else "before" if untold else "",
        implied=implied,
    )


def named(line: Line, said: Said) -> bool:
    """Whether all words of a line's own label are said in the figure's own part of the sentence."""
    return bool(line.own) and line.own <= said.here


def _usual(columns: list[Line], said: Said) -> tuple[Line, None] | None:
    """The column that a sentence means without naming it: the only one of percentages, or the only one beside those of
    plans, earlier periods and changes, where no column is named otherwise."""
    printed = [line for line in columns if len(line.index) == 1]
    if said.quantity.family == "%" and any(line.percent for line in printed):
        meant = [line for line in printed if line.percent]
        return (meant[0], None) if len(meant) == 1 and meant[0].bare and not meant[0].times else None
    meant = [line for line in printed if line.percent is not True]
    if not all(line.bare for line in meant):
        return None
    meant = [line for line in meant if not line.times & _OTHER_KINDS]
    return (meant[0], None) if len(meant) == 1 and len(printed) > 1 else None


def _nearest(words: Iterable[str], said: Said) -> int:
    return min((said.near.get(w, HEADING + 1) for w in words), default=HEADING + 1)


def _farthest(words: Iterable[str], said: Said) -> int:
    return max((said.near.get(w, 0) for w in words), default=0)


def _clear(only: Line | None, named: list[Line], said: Said) -> tuple[Line, _Fit | None] | None:
    """The line that the words name completely, and no other as well; the only line where there is no other."""
    if only is not None:
        return None if conflict(said.times, only.times) else (only, None)
    said_whole = [line for line in named if line.own <= said.close]
    if not said_whole:
        return None
    fits = {line: fit for line in said_whole if (fit := _fit(line, said)).complete}
    if not fits:
        return None
    line = min(fits, key=lambda line: (fits[line].far, -fits[line].score))
    best = fits[line]
    for rival in named:
        if rival is line:
            continue
        if rival.words == line.words and rival.times == line.times:
            return None
        other = fits.get(rival)
        also = other is not None and other.far <= best.far and other.score > best.score * (1 - _CLEAR)
        likely = False
        if other is None and rival.full > best.score:
            other = _fit(rival, said)
            likely = other.share >= _LIKELY and other.score > best.score
        if not also and not likely:
            continue
        more, own = rival.words - line.words, line.words - rival.words
        if more and own and _nearest(more, said) > _farthest(own, said):
            continue  # what tells the two apart is said nearer to the figure for this one
        if also and more:
            return None
        if likely and any(said.near.get(w) == 0 for w in more):
            return None
    if conflict(said.times, line.times) or _periods(line.times) - said.times:
        return None
    return line, best

"""Printed formulas over rows: in labels, with the codes of a "Mã số" or "STT" column or of the labels' own numbering.

    A - TÀI SẢN NGẮN HẠN (100 = 110 + 120 + 130)     Mã số 100
    Lợi nhuận gộp (20 = 10 - 11)                     Mã số 20
    I     Chi thường xuyên (I = 1 + 2)
          TỔNG SỐ (I + II + III)

A code that several rows bear means the one below the row in its numbering, else the nearest above it. A formula without
``=`` counts only where the rows leave no doubt, or where the figures follow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from reportcheck.extract import TableView
from reportcheck.formula import Expression, FormulaError
from reportcheck.labels import contains, is_percentage, is_total, words
from reportcheck.model import Figure, Value
from reportcheck.numerals import tidy
from reportcheck.printed_formula import PrintedFormula, code_key, formulas_in, parse_printed
from reportcheck.relate.reading import Printed, Rider, readings
from reportcheck.structure import BULK_ROWS

__all__ = ["RowCodes"]

_CODES = ("ma so", "ma", "ms", "code", "ma chi tieu", "ma so chi tieu", "line", "line no", "line code")
_NUMBERS = ("stt", "tt", "so tt", "so thu tu", "no", "item", "muc")
_NOTES = ("thuyet minh", "ghi chu", "note", "notes", "ref", "tham chieu", "cong thuc", "cach tinh", "can cu")
_FORMULAS = ("cong thuc", "cach tinh", "formula")
_RATIOS = ("%", "ty le", "ty trong", "co cau", "so sanh", "he so", "ratio", "rate", "percent", "share", "index")
_UNITS = ("don vi tinh", "dvt", "don vi", "unit")
_LEADING = re.compile(
    r"^\s*\(?\s*([IVX]{1,6}|[A-ZĐ]|\d{1,4}(?:\.\d{1,3})*[a-zđ]?|[a-zđ])\s*\)?\s*(?:[-–.)/:]|(?=\s)(?<=[\dIVX])\s)\s*\S"
)
_ENDING = re.compile(r"\(\s*([IVX]{1,6}|[A-ZĐ]|\d{1,3}[a-zđ]?|[a-zđ])\s*\)\s*$")
_WORDS = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]|[^\W\d_]{4,}")
_FIRST = 8  # columns at the left that may hold codes


@dataclass(slots=True)
class _Source:
    """One numbering of the rows: the code of each row, the rows of each code; where its labels and figures stand."""

    of: dict[int, str]
    lanes: list[int]
    first: int
    last: int
    at: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for r, code in sorted(self.of.items()):
            self.at.setdefault(code, []).append(r)

    def below(self, r: int) -> tuple[int, int]:
        """The rows that a row heads: up to the next of its own style of numbering or of one that stands above it."""
        stack: list[str] = []
        ends: set[str] | None = None
        for row, code in sorted(self.of.items()):
            style = _style(code)
            if ends is not None:
                if style in ends:
                    return r + 1, row
                continue
            if style in stack:
                del stack[stack.index(style) :]
            stack.append(style)
            if row == r:
                ends = set(stack)
        return r + 1, 1 << 31


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a formula says and the rows that it speaks of: one set of rows for each way to read its codes."""

    source: _Source
    side: Expression
    target: int
    rows: tuple[dict[str, int], ...]
    sure: bool


class RowCodes:
    """The row codes of one table and the claims of the formulas over them."""

    def __init__(self, view: TableView) -> None:
        self.view = view

    def claims(self) -> Iterator[Printed]:
        """The claims of all formulas in labels and beside them."""
        view = self.view
        if view.height > BULK_ROWS:
            return
        for r in view.data_rows:
            for c, formula in self._formulas(r):
                location = view.location(r, c)
                place = Figure(formula.text, None, location=location, label=view.label(r, c)[:1], set_aside="formula")
                for side in formula.sides:
                    if (meaning := self._meaning(formula, side, r, c)) is not None:
                        yield from self._claim(formula, meaning, place)

    def noted(self, formula: PrintedFormula, place: Figure) -> list[Printed]:
        """The claims of a formula in a note, over rows that bear its codes once each."""
        if self.view.height > BULK_ROWS:
            return []
        for source in self._sources:
            names = (formula.target, *formula.names)
            if all(len(source.at.get(name, ())) == 1 for name in names):
                target = source.at[formula.target][0]
                places = ({n: source.at[n][0] for n in names},)
                meanings = [_Meaning(source, side, target, places, formula.axis == "row") for side in formula.sides]
                return [one for meaning in meanings for one in self._claim(formula, meaning, place)]
        return []

    # -- where formulas stand -------------------------------------------------

    def _formulas(self, r: int) -> Iterator[tuple[int, PrintedFormula]]:
        """The formulas in the words of one row."""
        view = self.view
        for c, value in enumerate(view.body_rows[r]):
            if not isinstance(value, str) or len(value) < 3:
                continue
            if c in self._formula_columns:
                try:
                    yield c, parse_printed(value)
                except FormulaError:
                    yield from ((c, formula) for formula in formulas_in(value))
            elif c in view.stub or c in self._worded or c in self._code_columns or "=" in value or "＝" in value:
                yield from ((c, formula) for formula in formulas_in(value))

    @cached_property
    def _formula_columns(self) -> set[int]:
        return {c for c in range(self.view.width) if _named(self.view.headings[c], _FORMULAS)}

    # -- codes ----------------------------------------------------------------

    @cached_property
    def _code_columns(self) -> list[int]:
        """The columns whose heading says that they hold codes."""
        return [c for c in range(self.view.width) if _named(self.view.headings[c], _CODES) and self._codes(c)]

    def _codes(self, c: int) -> dict[int, str]:
        """The codes in the cells of a column, by body row."""
        found = {}
        for r, row in enumerate(self.view.body_rows):
            if (code := _cell_code(row[c])) != "":
                found[r] = code
        return found

    @cached_property
    def _sources(self) -> list[_Source]:
        """The numberings of the rows: official codes, then the column of running numbers, then those in the labels."""
        view, sources = self.view, list[_Source]()
        for first, last, coded in self._segments():
            lanes = [c for c in view.number_columns if first <= c <= last and c != coded and self._holds_figures(c)]
            found = [self._codes(coded)] if coded is not None else []
            columns = [c for c in range(first, min(last + 1, first + _FIRST)) if c != coded]
            found += [self._codes(c) for c in columns if c in self._numbered]
            for within in (_LEADING, _ENDING):
                found += [self._within(c, within) for c in columns if c in view.stub or c in self._worded]
            sources += [_Source(codes, lanes, first, last) for codes in found if codes]
        return sources

    @cached_property
    def _worded(self) -> set[int]:
        """The columns at the left that hold mostly words."""
        found = set()
        for c in range(min(self.view.width, _FIRST)):
            cells = [row[c] for row in self.view.body_rows if row[c] is not None]
            if cells and sum(isinstance(v, str) and _WORDS.search(v) is not None for v in cells) * 2 > len(cells):
                found.add(c)
        return found

    @cached_property
    def _numbered(self) -> set[int]:
        """The columns of running numbers: named so, or standing before the labels."""
        view, found = self.view, set[int]()
        labels = min(self._worded, default=0)
        for c in range(min(view.width, _FIRST)):
            filled = sum(row[c] is not None for row in view.body_rows)
            if c in self._code_columns or len(self._codes(c)) * 2 <= filled:
                continue
            if c in view.stub or _named(view.headings[c], _NUMBERS) or c < labels:
                found.add(c)
        return found

    def _segments(self) -> list[tuple[int, int, int | None]]:
        """Tables that lie side by side, each with codes of its own: first and last column, column of codes."""
        coded, width = self._code_columns, self.view.width
        if len(coded) < 2:
            return [(0, width - 1, coded[0] if coded else None)]
        starts = [0, *(c - 1 if c - 1 not in coded and self._holds_words(c - 1) else c for c in coded[1:])]
        return [(a, b - 1, c) for a, b, c in zip(starts, [*starts[1:], width], coded, strict=True)]

    def _holds_words(self, c: int) -> bool:
        return sum(isinstance(row[c], str) and len(str(row[c])) > 5 for row in self.view.body_rows) >= 2

    def _within(self, c: int, pattern: re.Pattern[str]) -> dict[int, str]:
        """The codes in a column's labels: those they begin with (``A - ``, ``1.1 ``) or those they end with (``(A)``)."""
        found = {}
        for r, row in enumerate(self.view.body_rows):
            value = row[c]
            if isinstance(value, str) and (match := pattern.search(tidy(value))) is not None:
                found[r] = code_key(match[1])
        return found

    def _holds_figures(self, c: int) -> bool:
        """Whether a column holds figures that rows may add up to: no codes, no references to notes."""
        view = self.view
        return (
            c not in view.stub
            and c not in self._code_columns
            and c not in self._numbered
            and not _named(view.headings[c], _NOTES)
            and not _named(view.headings[c], (*_CODES, *_NUMBERS))
        )

    # -- what is meant --------------------------------------------------------

    def _meaning(self, formula: PrintedFormula, side: Expression, r: int, c: int) -> _Meaning | None:
        """The rows that a side of a formula in row ``r`` speaks of, or None where its codes are not there."""
        sources = [s for s in self._sources if s.first <= c <= s.last and all(n in s.at for n in side.names)]
        code = formula.target
        if not code:
            return next((m for s in sources if (m := self._alone(formula, side, s, r, c)) is not None), None)
        for source in sources:
            if source.of.get(r) == code:
                return self._operands(source, side, r)
        if len(side.names) < 2:
            return None
        for source in sources:
            if code not in source.at and (r not in source.of or source.of[r].isdigit() != code.isdigit()):
                return self._operands(source, side, r)
        return None

    def _alone(self, formula: PrintedFormula, side: Expression, source: _Source, r: int, c: int) -> _Meaning | None:
        """A formula without its own code: ``Tổng cộng (I+II+III)``."""
        adds = side.is_linear and all(sign > 0 for sign, _ in side.terms)
        total = is_total(_without_brackets(self.view.row_name(r)))
        said = c in self._formula_columns or formula.text.lstrip("(").startswith("=")
        if len(side.names) < 2 or not (side.is_linear or said) or (formula.ranged and not total):
            return None
        meaning = self._operands(source, side, r)
        if meaning is None:
            return None
        clear = said or (adds and (total or len(side.names) > 2 or side.names[0][0].isupper()))
        return replace(meaning, sure=meaning.sure and clear)

    def _operands(self, source: _Source, side: Expression, r: int) -> _Meaning | None:
        """The row of each code: the only one, the one below, or the nearest above."""
        places = {name: [p for p in source.at[name] if p != r] for name in side.names}
        if not all(places.values()):
            return None
        if all(len(p) == 1 for p in places.values()):
            return _Meaning(source, side, r, ({name: p[0] for name, p in places.items()},), True)
        first, last = source.below(r) if r in source.of else (r + 1, 1 << 31)
        inside = {name: [p for p in found if first <= p < last] for name, found in places.items()}
        if r in source.of and any(inside.values()) and not all(inside.values()):
            return self._lacking(source, side, r, inside)
        start = max((t for t in self.view.total_rows if t < r), default=-1) if r not in source.of else -1
        above = {name: [p for p in found if start < p < r] for name, found in places.items()}
        options: list[dict[str, int]] = []
        sure = False
        if all(inside.values()) and r in source.of:
            options.append({name: p[0] for name, p in inside.items()})
            sure = all(len(p) == 1 for p in inside.values())
        if all(above.values()):
            options.append({name: p[-1] for name, p in above.items()})
            sure = sure or (not options[:-1] and all(len(p) == 1 for p in above.values()))
        below = {name: [p for p in found if p > r] for name, found in places.items()}
        if all(below.values()):
            options.append({name: p[0] for name, p in below.items()})
        mixed = {name: min(p, key=lambda x: abs(x - r)) for name, p in places.items()}
        unique = [o for i, o in enumerate([*options, mixed]) if o not in options[:i]]
        return _Meaning(source, side, r, tuple(unique if not sure else unique[:1]), sure)

    @staticmethod
    def _lacking(source: _Source, side: Expression, r: int, inside: dict[str, list[int]]) -> _Meaning | None:
        """A formula that names a row which is not there below its own: the others may make it up."""
        terms = tuple((sign, name) for sign, name in side.terms if inside[name])
        if not side.is_linear or len(terms) < 2 or any(len(p) > 1 for p in inside.values()):
            return None
        rows = {name: p[0] for name, p in inside.items() if p}
        return _Meaning(source, replace(side, terms=terms), r, (rows,), False)

    def _claim(self, formula: PrintedFormula, meaning: _Meaning, place: Figure) -> Iterator[Printed]:
        view, r, side = self.view, meaning.target, meaning.side
        if r not in self._data_rows:
            return
        percent = formula.percent or is_percentage(view.row_name(r)) or self._unit(r) == "%"
        lanes = [
            c
            for c in meaning.source.lanes
            if view.body_rows[r][c] is not None and (not side.is_linear or not self._is_ratio(c))
        ]
        rider = Rider(view, "row", lanes, percent)
        families = [family for rows in meaning.rows for family in readings(rider, r, side, rows.get, formula.text)]
        if families:
            at = {code: rows[0] for code, rows in meaning.source.at.items() if len(rows) == 1}
            yield Printed(formula.text, place, families, meaning.sure, formula.target, {**at, **meaning.rows[0]})

    @cached_property
    def _data_rows(self) -> set[int]:
        return set(self.view.data_rows)

    def _is_ratio(self, c: int) -> bool:
        """Whether a column holds shares or comparisons, which do not add up."""
        heading = words(" ".join(self.view.headings[c]))
        return self.view.unit_of(c) == "%" or any(w in heading if w == "%" else contains(heading, w) for w in _RATIOS)

    def _unit(self, r: int) -> str:
        """What the row's cell in a column of units says."""
        for c in range(min(self.view.width, _FIRST)):
            if _named(self.view.headings[c], _UNITS):
                value = self.view.body_rows[r][c]
                return tidy(value) if isinstance(value, str) else ""
        return ""


def _named(heading: Sequence[str], names: tuple[str, ...]) -> bool:
    """Whether a heading is one of some plain words."""
    for text in heading:
        plain = words(text)
        if plain in names or (plain.partition(" ")[0] in ("stt", "tt") and "stt" in names):
            return True
    return False


def _cell_code(value: Value) -> str:
    """The code in a cell of codes: ``01``, ``110``, ``I``, ``(3)``; of ``I=1+2`` the first."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, (int, float)):
        return str(int(value)) if value == int(value) and 0 <= value < 10000 else ""
    if not isinstance(value, str):
        return ""
    return code_key(value.partition("=")[0]) if len(value) <= 60 else ""


def _style(code: str) -> str:
    """The style of a code's numbering: a level of its own wherever codes are mixed."""
    if code[0].isdigit():
        return f"number.{code.count('.')}" + ("a" if code[-1].isalpha() else "")
    if not set(code) - set("IVX"):
        return "roman"
    return ("capital" if code[0].isupper() else "small") + ("." if len(code) > 1 else "")


def _without_brackets(label: str) -> str:
    """A label without what it says in brackets."""
    return re.sub(r"[(\[{].*?[)\]}]", " ", label).strip(" -–:")

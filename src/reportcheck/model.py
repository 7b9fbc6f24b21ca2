"""The nouns: what was read, the figures in it, the claims that tie them, the verdicts, what to tell the author.

Data moves one way: a reader makes a :class:`Document` of :class:`Table` blocks over :class:`Grid` sheets; figures are
taken from it as a relation or a message needs them; a :class:`Relation` claims that figures are tied by arithmetic; a
:class:`Judgement` is the claim, decided; a :class:`Finding` is something to tell the author. Everything here is frozen,
slotted and imports the standard library only.

Coordinates are zero-based (row, column) positions in the sheet or file unless a name says otherwise; what a person
reads (``C7``, row 7) is made from them by :class:`Location` alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

__all__ = [
    "GENERAL",
    "Area",
    "CellError",
    "Document",
    "FaultKind",
    "Figure",
    "Finding",
    "Frame",
    "Grid",
    "Judgement",
    "Kind",
    "Location",
    "Look",
    "Mark",
    "Misprint",
    "NumberFormat",
    "Operand",
    "Origin",
    "Outcome",
    "Relation",
    "Role",
    "Severity",
    "ShapeFault",
    "Suspect",
    "Table",
    "Unread",
    "Value",
    "cell_name",
    "column_name",
]


class CellError(str):
    """An error value as a workbook shows it: ``#REF!``, ``#DIV/0!`` …"""

    __slots__ = ()


Value: TypeAlias = (
    "str | int | float | Decimal | bool | dt.date | dt.datetime | dt.time | dt.timedelta | CellError | None"
)
Origin: TypeAlias = Literal["declared", "printed", "stated", "discovered"]
Severity: TypeAlias = Literal["error", "warning", "info"]
Outcome: TypeAlias = Literal["exact", "rounding", "truncation", "fails", "undecided"]
Kind: TypeAlias = Literal[
    "sum", "difference", "average", "share", "change", "rate", "product", "equality", "bound", "count", "order"
]
Role: TypeAlias = Literal["term", "factor", "divisor"]
FaultKind: TypeAlias = Literal["missing", "type", "blank", "range"]


def column_name(column: int) -> str:
    """The letters of a zero-based column: 0 is ``A``, 26 is ``AA``."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell_name(row: int, column: int) -> str:
    """The name of a zero-based cell: (6, 9) is ``J7``."""
    return f"{column_name(column)}{row + 1}"


@dataclass(frozen=True, slots=True)
class Location:
    """Where something stands, set when the file is read and carried along.

    A workbook gives ``sheet``, ``row`` and ``column`` (zero-based); a csv the same without ``sheet``; a text document
    gives as far as its format knows ``page``, ``table``, ``paragraph``, ``start``, ``end`` and ``offset``.
    """

    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    page: int | None = None
    table: int | None = None
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None
    offset: int | None = None
    frame: tuple[object, object] | None = None  # index label and column of a DataFrame

    @property
    def cell(self) -> str | None:
        """``C7``, where the format has cells."""
        if self.row is None or self.column is None:
            return None
        return cell_name(self.row, self.column)

    @property
    def display(self) -> str:
        """The place as a person would say it: ``Biểu 1!C7``."""
        if self.frame is not None:
            place = f"[{self.frame[0]!r}, {self.frame[1]!r}]"
            return f"{self.sheet}{place}" if self.sheet else place
        if self.cell is not None:
            return f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        if self.paragraph is not None:
            return f"đoạn {self.paragraph}"
        return self.sheet or (f"trang {self.page}" if self.page is not None else "")

    def __str__(self) -> str:
        return self.display


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, zero-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def name(self) -> str:
        """``A3:L5``, or ``A3`` for one cell."""
        first, last = cell_name(self.top, self.left), cell_name(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    def __contains__(self, place: tuple[int, int]) -> bool:
        return self.top <= place[0] <= self.bottom and self.left <= place[1] <= self.right


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a workbook shows a number, as far as it bears on what the printed digits stand for.

    ``digits`` is the number of decimals shown, None for ``General`` (the shortest decimal). ``percent`` shows the value
    times 100, ``thousands`` trailing commas show it divided by 1,000 each. ``date`` formats show no number at all.
    """

    code: str = "General"
    digits: int | None = None
    percent: bool = False
    thousands: int = 0
    grouping: bool = False
    date: bool = False
    text: bool = False
    pad: int = 0  # least digits before the decimal mark: 2 for "00"


GENERAL = NumberFormat()


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is printed, as far as it shows the level of its row: bold, and indented by so many steps."""

    bold: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the cells of a grid stand in the DataFrame they came from: index labels below ``headings`` rows of column
    labels, columns right of ``stubs`` columns of index labels."""

    index: tuple[object, ...]
    columns: tuple[object, ...]
    headings: int
    stubs: int

    def label(self, row: int, column: int) -> tuple[object, object]:
        """Index label and column of a cell; None for the index itself."""
        r, c = row - self.headings, column - self.stubs
        return (self.index[r] if r >= 0 else None), (self.columns[c] if c >= 0 else None)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet (or one csv) as the file holds it.

    Attributes:
        name: the sheet's name, empty for a csv.
        rows: the used cells, rectangular; ``rows[0][0]`` is the cell at (``top``, ``left``) of the file. An empty cell
            is None. A csv holds text only.
        formats: number format of each cell that has one other than ``uniform``, by absolute (row, column).
        uniform: the format of all other cells.
        formulas: the formula of each cell that has one, without the leading ``=``, shared ones written out.
        merges: merged areas, absolute.
        frame: the labels of a DataFrame, where the grid was made from one.
        typed: the format tells numbers from text; False where it has text only (csv).
        looks: how each cell that is bold or indented is printed, by absolute (row, column), where the format tells.
    """

    name: str
    rows: Sequence[Sequence[Value]]
    top: int = 0
    left: int = 0
    formats: Mapping[tuple[int, int], NumberFormat] = field(default_factory=dict)
    uniform: NumberFormat = GENERAL
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merges: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    frame: Frame | None = None
    typed: bool = True
    looks: Mapping[tuple[int, int], Look] = field(default_factory=dict, compare=False, repr=False)

    @property
    def bottom(self) -> int:
        return self.top + len(self.rows) - 1

    @property
    def right(self) -> int:
        return self.left + (len(self.rows[0]) if self.rows else 0) - 1

    def at(self, row: int, column: int) -> Value:
        """The value at an absolute position; None outside the used cells."""
        r, c = row - self.top, column - self.left
        if 0 <= r < len(self.rows) and 0 <= c < len(self.rows[r]):
            return self.rows[r][c]
        return None

    def format_at(self, row: int, column: int) -> NumberFormat:
        """The number format at an absolute position."""
        return self.formats.get((row, column), self.uniform)


@dataclass(frozen=True, slots=True)
class Table:
    """A rectangle of a sheet that belongs together, with what stands above and below it.

    ``area`` covers heading rows and body; ``body`` is the first row below the headings. ``caption`` holds the title
    lines above, ``unit`` the unit note ("triệu đồng"), ``notes`` the lines below. ``index`` counts from 0 in the document.
    """

    grid: Grid
    area: Area
    body: int
    caption: str = ""
    unit: str = ""
    notes: tuple[str, ...] = ()
    index: int = 0

    @property
    def display(self) -> str:
        return f"{self.grid.name}!{self.area.name}" if self.grid.name else self.area.name


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that was there and was not understood."""

    display: str
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader found, in reading order. ``blocks`` are tables (prose joins them with its readers)."""

    path: str
    format: str
    sha256: str
    grids: tuple[Grid, ...]
    blocks: tuple[Table, ...]
    unread: tuple[Unread, ...] = ()
    language: str = "vi"

    @property
    def tables(self) -> Iterator[Table]:
        return iter(self.blocks)


Mark: TypeAlias = Literal["", "about", "above", "below", "nil", "unknown", "blank"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as somebody printed it.

    Attributes:
        text: as printed, or as the workbook's format shows it.
        value: what the digits say, in ``unit``; a percentage of 86,02 % is Decimal("86.02"). None where not known.
        digits: decimals printed (may be negative for a figure rounded to tens); None where the figure is exact.
        rounded: the printed digits stand for a rounding interval (a rate, a share, money in a larger unit, decimals).
        unit: ``"%"``, ``"triệu đồng"``, a noun, or empty. ``power``: the unit's power of ten (6 for triệu).
        label: path of headings, outermost first.
        location: where it stands.
        mark: ``about`` (khoảng), ``above`` (hơn), ``below`` (gần), ``nil`` (a dash), ``unknown`` (…), ``blank``.
        set_aside: why it is no quantity (``"date"``, ``"list mark"`` …), or None.
        hidden: the workbook stores digits that its format does not show.
        step: what it was rounded to, where that is not a unit of its last digit: 5, 1000.
    """

    text: str
    value: Decimal | None
    digits: int = 0
    rounded: bool = False
    unit: str = ""
    power: int = 0
    label: tuple[str, ...] = ()
    location: Location = Location()
    mark: Mark = ""
    set_aside: str | None = None
    hidden: bool = False
    step: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure in a relation: a signed term, a factor, or a divisor."""

    figure: Figure
    sign: int = 1
    role: Role = "term"


@dataclass(frozen=True, slots=True)
class Relation:
    """A claim that figures are tied: ``target ⋈ factor · Σ terms · Π factors / Σ divisors + offset``.

    ``compare`` is ``=``, ``<=`` or ``>=`` and reads from the target's side. ``constants`` names figures from outside the
    document, for people: "105 ngày". ``rule`` is the code that speaks when the claim fails; ``group`` ties the lanes of
    one identity together. ``name`` is the identity's own name within its form. ``scaling`` writes the constants out
    (``" × 2 / 3 tháng"``). ``raw`` takes the figures as stored, whatever units their headings name: a cell's formula.
    ``certain`` is False for a discovered relation whose failure is a question rather than an error.
    ``odd`` names the cells for which the claim differs from what the target's own formula says; ``typed`` says that the
    target has none, so that it may be rounded or cut off by hand.
    """

    kind: Kind
    target: Figure
    operands: tuple[Operand, ...]
    origin: Origin
    rule: str
    compare: str = "="
    factor: Decimal = Decimal(1)
    divisor: Decimal = Decimal(1)
    offset: Decimal = Decimal(0)
    constants: tuple[str, ...] = ()
    support: str = ""
    firm: bool = True
    name: str = ""
    form: str = ""
    basis: str = ""
    scaling: str = ""
    raw: bool = False
    certain: bool = True
    odd: tuple[str, ...] = ()
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """A claim, decided.

    ``computed`` is the value of the printed operands (a decimal cut to the precision that is worth showing), ``gap`` is
    stated minus computed. ``reason`` says why a claim is undecided, as a key of ``wording.REASONS``. ``also`` holds the
    stated figures of claims that fail for the same reason and are told with this one.
    """

    relation: Relation
    outcome: Outcome
    computed: Decimal | None = None
    gap: Decimal | None = None
    reason: str | None = None
    also: tuple[Figure, ...] = ()

    @property
    def holds(self) -> bool:
        return self.outcome in ("exact", "rounding", "truncation")


@dataclass(frozen=True, slots=True)
class ShapeFault:
    """A table that is a form, and not quite: ``missing`` column, wrong ``type``, ``blank`` that must be filled, ``range``.

    ``figure`` is the cell, None for what is not there at all; ``name`` is the field's id, ``heading`` its usual wording.
    """

    kind: FaultKind
    form: str
    name: str
    heading: str
    table: str
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Misprint:
    """A printed formula that nearly all figures contradict, so that it is the formula that is wrong.

    ``contradicted`` of ``lanes`` rows (``along`` says: ``"row"`` or ``"column"``) do not follow it; ``example`` is one of
    them. ``correction`` is the one simple variation of it that nearly all follow, or empty. ``figure`` is where it is printed.
    """

    text: str
    figure: Figure
    contradicted: int
    lanes: int
    along: Literal["row", "column"]
    example: Judgement
    correction: str = ""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A figure that may be wrong, and the value that would mend it."""

    figure: Figure
    suggestion: str
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell the author. ``figures`` pairs each figure with its role: ``total``, ``part``, ``whole`` …"""

    rule: str
    name: str
    severity: Severity
    message: str
    origin: Origin | None = None
    relation: str | None = None
    stated: str | None = None
    computed: str | None = None
    difference: str | None = None
    figures: tuple[tuple[str, Figure], ...] = ()
    working: str = ""
    suspects: tuple[Suspect, ...] = ()
    alternatives: tuple[Suspect, ...] = ()
    fingerprint: str = ""
    judgement: Judgement | None = None

"""The nouns: what was read, the figures in it, the claims that tie them, the verdicts, what to tell the author.

Data moves one way: a reader makes a :class:`Document` of :class:`Table` blocks over :class:`Grid` sheets, and of
:class:`Paragraph` blocks where there is text; figures are
taken from it as a relation or a message needs them; a :class:`Relation` claims that figures are tied by arithmetic; a
:class:`Judgement` is the claim, decided; a :class:`Finding` is something to tell the author. Everything here is frozen,
slotted and imports the standard library only.

Coordinates are zero-based (row, column) positions in the sheet or file unless a name says otherwise; what a person
reads (``C7``, row 7) is made from them by :class:`Location` alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal, TypeAlias

from reportcheck.place import NOWHERE, Area, Location, Placement, cell_name, column_name

__all__ = [
    "GENERAL",
    "NOWHERE",
    "Area",
    "CellError",
    "Conflict",
    "Deduced",
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
    "Note",
    "NumberFormat",
    "Operand",
    "Origin",
    "Outcome",
    "Paragraph",
    "ParagraphKind",
    "Placement",
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
ParagraphKind: TypeAlias = Literal[
    "body", "heading", "list item", "caption", "cell", "footnote", "endnote", "text box", "header", "footer"
]


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
    """One sheet (or one csv), or one table of a text document, as the file holds it.

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
        place: where the table stands, where the grid is one of a text document.
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
    place: Placement | None = None

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

    def location(self, row: int, column: int) -> Location:
        """Where the cell at an absolute position stands."""
        sheet, place = self.name or None, self.place
        if place is not None:
            page, offset = place.page_of(row), place.offsets.get((row, column))
            return Location(sheet, row, column, page, place.table, offset=offset, language=place.language)
        labels = None if self.frame is None else self.frame.label(row, column)
        return Location(sheet, row, column, frame=labels)


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
        """``Biểu 1!A3:L5``; ``Bảng 2`` in a text document, with its rows where only some of them make the table."""
        grid, area = self.grid, self.area
        if grid.place is None:
            return f"{grid.name}!{area.name}" if grid.name else area.name
        if area.top == grid.top and area.bottom == grid.bottom:
            return grid.name
        rows = "hàng" if grid.place.language == "vi" else "rows"
        return f"{grid.name}, {rows} {area.top + 1}–{area.bottom + 1}"


@dataclass(frozen=True, slots=True)
class Note:
    """The mark of a footnote or endnote in a paragraph: it stands before the character ``position`` of the text, which
    does not hold it. ``id`` is that of the note's own paragraphs, ``mark`` what is printed: ``1``, ``*``."""

    position: int
    id: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a text document, one line of words however it was wrapped.

    Attributes:
        text: as printed, in composed letters (NFC), without an automatic list mark and without marks of notes; a tab
            stands for a tab, a line feed for a forced line break.
        location: its place; ``table``, ``row`` and ``column`` too where it stands in a cell. Use :meth:`at` for a part.
        kind: what it is. A ``caption`` belongs to a table and is told there too; a ``cell`` is a cell's words, given for
            tables without figures and for cells that hold sentences; what stands in a ``header`` or ``footer`` is no part of the text.
        level: of a heading from 1, or of a list item from 1, the outermost; 0 for neither.
        label: the mark of a list item or heading as printed: ``a)``, ``1.2.``, ``-``; an automatic one is worked out.
        lead: how many characters of ``text`` are its mark, with the space behind it: 0 where the mark is automatic.
        anchors: where marks of notes stand.
        note: of a footnote or endnote, its id.
        steps: (position in ``text``, character of the source) wherever the two cease to run side by side. The source is
            the decoded file where ``location.offset`` is known, else the paragraph's own letters.
        pages: (position in ``text``, page) where the paragraph goes on to a further page.
        begin: of a piece of a long paragraph, how many of its letters stand before.
    """

    text: str
    location: Location = NOWHERE
    kind: ParagraphKind = "body"
    level: int = 0
    label: str = ""
    lead: int = 0
    anchors: tuple[Note, ...] = ()
    note: str = ""
    steps: tuple[tuple[int, int], ...] = field(default=(), repr=False)
    pages: tuple[tuple[int, int], ...] = ()
    begin: int = 0

    def at(self, start: int, end: int) -> Location:
        """Where the characters from ``start`` up to ``end`` of the text stand."""
        place = self.location
        page = place.page
        for position, other in self.pages:
            if start >= position:
                page = other
        if place.offset is not None:
            offset = self.source(start, place.offset)
            return replace(place, page=page, start=self.begin + start, end=self.begin + end, offset=offset)
        last = self.source(end - 1, 0) + 1 if end > start else self.source(start, 0)
        return replace(place, page=page, start=self.source(start, 0), end=last)

    def source(self, position: int, origin: int) -> int:
        """The character of the source that stands at a position of the text, counted from ``origin``."""
        at = (0, origin)
        for step in self.steps:
            if step[0] > position:
                break
            at = step
        return at[1] + position - at[0]


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that was there and was not understood."""

    display: str
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader found, in reading order: tables, and paragraphs where there is text. ``grids`` are what the tables
    were cut from."""

    path: str
    format: str
    sha256: str
    grids: tuple[Grid, ...]
    blocks: tuple[Table | Paragraph, ...]
    unread: tuple[Unread, ...] = ()
    language: str = "vi"

    @property
    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        return (block for block in self.blocks if isinstance(block, Paragraph))


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
    location: Location = NOWHERE
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
class Conflict:
    """Relations of which each holds by itself, and not all can hold at once, whatever amounts stand behind the figures."""

    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Deduced:
    """A blank that only one value fits, and the relations that say so."""

    figure: Figure
    value: Decimal
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Suspect:
    """A figure that may be wrong, and the value that would mend it: as the figure would print it, and as a number."""

    figure: Figure
    suggestion: str
    reason: str
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell the author. ``figures`` pairs each figure with its role: ``total``, ``part``, ``whole`` …

    ``suspects`` are the figures that are wrong, ``alternatives`` those that may be where nothing decides; ``knock_on`` are the
    findings that the same wrong figure causes.
    """

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
    knock_on: tuple[Finding, ...] = ()

"""``Biểu 1!J7=732`` → the figure that stands there, and what it is to be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from reportcheck.errors import ReportcheckError
from reportcheck.model import Figure, Grid, Location
from reportcheck.numerals import print_number, read_number, tidy
from reportcheck.pipeline import Checked

__all__ = ["Wanted", "formula_at", "grid_of", "printed_like", "read_setting"]

_CELL = re.compile(r"(?:(?P<sheet>.*)!)?\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>[1-9]\d*)$", re.DOTALL)
_LONGEST = 20  # digits of a figure
_MOST = 6  # choices named in a message


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure of the report, and what somebody would make of it."""

    figure: Figure
    new: Figure
    formula: str = ""


def read_setting(checked: Checked, setting: str) -> Wanted:
    """What ``PLACE=NUMBER`` means in a report.

    Args:
        setting: the place as the report's messages say it (``Biểu 1!J7``, ``J7`` where there is one sheet, ``bảng 2, hàng 5, cột 3``,
            ``đoạn 12``), with ``@start`` behind it where a paragraph has several figures; ``@offset`` in plain text.

    Raises:
        ReportcheckError: code ``setting``: no such place, no figure there, several, or no number behind the sign.
    """
    place, sign, number = setting.rpartition("=")
    place, number = place.strip(), number.strip()
    if not sign or not place or not number:
        raise _refused(
            f"“{setting}” phải có dạng VỊ TRÍ=SỐ, ví dụ Biểu 1!J7=732",
            f"{setting!r} must read PLACE=NUMBER, such as Sheet1!J7=732",
        )
    figure = _figure_at(checked, place)
    value, digits = _number(number, checked.document.language)
    if number.endswith("%") and figure.unit != "%" and not figure.text.endswith("%"):
        raise _refused(
            f"số ở “{place}” không phải là tỷ lệ: {figure.text}", f"the figure at {place!r} is no share: {figure.text}"
        )
    text = printed_like(figure, value, digits, checked.document.language)
    new = replace(figure, text=text, value=value, digits=digits, mark="", step=None, hidden=False)
    return Wanted(figure, new, formula_at(checked.document.grids, figure.location))


def _number(text: str, language: str) -> tuple[Decimal, int]:
    reading = read_number(text)
    if reading is None or not reading.numerals or reading.set_aside or reading.mark:
        raise _refused(f"“{text}” không phải là một số", f"{text!r} is no number")
    numeral = reading.numerals[0]
    if len(numeral.value.as_tuple().digits) > _LONGEST:
        raise _refused(f"“{text[:_LONGEST]}…” là số quá dài", f"{text[:_LONGEST]!r}… is too long a number")
    if reading.ambiguous and numeral.thousands != ("." if language == "vi" else ","):
        numeral = reading.numerals[1]
    return numeral.value, numeral.digits


_GROUPED = re.compile(r"\d[.,\s]\d{3}(?!\d)")


def printed_like(figure: Figure, value: Decimal, digits: int, language: str) -> str:
    """A value in the spelling of the figure whose place it takes: with so many decimals, and marks for thousands if it has some."""
    with localcontext() as context:
        context.prec = 200  # a figure is never cut
        text = print_number(value, language, digits)
    long = figure.value is not None and abs(figure.value) >= 1000
    in_cell = figure.location.row is not None and figure.location.table is None
    if (long or in_cell) and not _GROUPED.search(figure.text):
        text = text.replace("." if language == "vi" else ",", "")
    return text + ("%" if figure.text.endswith("%") else "")


def _figure_at(checked: Checked, place: str) -> Figure:
    cell = _CELL.match(place)
    if cell is not None and any(grid.place is None for grid in checked.document.grids):
        return _figure_in_cell(checked, place, cell)
    name, _, start = place.partition("@")
    found = [f for f in _figures(checked) if _stands(f, tidy(name).casefold(), start)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise _refused(f"không có số nào ở “{place}”", f"there is no figure at {place!r}")
    choices = ", ".join(f"{f.location.display}@{_start(f.location)} ({f.text})" for f in found[:_MOST])
    raise _refused(
        f"ở “{place}” có {len(found)} số, hãy chọn một: {choices}",
        f"there are {len(found)} figures at {place!r}, choose one: {choices}",
    )


def _figures(checked: Checked) -> Iterator[Figure]:
    if checked.sentences is not None:
        yield from (quantity.figure for quantity in checked.sentences.quantities)
    for view in checked.views:
        for c in view.number_columns:
            for r in range(view.height):
                if view.body_rows[r][c] is not None:
                    figure = view.figure(r, c)
                    if figure.set_aside is None:
                        yield figure


def _start(place: Location) -> int | None:
    return place.offset if place.offset is not None else place.start


def _stands(figure: Figure, name: str, start: str) -> bool:
    """Whether a figure stands where a call says; ``name`` is folded."""
    place = figure.location
    if name and name not in {replace(place, language=tongue).display.casefold() for tongue in ("vi", "en")}:
        return False
    if not start:
        return bool(name)
    first = _start(place)
    if not start.isdigit() or first is None:
        return False
    return first <= int(start) < first + max(len(figure.text), 1)


def _figure_in_cell(checked: Checked, place: str, cell: re.Match[str]) -> Figure:
    """The figure of a workbook or csv at ``Sheet!C7``."""
    grids = [grid for grid in checked.document.grids if grid.place is None]
    sheet = cell["sheet"]
    if sheet is not None:
        named = sheet[1:-1].replace("''", "'") if sheet[:1] == sheet[-1:] == "'" else sheet
        grids = [grid for grid in grids if tidy(grid.name).casefold() == tidy(named).casefold()]
    names = ", ".join(grid.name for grid in checked.document.grids if grid.name)
    if not grids:
        raise _refused(f"không có trang “{sheet}”; các trang: {names}", f"there is no sheet {sheet!r}; sheets: {names}")
    if len(grids) > 1:
        raise _refused(f"“{place}” phải nêu trang: {names}", f"{place!r} must name its sheet: {names}")
    column = 0
    for letter in cell["column"].upper():
        column = column * 26 + ord(letter) - 64
    row, column, grid = int(cell["row"]) - 1, column - 1, grids[0]
    where = grid.location(row, column)
    for view in checked.views:
        r, c = row - view.top, column - view.left
        if view.grid is grid and 0 <= r < view.height and 0 <= c < view.width:
            figure = view.figure(r, c)
            if figure.value is None and figure.mark not in ("blank", "unknown"):
                raise _refused(
                    f"{where} không phải là số: “{figure.text}”", f"{where} holds no figure but {figure.text!r}"
                )
            return figure
    raise _refused(f"{where} không thuộc bảng số nào", f"{where} is in no table of figures")


def grid_of(grids: Iterable[Grid], place: Location) -> Grid | None:
    """The sheet (or the piece of one) in which a cell of a workbook or csv stands."""
    if place.row is None or place.column is None:
        return None
    for grid in grids:
        inside = grid.top <= place.row <= grid.bottom and grid.left <= place.column <= grid.right
        if inside and (grid.name or None) == place.sheet:
            return grid
    return None


def formula_at(grids: Iterable[Grid], place: Location) -> str:
    """The formula of a cell; empty for none."""
    grid = grid_of(grids, place)
    if grid is None or place.row is None or place.column is None:
        return ""
    return grid.formulas.get((place.row, place.column), "")


def _refused(vi: str, en: str) -> ReportcheckError:
    return ReportcheckError("setting", vi=f"{vi[0].upper()}{vi[1:]}.", en=f"{en[0].upper()}{en[1:]}.")

"""A file, bytes or DataFrames → a :class:`~reportcheck.model.Document` with its tables."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from reportcheck.labels import language_of
from reportcheck.model import Area, Document, Frame, Grid, Paragraph, Table, Unread, Value, cell_name
from reportcheck.read.blocks import split
from reportcheck.read.parts import Part, put_together
from reportcheck.read.source import load_path, read_parts

if TYPE_CHECKING:
    import pandas

__all__ = ["read_bytes", "read_frames", "read_path"]


Reader = Callable[[bytes, str], tuple[Sequence[Part], tuple[Unread, ...]]]


def read_path(path: str | os.PathLike[str], reader: Reader | None = None) -> Document:
    """The document in a file, read by a reader of another package where one is given.

    Raises:
        ReportcheckError: the file cannot be read; the message names it and says what to do.
    """
    data, name = load_path(path)
    if reader is None:
        return read_bytes(data, name)
    parts, unread = reader(data, name)
    return _made(name, os.path.splitext(name)[1].lstrip("."), data, parts, unread)


def read_bytes(data: bytes, name: str = "report.xlsx") -> Document:
    """The document in a file's bytes; ``name`` is what messages call it, and its suffix says what the bytes may be.

    Raises:
        ReportcheckError: the bytes cannot be read.
    """
    kind, parts, unread = read_parts(data, name)
    return _made(name, kind, data, parts, unread)


def _made(name: str, kind: str, data: bytes, parts: Sequence[Part], unread: Sequence[Unread]) -> Document:
    digest = hashlib.sha256(data).hexdigest()
    grids = [part for part in parts if isinstance(part, Grid)]
    if len(grids) < len(parts) or any(grid.place for grid in grids):
        language = language_of(_words(parts))
        placed, blocks = put_together(parts, language)
        return Document(name, kind, digest, placed, blocks, tuple(unread), language)
    tables = [table for grid in grids for table in split(grid)]
    return _document(name, kind, digest, grids, tables, unread)


def _words(parts: Sequence[Part]) -> list[str]:
    """The first paragraphs and cells: enough to tell the language."""
    texts: list[str] = []
    for part in parts[:200]:
        if isinstance(part, Paragraph):
            texts.append(part.text)
        else:
            texts += [v for row in part.rows[:20] for v in row[:30] if isinstance(v, str)]
    return texts


def read_frames(frames: Mapping[str, pandas.DataFrame], name: str = "DataFrame") -> Document:
    """The document that one or more DataFrames make: column labels are headings, the index (unless it merely counts) labels rows.

    Args:
        frames: each with the name that messages call it; it also counts as its title.
        name: of the whole.
    """
    for title, frame in frames.items():
        if not (hasattr(frame, "iloc") and hasattr(frame, "columns")):
            raise TypeError(f"expected a DataFrame under {title!r}, got {type(frame).__name__}")
    grids = [_frame_grid(str(title), frame) for title, frame in frames.items()]
    tables = []
    for grid in grids:
        assert grid.frame is not None
        tables.append(Table(grid, Area(0, 0, grid.bottom, grid.right), grid.frame.headings, caption=grid.name))
    digest = hashlib.sha256()
    for grid in grids:
        digest.update(repr((grid.name, grid.rows)).encode("utf-8", "replace"))
    return _document(name, "frame", digest.hexdigest(), grids, tables, ())


def _document(
    name: str, kind: str, digest: str, grids: Sequence[Grid], tables: list[Table], unread: Sequence[Unread]
) -> Document:
    unread = [*unread, *_uncomputed(grids)]
    numbered = tuple(replace(table, index=i) for i, table in enumerate(tables))
    return Document(name, kind, digest, tuple(grids), numbered, tuple(unread), language_of(_texts(grids, numbered)))


def _uncomputed(grids: Sequence[Grid]) -> list[Unread]:
    """Formulas without a stored value, one entry a sheet: a program wrote them that does not calculate.

    Readers leave out the formulas whose stored value is a text without letters.
    """
    found = []
    for grid in grids:
        empty = [place for place in grid.formulas if grid.at(*place) is None]
        if empty:
            found.append(Unread(f"{grid.name}!{cell_name(*empty[0])}", "no-stored-values"))
    return found


def _texts(grids: Sequence[Grid], tables: Sequence[Table]) -> list[str]:
    """Titles, headings and the first labels: enough to tell the language."""
    texts = [table.caption for table in tables]
    for grid in grids[:20]:
        texts.append(grid.name)
        texts += [v for row in grid.rows[:60] for v in row[:30] if isinstance(v, str)]
    return texts


def _frame_grid(title: str, frame: pandas.DataFrame) -> Grid:
    import pandas as pd

    headings: list[list[Value]] = []
    for level in range(frame.columns.nlevels):
        headings.append([_plain(v) for v in frame.columns.get_level_values(level)])
    counting = isinstance(frame.index, pd.RangeIndex)
    index_rows: list[list[Value]] = [[] for _ in range(len(frame))]
    stubs = 0
    if not counting:
        stubs = frame.index.nlevels
        labels = frame.index.to_list()
        index_rows = [[_plain(v) for v in (label if isinstance(label, tuple) else (label,))] for label in labels]
        names: list[Value] = [None if n is None else str(n) for n in frame.index.names]
        headings = [[*(names if i == len(headings) - 1 else [None] * stubs), *row] for i, row in enumerate(headings)]
    columns = [[_plain(v) for v in frame.iloc[:, i].tolist()] for i in range(frame.shape[1])]
    body = [[*index_rows[r], *(column[r] for column in columns)] for r in range(len(frame))]
    where = Frame(tuple(frame.index.to_list()), tuple(frame.columns.to_list()), len(headings), stubs)
    return Grid(title, [*headings, *body], frame=where)


_TOO_LARGE = 10**200


def _plain(value: Any) -> Value:
    """A DataFrame's value as a cell's: missing ones are empty, numpy's are Python's."""
    if value is None or type(value).__name__ in ("NAType", "NaTType") or value != value:
        return None
    if hasattr(value, "item") and not isinstance(value, (str, bytes)):
        value = value.item()
    if isinstance(value, (float, Decimal)) and not math.isfinite(value):
        return str(value)
    if isinstance(value, (int, Decimal)) and not -_TOO_LARGE < value < _TOO_LARGE:
        return str(value)  # no report's figure, and more than arithmetic on the way can hold
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime()  # type: ignore[no-any-return]
    return value if isinstance(value, (str, int, float, Decimal, dt.date, dt.time)) else str(value)

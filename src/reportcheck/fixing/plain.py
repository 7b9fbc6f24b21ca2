"""Changes in csv and plain text: the characters of the figures, and no others."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Sequence
from typing import TypeAlias

from reportcheck.fixing.plan import Change, Left
from reportcheck.numerals import tidy
from reportcheck.read.csv import find_encoding

__all__ = ["write_csv", "write_text"]

_DELIMITERS = (",", ";", "\t", "|")
Span: TypeAlias = tuple[int, int, str]  # from, to, what is to stand there
Find: TypeAlias = Callable[[str, Sequence[Change]], tuple[list[Span], list[Left]]]
_NEAR = 12  # characters of markup that may stand before a figure in its cell


def write_text(data: bytes, changes: Sequence[Change]) -> tuple[bytes, list[Left]]:
    """The bytes of a text file with the figures changed; what could not be found is returned."""
    return _written(data, changes, _at_offsets)


def write_csv(data: bytes, changes: Sequence[Change]) -> tuple[bytes, list[Left]]:
    """The bytes of a csv with the fields changed; what could not be found is returned."""
    return _written(data, changes, _in_fields)


def _written(data: bytes, changes: Sequence[Change], find: Find) -> tuple[bytes, list[Left]]:
    mark, encoding = _encoding(data)
    errors = "surrogateescape" if encoding == "utf-8" else "replace"  # damaged letters stay as they are
    text = data[len(mark) :].decode(encoding, errors)
    if mark + text.encode(encoding, errors) != data:
        return data, [
            Left(c, "không giữ nguyên được bảng mã của tệp", "the file's encoding cannot be kept") for c in changes
        ]
    spans, failed = find(text, changes)
    out, at = [], 0
    for start, end, new in sorted(spans):
        out += [text[at:start], new]
        at = end
    out.append(text[at:])
    return mark + "".join(out).encode(encoding, errors), failed


def _encoding(data: bytes) -> tuple[bytes, str]:
    """The byte order mark, and the encoding of what stands behind it."""
    encoding = find_encoding(data)
    marks = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
    for mark, name in marks.items():
        if data.startswith(mark) and encoding in ("utf-8-sig", "utf-16"):
            return mark, name
    return b"", encoding


def _gone(change: Change) -> Left:
    return Left(change, "không tìm thấy đúng chữ số này trong tệp", "these digits were not found in the file")


def _at_offsets(text: str, changes: Sequence[Change]) -> tuple[list[Span], list[Left]]:
    spans: list[Span] = []
    failed: list[Left] = []
    for change in changes:
        start, old = change.figure.location.offset, change.figure.text
        found = -1 if start is None else text.find(old, start, start + _NEAR + len(old))
        if found < 0 or "\n" in text[start:found]:
            failed.append(_gone(change))
        else:
            spans.append((found, found + len(old), change.text))
    return spans, failed


def _in_fields(text: str, changes: Sequence[Change]) -> tuple[list[Span], list[Left]]:
    """The spans of fields, read with the delimiter under which all of them hold what was read."""
    best: tuple[list[Span], list[Left]] = [], [_gone(change) for change in changes]
    for delimiter in _DELIMITERS:
        try:
            records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        wanted = {}
        failed = []
        for change in changes:
            at = change.figure.location
            record = records[at.row] if at.row is not None and at.row < len(records) else []
            if (
                at.row is not None
                and at.column is not None
                and at.column < len(record)
                and tidy(record[at.column]) == change.figure.text
            ):
                wanted[at.row, at.column] = change
            else:
                failed.append(_gone(change))
        if len(failed) < len(best[1]):
            spans = [
                (s, e, _field(wanted[p].text, text[s:e], delimiter))
                for p, (s, e) in _spans(text, delimiter, set(wanted)).items()
            ]
            best = spans, failed
    return best


def _field(new: str, old: str, delimiter: str) -> str:
    if old.lstrip().startswith('"') or any(c in new for c in (delimiter, '"')):
        return '"' + new.replace('"', '""') + '"'
    return old[: len(old) - len(old.lstrip())] + new + old[len(old.rstrip()) :]


def _spans(text: str, delimiter: str, wanted: set[tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Where the wanted fields stand, as characters of the text."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    row = column = start = i = 0
    quoted = False
    while i <= len(text):
        letter = text[i] if i < len(text) else "\n"
        if quoted:
            quoted = letter != '"' or i >= len(text)
        elif letter == '"' and i == start:
            quoted = True
        elif letter == '"' and text[i - 1] == '"':
            quoted = True  # a doubled mark inside a quoted field
        elif letter == delimiter or letter in "\r\n":
            if (row, column) in wanted:
                found[row, column] = (start, i)
            if letter == delimiter:
                column += 1
            else:
                i += letter == "\r" and text[i + 1 : i + 2] == "\n"
                row, column = row + 1, 0
            start = i + 1
        i += 1
    return found

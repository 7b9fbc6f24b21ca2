"""Text tables: comma, semicolon, tab or bar between the cells, in the encodings that offices write."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from reportcheck.errors import ReportcheckError
from reportcheck.model import Grid, Unread
from reportcheck.read.legacy_text import Coding, guessed_coding, undo
from reportcheck.read.refusal import unreadable

__all__ = ["find_encoding", "read_csv"]

LONGEST_LINE = 1_000_000
# Rows are padded to one width; beyond this many cells, or this many per cell of the file, that is refused.
MOST_CELLS = 20_000_000
MOST_SPREAD = 20
_BLOCK = 1 << 18
_SAMPLE = 1 << 16
_DELIMITERS = (";", "\t", "|", ",")
_SEP = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_NUMBER = re.compile(r"[\s(+-]*+[0-9][0-9.,\s]*+[)%\s]*+")
# A comma that stands for a break between cells: not the one of a number, nor one of prose, which a space follows.
_BREAKING_COMMA = re.compile(r",(?=\S)")
_VIETNAMESE_MARKS = "\u0300\u0301\u0303\u0309\u0323"


def read_csv(data: bytes, path: str) -> tuple[tuple[Grid, ...], tuple[Unread, ...]]:
    """The one table of a text file, every cell as printed.

    Args:
        data: the bytes of the file.
        path: its name, for messages.

    Returns:
        A grid without a name whose rows are the records of the file, padded to one width; an empty cell is None. A
        first line ``sep=;`` is left out (the grid's ``top`` is 1 then). An :class:`Unread` with the reason
        ``unclosed-quote`` where a quotation mark swallows the lines to the end of the file.

    Raises:
        ReportcheckError: ``empty``; ``unreadable`` with the line where the file is binary, in no known encoding, or has
            a line (or a quoted cell) too long to be one.
    """
    if not data.strip(b" \t\r\n\xef\xbb\xbf"):
        raise ReportcheckError("empty", vi=f"Tệp {path} không có nội dung.", en=f"The file {path} is empty.", path=path)
    encoding = find_encoding(data)
    _check(data, encoding, path)
    sample = _sample(data, encoding)
    declared = _SEP.fullmatch(sample[0]) if sample else None
    delimiter = declared.group(1) if declared else _delimiter(sample)
    lines = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    if declared:
        next(lines)
    coding = guessed_coding(" ".join(sample)) if encoding == "cp1252" else ""
    rows, start = _records(lines, delimiter, encoding == "cp1258", coding, path)
    unread: tuple[Unread, ...] = ()
    if rows and any(cell is not None and "\n" in cell for cell in rows[-1][-1:]) and not _closed(data, encoding):
        unread = (Unread(f"dòng {start + (1 if declared else 0)}", "unclosed-quote"),)
    while rows and not any(rows[-1]):
        rows.pop()
    _pad(rows, path)
    return (Grid(name="", rows=rows, top=1 if declared else 0, typed=False),), unread


def _records(
    lines: Iterable[str], delimiter: str, compose: bool, coding: Coding, path: str
) -> tuple[list[list[str | None]], int]:
    """The records with None for an empty cell, and the line on which the last one starts."""
    reader = csv.reader(lines, delimiter=delimiter)
    rows: list[list[str | None]] = []
    start = line = 0
    try:
        for record in reader:
            start, line = line + 1, reader.line_num
            if compose:
                record = [unicodedata.normalize("NFC", cell) for cell in record]
            elif coding:
                record = [undo(cell, coding) for cell in record]
            rows.append([cell or None for cell in record])
    except csv.Error as error:
        vi = f"ô bắt đầu từ dòng {line + 1} quá dài, có thể thiếu dấu ngoặc kép đóng"
        raise unreadable(
            path,
            vi,
            f"the cell that starts on line {line + 1} is too long, perhaps a closing quotation mark is missing",
        ) from error
    return rows, start


def _closed(data: bytes, encoding: str) -> bool:
    tail = data[-64:] if len(data) % 2 == 0 else data[-63:]
    return tail.decode(encoding, "ignore").rstrip("\r\n").endswith('"')


def _pad(rows: list[list[str | None]], path: str) -> None:
    width = max(map(len, rows), default=0)
    cells = sum(map(len, rows))
    if width * len(rows) > max(MOST_CELLS, MOST_SPREAD * cells):
        line = next(number for number, row in enumerate(rows, 1) if len(row) == width)
        vi, en = f"hàng {line} có tới {width} ô", f"record {line} has as many as {width} cells"
        raise unreadable(path, vi, en)
    for row in rows:
        if len(row) < width:
            row.extend([None] * (width - len(row)))


def find_encoding(data: bytes) -> str:
    """The name of the encoding, by looking: byte order marks, the pattern of NUL bytes, utf-8, else a Windows page."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = data[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 5 > len(head) and min(even, odd) * 20 < len(head):
        return "utf-16-le" if odd > even else "utf-16-be"
    if all(_decoded(data, "utf-8", "strict")):
        return "utf-8"
    text = data[: 1 << 20].decode("utf-8", "replace")
    broken, foreign = text.count("\ufffd"), sum(not c.isascii() for c in text)
    if foreign - broken > 3 * broken:
        return "utf-8"  # damaged utf-8; a Windows page would turn every other letter into two
    return _windows_page(data[: 1 << 20])


def _decoded(data: bytes, encoding: str, errors: str) -> Iterator[bool]:
    """True for each block that decodes, ending with one False at the first that does not."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    view = memoryview(data)
    try:
        for start in range(0, len(data), _BLOCK):
            decoder.decode(view[start : start + _BLOCK], start + _BLOCK >= len(data))
            yield True
    except UnicodeDecodeError:
        yield False


def _windows_page(data: bytes) -> str:
    """cp1258 where its combining marks fall on Vietnamese vowels, else cp1252."""
    try:
        text = data.decode("cp1258")
    except UnicodeDecodeError:
        return "cp1252"
    fitting = strange = 0
    for before, mark in pairwise(text):
        if mark in _VIETNAMESE_MARKS:
            if before.lower() in "aăâeêioôơuưy":
                fitting += 1
            else:
                strange += 1
    if fitting or strange:
        return "cp1258" if fitting > 3 * strange else "cp1252"
    return "cp1258" if "đ" in text.lower() else "cp1252"


def _check(data: bytes, encoding: str, path: str) -> None:
    """Refuse what is no text, decoding in blocks so that the text is never held whole."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line, length = 1, 0
    for start in range(0, len(data), _BLOCK):
        try:
            text = decoder.decode(data[start : start + _BLOCK], start + _BLOCK >= len(data))
        except UnicodeDecodeError as error:
            line += error.object[: error.start].count(b"\n")
            vi, en = f"dòng {line} không thuộc bảng mã nào đã biết", f"line {line} is in no known encoding"
            raise unreadable(path, vi, en) from error
        if "\0" in text:
            line += text.count("\n", 0, text.index("\0"))
            vi, en = f"dòng {line} chứa dữ liệu nhị phân", f"line {line} holds binary data"
            raise unreadable(path, vi, en)
        breaks = [place for place in (text.find("\n"), text.find("\r")) if place >= 0]
        if length + (min(breaks) if breaks else len(text)) > LONGEST_LINE:
            raise unreadable(
                path,
                f"dòng {line} dài hơn {LONGEST_LINE} ký tự",
                f"line {line} is longer than {LONGEST_LINE} characters",
            )
        length = len(text) - 1 - max(text.rfind("\n"), text.rfind("\r")) if breaks else length + len(text)
        line += text.count("\n")


def _sample(data: bytes, encoding: str) -> list[str]:
    """The first lines, the last one left out where it may be cut."""
    text = codecs.getincrementaldecoder(encoding)("ignore").decode(data[:_SAMPLE])
    lines = io.StringIO(text, newline="").readlines()
    return lines[:-1] if len(data) > _SAMPLE and len(lines) > 1 else lines


def _delimiter(lines: list[str]) -> str:
    """The mark that cuts most records into equally many cells.

    The comma comes last, since numbers hold commas too: ``a;1,5;2,5`` has as many commas in every line as semicolons.
    It still wins where what another mark leaves between its cells is full of commas that belong to no number.
    """
    best, best_share, best_width = ",", 0.0, 1
    for delimiter in _DELIMITERS:
        records = _split(lines, delimiter)
        widths = Counter(len(record) for record in records if len(record) > 1)
        if not widths:
            continue
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
        share = times / len(records)
        if delimiter == ",":
            steadier = share > best_share or (best_share < 0.5 and share >= best_share)
            if steadier or (share > 0.7 and _commas_break(_split(lines, best))):
                best = delimiter
        elif (share, width) > (best_share, best_width):
            best, best_share, best_width = delimiter, share, width
    return best


def _split(lines: list[str], delimiter: str) -> list[list[str]]:
    """The records of a sample that hold anything."""
    try:
        return [record for record in csv.reader(lines, delimiter=delimiter) if any(record)]
    except csv.Error:
        return []


def _commas_break(records: list[list[str]]) -> bool:
    breaking = sum(
        any(_BREAKING_COMMA.search(cell) and not _NUMBER.fullmatch(cell) for cell in record) for record in records
    )
    return breaking * 2 > len(records)

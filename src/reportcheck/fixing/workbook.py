"""Changes in the cells of an xlsx: the touched sheets' own xml is patched, every other part stays byte for byte."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from html import escape

from reportcheck.errors import ReportcheckError
from reportcheck.fixing.plan import Change, Left
from reportcheck.model import Grid, Value
from reportcheck.numerals import plain, tidy
from reportcheck.pipeline import Checked
from reportcheck.read.ooxml import Package, read_workbook
from reportcheck.what_if.places import grid_of

__all__ = ["repacked", "write_workbook"]

_VALUE = re.compile(rb"<((?:[\w.-]+:)?)v(?:\s[^>]*)?(?:/>|>.*?</\1v>)", re.DOTALL)
_INLINE = re.compile(rb"<((?:[\w.-]+:)?)is(?:\s[^>]*)?>.*?</\1is>", re.DOTALL)
_FORMULA = re.compile(rb"<((?:[\w.-]+:)?)f(?:\s[^>]*)?(?:/>|>.*?</\1f>)", re.DOTALL)
_TYPE = re.compile(rb"""\st=(["'])(\w+)\1""")
_STRING = re.compile(rb"<((?:[\w.-]+:)?)si(?:\s[^>]*)?(?:/>|>(.*?)</\1si>)", re.DOTALL)
_CALCULATION = re.compile(rb"<((?:[\w.-]+:)?)calcPr\b([^>]*?)(/?)>")
_BEFORE = ("definedNames", "externalReferences", "functionGroups", "sheets")


def write_workbook(data: bytes, checked: Checked, changes: Sequence[Change]) -> tuple[bytes, list[Left]]:
    """The bytes of a workbook with cells changed; what could not be changed is returned.

    A formula stays, and its stored value is set; the workbook then asks to be calculated anew when it is opened.

    Raises:
        ReportcheckError: the archive cannot be read as zip archives are.
    """
    package = Package(data, checked.document.path)
    sheets = {sheet.name: sheet.part for sheet in read_workbook(package).sheets}
    by_part: dict[str, list[Change]] = defaultdict(list)
    failed: list[Left] = []
    for change in changes:
        part = sheets.get(change.figure.location.sheet or "", "")
        if part:
            by_part[part.lower()].append(change)
        else:
            failed.append(_gone(change))
    parts = read_parts(data, checked.document.path)
    names = {name.lower(): name for name in parts}
    strings = parts.get(names.get("xl/sharedstrings.xml", ""), b"")
    new: dict[str, bytes] = {}
    for part, wanted in by_part.items():
        name = names.get(part, "")
        xml = parts.get(name, b"")
        for change in wanted:
            grid = grid_of(checked.document.grids, change.figure.location)
            patched = None if grid is None else _patched(xml, change, grid, strings)
            if patched is None:
                failed.append(_gone(change))
            else:
                xml = patched
        new[name] = xml
    if any(grid.formulas for grid in checked.document.grids) and "xl/workbook.xml" in names:
        name = names["xl/workbook.xml"]
        new[name] = _calculated(parts[name])
    return repacked(data, new), failed


def read_parts(data: bytes, path: str) -> dict[str, bytes]:
    """All parts of a package.

    Raises:
        ReportcheckError: it is no plain zip archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        vi, en = (
            f"{path}: không mở được gói tệp để ghi bản sao.",
            f"{path}: the package cannot be opened to write a copy.",
        )
        raise ReportcheckError("fix", vi=vi, en=en, path=path) from error


def repacked(data: bytes, new: dict[str, bytes]) -> bytes:
    """The archive with some parts replaced; the others, their order and their dates stay."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as copy:
        for info in archive.infolist():
            content = new.get(info.filename)
            copy.writestr(info, archive.read(info) if content is None else content, info.compress_type)
    return out.getvalue()


def _gone(change: Change) -> Left:
    return Left(
        change,
        "không tìm thấy ô này trong tệp, hoặc ô có chữ nhiều kiểu",
        "the cell was not found in the file, or its text has several styles",
    )


def _patched(xml: bytes, change: Change, grid: Grid, strings: bytes) -> bytes | None:
    """A sheet's xml with one cell changed; None where that cell is not found or not understood."""
    at = change.figure.location
    assert at.row is not None
    assert at.column is not None
    name = (at.cell or "").encode()
    cell = re.search(
        rb"<((?:[\w.-]+:)?)c(?=\s)([^>]*?\sr=([\"'])" + name + rb"\3[^>]*?)(?:/>|(?<!/)>(.*?)</\1c>)", xml, re.DOTALL
    )
    if cell is None:
        return None
    prefix, attributes, body = cell[1], cell[2].rstrip(b"/"), cell[4] or b""
    value: Value = grid.at(at.row, at.column)
    kind = _TYPE.search(attributes)
    formula = _FORMULA.search(body)
    if (formula is not None) != change.computed:
        return None
    if isinstance(value, str):
        text = _new_text(value, change)
        if text is None or (kind is not None and kind[2] == b"s" and _has_styles(body, strings)):
            return None
        attributes = _TYPE.sub(b"", attributes) + b' t="inlineStr"'
        inside = b"<%sis><%st>%s</%st></%sis>" % (prefix, prefix, escape(text, quote=False).encode(), prefix, prefix)
    else:
        style = grid.format_at(at.row, at.column)
        stored = change.value.scaleb(-2 if style.percent else 0).scaleb(3 * style.thousands)
        attributes = _TYPE.sub(b"", attributes)
        inside = b"<%sv>%s</%sv>" % (prefix, plain(stored).encode(), prefix)
    rest = _INLINE.sub(b"", _VALUE.sub(b"", body))
    kept = formula[0] if formula is not None else b""
    after = rest.replace(kept, b"", 1).strip() if kept else rest.strip()
    new = b"<%sc%s>%s%s%s</%sc>" % (prefix, attributes, kept, inside, after, prefix)
    return xml[: cell.start()] + new + xml[cell.end() :]


def _new_text(value: str, change: Change) -> str | None:
    """What a cell of text is to say: the figure alone is exchanged."""
    old = change.figure.text
    if tidy(value) == old:
        return change.text
    return value.replace(old, change.text) if old and value.count(old) == 1 else None


def _has_styles(body: bytes, strings: bytes) -> bool:
    """Whether a shared string is written in several styles."""
    found = re.search(rb"<(?:[\w.-]+:)?v[^>]*>\s*(\d+)\s*<", body)
    if found is None:
        return True
    every = _STRING.findall(strings)
    number = int(found[1])
    return number >= len(every) or re.search(rb"<(?:[\w.-]+:)?r[\s>]", every[number][1]) is not None


def _calculated(xml: bytes) -> bytes:
    """A workbook part that asks for a full calculation when it is opened."""
    found = _CALCULATION.search(xml)
    if found is not None:
        attributes = re.sub(rb"""\sfullCalcOnLoad=(["'])\w+\1""", b"", found[2]).rstrip()
        new = b'<%scalcPr%s fullCalcOnLoad="1"%s>' % (found[1], attributes, found[3])
        return xml[: found.start()] + new + xml[found.end() :]
    for name in _BEFORE:
        ends = list(re.finditer(rb"</((?:[\w.-]+:)?)" + name.encode() + rb"\s*>", xml))
        if ends:
            end = ends[-1]
            return xml[: end.end()] + b'<%scalcPr fullCalcOnLoad="1"/>' % end[1] + xml[end.end() :]
    return xml

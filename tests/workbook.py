"""Small workbooks written part by part, so that tests say exactly what stands in a cell: formula, stale value, error, format."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]], merges: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """An xlsx file.

    Args:
        sheets: rows of each sheet. A cell is None, a number, a text, a date, or a mapping with ``v`` (value), ``f``
            (formula beside it), ``format`` (number format), ``error`` (``#REF!``).
        merges: merged areas of each sheet.
    """
    formats: list[str] = []
    bodies = [_sheet(rows, (merges or {}).get(name, ()), formats) for name, rows in sheets.items()]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        names = list(sheets)
        types = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for n in range(1, len(names) + 1)
        )
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
            f"{types}</Types>",
        )
        archive.writestr("_rels/.rels", _rels([("officeDocument", "xl/workbook.xml")]))
        listed = "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1)
        )
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{listed}</sheets></workbook>'
        )
        targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(names) + 1)] + [
            ("styles", "styles.xml")
        ]
        archive.writestr("xl/_rels/workbook.xml.rels", _rels(targets))
        archive.writestr("xl/styles.xml", _styles(formats))
        for n, body in enumerate(bodies, 1):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", body)
    return file.getvalue()


def _rels(targets: Sequence[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{REL}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def _styles(formats: Sequence[str]) -> str:
    codes = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for n, code in enumerate(formats)
    )
    cells = '<xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(formats)))
    return f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(formats)}">{codes}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>'


def _sheet(rows: Sequence[Sequence[Any]], merges: Sequence[str], formats: list[str]) -> str:
    drawn = []
    for r, row in enumerate(rows, 1):
        cells = "".join(_cell(value, f"{_letters(c)}{r}", formats) for c, value in enumerate(row))
        drawn.append(f'<row r="{r}">{cells}</row>')
    merged = (
        f'<mergeCells count="{len(merges)}">{"".join(f"<mergeCell ref={chr(34)}{m}{chr(34)}/>" for m in merges)}</mergeCells>'
        if merges
        else ""
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(drawn)}</sheetData>{merged}</worksheet>'


def _cell(value: Any, name: str, formats: list[str]) -> str:
    if value is None:
        return ""
    style, formula = "", ""
    if isinstance(value, dt.date):
        value = {"v": (value - dt.date(1899, 12, 30)).days, "format": "dd/mm/yyyy"}
    if isinstance(value, Mapping):
        if "error" in value:
            return f'<c r="{name}" t="e"><v>{value["error"]}</v></c>'
        if "format" in value:
            if value["format"] not in formats:
                formats.append(value["format"])
            style = f' s="{formats.index(value["format"]) + 1}"'
        formula = f"<f>{escape(value['f'])}</f>" if "f" in value else ""
        value = value["v"]
    if isinstance(value, str):
        kind, inner = (
            ("str", f"<v>{escape(value)}</v>")
            if formula
            else ("inlineStr", f'<is><t xml:space="preserve">{escape(value)}</t></is>')
        )
        return f'<c r="{name}"{style} t="{kind}">{formula}{inner}</c>'
    return f'<c r="{name}"{style}>{formula}<v>{value!r}</v></c>'


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

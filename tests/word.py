"""Word documents written part by part, for tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PARTS = ("styles", "numbering", "footnotes", "endnotes", "header", "footer", "settings")


def run(text: str, *, font: str = "", properties: str = "") -> str:
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else ""
    return f'<w:r><w:rPr>{fonts}{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*content: str, properties: str = "", style: str = "") -> str:
    """A paragraph; what does not begin with ``<`` is text."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = "".join(one if one.startswith("<") else run(one) for one in content)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inner}</w:p>"


def numbered(text: str, level: int = 0, list_id: int = 1) -> str:
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def cell(*content: str, properties: str = "") -> str:
    """A cell; what does not begin with ``<`` is a paragraph."""
    inner = "".join(one if one.startswith("<") else paragraph(one) for one in content) or paragraph()
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row; what does not begin with ``<w:tc`` is the text of a cell."""
    inner = "".join(one if one.startswith("<w:") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def level(number: int, text: str, how: str = "decimal", start: int = 1, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{how}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*abstract: str, numbers: str = "") -> str:
    """``numbering.xml`` with list 1 for the first abstract list, 2 for the second …, and further ``numbers``."""
    lists = "".join(f'<w:abstractNum w:abstractNumId="{i}">{one}</w:abstractNum>' for i, one in enumerate(abstract))
    plain = "".join(f'<w:num w:numId="{i + 1}"><w:abstractNumId w:val="{i}"/></w:num>' for i in range(len(abstract)))
    return f"<w:numbering {NS}>{lists}{plain}{numbers}</w:numbering>"


def docx(*body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A document. ``parts`` are further ones by kind: ``numbering``, ``styles``, ``footnotes``, ``header`` …"""
    given = dict(parts or {})
    document = given.pop("document", None) or f"<w:document {NS}><w:body>{''.join(body)}</w:body></w:document>"
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{_KINDS}{kind}" Target="{kind}.xml"/>'
        for i, kind in enumerate(given)
        if kind in _PARTS
    )
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    return packed(
        {
            "[Content_Types].xml": _types(given),
            "_rels/.rels": f'<Relationships xmlns="{rels}"><Relationship Id="r1" Type="{_KINDS}officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": document,
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{rels}">{relations}</Relationships>',
            **{f"word/{kind}.xml": text for kind, text in given.items()},
        }
    )


def _types(parts: Mapping[str, str]) -> str:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    plain = "".join(
        f'<Default Extension="{name}" ContentType="application/{what}"/>'
        for name, what in (("rels", "vnd.openxmlformats-package.relationships+xml"), ("xml", "xml"))
    )
    parts = {
        "document": f"{kind}.document.main+xml",
        **{name: f"{kind}.{name}+xml" for name in parts if name in _PARTS},
    }
    own = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{what}"/>' for name, what in parts.items())
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{plain}{own}</Types>'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()

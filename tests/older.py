"""Small xls, xlsb and ods files written byte by byte, so that tests say exactly what stands in a cell."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import quoteattr

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


# ---- the container of xls -------------------------------------------------------------------------------------------


def container(streams: Mapping[str, bytes], children: Mapping[str, bytes] | None = None) -> bytes:
    """A compound file with streams at its root and ``children`` in a storage; those under 4,096 bytes in its small sectors."""
    entries = [*streams.items(), *(children or {}).items()]
    small, small_table, sectors, table = b"", [], [], []
    starts = []

    def put(content: bytes) -> int:
        first, count = len(sectors), -(-len(content) // 512)
        for i in range(count):
            sectors.append(content[i * 512 : (i + 1) * 512].ljust(512, b"\0"))
            table.append(first + i + 1 if i + 1 < count else _END)
        return first

    for _, content in entries:
        if len(content) >= 4096:
            starts.append(put(content))
            continue
        starts.append(len(small_table))
        count = -(-len(content) // 64)
        small_table += [len(small_table) + i + 1 if i + 1 < count else _END for i in range(count)]
        small += content.ljust(count * 64, b"\0")
    root = put(small) if small else _END
    minis = put(struct.pack(f"<{len(small_table)}I", *small_table).ljust(512, b"\xff")) if small else _END
    top = len(streams) + (1 if children else 0)
    listed = [_entry("Root Entry", 5, (_FREE, _FREE, 1 if top else _FREE), root, len(small))]
    for i, (name, content) in enumerate(entries[: len(streams)]):
        after = i + 2 if i + 1 < top else _FREE
        listed.append(_entry(name, 2, (_FREE, after, _FREE), starts[i], len(content)))
    if children:
        listed.append(_entry("Embedded", 1, (_FREE, _FREE, top + 1), 0, 0))
        for i, (name, content) in enumerate(children.items(), len(streams)):
            after = i + 3 if i + 1 < len(entries) else _FREE
            listed.append(_entry(name, 2, (_FREE, after, _FREE), starts[i], len(content)))
    directory = put(b"".join(listed))
    own = len(sectors)
    table += [_TABLE]
    sectors.append(struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff"))
    head = OLE2 + bytes(16) + struct.pack("<HHHHH6xII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1)
    head += struct.pack("<6I", directory, 0, 4096, minis, 1 if small else 0, _END) + struct.pack("<I", 0)
    head += struct.pack("<I", own).ljust(436, b"\xff")
    return head + b"".join(sectors)


def _entry(name: str, kind: int, links: tuple[int, int, int], start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBB3I", len(raw) + 2, kind, 1, *links)
    return head.ljust(116, b"\0") + struct.pack("<III", start, size, 0)


# ---- xls: records ---------------------------------------------------------------------------------------------------


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def wide(text: str, size: str = "H") -> bytes:
    """A text of 1997 and later."""
    return struct.pack("<" + size, len(text)) + b"\1" + text.encode("utf-16-le")


def cell(kind: int, row: int, column: int, style: int, content: bytes) -> bytes:
    return record(kind, struct.pack("<HHH", row, column, style) + content)


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return cell(0x0203, row, column, style, struct.pack("<d", value))


def text(row: int, column: int, value: str, style: int = 0) -> bytes:
    return cell(0x0204, row, column, style, wide(value))


def formula(row: int, column: int, value: float | bytes, tokens: bytes, style: int = 0) -> bytes:
    result = struct.pack("<d", value) if isinstance(value, float) else value
    return cell(0x0006, row, column, style, result + bytes(6) + struct.pack("<H", len(tokens)) + tokens)


def merged(*areas: tuple[int, int, int, int]) -> bytes:
    return record(0x00E5, struct.pack("<H", len(areas)) + b"".join(struct.pack("<4H", *area) for area in areas))


def shared_strings(*records: bytes) -> bytes:
    """The table of shared strings: the first record and those that continue it."""
    first, *more = records
    return record(0x00FC, bytes(8) + first) + b"".join(record(0x003C, content) for content in more)


def xls(
    sheets: Mapping[str, Iterable[bytes]],
    formats: Sequence[str] = (),
    extra: Iterable[bytes] = (),
    hidden: Iterable[str] = (),
    kinds: Mapping[str, int] | None = None,
) -> bytes:
    """The stream of a workbook of 1997. Style 0 is General, styles from 1 are ``formats``."""
    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 1997, 0, 0)) + b"".join(extra)
    start += b"".join(record(0x041E, struct.pack("<H", 164 + i) + wide(code)) for i, code in enumerate(formats))
    start += record(0x00E0, bytes(20))
    start += b"".join(record(0x00E0, struct.pack("<HH", 0, 164 + i) + bytes(16)) for i in range(len(formats)))
    names = [wide(name, "B") for name in sheets]
    place = len(start) + sum(len(record(0x0085, bytes(6) + name)) for name in names) + len(record(0x000A))
    bodies = []
    for name, raw, cells in zip(sheets, names, sheets.values(), strict=True):
        body = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 1997, 0, 0)) + b"".join(cells) + record(0x000A)
        start += record(0x0085, struct.pack("<IBB", place, name in hidden, (kinds or {}).get(name, 0)) + raw)
        place += len(body)
        bodies.append(body)
    return start + record(0x000A) + b"".join(bodies)


def xls95(cells: Iterable[bytes], name: bytes, codepage: int | None, format: bytes = b"0.0%") -> bytes:
    """The stream of a workbook of 1995 with one sheet; text is bytes of a code page. Style 1 is ``format``."""
    start = record(0x0809, struct.pack("<HHHH", 0x0500, 5, 0, 1996))
    start += record(0x0042, struct.pack("<H", codepage)) if codepage is not None else b""
    start += record(0x041E, struct.pack("<HB", 164, len(format)) + format)
    start += record(0x00E0, bytes(16)) + record(0x00E0, struct.pack("<HH", 0, 164) + bytes(12))
    length = len(start) + len(record(0x0085, bytes(7) + name)) + 4
    start += record(0x0085, struct.pack("<IBBB", length, 0, 0, len(name)) + name) + record(0x000A)
    return start + record(0x0809, struct.pack("<HHHH", 0x0500, 0x10, 0, 1996)) + b"".join(cells) + record(0x000A)


# ---- xlsb: records in parts -----------------------------------------------------------------------------------------


def part_record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(content)
    size = b""
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 127 else 0)])
        length >>= 7
        if not length:
            return head + size + content


def long_text(value: str) -> bytes:
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def row_head(row: int, hidden: bool = False) -> bytes:
    return part_record(0, struct.pack("<IIHBBB", row, 0, 300, 0, 0x10 if hidden else 0, 0) + bytes(4))


def part_cell(kind: int, column: int, content: bytes, style: int = 0) -> bytes:
    return part_record(kind, struct.pack("<II", column, style) + content)


def part_formula(kind: int, column: int, value: bytes, tokens: bytes, style: int = 0, behind: bytes = b"") -> bytes:
    content = value + struct.pack("<HI", 0, len(tokens)) + tokens + struct.pack("<I", len(behind)) + behind
    return part_cell(kind, column, content, style)


def xlsb(
    sheets: Mapping[str, bytes],
    formats: Sequence[str] = (),
    strings: Sequence[str] = (),
    hidden: Iterable[str] = (),
    extra: bytes = b"",
    behind: bytes = b"",
) -> bytes:
    """A workbook whose sheets are given as the records of their rows; ``behind`` follows the rows of each."""
    listed = b"".join(
        part_record(156, struct.pack("<II", name in hidden, n) + long_text(f"rId{n}") + long_text(name))
        for n, name in enumerate(sheets, 1)
    )
    targets = [("worksheet", f"worksheets/sheet{n}.bin") for n in range(1, len(sheets) + 1)]
    targets += [("styles", "styles.bin"), ("sharedStrings", "sharedStrings.bin")]
    styles = b"".join(part_record(44, struct.pack("<H", 164 + i) + long_text(code)) for i, code in enumerate(formats))
    cells = b"".join(part_record(47, struct.pack("<HH", 0, 164 + i) + bytes(12)) for i in range(len(formats)))
    styles = part_record(615, struct.pack("<I", len(formats))) + styles + part_record(616)
    styles += (
        part_record(617, struct.pack("<I", 1 + len(formats))) + part_record(47, bytes(16)) + cells + part_record(618)
    )
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="bin" ContentType="{kind}"/></Types>',
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.bin")]),
        "xl/workbook.bin": part_record(131) + part_record(143) + listed + part_record(144) + extra + part_record(132),
        "xl/_rels/workbook.bin.rels": _relations(targets),
        "xl/styles.bin": styles,
        "xl/sharedStrings.bin": part_record(159, struct.pack("<II", len(strings), len(strings)))
        + b"".join(part_record(19, b"\0" + long_text(s)) for s in strings)
        + part_record(160),
    }
    for n, body in enumerate(sheets.values(), 1):
        body = part_record(145) + body + part_record(146) + behind
        parts[f"xl/worksheets/sheet{n}.bin"] = part_record(129) + part_record(148, bytes(16)) + body + part_record(130)
    return packed(parts)


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{REL}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(targets, 1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return file.getvalue()


# ---- ods: one xml part ----------------------------------------------------------------------------------------------

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
    for name, uri in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "number": "datastyle",
    }.items()
)
_SPACES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def ods(sheets: Mapping[str, str] | str, styles: str = "", parts: Mapping[str, str] | None = None) -> bytes:
    """A workbook whose sheets are given as the xml of their columns and rows, or all together."""
    if not isinstance(sheets, str):
        sheets = "".join(f"<table:table table:name={quoteattr(n)}>{rows}</table:table>" for n, rows in sheets.items())
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return packed({"mimetype": kind, "content.xml": xml, "META-INF/manifest.xml": manifest, **(parts or {})})

"""The package under a workbook: its zip directory, its parts within bounds, and what workbook and styles say.

The small parts are read with regular expressions instead of an xml tree: for a workbook of one page that is what
keeps reading close to the cost of its cells.
"""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from reportcheck.errors import ReportcheckError
from reportcheck.model import GENERAL, NumberFormat
from reportcheck.read.number_format import builtin_format, parse_format
from reportcheck.read.refusal import encrypted, too_large, unreadable
from reportcheck.read.zip_directory import DEFLATED, STORED, Entry, any_directory, plain_directory

__all__ = [
    "DamagedError",
    "Package",
    "Sheet",
    "Workbook",
    "attributes",
    "read_formats",
    "read_workbook",
    "relations",
    "tags",
]

MAX_PART = 1 << 30
MAX_TOTAL = 4 << 30
MAX_RATIO = 200
RATIO_FROM = 100 << 20
# Deflate cannot grow data by more than this, so that a small compressed part needs no counting.
DEFLATE_LIMIT = 1032
_SLICE = 1 << 16
_CHUNK = 1 << 20

_ATTRIBUTE = re.compile(r"""(?<![\w.-])([\w.-]++)\s*+=\s*(?:"([^"]*)"|'([^']*)')""")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
_DTD = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class DamagedError(Exception):
    """A part of the package that cannot be read; turned into an error or an unread sheet by the reader."""


class Package:
    """The parts of a zip archive, each read within bounds.

    Args:
        data: the bytes of the file.
        path: its name, for messages.

    Raises:
        ReportcheckError: ``unreadable`` when it is no zip archive, ``too-large`` when a part would unpack to more
            than is reasonable, ``encrypted`` when the archive itself has a password.
    """

    def __init__(self, data: bytes, path: str) -> None:
        self.data, self.path = data, path
        self._view = memoryview(data)
        found = plain_directory(data)
        entries = any_directory(data) if found is None else found
        if entries is None:
            vi = "tệp không phải sổ tính xlsx hoặc bị cắt cụt, không thấy mục lục của tệp nén"
            en = "it is no xlsx workbook or is cut short, the directory of the zip archive was not found"
            raise unreadable(path, vi, en)
        # Names of parts are compared without regard to case.
        self._parts = {entry.name.lower().replace("\\", "/"): entry for entry in entries}
        odd = any(".." in name or "//" in name or "/./" in name for name in self._parts)
        self.plain = found is not None and len(self._parts) == len(entries) and not odd
        self._check_sizes(entries)

    def _check_sizes(self, entries: list[Entry]) -> None:
        total = 0
        for entry in entries:
            size = entry.size
            total += size
            if entry.encrypted:
                raise encrypted(self.path)
            if size > MAX_PART or (size > RATIO_FROM and size > MAX_RATIO * max(entry.packed, 1)):
                raise self._too_large(entry)
        if total > MAX_TOTAL:
            vi, en = f"giải nén ra tới {total >> 20} MiB", f"it unpacks to {total >> 20} MiB"
            raise too_large(self.path, vi, en)

    def _too_large(self, entry: Entry) -> ReportcheckError:
        size = entry.size >> 20
        vi = f"phần {entry.name} giải nén ra tới {size} MiB"
        return too_large(self.path, vi, f"the part {entry.name} unpacks to {size} MiB")

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    @property
    def names(self) -> list[str]:
        """The names of all parts, in lower case."""
        return list(self._parts)

    def packed_size(self, name: str) -> int:
        """How many bytes the part takes in the archive."""
        return self._parts[name.lower()].packed

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a part in pieces of at most 1 MiB, checked against its size and checksum.

        Raises:
            DamagedError: the part is missing, cut short, longer than declared, or fails its checksum.
        """
        entry = self._parts.get(name.lower())
        if entry is None:
            raise DamagedError(f"{name} is missing")
        packed = self._packed(entry)
        pieces: Iterable[bytes]
        if entry.method == DEFLATED:
            pieces = _inflate(packed, name) if entry.size > _CHUNK else (_inflate_small(packed, name, entry.size),)
        elif entry.method == STORED:
            pieces = (bytes(packed[start : start + _CHUNK]) for start in range(0, len(packed), _CHUNK))
        else:
            raise DamagedError(f"{name} is packed in an unknown way")
        size = check = 0
        for piece in pieces:
            size += len(piece)
            check = zlib.crc32(piece, check)
            if size > entry.size:
                raise DamagedError(f"{name} is longer than declared")
            yield piece
        if size != entry.size or check != entry.crc:
            raise DamagedError(f"{name} fails its checksum")

    def _packed(self, entry: Entry) -> memoryview:
        start = entry.offset
        header = self.data[start : start + 30] if start >= 0 else b""
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise DamagedError(f"{entry.name} has no header")
        start += 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        packed = self._view[start : start + entry.packed]
        if len(packed) < entry.packed:
            raise DamagedError(f"{entry.name} is cut short")
        return packed

    def text(self, name: str) -> str:
        """A small xml part, decoded and without comments.

        Raises:
            DamagedError: the part cannot be read.
            ReportcheckError: ``unreadable`` where it holds a document type or entities of its own.
        """
        raw = b"".join(self.chunks(name))
        try:
            text = raw.decode(_encoding_of(raw))
        except (UnicodeDecodeError, LookupError) as error:
            raise DamagedError(f"{name} is in an unknown encoding") from error
        if "<!" in text:
            if _DTD.search(text):
                raise self.doctype(name)
            text = _COMMENT.sub("", text)
        return text

    def doctype(self, name: str) -> ReportcheckError:
        """The refusal of a part that brings a document type or entities, which no workbook needs."""
        vi = f"phần {name} chứa khai báo DOCTYPE hoặc ENTITY, không được chấp nhận"
        return unreadable(self.path, vi, f"the part {name} holds a DOCTYPE or ENTITY declaration, which is refused")

    def head(self, name: str) -> bytes:
        """The first bytes of a part, as far as they come with the first piece; empty where it cannot be read."""
        try:
            entry = self._parts[name.lower()]
            packed = bytes(self._packed(entry)[:2048])
            return zlib.decompressobj(-15).decompress(packed, 4096) if entry.method else packed
        except (DamagedError, KeyError, zlib.error):
            return b""


def _inflate(packed: memoryview, name: str) -> Iterator[bytes]:
    """Small slices in, bounded pieces out: neither the input nor the output is ever held whole."""
    stream = zlib.decompressobj(-15)
    try:
        for start in range(0, len(packed), _SLICE):
            piece = stream.decompress(packed[start : start + _SLICE], _CHUNK)
            while piece:
                yield piece
                piece = stream.decompress(stream.unconsumed_tail, _CHUNK)
            if stream.eof:
                return
    except zlib.error as error:
        raise DamagedError(f"{name} cannot be unpacked") from error


def _inflate_small(packed: memoryview, name: str, size: int) -> bytes:
    try:
        return zlib.decompressobj(-15).decompress(packed, size + 1)
    except zlib.error as error:
        raise DamagedError(f"{name} cannot be unpacked") from error


def _encoding_of(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    declared = _ENCODING.match(raw[:200])
    name = declared.group(1).decode("ascii", "replace").lower() if declared else "utf-8"
    return "utf-8-sig" if name in ("utf-8", "utf8") else name


def attributes(tag: str) -> dict[str, str]:
    """The attributes in a start tag, by local name.

    Raises:
        DamagedError: one comes twice, and readers would differ about which counts.
    """
    found = _ATTRIBUTE.findall(tag)
    got = {
        name: unescape(double or single) if "&" in double or "&" in single else double or single
        for name, double, single in found
    }
    if len(got) != len(found):
        raise DamagedError("an attribute comes twice")
    return got


def tags(text: str, name: str) -> list[str]:
    """The inside of every start tag with a local name, whatever its prefix."""
    pattern = rf"""<(?:[\w.-]+:)?{name}((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*+)\s*/?>"""
    return re.findall(pattern, text)


def _strict_tags(text: str, name: str) -> list[str]:
    """The same where one more tag that a lenient reader sees would send it to another part.

    Raises:
        DamagedError: there are tags of that name that are not well formed.
    """
    found = tags(text, name)
    if len(found) != len(re.findall(rf'<(?:[^<>\s"]*:)?{name}[\s/>]', text)):
        raise DamagedError(f"a {name} is not well formed")
    return found


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """What a part points at: id → (last word of the relation's type, name of the target part)."""
    folder, name = posixpath.split(part)
    rels = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    if rels not in package:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for tag in _strict_tags(package.text(rels), "Relationship"):
        got = attributes(tag)
        id, kind = got.get("Id", ""), got.get("Type", "").rpartition("/")[2]
        if id in found:
            raise DamagedError(f"{rels} names an id twice")
        place = posixpath.normpath(posixpath.join("/" + folder, got.get("Target", ""))).lstrip("/")
        found[id] = ("", "") if got.get("TargetMode") == "External" else (kind, place)
    return found


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as the workbook lists it; ``kind`` is ``worksheet``, ``chartsheet`` …, empty where it has no part."""

    name: str
    part: str
    kind: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """What the workbook part says. ``date1904``: days count from 1904. ``targets``: parts by kind of relation."""

    sheets: tuple[Sheet, ...]
    date1904: bool
    targets: dict[str, str]


def read_workbook(package: Package) -> Workbook:
    """The sheets in the workbook's order.

    Raises:
        DamagedError: the archive holds no workbook, or its part cannot be read.
    """
    part = "xl/workbook.xml"
    if part not in package:
        starts = [target for kind, target in relations(package, "").values() if kind == "officeDocument"]
        part = next((target for target in starts if target in package), part)
    if part not in package:
        raise DamagedError("there is no workbook in it")
    text = package.text(part)
    related = relations(package, part)
    sheets = []
    for tag in _strict_tags(text, "sheet"):
        got = attributes(tag)
        kind, target = related.get(got.get("id", ""), ("", ""))
        hidden = got.get("state", "visible") in ("hidden", "veryHidden")
        sheets.append(Sheet(got.get("name", ""), target, kind, hidden))
    settings = [attributes(tag) for tag in tags(text, "workbookPr")]
    date1904 = any(got.get("date1904") in ("1", "true", "on") for got in settings)
    return Workbook(tuple(sheets), date1904, dict(related.values()))


def read_formats(package: Package, part: str) -> tuple[NumberFormat, ...]:
    """The number format of each cell style, in the order in which cells name them; empty without styles."""
    if not part or part not in package:
        return ()
    text = package.text(part)
    codes = {}
    start, end = text.find("numFmts"), text.rfind("numFmts")
    for tag in tags(text[start:end], "numFmt"):
        got = attributes(tag)
        codes[got.get("numFmtId", "")] = got.get("formatCode", "")
    start, end = text.find("cellXfs"), text.rfind("cellXfs")
    formats = []
    for tag in tags(text[start:end], "xf"):
        id = attributes(tag).get("numFmtId", "0")
        if id in codes:
            formats.append(parse_format(codes[id]))
        else:
            formats.append(builtin_format(int(id)) if re.fullmatch("[0-9]{1,3}", id) else GENERAL)
    return tuple(formats)

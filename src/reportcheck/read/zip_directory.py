"""The directory of a zip archive.

The common kind is read here, at a third of the cost of the standard library's, whose import alone takes longer than a
small workbook; everything else is left to that.
"""

from __future__ import annotations

import io
import struct
from typing import NamedTuple

__all__ = ["DEFLATED", "STORED", "Entry", "any_directory", "plain_directory"]

STORED, DEFLATED = 0, 8

_HEADER = struct.Struct("<4s4x2H4x3L3H8xL")


class Entry(NamedTuple):
    """A part of the archive as its directory declares it."""

    name: str
    encrypted: bool
    method: int
    crc: int
    packed: int
    size: int
    offset: int


def plain_directory(data: bytes) -> list[Entry] | None:
    """The entries where every zip library must find the same: nothing before, between or after, no 64-bit sizes.

    None where the archive is of another kind, or is none.
    """
    end = data[-22:]
    if end[:4] != b"PK\x05\x06" or data[:4] != b"PK\x03\x04":
        return None
    count, size, place = struct.unpack_from("<HLL", end, 10)
    stop = len(data) - 22
    if place + size != stop:
        return None
    entries = []
    while place + 46 <= stop:
        mark, flags, method, crc, packed, unpacked, name, extra, comment, offset = _HEADER.unpack_from(data, place)
        text = data[place + 46 : place + 46 + name]
        place += 46 + name + extra + comment
        # Names that are no ASCII are spelled differently by different libraries.
        if mark != b"PK\x01\x02" or not text.isascii() or b"\0" in text or 0xFFFFFFFF in (packed, unpacked, offset):
            return None
        entries.append(Entry(text.decode("ascii"), bool(flags & 1), method, crc, packed, unpacked, offset))
    return entries if place == stop and len(entries) == count else None


def any_directory(data: bytes) -> list[Entry] | None:
    """The entries of any zip archive, as the standard library finds them; None where there is none."""
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [
                Entry(
                    i.filename,
                    bool(i.flag_bits & 1),
                    i.compress_type,
                    i.CRC,
                    i.compress_size,
                    i.file_size,
                    i.header_offset,
                )
                for i in archive.infolist()
            ]
    except (
        zipfile.BadZipFile,
        struct.error,
        ValueError,
        LookupError,
        ArithmeticError,
        RuntimeError,
        OSError,
        EOFError,
    ):
        return None

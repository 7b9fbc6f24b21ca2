"""Text in xls: by code page until 1995, in utf-16 with the upper halves left out where they are zero since."""

from __future__ import annotations

import codecs
import struct
import unicodedata

from reportcheck.read.ooxml import DamagedError

__all__ = ["StringTable", "codepage_name", "decode_bytes", "long_text", "short_text"]

_PAGES = {367: "ascii", 1200: "utf-16-le", 10000: "mac-roman", 32768: "mac-roman", 32769: "cp1252"}


def codepage_name(number: int) -> str:
    """Python's name of a code page; Western European where it is unknown."""
    name = _PAGES.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def decode_bytes(raw: bytes, encoding: str) -> str:
    """Text of a code page. Vietnamese tone marks, which stand after their letters there, are joined to them."""
    text = raw.decode(encoding, "replace")
    return unicodedata.normalize("NFC", text) if encoding == "cp1258" else text


def short_text(content: bytes, place: int, version: int, encoding: str) -> str:
    """A text whose length stands in one byte."""
    count = content[place]
    return _text(content, place + 1, count, version, encoding)


def long_text(content: bytes, place: int, version: int, encoding: str) -> str:
    """A text whose length stands in two bytes."""
    count = struct.unpack_from("<H", content, place)[0]
    return _text(content, place + 2, count, version, encoding)


def _text(content: bytes, place: int, count: int, version: int, encoding: str) -> str:
    if version == 5 or not count:
        return decode_bytes(content[place : place + count], encoding)
    flags = content[place]
    place += 1 + (2 if flags & 8 else 0) + (4 if flags & 4 else 0)
    if flags & 1:
        return content[place : place + 2 * count].decode("utf-16-le", "replace")
    return content[place : place + count].decode("latin-1")


class StringTable:
    """The texts that cells share, in a record and those that continue it. A text may be cut anywhere between characters."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._strings: list[str] | None = None

    def add(self, content: bytes) -> None:
        """One more record of the table."""
        self._pieces.append(content)

    def __getitem__(self, index: int) -> str:
        if self._strings is None:
            self._strings = list(self._read())
        if index >= len(self._strings):
            raise DamagedError(f"there is no shared string {index}")
        return self._strings[index]

    def _read(self) -> list[str]:
        """All texts, as far as the records go."""
        strings: list[str] = []
        number, place = 0, 8
        pieces = self._pieces
        while number < len(pieces):
            piece = pieces[number]
            if place >= len(piece):
                place -= len(piece)
                number += 1
                continue
            if len(piece) - place < 3:
                break
            count, flags = struct.unpack_from("<HB", piece, place)
            place += 3
            runs = extra = 0
            if flags & 8:
                runs = struct.unpack_from("<H", piece, place)[0]
                place += 2
            if flags & 4:
                extra = struct.unpack_from("<I", piece, place)[0]
                place += 4
            text, number, place = self._characters(number, place, count, flags & 1)
            strings.append(text)
            place += 4 * runs + extra
        return strings

    def _characters(self, number: int, place: int, count: int, wide: int) -> tuple[str, int, int]:
        """So many characters from a place on; every continuing record says anew how wide they are."""
        parts: list[str] = []
        while True:
            piece = self._pieces[number]
            size = 2 if wide else 1
            raw = piece[place : place + count * size]
            place += len(raw)
            parts.append(raw.decode("utf-16-le" if wide else "latin-1", "replace"))
            count -= len(raw) // size
            if count <= 0 or number + 1 >= len(self._pieces):
                return "".join(parts), number, place
            number, place = number + 1, 1
            wide = self._pieces[number][0] & 1 if self._pieces[number] else 0

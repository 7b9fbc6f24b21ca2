"""Compound files (OLE2), the container of xls and of every file that a password protects: named streams over sectors.

Every chain is walked at most once over each sector and the directory without recursion, so that no file, however it was
made, costs more than its own length.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from reportcheck.read.ooxml import DamagedError

__all__ = ["OLE2", "CompoundFile"]

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_LAST = 0xFFFFFFFA  # from here on numbers are marks (free, end of chain), not sectors
_STORAGE, _STREAM, _ROOT = 1, 2, 5


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """The streams at the root of a compound file, by name in lower case.

    Raises:
        DamagedError: the header, the allocation table or the directory cannot be read.
    """

    def __init__(self, data: bytes) -> None:
        if data[:8] != OLE2 or len(data) < 512:
            raise DamagedError("the container has no header")
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if not (7 <= shift <= 16 and 4 <= mini_shift <= shift):
            raise DamagedError("the container has sectors of an impossible size")
        self._sector, self._mini_sector = 1 << shift, 1 << mini_shift
        self._most = len(data) // self._sector + 1
        _, directory, _, self._cutoff, mini_start, _, more, _ = struct.unpack_from("<8I", data, 44)
        self._table = self._allocation(more)
        entries = self._directory(self._chain(directory))
        if not entries or entries[0].kind != _ROOT:
            raise DamagedError("the container has no directory")
        self._root = entries[0]
        self._mini_start = mini_start
        self._mini: tuple[bytes, tuple[int, ...]] | None = None
        self._entries = {entry.name.lower(): entry for entry in reversed(_children(entries))}

    @property
    def names(self) -> set[str]:
        """The names at the root, in lower case."""
        return set(self._entries)

    def stream(self, name: str) -> bytes:
        """The content of a stream at the root; shorter than declared where the file is cut short.

        Raises:
            DamagedError: there is no such stream, or its chain of sectors runs in a circle.
        """
        entry = self._entries.get(name.lower())
        if entry is None or entry.kind != _STREAM:
            raise DamagedError(f"there is no stream {name}")
        if entry.size >= self._cutoff:
            return self._chain(entry.start)[: entry.size]
        if self._mini is None:
            short = self._chain(self._root.start) if self._root.start < _LAST else b""
            self._mini = short, self._numbers(self._chain(self._mini_start) if self._mini_start < _LAST else b"")
        content, table = self._mini
        size = self._mini_sector
        places = _walk(entry.start, table, len(content) // size + 1)
        return b"".join([content[place * size : (place + 1) * size] for place in places])[: entry.size]

    def _chain(self, start: int) -> bytes:
        size, data = self._sector, self._data
        places = _walk(start, self._table, self._most)
        return b"".join([data[(place + 1) * size : (place + 2) * size] for place in places])

    def _numbers(self, content: bytes) -> tuple[int, ...]:
        return struct.unpack_from(f"<{len(content) // 4}I", content)

    def _allocation(self, more: int) -> tuple[int, ...]:
        """Which sector follows which; where the table stands is told by the header and, in long files, by sectors."""
        size, data = self._sector, self._data
        places = list(struct.unpack_from("<109I", data, 76))
        seen = set[int]()
        while more < _LAST and more not in seen and (more + 2) * size <= len(data):
            seen.add(more)
            *some, more = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
            places += some
        used = dict.fromkeys(place for place in places if place < self._most)
        return self._numbers(b"".join([data[(place + 1) * size : (place + 2) * size] for place in used]))

    def _directory(self, content: bytes) -> list[_Entry]:
        entries = []
        for place in range(0, len(content) - 127, 128):
            length, kind = struct.unpack_from("<HB", content, place + 64)
            left, right, child = struct.unpack_from("<3I", content, place + 68)
            start, size = struct.unpack_from("<2I", content, place + 116)
            name = content[place : place + min(max(length - 2, 0), 62)].decode("utf-16-le", "replace")
            entries.append(_Entry(name, kind, left, right, child, start, size))
        return entries


def _walk(place: int, table: tuple[int, ...], most: int) -> list[int]:
    """The sectors of a chain, as far as the table knows them."""
    places = []
    while place < len(table):
        places.append(place)
        if len(places) > most:
            raise DamagedError("the sectors of the container run in a circle")
        place = table[place]
    return places


def _children(entries: list[_Entry]) -> list[_Entry]:
    """The entries at the root: those of storages within it (embedded documents) are not looked at."""
    found, seen, waiting = [], {0}, [entries[0].child]
    while waiting:
        place = waiting.pop()
        if place >= len(entries) or place in seen:
            continue
        seen.add(place)
        entry = entries[place]
        waiting += [entry.right, entry.left]
        if entry.kind in (_STORAGE, _STREAM):
            found.append(entry)
    return found

"""A text file as lines that know where they begin, and paragraphs put together from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportcheck.errors import ReportcheckError
from reportcheck.model import Location, Note, Paragraph, ParagraphKind
from reportcheck.read.csv import find_encoding
from reportcheck.read.inline import inline
from reportcheck.read.legacy_text import Coding, Letters, guessed_coding
from reportcheck.read.raised import raised_text
from reportcheck.read.refusal import unreadable

__all__ = ["Line", "broken_at_hyphen", "decode_text", "joined", "lines_of"]

LARGEST = 64 << 20  # characters
_RAISED = re.compile("⁽?([¹²³⁰⁴-⁹]{1,3})⁾?")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_BREAK = re.compile(r"\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its break, and the character of the file with which it begins."""

    start: int
    text: str

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    def cut(self, first: int, last: int | None = None) -> Line:
        """A part of it."""
        return Line(self.start + first, self.text[first:last])

    def stripped(self) -> Line:
        """It without blanks around."""
        return self.cut(len(self.text) - len(self.text.lstrip()), len(self.text.rstrip()))


def decode_text(data: bytes, path: str) -> tuple[str, Coding]:
    """The characters of a text file, and the older encoding that its words show.

    Raises:
        ReportcheckError: ``empty``, ``unreadable`` for what is no text.
    """
    if not data.strip(b" \t\r\n\xef\xbb\xbf"):
        raise ReportcheckError("empty", vi=f"Tệp {path} không có nội dung.", en=f"The file {path} is empty.", path=path)
    encoding = find_encoding(data)
    text = data.decode("cp1252" if encoding == "cp1252" else encoding, "replace")
    if encoding == "utf-16":
        text = text.removeprefix("\ufeff")
    broken = text.count("\0") + text.count("\ufffd")
    if "\0" in text or broken * 20 > len(text):
        line = text.count("\n", 0, max(text.find("\0"), 0)) + 1
        vi, en = (
            f"dòng {line} chứa dữ liệu nhị phân hoặc bảng mã lạ",
            f"line {line} holds binary data or an unknown encoding",
        )
        raise unreadable(path, vi, en)
    if len(text) > LARGEST:
        vi, en = f"văn bản dài hơn {LARGEST:,} ký tự", f"it is longer than {LARGEST:,} characters"
        raise unreadable(path, vi, en)
    return text, guessed_coding(text)


def lines_of(text: str) -> list[Line]:
    """The lines of a text."""
    found: list[Line] = []
    start = 0
    for match in _BREAK.finditer(text):
        found.append(Line(start, text[start : match.start()]))
        start = match.end()
    found.append(Line(start, text[start:]))
    return found


def joined(lines: Sequence[Line], coding: Coding = "", emphasis: bool = False) -> Paragraph:
    """The paragraph that was wrapped into lines; a number or word broken at a hyphen is put together without a blank.

    Small raised figures behind a word are marks of notes; at the beginning they make the paragraph a footnote.

    Args:
        emphasis: asterisks around words are Markdown's.
    """
    pieces = [line.stripped() for line in lines if not line.blank]
    mark = None if coding else _RAISED.match(pieces[0].text)
    if mark is not None and mark.end() < len(pieces[0].text):
        pieces[0] = pieces[0].cut(mark.end()).stripped()
    else:
        mark = None
    number = mark[1].translate(_PLAIN) if mark is not None else ""
    start = at = pieces[0].start
    letters = Letters(start)
    notes: list[Note] = []
    for i, piece in enumerate(pieces):
        if i:
            letters.put("" if broken_at_hyphen(pieces[i - 1].text, piece.text) else " ", piece.start - at)
        if emphasis:
            inline(piece.text, letters, notes, coding)
        elif coding:
            letters.add(piece.text, coding)
        else:
            _with_notes(piece.text, letters, notes)
        at = piece.start + len(piece.text)
    place = Location(offset=start, note=number or None)
    kind: ParagraphKind = "footnote" if number else "body"
    return Paragraph(
        letters.text, place, kind, label=number, anchors=tuple(notes), note=number, steps=tuple(letters.steps)
    )


def _with_notes(text: str, letters: Letters, notes: list[Note]) -> None:
    """Words, the raised marks of notes among them taken out."""
    at = 0
    for match in _RAISED.finditer(text):
        letters.add(text[at : match.start()])
        number = match[1].translate(_PLAIN)
        if raised_text(letters.end, number) is None:
            notes.append(Note(letters.length, number, number))
            letters.skip(len(match[0]))
        else:
            letters.add(match[0])
        at = match.end()
    letters.add(text[at:])


def broken_at_hyphen(before: str, after: str) -> bool:
    """Whether a line ends at the hyphen of a word or number that the next goes on with: ``05-`` and ``QĐ/UBND``."""
    return len(before) > 1 and before[-1] == "-" and before[-2].isalnum() and after[:1].isalnum()

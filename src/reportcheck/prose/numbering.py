"""Numbers that only number: headings, marks inside a paragraph, notes, captions of tables and pictures. Each is one more than the last."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportcheck.judge import judge
from reportcheck.model import Figure, Judgement, Location, Operand, Paragraph, Relation
from reportcheck.prose.quantities import Reading

__all__ = ["numbering_judgements"]

_HEADING = re.compile(r"\s*(?P<path>(?:\d{1,2}\.)*)(?P<last>\d{1,2})\.?\s+(?=[^\W\d_])")
_ROMAN = re.compile(r"\s*(?P<last>[IVX]{1,5})[.)]\s+(?=[^\W\d_])")
_INLINE = re.compile(r"(?:(?<=^)|(?<=[\s;,.:]))\((?P<last>\d{1,2})\)(?=\s*[^\W\d_])")
_CAPTION = re.compile(
    r"\s*(?P<kind>bảng|hình|biểu đồ|table|figure|chart)(?: số)? (?P<last>\d{1,2})\s?[.:](?!\d)", re.IGNORECASE
)
_NUMERALS = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class _Mark:
    """A number that numbers, and what series it is of: the marks of a series are looked at together."""

    series: tuple[str, ...]
    number: int
    figure: Figure


def numbering_judgements(reading: Reading, paragraphs: Iterable[Paragraph]) -> list[Judgement]:
    """What the numbering of a document claims, decided.

    Args:
        reading: its sentences.
        paragraphs: all of it, captions too.

    Only a series that begins with 1 and goes on at least once counts; automatic numbers are never wrong and are left out.
    """
    out: list[Judgement] = []
    for series in _headings(reading):
        out += _judged(series)
    for text in reading.texts:
        out += _judged(list(_inline(text.plain, text.paragraph)))
    marked, notes = list(_note_marks(reading)), list(_notes(reading))
    out += [*_judged(marked), *_judged(notes), *_as_many(marked, notes)]
    captions: dict[str, list[_Mark]] = {}
    for paragraph in paragraphs:
        found = _CAPTION.match(paragraph.text) if paragraph.kind in ("caption", "body", "heading") else None
        if found is not None:
            kind = found["kind"].lower()
            captions.setdefault(kind, []).append(_mark((kind,), int(found["last"]), paragraph, found.span("last")))
    for marks in captions.values():
        out += _judged(marks)
    return out


def _mark(series: tuple[str, ...], number: int, paragraph: Paragraph, span: tuple[int, int]) -> _Mark:
    return _at(series, number, paragraph.text[slice(*span)], paragraph.at(*span))


def _at(series: tuple[str, ...], number: int, printed: str, place: Location) -> _Mark:
    return _Mark(series, number, Figure(printed, Decimal(number), location=place, set_aside="list mark"))


def _headings(reading: Reading) -> Iterator[list[_Mark]]:
    """The headings under one heading, in order: ``3.1.``, ``3.2.`` … A parent begins its series anew."""
    open_: dict[tuple[str, str], list[_Mark]] = {}
    chapter = ""
    complete: list[list[_Mark]] = []
    elsewhere: set[str] = set()
    for text in reading.texts:
        paragraph = text.paragraph
        if paragraph.note:
            continue
        if paragraph.kind != "heading":
            if (found := _ROMAN.match(paragraph.text)) is not None:
                elsewhere.add(str(_roman(found["last"])))
            for words in (paragraph.text, f"{paragraph.label} {paragraph.text}"):
                if (found := _HEADING.match(words)) is not None:
                    elsewhere.add(found["path"] + found["last"])
            continue
        if not paragraph.lead:
            continue
        if (found := _ROMAN.match(paragraph.text)) is not None:
            number, series = _roman(found["last"]), ("roman", "")
            chapter = found["last"]
        elif (found := _HEADING.match(paragraph.text)) is not None:
            number, series = int(found["last"]), (chapter, found["path"])
        else:
            continue
        marks = open_.setdefault(series, [])
        if number == 1 and marks:
            complete.append(marks)
            open_[series] = marks = []
        marks.append(_mark(series, number, paragraph, found.span("last")))
    for marks in (*complete, *open_.values()):
        # A number left out may stand before a heading that runs into its text, or that is a list item.
        skipped = {f"{a.series[1]}{b.number - 1}" for a, b in itertools.pairwise(marks) if b.number == a.number + 2}
        if skipped.isdisjoint(elsewhere):
            yield marks


def _roman(letters: str) -> int:
    values = [_NUMERALS[letter] for letter in letters]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def _inline(plain: str, paragraph: Paragraph) -> Iterator[_Mark]:
    for found in _INLINE.finditer(plain):
        yield _mark(("inline",), int(found["last"]), paragraph, found.span("last"))


def _note_marks(reading: Reading) -> Iterator[_Mark]:
    """The raised marks of notes in the sentences, where somebody typed them: those of Word number themselves."""
    for text in reading.texts:
        paragraph = text.paragraph
        for note in paragraph.anchors if _typed(paragraph) and not paragraph.note else ():
            if note.mark.isdecimal() and note.position:
                before = paragraph.at(note.position - 1, note.position)
                behind = before.offset + 1 if before.offset is not None else None
                place = replace(before, start=before.end, end=before.end, offset=behind)
                yield _at(("note",), int(note.mark), note.mark, place)


def _notes(reading: Reading) -> Iterator[_Mark]:
    """The numbers of the notes themselves."""
    last = ""
    for text in reading.texts:
        paragraph = text.paragraph
        if paragraph.note and paragraph.note != last and _typed(paragraph) and paragraph.label.isdecimal():
            place = replace(paragraph.at(0, 0), end=paragraph.begin)
            yield _at(("notes",), int(paragraph.label), paragraph.label, place)
        last = paragraph.note


def _as_many(marked: Sequence[_Mark], notes: Sequence[_Mark]) -> Iterator[Judgement]:
    """As many notes as marks of notes, where both run from 1 without a gap; one may be wanting or too much."""
    n, m = len(marked), len(notes)
    plain = all(mark.number == i for series in (marked, notes) for i, mark in enumerate(series, 1))
    if plain and n >= 2 and m >= 2 and abs(n - m) <= 1:
        yield judge(Relation("count", marked[-1].figure, (), "stated", "RC602", offset=Decimal(m), certain=False))


def _typed(paragraph: Paragraph) -> bool:
    return paragraph.location.offset is not None or paragraph.location.page is not None


def _judged(marks: Sequence[_Mark]) -> Iterator[Judgement]:
    """Each number against the one before it; nothing where the series is no plain one."""
    runs: list[list[_Mark]] = []
    for mark in marks:
        if mark.number == 1 or not runs:
            runs.append([])
        runs[-1].append(mark)
    for run in runs:
        steps = [later.number - earlier.number for earlier, later in itertools.pairwise(run)]
        wrong = [i for i, step in enumerate(steps) if step != 1]
        if run[0].number != 1 or len(run) < 3:
            continue
        # One number mistyped among right ones: I, II, IV, IV. What follows it is counted from the one before.
        mistyped = len(run) >= 4 and len(wrong) == 2 and wrong[1] == wrong[0] + 1 and sum(steps[i] for i in wrong) == 2
        # Numbers that jump often, far or back are references to something, not a series that lost a number.
        if not mistyped and (len(wrong) > 1 or any(steps[i] not in (0, 2) for i in wrong)):
            continue
        for i, later in enumerate(run[1:]):
            over = mistyped and i == wrong[1]
            earlier = run[i - 1] if over else run[i]
            relation = Relation(
                "order",
                later.figure,
                (Operand(earlier.figure),),
                "stated",
                "RC602",
                offset=Decimal(2 if over else 1),
                certain=False,
            )
            yield judge(relation)

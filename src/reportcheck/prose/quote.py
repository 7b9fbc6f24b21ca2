"""The sentence that a finding is about, with its figures marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reportcheck.model import Document, Figure, Paragraph
from reportcheck.prose.text import Text

__all__ = ["quote"]

_LONGEST = 420
_AROUND = 2000  # letters around the figures in which their sentence is looked for
_LONGEST_HEADING = 70


def quote(document: Document, figures: Iterable[Figure]) -> str:
    """``“Toàn huyện có [27] cơ sở, gồm [01] … và [25] …”``: the stated figure's sentence, and those of the others.

    Sentences of other paragraphs are left out but for their number; a very long one is cut around its figures.
    """
    marked = [f for f in figures if f.location.paragraph is not None and f.location.table is None]
    if not marked:
        return ""
    number, note = marked[0].location.paragraph, marked[0].location.note
    paragraph = next(
        (p for p in document.paragraphs if p.location.paragraph == number and p.location.note == note), None
    )
    if paragraph is None:
        return ""
    places = sorted({(f.location.start, f.location.end) for f in marked if f.location.paragraph == number and f.location.note == note and f.location.start is not None and f.location.end is not None})  # fmt: skip
    if not places or any(start is None or end is None or end > len(paragraph.text) for start, end in places):
        return ""
    spans = [(s, e) for s, e in places if s is not None and e is not None]
    marks = {note.position: note.mark for note in paragraph.anchors}  # of notes: they are no part of the text
    shown = [paragraph.text[s:e] if s < e else marks.get(s, "") for s, e in spans]
    ahead = max(0, spans[0][0] - _AROUND)
    if ahead or len(paragraph.text) > spans[-1][1] + _AROUND:
        paragraph = replace(paragraph, text=paragraph.text[ahead : spans[-1][1] + _AROUND])
        spans = [(s - ahead, e - ahead) for s, e in spans]
    text = Text.of(paragraph)
    first = text.sentence_span(text.sentence(spans[0][0]))[0]
    last = text.sentence_span(text.sentence(spans[-1][0]))[1]
    if paragraph.kind == "heading":
        first, last = 0, len(paragraph.text)
    out, at = [], first
    for (start, end), figure in zip(spans, shown, strict=True):
        out += [paragraph.text[at:start], f"[{figure}]" if figure else ""]
        at = end
    out.append(paragraph.text[at:last])
    sentence = _cut(" ".join("".join(out).split()))
    section = _section(document, paragraph)
    if not section:
        return sentence
    return f"{'mục' if paragraph.location.language == 'vi' else 'under'} “{section}”: {sentence}"


def _section(document: Document, paragraph: Paragraph) -> str:
    """The heading that a paragraph stands under, so that it is found in a program that does not count paragraphs."""
    heading = ""
    for one in document.paragraphs:
        if one.location.paragraph == paragraph.location.paragraph:
            break
        if one.kind == "heading" and one.text.strip():
            heading = " ".join(f"{'' if one.lead else one.label} {one.text}".split())
    return heading if len(heading) <= _LONGEST_HEADING else heading[:_LONGEST_HEADING].rsplit(" ", 1)[0] + "…"


def _cut(sentence: str) -> str:
    if len(sentence) <= _LONGEST:
        return f"“{sentence}”"
    start = max(0, sentence.find("[") - 80)
    end = min(len(sentence), max(sentence.rfind("]") + 60, start + _LONGEST // 2))
    if end - start > 2 * _LONGEST:
        end = start + 2 * _LONGEST
    return f"“{'…' if start else ''}{sentence[start:end].strip()}{'…' if end < len(sentence) else ''}”"

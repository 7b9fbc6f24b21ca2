"""The consequences of a change, for people and for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from reportcheck._version import __version__
from reportcheck.model import Figure
from reportcheck.numerals import plain
from reportcheck.pipeline import Checked
from reportcheck.prose.quote import quote
from reportcheck.render.payload import location_payload
from reportcheck.what_if.spread import Consequences, Turn
from reportcheck.what_if.web import Web
from reportcheck.wording import OUTCOMES, label_of, relation_text, working_text

__all__ = ["consequences_payload", "describe_consequences"]

_MOST = 40  # relations listed that hold before and after


def describe_consequences(
    checked: Checked, found: Consequences, language: str, paint: Callable[[str, str], str]
) -> Iterator[str]:
    """The lines for people: what is set, what would have to change, which relations turn, which tables and sentences."""
    vi = language == "vi"
    for one in found.wanted:
        yield paint(_moved(one.figure, one.new), "info")
        if one.formula:
            told = "ô này có công thức" if vi else "this cell has a formula"
            yield f"  {told}: ={one.formula}"
    yield ""
    if found.changes:
        yield "Kéo theo:" if vi else "Would have to change:"
        for change in found.changes:
            yield f"  {_moved(change.old, change.new)}"
            yield f"    {relation_text(change.because, language)}"
    else:
        yield "Không số nào khác phải đổi theo." if vi else "No other figure would have to change."
    turned = [
        t for t in found.turns if t.before.holds != t.after.holds or "undecided" in t.outcomes or not t.after.holds
    ]
    if turned:
        yield ""
        yield "Quan hệ đổi kết quả, hoặc vẫn không khớp:" if vi else "Relations that turn, or still fail:"
        yield from (f"  {_turn(t, language, paint)}" for t in turned)
    kept = len(found.turns) - len(turned)
    yield ""
    if not found.turns:
        yield "Không quan hệ nào dùng số này." if vi else "No relation uses this figure."
    elif vi:
        yield f"{len(found.turns)} quan hệ có số thay đổi, {kept} vẫn khớp sau khi sửa"
    else:
        yield f"{len(found.turns)} relations hold a figure that changes, {kept} of them agree afterwards"
    tables, sentences = _touched(checked, found)
    if tables:
        yield ("Bảng: " if vi else "Tables: ") + ", ".join(tables)
    for place, sentence in sentences:
        yield f"{place}: {sentence}"


def _moved(old: Figure, new: Figure) -> str:
    label = label_of(old)
    return f"{old.location}: {old.text or '–'} → {new.text}{f'  ({label})' if label else ''}"


def _turn(turn: Turn, language: str, paint: Callable[[str, str], str]) -> str:
    which = 0 if language == "vi" else 1
    before, after = (OUTCOMES[o][which] for o in turn.outcomes)
    told = (
        working_text(turn.after, language)
        if turn.after.outcome == "fails"
        else relation_text(turn.after.relation, language)
    )
    style = "ok" if turn.after.holds else "error" if turn.after.outcome == "fails" else "warning"
    return f"{turn.before.relation.target.location}: {before} → {paint(after, style)}: {told}"


def _touched(checked: Checked, found: Consequences) -> tuple[list[str], list[tuple[str, str]]]:
    """The tables and the sentences in which figures would change."""
    web = Web(checked)
    tables: dict[str, None] = {}
    sentences: dict[str, str] = {}
    figures = [one.figure for one in found.wanted] + [change.old for change in found.changes]
    for figure in figures:
        inside = web.view_at(figure.location)
        if inside is not None:
            tables[inside[0].table.display] = None
        elif figure.location.paragraph is not None:
            sentences.setdefault(str(figure.location), quote(checked.document, [figure]))
    return list(tables), list(sentences.items())


def consequences_payload(checked: Checked, found: Consequences, language: str) -> dict[str, Any]:
    """The same for programs."""
    tables, sentences = _touched(checked, found)
    return {
        "version": 1,
        "tool": {"name": "reportcheck", "version": __version__},
        "path": checked.document.path,
        "sha256": checked.document.sha256,
        "set": [{**_pair(w.figure, w.new), "formula": w.formula or None} for w in found.wanted],
        "changes": [
            {**_pair(c.old, c.new), "because": relation_text(c.because, language), "rule": c.because.rule}
            for c in found.changes
        ],
        "relations": [_relation(t, language) for t in found.turns],
        "tables": tables,
        "sentences": [{"location": {"display": place}, "text": text} for place, text in sentences],
    }


def _pair(old: Figure, new: Figure) -> dict[str, Any]:
    return {
        "location": location_payload(old.location),
        "label": list(old.label),
        "old": old.text,
        "new": new.text,
        "old_value": None if old.value is None else plain(old.value),
        "new_value": None if new.value is None else plain(new.value),
    }


def _relation(turn: Turn, language: str) -> dict[str, Any]:
    before, after = turn.outcomes
    relation = turn.before.relation
    return {
        "rule": relation.rule,
        "kind": relation.kind,
        "origin": relation.origin,
        "location": location_payload(relation.target.location),
        "before": before,
        "after": after,
        "expression": relation_text(relation, language),
        "expression_after": relation_text(turn.after.relation, language),
    }

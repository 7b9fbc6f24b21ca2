"""The suggested changes, for people and for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from reportcheck._version import __version__
from reportcheck.fixing.copy import Copy
from reportcheck.fixing.plan import Change, Plan
from reportcheck.model import Finding
from reportcheck.numerals import plain
from reportcheck.pipeline import Checked
from reportcheck.render.payload import finding_payload, location_payload
from reportcheck.wording import label_of, relation_text

__all__ = ["describe_fix", "fix_payload"]


def describe_fix(
    planned: Plan,
    made: Copy | None,
    place: str | None,
    language: str,
    paint: Callable[[str, str], str],
) -> Iterator[str]:
    """The lines for people: what is sure, what is left and why, what remains open, and what became of the copy."""
    vi = language == "vi"
    if planned.sure:
        yield "Sửa:" if vi else "Change:"
        for change in planned.sure:
            yield paint(f"  {_moved(change)}", "info")
            if change.reason:
                yield f"    {change.reason}"
            for relation in change.mends:
                yield f"    {'khớp lại' if vi else 'mends'}: {relation_text(relation, language)}"
    else:
        yield "Không có đề nghị nào chắc chắn." if vi else "Nothing can be suggested for certain."
    if planned.follow:
        yield "Công thức cho kết quả mới:" if vi else "Formulas that give another result:"
        yield from (f"  {_moved(change)}" for change in planned.follow)
    left = (*planned.left, *(made.left if made is not None else ()))
    if left:
        yield "Để lại cho người lập báo cáo:" if vi else "Left to the author:"
        for one in left:
            yield f"  {_moved(one.change)}: {one.vi if vi else one.en}"
    if planned.open:
        yield "Chưa biết số nào sai:" if vi else "It is not known which figure is wrong:"
        for finding in planned.open:
            yield f"  {_open(finding)}"
            for other in finding.alternatives:
                yield f"    {'có thể' if vi else 'perhaps'} {other.figure.location}: {other.figure.text} → {other.suggestion}"
    if made is not None and made.made:
        n, rest = len(made.made), len(made.findings)
        yield (
            f"Đã ghi {place} với {n} chỗ sửa; kiểm tra lại còn {rest} phát hiện."
            if vi
            else f"Wrote {place} with {n} changes; checked again, it has {rest} findings."
        )
    elif place is not None:
        yield (
            f"Không ghi {place}: không có gì để sửa." if vi else f"{place} is not written: there is nothing to change."
        )


def _moved(change: Change) -> str:
    label = label_of(change.figure)
    return f"{change.figure.location}: {change.figure.text or '–'} → {change.text}{f'  ({label})' if label else ''}"


def _open(finding: Finding) -> str:
    at = f"{finding.figures[0][1].location}: " if finding.figures else ""
    return f"{at}{finding.rule} {finding.working or finding.message}"


def fix_payload(checked: Checked, planned: Plan, made: Copy | None, place: str | None, language: str) -> dict[str, Any]:
    """The same for programs."""
    left = (*planned.left, *(made.left if made is not None else ()))
    return {
        "version": 1,
        "tool": {"name": "reportcheck", "version": __version__},
        "path": checked.document.path,
        "sha256": checked.document.sha256,
        "changes": [_change(c, language) for c in planned.sure],
        "formulas": [_change(c, language) for c in planned.follow],
        "left": [{**_change(one.change, language), "why": one.vi if language == "vi" else one.en} for one in left],
        "open": [finding_payload(f) for f in planned.open],
        "output": place if made is not None and made.made else None,
        "made": None if made is None else [_change(c, language) for c in made.made],
        "findings_left": None if made is None else [finding_payload(f) for f in made.findings],
    }


def _change(change: Change, language: str) -> dict[str, Any]:
    old = change.figure.value
    return {
        "location": location_payload(change.figure.location),
        "label": list(change.figure.label),
        "old": change.figure.text,
        "new": change.text,
        "old_value": None if old is None else plain(old),
        "new_value": plain(change.value),
        "reason": change.reason,
        "rule": change.rule or None,
        "fingerprint": change.fingerprint or None,
        "mends": [relation_text(relation, language) for relation in change.mends],
    }

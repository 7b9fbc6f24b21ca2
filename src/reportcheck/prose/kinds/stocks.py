"""What was there, what came, what went and what is left: ``390 remained, 3,131 were admitted, 2,706 discharged, 815 remain``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from reportcheck.prose.claims import Claim, Site, linear
from reportcheck.prose.frames import wholes_named
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree
from reportcheck.prose.text import Text

__all__ = ["sites"]

_Role: TypeAlias = Literal["before", "came", "went", "left"]
_ROLES: list[tuple[_Role, re.Pattern[str]]] = [
    (
        "before",
        re.compile(
            r"at the (?:beginning|start|commencement|opening)|brought forward|\bopening\b|on (?:the )?(?:1st|1|first) january"
            r"|đầu (?:kỳ|năm|tháng|quý)|(?:kỳ|năm|tháng) trước (?:chuyển|mang)|\b(?:tồn|số) cũ\b|cũ chuyển|chuyển sang"
        ),
    ),
    (
        "left",
        re.compile(
            r"at the (?:end|close)\b|\bclosing\b|carried (?:forward|over)|cuối (?:kỳ|năm|tháng|quý)|chuyển (?:kỳ|năm) sau"
        ),
    ),
    (
        "came",
        re.compile(
            r"\badmitted\b|\badmissions?\b|\breceptions?\b|\breceived\b|\bnewly\b|\bregistered\b|\benrolled\b|\brecruited\b|\bjoined\b|\bfiled\b|\bincoming\b"
            r"|tiếp nhận|thụ lý|phát sinh|nhập (?:viện|kho|trong)|tăng trong kỳ"
        ),
    ),
    (
        "went",
        re.compile(
            r"\bdischarged?\b|\bdischarges\b|\bdied\b|\bdeaths\b|\btransferred\b|\breleased\b|\bresolved\b|\bdisposed\b|\bclosed\b|\bdeparted\b|\bwithdrawn\b|\bwithdrew\b|\bretired\b|\bcompleted\b"
            r"|giải quyết|xuất (?:viện|kho|trong)|tử vong|chuyển viện|giảm trong kỳ"
        ),
    ),
    ("left", re.compile(r"\bremain(?:s|ed|ing)?\b|\bpending\b|\bhiện còn\b|\bcòn (?:lại|tồn)\b")),
]
_ROWS = 6  # paragraphs that a tally in rows may take


def sites(reading: Reading) -> Iterator[Site]:
    """All paragraphs, or short rows that follow each other, that tell all four."""
    done = -1
    for par, text in enumerate(reading.texts):
        if par <= done:
            continue
        last = par
        while (
            len(text.plain) < 90
            and last + 1 < len(reading.texts)
            and last - par < _ROWS
            and len(reading.texts[last + 1].plain) < 90
        ):
            last += 1
        claim = _claim(reading, range(par, last + 1))
        if claim is not None:
            done = last
            yield Site([claim])


def _claim(reading: Reading, pars: Sequence[int]) -> Claim | None:
    told: dict[_Role, list[Quantity]] = {"before": [], "came": [], "went": [], "left": []}
    for par in pars:
        parts = {part.order for part, _ in wholes_named(reading, par)}
        mine = reading.of_paragraph(par)
        for i, q in enumerate(mine):
            if (
                q.family != "count"
                or (q.prior and not _is_before(reading.texts[par], mine, i))
                or q.under is not None
                or q.order in parts
                or q.bracket is not None
            ):
                continue
            role = _role(_clause(reading.texts[par], mine, i))
            if role is not None:
                told[role].append(q)
    before, came, went, left = told["before"], told["came"], told["went"], told["left"]
    if len(before) != 1 or len(left) != 1 or not came or not went or len(came) > 2:
        return None
    terms = [(before[0], 1), *((q, 1) for q in came), *((q, -1) for q in went)]
    if not all(nouns_agree(left[0], q) for q, _ in terms):
        return None
    relation, quantities = linear(left[0], terms, kind="difference", rule="RC402")
    return Claim(relation, quantities, 0.3 + 0.2 * (len(came) > 1), "fair", fixed=len(came) == 1)


def _is_before(text: Text, mine: Sequence[Quantity], i: int) -> bool:
    return _role(_clause(text, mine, i)) == "before"


def _clause(text: Text, mine: Sequence[Quantity], i: int) -> str:
    """The words around a quantity up to the quantities beside it, its sentence or a mark."""
    q = mine[i]
    a, b = text.sentence_span(q.sentence)
    if i:
        a = max(a, mine[i - 1].end)
    if i + 1 < len(mine):
        b = min(b, mine[i + 1].start)
    head = re.split(r"[;,]", text.lower[a : q.start])[-1]
    tail = re.split(r"[;,.]|\b(?:and|to|và)\b", text.lower[q.end : b])[0]
    return head + " # " + tail if _role(tail) is None else "# " + tail


def _role(words: str) -> _Role | None:
    return next((role for role, pattern in _ROLES if pattern.search(words)), None)

"""What is left: ``thụ lý X, giải quyết Y, còn R``; opening + in − out = closing; the gap between two figures that a sentence names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from reportcheck.prose.claims import Claim, Site, linear
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree
from reportcheck.prose.text import Text
from reportcheck.prose.units import MONEY

__all__ = ["sites"]

_LEFT = re.compile(
    r"(?:\bcòn(?: lại| tồn(?: đọng)?| thiếu| thừa| phải| khoảng| có| đang| nợ)?|\btồn(?: đọng)?|\bthiếu|\bdư|chưa (?:\S+ ){0,3}|đang (?:\S+ ){0,2}\S+|thặng dư|thâm hụt|xuất siêu|nhập siêu|chênh lệch"
    r"|leaving|remain(?:s|ing|ed)?|outstanding|unresolved|balance|surplus|deficit|difference|net|margin|\bcó (?=\d+ [^,;.]{0,40} không ))(?: of)?(?: [^\W\d_]+){0,3}:?\s*"
    + MONEY
    + r"?\s?$"
)
_AFTER_LEFT = re.compile(
    r"^(?: [^\W\d_]+){0,6} (?:không (?:tham gia|đạt|có)|chưa|đang|còn lại|remain|were left|still|outstanding|pending)\b"
)
_CARRIED = frozenset(["tồn", "chuyển", "cũ", "trước", "đầu"])
# What there was to do, and what of it was done: the last of these words before a figure, in its own clause.
_ROLE = re.compile(
    r"(?P<had>thụ lý|tiếp nhận|\bnhận\b|phải (?:thi hành|giải quyết|xử lý|thu|nộp|xét)|cần (?:giải quyết|xử lý)|thuộc thẩm quyền|phát sinh"
    r"|\btổng(?: số| cộng)|kế hoạch|dự toán|đăng ký|\b(?:received|lodged|filed|registered|taken in|brought in|in total|a total of|handled|allocated|approved)\b)"
    r"|(?P<done>\bxong\b|giải quyết|hoàn thành|hoàn tất|xử lý|trả (?:kết quả|lời)|giải ngân|thực hiện|thu (?:được|hồi)|kết thúc|đã chuyển"
    r"|\b(?:resolved|completed|processed|settled|disposed|done|paid|spent|used|closed|finished|answered|dealt with|decided|cleared)\b)"
)
_AND_OF = re.compile(r"(?: [^\W\d_]+){0,3}(?: ?/ ?| (?:với|liên quan(?: đến)?|gồm|with|involving) )")
_SURELY_LEFT = re.compile(
    r"(?:\b(?:còn lại|còn tồn|hiện còn|còn|tồn|tồn đọng|remaining|leaving|remain))(?: (?:là|of|khoảng))*:?\s*$"
)
_WORST = re.compile(r"(?: [^\W\d_]+){0,4} (?:quá hạn|trễ hạn|tạm đình chỉ|overdue)\b")


def sites(reading: Reading) -> Iterator[Site]:
    """All places that state what is left."""
    for par, text in enumerate(reading.texts):
        mine = reading.of_paragraph(par)
        for q in mine:
            if q.family in ("%", "pp", "rank") or q.under is not None or (q.change and not _surplus(text, q)):
                continue
            head = text.lower[max(0, _said_at(text, mine, q) - 60) : _said_at(text, mine, q)]
            if not _LEFT.search(head) and not _AFTER_LEFT.search(text.lower[q.end : q.end + 70]):
                continue
            site = _site(text, mine, q)
            if site.claims:
                yield site


def _surplus(text: Text, q: Quantity) -> bool:
    return bool(
        re.search(r"thặng dư|thâm hụt|xuất siêu|nhập siêu|surplus|deficit", text.lower[max(0, q.start - 40) : q.start])
    )


def _site(text: Text, mine: list[Quantity], left: Quantity) -> Site:
    near = [
        q
        for q in mine
        if q is not left
        and q.end <= left.start
        and q.sentence >= left.sentence - 2
        and nouns_agree(q, left)
        and not q.change
        and q.family == left.family
    ][-6:]
    site = Site(list(_by_roles(text, mine, near, left)))
    for i, j in combinations(range(len(near)), 2):
        a, b = near[i], near[j]
        big, small = (a, b) if a.scaled >= b.scaled else (b, a)
        if big is b and b.over is not a and a.over is not b:
            continue
        penalty = 0.3 * (len(near) - 1 - j) + 0.3 * (j - i - 1) + 0.2 * (left.sentence - b.sentence)
        relation, quantities = linear(left, [(big, 1), (small, -1)], kind="difference", rule="RC402")
        site.claims.append(Claim(relation, quantities, 0.2 + penalty, "fair", fixed=penalty == 0))
    carried = any(set(q.label) & _CARRIED for q in near)
    for a, b, c in combinations(near[-4:], 3):
        for signs in ((1, 1, -1), (1, -1, -1)):
            relation, quantities = linear(
                left, list(zip((a, b, c), signs, strict=True)), kind="difference", rule="RC402"
            )
            usual = carried and signs == (1, 1, -1) and len(near) == 3
            site.claims.append(Claim(relation, quantities, 0.1 if usual else 0.9, "fair", fixed=usual))
    return site


def _by_roles(text: Text, mine: list[Quantity], near: list[Quantity], left: Quantity) -> Iterator[Claim]:
    """``thụ lý 7.662 vụ, xong 6.468 vụ, tồn 1.194 vụ``; ``xong 85/92 vụ, còn 7 vụ``: the last that there was and was done."""
    at = _said_at(text, mine, left)
    if not _SURELY_LEFT.search(text.lower[max(0, at - 40) : at]) or _WORST.match(text.lower, left.end):
        return
    roles = {q.order: _role(text, mine, q) for q in near}
    if any(set(q.label) & _CARRIED for q in near):
        return
    done = next((q for q in reversed(near) if roles[q.order] == "done" and q.under is None and q.bracket is None), None)
    if done is None or done.noun[:1] != left.noun[:1]:
        return
    had = done.over or next((q for q in reversed(near) if q.order < done.order and roles[q.order] == "had"), None)
    if had is None or had.bracket is not None or had.scaled < done.scaled:
        return
    relation, quantities = linear(left, [(had, 1), (done, -1)], kind="difference", rule="RC402")
    yield Claim(relation, quantities, 0.1, "strong", fixed=True)


def _role(text: Text, mine: list[Quantity], q: Quantity) -> str:
    """``had``, ``done`` or nothing, by the words since the figure before it; with none it shares that figure's: ``7 vụ/9 bị cáo``."""
    before = _before(mine, q)
    begin = text.sentence_span(q.sentence)[0]
    if before is not None and before.end > begin:
        if _joined(text, before, q):
            return _role(text, mine, before)
        begin = before.end
    words = list(_ROLE.finditer(text.lower, begin, q.start))
    return str(words[-1].lastgroup) if words else ""


def _said_at(text: Text, mine: list[Quantity], q: Quantity) -> int:
    """Where the words end that say what a figure is: before the figure that it is told in one breath with, if there is one."""
    before = _before(mine, q)
    return (
        before.start if before is not None and before.sentence == q.sentence and _joined(text, before, q) else q.start
    )


def _before(mine: list[Quantity], q: Quantity) -> Quantity | None:
    return next((o for o in reversed(mine) if o.end <= q.start and o.order < q.order), None)


def _joined(text: Text, before: Quantity, q: Quantity) -> bool:
    """Whether two figures of different things are told in one breath: ``1.367 vụ/2.420 bị cáo``."""
    between = text.lower[before.end : q.start]
    return bool(before.noun and q.noun) and before.noun[:1] != q.noun[:1] and _AND_OF.fullmatch(between) is not None

"""Every number of a text with its unit, what is said of it, and, where it is no quantity, why."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from operator import attrgetter

from reportcheck.model import Figure, Paragraph
from reportcheck.numerals import Numeral, read_number
from reportcheck.prose.context import (
    approximation,
    change_of,
    direction_in,
    head_of,
    is_estimate,
    is_prior,
    is_ranked,
    label_words,
    steps_end,
    target_end,
)
from reportcheck.prose.nouns import TIMES, content_words, same_things
from reportcheck.prose.setaside import set_aside_spans
from reportcheck.prose.spelled import spelled_numbers
from reportcheck.prose.text import Bracket, Text, language_of_text
from reportcheck.prose.units import MONEY, read_unit

__all__ = ["Quantity", "Reading", "read_quantities"]

_NUMBER = re.compile(
    r"(?:(?<![\w.,])|(?<=\b[Rr]s)|(?<=\b[Rr]s\.)|(?<=\b[TR][KkM])|(?<=\bN)|(?<=\b[KUT][Ss]h)|(?<=\bSh)|(?<=\b(?:KSh|USD|EUR|GBP|VND|INR|KES|UGX|RMB|CNY|PHP|NGN))|(?<=[^\W\d_],))[-+–]?"
    r"(?:\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?(?![\d\w])|\d+(?:[.,]\d+)*)"
)
_Number = tuple[int, int, str, Numeral]  # start, end, sign, what it means
_Span = tuple[int, int, str]  # start, end, why it is no quantity
_NAMING = re.compile(r"(?![A-Za-z]?[Mm][23]\b)(?:[A-ZĐ]\w|/[A-ZĐ]{2}|\w\d)")
_BY_LAKHS = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?P<decimals>\.\d+)?")
_DENOMINATOR = re.compile(
    r"(?P<noun>(?: [^\W\d_]+){0,7}|%?)(?: ?\([^()]*\))?\s?/\s?$|(?P<of>(?: [^\W\d_]+){0,4}(?: ?\([\d.]+ ?%\))? (?:out of|of|trên tổng số|trong tổng số|trong số|trên|of the|out of the)(?: tổng số)?(?: the| a total of| the total(?: of)?| the target of| a target of| a sample of)? ?)$"
)


_OR = re.compile(
    r"[^,;.()\d]{0,30},? (?:or|hay|tức(?: là)?|equivalent to)(?: (?:about|nearly|around|over|some|khoảng|gần|hơn|trên))? ?"
    + MONEY
    + r"?\s?"
)
_THAN_BEHIND = re.compile(r" ?(?:%|per ?cent|percent), \w+ than\b")
_BY = re.compile(r"\bby(?: (?:about|around|some|nearly|over|just|only|more than))? *$")
_TOTAL = re.compile(r"tổng|toàn (?:tỉnh|quốc|huyện|thành|ngành)|cả nước|total|altogether|overall|globally|worldwide")


@dataclass(slots=True, eq=False)
class Quantity:
    """A number in a sentence.

    ``order`` counts through the document; ``par`` and ``sentence`` say where it stands, ``start`` and ``end`` its digits
    in the paragraph, ``stop`` the end of its unit. ``change`` is 1 or -1 where a verb or a sign says up or down. ``prior``:
    it tells an earlier period. ``over``: the whole it is printed over, ``a/b``; ``under`` the other way round.
    """

    order: int
    par: int
    sentence: int
    start: int
    end: int
    stop: int
    figure: Figure
    family: str
    power: int
    noun: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    per: str = ""
    change: int = 0
    bracket: Bracket | None = None
    prior: bool = False
    target: bool = False
    total: bool = False
    whole: bool = False  # printed as a whole number
    over: Quantity | None = None
    under: Quantity | None = None
    vague: bool = False  # about, nearly, over: also where enough digits are printed to reckon with them
    scaled: Decimal = field(init=False)  # the value in units of one
    step: Decimal = field(init=False)  # the last printed place, in units of one
    levels: dict[int, int] = field(
        default_factory=dict
    )  # how well others count what this one does, once that was asked
    _words: frozenset[str] | None = None
    _bits: float | None = None
    _printed: str = ""

    def __post_init__(self) -> None:
        self.scaled = self.value.scaleb(self.power)
        self.step = Decimal(1).scaleb(self.power - self.figure.digits)

    @property
    def value(self) -> Decimal:
        assert self.figure.value is not None
        return self.figure.value

    @property
    def words(self) -> frozenset[str]:
        """What it counts and the last words before it. Not to be asked before the whole text is read."""
        if self._words is None:
            self._words = frozenset((*self.noun, *self.label[-3:]))
        return self._words

    @property
    def printed(self) -> str:
        """Its digits as they are printed."""
        if not self._printed:
            self._printed = str(int(abs(self.scaled) / self.step)).zfill(max(self.figure.digits, 0) + 1)
        return self._printed

    @property
    def bits(self) -> float:
        """Its printed digits, in bits."""
        if self._bits is None:
            self._bits = math.log2(max(float(abs(self.scaled) / self.step), 1.0))
        return self._bits

    @property
    def approximate(self) -> bool:
        return self.vague

    def __repr__(self) -> str:
        return f"<{self.figure.text} {self.family} {' '.join(self.noun)}>"


@dataclass(slots=True)
class Reading:
    """A document's sentences: its prepared paragraphs, their quantities in order, and the numbers that are none."""

    texts: list[Text]
    quantities: list[Quantity] = field(default_factory=list)
    aside: list[Figure] = field(default_factory=list)
    language: str = "vi"

    def of_paragraph(self, par: int) -> list[Quantity]:
        """Those of one paragraph, in order; ``quantities`` has them paragraph by paragraph."""
        own = attrgetter("par")
        return self.quantities[bisect_left(self.quantities, par, key=own) : bisect_right(self.quantities, par, key=own)]


def read_quantities(paragraphs: Sequence[Paragraph], language: str | None = None) -> Reading:
    """The quantities of the paragraphs of one document.

    Args:
        paragraphs: in reading order.
        language: whose marks the numbers have, by default that of the words.
    """
    texts = [Text.of(p) for p in paragraphs]
    language = language or language_of_text(" ".join(t.plain for t in texts))
    reading = Reading(texts, language=language)
    grouping = _grouping([t.plain for t in texts], language)
    for par, text in enumerate(texts):
        _read_paragraph(reading, par, text, grouping)
    return reading


def _grouping(plains: Sequence[str], language: str) -> frozenset[str]:
    """The marks that group thousands: the language's own, and another that can be nothing else somewhere in the text."""
    usual, other = (".", ",") if language == "vi" else (",", ".")
    whole = " ".join(plains)
    sure = len(re.findall(rf"(?<![\d.,])\d{{1,3}}(?:\{other}\d{{3}}){{2,}}(?![\d.,])", whole))
    as_decimal = len(re.findall(rf"(?<![\d.,])\d+\{other}(?:\d{{1,2}}|\d{{4,}})(?![\d.,]*\d)", whole))
    contrary = len(re.findall(rf"(?<![\d.,])\d+\{usual}\d{{1,2}}(?![\d.,]*\d)", whole))
    if sure and not as_decimal:
        return frozenset({usual, other})
    if contrary and not as_decimal and not re.search(rf"\d\{usual}\d{{3}}(?!\d)", whole):
        return frozenset({other})
    return frozenset({usual})


def _choose(numerals: Sequence[Numeral], grouping: frozenset[str]) -> Numeral:
    for numeral in numerals:
        if numeral.thousands and numeral.thousands in grouping:
            return numeral
    for numeral in numerals:
        if not numeral.thousands or numeral.thousands == " ":
            return numeral
    return numerals[0]


def _numerals(core: str) -> Sequence[Numeral]:
    """What digits and marks can mean, grouped by lakhs and crores too: ``32,79,860``."""
    if (lakhs := _BY_LAKHS.fullmatch(core)) is not None:
        decimals = len(lakhs["decimals"] or ".") - 1
        return (Numeral(Decimal(core.replace(",", "")), decimals, ",", "." if decimals else ""),)
    read = read_number(core)
    return read.numerals if read is not None else ()


def _read_paragraph(reading: Reading, par: int, text: Text, grouping: frozenset[str]) -> None:
    plain = text.plain
    found: list[Quantity] = []
    targets = [target_end(text.lower, *text.sentence_span(number)) for number in range(len(text.stops))]
    spans = set_aside_spans(plain)
    reasons = _reasons(plain, spans)
    kept: list[_Number] = []
    for match in _NUMBER.finditer(plain):
        start, end = match.span()
        core = match[0]
        sign = core[0] if core[0] in "-+–" else ""
        if sign and not _signed(plain, start):
            start, core, sign = start + 1, core[1:], ""
        numerals = _numerals(core.lstrip("-+–"))
        reason = reasons.get(start + len(sign))
        if not numerals:
            reason = reason or "number"
        if reason is None and _NAMING.match(plain, end) and not plain[end].isupper():
            reason = "name"
        if reason is not None:
            reading.aside.append(
                Figure(plain[start:end], None, location=text.paragraph.at(start, end), set_aside=reason)
            )
        else:
            kept.append((start, end, sign, _choose(numerals, grouping)))
    for start, end, sign, numeral in _with_spelled(text, kept, reading.language, spans):
        q = _quantity(reading, par, text, start, end, sign, numeral, found)
        aim = targets[q.sentence]
        q.target = aim is not None and aim <= start
        found.append(q)
    _units_of_brackets(text, found)
    reading.quantities += found


def _units_of_brackets(text: Text, found: Sequence[Quantity]) -> None:
    """``717 ha (xã A 142; xã B 575)``: bare numbers of a bracket are in the unit of the figure right before it."""
    for bracket in text.brackets:
        inside = [q for q in found if q.bracket is bracket and q.family not in ("%", "pp", "rank")]
        before = next((q for q in reversed(found) if q.stop <= bracket.start), None)
        if before is None or before.family in ("count", "%", "pp", "rank", "score") or len(inside) < 2:
            continue
        bare = all(q.family == "count" and not q.noun and not q.power and not q.per and not q.change for q in inside)
        between = text.lower[before.stop : bracket.start]
        if not bare or len(between) > 24 or re.search(r"[,;.:]", between) or any(q.over or q.under for q in inside):
            continue
        for q in inside:
            rounded = q.figure.rounded or before.figure.rounded
            q.figure = replace(q.figure, power=before.power, unit=before.figure.unit, rounded=rounded)
            q.family, q.power, q.per = before.family, before.power, before.per
            q.__post_init__()


def _with_spelled(text: Text, kept: list[_Number], language: str, aside: Sequence[_Span]) -> list[_Number]:
    """The numbers of a paragraph with those in words that are quantities, where the sentence has two in digits beside them."""
    beside = Counter(text.sentence(start) for start, *_ in kept)
    if max(beside.values(), default=0) < 2:
        return kept
    spelled: list[_Number] = [
        (start, end, "", Numeral(Decimal(value), 0))
        for start, end, value in spelled_numbers(text.plain, language)
        if beside[text.sentence(start)] >= 2 and not any(a <= start < b for a, b, _ in aside)
    ]
    return sorted([*kept, *spelled], key=lambda number: number[0])


def _reasons(plain: str, spans: Sequence[_Span]) -> dict[int, str]:
    """For the first digit of each number that is no quantity, why."""
    out: dict[int, str] = {}
    digits = [i for i, letter in enumerate(plain) if letter.isdigit()] if spans else []
    for start, end, reason in spans:
        for at in digits[bisect_left(digits, start) : bisect_left(digits, end)]:
            out.setdefault(at, reason)
    return out


def _signed(plain: str, start: int) -> bool:
    """Whether a sign before digits belongs to them: behind an opening bracket or a blank, and not in a range."""
    before = plain[max(0, start - 8) : start].rstrip()
    return plain[start] != "–" and (not before or before[-1] in "(:,;") and not plain[start + 1 : start + 2].isspace()


def _quantity(
    reading: Reading,
    par: int,
    text: Text,
    start: int,
    end: int,
    sign: str,
    numeral: Numeral,
    found: list[Quantity],
) -> Quantity:
    lower = text.lower
    unit = read_unit(lower, start, end)
    sentence = text.sentence(start)
    head = head_of(lower, max(text.sentence_span(sentence)[0], text.item_start(start)), start)
    value, family, noun = numeral.value, unit.family, unit.noun
    digits_at = start + len(sign)
    change, stop = change_of(lower, head, end, unit.end)
    if sign == "-":
        value = abs(value)
        change = -1
    elif sign == "+":
        change = 1
    if family == "count" and numeral.digits == 0 and is_ranked(head):
        family, noun = "rank", ()
        change = 0
    elif change and (steps := steps_end(lower, end)) is not None:
        family, noun, stop = "rank", (), steps
    mark = approximation(head)
    significant = len(value.normalize().as_tuple().digits)
    precise = bool(mark) and significant >= 3
    estimate = is_estimate(head)
    rounded = numeral.digits > 0 or family in ("%", "pp") or bool(unit.power) or bool(unit.per)
    bracket = text.bracket_at(start)
    figure = Figure(
        text=text.plain[digits_at:end] + ("%" if family == "%" and lower[end : end + 1] == "%" else ""),
        value=value,
        digits=numeral.digits,
        rounded=rounded,
        unit="%" if family == "%" else unit.text,
        power=unit.power,
        label=(_noun_phrase(text.plain, end, stop),),
        location=text.paragraph.at(digits_at, end),
        mark="" if precise else mark,
        step=Decimal(2).scaleb(-numeral.digits) if precise and not estimate else None,
    )
    q = Quantity(
        order=len(reading.quantities) + len(found),
        par=par,
        sentence=sentence,
        start=start,
        end=end,
        stop=stop,
        figure=figure,
        family=family,
        power=unit.power,
        noun=noun,
        label=label_words(head),
        per=unit.per,
        change=change,
        bracket=bracket,
        total=_TOTAL.search(head) is not None,
        whole=numeral.digits == 0,
        vague=bool(mark) and not (estimate and significant >= 4),
    )
    q.prior = not change and is_prior(lower, head, stop, bracket)
    if not q.noun and family == "count" and bracket is not None and found and _right_behind(text, found[-1], bracket):
        q.noun = found[-1].noun
    _share_change(text, found, q, head)
    if (behind := _before_slash(text, start, found)) is not None and _same_kind(behind, q, slash=True):
        behind.over, q.under = q, behind
    elif found and (previous := _before_share(found)).end <= start and family != "rank":
        between = lower[previous.end : start]
        match = _DENOMINATOR.fullmatch(between.removesuffix("us$").rstrip("$£€"))
        ranked = previous.family == "rank"
        if match is not None and not ranked and _same_kind(previous, q, slash=match["of"] is None):
            previous.over, q.under = q, previous
            if previous.family == "count" and q.noun and (not previous.noun or match["of"]):
                previous.noun = previous.noun or q.noun
    elif family == "rank" and found and found[-1].family == "rank" and lower[found[-1].end : start].strip() == "/":
        found[-1].over, q.under = q, found[-1]
    return q


def _share_change(text: Text, found: Sequence[Quantity], q: Quantity, head: str) -> None:
    """The direction that a figure has from another one, or gives it: ``5 percent, or 245``, ``men by 40, women by 12``."""
    lower, last = text.lower, found[-1] if found else None
    if not q.change and _BY.search(head):
        begin = text.sentence_span(q.sentence)[0]
        told = next((o.change for o in reversed(found) if o.change and o.sentence == q.sentence), 0)
        q.change = told or direction_in(lower[max(begin, last.end if last is not None else 0) : q.start])
    if last is None or (q.family == "%") == (last.family == "%") or not _OR.fullmatch(lower[last.end : q.start]):
        return
    if last.change and not q.change:
        q.change = last.change
    elif q.change and not last.change and q.family == "%" and _THAN_BEHIND.match(lower, q.end):
        last.change = q.change  # "7.2 billion, or 10.6 percent, higher than"


def _before_share(found: Sequence[Quantity]) -> Quantity:
    """The quantity before, or the one that it tells as a share in brackets: ``2,605 (28.0%) out of 9,294``."""
    last = found[-1]
    return (
        found[-2]
        if last.family == "%" and last.bracket is not None and len(found) > 1 and last.par == found[-2].par
        else last
    )


def _right_behind(text: Text, outer: Quantity, bracket: Bracket) -> bool:
    """Whether a bracket tells more of the things right before it: ``94,037 confirmed cases (688 new)``."""
    if outer.family != "count" or not outer.noun or not TIMES.isdisjoint(outer.noun):
        return False
    between = text.lower[outer.end : bracket.start]
    return between.isascii() and re.fullmatch(r"[^,;:.\d()]+", between) is not None


def _before_slash(text: Text, start: int, found: list[Quantity]) -> Quantity | None:
    """``176 đơn (160 khiếu nại, 16 tố cáo)/221 đơn``: the quantity before the bracket that ends at the slash."""
    if not text.plain[max(0, start - 8) : start].rstrip().endswith("/"):
        return None
    head = text.plain[:start].rstrip()
    if not (head := head[:-1].rstrip()).endswith(")"):
        return None
    bracket = next((b for b in text.brackets if b.end == len(head) - 1), None)
    if bracket is None:
        return None
    return next((q for q in reversed(found) if q.stop <= bracket.start + 1), None)


def _same_kind(a: Quantity, b: Quantity, *, slash: bool) -> bool:
    if a.family != b.family and a.family not in ("count",):
        return False
    if a.family == "%" or b.family == "%" or a.change or a.scaled > b.scaled * 3:
        return False
    if a.family == "count" and b.family not in ("count", "score", "ha", "km") and not a.family.startswith("money"):
        return not a.noun
    if slash:
        return not (a.noun and b.noun and a.noun[0] != b.noun[0] and not set(a.noun) & set(b.noun))
    return a.scaled <= b.scaled


def _noun_phrase(plain: str, end: int, stop: int) -> str:
    return " ".join(plain[end:stop].split()).strip(" %")


def _money_unsaid(a: Quantity, b: Quantity) -> bool:
    """Whether one figure may be money, millions without a noun, beside another that is."""
    return a.family == "count" and not a.noun and a.power >= 6 and b.family.startswith("money")


def nouns_agree(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities may count the same thing: units alike, nouns that share a word, or no noun at all."""
    if a.family != b.family:
        return _money_unsaid(a, b) or _money_unsaid(b, a)
    if a.per != b.per:
        return False
    if a.family != "count" or not a.noun or not b.noun:
        return True
    return same_things(a.noun, b.noun)


__all__ += ["content_words", "nouns_agree"]

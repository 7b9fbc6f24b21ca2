"""What a report form is, as plain data: how to recognise it, what it measures, what ties its figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias

from reportcheck.formula import Claim, FormulaError, parse_claim
from reportcheck.labels import words
from reportcheck.model import Kind

__all__ = ["Field", "Form", "Identity", "Item", "Measure", "infer_kind"]

Measure: TypeAlias = Literal["count", "money", "rate", "percent", "text", "period"]


@dataclass(frozen=True, eq=False)
class Field:
    """A column that a form has (a row where the form lies on its side).

    Args:
        id: its name in identities.
        labels: wordings of its heading, any of which will do, with or without diacritics; the longest that fits counts.
        under: words of which one must stand in the headings above it, where the heading alone does not say enough.
        avoid: words that must not stand in its heading path.
        measure: ``count`` (whole numbers are exact), ``money``, ``rate`` and ``percent`` (rounded), ``text``, ``period``.
        required: whether the form is incomplete without it. An optional one that is absent is left out of sums.
        filled: whether an empty cell under it is reported.
        code: the column's number on the official form, ``"3"`` for (3); an item's row code ("Mã số"), by which its row
            is told from others of the same words.
        whole: the heading must be one of the wordings, numbering and what stands in brackets behind it apart.
        signed: whether its figures may be negative.
    """

    id: str
    labels: tuple[str, ...]
    under: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    measure: Measure = "count"
    required: bool = True
    filled: bool = False
    code: str = ""
    whole: bool = False
    signed: bool = False

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """The wordings as plain words, longest first."""
        return tuple(sorted({words(t) for t in self.labels}, key=len, reverse=True))

    @cached_property
    def under_phrases(self) -> tuple[str, ...]:
        return tuple(words(t) for t in self.under)

    @cached_property
    def avoid_phrases(self) -> tuple[str, ...]:
        return tuple(words(t) for t in self.avoid)

    @cached_property
    def whole_phrases(self) -> frozenset[str]:
        """What a heading may be where it must be one of the wordings whole: also behind what stands above it."""
        below = {f"{head} {phrase}" for head in self.under_phrases for phrase in self.phrases}
        return frozenset({*self.phrases, *below})

    @cached_property
    def needles(self) -> tuple[frozenset[str], ...]:
        """The words of each wording, for a quick look whether a table can hold it at all."""
        return tuple(frozenset(phrase.split()) for phrase in self.phrases)

    @property
    def rounded(self) -> bool:
        """Whether whole numbers under it are rounded by nature."""
        return self.measure in ("rate", "percent")


@dataclass(frozen=True, eq=False)
class Item(Field):
    """A row that a form has (a column where the form lies on its side)."""


@dataclass(frozen=True, eq=False)
class Identity:
    """What ties figures of a form, as a formula over its fields, or over its items.

    ``total = online + direct`` over fields holds in every row; over items, in every column of counts. ``item.field``
    names one cell, ``other-form[field]`` a figure of another form for the same period. ``days``, ``months`` and
    ``days_per_month`` stand for the length of the period on the basis that the figures were computed on.

    Args:
        formula: with ``=``, ``<=`` or ``>=``.
        rule: the code that speaks when it fails; by default that of the kind.
        kind: of the relation; by default read off the formula.
        instead: other formulas that some offices follow; the one that most figures support is claimed.
        complete: claim it only where every part is there, optional ones too.
        usual: offices print further parts beside those named; it is claimed only where it holds in most lanes.
    """

    formula: str
    rule: str = ""
    kind: Kind | None = None
    instead: tuple[str, ...] = ()
    complete: bool = False
    usual: bool = False

    @cached_property
    def claim(self) -> Claim:
        return parse_claim(self.formula)


_RULES: dict[str, str] = {
    "sum": "RC101",
    "bound": "RC103",
    "share": "RC201",
    "rate": "RC301",
    "product": "RC302",
    "average": "RC301",
    "difference": "RC401",
    "order": "RC403",
    "equality": "RC501",
    "change": "RC401",
    "count": "RC101",
}
_PERIOD_NAMES = frozenset({"days", "months", "days_per_month"})


def infer_kind(identity: Identity) -> tuple[Kind, str]:
    """The kind of an identity, and the rule that speaks for it.

    >>> infer_kind(Identity("total = a + b")), infer_kind(Identity("share = 100 * a / b"))
    (('sum', 'RC101'), ('share', 'RC201'))
    """
    claim = identity.claim
    e = claim.expression
    kind: Kind
    if identity.kind is not None:
        kind = identity.kind
    elif claim.compare != "=":
        kind = "bound"
    elif set(e.divisors) & _PERIOD_NAMES:
        kind = "rate"
    elif e.divisors:
        kind = "share"
    elif e.factors:
        kind = "product"
    elif e.divisor != 1:
        kind = "average" if len(e.terms) == e.divisor else "rate"
    elif e.factor != 1:
        kind = "product"
    elif len(e.terms) == 1:
        kind = "equality"
    else:
        kind = "difference" if any(sign < 0 for sign, _ in e.terms) else "sum"
    rule = identity.rule
    if not rule:
        rule = (
            "RC501" if any("[" in n for n in (*e.names, claim.target)) and kind in ("sum", "equality") else _RULES[kind]
        )
    return kind, rule


@dataclass(frozen=True, eq=False)
class Form:
    """A report form.

    Args:
        id: stable short name, ``documents-by-body``.
        title_vi, title_en: what people call it.
        words: phrases of its title; the form's title holds at least one. Several words of one phrase may stand apart.
        fields: its columns.
        items: its rows, where they are fixed.
        identities: what ties its figures, as :class:`Identity` or formulas.
        total_row: True where the form's own rows are open and a row labelled as total sums them, column by column.
        share: the least part of the required fields (and items) that a table must have if its title fits; a table
            without the title must have them all.
        needs_title: never take a table for this form without its title.
        open: it has more rows and columns than those named. Identities over items hold in every column of figures (in
            those that the form does not name, if most of them do), those over fields in every row of figures.
        model: a function that makes the pandera model of its shape, where it has one.
        source: the file it was read from, for messages.
    """

    id: str
    title_vi: str
    title_en: str
    words: tuple[str, ...]
    fields: tuple[Field, ...]
    items: tuple[Item, ...] = ()
    identities: tuple[Identity | str, ...] = ()
    total_row: bool = False
    share: float = 0.6
    needs_title: bool = False
    open: bool = False
    model: Callable[[], Any] | None = field(default=None, compare=False)
    source: str = ""

    @cached_property
    def claims(self) -> tuple[Identity, ...]:
        return tuple(i if isinstance(i, Identity) else Identity(i) for i in self.identities)

    @cached_property
    def title_phrases(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(words(w).split()) for w in self.words)

    @cached_property
    def required(self) -> tuple[Field, ...]:
        """The fields and items without which the form is incomplete."""
        return tuple(f for f in (*self.fields, *self.items) if f.required)

    @cached_property
    def by_id(self) -> dict[str, Field]:
        return {f.id: f for f in (*self.fields, *self.items)}

    def problems(self) -> list[str]:
        """What is wrong with the form's own text, one sentence each; empty for a good form."""
        found: list[str] = []
        if isinstance(self.words, str) or any(isinstance(f.labels, str) for f in (*self.fields, *self.items)):
            return ["words and labels are tuples of wordings, not one text (is a comma missing?)"]
        ids = [f.id for f in (*self.fields, *self.items)]
        found += [f"two fields or items are called {i!r}" for i in sorted({i for i in ids if ids.count(i) > 1})]
        if not self.fields and not (self.open and self.items):
            found.append("a form needs at least one field")
        for identity in self.claims:
            try:
                claim = identity.claim
            except FormulaError as error:
                found.append(f"identity {identity.formula!r}: {error}")
                continue
            for name in (claim.target, *claim.expression.names):
                if "[" in name or name in _PERIOD_NAMES:
                    continue
                missing = [part for part in name.split(".") if part not in ids]
                if missing:
                    found.append(f"identity {identity.formula!r}: no field or item {missing[0]!r}")
            if identity.kind is not None and identity.kind not in _RULES:
                found.append(f"identity {identity.formula!r}: no kind {identity.kind!r}; known: {', '.join(_RULES)}")
        return found

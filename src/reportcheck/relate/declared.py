"""What a form says must hold, in the tables that are that form."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from reportcheck.extract import BLANK, BULK_ROWS
from reportcheck.forms import Field, Identity, infer_kind
from reportcheck.formula import Expression
from reportcheck.labels import Period, is_comparison, is_percentage, period_of, words
from reportcheck.numerals import plain, print_number
from reportcheck.relate.basis import Basis, bases
from reportcheck.relate.counterpart import Lanes, same_lane
from reportcheck.relate.family import Family, Line, Part
from reportcheck.relate.recognise import Binding
from reportcheck.relate.totals import find_totals, lane_label

__all__ = ["Claims", "claim_all"]

_MOST_UNKNOWN = 4  # more columns that the form does not know make another form of it
_APART = re.compile(
    r"%|\b(?:ty le|so voi|so sanh|co cau|ty trong|thuyet minh|ghi chu|chi so|binh quan|ma so|note|chenh lech|tang|giam)\b"
)
_PERIOD = ("days", "months", "days_per_month")
_Finder = Callable[[str], "Line | None"]


@dataclass(slots=True)
class Claims:
    """The families that forms declare in a document, and how many claims could not be made for want of a part.

    ``rivals`` holds sets of claims of which one is meant: the same averages over different counts of the days. Whoever
    settles them keeps the set that most figures support, the first among equals. ``tentative`` families are kept where
    they hold in most lanes; so are, all of them together, the claims of each of ``groups``.
    """

    families: list[Family] = field(default_factory=list)
    not_looked_at: int = 0
    rivals: list[list[Claims]] = field(default_factory=list)
    tentative: list[Family] = field(default_factory=list)
    groups: list[Claims] = field(default_factory=list)


class _UnclaimableError(Exception):
    """A part that the claim cannot do without is not there."""


def claim_all(bindings: Sequence[Binding], language: str = "vi") -> Claims:
    """All claims of all matched forms of one document (or of several that make one submission).

    Args:
        bindings: the tables that were taken for forms; at most one form each.
        language: of the constants that a claim names (``3,5 tháng``).
    """
    claims = Claims()
    for binding in bindings:
        maker = _Maker(binding, bindings, language)
        timed: list[Identity] = []
        groups = {column: Claims() for column in maker.other_columns}
        for identity in binding.form.claims:
            for column, group in groups.items():
                maker.claim_in(column, identity, group)
            if set(identity.claim.expression.names) & set(_PERIOD):
                timed.append(identity)
            else:
                maker.claim(identity, claims)
        if timed:
            _claim_timed(maker, timed, claims)
        claims.groups += groups.values()
        if binding.form.total_row:
            maker.total_rows(claims)
    return claims


def _claim_timed(maker: _Maker, identities: list[Identity], claims: Claims) -> None:
    """Claims over the length of a period, once for each way to count it."""
    attempts = []
    for basis in bases(maker.period):
        maker.basis = basis
        attempt = Claims()
        for identity in identities:
            maker.claim(identity, attempt)
        attempts.append(attempt)
    maker.basis = None
    claims.rivals.append(attempts)


class _Maker:
    """Makes the families of one table that is a form."""

    def __init__(self, binding: Binding, others: Sequence[Binding], language: str) -> None:
        self.binding = binding
        self.form = binding.form
        self.view = binding.view
        self.others = others
        self.language = language
        self.basis: Basis | None = None
        self._lanes: dict[int, Lanes] = {}

    @cached_property
    def period(self) -> Period | None:
        """The period that the table names: in a cell or label, its caption, else in another form's table."""
        for binding in (self.binding, *self.others):
            view = binding.view
            texts = [" ".join(path) for path in (*view.row_labels[:50], *view.headings)]
            texts += [value for row in view.body_rows[:20] for value in row if isinstance(value, str)]
            texts.append(view.table.caption)
            for text in texts:
                if len(text) >= 8 and (found := period_of(text)) is not None:
                    return found
        return None

    # -- one identity ----------------------------------------------------------

    def claim(self, identity: Identity, claims: Claims) -> None:
        """Add the families of an identity (or of the one meant instead), or count it as not looked at."""
        if identity.instead:
            rivals = []
            for formula in (identity.formula, *identity.instead):
                rivals.append(Claims())
                self.claim(replace(identity, formula=formula, instead=()), rivals[-1])
            claims.rivals.append(rivals)
            return
        names = (identity.claim.target, *identity.claim.expression.names)
        for lanes, resolve in self._arrangements(names):
            if identity.usual and resolve == self._item_line:
                lanes = sorted({*lanes, *self.other_columns})
            try:
                family = self._family(identity, lanes, resolve)
            except _UnclaimableError:
                claims.not_looked_at += 1
                continue
            if family is not None and (identity.usual or self._has_more_rows(family)):
                claims.tentative.append(family)
            elif family is not None:
                self._add(family, claims)

    def _has_more_rows(self, family: Family) -> bool:
        """Whether rows that an open form does not name stand among the rows of a sum, which may count them."""
        parts = [p.line.index for p in family.parts if p.line.axis == "row"]
        if not self.form.open or not parts or family.kind not in ("sum", "difference"):
            return False
        known, total = sorted(self.binding.items.values()), family.target.index
        first, last = min(*parts, total), max(*parts, total)
        if first != total:
            first = max((r for r in known if r < first), default=-1)
        if last != total:
            last = min((r for r in known if r > last), default=self.view.height)
        return any(first < r < last for r in self._more_rows)

    @cached_property
    def _more_rows(self) -> list[int]:
        """Rows of figures that an open form does not name, comparisons apart."""
        known = set(self.binding.items.values())
        return [r for r in self.view.data_rows if r not in known and not is_comparison(self.view.row_name(r))]

    @cached_property
    def other_columns(self) -> list[int]:
        """Columns of figures that an open form does not name, in which identities over its items may hold."""
        if not self.form.open or self.binding.transposed:
            return []
        known = set(self.binding.fields.values())
        return [
            c
            for c in self.view.number_columns
            if c not in known
            and not self.view.counts_rows(c)
            and not _APART.search(words(" ".join(self.view.headings[c])))
        ]

    def claim_in(self, column: int, identity: Identity, claims: Claims) -> None:
        """Add the families of an identity over items in one more column."""
        names = (identity.claim.target, *identity.claim.expression.names)
        if identity.usual or not all(n in self._item_ids for n in names):
            return
        rivals = []
        for formula in (identity.formula, *identity.instead):
            try:
                family = self._family(replace(identity, formula=formula, instead=()), [column], self._item_line)
            except _UnclaimableError:
                continue
            if family is not None:
                rivals.append(Claims([family]))
        if rivals:
            claims.rivals.append(rivals)

    @cached_property
    def _item_ids(self) -> frozenset[str]:
        return frozenset(i.id for i in self.form.items)

    def _add(self, family: Family, claims: Claims) -> None:
        """Add a family, or the readings between which the figures choose."""
        more = self._unknown_parts(family) if family.kind == "sum" and family.compare == "=" else ()
        if family.kind == "share" and family.factor == 100 and _are_fractions(family):
            # stored as 0.96 without a percent format: the form's 96 is meant
            claims.rivals.append([Claims([replace(family, factor=Decimal(1))]), Claims([family])])
        elif more:
            claims.rivals.append([Claims([family]), Claims([replace(family, parts=(*family.parts, *more))])])
        else:
            claims.families.append(family)

    def _arrangements(self, names: tuple[str, ...]) -> list[tuple[list[int], _Finder]]:
        """Along which lanes an identity runs: with the way to find the line of a name in each."""
        own = [n for n in names if n not in _PERIOD and "[" not in n]
        item_ids = self._item_ids
        if all("." in n for n in own):
            return [([0], self._cell)]
        if any("[" in n for n in names):
            return [([lane], self._along_cell(lane)) for lane in self._data_lanes()]
        if self.binding.cells:
            if all(n in item_ids for n in own):
                return [([0], self._flat_finder(f"{{}}.{f.id}")) for f in self._measured()]
            return [([0], self._flat_finder(f"{i.id}.{{}}")) for i in self.form.items]
        if own and all(n in item_ids for n in own):
            lanes = sorted(self.binding.fields[f.id] for f in self._measured() if f.id in self.binding.fields)
            return [(lanes, self._item_line)]
        return [(self._data_lanes(), self._field_line)]

    def _flat_finder(self, pattern: str) -> _Finder:
        """Names of fields (or items) in a flat table, where each stands for one cell."""
        return lambda name: self._cell(pattern.format(name))

    def _data_lanes(self) -> list[int]:
        """The lanes of figures; those of percentages ("Tăng/giảm (%)") do not add up as figures do."""
        if len(self.binding.lanes) > BULK_ROWS:
            return self.binding.lanes
        return [lane for lane in self.binding.lanes if not is_percentage(lane_label(self.binding, lane))]

    def _measured(self) -> list[Field]:
        """Fields whose column can be summed."""
        return [f for f in self.form.fields if f.measure in ("count", "money")]

    def _family(self, identity: Identity, lanes: list[int], resolve: _Finder) -> Family | None:
        """The claim along the given lanes; None where nothing is left to claim."""
        claim, expression = identity.claim, identity.claim.expression
        target = resolve(claim.target)
        if target is None:
            if self._optional(claim.target):
                return None
            raise _UnclaimableError
        parts, constants, divisor = self._parts(expression, resolve)
        lanes = _stated_lanes(lanes, [target, *(p.line for p in parts)])
        named = len(expression.terms) + len(expression.factors) + len(expression.divisors)
        if not parts or not lanes or (identity.complete and len(parts) < named):
            return None
        if (
            identity.kind is None
            and claim.compare == "="
            and len(parts) < 2 < len(expression.terms) + 1
            and expression.is_linear
        ):
            return None  # only one part of the sum is there
        kind, rule = infer_kind(identity)
        rounded = target.rounded or kind in ("rate", "average", "share", "change")
        return Family(
            kind=kind,
            target=replace(target, rounded=rounded),
            parts=tuple(parts),
            lanes=lanes,
            origin="declared",
            rule=rule,
            compare=claim.compare,
            factor=expression.factor * Decimal(divisor.denominator),
            divisor=expression.divisor * Decimal(divisor.numerator),
            offset=expression.offset,
            constants=tuple(constants),
            support=f"{self.form.id}: {identity.formula}",
            name=identity.formula,
            form=self.form.id,
            basis=self.basis.name if self.basis is not None else "",
            scaling=self._scaling(expression),
        )

    def _unknown_parts(self, family: Family) -> tuple[Part, ...]:
        """Columns that the form does not know, beside the parts and under the same heading: the total may count them."""
        own = [p.line for p in family.parts if p.line.view is self.view]
        if self.binding.transposed or not own or any(line.axis == "row" for line in own):
            return ()
        columns = [line.index if line.axis == "column" else line.cell_column for line in own]
        headings = self.view.headings
        group = _common([headings[c][:-1] for c in columns])
        known = set(self.binding.fields.values())
        unknown = [
            c
            for c in self.view.number_columns
            if c not in known and headings[c][: len(group)] == group and not self.view.counts_rows(c)
        ]
        if len(unknown) > _MOST_UNKNOWN:
            return ()
        first = own[0]
        if first.axis == "column":
            return tuple(Part(Line(self.view, "column", c)) for c in unknown)
        return tuple(Part(Line(self.view, "cell", first.index, c)) for c in unknown)

    def _parts(self, expression: Expression, resolve: _Finder) -> tuple[list[Part], list[str], Fraction]:
        """The parts of the right side that are there, the constants, and the exact divisor that these make."""
        parts: list[Part] = []
        constants: list[str] = []
        divisor = Fraction(1)
        if expression.factor != 1:
            constants.append(str(expression.factor))
        if expression.divisor != 1:
            constants.append(str(expression.divisor))
        for sign, name in expression.terms:
            line = resolve(name)
            if line is None:
                if self._optional(name):
                    continue
                raise _UnclaimableError
            parts.append(Part(line, sign))
        for name in (*expression.factors, *expression.divisors):
            divides = name in expression.divisors
            if name in _PERIOD:
                value = self.basis.value(name) if self.basis is not None else None
                if value is None:
                    raise _UnclaimableError
                assert self.basis is not None
                divisor = divisor * value if divides else divisor / value
                constants.append(self.basis.constant(name, self.language))
                continue
            line = resolve(name)
            if line is None:
                raise _UnclaimableError
            parts.append(Part(line, 1, "divisor" if divides else "factor"))
        return parts, constants, divisor

    def _scaling(self, expression: Expression) -> str:
        """The constants as written behind the figures, where the length of the period is among them."""
        timed = [n for n in (*expression.factors, *expression.divisors) if n in _PERIOD]
        if not timed or self.basis is None:
            return ""
        text = f" × {self._number(expression.factor)}" if expression.factor != 1 else ""
        text += f" / {self._number(expression.divisor)}" if expression.divisor != 1 else ""
        for name in timed:
            sign = "/" if name in expression.divisors else "×"
            text += f" {sign} {self.basis.constant(name, self.language)}"
        return text

    def _number(self, value: Decimal) -> str:
        return print_number(Decimal(plain(value)), self.language)

    def _optional(self, name: str) -> bool:
        """Whether a name may be missing from a table of this form."""
        if "[" in name:
            return False
        return any(not self.form.by_id[part].required for part in name.split(".") if part in self.form.by_id)

    # -- lines -----------------------------------------------------------------

    def _line(self, axis_index: int, along_fields: bool, one: Field | None) -> Line:
        """The line of a field (or of an item, ``along_fields`` False)."""
        column = along_fields != self.binding.transposed
        return Line(
            self.view, "column" if column else "row", axis_index,
            rounded=one.rounded if one is not None else False, measure=one.measure if one is not None else "",
        )  # fmt: skip

    def _field_line(self, name: str) -> Line | None:
        index = self.binding.fields.get(name)
        return None if index is None else self._line(index, True, self.form.by_id[name])

    def _item_line(self, name: str) -> Line | None:
        index = self.binding.items.get(name)
        return None if index is None else self._line(index, False, self.form.by_id[name])

    def _cell(self, name: str) -> Line | None:
        """One cell: ``item.field``, a bare field of a single lane, or another form's figure."""
        if "[" in name:
            return self._foreign(name, None)
        item, _, field_name = name.rpartition(".")
        one = self.form.by_id.get(field_name)
        rounded, measure = (one.rounded, one.measure) if one is not None else (False, "")
        if name in self.binding.cells:
            r, c = self.binding.cells[name]
            return Line(self.view, "cell", r, c, rounded, measure)
        along, across = self.binding.fields.get(field_name), self.binding.items.get(item)
        if along is None or across is None:
            return None
        r, c = (along, across) if self.binding.transposed else (across, along)
        return Line(self.view, "cell", r, c, rounded, measure)

    def _along_cell(self, lane: int) -> _Finder:
        """Names of one lane as single cells, other forms' figures for the same period beside them."""

        def find(name: str) -> Line | None:
            if "[" in name:
                return self._foreign(name, lane)
            if "." in name:
                return self._cell(name)
            line = self._field_line(name)
            if line is None:
                return None
            r, c = line.place(lane)
            return replace(line, axis="cell", index=r, cell_column=c)

        return find

    def _foreign(self, name: str, lane: int | None) -> Line | None:
        """``other-form[field]`` for the same lane: the same label or period, or the only one on both sides."""
        form_id, _, wanted = name.rstrip("]").partition("[")
        for other in self.others:
            if other.form.id != form_id or other is self.binding or wanted not in other.fields:
                continue
            chosen = same_lane(self.binding, lane, self._lanes_of(other))
            if chosen is None:
                continue
            line = _Maker(other, self.others, self.language)._field_line(wanted)
            assert line is not None
            r, c = line.place(chosen)
            return replace(line, axis="cell", index=r, cell_column=c)
        raise _UnclaimableError

    def _lanes_of(self, other: Binding) -> Lanes:
        if id(other) not in self._lanes:
            self._lanes[id(other)] = Lanes(other)
        return self._lanes[id(other)]

    # -- rows that sum the others ------------------------------------------------

    def total_rows(self, claims: Claims) -> None:
        """The lane labelled as total sums the others, for every field of counts; so do subtotals and rows of a higher level.

        A row with rows below it sums them if it does so for most fields: it may also name only some.
        """
        fields = sorted(self.binding.fields[f.id] for f in self._measured() if f.id in self.binding.fields)
        if self.binding.cells or not fields:
            return
        found = find_totals(self.binding, fields)
        if found.unclear:
            claims.not_looked_at += len(fields)
        if found.grand is not None and len(found.sets) == 1:
            claims.families.append(self._lane_sum(found.grand, found.sets[0], fields))
        elif found.grand is not None and found.sets:
            claims.rivals.append([Claims([self._lane_sum(found.grand, lanes, fields)]) for lanes in found.sets])
        claims.tentative += [self._lane_sum(head, lanes, fields) for head, lanes in found.groups]

    def _lane_sum(self, total: int, others: list[int], fields: list[int]) -> Family:
        """One lane equals the sum of others, for each field."""
        target, *lines = (self._line(lane, False, None) for lane in (total, *others))
        return Family(
            "sum",
            target,
            tuple(Part(line) for line in lines),
            _stated_lanes(fields, [target, *lines]),
            "declared",
            "RC101",
            support=f"{self.form.id}: {lane_label(self.binding, total)}",
            name="total row",
            form=self.form.id,
        )


def _common(paths: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The headings that all paths begin with."""
    shared = itertools.takewhile(lambda level: len(set(level)) == 1, zip(*paths, strict=False))
    return tuple(level[0] for level in shared)


def _are_fractions(family: Family) -> bool:
    """Whether all shares are at most 1 and not all of them whole: fractions, not percentages."""
    values = [v for v in family.target.values(family.lanes[:200]) if v is not None]
    return bool(values) and all(0 <= v <= 1 for v in values) and any(v not in (0, 1) for v in values)


def _stated_lanes(lanes: list[int], lines: list[Line]) -> list[int]:
    """The lanes in which anything stands: where all cells are empty, nothing is claimed."""
    first = lines[0]
    if len(lanes) > BULK_ROWS or (first.axis == "column" and BLANK not in first.view.column(first.index).states):
        return lanes
    if all(first.state(lane) != BLANK for lane in lanes):
        return lanes
    return [lane for lane in lanes if any(line.state(lane) != BLANK for line in lines)]

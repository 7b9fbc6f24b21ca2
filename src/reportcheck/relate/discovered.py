"""Relations that nobody declared: found in the figures of a table."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from reportcheck.extract import TableView
from reportcheck.relate.averages import find_averages
from reportcheck.relate.board import Board, Pattern
from reportcheck.relate.declared import Claims
from reportcheck.relate.family import Family, Line, Part
from reportcheck.relate.field import field_of
from reportcheck.relate.ratios import find_ratios
from reportcheck.relate.sums import SumSearch
from reportcheck.relate.telling import failing_lanes

__all__ = ["discover"]

_RULES = {"sum": "RC101", "average": "RC301", "share": "RC201", "change": "RC401"}


def discover(view: TableView) -> Claims:
    """The relations that the figures of a table show."""
    claims = Claims()
    field = field_of(view)
    if field is None:
        return claims
    for lines in (field.columns, field.rows):
        board = Board(lines)
        sums = SumSearch(board).run()
        for pattern in [*sums, *find_averages(board, sums), *find_ratios(board, sums)]:
            claims.families += _families(view, board, pattern)
    return claims


def _families(view: TableView, board: Board, pattern: Pattern) -> list[Family]:
    lines = board.lines

    def line(i: int, rounded: bool = False) -> Line:
        return Line(view, "column" if lines.axis == "column" else "row", int(lines.index[i]), rounded=rounded)

    told = failing_lanes(board, pattern)
    shown_lanes = pattern.hit | pattern.zero
    shown_lanes[told.lanes] = True
    lanes = [int(r) for r in lines.lane[shown_lanes]]
    shown = int((pattern.hit | pattern.zero | pattern.miss).sum())
    support = f"{int((pattern.hit | pattern.zero).sum())}/{shown} {pattern.way} {pattern.bits:.0f} bits"
    target = line(pattern.target, rounded=pattern.kind != "sum" or pattern.rounded)
    rule = _RULES[pattern.kind]
    if pattern.kind == "sum":
        parts = tuple(Part(line(p, pattern.rounded)) for p in pattern.parts)
        return [Family("sum", target, parts, lanes, "discovered", rule, support=support, certain=told.certain)]
    if pattern.kind == "average":
        groups: dict[bytes, list[int]] = {}
        filled = lines.filled[list(pattern.parts)]
        for i in np.flatnonzero(pattern.hit | pattern.zero):
            groups.setdefault(filled[:, i].tobytes(), []).append(int(i))
        families = []
        for members in groups.values():
            own = [p for p, there in zip(pattern.parts, filled[:, members[0]], strict=True) if there]
            parts = tuple(Part(line(p)) for p in own)
            families.append(
                Family("average", target, parts, [int(lines.lane[i]) for i in members], "discovered", rule,
                       divisor=Decimal(len(own)), support=support, certain=told.certain)
            )  # fmt: skip
        return families
    a, b = pattern.parts
    factor = Decimal(pattern.factor)
    if pattern.kind == "share":
        parts = (Part(line(a, pattern.rounded)), Part(line(b, pattern.rounded), 1, "divisor"))
        return [
            Family(
                "share", target, parts, lanes, "discovered", rule, factor=factor, support=support, certain=told.certain
            )
        ]
    parts = (Part(line(a, pattern.rounded), 1, "divisor"), Part(line(b, pattern.rounded)))
    return [
        Family(
            "change",
            target,
            parts,
            lanes,
            "discovered",
            rule,
            factor=factor,
            offset=-factor,
            support=support,
            certain=told.certain,
        )
    ]

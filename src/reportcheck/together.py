"""Several files as one submission: a narrative and its annexes. What one states and another states too is compared.

Each file has been judged by itself; what is added here are relations across files, told where the doubtful figure stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reportcheck.extract import TableView
from reportcheck.model import Figure, Judgement, Operand
from reportcheck.pipeline import Checked, Counts, tell_all
from reportcheck.relate.family import Family
from reportcheck.rulebook import Rule
from reportcheck.settle import settle_all

__all__ = ["compare_files"]


def compare_files(
    checked: Sequence[Checked], rules: Sequence[Rule], language: str | None = None, unusable: int = 0
) -> None:
    """Add to each judged file of one submission what it has in common with the others.

    Args:
        checked: the files, judged; their facts, findings and counts grow.
        rules: those that may speak.
        language: of the messages, by default each file's own.
        unusable: how many files of the submission could not be used; each is a comparison that was not made.
    """
    found: dict[int, list[Judgement]] = defaultdict(list)
    unseen = dict.fromkeys(range(len(checked)), unusable)
    for i, one in enumerate(checked):
        others = [(other, view) for other in checked if other is not one for view in other.views]
        judgements, skipped = _sentences(one, others)
        found[i] += judgements
        unseen[i] += skipped
    for i, judgement in _tables(checked, unseen):
        found[i].append(judgement)
    for i, one in enumerate(checked):
        one.facts += found[i]
        one.counts = _counted(one.counts, found[i], unseen[i])
        if any(j.relation.firm for j in found[i]):
            one.beyond = [j for other in checked if other is not one for j in _around(other, found[i])]
            tell_all(one, rules, language)


def _sentences(one: Checked, others: Sequence[tuple[Checked, TableView]]) -> tuple[list[Judgement], int]:
    """What the sentences of a file and the tables of the others both state."""
    if one.sentences is None or not others:
        return [], 0
    from reportcheck.facts import compare  # only text documents need it

    views = [view for _, view in others]
    files = [other.document.path for other, _ in others]
    own = {j.relation.target.location for j in one.facts if j.relation.firm}
    return compare(one.sentences, views, files, own)


def _tables(checked: Sequence[Checked], unseen: dict[int, int]) -> Iterator[tuple[int, Judgement]]:
    """Equal facts in tables of different files, each with the number of the file that it is told in."""
    views = [view for one in checked for view in one.views]
    owners = [i for i, one in enumerate(checked) for _ in one.views]
    if len(set(owners)) < 2:
        return
    from reportcheck.relate.between import discover_between  # it stands on numpy

    claims = discover_between(views, owners)
    unseen[0] += claims.not_looked_at
    owner = {id(view): i for view, i in zip(views, owners, strict=True)}
    for settled in settle_all(claims.families):
        for judgement in settled.judgements():
            yield _placed(judgement, settled.family, checked, owner)


def _placed(
    judgement: Judgement, family: Family, checked: Sequence[Checked], owner: dict[int, int]
) -> tuple[int, Judgement]:
    """A judgement with the files of its figures, told where the doubtful figure stands: the one that is told of otherwise too."""
    relation = judgement.relation
    (operand,) = relation.operands
    first, second = owner[id(family.target.view)], owner[id(family.parts[0].line.view)]
    a, b = relation.target, operand.figure
    if _doubted(b, checked[second]) and not _doubted(a, checked[first]):
        first, second, a, b = second, first, b, a
    b = _of_file(b, checked[second].document.path)
    gap = judgement.gap if a is relation.target or judgement.gap is None else -judgement.gap
    computed = judgement.computed if a is relation.target else relation.target.value
    relation = replace(relation, target=a, operands=(Operand(b),))
    return first, replace(judgement, relation=relation, gap=gap, computed=computed)


def _doubted(figure: Figure, one: Checked) -> bool:
    """Whether a figure has a part in what is told of its own file."""
    return any(f.location == figure.location for finding in one.findings for _, f in finding.figures)


def _counted(counts: Counts, judgements: Iterable[Judgement], unseen: int) -> Counts:
    firm = [j for j in judgements if j.relation.firm]
    return Counts(
        counts.passed + sum(j.holds for j in firm),
        counts.failed + sum(j.outcome == "fails" for j in firm),
        counts.undecided + sum(j.outcome == "undecided" for j in firm),
        counts.not_looked_at + unseen,
    )


def _around(other: Checked, compared: Sequence[Judgement]) -> Iterator[Judgement]:
    """What another file's tables claim of the figures that failed to agree with this one's: it says which of two is wrong."""
    path = other.document.path
    open_ = [j for j in compared if j.outcome == "fails" and j.relation.firm]
    places = {
        replace(f.location, file=None)
        for j in open_
        for f in (j.relation.target, *(o.figure for o in j.relation.operands))
        if f.location.file == path
    }
    if not places:
        return
    for settled in other.settled:
        if not settled.family.firm:
            continue
        for judgement in settled.judgements():
            relation = judgement.relation
            figures = (relation.target, *(o.figure for o in relation.operands))
            if not places.isdisjoint(f.location for f in figures):
                operands = tuple(replace(o, figure=_of_file(o.figure, path)) for o in relation.operands)
                placed = replace(relation, target=_of_file(relation.target, path), operands=operands)
                yield replace(judgement, relation=placed)


def _of_file(figure: Figure, path: str) -> Figure:
    return replace(figure, location=replace(figure.location, file=path))

"""The whole direction: a document goes in, findings come out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportcheck.echoes import told_once, without_contradicted
from reportcheck.extract import BULK_ROWS, TableView
from reportcheck.forms import Form
from reportcheck.misprint import weigh
from reportcheck.model import Conflict, Deduced, Document, Finding, Judgement, Misprint, ShapeFault
from reportcheck.relate.codes import claim_codes
from reportcheck.relate.declared import Claims, claim_all
from reportcheck.relate.family import Family
from reportcheck.relate.printed import claim_formulas
from reportcheck.relate.recognise import Binding, Nearest, recognise
from reportcheck.rounding import Rounding, rounding_of
from reportcheck.rulebook import Rule, Scene, Tell, tell_apart
from reportcheck.settle import HOLDS, Settled, choose, settle, settle_all
from reportcheck.shape import check_shape, model_identities
from reportcheck.twins import with_formulas, without_claims_of_lines

if TYPE_CHECKING:
    from reportcheck.localise.diagnose import Case
    from reportcheck.prose import Sentences
    from reportcheck.waivers import IdleWaiver, Waived

__all__ = ["Checked", "Counts", "check", "crashed"]

_CLAIMED = ("declared", "printed")  # whose relations are meant, whatever the figures show


@dataclass(frozen=True, slots=True)
class Counts:
    """How many relations held, failed, could not be decided, and were not looked at."""

    passed: int = 0
    failed: int = 0
    undecided: int = 0
    not_looked_at: int = 0

    @property
    def total(self) -> int:
        return self.passed + self.failed + self.undecided + self.not_looked_at


@dataclass(slots=True)
class Checked:
    """A document, judged. ``waived`` findings are not among ``findings``; ``idle_waivers`` accept nothing in it.

    ``facts`` are what its sentences and tables both state, and what other files of the submission do; ``beyond`` is what those
    claim of the figures that differ.
    """

    document: Document
    views: list[TableView]
    bindings: list[Binding]
    matches: dict[int, tuple[list[Binding], Nearest | None]]
    settled: list[Settled]
    counts: Counts
    findings: list[Finding] = field(default_factory=list)
    sentences: Sentences | None = None
    facts: list[Judgement] = field(default_factory=list)
    rounding: Rounding = field(default_factory=Rounding)
    faults: list[ShapeFault] = field(default_factory=list)
    misprints: list[Misprint] = field(default_factory=list)
    beyond: list[Judgement] = field(default_factory=list)
    waived: tuple[Waived, ...] = ()
    idle_waivers: tuple[IdleWaiver, ...] = ()


def check(document: Document, forms: Sequence[Form], rules: Sequence[Rule], language: str | None = None) -> Checked:
    """Read the figures of a document, claim what ties them, judge, and say what fails.

    Args:
        document: what a reader found.
        forms: those that a table may be; the best match counts.
        rules: those that may speak.
        language: of the messages, by default the document's own.
    """
    views, matches = _recognised(document, forms)
    bindings = [_with_model(found[0]) for found, _ in matches.values() if found]
    claims = claim_all(bindings, document.language)
    families = choose(claims)
    printed = weigh(claim_codes(views, families))
    families += printed.families
    formulas = claim_formulas(views, document.grids)
    families += without_claims_of_lines(_discovered(views, matches, claims), families)
    families = with_formulas(families, formulas.families)
    settled, withdrawn = without_contradicted(settle_all(families))
    not_looked_at = claims.not_looked_at + printed.not_looked_at + formulas.not_looked_at + withdrawn
    sentences = _sentences(document)
    facts, unseen = _facts(sentences, views)
    rounding = rounding_of(settled, [*(sentences.judgements if sentences is not None else ()), *facts])
    counts = _count(settled, sentences, facts, not_looked_at + unseen)
    checked = Checked(document, views, bindings, matches, settled, counts, sentences=sentences, facts=facts)
    checked.rounding = rounding
    checked.faults = [fault for binding in bindings for fault in check_shape(binding)]
    checked.misprints = printed.misprints
    tell_all(checked, rules, language)
    return checked


def tell_all(checked: Checked, rules: Sequence[Rule], language: str | None = None) -> None:
    """Say what fails in a judged document: its findings are made anew.

    Args:
        checked: its facts may have grown by what other files state, and ``beyond`` by what holds around them there.
        rules: those that may speak.
        language: of the messages, by default the document's own.
    """
    checked.findings = tell_apart(list(_speak(checked, rules, language or checked.document.language)))


def _recognised(
    document: Document, forms: Sequence[Form]
) -> tuple[list[TableView], dict[int, tuple[list[Binding], Nearest | None]]]:
    """Each table with the forms it matches, its marks read as its cells and its arithmetic say."""
    views: list[TableView] = []
    matches: dict[int, tuple[list[Binding], Nearest | None]] = {}
    file = Path(document.path).stem.replace("_", " ")
    for i, table in enumerate(document.tables):
        view = TableView(table, document.language)
        name = "" if table.grid.name else file  # a sheet without a name is called by its file
        found, nearest = recognise(view, forms, name)
        if found and view.height <= BULK_ROWS and view.open_marks:
            view = _read_by_arithmetic(view, found[0], document.language)
            found, nearest = recognise(view, forms, name)
        views.append(view)
        matches[i] = found, nearest
    return views, matches


def _with_model(binding: Binding) -> Binding:
    """The binding with the identities that only its form's pandera model holds."""
    more = model_identities(binding.form)
    if not more:
        return binding
    form = replace(binding.form, identities=(*binding.form.identities, *more))
    return replace(binding, form=form)


def _read_by_arithmetic(view: TableView, binding: Binding, language: str) -> TableView:
    """The reading of marks that the cells leave open under which the form's identities hold.

    Thousands are the commoner use. They give way only where decimals make at least two more relations hold, so that no
    reading is chosen because it hides the failure of one row.
    """
    best, most = view, _held(view, binding, language) + 1
    for choice in product((True, False), repeat=len(view.open_marks)):
        if all(choice):
            continue
        rival = TableView(view.table, language, dict(zip(view.open_marks, choice, strict=True)))
        held = _held(rival, binding, language)
        if held > most:
            best, most = rival, held
    return best


def _held(view: TableView, binding: Binding, language: str) -> int:
    families = choose(claim_all([replace(binding, view=view)], language))
    return sum(outcome in HOLDS for family in families for outcome in settle(family).outcomes)


def _discovered(
    views: Sequence[TableView], matches: dict[int, tuple[list[Binding], Nearest | None]], claims: Claims
) -> list[Family]:
    """What the figures of tables of no form show."""
    from reportcheck.relate.between import discover_between
    from reportcheck.relate.discovered import discover  # it stands on numpy, which tables of a form do not need

    families: list[Family] = []
    for i, view in enumerate(views):
        if not matches[i][0]:
            found = discover(view)
            claims.not_looked_at += found.not_looked_at
            families += found.families
    between = discover_between([view for i, view in enumerate(views) if not matches[i][0]])
    claims.not_looked_at += between.not_looked_at
    return families + between.families


def _sentences(document: Document) -> Sentences | None:
    """What the sentences of a text document state; None for a workbook."""
    if next(document.paragraphs, None) is None:
        return None
    from reportcheck.prose import read_sentences  # its patterns take time to compile

    return read_sentences(document.paragraphs)


def _facts(sentences: Sentences | None, views: Sequence[TableView]) -> tuple[list[Judgement], int]:
    """What sentences and tables both state."""
    if sentences is None or not views:
        return [], 0
    from reportcheck.facts import compare

    return compare(sentences, views)


def _count(
    settled: Iterable[Settled], sentences: Sentences | None, facts: Iterable[Judgement], not_looked_at: int
) -> Counts:
    outcomes: Counter[str] = Counter(j.outcome for j in facts if j.relation.firm)
    if sentences is not None:
        outcomes.update(j.outcome for j in sentences.judgements if j.relation.firm)
        not_looked_at += sentences.not_looked_at
    for one in settled:
        if one.family.firm:
            outcomes.update(one.outcomes)
    failed, undecided = outcomes.pop("fails", 0), outcomes.pop("undecided", 0)
    return Counts(sum(outcomes.values()), failed, undecided, not_looked_at)


def _speak(checked: Checked, rules: Sequence[Rule], language: str) -> Iterable[Finding]:
    """Let each rule look at what it subscribes to; findings in reading order."""
    loud = [j for s in checked.settled for j in s.loud() if j.relation.firm]
    judgements = told_once(loud, checked.settled, checked.misprints)
    stated = checked.sentences.judgements if checked.sentences is not None else ()
    judgements += [j for j in (*stated, *checked.facts) if j.relation.firm]
    conflicts, blanks = _jointly(checked)
    cases = _cases(checked, judgements)
    if cases:
        from reportcheck.localise.telling import credible

        judgements = credible(judgements, cases)
    scene = Scene(checked.document, checked.views, checked.bindings, judgements)
    by_code: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        by_code[judgement.relation.rule].append(judgement)
    subjects: dict[str, Sequence[Any]] = {
        "table": checked.views,
        "shape": checked.faults,
        "misprint": checked.misprints,
        "conflict": conflicts,
        "blank": blanks,
        "document": [scene],
        "rounding": [checked.rounding],
    }
    order = {id(view.grid): i for i, view in reversed(list(enumerate(checked.views)))}
    sheets = {view.grid.name: order[id(view.grid)] for view in reversed(checked.views)}
    found: list[Finding] = []
    for rule in rules:
        tell = Tell(rule, language, scene)
        for subject in by_code[rule.code] if rule.subject == "judgement" else subjects[rule.subject]:
            try:
                found.extend(rule.speak(subject, tell))
            except Exception as error:
                found.append(crashed(rule, error, language))
                break
    if cases:
        from reportcheck.localise.telling import one_for_each

        found = one_for_each(found, cases, language)
    return sorted(found, key=lambda f: _place(f, sheets))


def _jointly(checked: Checked) -> tuple[list[Conflict], list[Deduced]]:
    """Relations that hold one by one and not together, and blanks of one possible value.

    Of tables alone: of a sentence's readings arithmetic chose the one that holds, so that two which do not go together are
    rather a misreading than a wrong figure.
    """
    claimed = (
        s for s in checked.settled if s.judged and s.family.firm and s.family.origin in _CLAIMED and not s.family.raw
    )
    judgements = [j for s in claimed for j in s.judged.values() if j.outcome != "fails"]
    if not judgements:
        return [], []
    from reportcheck.localise.joint import look_jointly, worth_a_look

    open_ = worth_a_look(judgements)
    return look_jointly(open_) if open_ else ([], [])


def _stated(checked: Checked) -> list[Judgement]:
    return [*(checked.sentences.judgements if checked.sentences else ()), *checked.facts, *checked.beyond]


def _cases(checked: Checked, judgements: Sequence[Judgement]) -> list[Case]:
    """What fails together, and what would mend it."""
    failing = [j for j in judgements if j.outcome == "fails" and _is_of_quantities(j)]
    if not failing:
        return []
    from reportcheck.localise.diagnose import diagnose  # most reports need it for nothing

    return diagnose(failing, checked.settled, [j for j in _stated(checked) if _is_of_quantities(j)], checked.views)


def _is_of_quantities(judgement: Judgement) -> bool:
    """Whether a relation is of quantities alone: of dates and list marks no other one could be reckoned."""
    relation = judgement.relation
    return all(f.set_aside is None for f in (relation.target, *(o.figure for o in relation.operands)))


def _place(finding: Finding, sheets: dict[str, int]) -> tuple[int, int, int, str]:
    if not finding.figures:
        return (-1, 0, 0, finding.rule)
    at = finding.figures[0][1].location
    return (sheets.get(at.sheet or "", 0), at.row or at.paragraph or 0, at.column or at.start or 0, finding.rule)


def crashed(rule: Rule, error: Exception, language: str) -> Finding:
    """The finding that a rule crashed."""
    problem = f"{type(error).__name__}: {error}"
    vi = f"Quy tắc {rule.code} bị lỗi khi chạy ({problem}); kết quả của quy tắc này không đáng tin."
    en = f"Rule {rule.code} crashed ({problem}); what it checks was not checked."
    return Finding("RC000", "rule-crashed", "error", vi if language == "vi" else en, fingerprint=f"RC000-{rule.code}")

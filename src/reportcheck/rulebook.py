"""What a rule is, and what it is given to speak with."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from reportcheck.extract import TableView
from reportcheck.labels import words
from reportcheck.model import Document, Figure, Finding, Judgement, Origin, Relation, Severity
from reportcheck.numerals import plain
from reportcheck.relate.recognise import Binding
from reportcheck.wording import label_of, number_text, relation_text, roles, working_text

__all__ = ["Rule", "Scene", "Subject", "Tell", "context_of", "rule", "tell_apart"]

Subject: TypeAlias = Literal["judgement", "table", "shape", "misprint", "rounding", "conflict", "blank", "document"]


@dataclass(frozen=True, slots=True)
class Scene:
    """What rules may look at beside their subject: the whole document as it was read and judged."""

    document: Document
    views: Sequence[TableView]
    bindings: Sequence[Binding]
    judgements: Sequence[Judgement]


@dataclass(frozen=True)
class Rule:
    """A rule: when it speaks, and how it is explained.

    Args:
        code: ``RC101``; the family is its first digit.
        name: ``total-mismatch``.
        subject: what its function is called with: each ``judgement`` whose relation names the code, each ``table``
            (a TableView), each ``shape`` fault (a ShapeFault), each ``misprint`` (a Misprint), the habit of ``rounding``
            (a Rounding), each ``conflict`` of relations that hold one by one (a Conflict), each ``blank`` of one possible value
            (a Deduced), or the ``document`` (a Scene).
        vi, en: one line that says what it finds.
        speak: the function: (subject, Tell) → findings.
        explain_vi: the explanation in Vietnamese; the English one is the function's module docstring.
    """

    code: str
    name: str
    subject: Subject
    vi: str
    en: str
    speak: Callable[[Any, Tell], Iterable[Finding]]
    explain_vi: str = ""
    explain_en: str = ""
    source: str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        """By name: what stands under the function's name in its module is the rule."""
        return _rule_again, (self.speak.__module__, self.speak.__name__, self.source)


def _rule_again(module: str, name: str, source: str) -> Rule:
    """The rule of an unpickled reference; a file of an office is run again where its module is not there."""
    import importlib
    import importlib.util
    import sys

    if module not in sys.modules and module.startswith("_reportcheck_"):
        spec = importlib.util.spec_from_file_location(module, source)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[module] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[module])
    found = getattr(importlib.import_module(module), name)
    assert isinstance(found, Rule)
    return replace(found, source=source)


def rule(
    *, code: str, name: str, subject: Subject, vi: str, en: str, explain_vi: str = ""
) -> Callable[[Callable[[Any, Tell], Iterable[Finding]]], Rule]:
    """Make a function a rule; see :class:`Rule`. The function's docstring is its English explanation."""

    def make(speak: Callable[[Any, Tell], Iterable[Finding]]) -> Rule:
        return Rule(code, name, subject, vi, en, speak, explain_vi.strip(), (speak.__doc__ or "").strip())

    return make


_SEVERITIES: dict[Origin, Severity] = {
    "declared": "error",
    "printed": "error",
    "stated": "error",  # where it is certain
    "discovered": "error",
}


@dataclass(frozen=True, slots=True)
class Tell:
    """Words findings for one rule in one language."""

    rule: Rule
    language: str
    scene: Scene

    def failed(
        self,
        judgement: Judgement,
        *,
        vi: str = "",
        en: str = "",
        severity: Severity | None = None,
        whole: bool = False,
    ) -> Finding:
        """A finding about a relation that fails: its label, then the working.

        Args:
            vi, en: what to say before the working, for example ``"Tổng không khớp"``.
            severity: by default that of the relation's origin (declared and printed ones are errors).
            whole: ``vi`` and ``en`` say it all: the relation is no arithmetic that a reader would write out.
        """
        relation = judgement.relation
        head = vi if self.language == "vi" else en
        label = label_of(relation.target)
        working = working_text(judgement, self.language)
        named = "" if relation.target.location.paragraph is not None else label  # a sentence is quoted, and names it
        message = ": ".join(part for part in ((named, head) if whole else (named, head, working)) if part)
        if judgement.also:
            more = ", ".join(str(f.location.cell or f.location) for f in judgement.also)
            message += f"; cũng vậy ở {more}" if self.language == "vi" else f"; likewise in {more}"
        sentence = self._sentence(judgement)
        message = f"{message}; {sentence}" if sentence else message
        computed = judgement.computed
        return Finding(
            rule=self.rule.code,
            name=self.rule.name,
            severity=severity or (_SEVERITIES[relation.origin] if relation.certain else "warning"),
            message=message,
            origin=relation.origin,
            relation=relation_text(relation, self.language),
            stated=relation.target.text,
            computed=None if computed is None else number_text(computed, self.language),
            difference=None if judgement.gap is None else number_text(abs(judgement.gap), self.language),
            figures=(*roles(relation), *(("likewise", f) for f in judgement.also)),
            working="" if whole else working,
            fingerprint=self._fingerprint(words(label), *_claim(relation)),
            judgement=judgement,
        )

    def _sentence(self, judgement: Judgement) -> str:
        """The sentence with its figures marked, where the stated figure stands in one."""
        if judgement.relation.target.location.paragraph is None:
            return ""
        from reportcheck.prose.quote import quote  # only text documents need it

        figures = [judgement.relation.target, *(o.figure for o in judgement.relation.operands)]
        return quote(self.scene.document, figures)

    def about(
        self,
        *,
        vi: str,
        en: str,
        figures: Iterable[tuple[str, Figure]] = (),
        severity: Severity = "warning",
        key: str = "",
    ) -> Finding:
        """A finding about no relation: notation, a form's shape.

        Args:
            vi, en: the whole sentence.
            figures: what to mark, each with its role (``"cell"``).
            key: what makes it the same finding in the next version of the file; by default the English sentence.
        """
        marked = tuple(figures)
        label = label_of(marked[0][1]) if marked else ""
        return Finding(
            rule=self.rule.code,
            name=self.rule.name,
            severity=severity,
            message=vi if self.language == "vi" else en,
            figures=marked,
            fingerprint=self._fingerprint(words(label), words(key or en) or key),
        )

    def _fingerprint(self, *parts: str) -> str:
        text = "\0".join((self.rule.code, *parts))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


_FUNCTIONS = re.compile(r"[A-Z][A-Z.]+(?=\()")


def _claim(relation: Relation) -> list[str]:
    """What a relation says, by values, so that neither the place of a figure nor the way it is written matters."""
    name = (
        " ".join(_FUNCTIONS.findall(relation.name)) if relation.raw else " ".join(relation.name.split())
    )  # no addresses of cells
    parts = sorted(f"{o.sign} {o.role} {_said(o.figure)}" for o in relation.operands)
    constants = [plain(n) for n in (relation.factor, relation.divisor, relation.offset)]
    return [name, relation.kind, relation.compare, _said(relation.target), *constants, *parts]


def _said(figure: Figure) -> str:
    return figure.text if figure.value is None else plain(figure.value)


def context_of(finding: Finding) -> str:
    """What tells a finding from another that claims the same under the same label: its sheet, the labels of its figures."""
    labels = sorted(" ".join(map(words, figure.label)) for _, figure in finding.figures)
    at = finding.figures[0][1].location if finding.figures else None
    sheet = at.sheet or "" if at is not None and at.table is None else ""
    return hashlib.sha256("\0".join((words(sheet), *labels)).encode()).hexdigest()[:4]


def tell_apart(findings: Sequence[Finding]) -> list[Finding]:
    """Findings of one file, those of equal fingerprints told apart: by what stands around them, else by their order."""
    shared = Counter(finding.fingerprint for finding in findings)
    seen: Counter[str] = Counter()
    out = []
    for finding in findings:
        mark = finding.fingerprint
        if shared[mark] > 1:
            mark = f"{mark}-{context_of(finding)}"
            seen[mark] += 1
            mark = mark if seen[mark] == 1 else f"{mark}-{seen[mark]}"
        out.append(replace(finding, fingerprint=mark))
    return out

"""One finding for each wrong figure: which it is, what it should be, why, and what fails only because of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reportcheck.localise.diagnose import Case, Mend
from reportcheck.localise.figures import key_of
from reportcheck.localise.slips import Slip
from reportcheck.localise.spelling import spelled
from reportcheck.model import Figure, Finding, Judgement, Suspect
from reportcheck.wording import relation_text

__all__ = ["credible", "one_for_each"]

_SLIPS: dict[Slip, tuple[str, str]] = {
    "digit": ("sai một chữ số", "one digit wrong"),
    "swapped": ("đảo hai chữ số liền nhau", "two neighbouring digits swapped"),
    "dropped": ("thiếu một chữ số", "a digit left out"),
    "added": ("thừa một chữ số", "a digit too many"),
    "unit": ("nhầm đơn vị hoặc dấu phân cách", "a slipped unit or separator"),
    "sign": ("nhầm dấu", "the sign wrong"),
    "copied": ("chép nhầm số bên cạnh", "the figure beside it repeated"),
    "exchanged": ("hai số ghi nhầm chỗ cho nhau", "two figures typed into each other's place"),
    "other": ("", ""),
}
_SEVERITIES = ("error", "warning", "info")
_MOST = 4  # possibilities worth a sentence


def credible(judgements: Sequence[Judgement], cases: Iterable[Case]) -> list[Judgement]:
    """The judgements without failures of what only other figures show, where any change would break more than it mends."""
    doubted = {
        id(j.relation)
        for case in cases
        if case.doubtful and all(j.relation.origin == "discovered" for j in case.judgements)
        for j in case.judgements
    }
    return [j for j in judgements if id(j.relation) not in doubted]


def one_for_each(findings: Iterable[Finding], cases: Sequence[Case], language: str) -> list[Finding]:
    """The findings with suspects, those of one wrong figure made one.

    Args:
        findings: as the rules told them, in reading order.
        cases: what fails together.
        language: of the words.
    """
    case_of = {id(j.relation): n for n, case in enumerate(cases) for j in case.judgements}
    groups: dict[int, list[Finding]] = {}
    out: list[Finding] = []
    for finding in findings:
        judgement = finding.judgement
        n = None if judgement is None or judgement.outcome != "fails" else case_of.get(id(judgement.relation))
        if judgement is not None and judgement.relation.kind == "order":
            n = None  # many figures would do where one must only not be less than another
        if n is None:
            out.append(finding)
        else:
            groups.setdefault(n, []).append(finding)
    for n, group in groups.items():
        out += _told(cases[n], group, _Words(language))
    return out


def _told(case: Case, findings: list[Finding], words: _Words) -> list[Finding]:
    """The findings of one case, as few as there are wrong figures."""
    if not case.searched:
        return [_joined(f, [], (), (), words.unsearched()) for f in findings]
    if any(m.slip == "sign" and m.figure.location.paragraph is not None for r in case.repairs for m in r):
        # No sentence prints a figure below zero for a fall: a word is wrong, not a figure.
        return [_joined(f, [], (), (), words.turned()) for f in findings]
    if case.sure:
        return _named(case, findings, words)
    single = [repair[0] for repair in case.repairs if len(repair) == 1]
    if single:
        first, rest = _leading(findings, single[0])
        mends = [m for m in (*single, *case.further) if _likely(m)]
        return [_joined(first, rest, (), [words.suspect(m, case) for m in mends], words.possible(mends))]
    out, findings = _certain(case, findings, words)
    for finding in findings:
        mends = list(
            {(key_of(m.figure), m.value): m for r in reversed(case.repairs) for m in r if _in(finding, m)}.values()
        )
        mends.reverse()
        mends += [m for m in case.further if _in(finding, m)]
        mends = [m for m in mends if _likely(m)]
        out.append(_joined(finding, [], (), [words.suspect(m, case) for m in mends], words.possible(mends)))
    return out


def _certain(case: Case, findings: list[Finding], words: _Words) -> tuple[list[Finding], list[Finding]]:
    """One finding for each figure that is known to be wrong among others that are not, and the findings that are left."""
    out, left = [], list(findings)
    for mend in case.certain:
        others = [m for m in case.repairs[0] if m is not mend]
        own = [f for f in left if _in(f, mend) and not any(_in(f, other) for other in others)]
        if own:
            first, rest = _leading(own, mend)
            out.append(_joined(first, rest, [words.suspect(mend, case)], (), words.should(mend)))
            left = [f for f in left if f not in own]
    return out, left


def _named(case: Case, findings: list[Finding], words: _Words) -> list[Finding]:
    """One finding for each wrong figure that is known."""
    left, out = list(findings), []
    told: set[int] = set()
    repair = case.repairs[0]
    for n, mend in enumerate(repair):
        own = [f for f in left if _in(f, mend) and sum(_in(f, other) for other in repair) == 1]
        if own:
            first, rest = _leading(own, mend)
            out.append(_joined(first, rest, [words.suspect(mend, case)], (), words.should(mend)))
            left = [f for f in left if f not in own]
            told.add(n)
    for finding in left:  # figures that only fail together with another
        together = [n for n, mend in enumerate(repair) if _in(finding, mend)]
        missing = [n for n in together if n not in told]
        if missing or not together:
            mends = [repair[n] for n in missing]
            sentence = "; ".join(words.should(m) for m in mends)
            out.append(_joined(finding, [], [words.suspect(m, case) for m in mends], (), sentence))
            told.update(missing)
        else:
            place = next(i for i, f in enumerate(out) if f.suspects[0].figure == repair[together[0]].figure)
            out[place] = replace(out[place], knock_on=(*out[place].knock_on, finding))
    return out


def _likely(mend: Mend) -> bool:
    """Whether a possibility is worth naming: a figure above zero does not become one below it, but for its sign."""
    printed = mend.figure.value
    return mend.slip == "sign" or not printed or (printed < 0) == (mend.value < 0)


def _in(finding: Finding, mend: Mend) -> bool:
    key = key_of(mend.figure)
    return any(key_of(figure) == key for _, figure in finding.figures)


def _leading(findings: Sequence[Finding], mend: Mend) -> tuple[Finding, list[Finding]]:
    """The finding that speaks for a group: the gravest, and of these one that states the figure itself."""
    key = key_of(mend.figure)

    def order(finding: Finding) -> tuple[int, bool]:
        stated = bool(finding.figures) and key_of(finding.figures[0][1]) == key
        return _SEVERITIES.index(finding.severity), not stated

    first = min(findings, key=order)
    return first, [f for f in findings if f is not first]


def _joined(
    first: Finding,
    rest: Sequence[Finding],
    suspects: Sequence[Suspect],
    alternatives: Sequence[Suspect],
    sentence: str,
) -> Finding:
    return replace(
        first,
        message=f"{first.message}; {sentence}" if sentence else first.message,
        figures=(*first.figures, *(("knock-on", figure) for figure in _brought_along(first, rest))),
        suspects=tuple(suspects),
        alternatives=tuple(alternatives),
        knock_on=tuple(rest),
    )


def _brought_along(first: Finding, rest: Sequence[Finding]) -> list[Figure]:
    """The figures that other sentences of the same fault add; a table's cut-out would only be the harder to read for more."""
    known = {key_of(figure) for _, figure in first.figures}
    more = {key_of(figure): figure for other in rest for _, figure in other.figures}
    return [f for key, f in more.items() if key not in known and f.location.paragraph is not None]


class _Words:
    def __init__(self, language: str) -> None:
        self.language = language
        self.vi = language == "vi"

    def unsearched(self) -> str:
        if self.vi:
            return "chưa tìm số sai vì quá nhiều quan hệ liên quan với nhau"
        return "which figure is wrong was not searched: too many relations hang together"

    def suspect(self, mend: Mend, case: Case) -> Suspect:
        return Suspect(mend.figure, spelled(mend.figure, mend.value), self._reason(mend, case), mend.value)

    def should(self, mend: Mend) -> str:
        """``7.697 nên là 7.888: khi đó 2 quan hệ đang lệch đều khớp``."""
        new = spelled(mend.figure, mend.value)
        return f"{mend.figure.text} {'nên là' if self.vi else 'should be'} {new}: {self._then(mend)}"

    def _then(self, mend: Mend) -> str:
        n = len(mend.mends)
        if self.vi:
            return "khi đó quan hệ này khớp" if n < 2 else f"khi đó {n} quan hệ đang lệch đều khớp"
        return "then this relation holds" if n < 2 else f"then all {n} failing relations hold"

    def _reason(self, mend: Mend, case: Case) -> str:
        parts = [self._then(mend), self._slip(mend)]
        if mend.breaks:
            held = relation_text(mend.breaks[0], self.language)
            more = len(mend.breaks) - 1
            if self.vi:
                parts.append(
                    f"nhưng {mend.figure.text} đang khớp với {held}" + (f" và {more} quan hệ khác" if more else "")
                )
            else:
                parts.append(f"but {mend.figure.text} agrees with {held}" + (f" and {more} more" if more else ""))
        if mend.others:
            names = ", ".join(f"{f.text} ({f.location})" for f in mend.others)
            parts.append(f"cùng với sửa {names}" if self.vi else f"together with a change of {names}")
        elif not mend.breaks and case.sure and (around := self._around(mend, case)):
            parts.append(
                f"{around} quan hệ khác quanh các số này vẫn khớp"
                if self.vi
                else f"{around} other relations around go on holding"
            )
        return "; ".join(p for p in parts if p)

    def _around(self, mend: Mend, case: Case) -> int:
        figures = {key_of(f) for r in mend.mends for f in (r.target, *(o.figure for o in r.operands))}
        return sum(
            any(key_of(f) in figures for f in (r.target, *(o.figure for o in r.operands))) for r in case.vouching
        )

    def _slip(self, mend: Mend) -> str:
        if mend.slip == "other" and any(
            r.kind == "sum" and key_of(r.target) == key_of(mend.figure) for r in mend.mends
        ):
            return "tổng có thể chưa cập nhật" if self.vi else "a total perhaps not updated"
        return _SLIPS[mend.slip][0 if self.vi else 1]

    def turned(self) -> str:
        return (
            "có thể từ chỉ chiều tăng, giảm bị viết ngược" if self.vi else "the word for up or down may be turned round"
        )

    def possible(self, mends: Sequence[Mend]) -> str:
        """``có thể là 25 → 45, 150 → 170 hoặc 752 → 732, nhưng 752 đang khớp với …``."""
        open_ = [m for m in mends if m.likely and not m.breaks]
        shown = [f"{m.figure.text} → {spelled(m.figure, m.value)}" for m in open_ if len(open_) <= _MOST]
        held = [m for m in mends if m.breaks][:1]
        sentence = ""
        if shown:
            last = " hoặc " if self.vi else " or "
            listed = last.join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]
            sentence = f"có thể là {listed}" if self.vi else f"it may be {listed}"
        if held:
            text, relation = held[0].figure.text, relation_text(held[0].breaks[0], self.language)
            vouched = f"{text} thì đang khớp với {relation}" if self.vi else f"{text} agrees with {relation}"
            sentence = f"{sentence}; {vouched}" if sentence else vouched
        return sentence

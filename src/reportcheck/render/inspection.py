"""What was read, for people: each table with its form, each relation with its outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from reportcheck.extract import TableView
from reportcheck.model import Figure, Judgement
from reportcheck.pipeline import Checked
from reportcheck.relate.recognise import Binding, Nearest
from reportcheck.rounding import Rounding
from reportcheck.wording import OUTCOMES, REASONS, aside_text, relation_text, unread_text, working_text

__all__ = ["describe_inspection"]

_STYLES = {"fails": "error", "undecided": "warning"}


def describe_inspection(
    checked: Checked, language: str, paint: Callable[[str, str], str], verbose: bool = False
) -> Iterator[str]:
    """The lines for one file. Relations that hold are counted, and listed where ``verbose``, and so are thin ones then."""
    vi = language == "vi"
    document = checked.document
    yield f"{document.path} ({document.format})"
    for i, view in enumerate(checked.views):
        found, nearest = checked.matches[i]
        yield ""
        yield from _table(view, found, nearest, vi, paint)
    yield ""
    counts: Counter[str] = Counter()
    for settled in checked.settled:
        for judgement in settled.judgements():
            firm = judgement.relation.firm
            counts[judgement.outcome] += firm
            if verbose or (firm and judgement.outcome in _STYLES):
                yield _relation(judgement, language, paint)
    if checked.sentences is not None:
        for judgement in (*checked.sentences.judgements, *checked.facts):
            if judgement.relation.firm:
                counts[judgement.outcome] += 1
                if verbose or judgement.outcome in _STYLES:
                    yield _relation(judgement, language, paint)
        yield from _sentences(list(checked.sentences.figures(checked.facts)), vi, verbose)
    parts = [f"{n} {OUTCOMES[o][0 if vi else 1]}" for o, n in counts.items()]
    yield ("Quan hệ: " if vi else "Relations: ") + (", ".join(parts) or "0")
    if checked.counts.not_looked_at:
        yield ("Không đối chiếu được: " if vi else "Could not be looked at: ") + str(checked.counts.not_looked_at)
    yield from _rounding(checked.rounding, vi)
    for unread in document.unread:
        yield f"{'Không đọc được' if vi else 'Not read'}: {unread.display} ({unread_text(unread.reason, language)})"


_WAYS = {
    "round": ("làm tròn", "rounds"),
    "truncate": ("cắt bỏ phần lẻ", "cuts off"),
}
_TIES = {"up": ("nửa làm tròn lên", "halves up"), "even": ("nửa về số chẵn", "halves to even")}
_HUNDRED = {
    "independent": (
        "tỷ lệ làm tròn từng số, không chỉnh cho đủ 100%",
        "shares are rounded one by one, not made to total 100 %",
    ),
    "last": ("số cuối được chỉnh để tỷ lệ đủ 100%", "the last share is adjusted so that they total 100 %"),
    "remainder": (
        "phần lẻ lớn nhất được làm tròn lên để tỷ lệ đủ 100%",
        "shares with the largest remainders are raised to total 100 %",
    ),
}


def _rounding(rounding: Rounding, vi: bool) -> Iterator[str]:
    """How the report rounds, where that is known."""
    which = 0 if vi else 1
    if rounding.way:
        n, ties = rounding.up + rounding.cut, _TIES.get(rounding.ties, ("", ""))[which]
        told = f"{max(rounding.up, rounding.cut)} {'trên' if vi else 'of'} {n} {'số phân biệt được' if vi else 'figures that can tell'}"
        way = f"{_WAYS[rounding.way][which]}{f', {ties}' if ties else ''} ({told})"
        yield f"{'Cách làm tròn' if vi else 'Rounding: the report'}{':' if vi else ''} {way}"
    if rounding.hundred:
        groups = f"{rounding.groups} {'nhóm' if vi else 'sets'}"
        yield f"{'Tỷ lệ' if vi else 'Shares'}: {_HUNDRED[rounding.hundred][which]} ({groups})"


def _table(
    view: TableView, found: list[Binding], nearest: Nearest | None, vi: bool, paint: Callable[[str, str], str]
) -> Iterator[str]:
    table = view.table
    title = "" if table.grid.place is not None else "Bảng " if vi else "Table "
    yield paint(f"{title}{table.display}", "info") + (
        f": {' / '.join(table.caption.splitlines())}" if table.caption else ""
    )
    if found:
        best = found[0]
        rivals = f" ({'cũng khớp' if vi else 'also matches'}: {', '.join(best.rivals)})" if best.rivals else ""
        yield f"  {'mẫu' if vi else 'form'}: {best.form.id}{rivals}" + _lacks(best.missing, vi)
    elif nearest is not None:
        lead = "không thuộc mẫu nào; gần nhất" if vi else "no form matches; the nearest is"
        yield f"  {lead}: {nearest.form.id}" + _lacks(nearest.missing, vi)
    else:
        yield "  không thuộc mẫu nào" if vi else "  no form matches"
    if table.unit:
        yield f"  {'đơn vị' if vi else 'unit'}: {table.unit}"
    yield f"  {view.count_figures()} {'số' if vi else 'figures'}, {view.height} {'dòng' if vi else 'rows'}"
    for mark in view.used_marks:
        use = ("phân cách hàng nghìn", "thousands") if view.thousands[mark] else ("thập phân", "decimals")
        chosen = (
            ("theo phép tính hoặc thông lệ", "by arithmetic or use")
            if mark in view.open_marks
            else ("theo các ô khác", "by other cells")
        )
        yield f"  '{mark}' = {use[0 if vi else 1]} ({chosen[0 if vi else 1]})"


def _sentences(figures: list[tuple[Figure, int]], vi: bool, verbose: bool) -> Iterator[str]:
    """The figures of the text: how many are used, left alone and set aside; each of them where ``verbose``."""
    used, aside = sum(n > 0 for _, n in figures), sum(f.set_aside is not None for f, _ in figures)
    if vi:
        yield f"Số trong lời văn: {len(figures)}, {used} đã đối chiếu, {aside} không phải số lượng"
    else:
        yield f"Numbers in the text: {len(figures)}, {used} used in relations, {aside} no quantities"
    if verbose:
        for figure, n in figures:
            told = f"{n} {'quan hệ' if vi else 'relations'}" if n else "-"
            if figure.set_aside is not None:
                told = aside_text(figure.set_aside, "vi" if vi else "en")
            named = " ".join([figure.text, " › ".join(figure.label)]).rstrip()
            yield f"  {figure.location}: {named}: {told}"


def _lacks(missing: tuple[str, ...], vi: bool) -> str:
    return f", {'thiếu' if vi else 'lacking'}: {', '.join(missing)}" if missing else ""


def _relation(judgement: Judgement, language: str, paint: Callable[[str, str], str]) -> str:
    vi = language == "vi"
    outcome = OUTCOMES[judgement.outcome][0 if vi else 1]
    text = (
        working_text(judgement, language)
        if judgement.outcome == "fails"
        else relation_text(judgement.relation, language)
    )
    reason = f" ({REASONS[judgement.reason][0 if vi else 1]})" if judgement.reason else ""
    style = _STYLES.get(judgement.outcome)
    shown = paint(outcome, style) if style else outcome
    thin = "" if judgement.relation.firm else " (ít căn cứ, không báo)" if vi else " (thin support, never raised)"
    away = [o.figure.location for o in judgement.relation.operands if o.figure.location.file is not None]
    other = f" ({away[0]}{' …' if len(away) > 1 else ''})" if away else ""  # of another file of the submission
    return f"  {judgement.relation.target.location}: {shown}{reason}{thin}: {text}{other}"

"""``reportcheck waive``: accept a finding of a file, with the reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from reportcheck.commands.shared import checked_file, form_option, lang_option, prepare, rules_option
from reportcheck.console import complain, locale, say

if TYPE_CHECKING:
    from reportcheck.errors import ReportcheckError
    from reportcheck.model import Figure, Finding

__all__ = ["waive"]


@click.command("waive")
@click.argument("path", metavar="FILE", type=click.Path())
@click.option("--fingerprint", metavar="MARK", help="Of the finding, as --format json shows it.")
@click.option("--rule", metavar="CODE", help="Or its rule, with --cell where the file has several.")
@click.option("--cell", metavar="PLACE", help="Where one of its figures stands, as the report says it: Biểu 1!J7.")
@click.option("--reason", required=True, help="Why it is accepted.")
@click.option("--who", help="Who accepts it.")
@click.option("--until", metavar="YYYY-MM-DD", help="The last day on which it is accepted.")
@click.option("--file", "pattern", metavar="PATTERN", help="Only in files so named: bao-cao-*.xlsx")
@click.option("--waivers", metavar="YAML", help="The file to add to; default: reportcheck-waivers.yml beside FILE.")
@form_option
@rules_option
@lang_option
@click.pass_context
def waive(
    context: click.Context,
    /,
    path: str,
    fingerprint: str | None,
    rule: str | None,
    cell: str | None,
    reason: str,
    who: str | None,
    until: str | None,
    pattern: str | None,
    waivers: str | None,
    **given: Any,
) -> None:
    """Accept a finding of FILE: add it, with the reason, to the waivers beside the file."""
    from pathlib import Path

    from reportcheck.errors import ReportcheckError
    from reportcheck.waivers import BESIDE, Waiver, add_waiver
    from reportcheck.wording import working_text

    options, settings = prepare(context, (path,), given)
    language = options.language or locale()
    try:
        last = _last_day(until)
        if not reason.strip():
            raise _refused("Cần ghi lý do chấp nhận", "A reason must be given")
        checked = checked_file(path, settings)
        language = options.language or checked.document.language
        every = [*checked.findings, *(one.finding for one in checked.waived)]
        found = _the_one(every, checked.document.path, fingerprint, rule, cell)
        place = f"{found.figures[0][1].location}: " if found.figures else ""
        about = working_text(found.judgement, language) if found.judgement is not None else found.message
        waiver = Waiver(
            fingerprint=found.fingerprint, reason=reason.strip(), rule=found.rule, file=pattern or "",
            who=who or "", until=last, about=place + about,
        )  # fmt: skip
        known = options.waivers
        home = Path(waivers) if waivers else known if isinstance(known, Path) else Path(path).parent / BESIDE
        written = add_waiver(home, waiver)
    except ReportcheckError as problem:
        complain(problem, options.language)
        context.exit(2)
    told = f"đã chấp nhận {place}{found.rule} {about}"
    say(f"{home}:{written.line}: {told if language == 'vi' else f'accepted {place}{found.rule} {about}'}")


def _the_one(
    findings: list[Finding], path: str, fingerprint: str | None, rule: str | None, cell: str | None
) -> Finding:
    """The finding that a call means.

    Raises:
        ReportcheckError: none is meant, or several are; the message names those of the file.
    """
    if fingerprint is None and rule is None and cell is None:
        raise _refused("Cần --fingerprint, hoặc --rule và --cell", "Give --fingerprint, or --rule and --cell")
    meant = [
        f
        for f in findings
        if f.rule != "RC000"
        and fingerprint in (None, f.fingerprint)
        and (rule is None or rule.upper() == f.rule)
        and (cell is None or any(_stands(figure, cell) for g in (f, *f.knock_on) for _, figure in g.figures))
    ]
    if len(meant) > 1 and cell is not None:  # a part of one sum is the total of another
        meant = [f for f in meant if _stands(f.figures[0][1], cell)] or meant
    if len(meant) == 1:
        return meant[0]
    listed = "; ".join(
        f"{f.fingerprint} {f.rule}{f' {f.figures[0][1].location}' if f.figures else ''}" for f in findings
    )
    if not meant:
        raise _refused(
            f"{path} không có phát hiện như vậy; hiện có: {listed or 'không có gì'}",
            f"{path} has no such finding; it has: {listed or 'none'}",
        )
    raise _refused(
        f"{path} có {len(meant)} phát hiện như vậy, hãy chọn bằng --fingerprint: {listed}",
        f"{path} has {len(meant)} such findings, choose by --fingerprint: {listed}",
    )


def _stands(figure: Figure, cell: str) -> bool:
    return cell in (figure.location.display, figure.location.cell)


def _last_day(until: str | None) -> dt.date | None:
    from reportcheck.waivers import parse_date

    day = parse_date(until) if until else None
    if until and day is None:
        raise _refused(
            f"--until cần một ngày, ví dụ 2026-03-31, nhưng ghi {until!r}",
            f"--until must be a day such as 2026-03-31, got {until!r}",
        )
    return day


def _refused(vi: str, en: str) -> ReportcheckError:
    from reportcheck.errors import ReportcheckError

    return ReportcheckError("waivers", vi=f"{vi}.", en=f"{en}.")

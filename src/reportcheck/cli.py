"""The command line: ``validate``, ``inspect``, ``rules``, ``explain``, ``forms``, ``learn``, ``template``.

JSON (or text) results alone go to standard output, everything else to standard error. Exit status: 0 nothing at or above
``--fail-on``, 1 findings, 2 the call, a file, a form or a rule could not be used. Only click is imported before a
command knows what it needs.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from reportcheck._version import __version__
from reportcheck.commands.fix import fix
from reportcheck.commands.ledger import ledger_of
from reportcheck.commands.shared import (
    any_format_option,
    checked_files,
    day_option,
    form_option,
    format_option,
    lang_option,
    output_option,
    paths_argument,
    prepare,
    rules_option,
    spare_inputs,
    tell_idle,
    together_option,
    verbose_option,
)
from reportcheck.commands.waive import waive
from reportcheck.commands.what_if import what_if
from reportcheck.console import Out, complain, locale, say

if TYPE_CHECKING:
    from reportcheck.errors import ReportcheckError
    from reportcheck.options import Options
    from reportcheck.report import Report

__all__ = ["main"]

_RANKS = {"info": 0, "warning": 1, "error": 2, "never": 3}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="reportcheck")
def main() -> None:
    """Find the figures in official reports that do not agree.

    Tìm những con số không khớp trong báo cáo: reportcheck validate bao-cao.xlsx
    """
    gc.set_threshold(200_000, 50, 100)  # one short run: what it imports and reads is no garbage
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # nothing here multiplies matrices; threads cost the start


@main.command()
@paths_argument
@form_option
@rules_option
@click.option("--select", metavar="CODES", multiple=True, help="Only these rules: RC1,RC803 …")
@click.option("--ignore", metavar="CODES", multiple=True, help="Not these rules.")
@click.option("--fail-on", type=click.Choice(list(_RANKS)), help="Exit with 1 from this severity on (default: error).")
@any_format_option
@lang_option
@output_option
@click.option("--waivers", metavar="FILE", help="Accepted findings; else reportcheck-waivers.yml beside each report.")
@click.option("--ledger", metavar="FILE", help="Write what was checked and how it came out: .md .txt .html .csv .json.")
@click.option("--no-waivers", is_flag=True, help="Take no finding for accepted.")
@day_option
@together_option
@click.option("--quiet", "-q", is_flag=True, help="One line for each finding at or above --fail-on, nothing else.")
@click.pass_context
def validate(
    context: click.Context,
    /,
    paths: tuple[str, ...],
    output_format: str,
    output: str | None,
    together: bool,
    quiet: bool,
    ledger: str | None,
    **given: Any,
) -> None:
    """Check the figures of files and folders; say which do not agree, where, and by how much."""
    from reportcheck.report import report_of

    options, settings = prepare(context, paths, given)
    render = _renderer(output_format)
    spare_inputs(context, output, paths, options.language)
    keep = ledger_of(context, ledger, paths, options)
    reports: list[Report] = []
    failures: list[ReportcheckError] = []
    with Out(output) as out:
        for one, error in checked_files(paths, settings, ledger, together=together):
            if one is None:
                assert error is not None
                failures.append(error)
                complain(error, options.language)
                continue
            report = report_of(one)
            reports.append(report)
            keep.add(one)
            if output_format == "text":
                _print_report(out, report, options, quiet)
        if render is not None:
            out.line(render(reports, failures, options.language or locale()))
        else:
            _finish(out, reports, failures, options, output_format, quiet)
    tell_idle(reports, options.language)
    keep.write(context, failures)
    context.exit(_status(reports, failures, options.fail_on))


@main.command()
@paths_argument
@form_option
@format_option
@lang_option
@output_option
@together_option
@verbose_option
@click.pass_context
def inspect(
    context: click.Context,
    /,
    paths: tuple[str, ...],
    output_format: str,
    output: str | None,
    together: bool,
    verbose: bool,
    **given: Any,
) -> None:
    """Show what was read: tables, forms, figures, and every relation with its outcome."""
    from reportcheck.render.inspection import describe_inspection
    from reportcheck.render.payload import inspect_payload

    options, settings = prepare(context, paths, given)
    spare_inputs(context, output, paths, options.language)
    checked, failures = [], []
    with Out(output) as out:
        for one, error in checked_files(paths, settings, together=together):
            if one is None:
                assert error is not None
                failures.append(error)
                complain(error, options.language)
                continue
            if output_format == "json":
                checked.append(one)
                continue
            for line in describe_inspection(one, options.language or one.document.language, out.paint, verbose):
                out.line(line)
        if output_format == "json":
            out.json(inspect_payload(checked, failures, options.language))
    context.exit(2 if failures else 0)


@main.command("rules")
@rules_option
@format_option
@lang_option
@click.pass_context
def list_rules(context: click.Context, /, output_format: str, **given: Any) -> None:
    """List the rules: code, name, what each finds."""
    options, settings = prepare(context, (), given)
    language = options.language or locale()
    with Out(None) as out:
        if output_format == "json":
            out.json([{"code": r.code, "name": r.name, "vi": r.vi, "en": r.en} for r in settings.rules])
        else:
            for rule in settings.rules:
                out.line(f"{rule.code}  {rule.name:<24}  {rule.vi if language == 'vi' else rule.en}")


@main.command()
@click.argument("code")
@rules_option
@lang_option
@click.pass_context
def explain(context: click.Context, /, code: str, **given: Any) -> None:
    """Explain a rule: what it checks, why, an example, how it is judged, when it stays silent."""
    import inspect as introspection

    options, settings = prepare(context, (), given)
    language = options.language or locale()
    found = [r for r in settings.rules if code.upper() == r.code or code == r.name]
    if not found:
        known = ", ".join(r.code for r in settings.rules)
        raise click.UsageError(
            f"no rule {code}; known: {known}" if language == "en" else f"không có quy tắc {code}; hiện có: {known}"
        )
    rule = found[0]
    with Out(None) as out:
        out.line(f"{rule.code} {rule.name}: {rule.vi if language == 'vi' else rule.en}")
        out.line("")
        out.line(rule.explain_vi if language == "vi" and rule.explain_vi else introspection.cleandoc(rule.explain_en))


@main.command("forms")
@click.option("--show", metavar="ID", help="What this form expects: title, columns, rows, identities.")
@click.option(
    "--form", metavar="FILE|FOLDER", help="Also the forms of this file or folder; mistakes are shown with their line."
)
@format_option
@lang_option
@click.pass_context
def list_forms(context: click.Context, /, show: str | None, output_format: str, **given: Any) -> None:
    """List the known forms, or show what one expects."""
    from reportcheck.render.forms import describe_form, form_payload

    options, settings = prepare(context, (), given)
    language = options.language or locale()
    forms = [f for f in settings.forms if show in (None, f.id)]
    if show is not None and not forms:
        raise click.UsageError(f"no form {show}; known: {', '.join(f.id for f in settings.forms)}")
    with Out(None) as out:
        if output_format == "json":
            out.json([form_payload(f) for f in forms])
        elif show is not None:
            for line in describe_form(forms[0], language):
                out.line(line)
        else:
            for form in forms:
                out.line(f"{form.id:<24}  {form.title_vi if language == 'vi' else form.title_en}")


@main.command("learn")
@paths_argument
@click.option("--output", metavar="FILE", help="The YAML file to write; without it the text goes to standard output.")
@click.option("--force", is_flag=True, help="Write over a file that exists.")
@lang_option
@click.pass_context
def learn_form(
    context: click.Context, /, paths: tuple[str, ...], output: str | None, force: bool, lang: str | None
) -> None:
    """Learn the form that good past submissions follow, as YAML to read, edit and use with --form."""
    from pathlib import Path

    from reportcheck.errors import ReportcheckError
    from reportcheck.learning import exists, learn
    from reportcheck.read.source import expand

    try:
        if output is not None and Path(output).exists() and not force:
            raise exists(output)
        files: list[str] = []
        for path, error in expand(paths):
            if error is not None:
                raise error
            files.append(str(path))
        learned = learn(files, language=lang)
        for note in learned.notes:
            say(f"reportcheck: {note}")
        if output is not None:
            learned.save(output, force=force)
            return
        with Out(None) as out:
            out.line(learned.text.rstrip("\n"))
    except ReportcheckError as problem:
        complain(problem, lang)
        context.exit(2)


@main.command("template")
@click.argument("form", metavar="FORM")
@click.option("--output", metavar="FILE", required=True, help="The workbook to write (.xlsx).")
@click.option("--rows", type=int, default=10, show_default=True, help="Empty rows, where the form does not fix them.")
@click.option("--force", is_flag=True, help="Write over a file that exists.")
@lang_option
@click.pass_context
def write_template(context: click.Context, /, form: str, output: str, rows: int, force: bool, lang: str | None) -> None:
    """Write an empty workbook for a form (an id, or a YAML file) that shows mistakes while typing."""
    from reportcheck.blank_form import template
    from reportcheck.errors import ReportcheckError

    try:
        template(form, output, rows=rows, force=force)
    except ReportcheckError as problem:
        complain(problem, lang)
        context.exit(2)


main.add_command(fix)
main.add_command(waive)
main.add_command(what_if)


def _renderer(output_format: str) -> Callable[..., str] | None:
    """The output that an installed package adds under a name; None for text and JSON."""
    if output_format in ("text", "json"):
        return None
    from reportcheck.registry import installed_output

    found = installed_output(output_format)
    if found is None:
        raise click.BadParameter(
            f"{output_format!r} is neither text nor json, and no installed package adds it", param_hint="--format"
        )
    return found


def _print_report(out: Out, report: Report, options: Options, quiet: bool) -> None:
    from reportcheck.render.terminal import describe

    if quiet:
        for finding in report.findings:
            if _RANKS[finding.severity] >= _RANKS[options.fail_on]:
                place = f"{finding.figures[0][1].location}: " if finding.figures else ""
                out.line(f"{report.path}: {place}{finding.rule} {finding.message}")
        return
    for line in describe(report, options.language or report.language, out.paint, out.width):
        out.line(line)


def _finish(
    out: Out,
    reports: list[Report],
    failures: list[ReportcheckError],
    options: Options,
    output_format: str,
    quiet: bool,
) -> None:
    from reportcheck.render.payload import validate_payload
    from reportcheck.render.terminal import summary

    language = options.language or (reports[0].language if reports else locale())
    if output_format == "json":
        out.json(validate_payload(reports, failures, language))
    elif not quiet and reports:
        for line in summary(reports, len(failures), language, out.paint):
            out.line(line)


def _status(reports: list[Report], failures: list[ReportcheckError], fail_on: str) -> int:
    if failures or any(f.rule == "RC000" for r in reports for f in r.findings):
        return 2
    return int(any(_RANKS[f.severity] >= _RANKS[fail_on] for r in reports for f in r.findings))

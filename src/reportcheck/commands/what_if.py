"""``reportcheck what-if``: what would follow if figures were others."""

from __future__ import annotations

from typing import Any

import click

from reportcheck.commands.shared import (
    checked_file,
    form_option,
    format_option,
    lang_option,
    output_option,
    prepare,
    rules_option,
    spare_inputs,
)
from reportcheck.console import Out, complain

__all__ = ["what_if"]


@click.command("what-if")
@click.argument("path", metavar="FILE", type=click.Path())
@click.option(
    "--set",
    "wanted",
    metavar="PLACE=NUMBER",
    multiple=True,
    required=True,
    help="A figure as its place is told, and what it would be: 'Biểu 1!J7=732'; several times for several.",
)
@form_option
@rules_option
@format_option
@lang_option
@output_option
@click.pass_context
def what_if(
    context: click.Context,
    /,
    path: str,
    wanted: tuple[str, ...],
    output_format: str,
    output: str | None,
    **given: Any,
) -> None:
    """Say which totals, shares, tables and sentences of FILE would change with a figure. The file is left as it is."""
    from reportcheck.errors import ReportcheckError
    from reportcheck.what_if import read_setting
    from reportcheck.what_if import what_if as follow
    from reportcheck.what_if.tell import consequences_payload, describe_consequences

    options, settings = prepare(context, (path,), {**given, "no_waivers": True})
    spare_inputs(context, output, (path,), options.language)
    try:
        checked = checked_file(path, settings)
        found = follow(checked, [read_setting(checked, one) for one in wanted])
        language = options.language or checked.document.language
        with Out(output) as out:
            if output_format == "json":
                out.json(consequences_payload(checked, found, language))
            else:
                for line in describe_consequences(checked, found, language, out.paint):
                    out.line(line)
    except ReportcheckError as problem:
        complain(problem, options.language)
        context.exit(2)

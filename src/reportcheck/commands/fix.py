"""``reportcheck fix``: the changes that the findings suggest, shown, and written into a copy."""

from __future__ import annotations

from typing import Any

import click

from reportcheck.commands.shared import checked_file, form_option, format_option, lang_option, prepare, rules_option
from reportcheck.console import Out, complain

__all__ = ["fix"]


@click.command("fix")
@click.argument("path", metavar="FILE", type=click.Path())
@click.option("--output", metavar="COPY", help="Write a copy with the sure changes; FILE itself is never changed.")
@click.option("--force", is_flag=True, help="Write over a copy that exists.")
@form_option
@rules_option
@format_option
@lang_option
@click.pass_context
def fix(
    context: click.Context,
    /,
    path: str,
    output: str | None,
    force: bool,
    output_format: str,
    **given: Any,
) -> None:
    """Show which figures of FILE should be others, with the reason; write a copy with those that are sure."""
    from pathlib import Path

    from reportcheck.errors import ReportcheckError
    from reportcheck.fixing import copy_of, plan, save_copy
    from reportcheck.fixing.tell import describe_fix, fix_payload

    options, settings = prepare(context, (path,), given)
    try:
        if output is not None:
            save_copy(path, output, None, force=force)
        checked = checked_file(path, settings)
        planned, made, trouble = plan(checked), None, None
        if output is not None:
            try:
                made = copy_of(Path(path).read_bytes(), checked, planned, settings)
                if made.made:
                    save_copy(path, output, made.data, force=force)
            except ReportcheckError as problem:
                trouble = problem  # what is suggested is shown all the same
        language = options.language or checked.document.language
        with Out(None) as out:
            if output_format == "json":
                out.json(fix_payload(checked, planned, made, output, language))
            else:
                for line in describe_fix(planned, made, None if trouble else output, language, out.paint):
                    out.line(line)
        if trouble is not None:
            raise trouble
    except ReportcheckError as problem:
        complain(problem, options.language)
        context.exit(2)

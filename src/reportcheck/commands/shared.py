"""What the commands have in common: arguments and options, settings, the files that a call names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from reportcheck.console import complain, locale, say

if TYPE_CHECKING:
    from reportcheck.errors import ReportcheckError
    from reportcheck.options import Options
    from reportcheck.pipeline import Checked
    from reportcheck.report import Report, Settings


def _day(_context: click.Context, _parameter: click.Parameter, given: dt.datetime | None) -> dt.date | None:
    return None if given is None else given.date()


paths_argument = click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path())
form_option = click.option("--form", metavar="ID|FILE", help="Take tables for this form only; a folder adds its forms.")
rules_option = click.option(
    "--rules", metavar="FOLDER", multiple=True, help="Rules of your own, a Python file or a folder."
)
lang_option = click.option(
    "--lang", type=click.Choice(["vi", "en"]), help="Language of the messages; default: the report's own."
)
format_option = click.option(
    "--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
any_format_option = click.option(
    "--format", "output_format", default="text", show_default=True, metavar="text|json", help="Or what a package adds."
)
output_option = click.option("--output", type=click.Path(dir_okay=False), help="Write the result to this file instead.")
verbose_option = click.option("--verbose", "-v", is_flag=True, help="Show also the relations that hold.")
together_option = click.option(
    "--together", is_flag=True, help="The files are one submission: compare them with each other too."
)
day_option = click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
    callback=_day,
    metavar="YYYY-MM-DD",
    help="The day of the run, for ends of waivers and the ledger; default: today.",
)


def prepare(context: click.Context, paths: tuple[str, ...], given: dict[str, Any]) -> tuple[Options, Settings]:
    """Options from the call and the settings file, and what they make a run look for."""
    from reportcheck.errors import ReportcheckError
    from reportcheck.options import gather

    try:
        options = gather(paths, given)
        for note in options.notes:
            say(note)
        return options, options.settings()
    except ReportcheckError as error:
        complain(error, given.get("lang"))
        context.exit(2)


def spare_inputs(context: click.Context, output: str | None, paths: Sequence[str], language: str | None) -> None:
    """End the call with status 2 where its result would be written over a file that it is to check."""
    import os

    from reportcheck.errors import ReportcheckError
    from reportcheck.read.source import expand

    if output is None or not os.path.exists(output):
        return
    for path, _ in expand(paths):
        if os.path.exists(path) and os.path.samefile(path, output):
            vi = f"Không ghi kết quả đè lên {output}: đó là tệp đang được kiểm tra."
            en = f"The result is not written over {output}: that is a file being checked."
            complain(ReportcheckError("output", vi=vi, en=en, path=output), language)
            context.exit(2)


def checked_files(
    paths: Sequence[str], settings: Settings, ledger: str | None = None, *, together: bool = False
) -> Iterator[tuple[Checked, None] | tuple[None, ReportcheckError]]:
    """Each file, judged, or why it cannot be. The ledger of the last run is no report, in whatever folder it lies.

    With ``together`` the files are one submission: each is given once all are read and compared.
    """
    from pathlib import Path

    from reportcheck.errors import ReportcheckError
    from reportcheck.read.source import expand
    from reportcheck.report import compared, judged, read, with_waivers

    waiting: list[Checked] = []
    unusable = 0
    for path, error in expand(paths):
        if error is not None:
            unusable += 1
            yield None, error
            continue
        if ledger is not None and Path(path).resolve() == Path(ledger).resolve():
            continue
        try:
            checked = judged(read(path), settings)
            if not together:
                checked = with_waivers(checked, settings)
        except ReportcheckError as failure:
            failure.path = str(path)
            unusable += 1
            yield None, failure
        except Exception as fault:  # the other files are checked all the same
            unusable += 1
            yield None, _fault(path, fault)
        else:
            if together:
                waiting.append(checked)
            else:
                yield checked, None
    for checked in compared(waiting, settings, unusable):
        try:
            yield with_waivers(checked, settings), None
        except ReportcheckError as failure:
            failure.path = checked.document.path
            yield None, failure


def _fault(path: str, fault: Exception) -> ReportcheckError:
    """What is said of a file at which reportcheck itself fails: that it does, and where, so that it can be mended."""
    import os

    from reportcheck.errors import ReportcheckError

    if isinstance(fault, MemoryError):
        vi, en = f"Không đủ bộ nhớ để kiểm tra tệp {path}.", f"There is not enough memory to check {path}."
        return ReportcheckError("memory", vi=vi, en=en, path=path)
    last = fault.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    at = f"{os.path.basename(last.tb_frame.f_code.co_filename)}:{last.tb_lineno}" if last is not None else ""
    what = " ".join(f"{type(fault).__name__} {at} {fault}".split())[:200]
    return ReportcheckError(
        "fault",
        vi=f"Không kiểm tra được tệp {path} vì lỗi của chính reportcheck ({what}); xin gửi tệp cho nhóm phát triển.",
        en=f"{path} could not be checked: this is a fault of reportcheck itself ({what}); please report it with the file.",
        path=path,
    )


def checked_file(path: str, settings: Settings) -> Checked:
    """The one file that a call is about, judged.

    Raises:
        ReportcheckError: it is a folder, or cannot be used.
    """
    import os

    from reportcheck.errors import ReportcheckError

    if os.path.isdir(path):
        vi = f"{path} là thư mục; lệnh này cần một tệp."
        raise ReportcheckError("folder", vi=vi, en=f"{path} is a folder; this command takes one file.", path=path)
    ((checked, error),) = checked_files((path,), settings)
    if checked is None:
        assert error is not None
        raise error
    return checked


def tell_idle(reports: Sequence[Report], language: str | None) -> None:
    """Say on standard error which waivers accept nothing in any of the files for which they are meant."""
    used = {one.waiver for report in reports for one in report.waived}
    told = dict.fromkeys(one for report in reports for one in report.idle_waivers if one.waiver not in used)
    for one in told:
        say(f"reportcheck: {one.message(language or (reports[0].language if reports else locale()))}")

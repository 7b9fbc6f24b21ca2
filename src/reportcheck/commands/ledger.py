"""``--ledger``: what a run of ``validate`` keeps for the ledger, and writes at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reportcheck.console import complain, locale

if TYPE_CHECKING:
    from reportcheck.errors import ReportcheckError
    from reportcheck.ledger import FileLedger
    from reportcheck.options import Options
    from reportcheck.pipeline import Checked

__all__ = ["Keep", "ledger_of"]


class Keep:
    """The ledger of a run as it comes together; nothing at all where none is asked for."""

    def __init__(self, place: str | None, options: Options) -> None:
        self.place, self.options = place, options
        self.files: list[FileLedger] = []

    def add(self, checked: Checked) -> None:
        """Take the counts of one file."""
        if self.place is not None:
            from reportcheck.ledger import gather

            self.files.append(gather(checked))

    def write(self, context: click.Context, failures: list[ReportcheckError]) -> None:
        """Write the ledger; the call ends with status 2 where that cannot be done."""
        if self.place is None:
            return
        import datetime as dt

        from reportcheck.errors import ReportcheckError
        from reportcheck.ledger.write import write_ledger

        language = self.options.language or (self.files[0].language if self.files else locale())
        try:
            write_ledger(self.place, self.files, failures, self.options.today or dt.date.today(), language)
        except ReportcheckError as problem:
            complain(problem, language)
            context.exit(2)


def ledger_of(context: click.Context, place: str | None, paths: tuple[str, ...], options: Options) -> Keep:
    """The ledger of a run; the call ends with status 2 where it may not be written to its place."""
    if place is not None:
        from reportcheck.errors import ReportcheckError
        from reportcheck.ledger.write import check_place

        try:
            check_place(place, paths)
        except ReportcheckError as problem:
            complain(problem, options.language)
            context.exit(2)
    return Keep(place, options)

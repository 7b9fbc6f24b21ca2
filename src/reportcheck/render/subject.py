"""What the outputs show: the parts of a report that they read, so that they need not know the class above them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from reportcheck.model import Finding, Unread
from reportcheck.pipeline import Counts
from reportcheck.render.excerpt import Excerpt
from reportcheck.waivers import IdleWaiver, Waived

__all__ = ["Told", "ToldTable"]


class ToldTable(Protocol):
    """A table that was read."""

    @property
    def display(self) -> str: ...

    @property
    def form(self) -> str | None: ...


class Told(Protocol):
    """A checked file; :class:`reportcheck.report.Report` is one."""

    @property
    def path(self) -> str: ...

    @property
    def format(self) -> str: ...

    @property
    def sha256(self) -> str: ...

    @property
    def language(self) -> str: ...

    @property
    def findings(self) -> Sequence[Finding]: ...

    @property
    def counts(self) -> Counts: ...

    @property
    def figures(self) -> int: ...

    @property
    def unread(self) -> Sequence[Unread]: ...

    @property
    def tables(self) -> Sequence[ToldTable]: ...

    @property
    def excerpts(self) -> Sequence[Sequence[Excerpt]]: ...

    @property
    def errors(self) -> Sequence[Finding]: ...

    @property
    def warnings(self) -> Sequence[Finding]: ...

    @property
    def waived(self) -> Sequence[Waived]: ...

    @property
    def idle_waivers(self) -> Sequence[IdleWaiver]: ...

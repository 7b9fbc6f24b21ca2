"""The one exception that unusable input, forms, rules or settings raise."""

from __future__ import annotations

__all__ = ["ReportcheckError"]


class ReportcheckError(Exception):
    """Something outside the data itself cannot be used: a file, a form, a rule, a setting.

    Args:
        code: a short stable word for programs: ``unreadable``, ``encrypted``, ``missing``, ``form`` …
        vi: one sentence in Vietnamese, naming the file and the place, with what was expected and what was got.
        en: the same sentence in English.
        path: the file it is about, as the caller named it.

    The exception carries the parts so that a caller need not take the sentence apart.
    """

    def __init__(self, code: str, *, vi: str, en: str, path: str | None = None) -> None:
        super().__init__(code, vi, en, path)
        self.code = code
        self.vi = vi
        self.en = en
        self.path = path

    def message(self, language: str = "en") -> str:
        """The sentence in ``"vi"`` or ``"en"``."""
        return self.vi if language == "vi" else self.en

    def __str__(self) -> str:
        return self.en

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.code, self.vi, self.en, self.path)


def _rebuild(code: str, vi: str, en: str, path: str | None) -> ReportcheckError:
    return ReportcheckError(code, vi=vi, en=en, path=path)

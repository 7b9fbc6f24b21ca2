"""A form → an empty workbook in which mistakes show while typing.

Totals compute themselves, cells that break an identity turn red, a column beside the table says ``Khớp`` or ``Lệch 2``,
and nothing but what the form allows can be typed. Filled in, the workbook is recognised by its form and validates.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from reportcheck.blank_form.plan import plan_of
from reportcheck.errors import ReportcheckError
from reportcheck.forms import Form
from reportcheck.registry import bundled_forms, load_forms

__all__ = ["template"]

_MOST_ROWS = 2000


def template(
    form: str | os.PathLike[str] | Form | Sequence[Form],
    path: str | os.PathLike[str],
    *,
    rows: int = 10,
    force: bool = False,
) -> None:
    """Write an empty workbook for a form; a file with several forms gives a sheet each.

    Args:
        form: an id of a bundled form, a file of forms (YAML or Python), a form, or several.
        path: the workbook to write, ``.xlsx``.
        rows: empty rows to fill in, where the form does not fix its rows.
        force: write over a file that exists.

    Raises:
        ReportcheckError: there is no such form, the file exists, cannot be written, or xlsxwriter is not installed.
    """
    target = Path(path)
    forms = _forms(form)
    if target.suffix.lower() != ".xlsx":
        raise _error(f"Tên tệp phải có đuôi .xlsx: {target}.", f"The file's name must end in .xlsx: {target}.", target)
    if not 1 <= rows <= _MOST_ROWS:
        raise _error(
            f"Số dòng trống phải từ 1 đến {_MOST_ROWS}, không phải {rows}.",
            f"The number of empty rows must be 1 to {_MOST_ROWS}, not {rows}.",
            target,
        )
    if target.exists() and not force:
        raise _error(
            f"Đã có tệp {target}; không ghi đè (thêm --force để ghi đè).",
            f"{target} exists already and is not overwritten (use --force to do so).",
            target,
        )
    try:
        from reportcheck.blank_form.book import write_book
    except ImportError as error:
        raise _error(
            "Cần thư viện xlsxwriter để tạo biểu trống: pip install 'reportcheck[template]'.",
            "Writing a template needs xlsxwriter: pip install 'reportcheck[template]'.",
            target,
        ) from error
    data = write_book([plan_of(one, rows) for one in forms])
    try:
        target.write_bytes(data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise _error(f"Không ghi được {target}: {reason}.", f"Cannot write {target}: {reason}.", target) from error


def _forms(form: str | os.PathLike[str] | Form | Sequence[Form]) -> list[Form]:
    if isinstance(form, Form):
        return [form]
    if isinstance(form, Sequence) and not isinstance(form, str):
        return list(form)
    found = [one for one in bundled_forms() if one.id == str(form)]
    if found:
        return found
    if Path(form).suffix in (".py", ".yaml", ".yml"):
        return list(load_forms(Path(form)))
    ids = ", ".join(one.id for one in bundled_forms())
    raise ReportcheckError(
        "form", vi=f"Không có mẫu biểu {form}; các mẫu đã biết: {ids}.", en=f"No form {form}; known forms: {ids}."
    )


def _error(vi: str, en: str, path: Path) -> ReportcheckError:
    return ReportcheckError("output", vi=vi, en=en, path=str(path))

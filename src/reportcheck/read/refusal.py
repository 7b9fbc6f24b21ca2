"""The sentences with which the readers refuse a file."""

from __future__ import annotations

from reportcheck.errors import ReportcheckError

__all__ = ["encrypted", "old_format", "too_large", "unreadable"]


def unreadable(path: str, vi: str, en: str) -> ReportcheckError:
    """A file that is damaged or is not what it should be; ``vi`` and ``en`` say what is wrong and where."""
    return ReportcheckError(
        "unreadable", vi=f"Không đọc được tệp {path}: {vi}.", en=f"Cannot read {path}: {en}.", path=path
    )


def too_large(path: str, vi: str, en: str) -> ReportcheckError:
    """A file that would take too much memory; ``vi`` and ``en`` say which part and how large."""
    return ReportcheckError(
        "too-large", vi=f"Tệp {path} quá lớn: {vi}.", en=f"The file {path} is too large: {en}.", path=path
    )


def encrypted(path: str) -> ReportcheckError:
    """A file that is protected by a password."""
    return ReportcheckError(
        "encrypted",
        vi=f"Tệp {path} được đặt mật khẩu; hãy bỏ mật khẩu rồi lưu lại.",
        en=f"The file {path} is protected by a password; remove the password and save it again.",
        path=path,
    )


def old_format(path: str, kind: str) -> ReportcheckError:
    """A workbook of a format that is no longer read; ``kind`` is its name: ``Excel 4``."""
    return ReportcheckError(
        "old-format",
        vi=f"Tệp {path} có định dạng {kind}, không đọc được; hãy mở tệp và lưu lại dưới dạng xlsx.",
        en=f"The file {path} is in the {kind} format, which is not supported; open it and save it as xlsx.",
        path=path,
    )

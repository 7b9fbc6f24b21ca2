"""A copy of a file with the sure changes, checked again before anybody sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportcheck.errors import ReportcheckError
from reportcheck.fixing.plan import Change, Left, Plan
from reportcheck.model import Finding
from reportcheck.pipeline import Checked
from reportcheck.report import Settings, read, run

__all__ = ["WRITTEN", "Copy", "copy_of", "save_copy"]

WRITTEN = ("xlsx", "xlsm", "docx", "docm", "csv", "txt", "md")


@dataclass(frozen=True, slots=True)
class Copy:
    """The bytes of the copy, the changes made in it, those that could not be, and the findings that it still has."""

    data: bytes
    made: tuple[Change, ...]
    left: tuple[Left, ...]
    findings: tuple[Finding, ...]


def copy_of(data: bytes, checked: Checked, planned: Plan, settings: Settings) -> Copy:
    """Make the sure changes in a file's bytes, and check the outcome.

    Raises:
        ReportcheckError: code ``fix``: the format is not written, or the outcome is not what was meant.
    """
    document = checked.document
    if document.format not in WRITTEN:
        kinds = ", ".join(WRITTEN)
        raise _refused(
            document.path,
            f"không ghi được bản sao đã sửa của tệp {document.format}; chỉ ghi {kinds}",
            f"a mended copy of a {document.format} file cannot be written, only of {kinds}",
        )
    changed, failed = _writer(document.format)(data, checked, (*planned.sure, *planned.follow))
    lost = {id(one.change) for one in failed}
    made = tuple(change for change in planned.sure if id(change) not in lost)
    if not made:
        return Copy(data, (), tuple(one for one in failed if not one.change.computed), tuple(checked.findings))
    again = run(read(changed, document.path), settings)
    still = {finding.fingerprint for finding in again.findings}
    unmended = [change for change in made if change.fingerprint in still]
    if unmended:
        places = ", ".join(str(change.figure.location) for change in unmended)
        raise _refused(
            document.path,
            f"sửa {places} xong mà phát hiện vẫn còn, nên không ghi bản sao",
            f"after the change of {places} its finding is still there, so that no copy is written",
        )
    return Copy(changed, made, tuple(one for one in failed if not one.change.computed), tuple(again.findings))


def _writer(kind: str) -> Callable[[bytes, Checked, Sequence[Change]], tuple[bytes, list[Left]]]:
    if kind in ("xlsx", "xlsm"):
        from reportcheck.fixing.workbook import write_workbook

        return write_workbook
    if kind in ("docx", "docm"):
        from reportcheck.fixing.words import write_words

        return write_words
    from reportcheck.fixing.plain import write_csv, write_text

    plain = write_csv if kind == "csv" else write_text
    return lambda data, _, changes: plain(data, changes)


def save_copy(source: str, place: str, data: bytes | None, *, force: bool = False) -> None:
    """Write a copy beside (never over) the file that it was made of; without ``data`` see only that this may be done.

    Raises:
        ReportcheckError: code ``fix``: it is that file, something stands there already, or it cannot be written.
    """
    path, origin = Path(place), Path(source)
    if path.resolve() == origin.resolve() or (path.exists() and path.samefile(origin)):
        raise _refused(place, "bản sao không được ghi đè lên chính tệp gốc", "the copy must not be the file itself")
    if path.suffix.lower() != origin.suffix.lower():
        raise _refused(place, f"bản sao phải có đuôi {origin.suffix}", f"the copy must end in {origin.suffix}")
    if path.exists() and not force:
        raise _refused(
            place, "tệp này đã có; thêm --force để ghi đè", "this file exists already; add --force to write over it"
        )
    if data is None:
        return
    try:
        path.write_bytes(data)
    except OSError as error:
        raise _refused(place, f"không ghi được: {error.strerror}", f"cannot be written: {error.strerror}") from error


def _refused(path: str, vi: str, en: str) -> ReportcheckError:
    return ReportcheckError("fix", vi=f"{path}: {vi}.", en=f"{path}: {en}.", path=path)

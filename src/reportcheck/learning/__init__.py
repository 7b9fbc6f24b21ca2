"""Good past submissions → the form they follow, as YAML that a person can read, edit and use with ``--form``.

What recurs is looked for, table by table: tables of like headings are one form. The words of its title and headings, the
kinds of its columns and (where they are fixed) its rows are those that all submissions share. What ties its figures is
not guessed here: whatever the pipeline claims in any of the files (printed formulas, cell formulas, known forms,
discoveries) is written as an identity and tried in every row of every file, through the very form that is being written.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from reportcheck.errors import ReportcheckError
from reportcheck.forms import Form
from reportcheck.learning.draft import Draft, draft
from reportcheck.learning.tables import Sample, groups_of, samples_of
from reportcheck.learning.text import document_text
from reportcheck.report import Settings, read, run

__all__ = ["Learned", "learn"]


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learnt from past submissions.

    Attributes:
        forms: one for each table that recurs, ready for ``validate(…, form=…)``.
        text: the same as YAML, one document a form, with the support of each identity as a comment.
        files: the files it was learnt from.
        notes: what a person should know: files with errors of their own, tables that do not recur.
    """

    forms: tuple[Form, ...]
    text: str
    files: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        """Write the YAML.

        Raises:
            ReportcheckError: the file exists already (unless ``force``), or cannot be written.
        """
        try:
            with open(path, "w" if force else "x", encoding="utf-8", newline="\n") as file:
                file.write(self.text)
        except FileExistsError as error:
            raise exists(path) from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise ReportcheckError(
                "output", vi=f"Không ghi được {path}: {reason}.", en=f"Cannot write {path}: {reason}.", path=str(path)
            ) from error


def exists(path: str | os.PathLike[str]) -> ReportcheckError:
    """What is said where a result would take the place of a file."""
    return ReportcheckError(
        "output",
        vi=f"Đã có tệp {path}; không ghi đè (thêm --force để ghi đè).",
        en=f"{path} exists already and is not overwritten (use --force to do so).",
        path=str(path),
    )


def learn(
    files: Iterable[str | os.PathLike[str]], *, language: str | None = None, settings: Settings | None = None
) -> Learned:
    """The forms that good past submissions follow.

    Args:
        files: two or more submissions of the same form; one will do, and the text then says so.
        language: of the comments; by default that of the first file.
        settings: the forms whose identities count as claims too; by default the bundled ones.

    Raises:
        ReportcheckError: a file cannot be read, holds no table with figures, or shares no table with the others.
    """
    paths = [os.fspath(f) for f in files]
    if not paths:
        raise ReportcheckError("call", vi="Chưa nêu tệp nào để học.", en="No file to learn from was named.")
    settings = settings or Settings.of()
    samples: list[Sample] = []
    notes: list[str] = []
    spoken = language
    for number, path in enumerate(paths):
        checked = run(read(path), settings)
        spoken = spoken or checked.document.language
        found = samples_of(checked, number)
        if not found:
            raise ReportcheckError(
                "learn",
                vi=f"{path}: không có bảng nào có tiêu đề cột và số liệu, nên không học được gì.",
                en=f"{path}: no table with headings and figures, so that there is nothing to learn.",
                path=path,
            )
        samples += found
        errors = sum(f.severity == "error" for f in checked.findings)
        if errors:
            notes.append(_faulty(path, errors, spoken))
    groups, single = groups_of(samples, len(paths))
    if not groups:
        names = ", ".join(Path(p).name for p in paths)
        raise ReportcheckError(
            "learn",
            vi=f"Các tệp không có bảng nào chung (cùng tiêu đề cột): {names}.",
            en=f"The files share no table (of the same headings): {names}.",
        )
    vi = spoken == "vi"
    notes += [_lone(sample, vi) for sample in single]
    drafts = _named([draft(group, groups, len(paths), spoken or "vi") for group in groups])
    forms = tuple(d.form for d in drafts)
    text = document_text(drafts, [Path(p).name for p in paths], notes, spoken or "vi")
    return Learned(forms, text, tuple(paths), tuple(notes))


def _named(drafts: list[Draft]) -> list[Draft]:
    """The drafts, their forms' ids made different."""
    taken: set[str] = set()
    for one in drafts:
        base, number = one.form.id, 2
        while one.form.id in taken:
            one.rename(f"{base}-{number}")
            number += 1
        taken.add(one.form.id)
    return drafts


def _faulty(path: str, errors: int, language: str) -> str:
    if language == "vi":
        return f"{path} có {errors} lỗi số liệu; mẫu vẫn được học từ tệp này, hãy xem reportcheck validate"
    return f"{path} has {errors} errors of its own and was learnt from all the same: see reportcheck validate"


def _lone(sample: Sample, vi: bool) -> str:
    if vi:
        return f"bảng {sample.view.table.display} chỉ có trong {Path(sample.path).name}, nên không thành mẫu"
    return f"the table {sample.view.table.display} stands in {Path(sample.path).name} only and makes no form"

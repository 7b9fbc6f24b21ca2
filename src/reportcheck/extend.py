"""The public API for those who add forms, rules, readers and outputs.

A form is a module (or a YAML file) with a :class:`Form` called ``FORM`` and, if it has one, its pandera model made by a
function ``model``. A rule is a module with a function under :func:`rule`. Bundled ones, those of installed packages
(entry points ``reportcheck.forms``, ``reportcheck.rules``, ``reportcheck.readers``, ``reportcheck.outputs``) and an
office's own folder are found alike.

A reader is a function ``(data: bytes, path: str) -> (parts, unread)``: grids, for a text document paragraphs and grids with
a :class:`Placement` in reading order; its entry point called by the suffix it reads
(``.fods``); an output is a function ``(reports, failures, language) -> str``, its entry point called by the name that
``--format`` takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.errors import ReportcheckError
from reportcheck.extract import TableView
from reportcheck.forms import Field, Form, Identity, Item
from reportcheck.labels import words
from reportcheck.model import (
    CellError,
    Conflict,
    Deduced,
    Document,
    Figure,
    Finding,
    Grid,
    Judgement,
    Location,
    Misprint,
    Note,
    NumberFormat,
    Operand,
    Paragraph,
    Placement,
    Relation,
    ShapeFault,
    Suspect,
    Table,
    Unread,
)
from reportcheck.numerals import Reading, read_number
from reportcheck.relate.recognise import Binding
from reportcheck.rounding import Rounding
from reportcheck.rulebook import Rule, Scene, Tell, rule
from reportcheck.wording import number_text, relation_text

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

__all__ = [
    "Binding",
    "CellError",
    "Conflict",
    "Deduced",
    "Document",
    "Field",
    "Figure",
    "Finding",
    "Form",
    "Grid",
    "Identity",
    "Item",
    "Judgement",
    "Location",
    "Misprint",
    "Note",
    "NumberFormat",
    "Operand",
    "Paragraph",
    "Placement",
    "Reading",
    "Relation",
    "ReportcheckError",
    "Rounding",
    "Rule",
    "Scene",
    "ShapeFault",
    "Suspect",
    "Table",
    "TableView",
    "Tell",
    "Unread",
    "counts_model",
    "number_text",
    "read_number",
    "relation_text",
    "rule",
    "words",
]


def counts_model(form: Form) -> DataFrameSchema:
    """A pandera model of a form's rows: a column for each field, figures not negative, and the form's identities.

    Columns are named by field id; optional ones may be absent, other columns are allowed. The identities that tie
    fields of one row are checks of :mod:`reportcheck.pandera_checks`, whose formulas can be read in their ``statistics``.
    """
    from reportcheck.form_models import form_model

    return form_model(form)

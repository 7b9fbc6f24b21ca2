"""reportcheck finds the figures in official reports that do not agree.

>>> from reportcheck import validate
>>> import pandas as pd
>>> report = validate(pd.DataFrame({"Tổng số": [2359], "Cấp tỉnh": [1939], "Cấp xã": [420]}), name="Thủ tục hành chính")
>>> report.ok
True

What is exported here is the API for callers; those who add forms, rules, readers or outputs import
:mod:`reportcheck.extend`, and people with pandera schemas of their own :mod:`reportcheck.pandera_checks`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportcheck._version import __version__

if TYPE_CHECKING:
    from reportcheck.blank_form import template
    from reportcheck.errors import ReportcheckError
    from reportcheck.learning import Learned, learn
    from reportcheck.model import Figure, Finding, Location
    from reportcheck.report import DisagreementError, Report, Settings, validate, validate_together

__all__ = [
    "DisagreementError",
    "Figure",
    "Finding",
    "Learned",
    "Location",
    "Report",
    "ReportcheckError",
    "Settings",
    "Waiver",
    "Waivers",
    "__version__",
    "learn",
    "template",
    "validate",
    "validate_together",
]

_HOMES = {
    "DisagreementError": "report",
    "Figure": "model",
    "Finding": "model",
    "Learned": "learning",
    "Location": "model",
    "Report": "report",
    "ReportcheckError": "errors",
    "Settings": "report",
    "Waiver": "waivers",
    "Waivers": "waivers",
    "learn": "learning",
    "template": "blank_form",
    "validate": "report",
    "validate_together": "report",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for, and only then: ``reportcheck --help`` needs none of it."""
    if name not in _HOMES:
        raise AttributeError(f"module 'reportcheck' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"reportcheck.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)

"""Suggested changes: what the findings say is sure, and a copy of the file with that and nothing else changed.

``plan`` takes the suggestions from the findings; ``copy`` writes them by format: ``workbook`` into the parts of an xlsx, ``words`` into the
runs of a docx, ``plain`` into csv and text, character by character. The file itself is only read.
"""

from __future__ import annotations

from reportcheck.fixing.copy import Copy, copy_of, save_copy
from reportcheck.fixing.plan import Change, Left, Plan, plan

__all__ = ["Change", "Copy", "Left", "Plan", "copy_of", "plan", "save_copy"]

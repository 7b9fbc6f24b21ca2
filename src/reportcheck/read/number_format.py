"""Number format codes of a workbook, as far as they bear on what the printed digits stand for."""

from __future__ import annotations

import re
from functools import lru_cache

from reportcheck.model import GENERAL, NumberFormat

__all__ = ["builtin_format", "parse_format"]

# ECMA-376 part 1, 18.8.30, plus the East Asian date ids (27-36, 50-58), which all show a date.
_BUILTIN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)',
    6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)',
    8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
    42: '_("$"* #,##0_);_("$"* (#,##0);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
} | dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy/m/d")

# What shows as itself or not at all: "quoted" (perhaps unclosed), \x, _x (a space as wide as x), *x (x as filler).
_LITERAL = re.compile(r'"[^"]*(?:"|$)|[\\_*](?:.|$)', re.DOTALL)
_BRACKET = re.compile(r"\[([^\]]*)(?:\]|$)")
_ELAPSED = re.compile(r"(?:h+|m+|s+)", re.IGNORECASE)
_SECTION = re.compile(r'(?:"[^"]*(?:"|$)|[\\_*](?:.|$)|\[[^\]]*(?:\]|$)|[^;])*', re.DOTALL)
_DATE = re.compile(r"[ymdhs]|am/pm|a/p", re.IGNORECASE)


@lru_cache(maxsize=4096)
def parse_format(code: str) -> NumberFormat:
    """What a format code such as ``#,##0.0,`` shows of a number; its first section decides.

    Never raises: a code that is no number format counts as ``General``.
    """
    if not code or code.lower() == "general":
        return GENERAL
    found = _SECTION.match(code)
    section = _LITERAL.sub("", found.group() if found else code)
    brackets = _BRACKET.findall(section)
    section = _BRACKET.sub("", section)
    if "general" in section.lower():
        return NumberFormat(code=code, percent="%" in section)
    if any(_ELAPSED.fullmatch(b) for b in brackets) or _DATE.search(section):
        return NumberFormat(code=code, date=True)
    return _number(code, section)


def _number(code: str, section: str) -> NumberFormat:
    """The facts of a section from which quoted text and brackets are gone and which shows no date."""
    percent = "%" in section
    if re.search(r"[0#?][eE][+-]|/", section):
        # Scientific and fraction formats show no fixed number of decimals.
        return NumberFormat(code=code, percent=percent)
    core = "".join(c for c in section if c in "0#?.,")
    whole, _, decimals = core.partition(".")
    places = sum(c in "0#?" for c in decimals)
    if not places and not any(c in "0#?" for c in whole):
        return NumberFormat(code=code, percent=percent, text="@" in section)
    kept = whole.rstrip(",")
    thousands = len(whole) - len(kept) + decimals.count(",")
    return NumberFormat(
        code=code,
        digits=places,
        percent=percent,
        thousands=thousands,
        grouping="," in kept.lstrip(","),
        pad=kept.count("0"),
    )


@lru_cache(maxsize=512)
def builtin_format(id: int) -> NumberFormat:
    """The format a workbook means by a built-in number; ids without a fixed meaning are ``General``."""
    return parse_format(_BUILTIN.get(id, "General"))

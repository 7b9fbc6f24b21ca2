"""Prints the page of rules from the rules themselves: ``python docs/build.py > docs/rules.md``."""

from __future__ import annotations

import inspect
import sys

from reportcheck.registry import bundled_rules


def page() -> str:
    """The page, as Markdown."""
    parts = ["# Rules\n", "Made from the rules by `python docs/build.py`. `reportcheck explain CODE` shows the same.\n"]
    for rule in bundled_rules():
        parts.append(f"## {rule.code} {rule.name}\n\n{rule.en}. *{rule.vi}.*\n")
        parts.append("```text\n" + inspect.cleandoc(rule.explain_en) + "\n```\n")
        parts.append("```text\n" + rule.explain_vi + "\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(page())

"""One report in every text format, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import word as w

Rows = Sequence[Sequence[str]]
Block = str | tuple[str, Rows]


def as_docx(blocks: Sequence[Block]) -> bytes:
    """A paragraph for each string, a table with its title above it for each pair."""
    body: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            body.append(w.paragraph(block))
        else:
            body.append(w.paragraph(block[0]))
            body.append(w.table(*(w.row(*line) for line in block[1])))
    return w.docx(*body)


def as_html(blocks: Sequence[Block]) -> bytes:
    body: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            body.append(f"<p>{escape(block)}</p>")
        else:
            rows = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in line) + "</tr>" for line in block[1])
            body.append(f"<p>{escape(block[0])}</p><table>{rows}</table>")
    return f"<!DOCTYPE html><html><body>{''.join(body)}</body></html>".encode()


def as_markdown(blocks: Sequence[Block]) -> bytes:
    body: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            body.append(block)
        else:
            head, *rest = ("| " + " | ".join(line) + " |" for line in block[1])
            body += [block[0], "\n".join([head, "|" + "---|" * len(block[1][0]), *rest])]
    return "\n\n".join(body).encode()


def as_text(blocks: Sequence[Block]) -> bytes:
    """Tables in columns of blanks, figures to the right."""
    body: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            body.append(block)
        else:
            widths = [max(len(line[c]) for line in block[1]) for c in range(len(block[1][0]))]
            lines = [
                "  ".join(
                    cell.rjust(width) if cell[:1].isdigit() else cell.ljust(width)
                    for cell, width in zip(line, widths, strict=True)
                ).rstrip()
                for line in block[1]
            ]
            body += [block[0], "\n".join(lines)]
    return "\n\n".join(body).encode()


FORMATS = {"docx": as_docx, "html": as_html, "md": as_markdown, "txt": as_text}

"""Small pdf files made by hand: words at places, lines, pictures, fonts by name; no library and no font file needed.

The letters of a font are told by a ToUnicode map; their widths are those of :func:`width`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

A4 = (595.0, 842.0)


def width(text: str, size: float) -> float:
    """How wide a text is printed."""
    return sum(_width(c) for c in text) * size / 1000


def _width(c: str) -> int:
    if unicodedata.combining(c):
        return 0
    return 250 if c in " .,;:!'|ijlft()[]-/" else 550 if not c.isupper() else 680


@dataclass
class PdfPage:
    size: tuple[float, float] = A4
    rotate: int = 0
    commands: list[str] = field(default_factory=list)
    extra: str = ""

    def text(self, x: float, y: float, text: str, size: float = 12, font: str = "R", matrix: str = "1 0 0 1") -> float:
        """Print words; ``y`` counts from the top to their base line. Gives the x behind them."""
        codes = "".join(f"{ord(c):04X}" for c in text)
        self.commands.append(f"BT /{font} {size} Tf {matrix} {x:.2f} {self.size[1] - y:.2f} Tm <{codes}> Tj ET")
        return x + width(text, size)

    def raw_text(self, x: float, y: float, data: bytes, font: str, size: float = 12) -> None:
        """Print bytes in a font of one byte a letter."""
        self.commands.append(f"BT /{font} {size} Tf 1 0 0 1 {x} {self.size[1] - y} Tm <{data.hex()}> Tj ET")

    def right(self, x: float, y: float, text: str, size: float = 12, font: str = "R") -> None:
        self.text(x - width(text, size), y, text, size, font)

    def centre(self, y: float, text: str, size: float = 12, font: str = "R", x: float | None = None) -> None:
        self.text((self.size[0] / 2 if x is None else x) - width(text, size) / 2, y, text, size, font)

    def line(self, x0: float, y0: float, x1: float, y1: float, thin_box: bool = False) -> None:
        top = self.size[1]
        if thin_box:
            self.commands.append(f"{x0} {top - y1 - 0.5} {max(x1 - x0, 0.5)} {max(y1 - y0, 0.5)} re f")
        else:
            self.commands.append(f"0.5 w {x0} {top - y0} m {x1} {top - y1} l S")

    def picture(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.commands.append(f"q {x1 - x0} 0 0 {y1 - y0} {x0} {self.size[1] - y1} cm /Im Do Q")

    def wrapped(
        self,
        y: float,
        text: str,
        left: float = 70,
        right: float = 525,
        size: float = 12,
        first: float = 0,
        rest: float = 0,
        font: str = "R",
        leading: float = 16,
        justify: bool = True,
        least: float = 780,
    ) -> tuple[float, str]:
        """Print a paragraph. Gives the y of the next line and the words that found no place above ``least``."""
        words = text.split(" ")
        while words and y < least:
            start = left + first
            count, reach = 1, start + width(words[0], size)
            while count < len(words) and reach + width(" " + words[count], size) <= right:
                reach += width(" " + words[count], size)
                count += 1
            blank = width(" ", size)
            if justify and count < len(words) and count > 1:
                blank += (right - reach) / (count - 1)
            x = start
            for word in words[:count]:
                x = self.text(x, y, word, size, font) + blank
            words = words[count:]
            y += leading
            first = rest
        return y, " ".join(words)

    def table(
        self, y: float, edges: Sequence[float], rows: Sequence[Sequence[str]], height: float = 20, **kind: bool
    ) -> float:
        """Print a ruled table of single-line cells, figures at the right. Gives the y of its lower edge."""
        for row in rows:
            for c, value in enumerate(row):
                if value[:1].isdigit() and c:
                    self.right(edges[c + 1] - 3, y + 14, value)
                elif value:
                    self.text(edges[c] + 3, y + 14, value)
            self.line(edges[0], y, edges[-1], y, **kind)
            for edge in edges:
                self.line(edge, y, edge, y + height, **kind)
            y += height
        self.line(edges[0], y, edges[-1], y, **kind)
        return y


_TO_UNICODE = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def "
    "1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange "
    "endcmap end end"
)


def pdf(pages: Sequence[PdfPage], fonts: Sequence[str] = (), trailer: str = "") -> bytes:
    """The file. ``R`` is a plain font, ``B`` a bold one; ``fonts`` are further ones of one byte a letter, ``F0`` …"""
    bodies: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]

    def add(body: str | bytes) -> int:
        bodies.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(bodies)

    def stream(data: str | bytes, facts: str = "") -> int:
        data = data.encode("latin-1") if isinstance(data, str) else data
        return add(f"<</Length {len(data)}{facts}>>stream\n".encode() + data + b"\nendstream")

    to_unicode = stream(_TO_UNICODE)
    widths = " ".join(f"{code} [{_width(chr(code))}]" for code in [*range(32, 592), *range(7840, 7930)])
    known = []
    for key, name in (("R", "Serif"), ("B", "Serif-Bold")):
        facts = f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[0 -200 1000 900]/Ascent 800/Descent -200/ItalicAngle 0/CapHeight 700/StemV 80>>"
        inner = add(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {add(facts)} 0 R/DW 550/W[{widths} 768 879 0]>>"
        )
        outer = add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{inner} 0 R]/ToUnicode {to_unicode} 0 R>>"
        )
        known.append(f"/{key} {outer} 0 R")
    for i, name in enumerate(fonts):
        known.append(f"/F{i} {add(f'<</Type/Font/Subtype/TrueType/BaseFont/{name}/Encoding/WinAnsiEncoding>>')} 0 R")
    picture = stream(b"\x80", "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8")
    resources = f"<</Font<<{''.join(known)}>>/XObject<</Im {picture} 0 R>>>>"
    kids = []
    for page in pages:
        content = stream("\n".join(page.commands))
        kids.append(
            add(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {page.size[0]} {page.size[1]}]/Rotate {page.rotate}"
                f"/Contents {content} 0 R/Resources{resources}{page.extra}>>"
            )
        )
    bodies[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{k} 0 R' for k in kids)}]>>".encode()
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer<</Size {len(bodies) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)

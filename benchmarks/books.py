"""The workbooks that the benchmarks read, written part by part: no writer of workbooks is needed, and none is slow.

Text goes into shared strings and numbers carry a cell style, as spreadsheet programs write them.
"""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

Cell: TypeAlias = "int | float | str | tuple[float, str] | None"  # a pair is a stored value and its formula

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = ("worksheet", "styles", "sharedStrings")

COUNTS = (
    "received", "online", "in_person", "carried_over", "settled", "early", "on_time", "late",
    "pending", "pending_in_time", "pending_overdue",
)  # fmt: skip
IDENTITIES = {
    "received": ("online", "in_person", "carried_over"),
    "settled": ("early", "on_time", "late"),
    "pending": ("pending_in_time", "pending_overdue"),
}
ABOVE = 4  # rows of title and headings


def write_book(path: Path, rows: Iterable[Sequence[Cell]], merges: Sequence[str] = (), sheet: str = "Sheet1") -> None:
    """An xlsx file of one sheet; rows are taken one at a time."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", _content_types())
        archive.writestr("_rels/.rels", _relations(["officeDocument"], ["xl/workbook.xml"]))
        archive.writestr(
            "xl/workbook.xml",
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets><sheet name="{escape(sheet)}" sheetId="1" '
            'r:id="rId1"/></sheets></workbook>',
        )
        places = ["worksheets/sheet1.xml", "styles.xml", "sharedStrings.xml"]
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(_PARTS, places))
        archive.writestr("xl/styles.xml", _styles())
        strings: dict[str, int] = {}
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for number, row in enumerate(rows, 1):
                part.write(_row(number, row, strings).encode())
            areas = "".join(f'<mergeCell ref="{area}"/>' for area in merges)
            merged = f'<mergeCells count="{len(merges)}">{areas}</mergeCells>' if merges else ""
            part.write(f"</sheetData>{merged}</worksheet>".encode())
        texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
        archive.writestr(
            "xl/sharedStrings.xml", f'{_HEAD}<sst xmlns="{_MAIN}" uniqueCount="{len(strings)}">{texts}</sst>'
        )


def _row(number: int, row: Sequence[Cell], strings: dict[str, int]) -> str:
    cells = []
    for name, value in zip(_LETTERS, row, strict=False):
        if value is None:
            continue
        if isinstance(value, str):
            cells.append(f'<c r="{name}{number}" t="s"><v>{strings.setdefault(value, len(strings))}</v></c>')
        elif isinstance(value, tuple):
            cells.append(f'<c r="{name}{number}" s="1"><f>{escape(value[1])}</f><v>{value[0]}</v></c>')
        else:
            cells.append(f'<c r="{name}{number}" s="1"><v>{value}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'


_LETTERS = [chr(65 + i) for i in range(26)]


def _content_types() -> str:
    names = {"workbook": "workbook", "worksheets/sheet1": "worksheet", "styles": "styles"}
    names["sharedStrings"] = "sharedStrings"
    listed = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_TYPE}.{kind}{".main" if kind == "workbook" else ""}+xml"/>'
        for name, kind in names.items()
    )
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{rels}{listed}</Types>'.replace(
        ".workbook.main", ".sheet.main"
    )


def _relations(kinds: Sequence[str], targets: Sequence[str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{i}" Type="{_REL}/{kind}" Target="{to}"/>'
        for i, (kind, to) in enumerate(zip(kinds, targets, strict=True), 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _styles() -> str:
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="0" applyAlignment="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


# -- the dossier settlement form -------------------------------------------------


def dossier_rows(rng: random.Random, fields: int) -> list[list[Cell]]:
    """The form II.06a in twelve columns: title, headings in two rows, ``fields`` rows that agree, and their total."""
    table: list[list[Cell]] = [
        ["TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"],
        ["Kỳ báo cáo: Quý III năm 2025"],
        ["Lĩnh vực", "Số hồ sơ tiếp nhận", None, None, None, "Số hồ sơ đã giải quyết", None, None, None,
         "Số hồ sơ đang giải quyết", None, None],
        [None, "Tổng số", "Trực tuyến", "Trực tiếp, dịch vụ bưu chính", "Từ kỳ trước", "Tổng số", "Trước hạn",
         "Đúng hạn", "Quá hạn", "Tổng số", "Trong hạn", "Quá hạn"],
    ]  # fmt: skip
    figures = [_dossiers(rng) for _ in range(fields)]
    for i, one in enumerate(figures, 1):
        table.append([f"Lĩnh vực {i}", *one])
    table.append(["Tổng cộng", *map(sum, zip(*figures, strict=True))])
    return table


DOSSIER_MERGES = ("A1:L1", "A3:A4", "B3:E3", "F3:I3", "J3:L3")


def _dossiers(rng: random.Random) -> list[int]:
    early, on_time, late = rng.randrange(50, 9000), rng.randrange(50, 9000), rng.randrange(1, 90)
    in_time, overdue = rng.randrange(20, 900), rng.randrange(1, 60)
    settled, pending = early + on_time + late, in_time + overdue
    online, carried = rng.randrange(1, settled // 2), rng.randrange(1, pending)
    received = settled + pending
    in_person = received - online - carried
    return [received, online, in_person, carried, settled, early, on_time, late, pending, in_time, overdue]


def write_dossiers(path: Path, seed: int, fields: int = 35) -> None:
    """A workbook of 40 rows and 12 columns (with 35 fields), its figures of its own."""
    write_book(path, dossier_rows(random.Random(seed), fields), DOSSIER_MERGES, "Biểu II.06a")


def write_dossier_yaml(path: Path) -> None:
    """The bundled form as a YAML file, which has no pandera model."""
    import yaml

    from reportcheck.registry import bundled_forms

    form = next(f for f in bundled_forms() if f.id == "dossier-settlement")
    fields = []
    for one in form.fields:
        entry = {"id": one.id, "labels": list(one.labels), "under": list(one.under), "avoid": list(one.avoid)}
        fields.append(entry | {"measure": one.measure, "required": one.required})
    identities = [{"formula": i.formula} | ({"rule": i.rule} if i.rule else {}) for i in form.claims]
    content: dict[str, Any] = {
        "id": "dossiers-yaml",
        "title": {"vi": form.title_vi, "en": form.title_en},
        "words": list(form.words),
    }
    content |= {"fields": fields, "identities": identities, "total_row": True}
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")


# -- tables of no known form -----------------------------------------------------


def write_unknown(path: Path, seed: int, rows: int = 35) -> None:
    """A table that no form knows: ten parts, their total with its formula beside the stored value, a row of totals."""
    rng = random.Random(seed)
    table: list[list[Cell]] = [
        ["Theo dõi vật tư trong kho"],
        [],
        [],
        ["Kho", *(f"Loại {chr(65 + i)}" for i in range(10)), "Cả thảy"],
    ]
    figures = [[rng.randrange(1, 5000) for _ in range(10)] for _ in range(rows)]
    for i, one in enumerate(figures, ABOVE + 1):
        table.append([f"Kho {i - ABOVE}", *one, (sum(one), f"SUM(B{i}:K{i})")])
    sums = [sum(column) for column in zip(*figures, strict=True)]
    last = ABOVE + rows
    downward = [
        (s, f"SUM({name}{ABOVE + 1}:{name}{last})") for name, s in zip("BCDEFGHIJKL", [*sums, sum(sums)], strict=True)
    ]
    table.append(["Tất cả", *downward])
    write_book(path, table)


def wide_rows(rows: int, columns: int) -> Iterable[list[Cell]]:
    """Headings, then rows of numbers: a running number, a total, and the parts that make it up."""
    rng = random.Random(1)
    yield ["Số thứ tự", "Tổng lượt khám", *(f"Cơ sở {i}" for i in range(1, columns - 1))]
    for i in range(1, rows + 1):
        parts = [rng.randrange(10, 5000) for _ in range(columns - 2)]
        yield [i, sum(parts), *parts]


def write_wide_yaml(path: Path, columns: int) -> None:
    """The form of `wide_rows`: the total is the sum of all columns after it."""
    names = [f"place_{i}" for i in range(1, columns - 1)]
    fields = "\n".join(f"  - {{id: {name}, labels: [cơ sở {i}]}}" for i, name in enumerate(names, 1))
    path.write_text(
        "id: visits-by-place\ntitle: {vi: Lượt khám theo cơ sở, en: Visits by place}\nwords: [lượt khám theo cơ sở]\n"
        f"fields:\n  - {{id: total, labels: [tổng lượt khám]}}\n{fields}\n"
        f"identities:\n  - total = {' + '.join(names)}\n",
        "utf-8",
    )


def with_slip(rows: Iterable[Sequence[Cell]], at: int) -> Iterable[Sequence[Cell]]:
    """The rows with the total of one changed by a digit, so that a benchmark can see that it was found."""
    for i, row in enumerate(rows):
        yield [row[0], int(str(row[1])) + 10, *row[2:]] if i == at else row

"""Report forms as offices lay them out, with figures that agree, and what ties them.

A :class:`Table` is the content: columns, rows, values, and the ties (computed here, from how the values were made). A
layout puts tables on the sheets of a :class:`Book` and remembers where each figure stands.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from openpyxl import Workbook

PERIOD = "Từ ngày 01/7/2025 đến 15/10/2025"
EARLIER = "Từ ngày 01/01/2025 đến 30/6/2025"
FIRST, LAST = dt.date(2025, 7, 1), dt.date(2025, 10, 15)
OFFICES = (
    "Sở Nội vụ",
    "Sở Tài chính",
    "Sở Xây dựng",
    "Sở Y tế",
    "Phường Hạc Thành",
    "Xã Hoằng Hóa",
    "Xã Nga Sơn",
)

Key = tuple[str, str, str]  # table, row, column
Place = tuple[int, int, int]  # sheet, row, column


@dataclass(frozen=True)
class Tie:
    """``target = Σ parts``, ``100 · Σ parts / whole``, ``Σ parts / period``, or ``target <= the part``."""

    kind: str
    target: Key
    parts: tuple[Key, ...]
    whole: Key | None = None
    divisors: tuple[Fraction, ...] = ()  # the period, counted in each way that a report may mean

    @property
    def cells(self) -> frozenset[Key]:
        return frozenset(self.parts if self.whole is None else (*self.parts, self.whole))

    def broken(self, value: Callable[[Key], Any]) -> bool:
        """Whether the printed figures leave no doubt that it does not hold."""
        stated = Fraction(value(self.target))
        total = sum((Fraction(value(k)) for k in self.parts), Fraction(0))
        if self.kind == "sum":
            return stated != total
        if self.kind == "bound":
            return stated > total
        digit = Fraction(1, 10 ** _digits(value(self.target)))
        half = digit / 2
        if self.kind == "share":
            assert self.whole is not None
            share = 100 * total / Fraction(value(self.whole))
            return not (stated - half <= share < stated + digit)  # neither rounded nor cut off
        slack = half + Fraction(1, 2) / min(self.divisors)
        return all(abs(stated - total / d) > slack + 1 for d in self.divisors)


def _digits(number: Any) -> int:
    """Decimals that a cell without a format shows."""
    return max(0, -int(number.normalize().as_tuple().exponent)) if isinstance(number, Decimal) else 0


@dataclass
class Column:
    id: str
    path: tuple[str, ...]


@dataclass
class Row:
    id: str
    label: str
    number: str = ""


@dataclass
class Table:
    """The content of one form."""

    form: str
    name: str
    title: str
    stub: str
    columns: list[Column]
    rows: list[Row]
    values: dict[tuple[str, str], Any]
    ties: list[Tie]
    period: str = PERIOD

    def key(self, row: str, column: str) -> Key:
        return (self.name, row, column)


# -- contents -------------------------------------------------------------------

_CENTRE = "VĂN BẢN DO TRUNG ƯƠNG BAN HÀNH"
_LOCAL = "VĂN BẢN DO ĐỊA PHƯƠNG BAN HÀNH"
_BY_BODY = {
    "central_committee": (_CENTRE, "Ban chấp hành Trung ương"),
    "politburo": (_CENTRE, "Bộ Chính trị"),
    "secretariat": (_CENTRE, "Ban Bí thư"),
    "national_assembly": (_CENTRE, "Quốc hội"),
    "government": (_CENTRE, "Chính phủ"),
    "ministries": (_CENTRE, "Bộ, ban, ngành"),
    "committee": (_LOCAL, "Tỉnh ủy (Ban Chấp hành, Ban Thường vụ)"),
    "council": (_LOCAL, "Hội đồng nhân dân"),
    "peoples_committee": (_LOCAL, "Ủy ban nhân dân"),
    "departments": (_LOCAL, "Sở, ban, ngành"),
    "communes": (_LOCAL, "Cấp xã"),
}
_MEETINGS = {
    "central_party": ("HỘI NGHỊ DO TRUNG ƯƠNG TRIỆU TẬP", "Ban Chấp hành, Bộ Chính trị, Ban Bí thư"),
    "national_assembly": ("HỘI NGHỊ DO TRUNG ƯƠNG TRIỆU TẬP", "Quốc hội"),
    "government": ("HỘI NGHỊ DO TRUNG ƯƠNG TRIỆU TẬP", "Chính phủ"),
    "ministries": ("HỘI NGHỊ DO TRUNG ƯƠNG TRIỆU TẬP", "Bộ, ban, ngành"),
    "committee": ("HỘI NGHỊ DO ĐỊA PHƯƠNG TRIỆU TẬP", "Tỉnh ủy (Ban Chấp hành, Ban thường vụ)"),
    "council": ("HỘI NGHỊ DO ĐỊA PHƯƠNG TRIỆU TẬP", "Hội đồng nhân dân"),
    "peoples_committee": ("HỘI NGHỊ DO ĐỊA PHƯƠNG TRIỆU TẬP", "Ủy ban nhân dân"),
    "departments": ("HỘI NGHỊ DO ĐỊA PHƯƠNG TRIỆU TẬP", "Sở, ban, ngành"),
    "communes": ("HỘI NGHỊ DO ĐỊA PHƯƠNG TRIỆU TẬP", "Cấp xã"),
}
_KIND_NAMES = {
    "resolutions": "Nghị quyết",
    "directives": "Chỉ thị",
    "regulations": "Quy định",
    "decisions": "Quyết định",
    "conclusions": "Kết luận",
    "notices": "Thông báo",
    "reports": "Báo cáo",
    "others": "Văn bản khác",
}
_BY_TYPE = {
    "committee": (
        "TỈNH ỦY",
        ("resolutions", "directives", "regulations", "decisions", "conclusions", "reports", "others"),
    ),
    "council": ("HỘI ĐỒNG NHÂN DÂN", ("resolutions", "reports", "others")),
    "peoples_committee": ("ỦY BAN NHÂN DÂN", ("decisions", "directives", "notices", "reports", "others")),
}
_DOSSIERS = {
    "received": ("Số lượng hồ sơ tiếp nhận", "Tổng số"),
    "online": ("Số lượng hồ sơ tiếp nhận", "Trong kỳ", "Trực tuyến"),
    "in_person": ("Số lượng hồ sơ tiếp nhận", "Trong kỳ", "Trực tiếp, dịch vụ bưu chính"),
    "carried_over": ("Số lượng hồ sơ tiếp nhận", "Từ kỳ trước"),
    "settled": ("Số lượng hồ sơ đã giải quyết", "Tổng số"),
    "early": ("Số lượng hồ sơ đã giải quyết", "Trước hạn"),
    "on_time": ("Số lượng hồ sơ đã giải quyết", "Đúng hạn"),
    "late": ("Số lượng hồ sơ đã giải quyết", "Quá hạn"),
    "pending": ("Số lượng hồ sơ đang giải quyết", "Tổng số"),
    "pending_in_time": ("Số lượng hồ sơ đang giải quyết", "Trong hạn"),
    "pending_overdue": ("Số lượng hồ sơ đang giải quyết", "Quá hạn"),
    "on_time_rate": ("Tỷ lệ giải quyết đúng hạn (%)",),
}
_CERTIFICATES = {
    "total": ("Tổng số",),
    "organisations": ("Theo đối tượng", "Tổ chức"),
    "individuals": ("Theo đối tượng", "Cá nhân"),
    "token": ("Theo đối tượng", "Trong đó", "Token"),
    "sim_pki": ("Theo đối tượng", "Trong đó", "SIM PKI"),
    "province": ("Theo cấp", "Cấp tỉnh"),
    "communes": ("Theo cấp", "Cấp xã"),
}
_PROCEDURES = {
    "eligible": ("Đủ điều kiện",),
    "provided": ("Đã cung cấp",),
    "share": ("Tỷ lệ (%)",),
    "province": ("Cấp tỉnh",),
    "commune": ("Cấp xã",),
    "total": ("Tổng số",),
}
_CHANNELS = {
    "full_online": "Dịch vụ công trực tuyến toàn trình",
    "partial_online": "Dịch vụ công trực tuyến một phần",
    "in_person": "Tiếp nhận trực tiếp",
    "all_channels": "Tổng cộng",
}
_AVERAGES = {"per_day": ("Trung bình một ngày",), "per_month": ("Trung bình một tháng",)}
_TITLES = {
    "documents-by-body": "BIỂU TỔNG HỢP SỐ LƯỢNG VĂN BẢN DO TRUNG ƯƠNG BAN HÀNH, ĐỊA PHƯƠNG XỬ LÝ "
    "VÀ VĂN BẢN DO ĐỊA PHƯƠNG BAN HÀNH",
    "documents-by-type": "BIỂU PHÂN LOẠI VĂN BẢN DO TỈNH, THÀNH PHỐ BAN HÀNH",
    "document-averages": "SỐ VĂN BẢN TRUNG BÌNH MỘT NGÀY, MỘT THÁNG",
    "procedures-by-channel": "SỐ THỦ TỤC HÀNH CHÍNH CÔNG KHAI THEO HÌNH THỨC THỰC HIỆN VÀ CẤP GIẢI QUYẾT",
    "digital-certificates": "CẤP MỚI, GIA HẠN, THAY ĐỔI THÔNG TIN CHỨNG THƯ CHỮ KÝ SỐ",
    "dossier-settlement": "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
    "meetings": "BIỂU THỐNG KÊ SỐ LƯỢNG CÁC HỘI NGHỊ, CUỘC HỌP DO TRUNG ƯƠNG TRIỆU TẬP VÀ ĐỊA PHƯƠNG TỔ CHỨC",
}
FORMS = tuple(_TITLES)
CODES = {
    "received": "(3)=(4)+(5)+(6)",
    "settled": "(7)=(8)+(9)+(10)",
    "pending": "(11)=(12)+(13)",
}
ENGLISH = {
    _TITLES["documents-by-body"]: "DOCUMENTS ISSUED BY BODY AND HANDLED BY THE PROVINCE",
    _TITLES["documents-by-type"]: "DOCUMENTS BY TYPE WITHIN EACH BODY",
    _TITLES["document-averages"]: "AVERAGE DOCUMENTS PER DAY AND PER MONTH",
    _TITLES["procedures-by-channel"]: "ADMINISTRATIVE PROCEDURES BY CHANNEL AND LEVEL",
    _TITLES["digital-certificates"]: "DIGITAL CERTIFICATES ISSUED",
    _TITLES["dossier-settlement"]: "DOSSIER SETTLEMENT (FORM II.06a)",
    _TITLES["meetings"]: "MEETINGS CONVENED BY THE CENTRE AND BY THE PROVINCE",
    PERIOD: "01/07/2025 to 15/10/2025",
    _CENTRE: "Issued by central bodies",
    _LOCAL: "Issued by local bodies",
    "Ban chấp hành Trung ương": "Central Committee",
    "Bộ Chính trị": "Politburo",
    "Ban Bí thư": "Secretariat",
    "Quốc hội": "National Assembly",
    "Chính phủ": "Government",
    "Bộ, ban, ngành": "Ministries",
    "Tỉnh ủy (Ban Chấp hành, Ban Thường vụ)": "Provincial Party Committee",
    "Tỉnh ủy (Ban Chấp hành, Ban thường vụ)": "Provincial Party Committee",
    "Hội đồng nhân dân": "People's Council",
    "Ủy ban nhân dân": "People's Committee",
    "HỘI ĐỒNG NHÂN DÂN": "People's Council",
    "ỦY BAN NHÂN DÂN": "People's Committee",
    "TỈNH ỦY": "Party Committee",
    "Sở, ban, ngành": "Departments",
    "Cấp xã": "Communes",
    "Cấp tỉnh": "Province",
    "HỘI NGHỊ DO TRUNG ƯƠNG TRIỆU TẬP": "Convened by the centre",
    "HỘI NGHỊ DO ĐỊA PHƯƠNG TRIỆU TẬP": "Convened by the province",
    "Ban Chấp hành, Bộ Chính trị, Ban Bí thư": "Politburo and Secretariat",
    **dict(
        zip(
            _KIND_NAMES.values(),
            ("Resolutions", "Directives", "Regulations", "Decisions", "Conclusions", "Notices", "Reports", "Others"),
            strict=True,
        )
    ),
    "Số lượng hồ sơ tiếp nhận": "Dossiers received",
    "Số lượng hồ sơ đã giải quyết": "Dossiers settled",
    "Số lượng hồ sơ đang giải quyết": "Dossiers pending",
    "Trong kỳ": "This period",
    "Trực tuyến": "Online",
    "Trực tiếp, dịch vụ bưu chính": "In person or by post",
    "Từ kỳ trước": "Carried over",
    "Trước hạn": "Early",
    "Đúng hạn": "On time",
    "Quá hạn": "Overdue",
    "Trong hạn": "In time",
    "Tỷ lệ giải quyết đúng hạn (%)": "On-time rate (%)",
    "Theo đối tượng": "By holder",
    "Tổ chức": "Organisations",
    "Cá nhân": "Individuals",
    "Trong đó": "Of which",
    "Theo cấp": "By level",
    "Đủ điều kiện": "Eligible",
    "Đã cung cấp": "Provided",
    "Tỷ lệ (%)": "Share (%)",
    _CHANNELS["full_online"]: "Fully online",
    _CHANNELS["partial_online"]: "Partially online",
    _CHANNELS["in_person"]: "In person",
    "Tổng cộng": "Total",
    "TỔNG CỘNG": "TOTAL",
    "Tổng số": "Total",
    "Trung bình một ngày": "Per day",
    "Trung bình một tháng": "Per month",
    "Văn bản đến phải xử lý": "Incoming documents",
    "Văn bản đi đã ban hành": "Outgoing documents",
    "Tổng số cả kỳ": "Total",
    "SỐ LƯỢNG THỜI GIAN": "Period",
    "Hình thức": "Channel",
    "Nội dung": "Item",
    "Loại văn bản": "Documents",
    "Đơn vị": "Office",
    "Lĩnh vực, công việc giải quyết": "Field",
    **{o: o.replace("Sở", "Department").replace("Xã", "Commune").replace("Phường", "Ward") for o in OFFICES},
}


def content(
    form: str, seed: int = 1, *, totals: bool = True, offices: int = 0, name: str = "", period: str = PERIOD
) -> Table:
    """A form with figures that agree: one row for the period, or rows of offices with their total below."""
    rng = random.Random(f"{form} {seed}")
    name = name or form
    if form == "procedures-by-channel":
        return _procedures(rng, name)
    if form == "document-averages":
        raise ValueError("averages are made from the documents: see averages()")
    columns, make, sums = _COLUMN_FORMS[form](totals)
    if (form == "dossier-settlement" or form in _MORE) and not offices:
        offices = 4
    rows = [Row(f"o{i}", OFFICES[i], str(i + 1)) for i in range(offices)] or [Row("period", period)]
    table = Table(form, name, _TITLES[form], "Đơn vị" if offices else "SỐ LƯỢNG THỜI GIAN", columns, rows, {}, [])
    table.period = period
    if form in _MORE:
        table.stub = _MORE[form].stub
    if form == "digital-certificates" and not offices:
        table.stub, rows[0].label = "Nội dung", "Chứng thư chữ ký số chuyên dùng công vụ"
    if form == "dossier-settlement":
        table.stub = "Lĩnh vực, công việc giải quyết"
    ids = [c.id for c in columns]
    for row in rows:
        made = make(rng)
        table.values.update({(row.id, i): made[i] for i in ids})
    if offices:
        rows.append(Row("total", "TỔNG CỘNG"))
        for i in ids:
            if i == "on_time_rate" or i in _shares_of(form):
                continue
            table.values["total", i] = sum(table.values[r.id, i] for r in rows[:-1])
            table.ties.append(
                Tie("sum", table.key("total", i), tuple(table.key(r.id, i) for r in rows[:-1]))
            )  # fmt: skip
    for row in rows:
        for target, parts in sums:
            if target in ids:
                table.ties.append(Tie("sum", table.key(row.id, target), tuple(table.key(row.id, p) for p in parts)))
        if "on_time_rate" in ids:
            _set_rate(table, row.id)
        _set_shares(table, row.id)
    return table


@dataclass(frozen=True)
class More:
    """A form of columns beyond the first seven: where its headings stand, how its figures are made, what ties them."""

    title: str
    stub: str
    paths: dict[str, tuple[str, ...]]
    make: Callable[[random.Random], dict[str, int]]
    sums: tuple[tuple[str, tuple[str, ...]], ...]
    shares: dict[str, tuple[str, str]] = field(default_factory=dict)
    bounds: tuple[tuple[str, str], ...] = ()


_MORE: dict[str, More] = {}


def register(form: str, more: More) -> None:
    """Let the layouts know one more form."""
    _MORE[form] = more
    _TITLES[form] = more.title
    columns = [Column(i, p) for i, p in more.paths.items()]
    _COLUMN_FORMS[form] = lambda totals: (list(columns), more.make, list(more.sums))  # noqa: ARG005


def _shares_of(form: str) -> dict[str, tuple[str, str]]:
    return _MORE[form].shares if form in _MORE else {}


def _set_shares(table: Table, row: str) -> None:
    """Percentages of two figures of the row, and figures that are no more than others."""
    for share, (part, whole) in _shares_of(table.form).items():
        table.values[row, share] = _rounded(Fraction(100 * table.values[row, part], table.values[row, whole]), 2)
        table.ties.append(Tie("share", table.key(row, share), (table.key(row, part),), table.key(row, whole)))
    for part, whole in _MORE[table.form].bounds if table.form in _MORE else ():
        table.ties.append(Tie("bound", table.key(row, part), (table.key(row, whole),)))


def _set_rate(table: Table, row: str) -> None:
    good = table.values[row, "early"] + table.values[row, "on_time"]
    table.values[row, "on_time_rate"] = _rounded(Fraction(100 * good, table.values[row, "settled"]), 2)
    table.ties.append(
        Tie("share", table.key(row, "on_time_rate"), (table.key(row, "early"), table.key(row, "on_time")),
            table.key(row, "settled"))
    )  # fmt: skip


def _rounded(number: Fraction, digits: int) -> Decimal:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


_Make = Callable[[random.Random], dict[str, int]]
_Sums = list[tuple[str, tuple[str, ...]]]


def _plain_columns(
    leaves: dict[str, tuple[str, ...]], groups: dict[str, str]
) -> Callable[[bool], tuple[list[Column], _Make, _Sums]]:
    """A form of groups of columns, each with its total before the parts, if it has one."""

    def build(totals: bool) -> tuple[list[Column], _Make, _Sums]:
        columns: list[Column] = []
        sums: _Sums = []
        for total, heading in groups.items():
            parts = [i for i, path in leaves.items() if path[0] == heading]
            if totals:
                columns.append(Column(total, (heading, "Tổng số")))
                sums.append((total, tuple(parts)))
            columns += [Column(i, leaves[i]) for i in parts]

        def make(rng: random.Random) -> dict[str, int]:
            made = {i: rng.randrange(2, 4000) for i in leaves}
            for total, heading in groups.items():
                made[total] = sum(made[i] for i, path in leaves.items() if path[0] == heading)
            return made

        return columns, make, sums

    return build


def _dossiers(totals: bool) -> tuple[list[Column], _Make, _Sums]:
    def make(rng: random.Random) -> dict[str, int]:
        made = {i: rng.randrange(3, 900) for i in ("early", "on_time", "late", "pending_in_time", "pending_overdue")}
        made["settled"] = made["early"] + made["on_time"] + made["late"]
        made["pending"] = made["pending_in_time"] + made["pending_overdue"]
        made["received"] = made["settled"] + made["pending"]
        made["online"] = rng.randrange(1, made["received"] // 2)
        made["carried_over"] = rng.randrange(1, made["received"] // 3)
        made["in_person"] = made["received"] - made["online"] - made["carried_over"]
        made["on_time_rate"] = 0
        return made

    sums: _Sums = [
        ("received", ("online", "in_person", "carried_over")),
        ("settled", ("early", "on_time", "late")),
        ("pending", ("pending_in_time", "pending_overdue")),
        ("received", ("settled", "pending")),
    ]
    return [Column(i, p) for i, p in _DOSSIERS.items() if totals or i != "on_time_rate"], make, sums


def _certificates(totals: bool) -> tuple[list[Column], _Make, _Sums]:
    def make(rng: random.Random) -> dict[str, int]:
        made = {"organisations": rng.randrange(100, 3000), "token": rng.randrange(500, 9000)}
        made["sim_pki"] = rng.randrange(20, 900)
        made["individuals"] = made["token"] + made["sim_pki"]
        made["total"] = made["organisations"] + made["individuals"]
        made["province"] = rng.randrange(10, made["total"])
        made["communes"] = made["total"] - made["province"]
        return made

    sums: _Sums = [
        ("total", ("organisations", "individuals")),
        ("individuals", ("token", "sim_pki")),
        ("total", ("organisations", "token", "sim_pki")),
        ("total", ("province", "communes")),
    ]
    return [Column(i, p) for i, p in _CERTIFICATES.items()], make, sums


_COLUMN_FORMS: dict[str, Callable[[bool], tuple[list[Column], _Make, _Sums]]] = {
    "documents-by-body": _plain_columns(_BY_BODY, {"central_total": _CENTRE, "local_total": _LOCAL}),
    "documents-by-type": _plain_columns(
        {f"{g}_{k}": (h, _KIND_NAMES[k]) for g, (h, kinds) in _BY_TYPE.items() for k in kinds},
        {f"{g}_total": h for g, (h, _) in _BY_TYPE.items()},
    ),
    "meetings": _plain_columns(
        _MEETINGS,
        {
            "central_total": "HỘI NGHỊ DO TRUNG ƯƠNG TRIỆU TẬP",
            "local_total": "HỘI NGHỊ DO ĐỊA PHƯƠNG TRIỆU TẬP",
        },
    ),
    "dossier-settlement": _dossiers,
    "digital-certificates": _certificates,
}


def _procedures(rng: random.Random, name: str) -> Table:
    form = "procedures-by-channel"
    columns = [Column(i, p) for i, p in _PROCEDURES.items()]
    rows = [Row(i, label, str(n) if n < 4 else "") for n, (i, label) in enumerate(_CHANNELS.items(), 1)]
    table = Table(form, name, _TITLES[form], "Hình thức", columns, rows, {}, [])
    channels = ("full_online", "partial_online", "in_person")
    for row in channels:
        province, commune = rng.randrange(30, 2000), rng.randrange(10, 900)
        table.values.update(
            {(row, "province"): province, (row, "commune"): commune, (row, "total"): province + commune}
        )
        if row != "in_person":
            eligible = province + commune + rng.randrange(5, 300)
            table.values[row, "eligible"], table.values[row, "provided"] = eligible, province + commune
            table.values[row, "share"] = _rounded(Fraction(100 * (province + commune), eligible), 2)
            table.ties += [
                Tie("share", table.key(row, "share"), (table.key(row, "provided"),), table.key(row, "eligible")),
                Tie("bound", table.key(row, "provided"), (table.key(row, "eligible"),)),
            ]
    for c in ("province", "commune", "total"):
        table.values["all_channels", c] = sum(table.values[r, c] for r in channels)
        table.ties.append(Tie("sum", table.key("all_channels", c), tuple(table.key(r, c) for r in channels)))
    for row in _CHANNELS:
        table.ties.append(
            Tie("sum", table.key(row, "total"), (table.key(row, "province"), table.key(row, "commune")))
        )  # fmt: skip
    return table


def with_details(seed: int = 1, *, totals: bool = True) -> tuple[Table, Table]:
    """Documents by type, and documents by body whose three local bodies they make up."""
    kinds = content("documents-by-type", seed, totals=totals)
    bodies = content("documents-by-body", seed, totals=totals)
    row = bodies.rows[0].id
    for group, (_, names) in _BY_TYPE.items():
        keys = tuple(kinds.key("period", f"{group}_{n}") for n in names)
        bodies.values[row, group] = sum(kinds.values[k[1:]] for k in keys)
        kinds.ties.append(Tie("sum", bodies.key(row, group), keys))
    if totals:
        bodies.values[row, "local_total"] = sum(bodies.values[row, i] for i, p in _BY_BODY.items() if p[0] == _LOCAL)
    return kinds, bodies


def averages(bodies: Table, *, calendar: bool = False, total: bool = False) -> Table:
    """The averages of the documents of a table by body, over 3.5 months of 30 days or over the calendar's."""
    days = Fraction((LAST - FIRST).days + 1) if calendar else Fraction(105)
    months = 3 + Fraction(15, 31) if calendar else Fraction(7, 2)
    every_day = (Fraction(105), Fraction(107), Fraction(77))  # months of 30 days, the calendar, working days
    every_month = (Fraction(7, 2), 3 + Fraction(15, 31))
    in_month = tuple(d / m for d in every_day for m in every_month) + tuple(map(Fraction, (22, 26, 30, 31)))
    form = "document-averages"
    paths = {"total": ("Tổng số cả kỳ",), **_AVERAGES} if total else _AVERAGES
    rows = [Row("incoming", "Văn bản đến phải xử lý"), Row("outgoing", "Văn bản đi đã ban hành")]
    table = Table(form, form, _TITLES[form], "Loại văn bản", [Column(i, p) for i, p in paths.items()], rows, {}, [])
    for row, heading in (("incoming", _CENTRE), ("outgoing", _LOCAL)):
        keys = tuple(bodies.key("period", i) for i, p in _BY_BODY.items() if p[0] == heading)
        whole = sum(bodies.values[k[1:]] for k in keys)
        day, month = table.key(row, "per_day"), table.key(row, "per_month")
        table.values[row, "total"] = whole
        table.values[row, "per_day"] = int(_rounded(whole / days, 0))
        table.values[row, "per_month"] = int(_rounded(whole / months, 0))
        table.ties += [
            Tie("rate", month, keys, divisors=every_month),
            Tie("rate", day, keys, divisors=every_day),
            Tie("rate", day, (month,), divisors=in_month),
        ]
        if total:
            own = (table.key(row, "total"),)
            table.ties += [
                Tie("rate", month, own, divisors=every_month),
                Tie("rate", day, own, divisors=every_day),
            ]
    return table


# -- books ------------------------------------------------------------------------


@dataclass
class Sheet:
    name: str
    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    formats: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def bottom(self) -> int:
        return max((r for r, _ in self.cells), default=-1)


@dataclass
class Book:
    """Sheets of cells, and where the figures of its tables stand."""

    sheets: list[Sheet]
    tables: list[Table] = field(default_factory=list)
    places: dict[Key, Place] = field(default_factory=dict)
    format: str = "xlsx"
    delimiter: str = ";"
    number: Callable[[Any], Any] = lambda v: float(v) if isinstance(v, Decimal) else v
    words: Callable[[str], str] = str

    @property
    def name(self) -> str:
        return f"bao-cao.{self.format}"

    @property
    def ties(self) -> list[Tie]:
        """The ties all of whose figures stand in the book."""
        return [
            t
            for table in self.tables
            for t in table.ties
            if t.target in self.places and all(k in self.places for k in t.cells)
        ]

    def value(self, key: Key) -> Any:
        table = next(t for t in self.tables if t.name == key[0])
        return table.values[key[1:]]

    def figures(self) -> list[Key]:
        """The figures that something ties."""
        tied = {k for tie in self.ties for k in (tie.target, *tie.cells)}
        return sorted(k for k in self.places if k in tied)

    def data(self, changed: dict[Key, Any] | None = None) -> bytes:
        """The file's bytes, some figures changed."""
        instead = {self.places[k]: v for k, v in (changed or {}).items()}
        if self.format == "csv":
            return self._csv(instead)
        book = Workbook()
        assert book.active is not None
        book.remove(book.active)
        for n, sheet in enumerate(self.sheets):
            ws = book.create_sheet(sheet.name)
            ws.sheet_state = "hidden" if sheet.hidden else "visible"
            for (r, c), value in sheet.cells.items():
                cell = ws.cell(r + 1, c + 1, self._shown(instead.get((n, r, c), value)))
                if (r, c) in sheet.formats:
                    cell.number_format = sheet.formats[r, c]
            for top, left, bottom, right in sheet.merges:
                ws.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    def _csv(self, instead: dict[Place, Any]) -> bytes:
        (sheet,) = self.sheets
        width = max(c for _, c in sheet.cells) + 1
        file = io.StringIO()
        writer = csv.writer(file, delimiter=self.delimiter)
        for r in range(sheet.bottom + 1):
            cells = (instead.get((0, r, c), sheet.cells.get((r, c))) for c in range(width))
            writer.writerow(["" if v is None else self._shown(v) for v in cells])
        return file.getvalue().encode("utf-8-sig")

    def _shown(self, value: Any) -> Any:
        return self.words(value) if isinstance(value, str) else self.number(value)


def put(
    book: Book,
    table: Table,
    *,
    sheet: int = 0,
    top: int = 0,
    left: int = 0,
    stt: bool = False,
    extra: bool = False,
    gap: int = 0,
    codes: Sequence[str] = (),
    merged: bool = True,
) -> int:
    """Write a table's headings and rows; the row below its last."""
    ws = book.sheets[sheet]
    book.tables.append(table)
    depth = max(len(c.path) for c in table.columns)
    headings: list[tuple[str, ...]] = ([("STT",)] if stt else []) + [(table.stub,)]
    ids: list[str] = (["#"] if stt else []) + ["="]
    headings += [c.path for c in table.columns]
    ids += [c.id for c in table.columns]
    if extra:
        headings += [("Số cán bộ phụ trách",), ("Ghi chú",)]
        ids += ["+", "!"]
    _headings(ws, headings, depth, top, left, merged)
    r = top + depth
    if codes:
        for c, code in enumerate(codes):
            ws.cells[r, left + c] = code
        r += 1
    r += gap
    for n, row in enumerate(table.rows):
        for c, i in enumerate(ids):
            at = r, left + c
            if i == "#":
                value: Any = (row.number or str(n + 1)) if row.id not in ("total", "all_channels") else None
                value = int(value) if value and value.isdigit() else value
            elif i == "=":
                value = row.label
            elif i == "+":
                value = 3 + n
            elif i == "!":
                value = "Số liệu chốt ngày 15/10" if n == 0 else None
            else:
                value = table.values.get((row.id, i))
                if value is not None:
                    book.places[table.key(row.id, i)] = (sheet, *at)
            if value is not None:
                ws.cells[at] = value
        r += 1
    return r


def _headings(ws: Sheet, paths: list[tuple[str, ...]], depth: int, top: int, left: int, merged: bool) -> None:
    """Heading rows: equal neighbours are one cell, a short path reaches down to the body."""
    for level in range(depth):
        c = 0
        while c < len(paths):
            if level >= len(paths[c]):
                c += 1
                continue
            end = c
            last = level == len(paths[c]) - 1
            while not last and end + 1 < len(paths) and paths[end + 1][: level + 1] == paths[c][: level + 1]:
                if len(paths[end + 1]) == level + 1:
                    break
                end += 1
            ws.cells[top + level, left + c] = paths[c][level]
            bottom = depth - 1 if last else level
            if merged and (end > c or bottom > level):
                ws.merges.append((top + level, left + c, top + bottom, left + end))
            c = end + 1


def put_on_side(
    book: Book, table: Table, *, sheet: int = 0, top: int = 0, left: int = 0, style: str = "heads", stt: bool = False
) -> int:
    """Write a table with its columns as rows: ``heads`` above each group, ``merged`` stub cells beside it, or ``flat``."""
    ws = book.sheets[sheet]
    book.tables.append(table)
    stub = 2 if style == "merged" else 1
    stub += stt
    lead = ["STT"] if stt else []
    lead += ["Nhóm", "Chỉ tiêu"] if style == "merged" else ["Chỉ tiêu"]
    for c, text in enumerate([*lead, *(row.label for row in table.rows)]):
        ws.cells[top, left + c] = text
    r = top + 1
    before = ""
    start = r
    for number, column in enumerate(table.columns, 1):
        group = column.path[0] if len(column.path) > 1 else ""
        if style == "heads" and group and group != before:
            ws.cells[r, left + stub - 1] = group
            r += 1
        if stt:
            ws.cells[r, left] = number
        if style == "merged":
            if group != before or not group:
                start = r
                ws.cells[r, left + stub - 2] = group or column.path[-1]
            following = table.columns[number].path[0] if number < len(table.columns) else ""
            if group and following != group and r > start:
                ws.merges.append((start, left + stub - 2, r, left + stub - 2))
        ws.cells[r, left + stub - 1] = column.path[-1] if style != "flat" else " - ".join(column.path)
        for c, row in enumerate(table.rows):
            value = table.values.get((row.id, column.id))
            if value is not None:
                ws.cells[r, left + stub + c] = value
                book.places[table.key(row.id, column.id)] = (sheet, r, left + stub + c)
        before = group
        r += 1
    return r


# -- wordings -----------------------------------------------------------------------


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def bare(text: str) -> str:
    """Without diacritics."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in letters if not unicodedata.combining(c))


def english(text: str) -> str:
    return ENGLISH.get(text, text)


def dotted(value: Any) -> Any:
    """A number as Vietnamese prose prints it."""
    if isinstance(value, Decimal):
        return f"{value:,}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


# -- layouts --------------------------------------------------------------------------


def parts_of(form: str, seed: int, *, totals: bool = True) -> list[Table]:
    """The form, and the form whose figures it goes with, if any."""
    if form == "documents-by-type":
        return list(with_details(seed, totals=totals))
    if form == "document-averages":
        bodies = content("documents-by-body", seed, totals=totals)
        return [averages(bodies, calendar=seed % 2 == 0), bodies]
    return [content(form, seed, totals=totals)]


def _put_with(book: Book, tables: Sequence[Table], put_first: Callable[[int], None]) -> Book:
    """The form by the layout on the first sheet, the others as printed on further ones."""
    put_first(0)
    for n, table in enumerate(tables[1:], 2):
        book.sheets.append(Sheet(f"Phụ biểu {n}"))
        sheet = len(book.sheets) - 1
        book.sheets[sheet].cells[0, 0] = table.title
        put(book, table, sheet=sheet, top=2)
    return book


def _titled(book: Book, table: Table, *, sheet: int = 0, top: int = 0, left: int = 0, width: int = 0) -> int:
    ws = book.sheets[sheet]
    ws.cells[top, left] = table.title
    if width:
        ws.merges.append((top, left, top, left + width - 1))
    if table.form == "document-averages":
        ws.cells[top + 1, left] = f"(Thời gian: {table.period[0].lower()}{table.period[1:]})"
        return top + 2
    return top + 1


def simple(form: str, seed: int, **options: Any) -> Book:
    """Title, headings, rows: as printed."""
    book = Book([Sheet("Biểu 1")])
    tables = parts_of(form, seed, totals=options.pop("totals", True))

    def first(sheet: int) -> None:
        width = len(tables[0].columns) + 1
        top = _titled(book, tables[0], sheet=sheet, width=width)
        put(book, tables[0], sheet=sheet, top=top + 1, **options)

    return _put_with(book, tables, first)


def as_printed(form: str, seed: int) -> Book:
    return simple(form, seed)


def without_totals(form: str, seed: int) -> Book:
    return simple(form, seed, totals=False)


def moved(form: str, seed: int) -> Book:
    """Groups in another order, and the columns of each."""
    book = Book([Sheet("Biểu 1")])
    tables = parts_of(form, seed)
    rng = random.Random(seed)
    groups: dict[str, list[Column]] = {}
    for column in tables[0].columns:
        groups.setdefault(column.path[0], []).append(column)
    names = list(groups)
    rng.shuffle(names)
    columns: list[Column] = []
    for name in names:
        inner: dict[tuple[str, ...], list[Column]] = {}
        for column in groups[name]:
            inner.setdefault(column.path[:2], []).append(column)
        paths = list(inner)
        rng.shuffle(paths)
        columns += [c for p in paths for c in inner[p]]
    tables[0].columns = columns

    def first(sheet: int) -> None:
        put(book, tables[0], sheet=sheet, top=_titled(book, tables[0], sheet=sheet) + 1)

    return _put_with(book, tables, first)


def added(form: str, seed: int) -> Book:
    """With a column of numbers in front, a further one of figures and one of notes behind."""
    return simple(form, seed, stt=True, extra=True)


def numbered(form: str, seed: int) -> Book:
    """With a column of numbers in front and a row of column numbers under the headings."""
    width = len(parts_of(form, seed)[0].columns)
    return simple(form, seed, stt=True, codes=[f"({i + 1})" for i in range(width + 2)])


def in_nfd(form: str, seed: int) -> Book:
    return replace(simple(form, seed), words=decomposed)


def in_ascii(form: str, seed: int) -> Book:
    return replace(simple(form, seed), words=bare)


def in_capitals(form: str, seed: int) -> Book:
    return replace(simple(form, seed), words=str.upper)


def in_english(form: str, seed: int) -> Book:
    book = replace(simple(form, seed), words=english)
    for sheet in book.sheets:
        for at, value in list(sheet.cells.items()):
            if isinstance(value, str) and value.startswith("(Thời gian"):
                sheet.cells[at] = "(01/07/2025 to 15/10/2025)"
    return book


def as_annex(form: str, seed: int) -> Book:
    """An annex: letterhead, title in two rows, a unit note, empty rows, notes and signatures below."""
    book = Book([Sheet("PL1")])
    tables = parts_of(form, seed)
    table = tables[0]
    half = max(3, len(table.columns) // 2)
    width = len(table.columns) + 2

    def first(sheet: int) -> None:
        ws = book.sheets[sheet]
        ws.cells[0, 0], ws.cells[0, half] = "UBND TỈNH THANH HÓA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
        ws.cells[1, 0], ws.cells[1, half] = "VĂN PHÒNG", "Độc lập - Tự do - Hạnh phúc"
        ws.cells[2, 0] = "Số: 125/BC-VP"
        ws.cells[2, half] = "Thanh Hóa, ngày 16 tháng 10 năm 2025"
        for r in (0, 1, 2):
            ws.merges.append((r, 0, r, half - 1))
        ws.cells[4, 0] = "PHỤ LỤC 01"
        cut = len(table.title) // 2
        cut = table.title.index(" ", cut)
        ws.cells[5, 0], ws.cells[6, 0] = table.title[:cut], table.title[cut + 1 :]
        ws.cells[7, 0] = "(Kèm theo Báo cáo số 125/BC-VP ngày 16/10/2025 của Văn phòng UBND tỉnh)"
        if form == "document-averages":
            ws.cells[8, 0] = f"(Kỳ báo cáo: {table.period})"
        for r in (4, 5, 6, 7):
            ws.merges.append((r, 0, r, width - 1))
        ws.cells[9, width - 2] = "Đơn vị tính: hồ sơ" if form == "dossier-settlement" else "Đơn vị tính: số lượng"
        end = put(book, table, sheet=sheet, top=11, stt=True, gap=0)
        ws.cells[end + 1, 0] = "Ghi chú: Số liệu tổng hợp từ hệ thống quản lý văn bản và điều hành đến 15/10/2025."
        ws.cells[end + 3, 1], ws.cells[end + 3, half] = "NGƯỜI LẬP BIỂU", "CHÁNH VĂN PHÒNG"
        ws.cells[end + 4, 1], ws.cells[end + 4, half] = "(Ký, ghi rõ họ tên)", "(Ký tên, đóng dấu)"
        ws.cells[end + 8, 1], ws.cells[end + 8, half] = "Nguyễn Văn A", "Trần Thị B"

    return _put_with(book, tables, first)


def with_signatures(form: str, seed: int) -> Book:
    """Notes and signatures in the rows right below the table, the title in another column."""
    book = Book([Sheet("Bieu")])
    tables = parts_of(form, seed)
    table = tables[0]

    def first(sheet: int) -> None:
        ws = book.sheets[sheet]
        ws.cells[0, 0] = "Biểu số 01"
        ws.cells[1, 2] = table.title
        if form == "document-averages":
            ws.cells[2, 2] = table.period
        end = put(book, table, sheet=sheet, top=3)
        ws.cells[end, 0] = "* Ghi chú: số liệu chưa gồm các đơn vị ngành dọc."
        ws.cells[end + 1, 0], ws.cells[end + 1, 2] = "Người lập biểu", "Thủ trưởng đơn vị"

    return _put_with(book, tables, first)


def with_loose_lines(form: str, seed: int) -> Book:
    """Between title and headings the period and the unit, each in two cells."""
    book = Book([Sheet("Biểu 1")])
    tables = parts_of(form, seed)

    def first(sheet: int) -> None:
        ws = book.sheets[sheet]
        ws.cells[0, 0] = tables[0].title
        ws.cells[2, 0], ws.cells[2, 1] = "Kỳ báo cáo:", tables[0].period
        ws.cells[4, 1], ws.cells[4, 2] = "Đơn vị tính:", "Số lượng"
        put(book, tables[0], sheet=sheet, top=6)

    return _put_with(book, tables, first)


def named_by_sheet(form: str, seed: int) -> Book:
    """The title is the name of the sheet only, as far as it goes."""
    book = simple(form, seed)
    ws = book.sheets[0]
    short = {
        "documents-by-body": "Tổng hợp số lượng VB ban hành",
        "documents-by-type": "Phân loại văn bản",
        "document-averages": "VB trung bình",
        "procedures-by-channel": "TTHC theo cấp",
        "digital-certificates": "Chứng thư số",
        "dossier-settlement": "Kết quả giải quyết TTHC",
        "meetings": "Hội nghị, cuộc họp",
    }
    ws.name = short[form]
    del ws.cells[0, 0]
    ws.merges = [m for m in ws.merges if m[0] > 0]
    return book


def part_added(form: str, seed: int) -> Book:
    """A group has a further column, which its total counts: what the form says of the total holds no longer."""
    book = Book([Sheet("Biểu 1")])
    table = content(form, seed)
    place = {
        "documents-by-body": "communes",
        "documents-by-type": "council_reports",
        "meetings": "communes",
        "dossier-settlement": "carried_over",
    }[form]
    target = {
        "documents-by-body": "local_total",
        "documents-by-type": "council_total",
        "meetings": "local_total",
        "dossier-settlement": "received",
    }[form]
    n = next(i for i, c in enumerate(table.columns) if c.id == place)
    table.columns.insert(n + 1, Column("more", (table.columns[n].path[0], "Mặt trận Tổ quốc")))
    for row in table.rows:
        if row.id == "total":
            continue
        table.values[row.id, "more"] = 40
        table.values[row.id, target] += 40
        if form == "dossier-settlement":
            table.values[row.id, "pending"] += 40
            table.values[row.id, "pending_in_time"] += 40
    for i in (target, "more", "pending", "pending_in_time"):
        if ("total", i) in table.values or i == "more":
            table.values["total", i] = sum(table.values.get((r.id, i), 0) for r in table.rows[:-1])
    table.ties = [t for t in table.ties if not (t.target[2] == target and len({k[2] for k in t.cells}) > 2)]
    put(book, table, top=_titled(book, table) + 1)
    return book


def with_gaps(form: str, seed: int) -> Book:
    """Empty rows above the headings, and one between headings and rows."""
    book = Book([Sheet("Biểu 1")])
    tables = parts_of(form, seed)

    def first(sheet: int) -> None:
        put(book, tables[0], sheet=sheet, top=_titled(book, tables[0], sheet=sheet, top=2) + 3, gap=1)

    return _put_with(book, tables, first)


def off_corner(form: str, seed: int) -> Book:
    """The table begins in the middle of the sheet."""
    book = Book([Sheet("Biểu 1")])
    tables = parts_of(form, seed)

    def first(sheet: int) -> None:
        top = _titled(book, tables[0], sheet=sheet, top=6, left=4)
        put(book, tables[0], sheet=sheet, top=top, left=3)

    return _put_with(book, tables, first)


def unmerged(form: str, seed: int) -> Book:
    """Headings over several columns stand in the first one only."""
    return simple(form, seed, merged=False)


def on_side(form: str, seed: int, style: str = "heads", **options: Any) -> Book:
    """The form's columns as rows."""
    book = Book([Sheet("Biểu 1")])
    tables = parts_of(form, seed)

    def first(sheet: int) -> None:
        put_on_side(book, tables[0], sheet=sheet, top=_titled(book, tables[0], sheet=sheet) + 1, style=style, **options)

    return _put_with(book, tables, first)


def on_side_merged(form: str, seed: int) -> Book:
    return on_side(form, seed, "merged")


def on_side_numbered(form: str, seed: int) -> Book:
    return on_side(form, seed, stt=True)


def on_side_flat(form: str, seed: int) -> Book:
    return on_side(form, seed, "flat", stt=True)


def as_csv(form: str, seed: int) -> Book:
    """Semicolons, text numbers with dots, and merged headings that are blanks."""
    book = Book([Sheet("")], format="csv", number=dotted)
    table = parts_of(form, seed)[0]
    put(book, table, top=_titled(book, table), merged=False)
    return book


def as_comma_csv(form: str, seed: int) -> Book:
    """Commas, plain numbers, an empty line after the title."""
    book = Book([Sheet("")], format="csv", delimiter=",", number=str)
    table = parts_of(form, seed)[0]
    put(book, table, top=_titled(book, table) + 1, merged=False, stt=True)
    return book


def as_text(form: str, seed: int) -> Book:
    """A workbook whose figures were all typed as text with dots."""
    return replace(simple(form, seed), number=dotted)


def as_formats(form: str, seed: int) -> Book:
    """Figures shown with marks for thousands, small ones padded."""
    book = simple(form, seed)
    for key, (sheet, r, c) in book.places.items():
        value = book.value(key)
        book.sheets[sheet].formats[r, c] = "0.00" if isinstance(value, Decimal) else "00" if value < 100 else "#,##0"
    return book


def by_offices(form: str, seed: int) -> Book:
    """Several offices, their total below."""
    book = Book([Sheet("Biểu 1")])
    table = content(form, seed, offices=6)
    put(book, table, top=_titled(book, table) + 1, stt=True)
    return book


def by_offices_total_first(form: str, seed: int) -> Book:
    """Several offices, their total above them."""
    book = Book([Sheet("Biểu 1")])
    table = content(form, seed, offices=5)
    table.rows.insert(0, table.rows.pop())
    table.rows[0].label = "Tổng số"
    put(book, table, top=_titled(book, table) + 1, stt=True)
    return book


def by_offices_csv(form: str, seed: int) -> Book:
    """Several offices in a text file with dots and blank headings."""
    book = Book([Sheet("")], format="csv", number=dotted)
    table = content(form, seed, offices=5)
    put(book, table, top=_titled(book, table), stt=True, merged=False)
    return book


def by_offices_on_side(form: str, seed: int) -> Book:
    """Offices as columns, their total the last."""
    book = Book([Sheet("Biểu 1")])
    table = content(form, seed, offices=4)
    put_on_side(book, table, top=_titled(book, table) + 1)
    return book


def official_numbers(form: str, seed: int) -> Book:
    """II.06a with its row of column numbers, as text."""
    book = Book([Sheet("II.06a")])
    table = content(form, seed, totals=False)
    codes = ["(1)", "(2)", *(CODES.get(c.id, f"({n})") for n, c in enumerate(table.columns, 3))]
    put(book, table, top=_titled(book, table) + 1, stt=True, codes=codes)
    return book


def sections(form: str, seed: int) -> Book:
    """Rows of sections I and II with rows under them; the total sums the sections."""
    book = Book([Sheet("II.06a")])
    table = content(form, seed, offices=5)
    ids = [c.id for c in table.columns if c.id != "on_time_rate"]
    table.ties = [
        t for t in table.ties if t.target[1] != "total" or t.kind == "share" or len({k[1] for k in t.cells}) == 1
    ]
    heads = [Row("I", "Cấp tỉnh", "I"), Row("II", "Cấp xã", "II")]
    groups = [table.rows[:3], table.rows[3:5]]
    sums = _dossiers(True)[2]
    for head, rows in zip(heads, groups, strict=True):
        for n, row in enumerate(rows, 1):
            row.number = str(n)
        for i in ids:
            table.values[head.id, i] = sum(table.values[r.id, i] for r in rows)
            table.ties.append(Tie("sum", table.key(head.id, i), tuple(table.key(r.id, i) for r in rows)))
        for target, parts in sums:
            table.ties.append(Tie("sum", table.key(head.id, target), tuple(table.key(head.id, p) for p in parts)))
        _set_rate(table, head.id)
    for i in ids:
        table.ties.append(Tie("sum", table.key("total", i), tuple(table.key(h.id, i) for h in heads)))
    table.rows = [heads[0], *groups[0], heads[1], *groups[1], table.rows[-1]]
    put(book, table, top=_titled(book, table) + 1, stt=True)
    return book


def _all_tables(seed: int, forms: Iterable[str]) -> list[Table]:
    kinds, bodies = with_details(seed)
    made = {
        "documents-by-type": kinds,
        "documents-by-body": bodies,
        "document-averages": averages(bodies),
    }
    return [made[f] if f in made else content(f, seed) for f in forms]


def stacked(seed: int, forms: Sequence[str], *, between: int, stt: bool = False) -> Book:
    """Forms one below the other on one sheet."""
    book = Book([Sheet("Phụ lục")])
    top = 0
    for table in _all_tables(seed, forms):
        top = put(book, table, top=_titled(book, table, top=top), stt=stt) + between
    return book


def over_sheets(seed: int, forms: Sequence[str]) -> Book:
    """Forms over the sheets of one workbook, with a cover and a sheet of words."""
    book = Book([Sheet("Bìa")])
    book.sheets[0].cells = {(2, 2): "BÁO CÁO THỐNG KÊ", (4, 2): "Kỳ báo cáo: 3,5 tháng", (8, 2): "Năm 2025"}
    for n, table in enumerate(_all_tables(seed, forms), 1):
        book.sheets.append(Sheet(f"Biểu {n}"))
        put(book, table, sheet=n, top=_titled(book, table, sheet=n) + 1, stt=n % 2 == 0)
    notes = ("Hướng dẫn điền biểu", "1. Không sửa tiêu đề cột", "2. Ô không có số liệu ghi số 0")
    book.sheets.append(Sheet("Hướng dẫn"))
    book.sheets[-1].cells = {(n, 0): text for n, text in enumerate(notes)}
    return book


def with_hidden(form: str, seed: int) -> Book:
    """The earlier period's copy on a hidden sheet in front, and a hidden list of codes."""
    book = Book([Sheet("Cũ", hidden=True), Sheet("Danh mục", hidden=True), Sheet("Biểu 1")])
    tables = parts_of(form, seed)
    if form != "document-averages":
        old = content(form, seed + 50, name="old", period=EARLIER)
        put(book, old, top=_titled(book, old) + 1)
    book.sheets[1].cells = {(r, c): v for r in range(5) for c, v in enumerate((r + 1, f"DM{r:02d}", f"Mục {r}"))}
    put(book, tables[0], sheet=2, top=_titled(book, tables[0], sheet=2) + 1)
    for table in tables[1:]:
        book.sheets.append(Sheet(f"Phụ {len(book.sheets)}"))
        sheet = len(book.sheets) - 1
        put(book, table, sheet=sheet, top=_titled(book, table, sheet=sheet) + 1)
    return book


_COLUMNAR = tuple(_COLUMN_FORMS)
_ONE_ROW = ("documents-by-body", "documents-by-type", "meetings", "digital-certificates")
LAYOUTS: dict[str, tuple[Callable[[str, int], Book], tuple[str, ...]]] = {
    "as printed": (as_printed, FORMS),
    "without totals": (without_totals, FORMS),
    "columns moved": (moved, FORMS),
    "columns added": (added, FORMS),
    "column numbers": (numbered, FORMS),
    "decomposed letters": (in_nfd, FORMS),
    "no diacritics": (in_ascii, FORMS),
    "capitals": (in_capitals, FORMS),
    "English": (in_english, FORMS),
    "annex": (as_annex, FORMS),
    "signatures": (with_signatures, FORMS),
    "gaps": (with_gaps, FORMS),
    "loose lines": (with_loose_lines, FORMS),
    "named by the sheet": (named_by_sheet, FORMS),
    "part added": (part_added, ("documents-by-body", "documents-by-type", "meetings", "dossier-settlement")),
    "off the corner": (off_corner, FORMS),
    "unmerged headings": (unmerged, FORMS),
    "on its side": (on_side, FORMS),
    "on its side, merged": (on_side_merged, _ONE_ROW),
    "on its side, numbered": (on_side_numbered, FORMS),
    "on its side, flat": (on_side_flat, FORMS),
    "csv": (as_csv, FORMS),
    "csv with commas": (as_comma_csv, FORMS),
    "text": (as_text, FORMS),
    "formats": (as_formats, FORMS),
    "hidden sheets": (with_hidden, FORMS),
    "offices": (by_offices, _COLUMNAR),
    "offices, total first": (by_offices_total_first, _COLUMNAR),
    "offices, csv": (by_offices_csv, _COLUMNAR),
    "offices on its side": (by_offices_on_side, _COLUMNAR),
    "official column numbers": (official_numbers, ("dossier-settlement",)),
    "sections": (sections, ("dossier-settlement",)),
}
CASES = [(layout, form) for layout, (_, forms) in LAYOUTS.items() for form in forms]


@lru_cache(maxsize=512)
def book_of(layout: str, form: str, seed: int = 1) -> Book:
    """The book of a layout; averages are counted over the calendar for even seeds."""
    return LAYOUTS[layout][0](form, seed)


def slip(number: Any, rng: random.Random, *, leading: bool = False) -> Any:
    """The number with one digit wrong."""
    unit = Decimal(1).scaleb(-_digits(number)) if isinstance(number, Decimal) else 1
    digits = len(str(number).replace(".", ""))
    place = digits - 1 if leading else rng.randrange(digits)
    return number + unit * 10**place * (5 if leading else 1)

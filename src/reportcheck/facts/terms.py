"""The words of sentences and of labels, made comparable: case, tone marks, abbreviations, plurals; periods as marks of their own.

``"HĐND tỉnh"`` and ``"hội đồng nhân dân tỉnh"`` have the same terms, ``"uỷ ban"`` and ``"ủy ban"`` too. What names a period
or a kind of figure ("tháng 10", "lũy kế", "cùng kỳ", "kế hoạch") is one term with a ``@`` before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from reportcheck.prose.units import MONTHS

__all__ = ["KINDS", "PERIODS", "TOTAL", "Term", "conflict", "defined", "has_marks", "terms", "unmarked"]

TOTAL = "@total"
PERIODS = ("@month", "@months", "@quarter", "@year")
KINDS = ("@sum", "@prior", "@plan", "@estimate", "@change")
_TONES = {"\u0300": "1", "\u0301": "2", "\u0303": "3", "\u0309": "4", "\u0323": "5"}  # figures as in typing by numbers

# What abbreviations stand for; those of two letters count only where they are printed in capitals.
_ABBREVIATIONS = {
    "atgt": "an toàn giao thông",
    "anqp": "an ninh quốc phòng",
    "attp": "an toàn thực phẩm",
    "antt": "an ninh trật tự",
    "bch": "ban chấp hành",
    "bhtn": "bảo hiểm thất nghiệp",
    "bhxh": "bảo hiểm xã hội",
    "bhyt": "bảo hiểm y tế",
    "btv": "ban thường vụ",
    "cbcc": "cán bộ công chức",
    "cbccvc": "cán bộ công chức viên chức",
    "cchc": "cải cách hành chính",
    "cntt": "công nghệ thông tin",
    "csdl": "cơ sở dữ liệu",
    "cts": "chứng thư số",
    "cscđ": "cảnh sát cơ động",
    "csgt": "cảnh sát giao thông",
    "dn": "doanh nghiệp",
    "dvc": "dịch vụ công",
    "dvctt": "dịch vụ công trực tuyến",
    "đvsn": "đơn vị sự nghiệp",
    "đtc": "đầu tư công",
    "gcn": "giấy chứng nhận",
    "gdđt": "giáo dục đào tạo",
    "gplx": "giấy phép lái xe",
    "gpmb": "giải phóng mặt bằng",
    "gtvt": "giao thông vận tải",
    "gv": "giáo viên",
    "hđnd": "hội đồng nhân dân",
    "hs": "học sinh",
    "htx": "hợp tác xã",
    "khcn": "khoa học công nghệ",
    "knt": "khiếu nại tố cáo",
    "kntc": "khiếu nại tố cáo",
    "ktxh": "kinh tế xã hội",
    "ldtbxh": "lao động thương binh xã hội",
    "lđtbxh": "lao động thương binh xã hội",
    "mtqg": "mục tiêu quốc gia",
    "mttq": "mặt trận tổ quốc",
    "nsđp": "ngân sách địa phương",
    "nsnn": "ngân sách nhà nước",
    "nstw": "ngân sách trung ương",
    "ntm": "nông thôn mới",
    "nnptnt": "nông nghiệp phát triển nông thôn",
    "pccc": "phòng cháy chữa cháy",
    "ptnt": "phát triển nông thôn",
    "qsdđ": "quyền sử dụng đất",
    "qlnn": "quản lý nhà nước",
    "sxkd": "sản xuất kinh doanh",
    "tchc": "tổ chức hành chính",
    "tnmt": "tài nguyên môi trường",
    "tngt": "tai nạn giao thông",
    "tp": "thành phố",
    "tthc": "thủ tục hành chính",
    "tw": "trung ương",
    "tư": "trung ương",
    "thcs": "trung học cơ sở",
    "thpt": "trung học phổ thông",
    "ubkt": "ủy ban kiểm tra",
    "ubmttq": "ủy ban mặt trận tổ quốc",
    "ubnd": "ủy ban nhân dân",
    "vb": "văn bản",
    "vhttdl": "văn hóa thể thao du lịch",
    "vpđk": "văn phòng đăng ký",
    "xdcb": "xây dựng cơ bản",
    "xknk": "xuất khẩu nhập khẩu",
    "xnk": "xuất khẩu nhập khẩu",
}
_EMPTY = """
a an and any are as at be been being by for from had has have in into is it its of on or per that the their this to up was were
which who whose with within during there these those than then also both each all number amount figure figures
và của các những một được đã đang sẽ là có với cho từ đến trong ngoài tại trên dưới về theo do để khi thì mà này đó kia ở ra vào
số lượng tổng cộng gồm bao cụ thể đạt tỷ lệ bằng chiếm so ngày kỳ năm nay hết còn bị cùng như sau lên xuống
rằng nên đều cũng vẫn riêng khoảng gần hơn ước toàn cả stt tt
average mean table annex appendix actual executed realised
"""
_WORD = re.compile(r"[^\W\d_]+")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "nine": 9, "ten": 10, "eleven": 11, "ba": 3, "sáu": 6,
            "chín": 9, "mười": 10, "mười một": 11, "hai": 2, "bốn": 4}  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_TIMES = re.compile(
    rf"(?P<total>\btổng (?:số|cộng|chung)\b|\btổng\b(?! (?:công ty|cục|hợp|kết|bí thư|giám đốc|đài|kho|thanh tra|rà soát))"
    r"|\btoàn (?:tỉnh|quốc|huyện|thành phố|ngành|xã|thành|quận|vùng)\b|\bcả (?:tỉnh|nước|huyện|xã)\b|^cộng\b|\bcộng(?= chung)|\b(?:grand |in )?total\b|\baltogether\b|\boverall\b|\bprovince-wide\b)"
    r"|(?P<months>\b(?P<n>\d{1,2}|hai|ba|bốn|sáu|chín|mười một|mười|three|six|nine|ten|eleven) (?:tháng|months)\b)"
    r"|(?P<first>\bfirst (?P<n2>\d{1,2}|two|three|four|six|nine|ten|eleven) months\b)"
    r"|(?P<month>\btháng (?P<m>\d{1,2})\b(?:[/.-](?P<my>(?:19|20)\d\d))?)"
    rf"|(?P<named>\b(?P<mn>{MONTHS})\b(?! be\b))"
    r"|(?P<quarter>\b(?:quý|quarter) (?P<q>iv|iii|ii|i|[1-4])\b(?:[/.-](?P<qy>(?:19|20)\d\d))?|\bq(?P<q2>[1-4])\b|\b(?P<q3>first|second|third|fourth) quarter\b)"
    r"|(?P<sum>\blũy kế\b|\bcộng dồn\b|\btừ đầu năm\b|\bcumulative(?:ly)?\b|\byear to date\b)"
    r"|(?P<prior>\bcùng kỳ\b|\b(?:năm|kỳ|tháng|quý) (?:trước|ngoái)\b|\b(?:last|previous|prior) (?:year|period|month|quarter)\b|\byear earlier\b|\ba year ago\b)"
    r"|(?P<change>\bso với\b|\bchênh lệch\b|\btăng\b(?! cường)|\bgiảm\b(?! nghèo| thiểu| trừ| nhẹ)|\bcompared\b|\bincreased?\b|\bdecreased?\b|\bchange\b)"
    r"|(?P<plan>\bkế hoạch\b|\bdự toán\b|\bchỉ tiêu\b|\bmục tiêu\b(?! quốc gia)|\bphấn đấu\b|\bplan(?:ned)?\b|\btargets?\b|\bbudget\b)"
    r"|(?P<estimate>\bước (?:thực hiện|tính|đạt|cả năm)\b|\bestimated?\b)"
    r"|(?P<date>\b(?:ngày )?\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19|20)\d\d\b)"
    r"|(?P<year>\b(?:19|20)\d\d\b)"
    r"|(?P<empty>\b(?:thực hiện|đơn vị tính|nội dung|phụ lục|kết quả|tình hình|địa bàn|đồng thời|số liệu|bình quân|trung bình|kèm theo"
    r"|báo cáo số|có biểu|biểu số|bảng số)\b)"
)
# The words that a match of these begins with; others begin with digits, or are "q1".
_TIME_STARTS = frozenset(
    f"""
    tổng toàn cả cộng grand in total altogether overall province hai ba bốn sáu chín mười three six nine ten eleven
    first tháng {MONTHS.replace("|", " ")} quý quarter second third fourth lũy từ cumulative cumulatively
    year cùng năm kỳ last previous prior a so chênh tăng giảm compared increase increased decrease decreased change kế
    dự chỉ mục phấn plan planned target targets budget ước estimate estimated ngày thực đơn nội phụ kết tình địa đồng số
    bình trung kèm báo có biểu bảng q1 q2 q3 q4
    """.split()
)
_RUN = re.compile(r"\w+")
_DEFINED = re.compile(r"\((?:sau đây |gọi tắt |viết tắt |là |gọi |hereinafter |the )*(?P<short>[A-ZĐ]{2,8})\)")


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or a mark of a period, with its place in the text."""

    name: str
    start: int
    end: int


@lru_cache(maxsize=20_000)
def _canonical(word: str) -> str:
    """A word with its tone at its end, wherever it is set: ``hòa`` = ``hoà``; ``lí`` = ``lý``; English plurals cut off."""
    parts = unicodedata.normalize("NFD", word)
    tone = "".join(_TONES[c] for c in parts if c in _TONES)
    base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
    if re.fullmatch(r"[bcdđghklmnpqrstvx]{1,2}y", base):
        base = base[:-1] + "i"
    if base.isascii() and not tone and len(base) > 3:
        base = _stem(base)
    return base + tone


_IRREGULAR = {"children": "child", "people": "person", "women": "woman", "men": "man"}
_ENDING = re.compile(r"(?<=[a-z]{5})(?:i[sz]ations?|i[sz]ed?|i[sz]ing|ations?|ated?|ating|ions?|ed|ing|es?)$")


def _stem(word: str) -> str:
    """An English word without its ending: ``vaccinated`` = ``vaccinations``, ``children`` = ``child``."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("s") and not word.endswith("ss"):
        word = word[:-3] + "y" if word.endswith("ies") else word[:-1]
    return _ENDING.sub("", word)


_STOPPED = frozenset(_canonical(w) for w in _EMPTY.split())


@lru_cache(maxsize=20_000)
def unmarked(term: str) -> str:
    """A term without marks, for reports typed without them."""
    plain = unicodedata.normalize("NFD", term.replace("đ", "d"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return plain if plain.startswith("@") else plain.rstrip("12345")


def has_marks(texts: Iterable[str]) -> bool:
    """Whether Vietnamese letters stand in any of the texts."""
    return any(not c.isascii() and c.isalpha() for text in texts for c in text)


def defined(text: str) -> dict[str, str]:
    """The abbreviations that a text explains: ``"giấy chứng nhận (GCN)"``, by the first letters of the words before."""
    found = {}
    for match in _DEFINED.finditer(text):
        short = match["short"].lower()
        before = [w[0] for w in re.finditer(_WORD, text[max(0, match.start() - 120) : match.start()])][-len(short) :]
        if len(before) == len(short) and all(w[0].lower() == c for w, c in zip(before, short, strict=True)):
            found[short] = " ".join(before)
    return found


def terms(text: str, more: Mapping[str, str] | None = None) -> list[Term]:
    """The terms of a text in order, with their places in it.

    Args:
        text: in composed letters.
        more: abbreviations that the documents explain themselves, in small letters.
    """
    lower = text.lower()
    if len(lower) != len(text):
        lower = text
    out: list[Term] = []
    spans: list[tuple[int, int]] = []
    for match in _times(_toned(lower)):
        out += [Term(name, match.start(), match.end()) for name in _time_names(match)]
        spans.append(match.span())
    upcoming = iter([*spans, (len(lower), len(lower))])
    begin, stop = next(upcoming)
    for match in _WORD.finditer(lower):
        start, end = match.span()
        while start >= stop:
            begin, stop = next(upcoming)
        if start >= begin:
            continue
        word = match[0]
        full = _full(word, text[start:end], more)
        for one in full.split() if full else [word]:
            name = _canonical(one)
            if name not in _STOPPED:
                out.append(Term(name, start, end))
    return sorted(out, key=_place) if spans else out


def _place(term: Term) -> int:
    return term.start


def _times(lower: str) -> Iterator[re.Match[str]]:
    """What names a period or a kind of figure, looked for only where it can begin."""
    at = 0
    for run in _RUN.finditer(lower):
        word, start = run[0], run.start()
        if start >= at and (word in _TIME_STARTS or word[0].isdigit()):
            match = _TIMES.match(lower, start)
            if match is not None:
                at = match.end()
                yield match


_TONED = {"luỹ": "lũy", "quí": "quý", "kì": "kỳ"}


def _toned(lower: str) -> str:
    """The commoner spelling of words that name periods, as long as the other."""
    for one, other in _TONED.items():
        if one in lower:
            lower = re.sub(rf"\b{one}\b", other, lower)
    return lower


def _full(word: str, printed: str, more: Mapping[str, str] | None) -> str | None:
    if more is not None and word in more and printed.isupper():
        return more[word]
    full = _ABBREVIATIONS.get(word)
    if full is None or (len(word) < 4 and not printed.isupper()):
        return None
    return full


def _time_names(match: re.Match[str]) -> list[str]:
    for name in ("total", "sum", "prior", "change", "plan", "estimate"):
        if match[name]:
            return [f"@{name}"]
    if match["months"] or match["first"]:
        number = match["n"] or match["n2"]
        return [f"@months {_NUMBERS.get(number) or int(number)}"]
    if match["month"]:
        return [f"@month {int(match['m'])}", *([f"@year {match['my']}"] if match["my"] else [])]
    if match["named"]:
        return [f"@month {MONTHS.split('|').index(match['mn']) + 1}"]
    if match["quarter"]:
        number = match["q"] or match["q2"] or str(["first", "second", "third", "fourth"].index(match["q3"]) + 1)
        return [f"@quarter {_ROMAN.get(number) or int(number)}", *([f"@year {match['qy']}"] if match["qy"] else [])]
    return [f"@year {match['year']}"] if match["year"] else []


def conflict(said: Iterable[str], told: Iterable[str], over: Iterable[str] = ()) -> bool:
    """Whether what is said excludes the period of a figure: a month, quarter or year is named here and there, and not the same.

    Args:
        said: the periods of the sentence.
        told: those of the figure's own row and column; where they name none of a kind, those of the title count.
        over: those of the title; several years there stand for all between them.
    """
    here = list(said)
    if not here:
        return False
    own, title = list(told), list(over)
    for kind in PERIODS:
        a, b = _of_kind(here, kind), _of_kind(own, kind)
        if not b:
            b = _of_kind(title, kind)
            if kind == "@year" and len(b) > 1:
                years = sorted(int(t.split(" ")[1]) for t in b)
                b = {f"@year {year}" for year in range(years[0], years[-1] + 1)}
        if a and b and not a & b:
            return True
    return False


def _of_kind(times: Iterable[str], kind: str) -> set[str]:
    return {t for t in times if t.split(" ")[0] == kind}

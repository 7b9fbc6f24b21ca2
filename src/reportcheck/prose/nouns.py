"""What a number counts, in words: the nouns behind it, and whether two of them can name the same things."""

from __future__ import annotations

import re
from functools import lru_cache
from sys import intern

__all__ = ["TIMES", "are_people", "content_words", "same_things", "stem"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|[,.;:()\[\]/=%–—|]|\d")
_PERIOD = re.compile(r"\b(?:[qh][1-4]|fy ?\d{2,4})\b")  # "the 4,802 of Q2 2019"
_NUMBERED = re.compile(r"(?<=[^\W\d_])-\d+\b")  # covid-19
_ACCUSED = re.compile(r"\bbị (can|cáo|đơn|hại)\b")  # names of people; else "bị" is a verb
_SKIPPED = _words(
    """
    lượt of new các loại số total tổng confirmed estimated full more other khác những individual nearly
    about fresh active novel further additional alleged reported serious severe mild male female urban rural such
    different separate only just some many on-going ongoing overall
    cumulative average local main major actual extra whole entire
    """
)
_STOPPED = _words(
    """
    the a an all these those its their our his her so
    được đã đạt là có tăng giảm so chiếm bằng trong ở tại từ đến với thuộc do để cho của sang về còn đang theo làm
    khi nên gồm bao trên bị in at on to from by with for was were is are had has have that which who compared up
    down took under during this while over out received sent against came went reported than as after before per
    among within and và nhưng but be into across aged because since until till through via plus or if where when
    whose whom will would can could may might should must did does said says told take takes face faces declared
    died fell rose grew remain remains according including include includes respectively each both there here it
    they he she we not no also still already currently yet now then more less fewer lower higher greater between
    without towards toward upon about around above below given made held left lost won spent paid sold bought
    found born dead being been having making taking bringing rest whilst though although however due near last
    next previous prior earlier later ago every daily off them us whom annually monthly yearly
    """
)

TIMES = frozenset(["year", "month", "week", "day", "hour", "ago", "năm", "tháng", "ngày", "tuần", "giờ"])
_WRITTEN_OUT = {
    "tthc": ["thủ", "tục"],
    "dvc": ["dịch", "vụ"],
    "dvctt": ["dịch", "vụ"],
    "ubnd": ["ủy", "ban"],
    "hđnd": ["hội", "đồng"],
    "vb": ["văn", "bản"],
    "đb": ["đại", "biểu"],
    "hs": ["học", "sinh"],
    "gv": ["giáo", "viên"],
    "htx": ["hợp", "tác", "xã"],
    "dn": ["doanh", "nghiệp"],
}
_STEMS = {
    "people": "person", "persons": "person", "individuals": "person", "individual": "person", "children": "child",
    "men": "man", "women": "woman", "pupils": "student", "pupil": "student", "lives": "life", "boys": "boy",
}  # fmt: skip
# Words for people that stand for people of any kind, and those of one kind: "228 migrants (172 men, 56 women)".
_ANYONE = _words(
    """
    person man woman child boy girl adult youth minor infant baby victim casualty death fatality injury case patient
    recovery survivor other người em cháu trẻ nam nữ ca
    """
)
_SOMEONE = _words(
    """
    student teacher candidate migrant refugee prisoner inmate offender voter worker employee officer staff passenger
    tourist visitor commuter pedestrian civilian resident driver member farmer nurse doctor graduate arrival soldier
    applicant participant respondent household villager citizen trainee
    """
)
_GERUNDS = _words(
    """
    training housing building nursing meeting hearing crossing dwelling landing filing offering opening posting booking reading
    listing finding warning ruling parking mining shipping banking teaching learning farming fishing savings drawing painting
    proceeding settling screening testing monitoring planning engineering manufacturing
    """
)
_PEOPLE = re.compile(
    r"(?P<anyone>người|em|cháu|trẻ|nam|nữ|đối tượng|trường hợp|nhân khẩu|giải|ứng cử viên|thành viên)\b"
    r"|học sinh|sinh viên|bệnh nhân|đại biểu|thí sinh|giáo viên|đảng viên|cán bộ|công chức|viên chức|hội viên|đoàn viên|công dân"
    r"|nạn nhân|thanh niên|phụ nữ|lao động|chiến sĩ|bị-|tù nhân|vận động viên|giám thị|học viên"
)


def content_words(text: str, most: int = 4) -> tuple[str, ...]:
    """The words up to the next mark or number that name something.

    >>> content_words(" confirmed dengue cases were reported")
    ('dengue', 'case')
    """
    out: list[str] = []
    for word in _WORD.findall(_ACCUSED.sub(r"bị-\1", _PERIOD.sub(",", _NUMBERED.sub("", text)))):
        if not word[0].isalpha() or word in _STOPPED:
            break
        if word in _WRITTEN_OUT:
            out += _WRITTEN_OUT[word]
        elif _is_participle(word):
            if out:
                break
        elif word not in _SKIPPED:
            out.append(intern(stem(word)))
        if len(out) >= most:
            break
    return tuple(out[:most])


def _is_participle(word: str) -> bool:
    """``recovered``, ``newly``: said of what is counted, and no name of it."""
    if word.endswith("ing") and len(word) > 6 and word not in _GERUNDS:
        return True
    if len(word) < 5 or not word.isascii() or word in ("family", "assembly", "supply"):
        return False
    return word.endswith("ly") or (word.endswith("ed") and not word.endswith("eed"))


def stem(word: str) -> str:
    """A word as it names one thing: ``sales`` is ``sale``."""
    if word in _STEMS:
        return _STEMS[word]
    if word.isascii() and len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-3] + "y" if word.endswith("ies") else word[:-1]
    return word


@lru_cache(maxsize=10_000)
def same_things(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two nouns may count the same things: a word in common, or people of any kind beside people of one kind."""
    if set(a[:3]) & set(b[:3]):
        return True
    one, other = _people(a), _people(b)
    return one > 0 and other > 0 and one + other > 2


def are_people(noun: tuple[str, ...]) -> bool:
    """Whether a noun names people of some kind."""
    return _people(noun) > 0


@lru_cache(maxsize=10_000)
def _people(noun: tuple[str, ...]) -> int:
    """2 for people of any kind, 1 for people of one kind, 0 for something else."""
    found = _PEOPLE.match(" ".join(noun))
    if not _ANYONE.isdisjoint(noun) or (found is not None and found["anyone"]):
        return 2
    return int(found is not None or not _SOMEONE.isdisjoint(noun))

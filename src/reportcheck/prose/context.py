"""What the words around a number say of it: up or down, about, of an earlier period, a target, a place in a ranking.

``head`` is always the lower-case text from the start of the number's own item up to the number, without a sign of money.
"""

from __future__ import annotations

import re
from sys import intern

from reportcheck.model import Mark
from reportcheck.prose.text import Bracket
from reportcheck.prose.units import MONEY

__all__ = [
    "approximation",
    "change_of",
    "direction_in",
    "head_of",
    "is_estimate",
    "is_prior",
    "is_ranked",
    "label_words",
    "steps_end",
    "target_end",
]

_UP = (
    r"tăng thêm|(?<![^\W\d_] )thêm|(?<!trị gia )tăng(?! (?:thu|cường|ca)\b)|vượt|cao hơn|nhiều hơn|lớn hơn|hơn (?=\d)|nâng|thặng dư|xuất siêu"
    r"|increas(?:ed?|es|ing)|rose|rise[ns]?|rising|grew|grow(?:n|s|ing)?|growth|gain(?:ed|s)?|jump(?:ed|s)?|climb(?:ed|s)?|soar(?:ed|s|ing)?|surg(?:ed?|es|ing)"
    r"|expand(?:ed|s)|advanced|swelled|rallied|(?<!made )(?<!make )(?<!makes )(?<!making )(?<!taking )(?<!take )(?<!takes )(?<!took )(?<!sum )(?<!sums )(?<!end )(?<!ended )(?<!set )(?<!given )(?<!picked )(?<!set )(?<!taken )(?<!follow-)up(?! to\b)|widen(?:ed|s|ing)|deepened|strengthened|mounted|escalated|higher(?! (?:education|secondary|degree|school|court))|surplus|improv(?:ed?|es|ement)|upturn|hike"
)
_DOWN = (
    r"giảm(?! (?:trừ|nghèo|thiểu|nhẹ|chi)\b)|thấp hơn|ít hơn|hụt|sụt|tụt|kém|bớt|thâm hụt|nhập siêu"
    r"|decreas(?:ed?|es|ing)|(?<!rain)fell|fall(?:s|en|ing)?(?! (?:under|within|into|due|short|term)\b)|declin(?:ed?|es|ing)|drop(?:ped|s|ping)?|(?<!broken )(?<!breaks )(?<!broke )down|lower(?:ed)?(?! (?:secondary|house|court|limit|income))"
    r"|reduc(?:tion|ed|es|ing)|lost|deficit|slipp?(?:ed|s)|slid|slump(?:ed|s)|dipped|plunged|plummeted|tumbled|shrank|shrunk|contracted|de-?gr(?:ew|own)|eased|narrowed|sank|shed|cut by|fewer|downturn|weakened|dwindled|diminished|shrink(?:s|ing)|halved"
)
_DIRECTION = re.compile(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b")
_AFTER = re.compile(
    r"\s?(?:%|per ?cent|percent|percentage points?|điểm %|[^\W\d_]+(?: [^\W\d_]+)?)?(?: (?:year-on-year|annual|overall|sequential|net))?(?:,(?= \w+ than\b))?\s?(?P<word>(?:"
    r"(?P<up>higher|more|increase|rise|growth|jump|gain|improvement|up(?! (?:to|from|by|on|of|as|into|with)\b| [\d$£€])|greater|surge|hike|uptick|premium|above(?= (?:the|that|its|last|a year|[$£€\d])))|(?P<down>lower|fewer|less|decrease|fall|drop|decline|reduction|down(?! (?:to|from|by|on|as|into|with)\b| [\d$£€])|dip|slump|contraction|downturn|shortfall|below(?= (?:the|that|its|last|a year|[$£€\d]))))\b(?! (?:secondary|education|house|court|school)))"
)
_LEVEL = re.compile(
    r"(?:\b(?:lên|xuống|còn|từ|mức|là|đạt|to|from|at|of|reached|totall?ing|stood at|was|were)(?: (?:còn|tới|thành|khoảng|gần|hơn|trên|mức|about|just|around|over|an estimated|a record))?[ :]*)$"
)
_APPROX: list[tuple[Mark, re.Pattern[str]]] = [
    (
        "above",
        re.compile(
            r"\b(?:hơn|trên|tối thiểu|ít nhất|không dưới|(?:just |well |slightly )?over|(?:slightly )?more than|at least|upwards of|(?:just |slightly )?above|no fewer than|not less than|in excess of|exceeding|a minimum of)\s*$"
        ),
    ),
    (
        "below",
        re.compile(
            r"\b(?:gần|dưới|không quá|tối đa|nearly|almost|under|(?<!not )less than|up to|below|(?<!no )fewer than|no more than|not more than|at most|a maximum of)\s*$"
        ),
    ),
    (
        "about",
        re.compile(
            r"\b(?:khoảng|xấp xỉ|chừng|cỡ|ước(?: đạt| tính| khoảng| thực hiện)?(?: là| đạt)?|about|around|approximately|approx\.?|roughly|some|an estimated|estimated(?: at| to be)?|circa|close to|projected)\s*$|[~≈]$"
        ),
    ),
]
_PRIOR = re.compile(
    r"cùng kỳ|năm trước|năm ngoái|tháng trước|quý trước|kỳ trước|vụ trước|đầu năm|so với|năm \d{4}|\d{4}:|fy ?\d\d|previous year|last year|year earlier|in 20\d\d|(?<![\d./-])20\d\d\b|prior"
)
_EARLIER_AFTER = re.compile(
    r"(?:(?!\b(?:than|compared|per ?cent|percent|over|from|on)\b)[^,;.()\d%]){0,24}\b(?:(?:year|month|week|quarter)s? (?:earlier|ago|before)|(?:in )?the (?:previous|prior|preceding) (?:year|month|quarter)|last year|(?:của|ở|trong)? ?(?:năm trước|năm ngoái|cùng kỳ))\b"
)
_EARLIER_BEFORE = re.compile(
    r"(?:cùng kỳ|năm trước|năm ngoái|kỳ trước|last year|previous year)[^,;.()\d]{0,14}\b(?:là|đạt|có|:|was|were|at)\s*$"
)
_TARGET = re.compile(
    r"phấn đấu|mục tiêu(?! quốc gia)|chỉ tiêu|đặt ra|dự kiến|target|aim|goal|plan(?:s|ned) to|will reach|expect(?:s|ed) to|forecast|budgeted"
)
_RANK = re.compile(
    r"(?:\b(?:xếp|đứng|hạng|vị trí|thứ hạng|thứ|ranked|rank|position|place)(?: (?:hạng|thứ|vị trí|bậc|at|of|in|số))*:? ?(?:thứ )?)$"
)
_STEPS = re.compile(r"\s?(?:bậc|hạng|vị trí|thứ bậc|places?|ranks?|positions?)\b")


# "ít hơn năm 2018 là 12 vụ": what it is compared with stands between the word and the amount
_THAN_A_TIME = re.compile(
    r"\b(?:(?P<up>(?:nhiều|cao|lớn) hơn|tăng|vượt|hơn)|(?P<down>(?:ít|thấp) hơn|giảm|kém|bớt))(?: so(?: với)?| hơn)?"
    r" (?:(?:cùng kỳ|cùng thời|năm|tháng|quý|kỳ|vụ|tuần|nhiệm kỳ)\b[^,;:.()]{0,24}|(?:19|20)\d\d )\blà\s*$"
)
_SIGN_AT_END = re.compile(MONEY + r"\s?$")
_TWICE_MORE = re.compile(r"(?:cao|thấp|nhiều|ít) hơn\s*$")
_ESTIMATE = re.compile(r"ước[^\d]{0,14}$|estimated?[^\d]{0,6}$")
_MORE_CAPITAL = re.compile(r"tăng thêm\s*(?:đạt|là)?\s*$")
_AT_ONCE = re.compile(
    r"(?:\s*\b(?:thêm|by|rate|of|an|khoảng|gần|hơn|trên|tới|about|around|over|nearly|almost|just|some|only|estimated|là)\b)*[ :]*"
)
_TO_LEVEL = re.compile(r"\b(?:lên|xuống|còn|từ|to|from|than|compared|against|versus|previous|prior|preceding)\b")
_IN = re.compile(r"^ in\b")
_OF = re.compile(r"\b(?:of|by|was|at)(?: (?:about|around|over|nearly|almost|just))*\s*$")
_UP_TO = re.compile(r"(?:up to|down to)\s*$")
_THAN = re.compile(r"\s*(?:than)\s*[$£€\d]")
_MORE_THAN = re.compile(r" (?:than|[a-z]+ than)")
_COMPARED = re.compile(
    r"\b(?:so với|compared (?:with|to)|(?<!crimes )(?<!crime )(?<!offences )(?<!offenses )(?<!violence )against|versus|vs\.?|(?<!more )(?<!less )(?<!fewer )(?<!rather )(?<!other )than|(?:more|less|fewer) than(?= (?:the|in|last|that|a year)\b)|in place of)\s+"
    r"(?:(?!\S*[\d;,.]|(?:stood|at|was|were|is|are|to|reached|rose|fell|came|totall?ed|increased|decreased|had|have|has)\b)\S+ ){0,6}$"
)
_FROM = re.compile(
    r"\bfrom (?:(?:an?|the|its|around|about|some|nearly|over|just|estimated|average|peak|low|high|record|level|total|figure|of|in) )*$"
)
_ONWARD = re.compile(
    r"[^,;.()]{0,40}\b(?:to|in (?:19|20)\d\d|last|earlier|ago|the previous|the prior|the year|the same)\b"
)
_AGAINST = re.compile(r"[^,;.()\d]{0,24}\b(?:against|compared|versus|vs|so với)\b")
_ONTO = re.compile(r"\b(?:to|lên|xuống|còn)\s*$")
_BROUGHT = re.compile(r"chuyển (?:sang|tiếp)|tồn|mang sang|carried")
_COMPARED_BEFORE = re.compile(
    r"\b(?:so với|so|bằng|compared (?:with|to)|over|on|against|than|vs\.?)\b[^.;()\d]{0,45}(?:\b\d{4})?[^.;()\d]{0,12}$"
)
_WORD = re.compile(r"[^\W\d_]+")
_REACH = 64  # letters before a number in which the words right before it stand


def head_of(lower: str, begin: int, start: int) -> str:
    """The words before a number from the start of its item, without the sign of money that belongs to it."""
    return _SIGN_AT_END.sub("", lower[begin:start])


def approximation(head: str) -> Mark:
    """Above, below or about, where the words right before a number say so."""
    near = head[-_REACH:]
    for name, pattern in _APPROX:
        if pattern.search(near) and not _TWICE_MORE.search(near):
            return name
    return ""


def is_estimate(head: str) -> bool:
    return _ESTIMATE.search(head[-_REACH:]) is not None


def is_ranked(head: str) -> bool:
    """Whether a number is a place in a ranking."""
    return _RANK.search(head[-_REACH:]) is not None


def steps_end(lower: str, end: int) -> int | None:
    """Where the word behind a number of places ends: ``3 bậc``."""
    steps = _STEPS.match(lower, end)
    return None if steps is None else steps.end()


def target_end(lower: str, begin: int, end: int) -> int | None:
    """Where the first word of a sentence stands that announces a target."""
    found = _TARGET.search(lower, begin, end)
    return None if found is None else found.end()


def change_of(lower: str, head: str, end: int, unit_end: int) -> tuple[int, int]:
    """Up or down (1, -1) where the number tells a change, else 0; and where its unit ends."""
    if _MORE_CAPITAL.search(head) and "vốn" in head:
        return 0, unit_end
    words = list(_DIRECTION.finditer(head))
    behind = _change_behind(lower, end)
    if words:
        word = words[-1]
        rest = head[word.end() :]
        if behind is not None and not _AT_ONCE.fullmatch(rest):
            return behind[0], max(unit_end, behind[1])  # "the fall came after a 6.4 percent rise"
        if not any(c.isdigit() for c in rest) and not _THAN_A_TIME.search(head):
            if _LEVEL.search(head[-_REACH:]) and not _AT_ONCE.fullmatch(rest):
                return 0, unit_end
            if _TO_LEVEL.search(rest) or len(rest.split()) > 7 or (_IN.search(rest) and not _OF.search(rest)):
                return 0, unit_end
            if _UP_TO.search(head[-_REACH:]) or word[0].strip() == "hơn":
                return 0, unit_end
            return (1 if word["up"] else -1), unit_end
    if (than := _THAN_A_TIME.search(head)) is not None:
        return (1 if than["up"] else -1), unit_end
    return (0, unit_end) if behind is None else (behind[0], max(unit_end, behind[1]))


def direction_in(words: str) -> int:
    """Up or down by the last word of some that says so."""
    every = list(_DIRECTION.finditer(words))
    found = [m for m in every if not m[0].endswith("ing")] or every  # "fell, with a rising dollar, by 8 percent"
    return 0 if not found else 1 if found[-1]["up"] else -1


def _change_behind(lower: str, end: int) -> tuple[int, int] | None:
    """Up or down by the words behind a number, and where they end: ``4 percent higher``, ``a 6.4 percent rise``."""
    after = _AFTER.match(lower, end)
    if after is None or _THAN.match(lower, end):
        return None
    if after["word"] == "more" and not _MORE_THAN.match(lower, after.end()):
        return None
    return (1 if after["up"] else -1), after.end()


def is_prior(lower: str, head: str, stop: int, bracket: Bracket | None) -> bool:
    """Whether a level is that of an earlier period or a plan: told as such, or in a bracket behind a comparison."""
    near = head[-_REACH:]
    if _EARLIER_AFTER.match(lower, stop) or _EARLIER_BEFORE.search(near):
        return True
    if _COMPARED.search(head) and "tổng số" not in head:
        return True
    if _FROM.search(near) and (_DIRECTION.search(head) or "%" in head or _ONWARD.match(lower, stop)):
        return True
    if bracket is None or _AGAINST.match(lower, stop) or _ONTO.search(near):
        return False
    inside = lower[bracket.start + 1 : bracket.end]
    if _BROUGHT.search(inside):
        return False
    if _PRIOR.search(inside):
        return True
    ahead = lower[max(0, bracket.start - 60) : bracket.start]
    return _COMPARED_BEFORE.search(ahead) is not None and not any(c in inside for c in ":;+")


def label_words(head: str) -> tuple[str, ...]:
    """The last words before a number that name something."""
    return tuple(intern(w) for w in [w for w in _WORD.findall(head) if w not in _EMPTY][-6:])


_SMALL = """
là có đạt được đã và với của trong số tổng gồm the of a and in was were đó cụ thể khoảng gần hơn trên ước cùng kỳ
so tăng giảm including total
"""
_EMPTY = frozenset(_SMALL.split())

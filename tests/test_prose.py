"""Sentences: the numbers read or set aside, the relations stated, how loudly a wrong one is told.

``prose/*.yml`` holds what different writers put around the same relation, one file per family of kinds:

- text: "…"                      # a paragraph to a line
  holds: ["245 = 198 + 47"]      # relations that inspect shows as firm and holding, blanks apart
  slip: ["198", "189"]           # with the first text replaced by the second, a finding names the figure
  silent: true                   # nothing is claimed that fails, nothing is raised
  finds: ["5,2%"]                # stated figures of what is raised
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from corpus_text import CORPUS, load
from sentences import document_of, validate_text

from reportcheck.model import Document, Location, Paragraph
from reportcheck.pipeline import check
from reportcheck.prose import read_sentences
from reportcheck.prose.quantities import nouns_agree
from reportcheck.prose.text import language_of_text
from reportcheck.render.inspection import describe_inspection
from reportcheck.report import Settings, run
from reportcheck.wording import relation_text

FOLDER = Path(__file__).parent / "prose"
CASES = [(p.stem, case) for p in sorted(FOLDER.glob("*.yml")) for case in yaml.safe_load(p.read_text("utf-8"))]
REPORTS = sorted(CORPUS.glob("[0-9]*.txt"))


def blankless(text: str) -> str:
    return text.replace(" ", "")


@pytest.mark.parametrize(("kind", "case"), CASES, ids=[f"{kind}: {case['text'][:50]}" for kind, case in CASES])
def test_case(kind: str, case: dict[str, Any]) -> None:
    text = case["text"]
    language = language_of_text(text)
    judged = read_sentences(document_of(text).paragraphs).judgements
    holding = {blankless(relation_text(j.relation, language)) for j in judged if j.relation.firm and j.holds}
    assert {blankless(r) for r in case.get("holds", ())} <= holding
    raised = validate_text(text).findings
    assert [f.figures[0][1].text for f in raised] == case.get("finds", []), [f.message for f in raised]
    if "slip" in case:
        old, new = case["slip"]
        assert old in text
        found = validate_text(text.replace(old, new, 1)).findings
        if new[0].isdigit():
            assert any(new in figure.text for f in found for _, figure in f.figures), [f.message for f in found]
        else:
            assert found


@pytest.mark.parametrize(
    ("text", "quantities", "reasons"),
    [
        ("Quyết định số 2619/QĐ-UBND ngày 28/12/2023", [], {"document number", "date"}),
        ("Nghị định 29/2023/NĐ-CP, Điều 5, khoản 2", [], {"document number", "article"}),
        ("Từ 8h30 đến 17 giờ ngày 15/10, trực 24/24h", [], {"clock", "date"}),
        ("Quý II/2025, nhiệm kỳ 2020 - 2025, năm 2024", [], {"date"}),
        ("Điện thoại: 0263.3822.119; đường dây nóng 1900 9095", [], {"phone"}),
        ("Báo cáo gồm: (1) Quy chế; (2) Kế hoạch; (3) Tờ trình", [], {"list mark"}),
        ("Gửi trước 2-3 ngày; từ 04 đến 05 lớp", [], {"range"}),
        ("Trên Quốc lộ 20 và quận 1, quận 12", [], {"name"}),
        ("cán bộ, công chức[3] và trẻ từ 6 đến 11 tuổi", [], {"footnote mark", "age"}),
        ("trao 7.433Token và 28.648ha cho 08 xã", ["7.433", "28.648", "08"], set()),
        ("đạt 8.718,3 tỷ đồng, tăng 1.939 hộ", ["8.718,3", "1.939"], set()),
        ("On 15 October 2024, Section 4 and Table 7 list 1,204 cases", ["1,204"], {"date", "article"}),
        ("10 357 662 cases (163 939 new)", ["10 357 662", "163 939"], set()),
        ("32,79,860 people and Rs85,151 crore; fixed points,127 more", ["32,79,860", "85,151", "127"], set()),
        ("deaths rose from 398 in 2013 to 446 in 2014", ["398", "446"], {"date"}),
        ("March- 233, May-175 and June-186; landings 213,224, -1.2%", ["233", "175", "186", "213,224", "1.2%"], set()),
        ("a rate of 7 (CFR 2.2%) in section 45 of 29-Oct-2019", ["7", "2.2%"], {"article", "date"}),
        ("dial 877-555-6003; males above 18 years; 12 per 100,000", ["12"], {"phone", "age", "base"}),
        ("the 6-3/4 percent note at 101-1/8, fees 1-1/4 and 5/8 percent", [], {"fraction"}),
        ("one month at 5-7/8, 3/8 percent, futures up 3/16 at 92-20/32", [], {"fraction"}),
        ("three to 3.4 million tonnes, 8.5 to 12.5 percent below last year", [], {"range"}),
        ("between four and six percent; 2.1 million to 2.3 million", [], {"range"}),
        ("rose from 12 to 15; employment fell 9,800 to 938,900", ["12", "15", "9,800", "938,900"], set()),
        ("call money at 3.70/80 percent after 3.65/75", [], {"quote"}),
        ("3/4 schools reported, 7/8 on time", ["3", "4", "7", "8"], set()),
        ("lực lượng vũ trang 2 đại biểu, trang 3; 5 vạn cây", ["2", "5"], {"article"}),
    ],
)
def test_numbers_are_read_or_set_aside(text: str, quantities: list[str], reasons: set[str]) -> None:
    read = read_sentences(document_of(text).paragraphs, language_of_text(text + " " + "ô" * text.count("đ")))
    assert [q.figure.text for q in read.quantities] == quantities
    assert {f.set_aside for f in read.aside} == reasons


@pytest.mark.parametrize(
    ("text", "value", "unit_power", "family", "change"),
    [
        ("đạt 6.404 triệu đồng", "6404", 6, "money:đồng", 0),
        ("thu 14.150 tỷ đồng", "14150", 9, "money:đồng", 0),
        ("giảm 23,64%", "23.64", 0, "%", -1),
        ("tăng lên 412 vụ", "412", 0, "count", 0),
        ("(-16,37%)", "16.37", 0, "%", -1),
        ("cao hơn 7,4 điểm phần trăm", "7.4", 0, "pp", 1),
        ("£422.3m of revenue", "422.3", 6, "money:gbp", 0),
        ("25 percent higher", "25", 0, "%", 1),
        ("xếp thứ 46/63", "46", 0, "rank", 0),
        ("Rs 2.79 lakh of fines", "2.79", 5, "money:rs", 0),
        ("£1.2bn in grants", "1.2", 9, "money:gbp", 0),
        ("9 GW of capacity", "9", 3, "mw", 0),
        ("sales dipped 4.5 per cent", "4.5", 0, "%", -1),
        ("a 40 percent jump", "40", 0, "%", 1),
        ("45 lower secondary schools", "45", 0, "count", 0),
        ("profit rose to 31.5", "31.5", 0, "count", 0),
    ],
)
def test_units_and_changes(text: str, value: str, unit_power: int, family: str, change: int) -> None:
    language = "en" if text.isascii() or "£" in text else "vi"
    q = read_sentences(document_of(text).paragraphs, language).quantities[0]
    assert (str(q.value), q.power, q.family, q.change) == (value, unit_power, family, change)


@pytest.mark.parametrize(("text", "mark"), [("khoảng 20 hộ", "about"), ("hơn 820 hộ", "above"), ("gần 90 hộ", "below")])
def test_approximate_words(text: str, mark: str) -> None:
    assert read_sentences(document_of(text).paragraphs).quantities[0].figure.mark == mark


@pytest.mark.parametrize(
    ("text", "prior"),
    [
        ("arrivals stood at 412 against 377 a year earlier", [False, True]),
        ("refugees in camps totalled 254 (199 in the north, 55 in the south)", [False, False, False]),
        ("visitors from the coast stood at 1,685", [False]),
        ("the district expects more than 140,000 pupils", [False]),
    ],
)
def test_levels_of_an_earlier_period(text: str, prior: list[bool]) -> None:
    assert [q.prior for q in read_sentences(document_of(text).paragraphs, "en").quantities] == prior


@pytest.mark.parametrize(
    ("text", "agree"),
    [
        ("214 trauma patients, 131 men", True),
        ("245 hợp tác xã, 12 xã", True),
        ("106 học sinh, 11 em", True),
        ("45 primary schools, 12 teachers", False),
        ("2,805 confirmed cases, 398 recovered", True),
        ("94 nurses, 12 doctors", False),
        ("36 ha, 12 tấn", False),
    ],
)
def test_nouns_agree(text: str, agree: bool) -> None:
    a, b = read_sentences(document_of(text).paragraphs).quantities
    assert nouns_agree(a, b) is agree


def test_small_numbers_in_words_count_beside_digits() -> None:
    def read(text: str, language: str) -> list[str]:
        return [q.figure.text for q in read_sentences(document_of(text).paragraphs, language).quantities]

    assert read("Of 319 clusters, six are active and 294 dormant; thirty-two closed.", "en") == [
        "319",
        "six",
        "294",
        "thirty-two",
    ]
    assert read("The first two of the three phases took six months and 12 workers.", "en") == ["12"]
    assert read("Đoạt 34 giải nhì, 25 giải ba và bốn giải nhất, trong hai năm.", "vi") == ["34", "25", "bốn"]


def test_a_finding_quotes_the_sentence_and_says_where() -> None:
    text = "Mở đầu.\nToàn huyện có 27 cơ sở. Đã tiêm cho 3.108/3.254 trẻ, đạt 59,51%."
    (finding,) = validate_text(text).findings
    assert finding.severity == "error"
    assert finding.rule == "RC201"
    assert "“Đã tiêm cho [3.108]/[3.254] trẻ, đạt [59,51]%.”" in finding.message
    at = finding.figures[0][1].location
    assert (at.paragraph, at.offset) == (2, text.index("59,51"))


def test_inspect_tells_what_became_of_every_number() -> None:
    text = "Ngày 05/6/2024, huyện có 245 hợp tác xã (198 nông nghiệp, 47 phi nông nghiệp) và 12 tổ."
    checked = run(document_of(text), Settings.of())
    assert checked.sentences is not None
    told = {f.text: (f.set_aside, used) for f, used in checked.sentences.figures()}
    assert told["245"] == told["198"] == told["47"] == (None, 1)
    assert told["12"] == (None, 0)
    assert told["05"][0] == told["2024"][0] == "date"
    shown = "\n".join(describe_inspection(checked, "vi", lambda words, _: words, True))
    assert "Số trong lời văn: 7, 3 đã đối chiếu, 3 không phải số lượng" in shown


def test_notes_do_not_cut_a_list_in_two() -> None:
    def at(number: int) -> Location:
        return Location(paragraph=number)

    blocks = (
        Paragraph("Công khai 2.359 thủ tục, trong đó:", at(1)),
        Paragraph("Xem Điều 5.", at(2), "footnote", note="1"),
        Paragraph("- Cấp tỉnh: 1.939 thủ tục.", at(3), "list item", 1, "-", 2),
        Paragraph("- Cấp xã: 421 thủ tục.", at(4), "list item", 1, "-", 2),
    )
    checked = check(Document("a.docx", "docx", "", (), blocks), (), Settings.of().rules)
    assert [f.relation for f in checked.findings] == ["2.359 = 1.939 + 421"]


def test_decomposed_letters_read_alike() -> None:
    text = "Tổng số 9.375 trường hợp, gồm 3.820 trường hợp cấp tỉnh và 5.555 trường hợp cấp xã."
    plain = read_sentences(document_of(text).paragraphs).judgements
    assert [j.holds for j in plain] == [True]
    again = read_sentences(document_of(unicodedata.normalize("NFC", unicodedata.normalize("NFD", text))).paragraphs)
    assert [j.relation for j in again.judgements] == [j.relation for j in plain]


def test_a_workbook_compiles_no_patterns_of_prose() -> None:
    document = Document("a.xlsx", "xlsx", "", (), ())
    assert check(document, (), ()).sentences is None


@pytest.mark.parametrize("path", sorted(CORPUS.rglob("[0-9]*.txt")), ids=lambda p: p.stem)
def test_the_corpus_says_of_its_relations_what_is_true(path: Path) -> None:
    report = load(path)
    assert len(report.stated) >= 10
    assert [s.text for s in report.stated if s.true_of() != s.holds] == []


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.stem)
def test_reports_of_the_corpus_raise_no_false_error(path: Path) -> None:
    report = load(path)
    wrong = [{o for o, _ in s.figures} for s in report.stated if not s.holds]
    errors = [f for f in validate_text(report.text).findings if f.severity == "error"]
    false = [
        f.message for f in errors
        if not any(len(w & {g.location.offset for _, g in f.figures}) >= 2 for w in wrong)
    ]  # fmt: skip
    assert false == []


def test_most_relations_of_the_corpus_are_claimed() -> None:
    claimed = of = 0
    for path in REPORTS:
        report = load(path)
        held = [
            {f.location.offset for f in (j.relation.target, *(o.figure for o in j.relation.operands))}
            for j in read_sentences(document_of(report.text).paragraphs).judgements
            if j.relation.firm
        ]
        of += len(report.stated)
        claimed += sum(any({o for o, _ in s.figures} <= h for h in held) for s in report.stated)
    assert claimed >= 0.85 * of, (claimed, of)

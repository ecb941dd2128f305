"""What a plan says of itself: its title, who reports to whom by when. Proposed from its sentences, confirmed by a person."""

import re
from collections.abc import Sequence

from dashboard.plans import places
from dashboard.plans.additions import Entry
from dashboard.plans.context import Settling
from dashboard.plans.documents import Document, Paragraph
from dashboard.plans.fields import options_of, told
from dashboard.plans.questions import UNKNOWN, Question
from dashboard.reference.tasks import yearly_deadline
from dashboard.words.folding import folded
from dashboard.words.messages import Problem, mark

_DAY = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})")
_LONGEST = 400
_NOT_PRINTED = mark("Không in trong kế hoạch; theo xác nhận của người nhập.")
_CLOSES_TITLE = re.compile(r"(can cu|thuc hien nghi quyet so .* ngay|i\.|1\.)")


def plan_entry(settling: Settling, document: Document, annex: str) -> Entry:
    """Return the plan's entry as far as it is settled, and put the questions about it."""
    title = _title(document.paragraphs)
    vi = _text(settling, "title_vi", title or UNKNOWN, mark("Tên kế hoạch, sau chữ KẾ HOẠCH; tối đa 400 ký tự."))
    en = _text(
        settling, "title_en", title or UNKNOWN, mark("Tên kế hoạch bằng tiếng Anh; nhận tên tiếng Việt nếu chưa dịch.")
    )
    sentences = _yearly(document.paragraphs)
    entry: Entry = {
        "id": settling.plan, "province": settling.province, "number": settling.head.number, "date": settling.head.date.isoformat(),
        "title_vi": vi, "title_en": en, "appendix_vi": annex, "superseded_by": None,
        **({"from_year": settling.head.from_year} if settling.head.from_year else {}), "identified_by_vi": None, "identified_by_en": None,
    }  # fmt: skip
    agencies = _deadline(settling, "agencies", sentences[:1], mark("Hằng năm các cơ quan báo cáo trước ngày nào?"))
    coordinating = _deadline(
        settling,
        "coordinating",
        sentences[1:2] or sentences[:1],
        mark("Hằng năm cơ quan đầu mối báo cáo lên trên trước ngày nào?"),
    )
    entry["deadlines"] = {"agencies": agencies, "coordinating": coordinating}
    entry["coordinating_agency"] = _coordinating(settling, sentences)
    return entry | {"reviews": []}


def _text(settling: Settling, name: str, proposal: str, ask: str) -> str:
    question = Question(f"plan:{name}", "plan", places.whole(), "", Problem(ask), (), proposal[:_LONGEST])
    answer = settling.asking.ask(question) or ""
    if len(answer) > _LONGEST:
        settling.asking.refuse(question.key, mark("Dài hơn {limit} ký tự."), limit=_LONGEST)
    return answer


def _title(paragraphs: Sequence[Paragraph]) -> str:
    """Return the lines between the heading of the document and its first sentence."""
    lines = [one.text for one in paragraphs[:40]]
    start = next((at for at, line in enumerate(lines) if folded(line).strip() == "ke hoach"), None)
    if start is None:
        return ""
    title: list[str] = []
    for line in lines[start + 1 :]:
        if _CLOSES_TITLE.match(folded(line)) and title:
            break
        title.append(line)
        if len(title) == 6:
            break
    return " ".join(title)


def _yearly(paragraphs: Sequence[Paragraph]) -> list[tuple[int, int, Paragraph]]:
    """Return the sentences that name a day of every year, the earliest day first."""
    found = []
    for one in paragraphs:
        for sentence in re.split(r"(?<=[.;])\s+", one.text):
            try:
                day = yearly_deadline(sentence)
            except ValueError:
                continue
            if day:
                found.append((*day, Paragraph(sentence, one.section)))
    return sorted(found, key=lambda one: one[:2])


def _deadline(settling: Settling, name: str, sentences: Sequence[tuple[int, int, Paragraph]], ask: str) -> Entry:
    key = f"plan:deadline_{name}"
    proposal, printed = UNKNOWN, ""
    if sentences:
        month, day, sentence = sentences[0]
        printed = sentence.text[:_LONGEST]
        proposal = told({"where": sentence.section}, f"{day}/{month}") if sentence.section else f"{day}/{month}"
    place = places.of_section(sentences[0][2].section) if sentences else places.whole()
    hint = Problem(
        mark("{ask} Ghi ngày/tháng, ví dụ 30/10; thêm “| where=IV.1” nếu kế hoạch in ở mục đó."), {"ask": ask}
    )
    answer = settling.asking.ask(Question(key, "plan", place, printed, hint, (), proposal))
    if answer is None:
        return {}
    word, options = options_of(answer)
    found = _DAY.fullmatch(word)
    if not found or not 1 <= int(found[1]) <= 31 or not 1 <= int(found[2]) <= 12:
        settling.asking.refuse(key, mark("“{answer}” không phải ngày/tháng."), answer=word)
        return {}
    where = options.get("where") or "-"
    return {
        "month": int(found[2]),
        "day": int(found[1]),
        "printed": options.get("printed") or printed or _NOT_PRINTED,
        "where": where,
    }


def _coordinating(settling: Settling, sentences: Sequence[tuple[int, int, Paragraph]]) -> str:
    key = "plan:coordinating_agency"
    known = settling.agencies.known
    named = [
        id_ for _, _, one in sentences
        for text, id_ in sorted(known.items(), key=lambda pair: -len(pair[0])) if id_ and text in one.text
    ]  # fmt: skip
    ask = Problem(
        mark(
            "Cơ quan nào làm đầu mối tổng hợp? Ghi mã của cơ quan đã có, hoặc tên in của một cơ quan mới trong kế hoạch này."
        )
    )
    printed = sentences[0][2].text[:_LONGEST] if sentences else ""
    place = places.of_section(sentences[0][2].section) if sentences else places.whole()
    proposal = named[0] if named else UNKNOWN
    answer = settling.asking.ask(Question(key, "plan", place, printed, ask, tuple(dict.fromkeys(named)), proposal))
    if answer is None:
        return ""
    if answer in settling.agencies.ids():
        return answer
    if found := known.get(answer):
        return found
    settling.agencies.learn(answer, places.whole())
    return known.get(answer) or ""

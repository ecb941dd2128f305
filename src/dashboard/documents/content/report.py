"""The report of provinces on a year, and the one page for the meeting."""

from collections.abc import Iterator

from dashboard.documents.content import basis, movements, red_list, reporting, sectors, standing
from dashboard.documents.content.asked import Asked
from dashboard.documents.content.framing import framed, letterhead_of_report
from dashboard.documents.model import Block, Bullets, Document, Heading, Paragraph

REDDEST, MOVEMENTS, NEXT_TASKS, DUE = 10, 3, 2, 12
"""How many red rows, movements, tasks, and agencies that owe figures stand on the one page."""


def report(asked: Asked) -> Document:
    """Return the report: what was reached, what is red, what moved, every sector, what is due, and what it rests on."""
    return framed(
        asked,
        "report",
        _nothing_yet(asked) if standing.is_empty(asked) else _parts(asked),
        title=asked.say("BÁO CÁO"),
        subject=_subject(asked),
        letterhead=letterhead_of_report(asked),
    )


def one_page(asked: Asked) -> Document:
    """Return the one page: the sentence, the statuses, the reddest rows, the widest movements, the deadlines."""
    return framed(
        asked,
        "one-page",
        _nothing_yet(asked, is_short=True) if standing.is_empty(asked) else _page(asked),
        title=asked.say("TÓM TẮT KẾT QUẢ"),
        subject=_subject(asked),
        letterhead=letterhead_of_report(asked),
    )


def _subject(asked: Asked) -> str:
    """Return what the paper is about, in the words of a heading."""
    say = asked.say
    provinces = ", ".join(province.name(asked.language) for province in asked.provinces)
    about = say("tỉnh {provinces}") if len(asked.provinces) == 1 else say("các tỉnh {provinces}")
    text = say("Kết quả thực hiện các chỉ tiêu, nhiệm vụ chính sách xã hội năm {year}, {provinces}")
    told = text.format(year=asked.year, provinces=about.format(provinces=provinces))
    parts = []
    if asked.filters.sectors:
        parts.append(say("lĩnh vực: {sectors}").format(sectors=asked.names("sector")))
    if asked.filters.indicators:
        parts.append(say("số chỉ tiêu được chọn: {count}").format(count=len(asked.filters.indicators)))
    if asked.filters.agencies:
        parts.append(say("cơ quan chủ trì: {agencies}").format(agencies=asked.names("agency")))
    return f"{told} ({'; '.join(parts)})" if parts else told


def _parts(asked: Asked) -> Iterator[Block]:
    say = asked.say
    yield Heading(say("Kết quả chung"))
    yield Paragraph(standing.finding(asked), "finding")
    yield Paragraph(standing.red_sentence(asked))
    if provinces := standing.by_province(asked):
        yield Bullets(provinces)
    yield standing.bars(asked)
    yield standing.counts_table(asked)
    yield Heading(say("Chỉ tiêu cần xử lý ngay"))
    yield Paragraph(
        say("Xếp theo mức chậm so với mức cần có đến năm {year}; chậm nhất đứng trước.").format(year=asked.year)
    )
    yield from red_list.red_list(asked)
    yield Heading(say("Chuyển biến so với năm trước"))
    yield from movements.movements(asked)
    yield Heading(say("Kết quả theo lĩnh vực"))
    yield from sectors.sectors(asked)
    yield Heading(say("Nhiệm vụ, đề án"))
    yield reporting.tasks_sentence(asked)
    yield reporting.tasks_table(asked)
    yield Heading(say("Tình hình báo cáo"))
    yield reporting.completeness_sentence(asked)
    yield reporting.reports_table(asked)
    yield from _basis(asked)


def _basis(asked: Asked) -> Iterator[Block]:
    yield Heading(asked.say("Điểm không khớp cần lưu ý"))
    yield basis.discrepancies(asked)
    yield Heading(asked.say("Phương pháp"))
    yield basis.method(asked)
    yield Heading(asked.say("Nguồn số liệu"))
    yield basis.sources(asked)


def _nothing_yet(asked: Asked, *, is_short: bool = False) -> Iterator[Block]:
    """Yield that nothing is published, and what is due."""
    say = asked.say
    if not is_short:
        yield Heading(say("Kết quả chung"))
    nothing = say("Chưa có số liệu nào của năm {year} được công bố, nên chưa đánh giá được chỉ tiêu nào.")
    yield Paragraph(nothing.format(year=asked.year), "finding")
    yield Heading(say("Số liệu và báo cáo phải nộp"))
    yield reporting.deadlines(asked, tasks=NEXT_TASKS)
    yield from reporting.due_table(asked, most=DUE if is_short else None)
    if not is_short:
        yield Heading(say("Nhiệm vụ, đề án"))
        yield reporting.tasks_sentence(asked)
        yield reporting.tasks_table(asked)
        yield from _basis(asked)


def _page(asked: Asked) -> Iterator[Block]:
    say = asked.say
    yield Paragraph(f"{standing.finding(asked)} {standing.red_sentence(asked)}", "finding")
    yield standing.bars(asked)
    yield red_list.reddest_table(asked, most=REDDEST)
    yield Heading(say("Chuyển biến so với năm trước"))
    yield movements.widest(asked, most=MOVEMENTS)
    yield Heading(say("Hạn sắp tới"))
    yield reporting.deadlines(asked, tasks=NEXT_TASKS)

"""What a document rests on: discrepancies that matter for it, the method in half a page, and the sources."""

from collections.abc import Iterator

import polars as pl

from dashboard.documents.content import cells
from dashboard.documents.content.asked import Asked
from dashboard.documents.model import Bullets, Cell, Column, Table
from dashboard.mart import queries
from dashboard.method import BASELINE_YEAR, BEHIND, DUE_SOON, LEAST_ASSESSED, ON_TRACK, RED_STATUSES
from dashboard.notation import number, share
from dashboard.reference.register import Discrepancy

_ONLY_WORDS = ("wording", "numbering")
"""Kinds of discrepancies that change no figure."""


def discrepancies(asked: Asked) -> Table:
    """Return the contradictions that bear on the document: on red figures, on comparing its provinces, readings still open."""
    say = asked.say

    def printed(item: Discrepancy) -> Cell:
        return Cell("\n".join(f"{place.where}: “{place.printed}”" for place in item.places))

    return cells.table(
        say("Điểm không khớp trong văn bản liên quan đến báo cáo này"),
        (
            (Column(say("Chỉ tiêu"), 18), lambda item: Cell(_about(item, asked))),
            (Column(say("Chỗ in và chữ in"), 36), printed),
            (
                Column(say("Cách đọc"), 23),
                lambda item: Cell(item.reading_en if asked.language == "en" else item.reading_vi),
            ),
            (Column(say("Vì sao"), 23), lambda item: Cell(item.why(asked.language))),
        ),
        _that_matter(asked),
        empty=say("Không có điểm không khớp nào liên quan đến các chỉ tiêu nêu trên."),
    )


def _that_matter(asked: Asked) -> Iterator[Discrepancy]:
    provinces = {province.id for province in asked.provinces}
    rows = queries.shown(asked.mart, asked.filters)
    shown = set(rows["indicator"])
    red = set(rows.filter(rows["status"].is_in(RED_STATUSES)).select("province", "indicator", "breakdown").iter_rows())
    for item in asked.catalogue.discrepancies:
        among = provinces & set(item.provinces)
        if item.indicator not in shown or not among:
            continue
        is_red = any(
            province in among and indicator == item.indicator and item.breakdown in (None, breakdown)
            for province, indicator, breakdown in red
        )
        is_red = is_red and item.kind not in _ONLY_WORDS
        if is_red or (item.open and not item.open.settled) or (item.comparison and len(provinces) > 1):
            yield item


def _about(item: Discrepancy, asked: Asked) -> str:
    name = asked.catalogue.indicator[item.indicator].name(asked.language) if item.indicator else ""
    if item.breakdown and item.breakdown != "total":
        name += f" ({asked.catalogue.breakdowns[item.breakdown].name(asked.language).lower()})"
    provinces = ", ".join(asked.catalogue.province[id_].name(asked.language) for id_ in item.provinces)
    return f"{name}\n({provinces})"


def method(asked: Asked) -> Bullets:
    """Return the method in half a page, with its numbers."""
    say, language = asked.say, asked.language
    numbers = {
        "baseline": BASELINE_YEAR,
        "on_track": number(ON_TRACK, language=language, exact=True),
        "behind": number(BEHIND, language=language, exact=True),
        "least": share(LEAST_ASSESSED, language=language),
        "days": DUE_SOON,
    }
    texts = (
        say("Mỗi chỉ tiêu của mỗi tỉnh, theo từng phân tổ kế hoạch in riêng, được tính là một chỉ tiêu."),
        say("Mục tiêu áp dụng cho một năm là mục tiêu in trong kế hoạch đang hiệu lực cho năm đích gần nhất kể từ năm đó."),
        say("Khoảng cách là thực hiện so với mục tiêu, theo đơn vị của chỉ tiêu: số âm là còn thiếu."),
        say("Lộ trình là đường thẳng từ năm gốc {baseline} (thiếu số liệu thì năm gần nhất có số liệu) đến năm đích; tiến độ là phần quãng đường đã đi trên phần phải đi đến năm đánh giá."),
        say("Đạt: đáp ứng mục tiêu. Không đạt: đến năm đích mà chưa đáp ứng. Đúng tiến độ: tiến độ từ {on_track}. Cần thúc đẩy: từ {behind} đến dưới {on_track}. Chậm nhiều: từ 0 đến dưới {behind}, hoặc lệch quá dung sai của mức phải giữ. Đi ngược: tiến độ âm, hoặc năm gốc đã đáp ứng mà nay không còn."),
        say("Chưa đánh giá: chưa có số liệu được công bố, chưa đủ hai thời điểm để tính tiến độ, năm trước năm ban hành kế hoạch, hoặc kế hoạch không giao chỉ tiêu."),
        say("Tỉ lệ đúng hướng là số chỉ tiêu đạt và đúng tiến độ trên số đánh giá được; không nêu khi đánh giá được dưới {least} số chỉ tiêu có mục tiêu."),
        say("Số ước là số liệu nộp khi năm chưa hết. Sát ngưỡng: một đơn vị ở chữ số cuối của số liệu đổi được kết luận."),
        say("Nhiệm vụ quá hạn khi đã qua ngày đến hạn mà chưa có báo cáo đã xong được công bố; sắp đến hạn là trong {days} ngày tới."),
    )  # fmt: skip
    return Bullets(tuple(text.format(**numbers) for text in texts))


def sources(asked: Asked) -> Table:
    """Return where the figures of the year come from, those of most figures first."""
    say = asked.say
    frame = queries.assessed(asked.mart, asked.filters).filter(pl.col("actual").is_not_null())
    counted = frame.group_by("source", "source_table").len("figures").sort(["figures", "source", "source_table"], descending=[True, False, False])  # fmt: skip
    return cells.table(
        say("Nguồn của số liệu thực hiện năm {year}").format(year=asked.year),
        (
            (Column(say("Nguồn"), 50), lambda row: cells.text(say(row["source"]) if row["source"] else "")),
            (Column(say("Bảng"), 36), lambda row: cells.text(row["source_table"])),
            (Column(say("Số liệu"), 14, "right"), lambda row: cells.count(row["figures"], asked)),
        ),
        counted.iter_rows(named=True),
        empty=say("Chưa có số liệu thực hiện nào được công bố."),
    )

"""The finding of a page in one sentence that can be pasted into a letter, and the rule behind one status in words."""

from collections.abc import Mapping
from typing import Literal

import polars as pl

from dashboard.mart.queries import RedCounts, share_of
from dashboard.mart.rows import AssessedRow, ShownRow, assessed_rows
from dashboard.method import BEHIND, NOT_ASSESSABLE, ON_TRACK, STATUS, WITHHELD
from dashboard.notation import count_of, measured, number, part_name, share
from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import mark
from dashboard.words.translations import translator

RULES = {
    "no_target": mark("Không có mục tiêu đang hiệu lực cho năm {year} trở đi."),
    "before_plan": mark(
        "Năm {year} trước năm ban hành kế hoạch đang hiệu lực ({plan_year}): số liệu để tham khảo, không đánh giá."
    ),
    "no_data": mark("Chưa có số liệu thực hiện được công bố cho năm {year}."),
    "open_reading": mark(
        "Mục tiêu có hai cách đọc cho kết luận khác nhau, chưa cách nào được xác nhận; chưa đánh giá."
    ),
    "achieved": mark("Thực hiện {actual} đáp ứng mục tiêu “{printed}” của năm {milestone}."),
    "missed": mark("Năm {year} là năm đích và thực hiện {actual} không đáp ứng mục tiêu “{printed}”."),
    "off_track": mark(
        "Tiến độ {pace} dưới {behind}: mới đi được chưa đến {behind_share} quãng đường cần đi đến năm {year}."
    ),
    "off_track_keep": mark("Thực hiện {actual} lệch khỏi mức cần giữ {target} quá dung sai {tolerance}."),
    "qualitative": mark("Mức độ “{actual}” chưa đạt mức “{printed}”; mức độ định tính không tính được tiến độ."),
    "moving_away": mark("Tiến độ {pace} âm: số liệu năm {year} xa mục tiêu hơn năm gốc {baseline_year}."),
    "moving_away_met": mark(
        "Năm gốc {baseline_year} ({baseline}) đã đáp ứng mục tiêu, năm {year} ({actual}) không còn đáp ứng."
    ),
    "single_point": mark("Chưa có hai thời điểm kể từ năm gốc nên chưa tính được tiến độ."),
    "no_progress_due": mark(
        "Năm gốc {baseline_year} ({baseline}) đã vượt mức lộ trình cần có ở năm {year} ({expected}), nên so thực hiện {actual} thẳng với mức đó."
    ),
    "on_track": mark("Tiến độ {pace} từ {on_track} trở lên."),
    "on_track_yearly": mark("Đạt {pace_share} mức phải đạt trong năm ({expected}), từ {on_track_share} trở lên."),
    "behind_yearly": mark(
        "Đạt {pace_share} mức phải đạt trong năm ({expected}), từ {behind_share} đến dưới {on_track_share}."
    ),
    "off_track_yearly": mark("Đạt {pace_share} mức phải đạt trong năm ({expected}), dưới {behind_share}."),
    "moving_away_yearly": mark("Năm {year} đi ngược: thực hiện {actual}, phải đạt {expected} trong năm."),
    "behind": mark("Tiến độ {pace} từ {behind} đến dưới {on_track}."),
}


def overview_finding(counts: Mapping[str, int], year: int, *, language: str, estimates: int = 0) -> str:
    """Return where all provinces together stand; ``counts`` are rows by status, ``estimates`` those that rest on a preliminary figure."""
    say = translator(language)
    total = share_of(counts)
    if not total.assessable:
        return say("Năm {year} chưa có số liệu để đánh giá.").format(year=year)
    left = _not_assessed(counts, language)
    bad = total.assessable - total.on_course
    told_with = mark(
        "Năm {year}, {good} trong {all} chỉ tiêu đánh giá được đang đúng hướng ({share}); {bad} chậm, không đạt hoặc đi ngược."
    )
    told_alone = mark("Năm {year}, {good} trong {all} chỉ tiêu đánh giá được đang đúng hướng ({share}).")
    text = say(told_with if bad else told_alone).format(
        year=year,
        good=count_of(total.on_course, language),
        all=count_of(total.assessable, language),
        share=say(WITHHELD) if total.share is None else share(total.share, language=language),
        bad=count_of(bad, language),
    )
    told = say("{count} kết quả là số ước.").format(count=count_of(estimates, language)) if estimates else ""
    return " ".join(filter(None, (text, told, left)))


def red_finding(found: RedCounts, *, language: str) -> str:
    """Return how many red rows nobody does anything about, and how many have an overdue action; empty where none is red."""
    say = translator(language)
    if not found.red:
        return ""
    text = say("Trong {red} chỉ tiêu đỏ, {without} chưa có việc phải làm, {overdue} có việc quá hạn.")
    return text.format(
        **{key: count_of(count, language) for key, count in zip(("red", "without", "overdue"), found, strict=True)}
    )


def sector_finding(
    counts: Mapping[str, int],
    worst: ShownRow | None,
    catalogue: Catalogue,
    year: int,
    *,
    language: str,
    estimates: int = 0,
) -> str:
    """Return where one sector stands, and what is farthest behind in it: ``worst``, an assessed row."""
    say = translator(language)
    text = overview_finding(counts, year, language=language, estimates=estimates)
    if worst is None:
        return text
    indicator = catalogue.indicator[worst["indicator"]]
    return (
        text
        + " "
        + say("Xa mục tiêu nhất: {name}, {province} ({actual} so với {printed}).").format(
            name=part_name(worst, catalogue, language),
            province=catalogue.province[worst["province"]].name(language),
            actual=measured(worst["actual"], indicator, catalogue, language=language),
            printed=worst["printed_target"],
        )
    )


def indicator_finding(rows: pl.DataFrame, catalogue: Catalogue, year: int, *, language: str) -> str:
    """Return how each province stands on one indicator in the year; rows of one breakdown."""
    say = translator(language)
    parts = []
    for row in assessed_rows(rows):
        indicator = catalogue.indicator[row["indicator"]]
        province = catalogue.province[row["province"]].name(language)
        if row["status"] == "no_target":
            parts.append(say("{province} không giao chỉ tiêu").format(province=province))
        elif row["actual"] is None:
            parts.append(say("{province} chưa có số liệu").format(province=province))
        else:
            parts.append(
                say("{province} {actual}, mục tiêu {milestone} là “{printed}”").format(
                    province=province,
                    actual=measured(row["actual"], indicator, catalogue, language=language),
                    milestone=row["milestone"],
                    printed=row["printed_target"],
                )
            )
    if not parts:
        return say("Không có kế hoạch nào giao chỉ tiêu này với các bộ lọc đang chọn.")
    return say("Năm {year}: {parts}.").format(year=year, parts="; ".join(parts))


def rule_in_words(row: AssessedRow, catalogue: Catalogue, *, language: str) -> str:
    """Return the rule of the method that gave an assessed row its status, with the row's own figures."""
    indicator = catalogue.indicator[row["indicator"]]
    key = row["status"]
    if key == "off_track" and row["comparator"] == "keep":
        key = "off_track_keep"
    elif key == "no_pace" or row["reason"] == "no_progress_due":
        key = str(row["reason"])
    elif indicator.path == "yearly" and f"{key}_yearly" in RULES:
        key = f"{key}_yearly"
    elif key == "moving_away" and row["pace"] is None:
        key = "moving_away_met"

    def shown(column: Literal["actual", "target", "expected", "baseline"]) -> str:
        return measured(row[column], indicator, catalogue, language=language)

    return translator(language)(RULES[key]).format(
        year=row["year"],
        milestone=row["milestone"],
        printed=row["printed_target"],
        actual=shown("actual"),
        target=shown("target"),
        expected=shown("expected"),
        baseline=shown("baseline"),
        baseline_year=row["baseline_year"],
        pace=number(row["pace"], language=language),
        tolerance=number(indicator.tolerance, language=language),
        on_track=number(ON_TRACK, language=language, exact=True),
        behind=number(BEHIND, language=language, exact=True),
        behind_share=share(BEHIND, language=language),
        on_track_share=share(ON_TRACK, language=language),
        pace_share=share(row["pace"], language=language),
        plan_year=catalogue.plan_in_force(row["province"]).date.year,
    )


def _not_assessed(counts: Mapping[str, int], language: str) -> str:
    say = translator(language)
    parts = [
        say("{count} {status}").format(
            count=count_of(counts[status], language), status=say(STATUS[status].word).lower()
        )
        for status in NOT_ASSESSABLE
        if counts.get(status)
    ]
    return say("Chưa đánh giá được: {parts}.").format(parts=", ".join(parts)) if parts else ""

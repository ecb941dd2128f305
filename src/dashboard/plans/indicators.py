"""The printed rows of indicators as lines of ``targets.csv``: which indicator, which part, which year."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.intake.units import factor
from dashboard.plans import places
from dashboard.plans.context import AS_PRINTED, Settling
from dashboard.plans.fields import NEW, told
from dashboard.plans.indicator_answers import LEAVE_OUT
from dashboard.plans.indicator_rows import IndicatorTable, Row, Target
from dashboard.plans.naming import Found, RowNames, reads
from dashboard.plans.numbering import follows, is_number
from dashboard.plans.proposals import proposed_indicator, sector_of
from dashboard.plans.questions import UNKNOWN, Question
from dashboard.reference.targets import NOT_SET
from dashboard.words.messages import Problem, mark

ALL_YEARS = "all"
AS_IS = "as_printed"

_ASK_ROW = mark(
    "Hàng này là chỉ tiêu nào? Ghi mã của chỉ tiêu đã có (mã/phân tổ cho một phần), “/phân tổ” cho một phần của hàng trên, "
    "“new | …” cho chỉ tiêu mới (ghi lại mục nào khác đề xuất), “leave_out” để không lấy. Với số đếm phải ghi accumulates: "
    "none (không cộng dồn), since_start (từ đầu kế hoạch), plan_period (mỗi kỳ tính lại) hoặc open (kế hoạch không nói)."
)


@dataclass(frozen=True)
class SettledRow:
    """A row with what it means: its targets by year, and indicator and part; None while that is asked."""

    row: Row
    by_year: dict[int, str]
    place: tuple[str, str] | None


class IndicatorRows:
    """The rows of one table, settled one by one."""

    def __init__(self, settling: Settling, table: IndicatorTable) -> None:
        """Take the table."""
        self._settling, self._table = settling, table
        self._names = RowNames(settling.catalogue, settling.province)
        self._places: dict[int, tuple[str, str] | None] = {}
        self._taken: dict[tuple[str, str], Row] = {}
        self._years: dict[str, dict[int, str]] = {}
        self._proposed = set(settling.catalogue.indicator)

    def settled(self) -> list[SettledRow]:
        """Return every row that sets a target or a dash, and put the questions about it."""
        found = []
        for at, row in enumerate(self._table.rows):
            if row.is_heading:
                continue
            by_year = self._by_year(row)
            place = self._place(at, list(by_year.values()))
            if self._settling.asking.answers.get(f"indicator:{row.key}") == LEAVE_OUT:
                continue
            if not any(text not in NOT_SET for text in by_year.values()):
                self._settling.findings.note(
                    "no_target", places.of_row(row), mark("“{name}” chỉ in dấu gạch."), name=row.name
                )
            found.append(SettledRow(row, by_year, place))
        return found

    # ---- years -----------------------------------------------------------------------------------------

    def _by_year(self, row: Row) -> dict[int, str]:
        """Return the printed texts by year; a single value for several columns goes to those that were answered."""
        if row.key not in self._years:
            self._years[row.key] = self._texts_by_year(row)
        return self._years[row.key]

    def _texts_by_year(self, row: Row) -> dict[int, str]:
        of_year = [(year, target) for target in row.targets if (year := self._year(row, target)) is not None]
        filled = [(year, target) for year, target in of_year if target.printed]
        shared = [target for _, target in filled if target.shares_cell]
        if shared or (len(of_year) == 2 and len(filled) == 1):
            return self._one_value(
                row, sorted(year for year, _ in of_year), filled[0][1].printed, max(year for year, _ in filled)
            )
        return {year: target.printed for year, target in sorted(filled, key=lambda one: one[0])}

    def _year(self, row: Row, target: Target) -> int | None:
        if len(target.years) == 1:
            return target.years[0]
        key = f"year:t{row.table}c{target.column + 1}"
        ask = Problem(mark("Cột này là chỉ tiêu của năm nào? Ghi một năm."))
        proposal = str(target.years[-1]) if target.years else UNKNOWN
        question = Question(key, "year", places.of_table(row.table), target.heading, ask, (), proposal)
        answer = self._settling.asking.ask(question)
        if answer is None:
            return None
        if not answer.isdigit() or not 2021 <= int(answer) <= 2050:
            self._settling.asking.refuse(key, mark("“{answer}” không phải một năm từ 2021 đến 2050."), answer=answer)
            return None
        return int(answer)

    def _one_value(self, row: Row, years: Sequence[int], printed: str, proposed: int) -> dict[int, str]:
        key = f"one_value:{row.key}"
        ask = Problem(mark("Hàng in một giá trị cho hai cột năm: đọc là của năm nào? “all” nếu cho mọi năm."))
        choices = (*map(str, years), ALL_YEARS)
        place = places.of_row(row)
        answer = self._settling.asking.choose(Question(key, "one_value", place, printed, ask, choices, str(proposed)))
        if answer is None:
            return {}
        reading = Problem(
            mark("Đọc là chỉ tiêu của {years}; đây là cách đọc, không phải chữ in."),
            {"years": ", ".join(choices[:-1]) if answer == ALL_YEARS else answer},
        )
        why = Problem(
            mark("Hàng “{name}” chỉ in một giá trị cho các cột {years}; không biết ô được gộp hay có ô để trống."),
            {"name": row.name, "years": ", ".join(choices[:-1])},
        )
        self._settling.register("one_value_two_columns", [(place, printed)], reading, why)
        return dict.fromkeys(years if answer == ALL_YEARS else [int(answer)], printed)

    # ---- names -----------------------------------------------------------------------------------------

    def _place(self, at: int, printed: Sequence[str]) -> tuple[str, str] | None:
        """Return what the row means; None while that is asked."""
        if at not in self._places:
            self._places[at] = self._found_place(at, printed)
        return self._places[at]

    def _found_place(self, at: int, printed: Sequence[str]) -> tuple[str, str] | None:
        row = self._table.rows[at]
        above = self._above(at)
        part = self._names.part(row.name)
        of_positions = self._table.numbering == "positions"
        found = self._names.find(row.name, [text for text in printed if text not in NOT_SET], row.unit)
        is_asked = f"indicator:{row.key}" in self._settling.asking.answers
        if not is_asked and part and above is not None and (row.is_sub or of_positions):
            over = self._place_over(above)
            if over is None:
                return None
            if self._has_part(over, part):
                return self._take(row, (over, part), "exact")
        elif not is_asked and found.sureness in ("exact", "normal"):
            if row.is_heading or self._has_part(*found.places[0]):
                return self._take(row, found.places[0], found.sureness)
            return self._asked(row, found, None, "/".join(map(str, found.places[0])))  # the indicator gets a new part
        over = self._place_over(above) if above is not None and (row.is_sub or part) else None
        if not is_asked and found.sureness == "several" and over:
            own = [place for place in found.places if place[0] == over]
            if len(own) == 1:
                return self._take(row, own[0], "exact")
        return self._asked(row, found, over, f"/{part}" if part and over else "")

    def _above(self, at: int) -> int | None:
        """Return the row that a part belongs to: its printed parent, or the nearest row above that is no part itself."""
        row = self._table.rows[at]
        if row.parent is not None:
            return row.parent
        return next((up for up in range(at - 1, -1, -1) if not self._names.part(self._table.rows[up].name)), None)

    def _place_over(self, above: int) -> str | None:
        """Return the indicator of a row that parts stand under; a heading is asked about like a row."""
        row = self._table.rows[above]
        printed: list[str] = []
        if row.is_heading:
            under = [
                one for one in self._table.rows[above + 1 :][:6] if self._names.part(one.name) or one.parent == above
            ]
            printed = [target.printed for one in under for target in one.targets]
        else:
            printed = list(self._by_year(row).values())
        place = self._place(above, printed)
        return place[0] if place else None

    def _has_part(self, indicator: str, part: str | None) -> bool:
        known = self._settling.catalogue.indicator.get(indicator)
        return known is None or part in known.breakdowns

    def _take(self, row: Row, place: tuple[str, str | None], sureness: str) -> tuple[str, str] | None:
        whole = (place[0], place[1] or "total")
        first = self._taken.setdefault(whole, row)
        if first is not row and not row.is_heading and not first.is_heading:
            ask = Problem(
                mark("Tên này là “{id}”, mà dòng {line} đã là chỉ tiêu đó. Hàng này là gì?"),
                {"id": "/".join(whole), "line": first.line},
            )
            return self._answered(
                row, Question(f"indicator:{row.key}", "indicator", places.of_row(row), row.name, ask), None
            )
        text = mark("“{printed}” là “{id}”.")
        self._settling.findings.note(sureness, places.of_row(row), text, printed=row.name, id="/".join(whole))
        return whole

    def _asked(self, row: Row, found: Found, over: str | None, as_part: str) -> tuple[str, str] | None:
        printed = [text for target in row.targets if (text := target.printed)]
        sector = sector_of(row.sector, row.sector_name, self._settling.catalogue.sectors)
        fields = proposed_indicator(row.name, row.unit, printed, sector, self._settling.catalogue, self._proposed)
        self._proposed.add(fields["id"])
        new = told(fields)
        near = tuple(f"{id_}/{part}" if part != "total" else id_ for id_, part in found.places)
        choices = tuple(filter(None, (as_part, *near, NEW, LEAVE_OUT)))
        proposal = as_part or (UNKNOWN if found.sureness == "several" else new)
        place = places.of_row(row)
        shown = " · ".join(filter(None, (row.unit, " → ".join(printed))))
        key = f"indicator:{row.key}"
        question = Question(key, "indicator", place, row.name, Problem(_ASK_ROW), choices, proposal, context=shown)
        return self._answered(row, question, over, new)

    def _answered(self, row: Row, question: Question, over: str | None, new: str = "") -> tuple[str, str] | None:
        answer = self._settling.asking.ask(question)
        if answer is None:
            return None
        if answer == LEAVE_OUT:
            self._settling.findings.note(
                "left_out", places.of_row(row), mark("“{name}” không được lấy."), name=row.name
            )
            return None
        place = self._settling.answers.place(question.key, answer, new, over, sets_targets=not row.is_heading)
        if place:
            self._taken.setdefault(place, row)
            if self._taken[place] is not row and not row.is_heading and not self._taken[place].is_heading:
                text = mark("Dòng {line} đã là “{id}”.")
                self._settling.asking.refuse(question.key, text, line=self._taken[place].line, id="/".join(place))
                return None
        return place if place and self._unit_does(row, place[0]) else None

    def _unit_does(self, row: Row, id_: str) -> bool:
        """Return whether the printed unit is the indicator's; another one is asked about."""
        known = self._settling.catalogue.indicator.get(id_)
        if known is None or known.kind == "levels":
            return True
        unit = self._settling.catalogue.unit_of(id_)
        if factor(row.unit, unit.vi) == 1.0:
            return True
        ask = Problem(
            mark(
                "Đơn vị in khác đơn vị của “{id}” ({unit}). “as_printed” nếu in nhầm đơn vị; nếu không, trả lời khác cho cả hàng."
            ),
            {"id": id_, "unit": unit.vi},
        )
        question = Question(
            f"unit:{row.key}", "unit", places.of_row(row), row.unit, ask, (AS_IS,), "", context=row.name
        )
        return self._settling.asking.choose(question) is not None


def lines_of(settling: Settling, table: IndicatorTable, rows: Sequence[SettledRow]) -> list[dict[str, str]]:
    """Return the lines of ``targets.csv``, and put the questions about agencies and printed texts."""
    lines = []
    for one in rows:
        row, place = one.row, places.of_row(one.row)
        lead, coordinating = row.lead, row.coordinating
        if table.agencies_in_one_column:
            lead, coordinating = settling.agencies.in_charge(lead, place)
        else:
            settling.agencies.learn(lead, place)
        if not lead:
            settling.findings.note("agency", place, mark("“{name}” không in cơ quan chủ trì."), name=row.name)
        if one.place is None:
            continue
        id_, part = one.place
        for year, printed in one.by_year.items():
            if not _is_readable(settling, row, id_, year, printed):
                continue
            lines.append(
                {
                    "plan": settling.plan, "province": settling.province, "row": row.label, "printed_name": row.name, "breakdown": part,
                    "printed_unit": row.unit, "year": str(year), "printed": printed, "indicator": id_, "agency_in_charge": lead,
                    "coordinating": coordinating,
                }
            )  # fmt: skip
    return lines


def _is_readable(settling: Settling, row: Row, id_: str, year: int, printed: str) -> bool:
    """Return whether the printed text is a target of the indicator; otherwise ask."""
    indicator = settling.answers.indicator(id_)
    if indicator is None:
        return True
    unit = settling.answers.unit(indicator.unit)
    catalogue = settling.catalogue.model_copy(update={"units": {indicator.unit: unit}})
    if printed in NOT_SET or reads(printed, indicator, catalogue):
        return True
    levels = [f"level={level.id}" for level in indicator.levels]
    ask = Problem(
        mark(
            "Chữ in này không đọc được thành chỉ tiêu của “{id}”. “leave_out”: không lấy ô này; hoặc trả lời khác cho cả hàng (question {row})."
        ),
        {"id": id_, "row": f"indicator:{row.key}"},
    )
    question = Question(
        f"target:{row.key}:{year}", "target", places.of_row(row), printed, ask, (*levels, LEAVE_OUT), UNKNOWN
    )
    answer = settling.asking.choose(question)
    if answer is None:
        return True
    if answer == LEAVE_OUT:
        text = mark("Ô “{printed}” của năm {year} không được lấy: không đọc được.")
        settling.findings.note("left_out", places.of_row(row), text, printed=printed, year=year)
        return False
    settling.answers.spell_level(id_, answer.removeprefix("level="), printed)
    return True


def ask_about_numbers(settling: Settling, table: IndicatorTable) -> None:
    """Ask about numbers that skip, and rows and headings whose number is odd."""
    before: Row | None = None
    for row in table.rows:
        if not is_number(row.number) or row.is_sub or table.numbering == "positions" or row in table.odd_numbers:
            continue
        starts = before is None or before.sector != row.sector
        begins = starts and row.number.rpartition(".")[2] == "1"
        if not begins and (before is None or not follows(before.number, row.number)):
            text = Problem(
                mark(
                    "Số thứ tự nhảy từ {before} đến {number}: thiếu một hàng, hay văn bản in như vậy? “as_printed” nếu in như vậy."
                ),
                {"before": before.number if before else row.sector, "number": row.number},
            )
            _number_question(settling, row, row.number, text, AS_IS)
        before = row
    for row in table.odd_numbers:
        text = Problem(
            mark("In số “{number}” như một lĩnh vực, nhưng có chỉ tiêu: đọc là hàng {label} của lĩnh vực trên."),
            {"number": row.number, "label": row.label},
        )
        _number_question(settling, row, row.number, text, row.label)
    for row in table.headings_without_number:
        text = Problem(mark("Tiêu đề không in số: đọc là tiêu đề của lĩnh vực {label}."), {"label": row.label})
        _number_question(settling, row, row.name, text, row.label)


def _number_question(settling: Settling, row: Row, printed: str, text: Problem, proposal: str) -> None:
    question = Question(f"number:{row.key}", "number", places.of_row(row), printed, text, (proposal,), proposal)
    if settling.asking.choose(question):
        settling.register("numbering", [(places.of_row(row), printed)], AS_PRINTED, text)

"""Trying the method: other thresholds, another baseline year or rule, and which statuses these would change. Nothing is published."""

from collections.abc import Callable
from typing import Any

import polars as pl
import streamlit as st

from dashboard.filters import Filters, shortened
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.method import EARLIEST_BASELINE, PUBLISHED, RULES, STATUS, STATUSES, Rule, Trial
from dashboard.notation import count_of, number
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import markup, plain, section
from dashboard.ui.frame.services import Services
from dashboard.ui.parts.filter_bar import TRIAL_NAMES
from dashboard.ui.parts.html_tables import status_mark, table
from dashboard.ui.parts.rows import indicator_and_province
from dashboard.words.messages import mark

_SHARES = tuple(step / 100 for step in range(0, 131))
_LAST_BASELINE = 2025
_YEARS = tuple(range(EARLIEST_BASELINE, _LAST_BASELINE + 1))
_MOST = 150
"""How many of the rows that would change are listed."""
_WHAT: dict[Rule, str] = {
    "line": mark("Phần đã đi trên phần cần đi theo đường thẳng từ mức gốc: phương pháp đã công bố."),
    "growth": mark(
        "Tốc độ tăng bình quân từ mức gốc, chia cho tốc độ bình quân cần để đạt mục tiêu vào năm đích. Không tính được khi có giá trị từ 0 trở xuống."
    ),
    "index": mark(
        "Cứ đi như từ mức gốc đến nay, đến năm đích đi được bao nhiêu phần quãng đường tới mục tiêu. ESCAP coi từ 0,90 là đúng tiến độ."
    ),
}


def draw(shared: Services, published: Mart, filters: Filters) -> None:
    """Draw what can be moved, and what it would change among the rows of the filters."""
    st.info(
        say()("Chỉ là thử: mọi trang, tệp, API và báo cáo vẫn theo phương pháp đã công bố. Liên kết của trang giữ cách thử này."),
        icon=":material/science:",
    )  # fmt: skip
    trial = _chosen()
    if trial.behind >= trial.on_track:
        st.warning(say()("Ngưỡng dưới phải nhỏ hơn ngưỡng trên. Dời một trong hai."), icon=":material/error:")
        return
    tried = shared.mart(filters.as_of, trial)
    rows = queries.trial_rows(published, tried, filters)
    moved = rows.filter(pl.col("status") != pl.col("trial_status"))
    st.markdown(_finding(rows, moved, trial))
    section(say()("Số chỉ tiêu theo trạng thái"), published)
    markup(_counts(rows))
    if moved.is_empty():
        return
    section(say()("Trạng thái sẽ đổi"), published, say()("Theo thứ tự danh mục; tiến độ 1 là đúng như cần có."))
    markup(_list(moved, shared))


def _chosen() -> Trial:
    """Draw the controls in step with the address, and return what they say; the address has only what is not as published."""
    given = _of_address()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        on_track = _share("on_track", say()("Đúng tiến độ: tiến độ từ"), given.on_track)
        behind = _share("behind", say()("Cần thúc đẩy: tiến độ từ"), given.behind)
        baseline = int(
            _choice("baseline", say()("Năm gốc ưu tiên"), _YEARS, given.baseline_year, str, PUBLISHED.baseline_year)
        )
    if address.is_fresh() or st.session_state.get("trial_rule") not in RULES:
        st.session_state["trial_rule"] = given.rule
    names = {id_: say()(words) for id_, words in RULES.items()}
    rule: Rule = st.radio(say()("Cách tính tiến độ"), list(RULES), format_func=names.__getitem__, key="trial_rule")
    address.write({"rule": [rule] if rule != PUBLISHED.rule else []})
    st.caption(say()(_WHAT[rule]))
    return Trial(on_track, behind, baseline, rule)


def _of_address() -> Trial:
    """Return the trial the address names; what cannot be read is told and stays as published."""
    fields: dict[str, Any] = {}
    wrong = []
    for name in TRIAL_NAMES:
        text = next(iter(address.values().get(name, [])), None)
        if text is None:
            continue
        field, read = _READ[name]
        value = read(text)
        if value is None:
            wrong.append(text)
        else:
            fields[field] = value
    if wrong:
        told = ", ".join(f"“{plain(shortened(text))}”" for text in wrong)
        st.warning(
            say()("Không đọc được {texts} trong địa chỉ; chỗ ấy theo phương pháp đã công bố.").format(texts=told),
            icon=":material/link_off:",
        )
    return Trial(**fields)


def _one_of(known: tuple[Any, ...]) -> Callable[[str], Any]:
    names = {f"{value:g}" if isinstance(value, float) else str(value): value for value in known}
    return lambda text: names.get(text)


_READ: dict[str, tuple[str, Callable[[str], Any]]] = {
    "on_track": ("on_track", _one_of(_SHARES)),
    "behind": ("behind", _one_of(_SHARES)),
    "baseline": ("baseline_year", _one_of(_YEARS)),
    "rule": ("rule", _one_of(tuple(RULES))),
}


def _share(name: str, label: str, given: float) -> float:
    usual = PUBLISHED.on_track if name == "on_track" else PUBLISHED.behind
    spoken = language()
    return float(
        _choice(
            name, label, _SHARES, given, lambda value: number(value, decimals=2, language=spoken, exact=True), usual
        )
    )


def _choice(
    name: str, label: str, known: tuple[Any, ...], given: Any, written: Callable[[Any], str], usual: Any
) -> Any:
    widget = f"trial_{name}"
    if address.is_fresh() or st.session_state.get(widget) not in known:
        st.session_state[widget] = given
    value = st.selectbox(label, known, format_func=written, key=widget, placeholder=say()("Chọn"), width=210)
    address.write({name: [f"{value:g}" if isinstance(value, float) else str(value)] if value != usual else []})
    return value


def _finding(rows: pl.DataFrame, moved: pl.DataFrame, trial: Trial) -> str:
    if trial == PUBLISHED:
        return say()("Đang đúng như phương pháp đã công bố: không trạng thái nào đổi. Dời một ngưỡng, năm gốc hoặc chọn cách tính khác.")  # fmt: skip
    if moved.is_empty():
        return say()("Với cách này không trạng thái nào trong {rows} dòng đổi.").format(
            rows=count_of(rows.height, language())
        )
    is_judged = pl.col("status").is_in(_JUDGED) & pl.col("trial_status").is_in(_JUDGED)
    judged = moved.filter(is_judged).select(
        better=pl.col("trial_status").replace_strict(_PLACES) < pl.col("status").replace_strict(_PLACES)
    )
    better = int(judged["better"].sum())
    counts = {
        "moved": moved.height,
        "rows": rows.height,
        "better": better,
        "worse": judged.height - better,
        "other": moved.height - judged.height,
    }
    text = say()("Với cách này {moved} trong {rows} dòng đổi trạng thái: {better} tốt hơn, {worse} xấu hơn, {other} giữa đánh giá được và chưa.")  # fmt: skip
    return text.format(**{name: count_of(count, language()) for name, count in counts.items()})


_PLACES = {status: place for place, status in enumerate(STATUSES)}
_JUDGED = [id_ for id_, status in STATUS.items() if status.role != "not_assessed"]


def _counts(rows: pl.DataFrame) -> str:
    before, after = (dict(rows[column].value_counts().iter_rows()) for column in ("status", "trial_status"))

    def difference(status: str) -> str:
        change = after.get(status, 0) - before.get(status, 0)
        return f"{'+' if change > 0 else '−'}{abs(change)}" if change else "–"

    return table(
        [
            (say()("Trạng thái"), "text", lambda status: status_mark(status, language())),
            (say()("Đã công bố"), "number", lambda status: str(before.get(status, 0))),
            (say()("Theo cách thử"), "number", lambda status: str(after.get(status, 0))),
            (say()("Chênh"), "number", difference),
        ],
        [status for status in STATUSES if status in before or status in after],
        caption=say()("Đã công bố và theo cách thử"),
    )


def _list(moved: pl.DataFrame, shared: Services) -> str:
    catalogue, spoken = shared.catalogue, language()

    def pace(column: str) -> Callable[[dict[str, Any]], str]:
        return lambda row: number(row[column], decimals=2, language=spoken)

    caption = say()("{count} dòng sẽ đổi").format(count=count_of(moved.height, spoken))
    if moved.height > _MOST:
        caption += " · " + say()("{count} dòng đầu; chọn tỉnh để thấy hết").format(count=_MOST)
    return table(
        [
            (say()("Chỉ tiêu, tỉnh"), "text", lambda row: indicator_and_province(row, catalogue, spoken)),
            (say()("Đã công bố"), "text", lambda row: status_mark(row["status"], spoken, preliminary=row["preliminary"])),
            (say()("Theo cách thử"), "text", lambda row: status_mark(row["trial_status"], spoken, preliminary=row["preliminary"])),
            (say()("Tiến độ"), "number", pace("pace")),
            (say()("Tiến độ theo cách thử"), "number", pace("trial_pace")),
        ],
        moved.head(_MOST).iter_rows(named=True),
        caption=caption,
    )  # fmt: skip

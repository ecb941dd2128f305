"""The page of changes, group by group: what stands open, what lies behind a fold, and what is left out with a count."""

from collections.abc import Callable, Hashable
from functools import partial

import polars as pl
import streamlit as st

from dashboard.changes.listed import listed
from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.mart.queries import Changes
from dashboard.method import DUE_SOON
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.navigation import CHANGES, PROGRESS
from dashboard.ui.frame.page import download, markup, section
from dashboard.ui.parts.filter_bar import default_year
from dashboard.ui.parts.html_tables import linked, muted
from dashboard.ui.parts.late_table import late_table
from dashboard.ui.reading import changes_tables as tables

SHOWN, MOST = 6, 150
"""How many rows of a table stand open, and how many at most behind the fold."""


class Groups:
    """Draws the groups of one period."""

    def __init__(self, mart: Mart, catalogue: Catalogue, filters: Filters, changes: Changes) -> None:
        """Take what is drawn: the changes of the filters, and the mart of the later day."""
        self._mart = mart
        self._catalogue = catalogue
        self._filters = filters
        self._changes = changes

    def statuses(self) -> None:
        """Draw the statuses that moved: worse, better, first judged, judged no more."""
        frame = self._changes.statuses
        section(say()("Trạng thái"), self._mart, say()("Kết luận mới nhất của từng chỉ tiêu ở hai thời điểm, và vì sao khác nhau."))  # fmt: skip
        if frame.is_empty():
            st.caption(say()("Không có chỉ tiêu nào đổi trạng thái."))
            return
        steps = pl.col("steps")
        for key, part, caption in (
            ("worse", frame.filter(steps > 0), say()("{count} chỉ tiêu xấu đi")),
            ("better", frame.filter(steps < 0).sort("steps", maintain_order=True), say()("{count} chỉ tiêu tốt lên")),
            ("lost", frame.filter(pl.col("status").is_null()), say()("{count} chỉ tiêu không còn được đánh giá")),
            ("first", frame.filter(pl.col("status_before").is_null()), say()("{count} chỉ tiêu lần đầu được đánh giá")),
        ):
            self._rows(key, part, caption, tables.status_table, is_open=key != "first")

    def figures(self) -> None:
        """Draw the figures that are no longer what was published, and the new ones behind a fold with where they came."""
        frame = self._changes.figures
        section(say()("Số liệu"), self._mart, say()("Số đã công bố mà nay khác đứng trước; số mới ở dưới."))
        if frame.is_empty():
            st.caption(say()("Không có số liệu nào được công bố, sửa hay rút."))
            return
        is_new = pl.col("kind") == "new"
        self._rows("revised", frame.filter(~is_new), say()("{count} số liệu sửa, rút hoặc đổi tính chất"), tables.revision_table)  # fmt: skip
        new = frame.filter(is_new)
        if new.height:
            self._where(new)
        self._rows("new", new, say()("{count} số liệu mới"), tables.new_figure_table, is_open=False)

    def work(self) -> None:
        """Draw what happened to tasks and actions."""
        tasks, actions = self._changes.tasks, self._changes.actions
        section(say()("Nhiệm vụ"), self._mart, say()("Quá hạn, báo cáo đã công bố, đến kỳ mà chưa báo cáo."))
        if tasks.is_empty():
            st.caption(say()("Không có nhiệm vụ nào quá hạn thêm hay được báo cáo."))
        self._rows("tasks", tasks, say()("{count} thay đổi về nhiệm vụ"), tables.task_change_table)
        section(say()("Việc phải làm"), self._mart, say()("Việc trên các chỉ tiêu: giao, cam kết, báo xong, xác nhận, quá hạn."))  # fmt: skip
        if actions.is_empty():
            st.caption(say()("Không có việc nào được giao, cập nhật hay quá hạn thêm."))
        year = default_year(self._mart)

        def made(frame: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str) -> str:
            return tables.action_change_table(frame, catalogue, language, caption=caption, year=year)

        self._rows("actions", actions, say()("{count} thay đổi về việc phải làm"), made)

    def deadlines(self) -> None:
        """Draw the reporting days that came, beside what is due soon."""

        def made(frame: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str) -> str:
            return tables.deadline_table(frame, self._mart.as_of, catalogue, language, caption=caption)

        passed, near = self._changes.passed, self._changes.near
        section(say()("Hạn"), self._mart)
        before, after = st.columns(2, gap="large")
        with before:
            if passed.is_empty():
                st.caption(say()("Không có hạn báo cáo nào đến trong thời gian này."))
            self._rows("passed", passed, say()("{count} hạn báo cáo đã đến"), made)
            if passed.height:
                progress = linked(say()("Ai còn thiếu báo cáo"), address.link(PROGRESS.path))
                markup(f'<p class="plan-keys">{progress}</p>')
        with after:
            if near.is_empty():
                st.caption(say()("Không có hạn nào trong {days} ngày tới.").format(days=DUE_SOON))
            caption = say()("{count} hạn trong {days} ngày tới").replace("{days}", str(DUE_SOON))
            self._rows("near", near, caption, made)

    def download(self) -> None:
        """Offer the whole list as a file, what the tables leave out included."""
        site = (st.context.url or "").split("?")[0].rsplit("/", 1)[0]
        origin = "minh-hoa" if self._mart.is_illustrative else "chinh-thuc"
        download(
            say()("Tải toàn bộ danh sách thay đổi (CSV)"),
            partial(listed, self._changes, self._catalogue, language=language(), site=f"{site}/"),
            file_name=f"{origin}-co-gi-moi-{self._changes.since}-{self._changes.until}-ban-{self._mart.snapshot}.csv",
            key="changes_list",
        )

    def _rows(
        self, key: str, frame: pl.DataFrame, caption: str, made: Callable[..., str], *, is_open: bool = True
    ) -> None:
        """Draw a table: its first rows open, the others behind a fold, and say how many more there are."""
        if frame.is_empty():
            return
        caption = caption.format(count=frame.height)
        shown = SHOWN if is_open else 0
        if shown:
            markup(self._kept((key, "open"), lambda: made(frame.head(shown), self._catalogue, language(), caption=caption)))  # fmt: skip
        rest = frame.slice(shown, MOST)
        if rest.is_empty():
            return
        title = say()("{count} dòng nữa").format(count=frame.height - shown) if shown else caption
        with st.expander(title, icon=":material/table_rows:", key=f"changes_{key}"):
            late_table(
                self._kept((key, "rest"), lambda: made(rest, self._catalogue, language(), caption=caption)),
                key=f"changes_{key}_table",
            )
            if left := frame.height - shown - rest.height:
                st.caption(
                    say()("Bảng dừng ở {most} dòng, còn {left} dòng nữa: có đủ trong tệp ở cuối trang.").format(most=shown + MOST, left=left)
                )  # fmt: skip

    def _kept(self, key: Hashable, make: Callable[[], str]) -> str:
        return self._mart.kept(("changes table", key, self._filters, language(), address.fingerprint()), make)

    def _where(self, new: pl.DataFrame) -> None:
        """Say how many new figures each province and sector has; each leads to its own."""
        lines = []
        for column, names, key in (
            ("province", self._catalogue.province, "province"),
            ("sectors", self._catalogue.sector, "sector"),
        ):
            values = new.explode("sectors")[column].value_counts()
            counts = dict(values.iter_rows())
            parts = [
                f"{linked(names[id_].name(language()), address.link(CHANGES.path, **{key: [id_]}))} {muted(str(counts[id_]))}"
                for id_ in names
                if id_ in counts
            ]
            lines.append(f"<div>{' · '.join(parts)}</div>")
        markup(f'<div class="plan-keys">{"".join(lines)}</div>')

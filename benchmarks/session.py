"""One visitor of a Streamlit server without a browser: the WebSocket, the protobuf messages, the widgets on the page."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any, Self

import websockets
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_OF_CHOICE = ("selectbox", "multiselect", "button_group")
_KEPT_RUNS = 2
"""A browser forgets a cached message that two runs did not use (``global.maxCachedMessageAge``)."""


class PageFailedError(Exception):
    """The page showed an error: its time would mean nothing."""


@dataclass
class Run:
    """What one run of the page sent.

    Attributes:
        seconds: From the request to ``script_finished``.
        messages: How many messages came.
        size: Their bytes.
        kinds: How many elements of each kind the page drew, repeated ones included.
        error: The text of an exception or an error message on the page, empty without.
    """

    seconds: float
    messages: int = 0
    size: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    error: str = ""


@dataclass
class Widget:
    """A control of the page: what it offers and what is chosen; ``is_many`` where several may be."""

    id: str
    label: str
    options: list[str]
    chosen: list[str]
    is_many: bool


class Visitor:
    """One open session on one page. Use as ``async with Visitor(port, "y-te") as visitor``."""

    def __init__(self, port: int, page: str = "", *, query: str = "") -> None:
        """Remember where to go; entering the context connects."""
        self._port, self._page, self._query = port, page, query
        self._script = ""
        self._session = ""
        self._cached: dict[str, tuple[int, str]] = {}
        self._runs = 0
        self.widgets: dict[str, Widget] = {}

    async def __aenter__(self) -> Self:
        self._socket = await websockets.connect(
            f"ws://127.0.0.1:{self._port}/_stcore/stream", subprotocols=["streamlit"], max_size=None, compression=None
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()

    async def visit(self) -> Run:
        """Open the page, as a browser does once it is connected."""
        return await self._rerun()

    async def choose(self, key: str, *chosen: str) -> Run:
        """Set the control whose key ends in ``key`` and wait for the page."""
        self.widgets[key].chosen = list(chosen)
        return await self._rerun()

    async def _rerun(self) -> Run:
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self._query
        if self._script:
            state.page_script_hash = self._script
        else:
            state.page_name = self._page
        for widget in self.widgets.values():
            shown = state.widget_states.widgets.add(id=widget.id)
            if widget.is_many:
                shown.string_array_value.data.extend(widget.chosen)
            elif widget.chosen:
                shown.string_value = widget.chosen[0]
        state.cached_message_hashes.extend(self._cached)
        state.context_info.timezone = "Asia/Ho_Chi_Minh"
        state.context_info.locale = "vi-VN"
        state.context_info.url = f"http://127.0.0.1:{self._port}/{self._page}"
        state.context_info.color_scheme = "light"
        payload = message.SerializeToString()
        run = Run(0.0)
        before = time.perf_counter()
        await self._socket.send(payload)
        while True:
            data = await asyncio.wait_for(self._socket.recv(), 120)
            run.messages += 1
            run.size += len(data)
            if self._take(ForwardMsg.FromString(data), run):
                break
        run.seconds = time.perf_counter() - before
        if run.error:
            raise PageFailedError(f"/{self._page}: {run.error}")
        self._runs += 1
        self._cached = {hash_: seen for hash_, seen in self._cached.items() if self._runs - seen[0] <= _KEPT_RUNS}
        return run

    def _take(self, message: ForwardMsg, run: Run) -> bool:
        """Keep what the message says; return whether it ends the run."""
        kind = message.WhichOneof("type")
        if kind == "script_finished":
            return message.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
            )  # fmt: skip
        if kind == "new_session":
            self._script = message.new_session.page_script_hash
        elif kind == "navigation":
            self._script = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "ref_hash":
            element = self._cached[message.ref_hash][1]
            self._cached[message.ref_hash] = (self._runs, element)
            run.kinds[element] = run.kinds.get(element, 0) + 1
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._take_element(message, run)
        return False

    def _take_element(self, message: ForwardMsg, run: Run) -> None:
        drawn = message.delta.new_element
        kind = drawn.WhichOneof("type")
        run.kinds[kind] = run.kinds.get(kind, 0) + 1
        if message.metadata.cacheable:
            self._cached[message.hash] = (self._runs, kind)
        if kind in _OF_CHOICE:
            self._take_widget(getattr(drawn, kind), is_many=kind != "selectbox")
        elif kind == "exception":
            run.error = drawn.exception.message
        elif kind == "alert" and drawn.alert.format == Alert.ERROR:
            run.error = drawn.alert.body

    def _take_widget(self, drawn: Any, *, is_many: bool) -> None:
        options = [getattr(option, "content", option) for option in drawn.options]
        key = drawn.id.rsplit("-", 1)[-1] if "-None" not in drawn.id else drawn.label
        if drawn.set_value:
            chosen = list(drawn.raw_values) if is_many else [drawn.raw_value]
        elif key in self.widgets and self.widgets[key].id == drawn.id:
            chosen = self.widgets[key].chosen
        elif is_many:
            chosen = [options[position] for position in drawn.default]
        else:
            chosen = [options[drawn.default]] if drawn.HasField("default") else []
        self.widgets[key] = Widget(drawn.id, drawn.label, options, chosen, is_many)

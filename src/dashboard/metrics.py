"""What a running server counts about itself, for Prometheus. Counting costs next to nothing; nobody sees it unless it is asked for.

The names begin with ``dashboard_``; docs/operations.md says what each means and when to be woken by it. No figure, no person and no
address is in them.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

REGISTRY = CollectorRegistry()
"""What is counted of this process, apart from what Streamlit or a library counts."""

_INTERACTIONS = Histogram(
    "dashboard_interaction_seconds",
    "Time a run of a page took on the server, by page and whether it ended.",
    ("page", "outcome"),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
_MARTS = Histogram(
    "dashboard_mart_build_seconds",
    "Time the building of a mart took.",
    buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
    registry=REGISTRY,
)
_QUEUE = Gauge(
    "dashboard_queue", "Files that are being made or wait for their turn, by kind.", ("kind",), registry=REGISTRY
)
_INTAKE = Counter(
    "dashboard_intake_issues",
    "What was found in files handed in, by stable code.",
    ("subject", "code"),
    registry=REGISTRY,
)
_CHECKED = Counter(
    "dashboard_intake_checked", "Files checked, by subject and whether they could be handed in.", ("subject", "outcome"),
    registry=REGISTRY,
)  # fmt: skip
_REFUSALS = Counter(
    "dashboard_refusals", "Acts refused for want of rights or for their state, by act.", ("act",), registry=REGISTRY
)
_PAGE_ERRORS = Counter("dashboard_page_errors", "Pages that ended with an error nobody expected.", registry=REGISTRY)
_SESSIONS = Gauge("dashboard_sessions", "Open sessions.", registry=REGISTRY)
_REACHABLE = Gauge(
    "dashboard_store_reachable", "1 while the store answers, 0 while figures come from memory.", registry=REGISTRY
)
_SNAPSHOT = Gauge("dashboard_snapshot", "The version of the store that pages show.", registry=REGISTRY)
_AGE = Gauge("dashboard_snapshot_age_seconds", "How long ago the figures that pages show were read.", registry=REGISTRY)


@contextmanager
def interaction(page: str) -> Iterator[None]:
    """Time one run of a page; one broken off by the next choice, or by an error, is counted apart."""
    begun, outcome = time.perf_counter(), "broken_off"
    try:
        yield
        outcome = "done"
    finally:
        _INTERACTIONS.labels(page or "tong-quan", outcome).observe(time.perf_counter() - begun)


def mart_built(seconds: float) -> None:
    """Count a mart that was built."""
    _MARTS.observe(seconds)


@contextmanager
def queued(kind: str) -> Iterator[None]:
    """Count a file as waiting or being made for as long as that lasts."""
    with _QUEUE.labels(kind).track_inprogress():
        yield


def file_checked(subject: str, codes: list[str], *, may_be_handed_in: bool) -> None:
    """Count a file that was checked, and each code found in it once."""
    _CHECKED.labels(subject, "good" if may_be_handed_in else "wrong").inc()
    for code in set(codes):
        _INTAKE.labels(subject, code).inc()


def refused(act: str) -> None:
    """Count an act that was refused."""
    _REFUSALS.labels(act).inc()


def page_failed() -> None:
    """Count a page that ended with an error nobody expected."""
    _PAGE_ERRORS.inc()


def watch(
    *,
    sessions: Callable[[], int],
    is_reachable: Callable[[], bool],
    snapshot: Callable[[], int],
    age: Callable[[], float],
) -> None:
    """Say where to ask for what is not counted but true at the moment it is asked."""
    for gauge, ask in ((_SESSIONS, sessions), (_REACHABLE, is_reachable), (_SNAPSHOT, snapshot), (_AGE, age)):
        gauge.set_function(lambda ask=ask: float(ask()))  # type: ignore[misc]  # bound now, asked later


@contextmanager
def served(address: tuple[str, int] | None) -> Iterator[None]:
    """Answer at a host and port of its own for as long as this lasts; nowhere where there is none.

    Raises:
        OSError: The port is taken.
    """
    if address is None:
        yield
        return
    host, port = address
    server, thread = start_http_server(port, host, REGISTRY)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

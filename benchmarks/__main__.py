"""Run every benchmark and write the results into ``benchmarks/README.md``: ``python -m benchmarks [SUBJECT …]``.

Subjects: big_data, mart_rebuild, intake, server, browser, start, exports, documents, tables. All of them take about three quarters of an hour on two cores.
"""

import sys
import time
from collections.abc import Callable

from benchmarks import big_data, browser, documents, exports, intake, mart_rebuild, record, server, start, tables

SUBJECTS: dict[str, tuple[str, Callable[[], str]]] = {
    "big_data": (big_data.TITLE, big_data.report),
    "mart_rebuild": (mart_rebuild.TITLE, mart_rebuild.report),
    "intake": (intake.TITLE, intake.report),
    "server": (server.TITLE, server.report),
    "browser": (browser.TITLE, browser.report),
    "start": (start.TITLE, start.report),
    "exports": (exports.TITLE, exports.report),
    "documents": (documents.TITLE, documents.report),
    "tables": (tables.TITLE, tables.report),
}


def main() -> int:
    wanted = sys.argv[1:] or list(SUBJECTS)
    if unknown := [name for name in wanted if name not in SUBJECTS]:
        print(f"No such subject: {', '.join(unknown)}. There are: {', '.join(SUBJECTS)}.", file=sys.stderr)
        return 1
    for name in wanted:
        title, report = SUBJECTS[name]
        stood = record.machine()
        before = time.perf_counter()
        content = f"{stood}\n\n{report()}"
        record.write({title: content})
        print(f"== {title} ({time.perf_counter() - before:.0f} s)\n\n{content}\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

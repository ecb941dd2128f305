"""Lines of the log as JSON, for those who collect them: one object a line, with the id a person sees on an error page."""

import datetime as dt
import json
import logging


class JsonLines(logging.Formatter):
    """A line: ``at`` (UTC), ``level``, ``logger``, ``message``; of errors also ``id``, as the page shows it, and ``error``."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        at = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "logger": record.name, "message": record.getMessage()}
        if id_ := getattr(record, "id", None):
            line["id"] = id_
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def write_json() -> None:
    """Have every line of this process written as JSON, whoever writes it: ours, Streamlit's, the web server's."""
    formatter = JsonLines()
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.StreamHandler())
    known = [logging.getLogger(name) for name in list(root.manager.loggerDict)]
    for handler in {handler for logger in (root, *known) for handler in logger.handlers}:
        handler.setFormatter(formatter)

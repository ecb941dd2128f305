"""Office files without the moment they were written: the same document has the same bytes."""

import datetime as dt
import io
import re
import zipfile

_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def steady(file: bytes, day: dt.date) -> bytes:
    """Return the zipped file with every moment in it set to the day; workbooks within it, too."""
    with zipfile.ZipFile(io.BytesIO(file)) as given:
        parts = [(info.filename, given.read(info)) for info in given.infolist()]
    moment = rb"\g<1>%sT00:00:00Z\g<2>" % day.isoformat().encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts:
            if name.endswith(".xlsx"):
                content = steady(content, day)
            elif name == "docProps/core.xml":
                content = _MOMENT.sub(moment, content)
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, content)
    return made.getvalue()

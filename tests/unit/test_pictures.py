"""The plotly.js that pages load is the one plotly for Python was made for."""

import re
from pathlib import Path

import plotly

from dashboard.ui.frame.static_files import STATIC
from dashboard.ui.parts.picture import LIBRARY


def version(path: Path) -> str:
    found = re.search(r"plotly\.js (?:\(cartesian - minified\) )?v([\d.]+)", path.read_text("utf-8")[:400])
    assert found
    return found[1]


def test_the_file_and_plotly_itself_are_of_one_version():
    bundled = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    assert version(STATIC / LIBRARY) == version(bundled)

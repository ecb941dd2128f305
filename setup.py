"""What stands beside the package in a checkout goes into the wheel, below ``dashboard/project/``: the rest is pyproject.toml."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

CHECKOUT = Path(__file__).parent
PROJECT = (
    "app.py",
    "indicators.yaml",
    ".streamlit/config.toml",
    "data/*.yaml",
    "data/*.csv",
    "data/actuals/*.csv",
    "pages/screens/*.py",
    "docs/method.*.md",
    "docs/access.example.yaml",
)
"""Every file that ``dashboard.reference.files.PROJECT`` is asked for, which stands there in an installation without a checkout."""


class WithProject(build_py):
    """The package's modules and data, and the project's files."""

    def run(self) -> None:
        """Copy them; an editable install reads them where they are."""
        super().run()
        if self.editable_mode:
            return
        target = Path(self.build_lib) / "dashboard" / "project"
        shutil.rmtree(target, ignore_errors=True)  # nothing stays that the checkout no longer has
        for pattern in PROJECT:
            for source in sorted(CHECKOUT.glob(pattern)):
                place = target / source.relative_to(CHECKOUT)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, place)


setup(cmdclass={"build_py": WithProject})

"""The reference files of an installation that has no plan yet: units, sectors and parts of the population, and nothing else."""

from pathlib import Path

from dashboard.plans.reference_texts import (
    AGENCIES,
    COMBINING,
    DEFINITIONS,
    DISCREPANCIES,
    INDICATORS,
    PLANS,
    PROVINCES,
    SUCCESSIONS,
    TARGETS,
    TASKS,
    THEMES,
    texts_in,
)
from dashboard.reference.files import PROJECT, TARGET_COLUMNS
from dashboard.reference.tasks import TASK_COLUMNS
from dashboard.words.messages import DashboardError, mark


def start(folder: Path) -> None:
    """Write reference files without any plan into a new folder.

    Raises:
        DashboardError: The folder has files, or cannot be written to.
    """
    if folder.exists() and any(folder.iterdir()):
        raise DashboardError(mark("Thư mục {folder} đã có tệp; chọn thư mục mới."), folder=folder)
    ours = texts_in(PROJECT)
    phrases = ours[AGENCIES].index("\ngeneral_phrases:")
    texts = {
        INDICATORS: f"{ours[INDICATORS].partition(chr(10) + 'indicators:')[0].rstrip()}\n\nindicators: []\n",
        PROVINCES: "provinces: []\n",
        PLANS: "plans: []\n",
        AGENCIES: f"agencies: []\n{ours[AGENCIES][phrases:]}",
        SUCCESSIONS: "successions: []\n",
        COMBINING: "combining: []\ndenominators: []\n",
        DISCREPANCIES: "discrepancies: []\n",
        THEMES: "themes: []\n",
        DEFINITIONS: "definitions: {}\n",
        TARGETS: f"{','.join(TARGET_COLUMNS)}\n",
        TASKS: f"{','.join(TASK_COLUMNS)}\n",
    }
    try:
        for name, text in texts.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(text.encode())
    except OSError as error:
        raise DashboardError(mark("Không ghi được tệp: {error}"), error=error) from error

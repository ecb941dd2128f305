"""The list of deliberate faults: those of faults.yaml, and one for each code an intake can end with."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from dashboard.intake.codes import RULES
from dashboard.intake.task_codes import TASK_RULES

LIST = Path(__file__).with_name("faults.yaml")
INTAKE = tuple(
    f"tests/unit/test_intake_{part}.py"
    for part in ("second_edition", "checking", "reading", "estimates", "matching", "comparing", "choices")
)
OF_TASKS = ("tests/unit/test_intake_of_tasks.py",)


@dataclass(frozen=True)
class Fault:
    """One fault: ``old``, which stands once in ``file``, becomes ``new``; one of ``tests`` must fail."""

    group: str
    what: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def applied(self, text: str) -> str:
        """Return the file's text with the fault in it."""
        if text.count(self.old) != 1:
            raise ValueError(f"{self.what}: stands {text.count(self.old)} times in {self.file}: {self.old}")
        return text.replace(self.old, self.new)


def faults() -> list[Fault]:
    """Return every fault, in the order of the list."""
    listed = [
        Fault(group["group"], one["what"], one["file"], one["old"], one["new"], tuple(one.get("tests", group["tests"])))
        for group in yaml.safe_load(LIST.read_text("utf-8"))
        for one in group["faults"]
    ]
    return [*listed, *_of_codes()]


def _of_codes() -> Iterator[Fault]:
    """Yield for each code of the intake the fault that it is never told; of a refusal, that it is told as another."""
    for code, rule in RULES.items():
        if rule.severity == "refusal":
            other = "no_rows" if code != "no_rows" else "no_header"
            file, old = "src/dashboard/intake/refusal.py", "        self.code = code\n"
            new = f'        code = "{other}" if code == "{code}" else code\n{old}'
        else:
            checking = "task_checking" if code in TASK_RULES else "checking"
            file, old = f"src/dashboard/intake/{checking}.py", "(*issues, *self._notices)"
            new = f'tuple(one for one in (*issues, *self._notices) if one.code != "{code}")'
        group, tests = (
            ("Codes of reports on tasks", OF_TASKS) if code in TASK_RULES else ("Codes of the intake", INTAKE)
        )
        yield Fault(group, code, file, old, new, tests)

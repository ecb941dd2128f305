"""A file that cannot be read at all."""

from dashboard.intake.codes import RULES
from dashboard.words.messages import DashboardError, Translate, same


class Refusal(DashboardError):
    """The file cannot be read at all; ``code`` says why, the message why and what to do."""

    def __init__(self, code: str, /, **values: object) -> None:
        """Take a code whose rule is a refusal, and the values of its text."""
        self.code = code
        super().__init__(RULES[code].text, **values)

    def tell(self, translate: Translate = same) -> str:
        """Return what is wrong and how to put it right."""
        return f"{super().tell(translate)} {translate(RULES[self.code].fix)}"

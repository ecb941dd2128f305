"""How often one reader of the API may ask: counted in this process, over a window that moves on."""

import math
import time

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class Limiter:
    """Counts requests of each reader. Threads may share it.

    Attributes:
        limit: What is allowed, as the setting says it: ``600/minute``.
    """

    def __init__(self, limit: str) -> None:
        """Begin to count; ``limit`` is a number and ``second``, ``minute``, ``hour`` or ``day``."""
        self.limit = limit
        self._allowed = parse(limit)
        self._counted = MovingWindowRateLimiter(MemoryStorage())

    def wait(self, who: str) -> int:
        """Count a request of a reader; return 0 where it is allowed, else after how many seconds the next one is."""
        if self._counted.hit(self._allowed, who):
            return 0
        return max(1, math.ceil(self._counted.get_window_stats(self._allowed, who).reset_time - time.time()))

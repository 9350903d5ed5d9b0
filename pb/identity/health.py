"""Which banks did not answer a moment ago, in this process; so the grid can say it before anybody tries."""

import time

SICK_FOR = 120.0  # seconds


class Health:
    """Remembers failures for two minutes or until the next success."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, str], float] = {}

    def failed(self, provider: str, bank: str) -> None:
        """The bank did not answer."""
        self._until[provider, bank] = time.monotonic() + SICK_FOR

    def answered(self, provider: str, bank: str) -> None:
        """The bank answered."""
        self._until.pop((provider, bank), None)

    def works(self, provider: str, bank: str) -> bool:
        """Whether nothing is known against it."""
        return self._until.get((provider, bank), 0.0) <= time.monotonic()

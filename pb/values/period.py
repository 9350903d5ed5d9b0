"""A stretch of time with a beginning and an end."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Period:
    """From `opens` (included) to `closes` (excluded), both timezone-aware."""

    opens: datetime
    closes: datetime

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError(f"a period must end after it begins: {self.opens} … {self.closes}")

    def __contains__(self, moment: datetime) -> bool:
        return self.opens <= moment < self.closes

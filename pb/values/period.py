"""A stretch of time with a beginning and an end, and the working days in which rules count."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta


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


def due_on(start: date, working_days: int) -> date:
    """The last of `working_days` working days after `start`; Saturdays and Sundays do not count."""
    day = start
    while working_days:
        day += timedelta(days=1)
        if day.weekday() < 5:
            working_days -= 1
    return day

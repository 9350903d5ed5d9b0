"""How a stretch of days is written: what both ends share is said once."""

from datetime import date

import pytest
from flask import Flask

from pb.web.template_filters import days


@pytest.mark.parametrize(
    ("last", "ukrainian", "english"),
    [
        (date(2025, 11, 9), "9 листопада 2025", "9 November 2025"),
        (date(2025, 11, 23), "9–23 листопада 2025", "9–23 November 2025"),
        (date(2025, 12, 1), "9 листопада – 1 грудня 2025", "9 November – 1 December 2025"),
        (date(2026, 1, 5), "9 листопада 2025 – 5 січня 2026", "9 November 2025 – 5 January 2026"),
    ],
)
def test_days_of_a_vote(app: Flask, last: date, ukrainian: str, english: str) -> None:
    for language, expected in (("uk", ukrainian), ("en", english)):
        with app.test_request_context("/", headers={"Accept-Language": language}):
            assert days(date(2025, 11, 9), last) == expected

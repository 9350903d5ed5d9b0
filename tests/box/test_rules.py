"""When the box is open and when ballots move to the log."""

from datetime import timedelta

import pytest

from pb.box.rules import Refusal, is_batch_due, why_not_open
from tests.ballots.elections import MANIFEST

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("moment", "refusal"),
    [
        (MANIFEST.opens_at - SECOND, Refusal.NOT_OPEN_YET),
        (MANIFEST.opens_at, None),
        (MANIFEST.closes_at, None),
        (MANIFEST.grace_until - SECOND, None),
        (MANIFEST.grace_until, Refusal.CLOSED),
        (MANIFEST.grace_until + SECOND, Refusal.CLOSED),
    ],
)
def test_the_window(moment, refusal):
    assert why_not_open(MANIFEST, moment) is refusal


@pytest.mark.parametrize(
    ("waiting", "minutes", "new_day", "closing", "due"),
    [
        (0, 600, False, False, False),
        (0, 600, True, False, False),
        (0, 0, False, True, True),
        (1, 600, False, False, False),
        (19, 600, False, False, False),
        (20, 29, False, False, False),
        (20, 30, False, False, True),
        (500, 5, False, False, False),
        (1, 0, True, False, True),
        (1, 0, False, True, True),
    ],
)
def test_the_batch(waiting, minutes, new_day, closing, due):
    since = timedelta(minutes=minutes)
    assert is_batch_due(waiting, since, new_day=new_day, closing=closing) is due

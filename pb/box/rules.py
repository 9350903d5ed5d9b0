"""When the box takes ballots and when it moves them to the log, and its refusals; no storage here."""

from datetime import datetime, timedelta
from enum import StrEnum

from pb.ballots.manifest import Manifest

BATCH_SIZE = 20
"""Ballots that may enter the log together: fewer would tell too much about who voted when."""
BATCH_EVERY = timedelta(minutes=30)


class Refusal(StrEnum):
    """Why the box says no; a ballot against its contest's terms is refused with `ballots.terms.NotValid`."""

    MALFORMED = "malformed"
    UNKNOWN_ELECTION = "unknown_election"
    UNKNOWN_CONTEST = "unknown_contest"
    NOT_SIGNED = "not_signed"
    NOT_OPEN_YET = "not_open_yet"
    CLOSED = "closed"
    READ_ONLY = "read_only"
    NOT_LOGGED = "not_logged"
    NOT_PUBLISHED = "not_published"
    FOREIGN_KEY = "foreign_key"
    TOO_EARLY_TO_CLOSE = "too_early_to_close"


def why_not_open(manifest: Manifest, now: datetime) -> Refusal | None:
    """Why no ballot is taken at this moment, or None. The closing latch has the last word besides."""
    if now < manifest.opens_at:
        return Refusal.NOT_OPEN_YET
    return None if now < manifest.grace_until else Refusal.CLOSED


def is_batch_due(waiting: int, since_last: timedelta, *, new_day: bool, closing: bool) -> bool:
    """Whether waiting ballots go to the log now.

    Every 30 minutes when at least 20 wait, otherwise with the first look on a new day, always at the close: small
    batches would let an observer of the public log guess whose ballot has just come.
    """
    if closing:
        return True
    if waiting == 0:
        return False
    return new_day or (waiting >= BATCH_SIZE and since_last >= BATCH_EVERY)

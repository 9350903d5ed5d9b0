"""Reads of the electorate's stage: people and elections in `voters`, figures in `turnout`, desks in `desks`."""

from pb.electorate.queries.desks import (
    booth_state,
    desk_by_code,
    envelopes_at_desk,
    open_shift_of,
    people_inside,
    proofs_of,
    shift_by_code,
)
from pb.electorate.queries.turnout import (
    ContestCount,
    DayCount,
    Turnout,
    cast_by_contest,
    codes_by_class,
    issued_by_contest,
    reconciliation,
    turnout,
)
from pb.electorate.queries.voters import (
    CODE_PROVIDER,
    DESK_PROVIDER,
    Standing,
    VotedContest,
    channel_of,
    election_of,
    frozen_manifest,
    standing_of,
    voted_contests,
)

__all__ = [
    "CODE_PROVIDER",
    "DESK_PROVIDER",
    "ContestCount",
    "DayCount",
    "Standing",
    "Turnout",
    "VotedContest",
    "booth_state",
    "cast_by_contest",
    "channel_of",
    "codes_by_class",
    "desk_by_code",
    "election_of",
    "envelopes_at_desk",
    "frozen_manifest",
    "issued_by_contest",
    "open_shift_of",
    "people_inside",
    "proofs_of",
    "reconciliation",
    "shift_by_code",
    "standing_of",
    "turnout",
    "voted_contests",
]

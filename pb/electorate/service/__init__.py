"""What the electorate's stage does: opens elections, issues envelopes, makes codes, runs desks; casts nothing."""

from pb.electorate.service.codes import make_codes, open_code_visit, replace_class_codes, replace_code
from pb.electorate.service.desks import (
    Documents,
    Identified,
    close_shift,
    enter_booth,
    finish_booth,
    identify_voter,
    open_shift,
)
from pb.electorate.service.elections import BoxClerk, open_election, publish_roll
from pb.electorate.service.envelopes import admit, enter_roll, issue, sign_envelopes

__all__ = [
    "BoxClerk",
    "Documents",
    "Identified",
    "admit",
    "close_shift",
    "enter_booth",
    "enter_roll",
    "finish_booth",
    "identify_voter",
    "issue",
    "make_codes",
    "open_code_visit",
    "open_election",
    "open_shift",
    "publish_roll",
    "replace_class_codes",
    "replace_code",
    "sign_envelopes",
]

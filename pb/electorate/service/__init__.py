"""What the electorate's stage does: opens elections, issues envelopes, makes codes, runs desks; casts nothing."""

from pb.electorate.service.cases import Post, Told, answer_case, forget_told, open_case, open_case_at_desk, take_case
from pb.electorate.service.codes import make_codes, open_code_visit, replace_class_codes, replace_code
from pb.electorate.service.desks import (
    Documents,
    Identified,
    close_shift,
    enter_booth,
    finish_booth,
    identify_voter,
    open_shift,
    stretch_of_documents,
)
from pb.electorate.service.elections import BoxClerk, open_election, publish_roll, put_file
from pb.electorate.service.envelopes import admit, enter_roll, issue, sign_envelopes
from pb.electorate.service.findings import close_finding, note_night
from pb.electorate.service.handing import OnPaper, enter_on_paper, hand_on_paper
from pb.electorate.service.registers import (
    REGISTERS_CLOSED,
    forget_registers,
    keys_of_listed,
    load_register,
    readmit,
)
from pb.electorate.service.reissues import ask_reissue, decide_reissue

__all__ = [
    "REGISTERS_CLOSED",
    "BoxClerk",
    "Documents",
    "Identified",
    "OnPaper",
    "Post",
    "Told",
    "admit",
    "answer_case",
    "ask_reissue",
    "close_finding",
    "close_shift",
    "decide_reissue",
    "enter_booth",
    "enter_on_paper",
    "enter_roll",
    "finish_booth",
    "forget_registers",
    "forget_told",
    "hand_on_paper",
    "identify_voter",
    "issue",
    "keys_of_listed",
    "load_register",
    "make_codes",
    "note_night",
    "open_case",
    "open_case_at_desk",
    "open_code_visit",
    "open_election",
    "open_shift",
    "publish_roll",
    "put_file",
    "readmit",
    "replace_class_codes",
    "replace_code",
    "sign_envelopes",
    "stretch_of_documents",
    "take_case",
]

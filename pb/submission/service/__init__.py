"""Use cases of the author's desk, one file for each of its parts."""

from pb.submission.service.coauthors import answer_invitation, invite_coauthor, remove_coauthor
from pb.submission.service.desk import Dictated, Shown, enter_application, stretch_of_shown
from pb.submission.service.devices import open_link, use_link
from pb.submission.service.files import add_document, add_photo, describe_photo, remove_document, remove_photo
from pb.submission.service.merging import answer_merger, propose_merger, withdraw_merger
from pb.submission.service.parts import (
    EDITABLE,
    Idea,
    save_answers,
    save_body,
    save_estimate,
    save_idea,
)
from pb.submission.service.place import Place, save_place
from pb.submission.service.revision import answer_remarks, close_revision, open_revision
from pb.submission.service.road import (
    begin_draft,
    copy_project,
    discard_draft,
    move_draft,
    send_project,
    withdraw_project,
)
from pb.submission.service.support import (
    Entered,
    TypedList,
    enter_support_list,
    forget_supporters,
    remove_support_list,
    stretches_of,
    support_project,
    supporter_key,
    withdraw_support,
)
from pb.submission.service.waiting import begin_written, claim_waiting, keep_waiting

__all__ = [
    "EDITABLE",
    "Dictated",
    "Entered",
    "Idea",
    "Place",
    "Shown",
    "TypedList",
    "add_document",
    "add_photo",
    "answer_invitation",
    "answer_merger",
    "answer_remarks",
    "begin_draft",
    "begin_written",
    "claim_waiting",
    "close_revision",
    "copy_project",
    "describe_photo",
    "discard_draft",
    "enter_application",
    "enter_support_list",
    "forget_supporters",
    "invite_coauthor",
    "keep_waiting",
    "move_draft",
    "open_link",
    "open_revision",
    "propose_merger",
    "remove_coauthor",
    "remove_document",
    "remove_photo",
    "remove_support_list",
    "save_answers",
    "save_body",
    "save_estimate",
    "save_idea",
    "save_place",
    "send_project",
    "stretch_of_shown",
    "stretches_of",
    "support_project",
    "supporter_key",
    "use_link",
    "withdraw_merger",
    "withdraw_project",
    "withdraw_support",
]

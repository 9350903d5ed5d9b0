"""Use cases of review, one file for each of its parts; who may vote in the end is not decided here."""

from pb.review.service.analysis import check_completeness, save_dossier, sign_dossier
from pb.review.service.appeals import decide_appeal, file_appeal
from pb.review.service.lots import announce_list, draw_ballot
from pb.review.service.revisions import refuse_unanswered, remind_unanswered
from pb.review.service.sittings import cast_vote, close_item, open_sitting, propose_decision, publish_sitting

__all__ = [
    "announce_list",
    "cast_vote",
    "check_completeness",
    "close_item",
    "decide_appeal",
    "draw_ballot",
    "file_appeal",
    "open_sitting",
    "propose_decision",
    "publish_sitting",
    "refuse_unanswered",
    "remind_unanswered",
    "save_dossier",
    "sign_dossier",
]

"""What the paper's stage does: prints, hands out, types twice, settles, decides, publishes; it counts nothing."""

from pb.paper.service.classes import register_classes
from pb.paper.service.deciding import confirm_decision, propose_decision
from pb.paper.service.desk import close_account, hand_ballots
from pb.paper.service.offline import merge_list, open_list, person_keys
from pb.paper.service.printing import order_ballots
from pb.paper.service.publishing import publish_totals
from pb.paper.service.typing import settle_batch, type_batch

__all__ = [
    "close_account",
    "confirm_decision",
    "hand_ballots",
    "merge_list",
    "open_list",
    "order_ballots",
    "person_keys",
    "propose_decision",
    "publish_totals",
    "register_classes",
    "settle_batch",
    "type_batch",
]

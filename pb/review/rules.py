"""How projects are judged: checks, conclusions, votes of the commission, appeals, the lot; nothing is stored here."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pb.projects.rules import STOOD_FOR_VOTE, Move, Status


class CheckOutcome(StrEnum):
    """What the secretariat found."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"


class Conclusion(StrEnum):
    """What a department concludes."""

    CAN = "can"
    CAN_IF = "can_if"
    CANNOT = "cannot"


class Decision(StrEnum):
    """What the commission may decide."""

    ADMIT = "admit"
    RETURN = "return"
    REFUSE = "refuse"
    REFUSE_FINALLY = "refuse_finally"


class Vote(StrEnum):
    """How a member votes on a proposed decision."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class AppealOutcome(StrEnum):
    """How an appeal ends."""

    GRANTED = "granted"
    REJECTED = "rejected"


class Step(StrEnum):
    """The five steps of a project that its author sees, in their order."""

    RECEIVED = "received"
    CHECK = "check"
    DOSSIER = "dossier"
    DECISION = "decision"
    VOTE = "vote"


class StepState(StrEnum):
    """Where a step stands."""

    DONE = "done"
    NOW = "now"
    LATER = "later"
    STOPPED = "stopped"


class Refusal(StrEnum):
    """Why an act of review is refused."""

    DOSSIER_MISSING = "dossier_missing"
    DOSSIER_SIGNED = "dossier_signed"
    REASON_NEEDED = "reason_needed"
    ACT_NEEDED = "act_needed"
    CONDITION_NEEDED = "condition_needed"
    CONTRADICTION = "contradiction"
    OTHER_DEPARTMENT = "other_department"
    NO_QUORUM = "no_quorum"
    NOT_CARRIED = "not_carried"
    ITEM_DECIDED = "item_decided"
    ITEMS_OPEN = "items_open"
    ALREADY_PUBLISHED = "already_published"
    NOT_IN_REVIEW = "not_in_review"
    NOT_REFUSED = "not_refused"
    APPEAL_EXISTS = "appeal_exists"
    APPEAL_LATE = "appeal_late"
    DECIDED_BEFORE = "decided_before"
    LIST_NOT_ANNOUNCED = "list_not_announced"
    LOT_DRAWN = "lot_drawn"
    SEED_TOO_SHORT = "seed_too_short"
    NOTHING_ADMITTED = "nothing_admitted"
    NO_ROUND_LEFT = "no_round_left"


MOVES: dict[Decision, Move] = {
    Decision.ADMIT: Move.ADMIT,
    Decision.RETURN: Move.RETURN,
    Decision.REFUSE: Move.REFUSE,
    Decision.REFUSE_FINALLY: Move.REFUSE_FINALLY,
}
SHORTEST_SEED = 16


@dataclass(frozen=True, slots=True)
class Dossier:
    """A department's answers; None means not answered. Money in kopecks."""

    competent: bool | None
    on_public_land: bool | None
    feasible: bool | None
    lawful: bool | None
    conclusion: Conclusion | None
    reason: str
    legal_act: str
    conditions: str


def why_not_signable(dossier: Dossier) -> Refusal | None:
    """Why a dossier cannot be signed: a «no» needs reason and law, a condition its words, answers must agree."""
    answers = (dossier.competent, dossier.on_public_land, dossier.feasible, dossier.lawful)
    checks = {
        Refusal.REASON_NEEDED: dossier.conclusion is None or None in answers or not dossier.reason,
        Refusal.ACT_NEEDED: dossier.conclusion is Conclusion.CANNOT and not dossier.legal_act,
        Refusal.CONDITION_NEEDED: dossier.conclusion is Conclusion.CAN_IF and not dossier.conditions,
        Refusal.CONTRADICTION: (dossier.conclusion is Conclusion.CAN and False in answers)
        or (dossier.conclusion is Conclusion.CANNOT and all(answers)),
    }
    return next((refusal for refusal, holds in checks.items() if holds), None)


def why_not_carried(votes: Iterable[Vote], quorum: int) -> Refusal | None:
    """Why a proposed decision is not carried: fewer votes than the quorum, or no majority of those cast."""
    counts = Counter(votes)
    if counts.total() < quorum:
        return Refusal.NO_QUORUM
    return None if counts[Vote.FOR] * 2 > counts.total() else Refusal.NOT_CARRIED


def list_digest(codes: Sequence[str]) -> str:
    """SHA-256 (hex) of the sorted project codes, one a line: published before the seed is known."""
    return hashlib.sha256("\n".join(sorted(codes)).encode()).hexdigest()


def ballot_order(codes: Sequence[str], seed: str) -> list[str]:
    """The order that the lot gives: by SHA-256 of seed, a colon and code. Anyone can redo it with a calculator."""
    return sorted(codes, key=lambda code: (hashlib.sha256(f"{seed}:{code}".encode()).hexdigest(), code))


# The step at which a project stands, by its status; the dossier's signature parts the two steps of review.
_STANDS = {
    Status.SUBMITTED: Step.CHECK,
    Status.INCOMPLETE: Step.CHECK,
    Status.RETURNED: Step.DECISION,
    Status.REFUSED: Step.DECISION,
    Status.REFUSED_FINALLY: Step.DECISION,
    Status.ADMITTED: Step.VOTE,
    Status.ON_BALLOT: Step.VOTE,
}
_STOPPED = frozenset({Status.REFUSED, Status.REFUSED_FINALLY, Status.WITHDRAWN, Status.REMOVED, Status.MERGED})
_ENDS = {
    Step.RECEIVED: {Move.SUBMIT},
    Step.CHECK: {Move.ACCEPT_COMPLETE},
    Step.DECISION: {Move.ADMIT, Move.GRANT_APPEAL},
    Step.VOTE: {Move.WIN, Move.TAKE_PART},
}


@dataclass(frozen=True, slots=True)
class RoadStep:
    """One of the five steps: how it stands and when it ended."""

    step: Step
    state: StepState
    ended_at: datetime | None


def five_steps(status: Status, moves: Sequence[tuple[Move, datetime]], signed_at: datetime | None) -> list[RoadStep]:
    """Where a sent project stands among the five steps; `moves` are those it has made, oldest first."""
    ended = {step: max((at for move, at in moves if move in ends), default=None) for step, ends in _ENDS.items()}
    ended[Step.DOSSIER] = signed_at
    order = list(Step)
    here = _here(status, signed_at, [step for step in order if ended[step] is None])
    place = len(order) if here is None else order.index(here)
    found = []
    for number, step in enumerate(order):
        if number < place:
            found.append(RoadStep(step, StepState.DONE, ended[step]))
        elif number == place:
            found.append(RoadStep(step, StepState.STOPPED if status in _STOPPED else StepState.NOW, None))
        else:
            found.append(RoadStep(step, StepState.LATER, None))
    return found


def _here(status: Status, signed_at: datetime | None, unfinished: list[Step]) -> Step | None:
    """The step a project stands at, None when all are behind it."""
    if status is Status.IN_REVIEW:
        return Step.DECISION if signed_at else Step.DOSSIER
    if status in {Status.WITHDRAWN, Status.REMOVED, Status.MERGED}:
        return unfinished[0] if unfinished else Step.VOTE
    return None if status in STOOD_FOR_VOTE - {Status.ON_BALLOT} else _STANDS.get(status, Step.RECEIVED)

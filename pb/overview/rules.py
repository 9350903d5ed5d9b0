"""Which cycle a page is about, what it invites to do and what waits for staff; no data of a cycle here."""

from enum import StrEnum

from pb.cycles.rules import Phase
from pb.values.permission import Permission


class Invitation(StrEnum):
    """The one act a front page invites to, by phase."""

    READ_RULES = "read_rules"
    SUBMIT = "submit"
    FOLLOW_REVIEW = "follow_review"
    SEE_BALLOT = "see_ballot"
    VOTE = "vote"
    SEE_RESULTS = "see_results"
    SEE_WORKS = "see_works"


class Duty(StrEnum):
    """Work that waits for a member of staff; each leads to the page where it is done."""

    CHECK = "check"
    DOSSIERS = "dossiers"
    LATE_DOSSIERS = "late_dossiers"
    AGENDA = "agenda"
    VOTES = "votes"
    APPEALS = "appeals"
    QUESTIONS = "questions"
    MODERATION = "moderation"


DUTIES: dict[Duty, tuple[Permission, str]] = {
    Duty.CHECK: (Permission.CHECK_COMPLETENESS, "review.completeness"),
    Duty.LATE_DOSSIERS: (Permission.FILL_DOSSIER, "review.dossiers"),
    Duty.DOSSIERS: (Permission.FILL_DOSSIER, "review.dossiers"),
    Duty.AGENDA: (Permission.RUN_SITTING, "review.sittings"),
    Duty.VOTES: (Permission.VOTE_IN_SITTING, "review.votes"),
    Duty.APPEALS: (Permission.RUN_SITTING, "review.appeals"),
    Duty.QUESTIONS: (Permission.FILL_DOSSIER, "talk.questions"),
    Duty.MODERATION: (Permission.MODERATE, "talk.queue"),
}
INVITATIONS: dict[Phase, Invitation] = {
    Phase.DRAFT: Invitation.READ_RULES,
    Phase.ANNOUNCED: Invitation.READ_RULES,
    Phase.SUBMISSION: Invitation.SUBMIT,
    Phase.REVIEW: Invitation.FOLLOW_REVIEW,
    Phase.APPEALS: Invitation.FOLLOW_REVIEW,
    Phase.BALLOT: Invitation.SEE_BALLOT,
    Phase.VOTING: Invitation.VOTE,
    Phase.GRACE: Invitation.VOTE,
    Phase.TALLY: Invitation.SEE_BALLOT,
    Phase.IMPLEMENTATION: Invitation.SEE_RESULTS,
    Phase.ARCHIVE: Invitation.SEE_WORKS,
}
# What matters most to a visitor comes first: a running vote, then open submission, then the rest.
URGENCY = (
    Phase.VOTING,
    Phase.GRACE,
    Phase.SUBMISSION,
    Phase.BALLOT,
    Phase.TALLY,
    Phase.APPEALS,
    Phase.REVIEW,
    Phase.ANNOUNCED,
    Phase.IMPLEMENTATION,
    Phase.ARCHIVE,
    Phase.DRAFT,
)


class StepState(StrEnum):
    """Where a moment of the calendar lies."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


def most_urgent(phases: list[Phase]) -> int | None:
    """Index of the phase a visitor should see first; None when there is none."""
    if not phases:
        return None
    return min(range(len(phases)), key=lambda index: URGENCY.index(phases[index]))

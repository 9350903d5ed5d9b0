"""Roles of staff and what each may do; who holds a role is in `pb.accounts`."""

from enum import StrEnum


class Permission(StrEnum):
    """One act, or one group of acts that are always granted together."""

    SEE_DASHBOARD = "see_dashboard"
    MANAGE_CYCLES = "manage_cycles"
    CHECK_COMPLETENESS = "check_completeness"
    FILL_DOSSIER = "fill_dossier"
    VOTE_IN_SITTING = "vote_in_sitting"
    RUN_SITTING = "run_sitting"
    MODERATE = "moderate"
    RUN_DESK = "run_desk"
    RUN_TALLY = "run_tally"
    GUARD_VOTERS = "guard_voters"
    ENTER_DECISION = "enter_decision"
    PUBLISH_RESULTS = "publish_results"
    ISSUE_CERTIFICATES = "issue_certificates"
    POST_PROGRESS = "post_progress"
    RUN_SCHOOL = "run_school"
    WRITE_NEWS = "write_news"
    READ_AUDIT = "read_audit"
    WATCH_VOTE = "watch_vote"
    MANAGE_ACCOUNTS = "manage_accounts"


class Role(StrEnum):
    """Who a member of staff is to the programme (domain: «Who»)."""

    OPERATOR = "operator"
    EXPERT = "expert"
    COMMISSION_MEMBER = "commission_member"
    SECRETARY = "secretary"
    IMPLEMENTER = "implementer"
    SCHOOL_COORDINATOR = "school_coordinator"
    OMBUDSMAN = "ombudsman"
    MANAGER = "manager"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


P = Permission
GRANTED: dict[Role, frozenset[Permission]] = {
    Role.OPERATOR: frozenset({P.SEE_DASHBOARD, P.RUN_DESK}),
    Role.EXPERT: frozenset({P.SEE_DASHBOARD, P.FILL_DOSSIER}),
    Role.COMMISSION_MEMBER: frozenset({P.SEE_DASHBOARD, P.VOTE_IN_SITTING, P.WATCH_VOTE}),
    # Counting takes two people: the secretary is the second beside the manager.
    Role.SECRETARY: frozenset({P.SEE_DASHBOARD, P.CHECK_COMPLETENESS, P.RUN_SITTING, P.MODERATE, P.RUN_TALLY}),
    Role.IMPLEMENTER: frozenset({P.SEE_DASHBOARD, P.POST_PROGRESS}),
    Role.SCHOOL_COORDINATOR: frozenset({P.SEE_DASHBOARD, P.RUN_SCHOOL}),
    # A second envelope takes two people: the operator who saw the document, and somebody outside the programme.
    Role.OMBUDSMAN: frozenset({P.SEE_DASHBOARD, P.GUARD_VOTERS, P.WATCH_VOTE}),
    Role.MANAGER: frozenset(
        {
            P.SEE_DASHBOARD,
            P.MANAGE_CYCLES,
            P.MODERATE,
            P.RUN_TALLY,
            P.ENTER_DECISION,
            P.PUBLISH_RESULTS,
            P.ISSUE_CERTIFICATES,
            P.WRITE_NEWS,
        }
    ),
    Role.AUDITOR: frozenset({P.SEE_DASHBOARD, P.READ_AUDIT, P.WATCH_VOTE}),
    Role.ADMINISTRATOR: frozenset({P.SEE_DASHBOARD, P.MANAGE_ACCOUNTS, P.READ_AUDIT}),
}
# The auditor changes nothing and may only note what a striking figure turned out to be; nobody, in any role, may alter
# or delete a ballot: no permission for it exists.


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Everything the holder of `roles` may do."""
    return frozenset().union(*(GRANTED[role] for role in roles)) if roles else frozenset()

"""What the booth's pages show: the ballot, the picks, the person; the rules of picking are in `rules`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.ballots.manifest import Manifest
from pb.ballots.terms import ContestTerms
from pb.booth import drafts
from pb.booth.rules import Count, Picked, count_of, known_picks, whole_count
from pb.cycles.models import Contest, Cycle
from pb.cycles.queries import announced_cycles, cycle_by_code, groups_of
from pb.cycles.rules import CycleKind, Group, Phase
from pb.electorate.queries import election_of, frozen_manifest
from pb.projects.models import Project
from pb.projects.queries import for_cards
from pb.projects.rules import STOOD_FOR_VOTE

OPEN = (Phase.VOTING, Phase.GRACE)


@dataclass(frozen=True, slots=True)
class Ballot:
    """The frozen ballot of a cycle with somebody's picks; `voted` are contests where the vote is already cast.

    `groups` are those of the cycle as this person has used them.
    """

    cycle: Cycle
    phase: Phase
    manifest: Manifest
    contests: list[Contest]
    picks: Mapping[str, Picked]
    voted: frozenset[str]
    groups: list[Group]

    def terms(self, contest: str) -> ContestTerms:
        """The frozen terms of a contest of this ballot."""
        found = self.manifest.contest(contest)
        if found is None:
            raise LookupError(contest)
        return found.terms

    def picked(self, contest: str) -> Picked:
        return self.picks.get(contest, {})

    def count(self, contest: str) -> Count:
        return count_of(self.terms(contest), self.picked(contest))

    @property
    def whole(self) -> Count:
        """What is picked and may be picked in the contests that are left."""
        return whole_count([self.terms(contest.code) for contest in self.left], self.picks, self.groups)

    @property
    def left(self) -> list[Contest]:
        """Contests in which the person may vote yet."""
        closed = self.voted.union(*(group.closed for group in self.groups))
        return [contest for contest in self.contests if contest.code not in closed]

    @property
    def votes_left(self) -> int:
        """In how many contests the person may vote yet: of a group not in all that are open."""
        codes = {contest.code for contest in self.left}
        grouped = [group.contests & codes for group in self.groups]
        free = len(codes) - sum(map(len, grouped))
        return free + sum(min(group.left, len(open_)) for group, open_ in zip(self.groups, grouped, strict=True))


def cycle_to_vote_in(session: Session, now: datetime, code: str = "") -> Cycle | None:
    """The cycle of `code`, else the city's that is open, or the next or last one to be voted on; contests loaded."""
    if code:
        cycle = cycle_by_code(session, code)
        return cycle if cycle.phase(now) is not Phase.DRAFT else None
    cycles = announced_cycles(session, now)
    city = [cycle for cycle in cycles if cycle.kind is CycleKind.CITY] or cycles
    running = [cycle for cycle in city if cycle.phase(now) in OPEN]
    coming = sorted((one for one in city if one.voting_opens_at > now), key=lambda one: one.voting_opens_at)
    return next(iter([*running, *coming, *city]), None)


def ballot_of(
    session: Session,
    cycle: Cycle,
    draft: str,
    now: datetime,
    voted: Iterable[str] = (),
    groups: list[Group] | None = None,
) -> Ballot | None:
    """The cycle's ballot with the draft's picks; None while the election is not opened.

    `groups`: as the person has used them; without a person nobody has.
    """
    election = election_of(session, cycle.id)
    if election is None:
        return None
    manifest = frozen_manifest(election)
    stored = drafts.load(session, draft).get(cycle.code, {})
    return Ballot(
        cycle=cycle,
        phase=cycle.phase(now),
        manifest=manifest,
        contests=[contest for contest in cycle.contests if manifest.contest(contest.code)],
        picks=picks_in(manifest, stored),
        voted=frozenset(voted),
        groups=groups_of(cycle) if groups is None else groups,
    )


def picks_in(manifest: Manifest, stored: Mapping[str, list[tuple[str, int]]]) -> dict[str, Picked]:
    """The picks of a draft, for every contest of the ballot."""
    return {one.terms.code: known_picks(one.terms, stored.get(one.terms.code, [])) for one in manifest.contests}


def projects_on_ballot(session: Session, contest: Contest) -> list[Project]:
    """The contest's projects in the order of the lot, loaded for cards."""
    query = select(Project).where(Project.contest_id == contest.id, Project.status.in_(STOOD_FOR_VOTE))
    return list(session.scalars(for_cards(query.order_by(Project.ballot_position))))


def picked_projects(session: Session, ballot: Ballot) -> dict[str, Project]:
    """The picked projects by code, loaded for cards."""
    codes = [code for picked in ballot.picks.values() for code in picked]
    if not codes:
        return {}
    return {one.code: one for one in session.scalars(for_cards(select(Project).where(Project.code.in_(codes))))}

"""The same contest for pabutools, which was written by others: what it elects is what we should elect."""

import pytest

from pb.tally.rules.contest import Contest, Repeats, VoteType
from pb.tally.rules.equal_shares import Completion, Utility
from pb.tally.rules.standing import tie_order, votes

pytest.importorskip("pabutools", reason="pabutools is not installed: make .venv/.developing")

from pabutools.election import (
    Additive_Cardinal_Sat,
    ApprovalBallot,
    ApprovalProfile,
    Cardinality_Sat,
    Cost_Sat,
    CumulativeBallot,
    CumulativeProfile,
    Instance,
    Project,
)
from pabutools.rules import (
    completion_by_rule_combination,
    greedy_utilitarian_welfare,
    method_of_equal_shares,
    sequential_phragmen,
)
from pabutools.tiebreaking import TieBreakingRule

SATISFACTION = {
    Utility.COST: Cost_Sat,
    Utility.CARDINALITY: Cardinality_Sat,
    Utility.POINTS: Additive_Cardinal_Sat,
}


class Oracle:
    """One contest without withdrawn projects, in pabutools' own types."""

    def __init__(self, contest: Contest) -> None:
        self._projects = {row.id: Project(row.id, row.cost) for row in contest.projects}
        self._instance = Instance(self._projects.values(), budget_limit=contest.purse)
        self._profile = self._ballots(contest)
        count, place = votes(contest, Repeats.ONCE), tie_order(contest, None)
        self._row = TieBreakingRule(lambda _i, _p, project: place[project.name])
        self._dear = TieBreakingRule(lambda _i, _p, row: (row.cost, -count[row.name], place[row.name]))

    def _ballots(self, contest: Contest):
        by_points = contest.form is VoteType.CUMULATIVE
        profile = CumulativeProfile() if by_points else ApprovalProfile()
        for ballot in contest.ballots:
            chosen = [self._projects[choice] for choice in ballot.choices]
            for _ in range(ballot.count):
                profile.append(
                    CumulativeBallot(dict(zip(chosen, ballot.points, strict=True)))
                    if by_points
                    else ApprovalBallot(chosen)
                )
        return profile

    def greedy(self, *, per_cost: bool = False) -> list[str]:
        """Greedy with skip; pabutools orders by satisfaction per cost, so cost satisfaction is greedy by votes."""
        sat = Cardinality_Sat if per_cost else Cost_Sat
        return names(greedy_utilitarian_welfare(self._instance, self._profile, sat_class=sat, tie_breaking=self._row))

    def equal_shares(self, utility: Utility, completion: Completion) -> list[str]:
        given = {"sat_class": SATISFACTION[utility], "tie_breaking": self._dear}
        if completion in {Completion.ADD1, Completion.ADD1U}:
            given["voter_budget_increment"] = 1
        if completion not in {Completion.UTILITARIAN, Completion.ADD1U}:
            return names(method_of_equal_shares(self._instance, self._profile, **given))
        by_votes = {"sat_class": Cost_Sat, "tie_breaking": self._row}
        rules = [method_of_equal_shares, greedy_utilitarian_welfare]
        return names(completion_by_rule_combination(self._instance, self._profile, rules, [given, by_votes]))

    def phragmen(self) -> list[str]:
        return names(sequential_phragmen(self._instance, self._profile, tie_breaking=self._row))


def names(elected) -> list[str]:
    return sorted(project.name for project in elected)

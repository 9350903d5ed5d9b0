"""Greedy by votes per unit of money: who gives most votes for the cost is taken first.

Source: M. Los, Z. Christoff, D. Grossi, «Proportional Budget Allocations: Towards a Systematization» (IJCAI
2022), and the surveys that call it greedy with cardinality satisfaction. It favours cheap projects and is not
proportional. Its switches are those of `greedy`.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from pb.tally.rules.amounts import Amount, exact
from pb.tally.rules.contest import Contest, Lot, Outcome, Project, Rule
from pb.tally.rules.greedy import GreedySettings, Unaffordable, taken_in_order


@dataclass(frozen=True, slots=True, kw_only=True)
class VotesPerCostSettings(GreedySettings):
    """Skips what does not fit unless told to stop: the literature knows no other."""

    unaffordable: Unaffordable = field(
        default=Unaffordable.SKIP, metadata=GreedySettings.__dataclass_fields__["unaffordable"].metadata
    )


def count(contest: Contest, settings: VotesPerCostSettings, lot: Lot | None = None) -> Outcome:
    """Winners by falling score / cost. Raises MalformedError if settings name strangers."""
    return taken_in_order(contest, settings, lot, _per_cost)


def _per_cost(project: Project, score: Amount) -> Amount:
    return exact(Fraction(score) / project.cost)


RULE = Rule("votes-per-cost", VotesPerCostSettings, count, monotone=True)

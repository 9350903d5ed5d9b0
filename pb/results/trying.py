"""The same ballots under another rule, purse or threshold: who would have won, and how well people would be served.

Pure. EJR+ up to one project: M. Brill, J. Peters, «Robust and Verifiable Proportionality Axioms for Multiwinner
Voting» (EC 2023), with cost as utility: no project is left out with k supporters whose equal shares together reach its
cost and, besides, the winners that any of the k already has. Equal shares by cost always pass it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from pb.tally.counting import to_kopecks
from pb.tally.rules.contest import Contest


@dataclass(frozen=True, slots=True)
class Served:
    """How well a set of winners serves the voters; money in kopecks.

    `with_winner`: voters who chose at least one winner. `by_place`: money of the winners by district. `violators`:
    projects left out although EJR+ up to one demands them or another one; None where ballots carry points.
    """

    winners: list[str]
    spent: int
    voters: int
    with_winner: int
    by_place: dict[str, int] = field(default_factory=dict)
    violators: list[str] | None = None

    @property
    def without_winner(self) -> int:
        return self.voters - self.with_winner


def served(contest: Contest, winners: Sequence[str], places: Mapping[str, str]) -> Served:
    """Measures of `winners` on the ballots of `contest`; `places`: names of districts by project."""
    won = set(winners)
    costs = {project.id: project.cost for project in contest.projects}
    by_place: dict[str, int] = {}
    for name in winners:
        place = places.get(name, "")
        by_place[place] = by_place.get(place, 0) + to_kopecks(costs[name])
    return Served(
        winners=list(winners),
        spent=to_kopecks(sum(costs[name] for name in winners)),
        voters=contest.voters,
        with_winner=sum(ballot.count for ballot in contest.ballots if won.intersection(ballot.choices)),
        by_place=dict(sorted(by_place.items(), key=lambda pair: (-pair[1], pair[0]))),
        violators=None if contest.form.carries_points else violators(contest, winners),
    )


def violators(contest: Contest, winners: Sequence[str]) -> list[str]:
    """Projects left out whose supporters, in some number, deserve them by EJR+ up to one project."""
    won, costs = set(winners), {project.id: project.cost for project in contest.projects}
    supporters: dict[str, list[tuple[Fraction, int]]] = {}
    for ballot in contest.ballots:
        chosen = set(ballot.choices)
        has = Fraction(sum(costs[name] for name in chosen & won))
        for name in chosen - won:
            supporters.setdefault(name, []).append((has, ballot.count))
    share = Fraction(contest.purse) / max(contest.voters, 1)
    open_to = [project for project in contest.projects if project.id in supporters and not project.withdrawn]
    return [project.id for project in open_to if _deserved(supporters[project.id], project.cost, share)]


def _deserved(supporters: list[tuple[Fraction, int]], cost: int | Fraction, share: Fraction) -> bool:
    """Are there k supporters, each with winners worth at most x, whose shares reach x and the cost?"""
    people = 0
    for has, count in sorted(supporters):
        people += count
        if has + cost <= people * share:
            return True
    return False

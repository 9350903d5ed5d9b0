"""A proof of an equal-shares result that anyone can check in one pass: who paid what for which winner.

Source: priceability, D. Peters, P. Skowron, «Proportionality and the Limits of Welfarism» (EC 2020). What a
completion adds is bought by nobody, so it is not part of the proof.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pb.tally.rules.amounts import Amount
from pb.tally.rules.contest import Ballot, Contest, Outcome
from pb.tally.rules.equal_shares import EqualSharesSettings, multiples
from pb.tally.rules.standing import eligible_projects, rivals


@dataclass(frozen=True, slots=True)
class Payments:
    """What each of `ballot.count` voters paid to which winner."""

    ballot: Ballot
    paid: Mapping[str, Amount]


def payments(contest: Contest, settings: EqualSharesSettings, outcome: Outcome) -> Iterator[Payments]:
    """The proof, made from the prices in the steps: each supporter paid the price, or all that was left."""
    prices = {step.project: step.price for step in outcome.steps if step.price is not None}
    for ballot in contest.ballots:
        wants = multiples(ballot, settings)
        money = outcome.share or 0
        paid: dict[str, Amount] = {}
        for project, price in prices.items():
            if project in wants and money > 0:
                paid[project] = min(money, price * wants[project])
                money -= paid[project]
        yield Payments(ballot, paid)


def why_not_proven(
    contest: Contest, settings: EqualSharesSettings, outcome: Outcome, proof: Iterable[Payments]
) -> str | None:
    """The first flaw of a proof, or None. It trusts neither the prices nor the order of purchases.

    Checked: the ballots are the contest's; nobody pays more than the share, nor for a project not on the own
    ballot; every bought winner is paid its cost; no loser that may win could be paid by what its supporters
    kept.
    """
    share = outcome.share or 0
    received: dict[str, Amount] = {}
    kept: dict[str, Amount] = {}
    ballots = []
    for row in proof:
        left = share - sum(row.paid.values())
        wants = multiples(row.ballot, settings)
        if left < 0 or min(row.paid.values(), default=0) < 0:
            return "a voter pays more than the share"
        if not wants.keys() >= row.paid.keys():
            return "a voter pays for a project not chosen"
        for project, paid in row.paid.items():
            received[project] = received.get(project, 0) + paid * row.ballot.count
        for project in wants:
            kept[project] = kept.get(project, 0) + left * row.ballot.count
        ballots.append(row.ballot)
    if tuple(ballots) != contest.ballots:
        return "the ballots are not those of the contest"
    return _unpaid(contest, outcome, received) or _affordable(contest, settings, received, kept)


def _unpaid(contest: Contest, outcome: Outcome, received: Mapping[str, Amount]) -> str | None:
    bought = {step.project for step in outcome.steps if step.price is not None}
    if received.keys() != bought:
        return "money went to projects that were not bought, or none to one that was"
    for project in contest.projects:
        if project.id in bought and received[project.id] != project.cost:
            return f"project {project.id} received something else than its cost"
    return None


def _affordable(
    contest: Contest, settings: EqualSharesSettings, bought: Mapping[str, Amount], kept: Mapping[str, Amount]
) -> str | None:
    for project in eligible_projects(contest, settings):
        open_still = project.id not in bought and not rivals(project.id, settings) & bought.keys()
        if open_still and kept.get(project.id, 0) >= project.cost:
            return f"the supporters of project {project.id} could still have paid for it"
    return None

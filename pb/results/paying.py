"""Who paid how much for which project, in groups, where a count let voters pay (equal shares).

Made from the prices in the recorded outcome; nothing is counted anew. Amounts leave here in kopecks, rounded down.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from pb.results.record import Paying
from pb.tally.certificate import payments
from pb.tally.counting import Prepared, to_kopecks
from pb.tally.rules.amounts import Amount, exact
from pb.tally.rules.contest import Decision, Outcome, Reason, Step
from pb.tally.rules.equal_shares import EqualSharesSettings, multiples

MOST_ELSEWHERE = 3


def outcome_of(recorded: Mapping[str, Any]) -> Outcome:
    """The outcome from its recorded JSON, as far as payments need it."""
    steps = tuple(
        Step(
            project=step["project"],
            score=_amount(step["score"]),
            cost=_amount(step["cost"]),
            before=_amount(step["before"]),
            after=_amount(step["after"]),
            decision=Decision(step["decision"]),
            reason=Reason(step["reason"]),
            price=None if step["price"] is None else _amount(step["price"]),
        )
        for step in recorded["steps"]
    )
    share = None if recorded["share"] is None else _amount(recorded["share"])
    return Outcome(
        winners=tuple(recorded["winners"]),
        steps=steps,
        cost=_amount(recorded["cost"]),
        left=_amount(recorded["left"]),
        share=share,
    )


def _amount(written: int | str) -> Amount:
    return exact(Fraction(written))


@dataclass(slots=True)
class _Sums:
    """What supporters of one project paid for it, kept, and paid for others; people counted by what they could."""

    supporters: int = 0
    full: int = 0
    part: int = 0
    nothing: int = 0
    full_sum: Amount = 0
    part_sum: Amount = 0
    kept: Amount = 0
    elsewhere: dict[str, Amount] = field(default_factory=dict)

    def add(self, heads: int, paid: Mapping[str, Amount], project: str, whole: Amount | None, left: Amount) -> None:
        self.supporters += heads
        given = paid.get(project, 0)
        self.kept += left * heads
        if given and whole is not None and given >= whole:
            self.full += heads
            self.full_sum += given * heads
        elif given:
            self.part += heads
            self.part_sum += given * heads
        else:
            self.nothing += heads
        for other, amount in paid.items():
            if other != project:
                self.elsewhere[other] = self.elsewhere.get(other, 0) + amount * heads


def paid_for(prepared: Prepared, outcome: Outcome, numbers: Mapping[str, int]) -> dict[str, Paying]:
    """By public code; empty where the rule lets nobody pay. `numbers`: public numbers by code."""
    settings = prepared.settings
    if not isinstance(settings, EqualSharesSettings) or outcome.share is None:
        return {}
    prices = {step.project: step.price for step in outcome.steps}
    sums = {project.id: _Sums() for project in prepared.contest.projects}
    for row in payments(prepared.contest, settings, outcome):
        left = outcome.share - sum(row.paid.values())
        for project, multiple in multiples(row.ballot, settings).items():
            price = prices[project]
            whole = None if price is None else price * multiple
            sums[project].add(row.ballot.count, row.paid, project, whole, left)
    return {code: _told(found, prices[code], numbers) for code, found in sums.items()}


def _told(found: _Sums, price: Amount | None, numbers: Mapping[str, int]) -> Paying:
    top = sorted(found.elsewhere.items(), key=lambda pair: (-pair[1], numbers[pair[0]]))[:MOST_ELSEWHERE]
    return Paying(
        supporters=found.supporters,
        price=None if price is None else to_kopecks(price),
        full=found.full,
        full_sum=to_kopecks(found.full_sum),
        part=found.part,
        part_sum=to_kopecks(found.part_sum),
        nothing=found.nothing,
        kept=to_kopecks(found.kept),
        elsewhere=[[numbers[code], to_kopecks(amount)] for code, amount in top if amount],
    )

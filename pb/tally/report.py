"""How a recount is told on a terminal: one JSON object or a readable table.

English only: this is for those who check, the site's own pages are elsewhere.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pb.tally.digest import plain
from pb.tally.lacking import Lack
from pb.tally.pabulib import Election
from pb.tally.rules.amounts import Amount, write_amount
from pb.tally.rules.contest import Decision, Outcome, Reason, Rule, Settings, Step, TieBreak

REASONS = {
    Reason.FITS: "fits the money left",
    Reason.TAIL: "does not fit, but the money left covers the agreed part; the reserve pays the rest",
    Reason.SUPPORTERS_PAY: "its supporters pay for it",
    Reason.COMPLETION: "added by the completion",
    Reason.DOES_NOT_FIT: "costs more than the money left",
    Reason.LIST_ENDED: "the list ended before it",
    Reason.SUPPORTERS_CANNOT_PAY: "its supporters have too little money left",
    Reason.BELOW_THRESHOLD: "below the threshold",
    Reason.EXCLUDED: "excluded",
    Reason.WITHDRAWN: "withdrawn",
    Reason.LOST_CONFLICT: "cannot win together with {others}",
    Reason.LOST_TIE: "lost a tie to {others}",
    Reason.ADDRESS_RESTS: "another project at its address was funded a short while ago",
    Reason.CAP_REACHED: "what its theme may have was already spent on {others}",
    Reason.ENOUGH_WINNERS: "as many have won as the rules allow",
}

_NAME = 40
"""How much of a project's name a line has room for."""


@dataclass(frozen=True, slots=True)
class Report:
    """A recount and, where one project was asked about, its step and what it lacked."""

    election: Election
    rule: Rule
    settings: Settings
    outcome: Outcome
    digest: str
    asked: Step | None = None
    lack: Lack | None = None


def as_json(report: Report) -> str:
    """Keys winners, cost, left, digest, steps, ties (decisive ones); explain if asked. Part amounts are text."""
    outcome = report.outcome
    found: dict[str, object] = {
        "winners": list(outcome.winners),
        "cost": _number(outcome.cost),
        "left": _number(outcome.left),
        "digest": report.digest,
        "steps": [plain(step) for step in outcome.steps],
        "ties": [plain(tie) for tie in outcome.ties if tie.decisive],
    }
    if report.asked:
        found["explain"] = {"step": plain(report.asked), "lack": plain(report.lack)}
    return json.dumps(found, ensure_ascii=False, indent=2)


def _number(amount: Amount) -> int | str:
    return amount if isinstance(amount, int) else write_amount(amount)


def as_table(report: Report) -> str:
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    outcome, contest = report.outcome, report.election.contest
    yield f"{report.election.meta.get('description', '')}".strip() or "Election"
    yield (
        f"{len(contest.projects)} projects, {contest.voters} ballots ({contest.form.value}), "
        f"purse {write_amount(contest.purse)}; rule {report.rule.name}"
    )
    yield ""
    yield from _table(outcome.steps, report.election.rows)
    yield ""
    cost, left = write_amount(outcome.cost), write_amount(outcome.left)
    yield f"winners {len(outcome.winners)}, cost {cost}, left {left}"
    if outcome.from_reserve:
        yield f"from the reserve {write_amount(outcome.from_reserve)}"
    for tie in outcome.ties:
        if tie.decisive:
            order = "the lot" if tie.by is TieBreak.LOT else "the row order of the file, for want of a lot"
            yield f"a tie at {write_amount(tie.score)} decided who won: {', '.join(tie.projects)}; by {order}"
    if outcome.share is not None:
        yield f"each voter could spend about {float(outcome.share):.2f}"
    yield f"digest {report.digest}"
    if report.asked:
        yield ""
        yield from _explanation(report.asked, report.lack)


_HEAD = ("rank", "project", "score", "cost", "before", "", "name", "why")
_RIGHT = {"rank", "score", "cost", "before"}


def _table(steps: tuple[Step, ...], rows: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    lines = [_HEAD, *(_cells(step, rows[step.project].get("name", "")) for step in steps)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = zip(_HEAD, line, widths, strict=True)
        yield "  ".join(
            cell.rjust(width) if head in _RIGHT else cell.ljust(width) for head, cell, width in cells
        ).rstrip()


def _cells(step: Step, name: str) -> tuple[str, ...]:
    score, cost, before = map(write_amount, (step.score, step.cost, step.before))
    mark = "WON" if step.decision is Decision.FUNDED else ""
    short = name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
    return (str(step.rank), step.project, score, cost, before, mark, short, _why(step))


def _why(step: Step) -> str:
    text = REASONS[step.reason].format(others=", ".join(step.others))
    return text if step.price is None else f"{text}, about {float(step.price):.2f} each"


def _explanation(step: Step, lack: Lack | None) -> Iterator[str]:
    won = "won" if step.decision is Decision.FUNDED else "lost"
    yield f"{step.project} {won}: {_why(step)}"
    if lack is None:
        return
    hedge = "" if lack.certain else "; a smaller change may do, this rule is not monotone"
    if lack.votes is None:
        yield "no number of further votes would have made it win"
    else:
        yield f"with {lack.votes} more votes it wins, with {lack.votes - 1} it does not{hedge}"
    if lack.cost is None:
        yield "no lower cost would have made it win"
    else:
        yield f"at a cost of {lack.cost} it wins, at {lack.cost + 1} it does not{hedge}"

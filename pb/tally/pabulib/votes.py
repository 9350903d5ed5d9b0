"""The VOTES section: identical lines are counted first and understood once.

Limits of a ballot's length or sum are the city's business and not checked here.
"""

from collections import Counter
from collections.abc import Sequence

from pb.tally.pabulib.lines import Lines
from pb.tally.rules.amounts import Amount, parse_amount
from pb.tally.rules.contest import Ballot, VoteType


def read_votes(lines: Lines, projects: Sequence[str], form: VoteType, default: Amount) -> list[Ballot]:
    """The ballots, identical texts merged; `default` is what a scoring ballot gives to whom it leaves out."""
    header = lines.header("voter_id", "vote")
    at = header.index("points") if form.carries_points and "points" in header else None
    if at is None and form in (VoteType.CUMULATIVE, VoteType.SCORING):
        raise lines.fail(f"{form.value} ballots need the column points")
    known = frozenset(projects)
    voters: set[str] = set()
    counts: Counter[tuple[str, str]] = Counter()
    ballots: dict[tuple[str, str], Ballot] = {}
    for row in lines.rows:
        lines.check_width(row, header)
        if not row[0] or row[0] in voters:
            raise lines.fail(f"voter {row[0]} is listed twice" if row[0] else "the line has no voter_id")
        voters.add(row[0])
        text = (row[1], "" if at is None else row[at])
        if text not in ballots:
            ballots[text] = _ballot(lines, *text, form=form, has_points=at is not None)
            _check_known(lines, ballots[text], known)
        counts[text] += 1
    return [_with_default(ballots[text], projects, form, default, counts[text]) for text in ballots]


def _ballot(lines: Lines, vote: str, points: str, *, form: VoteType, has_points: bool) -> Ballot:
    choices = tuple(vote.split(",")) if vote else ()
    if form is VoteType.CHOOSE_1 and len(choices) > 1:
        raise lines.fail(f"a choose-1 ballot names {len(choices)} projects")
    if not form.carries_points:
        return Ballot(choices)
    if not has_points:
        return Ballot(choices, tuple(range(len(choices), 0, -1)))
    return Ballot(choices, _points(lines, points, len(choices), form))


def _points(lines: Lines, text: str, expected: int, form: VoteType) -> tuple[Amount, ...]:
    try:
        points = tuple(parse_amount(part) for part in text.split(",")) if text else ()
    except ValueError as error:
        raise lines.fail(f"wrong points: {error}") from error
    if len(points) != expected:
        raise lines.fail(f"the ballot names {expected} projects and gives {len(points)} points")
    if form is not VoteType.SCORING and any(given < 0 for given in points):
        raise lines.fail("points of this vote_type cannot be below zero")
    return points


def _check_known(lines: Lines, ballot: Ballot, known: frozenset[str]) -> None:
    for choice in ballot.choices:
        if choice not in known:
            raise lines.fail(f"the ballot names project {choice!r}, which PROJECTS does not list")


def _with_default(ballot: Ballot, projects: Sequence[str], form: VoteType, default: Amount, count: int) -> Ballot:
    if form is not VoteType.SCORING or not default:
        return Ballot(ballot.choices, ballot.points, count)
    left_out = [project for project in projects if project not in ballot.choices]
    return Ballot((*ballot.choices, *left_out), (*ballot.points, *[default] * len(left_out)), count)

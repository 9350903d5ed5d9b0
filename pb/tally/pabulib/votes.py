"""The VOTES section: identical lines are counted first and understood once.

Limits of a ballot's length or sum are the city's business and not checked here.
"""

from collections.abc import Sequence

from pb.tally.pabulib.lines import Lines
from pb.tally.rules.amounts import Amount, parse_amount
from pb.tally.rules.contest import Ballot, VoteType

Given = tuple[tuple[str, ...], tuple[Amount, ...]]
"""The choices of one ballot and the points of each, where the form carries points."""


def read_votes(lines: Lines, projects: Sequence[str], form: VoteType, default: Amount) -> list[Ballot]:
    """The ballots, identical texts merged; `default` is what a scoring ballot gives to whom it leaves out."""
    header = lines.header("voter_id", "vote")
    at = header.index("points") if form.carries_points and "points" in header else None
    if at is None and form in (VoteType.CUMULATIVE, VoteType.SCORING):
        raise lines.fail(f"{form.value} ballots need the column points")
    parse = _Parser(lines, projects, form, default, has_points=at is not None)
    voters: set[str] = set()
    counts: dict[tuple[str, str], int] = {}
    given: dict[tuple[str, str], Given] = {}
    for row in lines.rows:
        lines.check_width(row, header)
        if not row[0] or row[0] in voters:
            raise lines.fail(f"voter {row[0]} is listed twice" if row[0] else "the line has no voter_id")
        voters.add(row[0])
        text = (row[1], "" if at is None else row[at])
        if text not in counts:
            given[text] = parse(*text)
        counts[text] = counts.get(text, 0) + 1
    return [Ballot(*given[text], count) for text, count in counts.items()]


class _Parser:
    """What the texts of one ballot mean; every fault is reported on the line being read."""

    def __init__(
        self, lines: Lines, projects: Sequence[str], form: VoteType, default: Amount, *, has_points: bool
    ) -> None:
        self._lines = lines
        self._projects = projects
        self._known = frozenset(projects)
        self._form = form
        self._default = default if form is VoteType.SCORING else 0
        self._has_points = has_points

    def __call__(self, vote: str, points: str) -> Given:
        choices = tuple(vote.split(",")) if vote else ()
        if not self._known.issuperset(choices):
            stranger = next(choice for choice in choices if choice not in self._known)
            raise self._lines.fail(f"the ballot names project {stranger!r}, which PROJECTS does not list")
        if self._form is VoteType.CHOOSE_1 and len(choices) > 1:
            raise self._lines.fail(f"a choose-1 ballot names {len(choices)} projects")
        if not self._form.carries_points:
            return choices, ()
        given = self._points(points, len(choices)) if self._has_points else tuple(range(len(choices), 0, -1))
        if not self._default:
            return choices, given
        left_out = tuple(project for project in self._projects if project not in choices)
        return choices + left_out, given + (self._default,) * len(left_out)

    def _points(self, text: str, expected: int) -> tuple[Amount, ...]:
        try:
            points = tuple(map(parse_amount, text.split(","))) if text else ()
        except ValueError as error:
            raise self._lines.fail(f"wrong points: {error}") from error
        if len(points) != expected:
            raise self._lines.fail(f"the ballot names {expected} projects and gives {len(points)} points")
        if self._form is not VoteType.SCORING and any(given < 0 for given in points):
            raise self._lines.fail("points of this vote_type cannot be below zero")
        return points

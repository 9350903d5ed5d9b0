"""What goes into a count and what comes out: contest, ballots, settings, lot, steps, outcome.

No rule decides anything here, nothing is read from files, and no number is ever a float.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Any

from pb.tally.rules.amounts import Amount, parse_amount


class MalformedError(ValueError):
    """The contest, settings or lot cannot be counted; the message says why in one sentence."""


class VoteType(Enum):
    """What a ballot carries; the values are Pabulib's words."""

    APPROVAL = "approval"
    CHOOSE_1 = "choose-1"
    ORDINAL = "ordinal"
    CUMULATIVE = "cumulative"
    SCORING = "scoring"

    @property
    def carries_points(self) -> bool:
        return self is not VoteType.APPROVAL and self is not VoteType.CHOOSE_1


@dataclass(frozen=True, slots=True)
class Project:
    """One project on the ballot. A withdrawn one stays listed, never wins and never stops a list."""

    id: str
    cost: Amount
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Ballot:
    """`count` identical ballots: the projects chosen and, where ballots carry points, the points of each."""

    choices: tuple[str, ...]
    points: tuple[Amount, ...] = ()
    count: int = 1


def grouped(ballots: Iterable[Ballot], order: Sequence[str], form: VoteType) -> tuple[Ballot, ...]:
    """Identical ballots merged, in an order that does not depend on who voted when.

    `order` is the row order of the projects. A ballot that ranks keeps its own order; in any other form
    the order in which a voter ticked boxes means nothing and is replaced by the row order.
    """
    place = {project: index for index, project in enumerate(order)}
    counts: dict[tuple[tuple[str, ...], tuple[Amount, ...]], int] = {}
    for ballot in ballots:
        key = _canonical(ballot, place, form)
        counts[key] = counts.get(key, 0) + ballot.count
    return tuple(Ballot(choices, points, counts[choices, points]) for choices, points in sorted(counts))


def _canonical(ballot: Ballot, place: dict[str, int], form: VoteType) -> tuple[tuple[str, ...], tuple[Amount, ...]]:
    if form is VoteType.ORDINAL:
        return ballot.choices, ballot.points
    if not ballot.points:
        return tuple(sorted(ballot.choices, key=place.__getitem__)), ()
    pairs = sorted(zip(ballot.choices, ballot.points, strict=True), key=lambda pair: (place[pair[0]], pair[1]))
    return tuple(choice for choice, _ in pairs), tuple(points for _, points in pairs)


@dataclass(frozen=True, slots=True)
class Contest:
    """One purse, its projects in row order and its ballots; checked when made."""

    projects: tuple[Project, ...]
    ballots: tuple[Ballot, ...]
    purse: Amount
    form: VoteType = VoteType.APPROVAL

    def __post_init__(self) -> None:
        known = {project.id for project in self.projects}
        if len(known) != len(self.projects):
            raise MalformedError("two projects have the same id")
        if not _is_exact(self.purse) or self.purse < 0:
            raise MalformedError("the purse must be an exact amount, zero or more")
        for project in self.projects:
            if not _is_exact(project.cost) or project.cost <= 0:
                raise MalformedError(f"the cost of project {project.id} must be an exact amount above zero")
        for ballot in self.ballots:
            _check(ballot, known, self.form)

    @property
    def voters(self) -> int:
        return sum(ballot.count for ballot in self.ballots)


def _is_exact(value: Amount) -> bool:
    return isinstance(value, int | Fraction) and not isinstance(value, bool)


def _check(ballot: Ballot, known: set[str], form: VoteType) -> None:
    if ballot.count < 1:
        raise MalformedError("a ballot must count at least once")
    if not known.issuperset(ballot.choices):
        unknown = next(choice for choice in ballot.choices if choice not in known)
        raise MalformedError(f"a ballot names project {unknown}, which is not in the contest")
    expected = len(ballot.choices) if form.carries_points else 0
    if len(ballot.points) != expected or not all(map(_is_exact, ballot.points)):
        raise MalformedError(f"a ballot for {len(ballot.choices)} projects must carry {expected} exact points")


class Repeats(Enum):
    """How a project listed twice on one ballot counts."""

    COUNT = "count"
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A project that may not win, why, and who decided so."""

    project: str
    reason: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Rest:
    """A project that may not win this time, because `winner`, funded a short while ago, stands at its address."""

    project: str
    winner: str = ""


class Ties(Enum):
    """What happens when a tie that no lot decides changes who wins."""

    LOT = "lot"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What every rule can be told; `metadata["parse"]` turns a word of the command line into the value."""

    threshold: Amount = field(
        default=0,
        metadata={"parse": parse_amount, "help": "lowest score that may win; «file» takes it from the file"},
    )
    repeats: Repeats = field(
        default=Repeats.COUNT,
        metadata={"parse": Repeats, "help": "how a project listed twice on one ballot counts"},
    )
    ties: Ties = field(
        default=Ties.LOT,
        metadata={"parse": Ties, "help": "at a tie no lot decides: take the row order, or refuse and ask for a lot"},
    )
    exclusions: tuple[Exclusion, ...] = ()
    conflicts: tuple[tuple[str, ...], ...] = ()
    resting: tuple[Rest, ...] = ()


@dataclass(frozen=True, slots=True)
class Lot:
    """A recorded order of projects that decides ties; those it does not name follow in row order."""

    order: tuple[str, ...]
    name: str = "lot"


class Decision(Enum):
    """What became of a project."""

    FUNDED = "funded"
    NOT_FUNDED = "not-funded"


class Reason(Enum):
    """Why; the words are published with the steps and never change their meaning."""

    FITS = "fits"
    TAIL = "tail"
    SUPPORTERS_PAY = "supporters-pay"
    COMPLETION = "completion"
    DOES_NOT_FIT = "does-not-fit"
    LIST_ENDED = "list-ended"
    SUPPORTERS_CANNOT_PAY = "supporters-cannot-pay"
    BELOW_THRESHOLD = "below-threshold"
    EXCLUDED = "excluded"
    WITHDRAWN = "withdrawn"
    LOST_CONFLICT = "lost-conflict"
    LOST_TIE = "lost-tie"
    ADDRESS_RESTS = "address-rests"
    CAP_REACHED = "cap-reached"
    ENOUGH_WINNERS = "enough-winners"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What was decided about one project, with the money in the purse before and after.

    `others` are the projects that beat it in a tie or a conflict. `price` is what each supporter who could
    paid for it (per point, where points are the utility), in rules in which voters pay.
    """

    project: str
    score: Amount
    cost: Amount
    before: Amount
    after: Amount
    decision: Decision
    reason: Reason
    others: tuple[str, ...] = ()
    rank: int = 0
    price: Amount | None = None


class TieBreak(Enum):
    """What put tied projects in order."""

    LOT = "lot"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Tie:
    """Projects of equal standing, in the order taken; decisive when another order changes who wins."""

    projects: tuple[str, ...]
    score: Amount
    by: TieBreak
    decisive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Winners in the order funded, and a step for every project.

    `cost + left == purse + from_reserve`; only a tail takes anything from the reserve. `share` is what each
    voter had to spend, in rules in which voters pay.
    """

    winners: tuple[str, ...]
    steps: tuple[Step, ...]
    cost: Amount
    left: Amount
    from_reserve: Amount = 0
    ties: tuple[Tie, ...] = ()
    share: Amount | None = None


class UndecidedError(MalformedError):
    """A tie changes who wins, no lot decides it, and the settings refuse to guess."""

    def __init__(self, ties: tuple[Tie, ...]) -> None:
        named = "; ".join(", ".join(tie.projects) for tie in ties)
        super().__init__(f"a lot must decide between {named}")
        self.ties = ties


@dataclass(frozen=True, slots=True)
class Rule:
    """A counting rule: its name, the kind of settings it takes, and its function `(contest, settings, lot)`.

    `monotone` promises that more votes never turn a winner into a loser.
    """

    name: str
    settings: type[Settings]
    method: Callable[[Contest, Any, Lot | None], Outcome]
    monotone: bool

    def count(self, contest: Contest, settings: Settings, lot: Lot | None = None) -> Outcome:
        """The outcome. Raises UndecidedError where a tie needs a lot that is not there and may not be guessed."""
        outcome = self.method(contest, settings, lot)
        open_ties = tuple(tie for tie in outcome.ties if tie.decisive and tie.by is TieBreak.ROWS)
        if open_ties and settings.ties is Ties.REFUSE:
            raise UndecidedError(open_ties)
        return outcome

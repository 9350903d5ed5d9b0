"""The published record of a cycle: everything its pages, pictures and files say, as one JSON document.

Pure. Money is in kopecks; days are ISO 8601; nothing here is ever changed after publication.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from pb.results.people import Grid, PlaceTurnout
from pb.results.rules import Day, Frame, Spot, Turnout, gathered

FORMAT = "pb-results-1"


@dataclass(frozen=True, slots=True)
class Paying:
    """Who paid for one project where voters pay: people who gave the whole `price`, gave all they had, gave nothing.

    `kept`: what its supporters still have together after the count; `elsewhere`: the projects that got most of their
    money, as [number, kopecks].
    """

    supporters: int
    price: int | None
    full: int
    full_sum: int
    part: int
    part_sum: int
    nothing: int
    kept: int
    elsewhere: list[list[int]]


@dataclass(frozen=True, slots=True)
class Row:
    """One project of a contest, in the order of the count.

    `before` and `after`: money left in the purse; `others`: numbers of projects that came before it in a tie
    or a conflict; `lacks_votes` and `lacks_cost`: the least that would have made it win, None where nothing would
    or nobody could tell; `change`: how the council departed from the count.
    """

    code: str
    number: int
    title: str
    title_en: str
    district: str
    author: str
    cost: int
    votes: int
    score: int | str
    rank: int
    before: int
    after: int
    counted: bool
    won: bool
    reason: str
    others: list[int] = field(default_factory=list)
    lacks_votes: int | None = None
    lacks_cost: int | None = None
    change: str = ""
    change_reason: str = ""
    latitude: float | None = None
    longitude: float | None = None
    paying: Paying | None = None

    @property
    def value(self) -> float:
        """The score as a number to draw."""
        if isinstance(self.score, int):
            return self.score
        top, _, bottom = self.score.partition("/")
        return int(top) / int(bottom or 1)


@dataclass(frozen=True, slots=True)
class Tie:
    """Projects of equal score, in the order taken; `decisive` when another order would change who wins."""

    numbers: list[int]
    score: int | str
    by: str
    decisive: bool


@dataclass(frozen=True, slots=True)
class ContestRecord:
    """One contest: its purse, how it was counted, how anybody may count it again; `options` as tally writes them.

    `share`: what each voter had to spend, where voters pay; `lost`: envelopes issued, also anew, that brought no
    ballot, None where the vote was not sealed; `by_hands`: votes of classes that voted together; `corrects`: the digest
    of the adopted count that this one corrects.
    """

    code: str
    title: str
    title_en: str
    category: str
    purse: int
    ballots: int
    form: str
    rule: str
    settings: dict[str, Any]
    digest: str
    people: int
    command: str
    rows: list[Row]
    ties: list[Tie]
    options: str = ""
    share: int | None = None
    currency: str = "UAH"
    lost: int | None = None
    by_hands: int = 0
    corrects: str = ""
    correction: str = ""

    @property
    def nearest(self) -> int | None:
        """The least number of votes that any loser lacked; None where no votes would have helped."""
        return min((row.lacks_votes for row in self.rows if not row.counted and row.lacks_votes), default=None)

    @property
    def lost_could_decide(self) -> bool:
        """Whether the lost envelopes are as many as the votes that some loser lacked."""
        return bool(self.lost) and self.nearest is not None and self.nearest <= (self.lost or 0)

    @property
    def winners(self) -> list[Row]:
        return [row for row in self.rows if row.won]

    @property
    def spent(self) -> int:
        """Kopecks of all winners."""
        return sum(row.cost for row in self.winners)

    @property
    def left(self) -> int:
        """What stayed in the purse; below zero where the council added more than was there."""
        return self.purse - self.spent

    @property
    def has_points(self) -> bool:
        return self.form not in {"approval", "choose-1"}


@dataclass(frozen=True, slots=True)
class Pinned:
    """Winners under one pin of the map, at whole percents from the left and the top."""

    place: tuple[int, int]
    winners: list[tuple[ContestRecord, Row]]

    @property
    def sign(self) -> str:
        """The number of the only one, or how many there are."""
        return str(self.winners[0][1].number) if len(self.winners) == 1 else f"{len(self.winners)}×"


@dataclass(frozen=True, slots=True)
class Record:
    """One cycle as published."""

    cycle: str
    title: str
    title_en: str
    voting_opens_on: date
    voting_closes_on: date
    published_on: date
    decision_number: str
    decided_on: date | None
    decision_note: str
    decision_file: str
    manifest_hash: str
    contests: list[ContestRecord]
    turnout: Turnout | None = None
    frame: Frame | None = None
    submitted: int = 0
    admitted: int = 0
    format: str = FORMAT

    @property
    def rows(self) -> list[tuple[ContestRecord, Row]]:
        return [(contest, row) for contest in self.contests for row in contest.rows]

    @property
    def winners(self) -> list[tuple[ContestRecord, Row]]:
        return [(contest, row) for contest, row in self.rows if row.won]

    @property
    def currency(self) -> str:
        """The currency of all amounts: only imported cycles have another than the hryvnia."""
        return self.contests[0].currency if self.contests else "UAH"

    @property
    def fund(self) -> int:
        return sum(contest.purse for contest in self.contests)

    @property
    def spent(self) -> int:
        return sum(contest.spent for contest in self.contests)

    @property
    def ballots(self) -> int:
        return sum(contest.ballots for contest in self.contests)

    @property
    def pins(self) -> list[Pinned]:
        """Where winners stand on the map, near ones together."""
        if self.frame is None:
            return []
        placed = [
            (self.frame.place(Spot(row.latitude, row.longitude)), (contest, row))
            for contest, row in self.winners
            if row.latitude is not None and row.longitude is not None
        ]
        groups = gathered([place for place, _ in placed])
        return [Pinned(placed[group[0]][0], [placed[index][1] for index in group]) for group in groups]

    def contest(self, code: str) -> ContestRecord:
        """The contest of that code; KeyError if there is none."""
        return {contest.code: contest for contest in self.contests}[code]


def to_json(record: Record) -> str:
    """The published text of a record."""
    return json.dumps(asdict(record), ensure_ascii=False, indent=1, default=date.isoformat) + "\n"


def of_json(text: str) -> Record:
    """A record from its published text."""
    fields = json.loads(text)
    for name in ("voting_opens_on", "voting_closes_on", "published_on"):
        fields[name] = date.fromisoformat(fields[name])
    fields["decided_on"] = date.fromisoformat(fields["decided_on"]) if fields["decided_on"] else None
    fields["contests"] = [_contest(entry) for entry in fields["contests"]]
    fields["turnout"] = _turnout(fields["turnout"])
    fields["frame"] = Frame(**fields["frame"]) if fields["frame"] else None
    return Record(**fields)


def _contest(fields: dict[str, Any]) -> ContestRecord:
    rows = [_row(entry) for entry in fields.pop("rows")]
    ties = [Tie(**entry) for entry in fields.pop("ties")]
    return ContestRecord(**fields, rows=rows, ties=ties)


def _row(fields: dict[str, Any]) -> Row:
    paying = fields.pop("paying", None)
    return Row(**fields, paying=Paying(**paying) if paying else None)


def _turnout(fields: dict[str, Any] | None) -> Turnout | None:
    if fields is None:
        return None
    days = tuple(Day(**{**entry, "day": date.fromisoformat(entry["day"])}) for entry in fields["days"])
    places = tuple(PlaceTurnout(**entry) for entry in fields["places"])
    return Turnout(fields["people"], days, places, _grid(fields["grid"]))


def _grid(fields: dict[str, Any] | None) -> Grid | None:
    if fields is None:
        return None
    ages = tuple(tuple(bands) for bands in fields["ages"])
    return Grid(tuple(fields["places"]), ages, tuple(tuple(row) for row in fields["cells"]))

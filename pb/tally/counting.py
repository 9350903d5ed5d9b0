"""How a contest of a budget year becomes a contest of the count: rule, settings, lot, ballots, units.

Pure: no file, clock or database. The counting itself is in `rules`.

Counts are made in whole hryvnias (fractions where a cost has kopecks), as the published .pb files are written,
so that a recount of such a file gives the digest of the recorded run to the last digit.
"""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Any

from pb.ballots.encoding import Choices, Kind
from pb.ballots.terms import Form
from pb.tally.rules import RULES
from pb.tally.rules.amounts import Amount, exact, write_amount
from pb.tally.rules.contest import Ballot, Contest, Lot, Project, Rule, Settings, VoteType
from pb.values.money import KOPECKS_IN_HRYVNIA


class SourceKind(StrEnum):
    """Where the ballots of a contest come from."""

    BOX = "box"
    FILE = "file"


class Refusal(StrEnum):
    """Why a count cannot be made or adopted."""

    NO_SOURCE = "no_source"
    SOURCE_KNOWN = "source_known"
    ELECTION_MISSING = "election_missing"
    ELECTION_NOT_VERIFIED = "election_not_verified"
    ELECTION_DIFFERS = "election_differs"
    SOURCE_CHANGED = "source_changed"
    FILE_BROKEN = "file_broken"
    PROJECT_UNKNOWN = "project_unknown"
    NO_PROJECTS = "no_projects"
    RULE_UNKNOWN = "rule_unknown"
    NO_SECOND_PERSON = "no_second_person"
    DIGESTS_DIFFER = "digests_differ"
    ALREADY_ADOPTED = "already_adopted"
    NOTHING_TO_CORRECT = "nothing_to_correct"
    CORRECTION_UNEXPLAINED = "correction_unexplained"
    DECIDED = "decided"
    TIE_UNDECIDED = "tie_undecided"
    LOT_INCOMPLETE = "lot_incomplete"
    COUNT_SET_WRONG = "count_set_wrong"
    COUNT_FROZEN = "count_frozen"
    CYCLE_EXISTS = "cycle_exists"
    WRONG_DATES = "wrong_dates"
    WRONG_MONEY = "wrong_money"
    TABLE_UNREADABLE = "table_unreadable"
    TABLE_EMPTY = "table_empty"
    TABLE_LONG = "table_long"
    TABLE_HUGE = "table_huge"
    TABLE_FAULTY = "table_faulty"
    PURSE_OF_MANY = "purse_of_many"
    PURSE_UNKNOWN = "purse_unknown"
    OTHER_WINNERS = "other_winners"


@dataclass(frozen=True, slots=True)
class Listed:
    """One project on the ballot: public code and cost in kopecks; a sequence of these is in ballot order."""

    code: str
    kopecks: int
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything a count depends on."""

    contest: Contest
    rule: Rule
    settings: Settings
    lot: Lot


def to_hryvnias(kopecks: int) -> Amount:
    """Kopecks as an exact number of hryvnias."""
    return exact(Fraction(kopecks, KOPECKS_IN_HRYVNIA))


def to_kopecks(amount: Amount | str) -> int:
    """An amount of the count, or its text «n/d», as kopecks, rounded down (a share of a purse may not be whole)."""
    return int(Fraction(amount) * KOPECKS_IN_HRYVNIA // 1)


def rule_called(name: str) -> Rule | None:
    """The counting rule of that name, or None."""
    return next((rule for rule in RULES if rule.name == name), None)


def contest_of(projects: Sequence[Listed], ballots: Iterable[Ballot], purse_kopecks: int, form: VoteType) -> Contest:
    """The contest to count; ids are public codes of projects, money is in hryvnias."""
    rows = tuple(Project(project.code, to_hryvnias(project.kopecks), project.withdrawn) for project in projects)
    return Contest(rows, tuple(ballots), to_hryvnias(purse_kopecks), form)


def lot_name(contest: str) -> str:
    """The name of the lot, which is also the name of its published file: both are in the digest."""
    return f"{contest}-lot.txt"


def vote_type(form: Form, most: int) -> VoteType:
    """Pabulib's word for a ballot form."""
    if form is Form.RANK:
        return VoteType.ORDINAL
    if form is Form.POINTS:
        return VoteType.CUMULATIVE
    return VoteType.CHOOSE_1 if most == 1 else VoteType.APPROVAL


def ballot_of(choices: Choices, most: int) -> Ballot:
    """One sealed ballot as the count reads it; the first of `most` places is worth `most` points."""
    if choices.kind is Kind.RANK:
        return Ballot(choices.codes, tuple(range(most, most - len(choices.codes), -1)))
    return Ballot(choices.codes, choices.points)


def renamed(ballot: Ballot, codes: Mapping[str, str]) -> Ballot:
    """The ballot with the file's names of projects replaced by public codes."""
    return replace(ballot, choices=tuple(codes[name] for name in ballot.choices))


def recount_command(file: str, rule: Rule, settings: Mapping[str, Any], lot: str) -> str:
    """The line that repeats a count from its published files with the standard library alone."""
    parts = ["python", "-m", "pb.tally", file, "--rule", rule.name]
    for field in fields(rule.settings):
        value = settings.get(field.name)
        if "parse" in field.metadata and value is not None and plainly(field.default) != value:
            parts += ["--" + field.name.replace("_", "-"), _word(value)]
    return shlex.join([*parts, "--lot", lot])


def plainly(value: Any) -> Any:
    """A setting as JSON keeps it."""
    if isinstance(value, Enum):
        return value.value
    return f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) else value


def _word(value: Any) -> str:
    return write_amount(value) if isinstance(value, int | Fraction) else str(value)

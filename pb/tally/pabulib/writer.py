"""Writes an election as a .pb file that the public checker accepts.

Shuffling and renumbering the voters is the caller's duty: this file prints any order faithfully.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TextIO

from pb.tally.pabulib.reader import WITHDRAWN_COST
from pb.tally.rules.amounts import Amount, exact, write_amount
from pb.tally.rules.contest import Ballot, Contest, Repeats, grouped
from pb.tally.rules.standing import scores, votes

REQUIRED = ("description", "country", "unit", "instance", "rule", "date_begin", "date_end")
"""META keys that only the caller knows; counts, purse and vote type come from the contest."""

Columns = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Voter:
    """One line of VOTES: a number without meaning, one ballot, further columns."""

    number: str
    ballot: Ballot
    columns: Columns = field(default_factory=dict)


def write(
    stream: TextIO,
    contest: Contest,
    voters: Sequence[Voter],
    *,
    meta: Columns,
    columns: Mapping[str, Columns] | None = None,
    minor_units: int = 1,
) -> None:
    """Write META, PROJECTS and VOTES to a text stream opened with `newline=""`.

    `columns` holds further PROJECTS columns by project id, `minor_units` how many units of the contest's
    money make one of the currency (100 for kopecks). Raises ValueError if META lacks a required key, or if
    the voters' ballots are not exactly the contest's.
    """
    if missing := [key for key in REQUIRED if not meta.get(key)]:
        raise ValueError(f"META lacks {', '.join(missing)}")
    rows = [project.id for project in contest.projects]
    cast = grouped((replace(voter.ballot, count=1) for voter in voters), rows, contest.form)
    if cast != grouped(contest.ballots, rows, contest.form):
        raise ValueError("the voters' ballots are not those of the contest")
    out = csv.writer(stream, delimiter=";", lineterminator="\n")
    out.writerows(_meta_rows(contest, meta, minor_units))
    out.writerows(_project_rows(contest, columns or {}, minor_units))
    out.writerows(_vote_rows(contest, voters))


def _meta_rows(contest: Contest, meta: Columns, minor_units: int) -> Iterator[list[str]]:
    counted = {
        "num_projects": str(len(contest.projects)),
        "num_votes": str(contest.voters),
        "budget": _money(contest.purse, minor_units),
        "vote_type": contest.form.value,
    }
    yield ["META"]
    yield ["key", "value"]
    first = {key: meta[key] for key in REQUIRED[:4]}
    yield from ([key, value] for key, value in {**first, **counted, **meta, **counted}.items())


def _project_rows(contest: Contest, columns: Mapping[str, Columns], minor_units: int) -> Iterator[list[str]]:
    counted: dict[str, Mapping[str, Amount]] = {"votes": votes(contest, Repeats.COUNT)}
    if contest.form.carries_points:
        counted["score"] = scores(contest, Repeats.COUNT)
    further = list(dict.fromkeys(key for row in columns.values() for key in row))
    yield ["PROJECTS"]
    yield ["project_id", "cost", *counted, *further]
    for project in contest.projects:
        cost = str(WITHDRAWN_COST) if project.withdrawn else _money(project.cost, minor_units)
        figures = [write_amount(by_project[project.id]) for by_project in counted.values()]
        own = columns.get(project.id, {})
        yield [project.id, cost, *figures, *(own.get(key, "") for key in further)]


def _vote_rows(contest: Contest, voters: Sequence[Voter]) -> Iterator[list[str]]:
    points = ["points"] if contest.form.carries_points else []
    further = list(dict.fromkeys(key for voter in voters for key in voter.columns))
    yield ["VOTES"]
    yield ["voter_id", "vote", *points, *further]
    for voter in voters:
        given = [",".join(map(write_amount, voter.ballot.points))] if points else []
        own = (voter.columns.get(key, "") for key in further)
        yield [voter.number, ",".join(voter.ballot.choices), *given, *own]


def _money(amount: Amount, minor_units: int) -> str:
    text = write_amount(exact(Fraction(amount) / minor_units))
    if "/" in text:
        raise ValueError(f"{text} is no decimal amount, and the format knows no other")
    return text

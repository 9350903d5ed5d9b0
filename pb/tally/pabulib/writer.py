"""Writes an election as a .pb file that the public checker accepts.

Shuffling and renumbering the voters is the caller's duty: this file prints any order faithfully.
"""

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from operator import itemgetter
from typing import TextIO

from pb.tally.pabulib import vocabulary
from pb.tally.pabulib.reader import WITHDRAWN_COST
from pb.tally.pabulib.vocabulary import REQUIRED
from pb.tally.rules.amounts import Amount, exact, write_amount
from pb.tally.rules.contest import Ballot, Contest, Repeats, VoteType, grouped
from pb.tally.rules.standing import scores, votes

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
    money make one of the currency (100 for kopecks). Raises ValueError if META lacks a required key, if a
    key or column is none of the format's, or if the voters' ballots are not exactly the contest's.
    """
    required = (*REQUIRED, "max_sum_points") if contest.form is VoteType.CUMULATIVE else REQUIRED
    if missing := [key for key in required if not meta.get(key)]:
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
    pairs = {**meta, **counted}
    yield ["META"]
    yield ["key", "value"]
    yield from ([key, pairs[key]] for key in _in_order(pairs, vocabulary.META))


def _project_rows(contest: Contest, columns: Mapping[str, Columns], minor_units: int) -> Iterator[list[str]]:
    count, score = votes(contest, Repeats.COUNT), scores(contest, Repeats.COUNT)
    rows = []
    for project in contest.projects:
        row = dict(columns.get(project.id, {}))
        row["project_id"] = project.id
        row["cost"] = str(WITHDRAWN_COST) if project.withdrawn else _money(project.cost, minor_units)
        row["votes"] = str(count[project.id])
        if contest.form.carries_points:
            row["score"] = write_amount(score[project.id])
        rows.append(row)
    yield ["PROJECTS"]
    yield from _table(rows, ("project_id", "cost"), vocabulary.PROJECTS)


def _vote_rows(contest: Contest, voters: Sequence[Voter]) -> Iterator[list[str]]:
    rows = []
    for voter in voters:
        row = {**voter.columns, "voter_id": voter.number, "vote": ",".join(voter.ballot.choices)}
        if contest.form.carries_points:
            pairs = list(zip(voter.ballot.points, voter.ballot.choices, strict=True))
            if contest.form is not VoteType.ORDINAL:
                pairs.sort(key=itemgetter(0), reverse=True)
            row["vote"] = ",".join(choice for _, choice in pairs)
            row["points"] = ",".join(write_amount(given) for given, _ in pairs)
        rows.append(row)
    head = ("voter_id", "vote", "points") if contest.form.carries_points else ("voter_id", "vote")
    yield ["VOTES"]
    yield from _table(rows, head, vocabulary.VOTES)


def _table(rows: Sequence[Columns], always: Sequence[str], known: Sequence[str]) -> Iterator[list[str]]:
    header = _in_order({*always, *(key for row in rows for key in row)}, known)
    yield header
    yield from ([row.get(key, "") for key in header] for row in rows)


def _in_order(keys: Collection[str], known: Sequence[str]) -> list[str]:
    if strangers := sorted(set(keys).difference(known)):
        raise ValueError(f"the format knows no {', '.join(strangers)}; tell it in the comment")
    return [key for key in known if key in keys]


def _money(amount: Amount, minor_units: int) -> str:
    text = write_amount(exact(Fraction(amount) / minor_units))
    if "/" in text:
        raise ValueError(f"{text} is no decimal amount, and the format knows no other")
    return text

"""One SHA-256 over everything a count depends on and everything it decided.

Anyone can recompute it from published files. The hashed bytes are one JSON document in UTF-8, keys sorted,
no spaces, no escapes beyond JSON's own (`json.dumps(…, sort_keys=True, ensure_ascii=False,
separators=(",", ":"))`):

    {"format": 1,
     "contest": {"form": "approval", "purse": 100,
                 "projects": [[id, cost, withdrawn], …]        in row order, for it may decide ties
                 "ballots": [[[id, …], [points, …], how many], …]   identical merged, sorted},
     "rule": "greedy", "settings": {name: value, …}, "lot": null | {"name": …, "order": [id, …]},
     "outcome": {"winners": [id, …], "cost": …, "left": …, "from_reserve": …, "share": …,
                 "steps": [{project, rank, score, cost, before, after, decision, reason, others, price}, …],
                 "ties": [{projects, score, by, decisive}, …]}}

Whole amounts are JSON integers, others the text "numerator/denominator" in lowest terms; choices are words.
"""

import hashlib
import json
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction

from pb.tally.rules.contest import Contest, Lot, Outcome, Rule, Settings, grouped

FORMAT = 1


def digest(contest: Contest, rule: Rule, settings: Settings, lot: Lot | None, outcome: Outcome) -> str:
    """64 hexadecimal digits; the same for any order of ballots."""
    document = {
        "format": FORMAT,
        "contest": _contest(contest),
        "rule": rule.name,
        "settings": plain(settings),
        "lot": plain(lot),
        "outcome": plain(outcome),
    }
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _contest(contest: Contest) -> dict[str, object]:
    rows = [project.id for project in contest.projects]
    ballots = grouped(contest.ballots, rows, contest.form)
    return {
        "form": contest.form.value,
        "purse": plain(contest.purse),
        "projects": [[row.id, plain(row.cost), row.withdrawn] for row in contest.projects],
        "ballots": [[row.choices, [plain(given) for given in row.points], row.count] for row in ballots],
    }


def plain(value: object) -> object:
    """JSON's own types: dataclasses by field name, enums by value, fractions as text."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    return value

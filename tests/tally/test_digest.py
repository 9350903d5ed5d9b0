"""The digest is what its description says, so that anyone can recompute it without this program."""

import hashlib
import json
from fractions import Fraction

from pb.tally.digest import digest
from pb.tally.rules.contest import Ballot, Contest, Lot, Project
from pb.tally.rules.greedy import RULE, GreedySettings, count


def test_worked_example():
    contest = Contest(
        (Project("б", 6), Project("a", Fraction(9, 2), withdrawn=True)),
        (Ballot(("a",), count=2), Ballot(("a", "б")), Ballot(("б", "a"), count=3)),
        10,
    )
    lot = Lot(("a",), name="draw")
    settings = GreedySettings(tail=Fraction(4, 5), conflicts=(("a", "б"),))
    nobody = {"others": [], "price": None, "after": 10, "before": 10, "decision": "not-funded"}
    document = {
        "format": 1,
        "contest": {
            "form": "approval",
            "purse": 10,
            "projects": [["б", 6, False], ["a", "9/2", True]],
            "ballots": [[["a"], [], 2], [["б", "a"], [], 4]],
        },
        "rule": "greedy",
        "settings": {
            "threshold": 0,
            "repeats": "count",
            "exclusions": [],
            "conflicts": [["a", "б"]],
            "resting": [],
            "ties": "lot",
            "caps": [],
            "most_winners": 0,
            "least_winners": 0,
            "unaffordable": "stop",
            "tail": "4/5",
        },
        "lot": {"name": "draw", "order": ["a"]},
        "outcome": {
            "winners": ["б"],
            "cost": 6,
            "left": 4,
            "from_reserve": 0,
            "share": None,
            "ties": [],
            "steps": [
                nobody | {"project": "a", "rank": 1, "score": 6, "cost": "9/2", "reason": "withdrawn"},
                nobody
                | {"project": "б", "rank": 2, "score": 4, "cost": 6, "after": 4}
                | {"decision": "funded", "reason": "fits"},
            ],
        },
    }
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    outcome = count(contest, settings, lot)
    assert digest(contest, RULE, settings, lot, outcome) == hashlib.sha256(text.encode()).hexdigest()

"""The counting rules, each with a name; a new one is one file and one line in RULES.

Nothing here reads a file, a clock or a database.
"""

from pb.tally.rules import equal_shares, greedy, phragmen, votes_per_cost
from pb.tally.rules.contest import Rule

RULES: tuple[Rule, ...] = (greedy.RULE, votes_per_cost.RULE, equal_shares.RULE, phragmen.RULE)


def rule_named(name: str) -> Rule:
    """The rule with this name. Raises KeyError for a name nobody has."""
    return {rule.name: rule for rule in RULES}[name]

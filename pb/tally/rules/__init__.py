"""The counting rules, each with a name; a new one is one file and one line in RULES.

Nothing here reads a file, a clock or a database.
"""

from pb.tally.rules import greedy
from pb.tally.rules.contest import Rule

RULES: tuple[Rule, ...] = (greedy.RULE,)


def rule_named(name: str) -> Rule:
    """The rule with this name. Raises KeyError for a name nobody has."""
    return {rule.name: rule for rule in RULES}[name]

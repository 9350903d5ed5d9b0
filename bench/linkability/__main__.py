"""`make linkability`: holds an election, steals everything that is stored, reports the best attack beside guessing."""

import argparse
import math
import sys
import tempfile
from pathlib import Path

from bench.linkability.attacks import SURE, Attack, attacks
from bench.linkability.election import hold_election


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voters", type=int, default=150)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        loot = hold_election(Path(name), options.voters)
        made = attacks(loot)
    sys.stdout.write(report(made, options.voters, len(loot.casts)))
    return 1 if any(one.succeeds for one in made) else 0


def report(made: list[Attack], voters: int, ballots: int) -> str:
    """The best attacks, and what guessing gets."""
    chance = _largest_by_chance(len(made))
    lines = [
        f"{voters} voters online, at desks, by code; {ballots} ballots of one day and batch; {len(made)} attacks.",
        "Stolen: both databases, running and after the batch, journals, keys, published files, logs.",
        f"Guessing gets 1 right in each group; the best of so many guesses agrees by some {chance:.1f} deviations.",
        "",
        f"{'right':>12}  {'deviations':>10}  the best attacks",
        *(f"{one.right:>5} of {one.people:<4}  {one.deviations:>10.1f}  {one.group}: {one.name}" for one in made[:8]),
        "",
    ]
    winners = [one for one in made if one.succeeds]
    lines.append(
        f"{len(winners)} ATTACKS SUCCEED" if winners else f"No attack is better than chance (below {SURE} deviations)."
    )
    return "\n".join(lines) + "\n"


def _largest_by_chance(count: int) -> float:
    return math.sqrt(2 * math.log(max(count, 2)))


if __name__ == "__main__":
    raise SystemExit(main())

"""`python -m bench.tally [FILE.pb …]`: each rule's time and memory beside pabutools, as ratios.

Every measurement is a process of its own, so that memory is its own too. Without files: the largest one below
PB_PABULIB. The peer is stopped after `--patience` seconds; then the ratio is «more than».

Then how the time of each rule grows over an eighth, a quarter, half and all of the different ballots: best of three.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pb.tally.rules.contest import Contest

OURS = {
    "read": None,
    "greedy": ("greedy", {}),
    "votes-per-cost": ("votes-per-cost", {}),
    "equal-shares": ("equal-shares", {}),
    "equal-shares add1u": ("equal-shares", {"completion": "add1u", "stop_when": "exhaustive"}),
    "phragmen": ("phragmen", {}),
}
MEGABYTE = 1024
GROWTH = (1, 2, 4, 8)


def main() -> None:
    """Print one line per rule: ours, how many times reading the file, the peer, the ratio, memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--patience", type=float, default=300)
    parser.add_argument("--one", nargs=2, metavar=("WHO", "RULE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        seconds = (_ours if options.one[0] == "ours" else _peers)(options.files[0], options.one[1])
        print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE)
        return
    for file in options.files or [_largest()]:
        _compare(file, options.patience)
        _grow(file)


def _largest() -> Path:
    folder = os.environ.get("PB_PABULIB", "")
    files = [path for path in Path(folder).glob("*.pb*") if folder] if folder else []
    if not files:
        print("Counting rules: not measured. Name a .pb file, or set PB_PABULIB to a folder of them.")
        sys.exit()
    return max(files, key=lambda path: path.stat().st_size)


def _compare(file: Path, patience: float) -> None:
    print(file.name)
    print(f"{'':20}{'ours, s':>10}{'of reading':>12}{'pabutools, s':>14}{'faster':>10}{'MB':>8}{'their MB':>10}")
    reading = 0.0
    for rule in OURS:
        seconds, memory = _measured(file, "ours", rule, patience)
        reading = reading or seconds
        theirs, their_memory = _measured(file, "peer", rule, patience)
        more = ">" if theirs >= patience else ""
        print(
            f"{rule:20}{seconds:10.3f}{seconds / reading:11.2f}×{more + format(theirs, '.2f'):>14}"
            f"{more + format(theirs / seconds, '.0f'):>9}×{memory:8.0f}{their_memory:10.0f}",
            flush=True,
        )


def _grow(file: Path) -> None:
    from pb.tally.pabulib import read

    contest = read(file).contest
    print("different ballots   ", "".join(f"{grown:>10}×" for grown in GROWTH))
    for rule in list(OURS)[1:]:
        seconds = [min(_counted(*_part(contest, rule, grown)) for _ in range(3)) for grown in GROWTH]
        print(f"{rule:21}" + "".join(f"{each / seconds[0]:10.2f}×" for each in seconds), flush=True)


def _part(contest: "Contest", rule: str, grown: int) -> tuple["Contest", str, dict[str, object]]:
    """Every so many-th ballot; fewer voters raise their shares in larger steps, so that the steps are as many."""
    part = replace(contest, ballots=contest.ballots[:: GROWTH[-1] // grown])
    name, told = OURS[rule]
    steps = {"step": Fraction(contest.voters, part.voters)} if "completion" in told else {}
    return part, name, {**told, **steps}


def _measured(file: Path, who: str, rule: str, patience: float) -> tuple[float, float]:
    line = [sys.executable, "-m", "bench.tally", str(file), "--one", who, rule]
    try:
        done = subprocess.run(line, capture_output=True, text=True, timeout=patience, check=True)
    except subprocess.TimeoutExpired:
        return patience, 0.0
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


def _ours(file: Path, rule: str) -> float:
    from pb.tally.pabulib import read

    start = time.perf_counter()
    contest = read(file).contest
    return _counted(contest, *OURS[rule]) if OURS[rule] else time.perf_counter() - start


def _counted(contest: "Contest", name: str, told: dict[str, object]) -> float:
    from pb.tally.promise import settings_from
    from pb.tally.rules import rule_named

    start = time.perf_counter()
    rule_named(name).count(contest, settings_from(rule_named(name), told))
    return time.perf_counter() - start


def _peers(file: Path, rule: str) -> float:
    import gzip

    from pabutools import election, rules
    from pabutools.election import Cardinality_Sat, Cost_Sat, parse_pabulib

    with tempfile.NamedTemporaryFile(suffix=".pb") as plain:
        plain.write(gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes())
        plain.flush()
        start = time.perf_counter()
        instance, profile = parse_pabulib(plain.name)
    profile = profile.as_multiprofile()
    if rule == "read":
        return time.perf_counter() - start
    cardinal = not isinstance(profile, election.AbstractApprovalProfile)
    cost, one = (election.Additive_Cardinal_Sat,) * 2 if cardinal else (Cost_Sat, Cardinality_Sat)
    shares = {"sat_class": cost}
    start = time.perf_counter()
    if rule == "greedy":
        rules.greedy_utilitarian_welfare(instance, profile, sat_class=cost)
    elif rule == "votes-per-cost":
        rules.greedy_utilitarian_welfare(instance, profile, sat_class=one)
    elif rule == "equal-shares":
        rules.method_of_equal_shares(instance, profile, **shares)
    elif rule == "phragmen":
        rules.sequential_phragmen(instance, profile)
    else:
        both = [rules.method_of_equal_shares, rules.greedy_utilitarian_welfare]
        told = [{**shares, "voter_budget_increment": 1}, {"sat_class": cost}]
        rules.completion_by_rule_combination(instance, profile, both, told)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()

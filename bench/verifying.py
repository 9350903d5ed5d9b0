"""How long the verifier takes for a large election, and how much memory: `python -m bench.verifying`."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.casting import say
from bench.published import write_election


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", type=int, default=60_000)
    parser.add_argument("--contests", type=int, default=13)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        manifest = write_election(Path(name), options.ballots, options.contests)
        begun = time.perf_counter()
        command = [sys.executable, "-m", "pb.ballots", name, manifest]
        started = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
        took = time.perf_counter() - begun
    memory = used.ru_maxrss / 1024
    say(f"{options.ballots} ballots of {options.contests} contests: {took:.1f} s, {memory:.0f} MB at most")
    sys.exit(started.returncode)


if __name__ == "__main__":
    main()

"""The whole budget over HTTP, as `pb walk` does it, is the end-to-end test: fifty voters, everything agrees."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_fifty_voters_walk_the_whole_road_and_all_agrees() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pb", "walk", "--voters", "50"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=290,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert done.stdout.strip().endswith("all agree")

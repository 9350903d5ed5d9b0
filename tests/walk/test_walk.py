"""The whole budget over HTTP, as `pb walk` does it, is the end-to-end test: every channel, everything agrees."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pb.cli import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(960)  # a whole budget, on a busy machine too
def test_voters_of_every_channel_walk_the_whole_road_and_all_agrees() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pb", "walk", "--voters", "50", "--channels", "online,desk,paper,school"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert done.stdout.strip().endswith("all agree")
    assert "online 50, desk 2, paper 2, school 2" in done.stdout
    assert "raised hands for each project      True = True" in done.stdout
    assert done.stdout.count("EVERYTHING HOLDS = EVERYTHING HOLDS") == 2, "the city's publication and the school's"


def test_an_unknown_channel_is_named_with_those_that_exist() -> None:
    done = CliRunner().invoke(main, ["walk", "--channels", "online,pigeon"])
    assert done.exit_code == 2
    assert "pigeon: choose of online, desk, paper, school" in done.output

"""The recount command: what it prints, what it refuses, and that it needs the standard library alone."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pb.tally.__main__ import main

FILE = """META
key;value
description;Вигадане
num_projects;4
num_votes;9
budget;10
vote_type;approval
min_project_score_threshold;2
PROJECTS
project_id;cost
a;6
b;5
c;4
d;0.5
VOTES
voter_id;vote
1;a
2;a
3;a
4;b,c
5;b
6;b,c
7;c,a
8;c
9;d
"""


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "village.pb"
    made.write_text(FILE, encoding="utf-8")
    return str(made)


def told(capsys, *argv):
    assert main(argv) == 0
    return json.loads(capsys.readouterr().out)


def test_one_json_object(path, capsys):
    found = told(capsys, path, "--rule", "greedy", "--unaffordable", "skip", "--json")
    assert found["winners"] == ["a", "c"]
    assert (found["cost"], found["left"]) == (10, 0)
    assert len(found["digest"]) == 64
    assert found["ties"] == []


def test_the_digest_is_the_same_each_time_and_differs_by_setting(path, capsys):
    skip = told(capsys, path, "--unaffordable", "skip", "--json")["digest"]
    assert told(capsys, path, "--unaffordable", "skip", "--json")["digest"] == skip
    assert told(capsys, path, "--unaffordable", "stop", "--json")["digest"] != skip


def test_part_amounts_are_exact_text(path, capsys):
    found = told(capsys, path, "--exclude", "a", "b", "--json")
    assert found["winners"] == ["c", "d"]
    assert (found["cost"], found["left"]) == ("4.5", "5.5")


def test_the_threshold_of_the_file(path, capsys):
    assert told(capsys, path, "--exclude", "a", "b", "--threshold", "file", "--json")["winners"] == ["c"]
    assert told(capsys, path, "--threshold", "4", "--unaffordable", "skip", "--json")["winners"] == ["a", "c"]


def test_decisive_ties_are_told(path, capsys):
    Path(path).write_text(FILE.replace("c;4", "c;7"), encoding="utf-8")
    (tie,) = told(capsys, path, "--json")["ties"]
    assert tie == {"projects": ["a", "c"], "score": 4, "by": "rows", "decisive": True}


def test_a_lot_from_a_file(path, capsys, tmp_path):
    lot = tmp_path / "lot.txt"
    lot.write_text("c\na\n", encoding="utf-8")
    assert told(capsys, path, "--lot", str(lot), "--json")["winners"] == ["c", "a"]


def test_why_a_loser_lost(path, capsys):
    found = told(capsys, path, "--explain", "b", "--json")["explain"]
    assert found["step"]["reason"] == "does-not-fit"
    assert found["lack"] == {"votes": 2, "cost": None, "certain": True}


def test_a_readable_table(path, capsys):
    assert main([path, "--explain", "d", "--unaffordable", "skip"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"1  a +4 +6 +10  WON +fits the money left\n", out)
    assert "winners 2, cost 10, left 0" in out
    assert "d lost: costs more than the money left" in out


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["missing.pb"], "missing.pb: No such file"),
        (["{}", "--exclude", "zz"], "project zz"),
        (["{}", "--conflict", "a,zz"], "project zz"),
        (["{}", "--explain", "zz"], "project zz"),
        (["{}", "--threshold", "many"], "--threshold many"),
        (["{}", "--tail", "7"], "tail"),
        (["{}", "--tail", "x"], "--tail x"),
        (["{}", "--tail", "1/0"], "--tail 1/0"),
        (["{}", "--lot", "missing.txt"], "missing.txt"),
        (["{}", "--rule", "dictator"], "invalid choice"),
        (["{}", "--unaffordable", "maybe"], "invalid choice"),
        ([], "required: file"),
    ],
)
def test_a_question_that_makes_no_sense_ends_with_2_and_a_sentence(path, capsys, argv, said):
    assert main([word.format(path) for word in argv]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


def test_a_broken_file_ends_with_2_and_one_line(path, capsys):
    Path(path).write_text(FILE.replace("b;5", "b;five"), encoding="utf-8")
    assert main([path]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "line 12: wrong cost of project b" in err


def test_a_lot_that_is_no_text_is_refused(path, capsys, tmp_path):
    lot = tmp_path / "lot.bin"
    lot.write_bytes(b"\xff\xfe\x00")
    assert main([path, "--lot", str(lot)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_standard_library_alone_is_enough(path):
    """-S: no site-packages at all; -I: no environment, so the sources are put on the path by hand."""
    sources = str(Path(__file__).parents[2])
    script = (
        f"import sys; sys.path.insert(0, {sources!r}); from pb.tally.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script, path, "--json"],
        capture_output=True,
        check=False,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["winners"] == ["a", "c"]


def test_runs_as_a_module(path):
    done = subprocess.run(
        [sys.executable, "-m", "pb.tally", path, "--json"],
        capture_output=True,
        check=False,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0


@pytest.mark.parametrize(
    "options",
    [
        "--rule equal-shares --utility cost",
        "--rule equal-shares --utility cardinality",
        "--rule equal-shares --utility points",
        "--rule equal-shares --completion none",
        "--rule equal-shares --completion add1 --stop-when over-budget",
        "--rule equal-shares --completion add1 --stop-when exhaustive --start floor --step 2",
        "--rule equal-shares --completion add1u --start exact",
        "--rule equal-shares --completion phragmen",
        "--rule phragmen",
        "--rule phragmen --unaffordable skip",
        "--rule votes-per-cost",
        "--rule votes-per-cost --unaffordable stop",
        "--rule greedy --exclude a b",
        "--rule greedy --tail 0.8",
        "--rule greedy --tail 4/5",
        "--rule greedy --threshold file --unaffordable skip",
        "--rule greedy --most-winners 1 --least-winners 1 --repeats once",
        "--rule greedy --conflict a,b --conflict c,d",
        "--rule greedy --ties lot",
    ],
)
def test_every_option_counts_and_tells_all_of_it(path, capsys, options):
    found = told(capsys, path, *options.split(), "--json")
    assert found.keys() == {"winners", "cost", "left", "digest", "steps", "ties"}
    assert len(found["digest"]) == 64
    assert sorted(step["project"] for step in found["steps"]) == ["a", "b", "c", "d"]
    funded = [step["project"] for step in found["steps"] if step["decision"] == "funded"]
    assert funded == found["winners"]
    for name in ("a", "d"):
        assert told(capsys, path, *options.split(), "--json", "--explain", name)["explain"]["step"]["project"] == name


def test_the_threshold_may_not_be_nonsense(path, capsys):
    assert main([path, "--least-winners", "many"]) == 2
    assert "--least-winners many" in capsys.readouterr().err


def test_told_to_refuse_it_asks_for_a_lot(tmp_path, capsys):
    made = tmp_path / "tied.pb"
    made.write_text(FILE.replace("7;c,a", "7;c").replace("8;c", "8;d").replace("6;b,c", "6;b"), encoding="utf-8")
    assert main([str(made), "--ties", "refuse"]) == 2
    assert "a lot must decide between" in capsys.readouterr().err
    lot = tmp_path / "lot.txt"
    lot.write_text("b\na\nc\nd\n", encoding="utf-8")
    assert main([str(made), "--ties", "refuse", "--lot", str(lot)]) == 0

"""Reading and writing .pb files: faithful round trips, and every broken file refused with line and reason."""

import gzip
import io
from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.tally.pabulib import PabulibError, Voter, read, write
from pb.tally.rules.contest import Ballot, Contest, Project, VoteType
from tests.tally.contests import contests

GOOD = """META
key;value
description;"Село; ""Вигадане"" "
num_projects;3
num_votes;4
budget;1331751.11
vote_type;approval
PROJECTS
project_id;cost;name;selected
2022/ВИГ/0018;100000.0;Лавка;1
007;250.5;Дерево;0
9;999999999;Знято;0
VOTES
voter_id;vote;age
1;007,2022/ВИГ/0018;30
2;2022/ВИГ/0018,007;
3;;99
4;9;1
"""
POINTS = GOOD.replace("approval", "cumulative").replace(";vote;age", ";vote;points")
POINTS = POINTS.replace("0018;30", "0018;1,0.5").replace("007;\n", "007;0.5,1\n").replace(";;99", ";;")


@pytest.fixture
def file(tmp_path):
    def made(text, name="x.pb"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return made


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: gzip.compress(text.encode()),
        lambda text: (text + "\n\n").encode(),
    ],
    ids=["plain", "CRLF", "BOM", "gzip", "blank lines"],
)
def test_every_dress_of_a_file_reads_the_same(file, change):
    election = read(file(change(GOOD)))
    assert election.meta["description"] == 'Село; "Вигадане" '
    assert election.contest == Contest(
        (
            Project("2022/ВИГ/0018", 100000),
            Project("007", Fraction(501, 2)),
            Project("9", 999999999, withdrawn=True),
        ),
        (Ballot(()), Ballot(("2022/ВИГ/0018", "007"), (), 2), Ballot(("9",))),
        Fraction(133175111, 100),
    )
    assert election.vote_type is VoteType.APPROVAL
    assert election.selected == {"2022/ВИГ/0018": "1", "007": "0", "9": "0"}
    assert election.rows["007"]["name"] == "Дерево"
    assert election.threshold == 0


def test_points_are_exact_and_belong_to_their_projects(file):
    ballots = read(file(POINTS.replace("4;9;1", "4;9;3"))).contest.ballots
    assert Ballot(("2022/ВИГ/0018", "007"), (Fraction(1, 2), 1), 2) in ballots


def test_ranks_without_points_are_worth_the_places_from_below(file):
    text = GOOD.replace("approval", "ordinal")
    assert Ballot(("007", "2022/ВИГ/0018"), (2, 1)) in read(file(text)).contest.ballots
    with_points = POINTS.replace("cumulative", "ordinal")
    assert Ballot(("007", "2022/ВИГ/0018"), (1, Fraction(1, 2))) in read(file(with_points)).contest.ballots


def test_a_scoring_ballot_gives_the_default_to_whom_it_leaves_out(file):
    text = POINTS.replace("cumulative", "scoring\ndefault_score;2").replace("4;9;1", "4;9;-3")
    assert Ballot(("2022/ВИГ/0018", "007", "9"), (2, 2, -3)) in read(file(text)).contest.ballots


def test_progress_is_told(file):
    many = GOOD.replace("num_votes;4", "num_votes;30004") + "".join(f"v{n};9;1\n" for n in range(30000))
    told = []
    read(file(many), lambda done, size: told.append((done, size)))
    assert len(told) == 3
    assert told == sorted(told)
    assert all(0 < done <= size for done, size in told)


BROKEN = [
    (GOOD.replace("META\n", ""), 1, "title META"),
    ("", 1, "title META"),
    ("META\n", 1, "key;value"),
    (GOOD.replace("key;value\n", ""), 2, "key;value"),
    (GOOD.replace("budget;1331751.11\n", ""), 7, "META lacks budget"),
    (GOOD.replace("vote_type;", "budget;5\nvote_type;"), 7, "budget twice"),
    (GOOD.replace("1331751.11", "1331751,11"), 6, "wrong budget"),
    (GOOD.replace("1331751.11", "-5"), 6, "below zero"),
    (GOOD.replace("1331751.11", "1e9"), 6, "wrong budget"),
    (GOOD.replace("approval", "guess"), 7, "vote_type"),
    (GOOD.replace("num_votes;4", "num_votes;5"), 5, "it says 5, the file lists 4"),
    (GOOD.replace("num_projects;3", "num_projects;2"), 4, "it says 2, the file lists 3"),
    (GOOD.replace("budget;", "budget;zloty;"), 6, "3 parts"),
    (GOOD.replace("PROJECTS\n", ""), 8, "4 parts"),
    (GOOD.replace("PROJECTS\n", "VOTES\n"), 8, "expected the section PROJECTS"),
    (GOOD[: GOOD.index("VOTES")], 12, "ends before its VOTES"),
    (GOOD[: GOOD.index("voter_id")], 13, "begins with voter_id;vote"),
    (GOOD.replace("cost;name", "price;name"), 9, "lacks the column cost"),
    (GOOD.replace("cost;name", "cost;cost"), 9, "column twice"),
    (GOOD.replace("250.5", "0"), 11, "above zero"),
    (GOOD.replace("250.5", "cheap"), 11, "wrong cost of project 007"),
    (GOOD.replace("250.5;", ""), 11, "3 columns, the header 4"),
    (GOOD.replace("9;999999999", "007;5"), 12, "listed twice"),
    (GOOD.replace("9;999999999", ";5"), 12, "cannot be a project id"),
    (GOOD.replace("9;999999999", "a,b;5"), 12, "cannot be a project id"),
    (GOOD.replace("voter_id;vote", "vote;voter_id"), 14, "begins with voter_id;vote"),
    (GOOD.replace("1;007,2022", "1;008,2022"), 15, "project '008'"),
    (GOOD.replace("1;007,2022", "1;007, 2022"), 15, "which PROJECTS does not list"),
    (GOOD.replace("4;9;1", "1;9;1"), 18, "voter 1 is listed twice"),
    (GOOD.replace("4;9;1", ";9;1"), 18, "no voter_id"),
    (GOOD.replace("4;9;1", "4;9"), 18, "2 columns, the header 3"),
    (GOOD.replace("approval", "choose-1"), 15, "names 2 projects"),
    (GOOD.replace("approval", "cumulative"), 14, "need the column points"),
    (POINTS.replace("1,0.5", "1"), 15, "2 projects and gives 1 points"),
    (POINTS.replace("1,0.5", "1,x"), 15, "wrong points"),
    (POINTS.replace("1,0.5", "1,-1"), 15, "below zero"),
    (GOOD.replace("Лавка", '"Лавка'), 10, "broken quoting"),
    (GOOD.replace("Лавка", '"Лав"ка'), 10, "broken quoting"),
    (GOOD.encode().replace("Дерево".encode(), b"\xff\xfe"), None, "not UTF-8"),
    (GOOD.encode("utf-16"), 1, "not UTF-8"),
    (gzip.compress(GOOD.encode())[:-12], None, "damaged or cut short"),
    (gzip.compress(GOOD.encode())[:30] + b"\0" * 9, None, "damaged or cut short"),
]


@pytest.mark.parametrize(("text", "line", "said"), BROKEN)
def test_a_broken_file_is_refused_with_line_and_reason(file, text, line, said):
    with pytest.raises(PabulibError, match=said) as caught:
        read(file(text))
    assert line in (None, caught.value.line)
    assert caught.value.line >= 1
    assert "\n" not in str(caught.value)


@given(cut=st.integers(0, len(GOOD)), with_what=st.text(max_size=4))
def test_any_damage_is_read_or_refused_but_never_crashes(tmp_path_factory, cut, with_what):
    path = tmp_path_factory.getbasetemp() / "damaged.pb"
    path.write_bytes((GOOD[:cut] + with_what + GOOD[cut + len(with_what) :]).encode("utf-8", "surrogatepass"))
    with suppress(PabulibError):
        assert read(path).contest.voters == 4


META = {
    "description": "Вигадане",
    "country": "Ukraine",
    "unit": "Вигадане",
    "instance": "2031",
    "rule": "greedy",
    "date_begin": "01.02.2031",
    "date_end": "15.02.2031",
    "max_sum_points": "30",
    "comment": '#1: a "quoted"; note',
}


def voters_of(contest):
    single = [ballot for ballot in contest.ballots for _ in range(ballot.count)]
    return [Voter(str(number), ballot) for number, ballot in enumerate(single, start=1)]


@given(contest=contests())
def test_what_is_written_is_read_back(tmp_path_factory, contest):
    stream = io.StringIO(newline="")
    columns = {contest.projects[0].id: {"name": 'перший;"'}}
    write(stream, contest, voters_of(contest), meta=META, columns=columns)
    path = tmp_path_factory.getbasetemp() / "written.pb"
    path.write_text(stream.getvalue(), encoding="utf-8", newline="")
    election = read(path)
    assert election.contest.ballots == contest.ballots
    assert election.contest.purse == contest.purse
    assert election.contest.form is contest.form
    assert [each.id for each in election.contest.projects] == [each.id for each in contest.projects]
    for mine, theirs in zip(contest.projects, election.contest.projects, strict=True):
        assert theirs.withdrawn == mine.withdrawn
        assert mine.withdrawn or theirs.cost == mine.cost
    assert election.meta["comment"] == META["comment"]
    assert election.rows[contest.projects[0].id]["name"] == 'перший;"'


def test_kopecks_are_written_as_hryvnias():
    stream = io.StringIO()
    write(stream, Contest((Project("1", 150050),), (), 200000), [], meta=META, minor_units=100)
    assert "1;1500.5;0\n" in stream.getvalue()
    assert "budget;2000\n" in stream.getvalue()


@pytest.mark.parametrize(
    ("voters", "meta", "said"),
    [
        ([], {**META, "rule": ""}, "lacks rule"),
        ([Voter("1", Ballot(("a",)))], META, "not those of the contest"),
        ([], {**META, "max_sum_cost": "thirds"}, "no decimal amount"),
        ([], {**META, "weather": "fair"}, "knows no weather"),
    ],
)
def test_an_export_that_would_be_wrong_is_refused(voters, meta, said):
    cost = Fraction(4, 3) if "max_sum_cost" in meta else 1
    with pytest.raises(ValueError, match=said):
        write(io.StringIO(), Contest((Project("a", cost),), (), 2), voters, meta=meta)


def test_a_points_export_needs_the_largest_sum_and_lists_the_most_points_first():
    contest = Contest((Project("a", 1), Project("b", 1)), (Ballot(("a", "b"), (1, 3)),), 2, VoteType.CUMULATIVE)
    stream = io.StringIO()
    write(stream, contest, voters_of(contest), meta=META)
    assert stream.getvalue().endswith("voter_id;vote;points\n1;b,a;3,1\n")
    with pytest.raises(ValueError, match="max_sum_points"):
        write(stream, contest, voters_of(contest), meta={**META, "max_sum_points": ""})


def test_keys_come_in_the_order_of_the_format():
    stream = io.StringIO()
    write(stream, Contest((Project("a", 1),), (), 2), [], meta=dict(reversed(META.items())))
    keys = [line.split(";")[0] for line in stream.getvalue().split("PROJECTS")[0].splitlines()[2:]]
    assert keys[:4] == ["description", "country", "unit", "instance"]
    assert keys[-2:] == ["max_sum_points", "comment"]

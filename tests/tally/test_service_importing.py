"""Importing elections from Pabulib files, small ones of our own and real ones where they lie."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb import clock
from pb.cycles.models import Cycle
from pb.cycles.rules import Phase
from pb.errors import Refused
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.results.publishing import published_record
from pb.results.service import publish_imported
from pb.tally.counting import Refusal
from pb.tally.importing import import_pabulib, slug
from pb.tally.queries import source_of
from pb.values.actor import SYSTEM
from tests.tally.official import real_file

SMALL = """META
key;value
description;Town budget
country;Nowhere
unit;Łąkowo
instance;2023
num_projects;4
num_votes;6
budget;100
vote_type;approval
rule;{rule}
date_begin;01.05.2023
date_end;14.05.2023
min_project_score_threshold;1
currency;PLN
PROJECTS
project_id;cost;name;latitude;longitude;selected
A/1;60.50;Swings;51.1;17.0;1
B;50;Trees;;;0
C;39,5;Lamps;51.2;17.1;1
D;999999999;Withdrawn;;;0
VOTES
voter_id;vote
1;A/1,B
2;A/1,B
3;A/1
4;B,C
5;C,D
6;A/1
"""


def _small(tmp_path: Path, rule: str = "greedy", text: str = SMALL) -> Path:
    path = tmp_path / "small.pb"
    path.write_text(text.format(rule=rule).replace("39,5", "39.5"), "utf-8")
    return path


def _statuses(session: Session, cycle: Cycle) -> dict[str, Status]:
    query = select(Project).where(Project.cycle_id == cycle.id)
    return {project.title: project.status for project in session.scalars(query)}


def test_a_file_becomes_a_closed_cycle_with_winners(session: Session, tmp_path: Path) -> None:
    told: list[str] = []
    cycle = import_pabulib(
        session, SYSTEM, _small(tmp_path), root=tmp_path / "e", progress=lambda what, _done, _all: told.append(what)
    )
    assert (cycle.code, cycle.title) == ("lakowo-2023", "Łąkowo 2023")
    assert cycle.phase(clock.now()) is Phase.ARCHIVE
    assert _statuses(session, cycle) == {
        "Swings": Status.WON, "Trees": Status.TOOK_PART, "Lamps": Status.WON, "Withdrawn": Status.WITHDRAWN
    }  # fmt: skip
    assert {"projects", "count"} <= set(told)


def test_the_files_own_rule_is_counted(session: Session, tmp_path: Path) -> None:
    cycle = import_pabulib(session, SYSTEM, _small(tmp_path, "greedy-no-skip"), root=tmp_path / "e")
    assert _statuses(session, cycle)["Lamps"] is Status.TOOK_PART


def test_a_second_file_becomes_a_second_contest(session: Session, tmp_path: Path) -> None:
    cycle = import_pabulib(session, SYSTEM, _small(tmp_path), root=tmp_path / "e")
    import_pabulib(session, SYSTEM, _small(tmp_path), root=tmp_path / "e", cycle=cycle)
    assert [contest.position for contest in cycle.contests] == [1, 2]
    with pytest.raises(Refused) as refused:
        import_pabulib(session, SYSTEM, _small(tmp_path), root=tmp_path / "e")
    assert refused.value.reason is Refusal.CYCLE_EXISTS


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("6;A/1", "6;Z"), Refusal.FILE_BROKEN),
        (("num_votes;6", "num_votes;7"), Refusal.FILE_BROKEN),
        (("num_projects;4", "num_projects;5"), Refusal.FILE_BROKEN),
        (("B;50", "A/1;50"), Refusal.FILE_BROKEN),
        (("B;50", "B;-50"), Refusal.FILE_BROKEN),
        (("6;A/1", "5;A/1"), Refusal.FILE_BROKEN),
        (("vote_type;approval", "vote_type;choose-1"), Refusal.FILE_BROKEN),
        (("min_project_score_threshold;1", "min_project_score_threshold;many"), Refusal.FILE_BROKEN),
        (("60.50", "60.505"), Refusal.WRONG_MONEY),
        (("date_end;14.05.2023", "date_end;14.05.2022"), Refusal.WRONG_DATES),
    ],
)
def test_a_wrong_file_leaves_nothing(session: Session, tmp_path: Path, change, reason) -> None:
    path = _small(tmp_path, text=SMALL.replace(*change))
    with pytest.raises(Refused) as refused, session.begin_nested():
        import_pabulib(session, SYSTEM, path, root=tmp_path / "e")
    assert refused.value.reason is reason
    assert session.scalar(select(func.count()).select_from(Cycle)) == 0
    assert not [path for path in (tmp_path / "e").rglob("*") if path.is_file()]


@pytest.mark.parametrize("encoding", ["utf-16", "cp1250", "cp1251"])
def test_another_encoding_is_refused_with_its_line(session: Session, tmp_path: Path, encoding: str) -> None:
    path = _small(tmp_path)
    path.write_bytes(path.read_text("utf-8").replace("ą", "Ж" if encoding == "cp1251" else "ą").replace(
        "Ł", "Ж" if encoding == "cp1251" else "Ł").encode(encoding))  # fmt: skip
    with pytest.raises(Refused) as refused, session.begin_nested():
        import_pabulib(session, SYSTEM, path, root=tmp_path / "e")
    assert refused.value.reason is Refusal.FILE_BROKEN
    assert "UTF-8" in str(refused.value.facts["fault"])
    assert refused.value.facts["line"] == 1
    assert session.scalar(select(func.count()).select_from(Cycle)) == 0


def test_empty_and_long_ballots_are_counted_as_they_are(session: Session, tmp_path: Path) -> None:
    """The city that held the vote let them through: the import repeats its count and is not its judge."""
    text = SMALL.replace("budget;100", "max_length;1\nbudget;100").replace("5;C,D", "5;").replace("6;A/1", "6;A/1,B,C")
    cycle = import_pabulib(session, SYSTEM, _small(tmp_path, text=text), root=tmp_path / "e")
    source = source_of(session, cycle.contests[0].id)
    assert source is not None
    assert source.ballots == 6
    assert cycle.contests[0].max_choices == 3
    assert _statuses(session, cycle)["Swings"] is Status.WON


def test_a_million_lines_come_in(session: Session, tmp_path: Path) -> None:
    many = 1_000_000
    head, _, _ = SMALL.format(rule="greedy").replace("39,5", "39.5").partition("1;A/1,B\n")
    path = tmp_path / "million.pb"
    with path.open("w", encoding="utf-8") as file:
        file.write(head.replace("num_votes;6", f"num_votes;{many}"))
        file.writelines(f"{number};{('A/1,B', 'A/1', 'B,C', 'C')[number % 4]}\n" for number in range(1, many + 1))
    told: list[tuple[int, int]] = []
    cycle = import_pabulib(
        session, SYSTEM, path, root=tmp_path / "e",
        progress=lambda what, done, whole: told.append((done, whole)) if what == "read" else None,
    )  # fmt: skip
    assert len(told) > 50
    assert told == sorted(told)
    source = source_of(session, cycle.contests[0].id)
    assert source is not None
    assert source.ballots == many


def test_one_wrong_line_of_a_hundred_thousand_leaves_nothing(session: Session, tmp_path: Path) -> None:
    many = 100_000
    head, _, _ = SMALL.format(rule="greedy").replace("39,5", "39.5").partition("1;A/1,B\n")
    path = tmp_path / "many.pb"
    with path.open("w", encoding="utf-8") as file:
        file.write(head.replace("num_votes;6", f"num_votes;{many}"))
        file.writelines(f"{number};A/1\n" for number in range(1, many))
        file.write("last;Z\n")
    with pytest.raises(Refused) as refused, session.begin_nested():
        import_pabulib(session, SYSTEM, path, root=tmp_path / "e")
    assert refused.value.facts["line"] == head.count("\n") + many
    assert "'Z'" in str(refused.value.facts["fault"])
    assert session.scalar(select(func.count()).select_from(Cycle)) == 0


def test_an_imported_cycle_can_be_published(session: Session, tmp_path: Path) -> None:
    cycle = import_pabulib(session, SYSTEM, _small(tmp_path), root=tmp_path / "e")
    told: dict[str, tuple[int, int]] = {}
    row = publish_imported(
        session, SYSTEM, cycle, elections=tmp_path / "e", published=tmp_path / "p", unit="Łąkowo", now=clock.now(),
        progress=lambda what, done, whole: told.update({what: (done, whole)}),
    )  # fmt: skip
    assert told == {"what losers lacked": (1, 1), "pictures": (4, 4), "open data": (1, 1)}
    record = published_record(tmp_path / "p", cycle.code, row.files_sha256)
    assert [(line.title, line.votes, line.won) for line in record.contests[0].rows] == [
        ("Swings", 4, True), ("Trees", 3, False), ("Lamps", 2, True), ("Withdrawn", 1, False)
    ]  # fmt: skip
    assert record.contests[0].people == 0


def test_names_of_cities_become_addresses() -> None:
    assert slug("Łódź – Śródmieście 2022", 30) == "lodz-srodmiescie-2022"


@pytest.mark.parametrize(
    ("name", "winners"),
    [
        ("Poland_Wroclaw_2019", 8),
        ("Poland_Katowice_2023", 6),
        ("Poland_Krakow_2021", 13),
        ("Poland_Lodz_2023", 19),
        ("Netherlands_Amsterdam_285", None),
        ("Switzerland_Zurich_D5", None),
    ],
)
def test_a_real_election_comes_in_with_its_official_winners(
    session: Session, tmp_path: Path, name: str, winners: int | None
) -> None:
    cycle = import_pabulib(session, SYSTEM, real_file(name), root=tmp_path / "e")
    won = [status for status in _statuses(session, cycle).values() if status is Status.WON]
    assert won
    if winners is not None:
        assert len(won) == winners

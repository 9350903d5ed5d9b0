"""Taking in ballots, counting, and adopting what two people counted alike."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from pb import clock
from pb.audit.queries import entries_about
from pb.cycles.rules import Phase
from pb.cycles.rules import Refusal as CycleRefusal
from pb.electorate.models import Election
from pb.errors import Refused
from pb.projects.rules import Status
from pb.tally import queries, service
from pb.tally.__main__ import main as recount
from pb.tally.counting import Refusal, recount_command, rule_called
from pb.tally.models import Adoption, Run
from pb.tally.pabulib import Voter, write
from pb.tally.recording import prepare
from pb.tally.sources import single
from tests import make, make_results


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "elections"


def _ready(session: Session, root: Path):
    cycle, contest, projects = make_results.cycle_to_count(session)
    first, second = make_results.two_people(session)
    file = make_results.ballot_file(root, "some/ballots.pb", projects)
    service.register_ballot_file(session, first, contest, root, file, clock.now())
    return cycle, contest, projects, first, second


def test_a_run_records_who_won_and_why(session: Session, root: Path) -> None:
    cycle, contest, projects, first, _second = _ready(session, root)
    run = service.run_tally(session, first, cycle, contest, root, clock.now())
    outcome = json.loads(run.outcome)
    assert queries.winners_of(run) == [projects[0].code, projects[1].code]
    assert [step["reason"] for step in outcome["steps"]] == [
        "fits", "fits", "does-not-fit", "list-ended", "list-ended"
    ]  # fmt: skip
    assert outcome["left"] == 150_000
    assert run.rule == "greedy"
    assert json.loads(run.settings)["unaffordable"] == "stop"
    assert len(run.rule_version) == 64


def test_one_person_cannot_adopt(session: Session, root: Path) -> None:
    cycle, contest, _projects, first, second = _ready(session, root)
    service.run_tally(session, first, cycle, contest, root, clock.now())
    service.run_tally(session, first, cycle, contest, root, clock.now())
    with pytest.raises(Refused) as refused:
        service.adopt_run(session, second, cycle, contest, clock.now())
    assert refused.value.reason is Refusal.NO_SECOND_PERSON


def test_two_people_adopt_once(session: Session, root: Path) -> None:
    cycle, contest, _projects, first, second = _ready(session, root)
    for person in (first, second):
        service.run_tally(session, person, cycle, contest, root, clock.now())
    adoption = service.adopt_run(session, first, cycle, contest, clock.now())
    assert (adoption.first_by, adoption.second_by) == (str(first), str(second))
    with pytest.raises(Refused) as refused:
        service.adopt_run(session, second, cycle, contest, clock.now())
    assert refused.value.reason is Refusal.ALREADY_ADOPTED
    assert [entry.action for entry in entries_about(session, f"cycle:{cycle.code}")][-1] == "tally.adopt_run"


def test_different_outcomes_are_not_adopted(session: Session, root: Path) -> None:
    cycle, contest, _projects, first, second = _ready(session, root)
    service.run_tally(session, first, cycle, contest, root, clock.now())
    contest.threshold = 5000
    session.flush()
    service.run_tally(session, second, cycle, contest, root, clock.now())
    with pytest.raises(Refused) as refused:
        service.adopt_run(session, second, cycle, contest, clock.now())
    assert refused.value.reason is Refusal.DIGESTS_DIFFER
    assert queries.standings(session, [contest])[0].differs


def test_the_database_itself_refuses_one_persons_two_runs(session: Session, root: Path) -> None:
    cycle, contest, _projects, first, _second = _ready(session, root)
    runs = [service.run_tally(session, first, cycle, contest, root, clock.now()) for _ in range(2)]
    session.add(
        Adoption(
            contest_id=contest.id, digest=runs[0].digest, first_run_id=runs[0].id, first_by=str(first),
            second_run_id=runs[1].id, second_by=str(first), adopted_at=clock.now(), adopted_by=str(first),
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize("table", ["tally_runs", "tally_sources", "tally_adoptions", "tally_source_names"])
def test_rows_are_kept_for_ever(session: Session, root: Path, table: str) -> None:
    make_results.counted(session, root)
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(text(f"DELETE FROM {table}"))
    if table == "tally_runs":
        with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
            session.execute(update(Run).values(digest="0" * 64))


def test_a_file_changed_after_it_was_taken_in_is_not_counted(session: Session, root: Path) -> None:
    cycle, contest, projects, first, _second = _ready(session, root)
    make_results.ballot_file(root, "some/ballots.pb", projects, (1, 2, 3, 4, 5))
    with pytest.raises(Refused) as refused:
        service.run_tally(session, first, cycle, contest, root, clock.now())
    assert refused.value.reason is Refusal.SOURCE_CHANGED


def test_a_broken_file_is_refused_with_its_line(session: Session, root: Path) -> None:
    _cycle, contest, projects = make_results.cycle_to_count(session)
    first, _second = make_results.two_people(session)
    file = make_results.ballot_file(root, "broken.pb", projects)
    path = root / file
    path.write_text(path.read_text("utf-8") + "1;99\n", "utf-8")
    with pytest.raises(Refused) as refused:
        service.register_ballot_file(session, first, contest, root, file, clock.now())
    assert refused.value.reason is Refusal.FILE_BROKEN
    assert refused.value.facts["line"] == len(path.read_text("utf-8").splitlines())


def test_nothing_is_counted_while_people_vote(session: Session, root: Path) -> None:
    cycle = make.cycle(session, Phase.VOTING)
    session.refresh(cycle, ["contests"])
    first, _second = make_results.two_people(session)
    with pytest.raises(Refused) as refused:
        service.run_tally(session, first, cycle, cycle.contests[0], root, clock.now())
    assert refused.value.reason is CycleRefusal.TOO_EARLY


def test_earlier_registration_decides_a_tie(session: Session, root: Path, the_clock) -> None:
    cycle, contest, projects = make_results.cycle_to_count(session)
    first, _second = make_results.two_people(session)
    projects[1].submitted_at = projects[1].submitted_at.replace(year=2025)
    session.flush()
    file = make_results.ballot_file(root, "tie.pb", projects, (5, 5, 5, 5, 5))
    service.register_ballot_file(session, first, contest, root, file, clock.now())
    run = service.run_tally(session, first, cycle, contest, root, clock.now())
    assert queries.winners_of(run)[0] == projects[1].code
    assert json.loads(run.lot)["order"][0] == projects[1].code


def test_the_box_is_verified_before_it_is_counted(session: Session, root: Path) -> None:
    cycle, contest, projects = make_results.cycle_to_count(session)
    first, _second = make_results.two_people(session)
    manifest = make_results.manifest_of(cycle, contest, projects)
    votes = {project.code: many for project, many in zip(projects, (4, 3, 2, 1, 1), strict=True)}
    make_results.election(root / cycle.code, manifest, votes)
    (source,) = service.register_election(session, first, cycle, root, clock.now())
    assert (source.ballots, source.manifest_hash) == (11, manifest.hash)
    run = service.run_tally(session, first, cycle, contest, root, clock.now())
    assert queries.winners_of(run) == [projects[0].code, projects[1].code]
    assert [step["score"] for step in json.loads(run.outcome)["steps"]] == [4, 3, 2, 1, 1]


def test_an_election_opened_here_is_found_by_its_hash_and_gets_its_roll(session: Session, root: Path) -> None:
    cycle, contest, projects = make_results.cycle_to_count(session)
    make.contest(session, cycle, "empty")
    first, _second = make_results.two_people(session)
    manifest = make_results.manifest_of(cycle, contest, projects)
    session.add(Election(cycle_id=cycle.id, hash=manifest.hash, manifest=manifest.as_bytes(), opened_on=clock.today()))
    make_results.election(root, manifest, {})
    (root / manifest.hash / "roll.json").unlink()
    session.refresh(cycle, ["contests"])
    (source,) = service.register_election(session, first, cycle, root, clock.now())
    assert source.file.startswith(manifest.hash)
    assert (root / manifest.hash / "roll.json").exists()


def test_a_box_with_a_dropped_ballot_is_refused(session: Session, root: Path) -> None:
    cycle, contest, projects = make_results.cycle_to_count(session)
    first, _second = make_results.two_people(session)
    manifest = make_results.manifest_of(cycle, contest, projects)
    make_results.election(root / cycle.code, manifest, {projects[0].code: 3})
    (file,) = (root / cycle.code).glob("*/ballots-*.ndjson")
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[1:]))
    with pytest.raises(Refused) as refused:
        service.register_election(session, first, cycle, root, clock.now())
    assert refused.value.reason is Refusal.ELECTION_NOT_VERIFIED
    assert "opened" in str(refused.value.facts["checks"])


def test_a_box_of_other_costs_is_refused(session: Session, root: Path) -> None:
    cycle, contest, projects = make_results.cycle_to_count(session)
    first, _second = make_results.two_people(session)
    manifest = make_results.manifest_of(cycle, contest, projects)
    make_results.election(root / cycle.code, manifest, {projects[0].code: 1})
    projects[0].total_kopecks += 100
    session.flush()
    with pytest.raises(Refused) as refused:
        service.register_election(session, first, cycle, root, clock.now())
    assert refused.value.reason is Refusal.ELECTION_DIFFERS


def test_the_command_line_recounts_to_the_same_digest(
    session: Session, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle, contest, _projects, first, _second = _ready(session, root)
    contest.threshold = 4000
    session.flush()
    run = service.run_tally(session, first, cycle, contest, root, clock.now())
    source = queries.source_of(session, contest.id)
    prepared = prepare(session, contest, source, root)
    lot = json.loads(run.lot)
    monkeypatch.chdir(tmp_path)
    Path(lot["name"]).write_text("\n".join(lot["order"]), "utf-8")
    voters = [Voter(str(n), ballot) for n, ballot in enumerate(single(list(prepared.contest.ballots)), 1)]
    meta = dict.fromkeys(("description", "country", "unit", "instance", "rule", "date_begin", "date_end"), "2026")
    with Path("again.pb").open("w", newline="", encoding="utf-8") as stream:
        write(stream, prepared.contest, voters, meta=meta)
    command = recount_command("again.pb", rule_called(run.rule), json.loads(run.settings), lot["name"])
    assert "--threshold 4000" in command
    assert recount(command.split()[3:]) == 0
    assert run.digest in capsys.readouterr().out


def test_a_withdrawn_project_never_wins(session: Session, root: Path) -> None:
    cycle, contest, projects, first, _second = _ready(session, root)
    projects[0].status = Status.WITHDRAWN
    session.flush()
    run = service.run_tally(session, first, cycle, contest, root, clock.now())
    assert queries.winners_of(run) == [projects[1].code, projects[2].code, projects[3].code, projects[4].code]


def test_a_correction_names_the_adopted_count_and_two_people_must_agree_again(session: Session, root: Path) -> None:
    cycle, contest, projects, first, second = _ready(session, root)
    with pytest.raises(Refused) as early:
        service.correct_run(session, first, cycle, contest, root, "Зарано", clock.now())
    assert early.value.reason is Refusal.NOTHING_TO_CORRECT
    for person in (first, second):
        service.run_tally(session, person, cycle, contest, root, clock.now())
    old = service.adopt_run(session, first, cycle, contest, clock.now())
    projects[0].status = Status.WITHDRAWN
    session.flush()
    service.correct_run(session, first, cycle, contest, root, "Автор відкликав проєкт", clock.now())
    with pytest.raises(Refused) as alone:
        service.adopt_run(session, first, cycle, contest, clock.now())
    assert alone.value.reason is Refusal.NO_SECOND_PERSON
    service.correct_run(session, second, cycle, contest, root, " Автор відкликав проєкт ", clock.now())
    assert queries.standings(session, [contest])[0].is_ready
    new = service.adopt_run(session, second, cycle, contest, clock.now())
    assert new.replaces_id == old.id
    run = queries.adopted_runs(session, [contest.id])[contest.id]
    assert (run.corrects_id, run.correction) == (old.first_run_id, "Автор відкликав проєкт")
    assert projects[0].code not in queries.winners_of(run)
    assert queries.corrected_by(session, [run]) == {run.id: old.digest}
    assert entries_about(session, f"cycle:{cycle.code}")[-2].action == "tally.correct_run"


def test_a_correction_that_finds_the_same_changes_nothing(session: Session, root: Path) -> None:
    cycle, contest = make_results.counted(session, root)[:2]
    first, second = make_results.two_people(session)
    for person in (first, second):
        service.correct_run(session, person, cycle, contest, root, "Перевірка", clock.now())
    assert not queries.standings(session, [contest])[0].is_ready
    with pytest.raises(Refused) as refused:
        service.adopt_run(session, first, cycle, contest, clock.now())
    assert refused.value.reason is Refusal.ALREADY_ADOPTED


def test_a_correction_needs_a_reason_and_comes_before_the_council(session: Session, root: Path) -> None:
    cycle, contest, projects = make_results.counted(session, root)[:3]
    first, _second = make_results.two_people(session)
    with pytest.raises(Refused) as silent:
        service.correct_run(session, first, cycle, contest, root, "  ", clock.now())
    assert silent.value.reason is Refusal.CORRECTION_UNEXPLAINED
    projects[0].status = Status.WON
    session.flush()
    with pytest.raises(Refused) as late:
        service.correct_run(session, first, cycle, contest, root, "Пізно", clock.now())
    assert late.value.reason is Refusal.DECIDED


def test_the_database_itself_refuses_a_second_first_adoption(session: Session, root: Path) -> None:
    cycle, contest = make_results.counted(session, root)[:2]
    third, fourth = make_results.two_people(session)
    runs = [service.run_tally(session, person, cycle, contest, root, clock.now()) for person in (third, fourth)]
    session.add(
        Adoption(
            contest_id=contest.id, digest=runs[0].digest, first_run_id=runs[0].id, first_by=str(third),
            second_run_id=runs[1].id, second_by=str(fourth), adopted_at=clock.now(), adopted_by=str(third),
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()

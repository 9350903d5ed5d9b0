"""The screen on which a city tells a contest how it is counted, and the lot a count may ask for."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.cycles.queries import cycle_by_code
from pb.cycles.rules import Phase, Unaffordable
from pb.db.database import Database
from pb.projects.rules import Status
from pb.tally import service
from pb.tally.__main__ import main as recount
from pb.tally.models import Draw, Run
from pb.tally.options import CountOptions, options_of
from pb.tally.queries import source_of
from pb.tally.recording import prepare
from pb.values.permission import Role
from tests import make, make_results
from tests.visitor import Visitor

FORM = {
    "rule": "greedy", "unaffordable": "stop", "threshold": "30", "tail_percent": "80", "least_winners": "1",
    "most_winners": "4", "rest_years": "3", "one_per_address": "y", "ties": "refuse", "caps": "", "conflicts": "",
    "utility": "cost", "completion": "none", "stop_when": "over-budget", "start": "exact",
}  # fmt: skip


@pytest.fixture
def cycle(session: Session, visitor: Visitor):
    """Code of a cycle whose rules may still change, its contest's, and a place's code and name."""
    row = make.cycle(session, Phase.ANNOUNCED)
    place = make.district(session)
    found = (row.code, cycle_by_code(session, row.code).contests[0].code, place.code, place.name)
    make.signed_in(visitor, session, make.staff(session, Role.MANAGER))
    return found


def _page(cycle) -> str:
    return f"/staff/cycles/{cycle[0]}/count/{cycle[1]}"


def _contest(database: Database, code: str):
    with database.reading() as session:
        return cycle_by_code(session, code).contests[0]


def test_rules_are_set_and_told_to_residents(visitor: Visitor, database: Database, cycle) -> None:
    visitor.get(_page(cycle))
    visitor.post(_page(cycle), {**FORM, "caps": f"{cycle[3]}; 100000; 2"}, status=303)
    contest = _contest(database, cycle[0])
    options = options_of(contest.counting)
    assert (contest.threshold, options.most_winners, options.tail_percent) == (30, 4, 80)
    assert [(cap.district, cap.kopecks, cap.most) for cap in options.caps] == [(cycle[2], 10_000_000, 2)]
    visitor.get(f"/cycle/{cycle[0]}")
    for words in ("щонайменше 80% його вартості", "щонайбільше 4 проєкти", "відпочиває 3", "прилюдний жереб"):
        assert words in visitor.text, words
    visitor.get(f"/staff/cycles/{cycle[0]}/count")
    visitor.get(_page(cycle))
    assert f"{cycle[3]}; 100000; 2" in visitor.page.select_one("textarea[name=caps]").get_text()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"caps": "Неіснуюче; 5; 1"}, "немає в переліку"),
        ({"conflicts": "7, 8"}, "немає проєкту № 7"),
        ({"least_winners": "9"}, "Перевірте межі"),
        ({"threshold": "багато"}, "Впишіть"),
        ({"tail_percent": "101"}, "від 0 до 100"),
    ],
)
def test_a_slip_is_told_and_what_was_typed_is_kept(visitor: Visitor, cycle, changes, words) -> None:
    visitor.get(_page(cycle))
    text = visitor.post(_page(cycle), {**FORM, **changes}, status=422).get_data(as_text=True)
    assert words in text
    assert next(iter(changes.values())) in text


def test_after_submission_opens_only_conflicts_change(visitor: Visitor, session: Session, database: Database) -> None:
    row = make.cycle(session, Phase.BALLOT)
    projects = [make.project(session, row, Status.ON_BALLOT) for _ in range(2)]
    contest = cycle_by_code(session, row.code).contests[0]
    cycle, numbers, codes = (row.code, contest.code), [p.number for p in projects], tuple(p.code for p in projects)
    same = {**FORM, "threshold": str(contest.threshold), "tail_percent": "0", "least_winners": "0", "most_winners": "0"}
    same |= {"rest_years": "0", "ties": "lot", "unaffordable": contest.unaffordable.value}
    del same["one_per_address"]
    make.signed_in(visitor, session, make.staff(session, Role.MANAGER))
    visitor.get(_page(cycle))
    visitor.post(_page(cycle), {**same, "threshold": "77"}, status=422)
    visitor.post(_page(cycle), {**same, "conflicts": ", ".join(map(str, numbers))}, status=303)
    assert options_of(_contest(database, cycle[0]).counting).conflicts == (codes,)


def test_once_voting_has_opened_nothing_changes(visitor: Visitor, session: Session) -> None:
    row = make.cycle(session, Phase.VOTING)
    cycle = (row.code, cycle_by_code(session, row.code).contests[0].code)
    make.signed_in(visitor, session, make.staff(session, Role.MANAGER))
    visitor.get(_page(cycle))
    assert "Голосування почалося" in visitor.post(_page(cycle), FORM, status=422).get_data(as_text=True)


def test_a_count_asks_for_a_lot_and_takes_it(visitor: Visitor, session: Session, settings, database: Database) -> None:
    cycle, contest, projects = make_results.cycle_to_count(session)
    contest.counting = CountOptions(ties="refuse").text()
    projects[2].total_kopecks = projects[1].total_kopecks  # 300 and one of the two 450 fit into 900
    root, person = settings.folder("elections"), make.staff(session, Role.MANAGER)
    file = make_results.ballot_file(root, "a/b.pb", projects, (50, 40, 40, 5, 5))
    service.register_ballot_file(session, make_results.counted_by(person), contest, root, file, clock.now())
    page, drawing = f"/tally/{cycle.code}", f"/tally/{cycle.code}/draw/{contest.code}"
    numbers, codes = [project.number for project in projects], [project.code for project in projects]
    make.signed_in(visitor, session, person)
    visitor.get(page)
    visitor.post(page, {"act": "run"}, status=303)
    visitor.get(page)
    assert f"Голосів порівну: № {numbers[1]}, {numbers[2]}" in visitor.text
    visitor.get(drawing)
    visitor.post(drawing, {"numbers": "99", "place": "Зала"}, status=422)
    lot = {"numbers": f"{numbers[2]}, {numbers[1]}", "place": "Зала ради, при комісії"}
    visitor.post(drawing, lot, status=303)
    visitor.get(page)
    visitor.post(page, {"act": "run"}, status=303)
    with database.reading() as reading:
        (run,) = reading.scalars(select(Run))
        assert json.loads(run.outcome)["winners"] == [codes[0], codes[2]]
        assert reading.scalar(select(Draw)).place == lot["place"]


def test_the_published_file_recounts_with_its_caps_and_conflicts(
    session: Session, settings, tmp_path: Path, capsys
) -> None:
    from pb.audit.rules import SYSTEM
    from pb.results import service as results

    cycle, contest, projects = make_results.cycle_to_count(session)
    contest.counting = CountOptions(most_winners=3, conflicts=((projects[0].code, projects[1].code),)).text()
    contest.unaffordable = Unaffordable.SKIP
    root = settings.folder("elections")
    people = make_results.two_people(session)
    file = make_results.ballot_file(root, "a/b.pb", projects)
    service.register_ballot_file(session, people[0], contest, root, file, clock.now())
    for person in people:
        run = service.run_tally(session, person, cycle, contest, root, clock.now())
    service.adopt_run(session, people[0], cycle, contest, clock.now())
    assert prepare(session, contest, source_of(session, contest.id), root).settings.most_winners == 3
    results.enter_decision(session, SYSTEM, cycle, number="1", decided_on=clock.today(), now=clock.now())
    make_results.publish(session, SYSTEM, cycle, root, settings.folder("published"))
    folder = settings.folder("published") / cycle.code
    line = [str(folder / f"{contest.code}.pb"), "--lot", str(folder / f"{contest.code}-lot.txt"), "--json"]
    assert recount(line) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["digest"] == run.digest
    assert projects[1].code not in told["winners"]

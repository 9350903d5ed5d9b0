"""Who paid how much for which project under equal shares: sums that add up, and the page that tells them."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from pb import clock
from pb.audit.rules import SYSTEM
from pb.results import service
from pb.results.paying import paid_for
from pb.tally import service as tally
from pb.tally.counting import Prepared
from pb.tally.rules import rule_named
from pb.tally.rules.contest import Lot
from tests import make_results
from tests.tally.contests import contests, settings_for
from tests.visitor import Visitor

RULE = rule_named("equal-shares")


@given(data=st.data())
def test_every_winner_is_paid_its_cost_by_its_supporters(data) -> None:
    contest = data.draw(contests())
    settings = data.draw(settings_for(RULE, contest))
    outcome = RULE.count(contest, settings, None)
    numbers = {project.id: place for place, project in enumerate(contest.projects, 1)}
    told = paid_for(Prepared(contest, RULE, settings, Lot(())), outcome, numbers)
    costs = {project.id: project.cost for project in contest.projects}
    for step in outcome.steps:
        found = told[step.project]
        assert found.full + found.part + found.nothing == found.supporters
        assert all(number != numbers[step.project] and kopecks > 0 for number, kopecks in found.elsewhere)
        if step.price is None:
            assert found.full == found.part == 0
        else:
            # Two sums, each rounded down to a kopeck.
            assert 0 <= costs[step.project] * 100 - found.full_sum - found.part_sum <= 2


def test_rules_in_which_nobody_pays_tell_nothing() -> None:
    greedy = rule_named("greedy")
    from tests.tally.rules.test_greedy import THREE

    prepared = Prepared(THREE, greedy, greedy.settings(), Lot(()))
    assert paid_for(prepared, greedy.count(THREE, greedy.settings()), {}) == {}


def test_the_project_page_tells_who_paid_in_both_languages(
    visitor: Visitor, session: Session, elections: Path, published: Path
) -> None:
    cycle, contest, projects = make_results.cycle_to_count(session)
    contest.counting_rule = "equal-shares"
    people = make_results.two_people(session)
    # 10 people for each of the first two; the fourth's two supporters hold a fifth of the purse at most.
    file = make_results.ballot_file(elections, "a/b.pb", projects, (10, 10, 0, 2, 0))
    tally.register_ballot_file(session, people[0], contest, elections, file, clock.now())
    for person in people:
        tally.run_tally(session, person, cycle, contest, elections, clock.now())
    tally.adopt_run(session, people[0], cycle, contest, clock.now())
    service.enter_decision(session, SYSTEM, cycle, number="1", decided_on=clock.today(), now=clock.now())
    make_results.publish(session, SYSTEM, cycle, elections, published)
    won, lost = (f"/results/{cycle.code}/projects/{project.code}" for project in (projects[0], projects[3]))
    main = f"/projects/{projects[0].code}"
    session.commit()
    visitor.get(won)
    assert "Заплатили повну ціну 10 300 000 ₴ по 30 000 ₴" in visitor.text
    assert "Проєкт обрали 10 людей. Разом їм треба було зібрати 300 000 ₴." in visitor.text
    visitor.get(lost)
    assert "тож забракло" in visitor.text
    visitor.get(won, headers={"Cookie": "language=en", "Accept-Language": "en"})
    visitor.get(main)
    assert "Результат голосування за нього" in visitor.text
    visitor.get(won + "x", status=404)


def test_before_publication_there_is_no_such_page(visitor: Visitor, session: Session, elections: Path) -> None:
    cycle, _contest, projects = make_results.counted(session, elections)
    code, project = cycle.code, projects[0].code
    session.commit()
    visitor.get(f"/results/{code}/projects/{project}", status=404)

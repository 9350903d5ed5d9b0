"""What everybody sees of a school's budget, before and after its results are public."""

import io

import pypdf
import pytest

from pb import clock
from pb.audit.rules import SYSTEM
from pb.cycles.rules import CycleKind, Phase, VoterProof
from pb.db.database import Database
from pb.electorate.models import SchoolClass
from pb.projects.rules import Status
from pb.results import service
from pb.results.rules import Day, Turnout
from pb.settings import Settings
from tests import make, make_results
from tests.make_booth import Vote
from tests.make_school import SCHOOL, text_of
from tests.visitor import Visitor

PEOPLE = Turnout(412, (Day(make.NOW.date(), code=412),))


def test_a_school_in_its_vote_invites_to_type_the_code(visitor: Visitor, vote: Vote) -> None:
    visitor.get("/school")
    assert vote.cycle.title in visitor.text
    visitor.get(f"/school/{vote.cycle.code}")
    assert visitor.page.select_one(".govuk-button--call")["href"] == "/vote/code"
    assert len(visitor.page.select(".pb-card")) == 3
    visitor.get(f"/school/{vote.cycle.code}/poster.pdf", status=404)
    visitor.get(f"/projects?cycle={vote.cycle.code}")
    assert visitor.page.select_one("#district") is None
    assert visitor.page.select_one(f'main a[href="/school/{vote.cycle.code}"]')
    visitor.get(f"/vote?cycle={vote.cycle.code}")
    assert "без входу" not in visitor.text


@pytest.mark.parametrize("phase", [one for one in Phase if one not in {Phase.DRAFT, Phase.GRACE}])
def test_every_phase_has_one_thing_to_do(visitor: Visitor, database: Database, phase: Phase) -> None:
    with database.transaction() as session:
        cycle = make.cycle(session, phase, kind=CycleKind.SCHOOL, host_name=SCHOOL)
        make.project(session, cycle, Status.ADMITTED)
    visitor.get(f"/school/{cycle.code}")
    [action] = visitor.page.select(".govuk-button--call")
    visitor.get(action["href"])


def test_a_city_or_an_unannounced_school_is_not_here(visitor: Visitor, database: Database) -> None:
    visitor.get("/school")
    assert "Шкільних бюджетів поки немає" in visitor.text
    with database.transaction() as session:
        city = make.cycle(session, Phase.VOTING)
        later = make.cycle(session, kind=CycleKind.SCHOOL, calendar=make.calendar(now=make.NOW + make.DAY * 200))
    for code in (city.code, later.code, "none"):
        visitor.get(f"/school/{code}", status=404)
        visitor.get(f"/school/{code}/poster.pdf", status=404)


def test_results_come_with_a_poster(visitor: Visitor, database: Database, settings: Settings) -> None:
    elections, published = settings.folder("elections"), settings.folder("published")
    with database.transaction() as session:
        cycle, _contest, projects = make_results.counted(
            session, elections, kind=CycleKind.SCHOOL, host_name=SCHOOL, rules={"voter_proof": VoterProof.CODE}
        )
        projects[0].title = "Тепла вода в кожній вбиральні"
        session.add(SchoolClass(cycle_id=cycle.id, label="1-Б", by_hands=True, pupils=20))
        service.enter_decision(session, SYSTEM, cycle, number="7", decided_on=clock.today(), now=clock.now())
    address = f"/school/{cycle.code}"
    visitor.get(address)
    assert "Хто переміг" not in visitor.text
    visitor.get(f"{address}/poster.pdf", status=404)
    with database.transaction() as session:
        make_results.publish(session, SYSTEM, session.merge(cycle), elections, published, PEOPLE)
    visitor.get(address)
    assert "Хто переміг" in visitor.text
    assert "432" in visitor.text  # 412 on the roll and a class of twenty that raised hands
    answer = visitor.get(f"{address}/poster.pdf", headers={"Accept-Language": "en"})
    assert answer.mimetype == "application/pdf"
    assert len(pypdf.PdfReader(io.BytesIO(answer.get_data())).pages) == 1
    text = " ".join(text_of(answer.get_data()).replace("\u00a0", " ").split())
    assert "Тепла вода" in text
    assert "7 433" in text
    assert "432" in text
    assert "до" in text
    assert "Уявна Ольга" not in text

"""The demo's school is loaded by the ordinary services and stands where its calendar says."""

from pb import clock
from pb.cycles.rules import Phase
from pb.db.database import Database
from pb.demo.content.cycles import SCHOOL
from pb.demo.loading import school
from pb.demo.loading.city import load_city
from pb.demo.loading.cycles import load_cycle
from pb.demo.loading.projects import load_authors, load_projects
from pb.electorate.keys import CycleKeys
from pb.electorate.models import SchoolCode
from pb.electorate.rules import code_stretch
from pb.projects.queries import counts_by_status
from pb.projects.rules import Status
from pb.settings import Settings
from pb.values.code import normal_code


def test_the_school_is_in_the_middle_of_its_vote(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        load_city(session, clock.now())
        cycle = load_cycle(session, SCHOOL, 0)
        load_projects(session, cycle, load_authors(session, clock.now()), settings.folder("media"))
        school.load_school(session, cycle, settings)
    with database.reading() as session:
        counts = counts_by_status(session, cycle.id)
        codes = session.query(SchoolCode).filter_by(cycle_id=cycle.id).count()
        labels = {label for (label,) in session.query(SchoolCode.class_label).distinct()}
        printed = (settings.data_dir / school.CODES_FILE).read_text("ascii").split()
        keys = CycleKeys(settings.folder("keys"), SCHOOL.code)
        hashes = [keys.code_hash(code_stretch(SCHOOL.code, normal_code(code))) for code in printed]
        found = [session.get(SchoolCode, (cycle.id, one)) for one in hashes]
    assert cycle.phase(clock.now()) is Phase.VOTING
    assert counts[Status.ON_BALLOT] >= 7
    assert not counts.keys() & {Status.SUBMITTED, Status.IN_REVIEW, Status.ADMITTED}
    assert codes == sum(school.CLASSES.values())
    assert {"5-А", "11-Б"} <= labels
    assert len(labels) == 14
    assert len(found) == 3
    assert all(found)

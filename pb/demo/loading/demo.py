"""The whole demo city, stage after stage, in the order a budget lives through them."""

from collections.abc import Callable

from pb import clock
from pb.cycles.queries import cycle_by_code
from pb.db.database import Database
from pb.db.migrations import migrate
from pb.demo.content.cycles import FINISHED, IN_SUBMISSION, IN_VOTING, SCHOOL
from pb.demo.loading.city import load_city
from pb.demo.loading.cycles import days_moved, load_cycle
from pb.demo.loading.projects import Drawing, draw_all, load_authors, load_projects
from pb.demo.loading.results import load_results
from pb.demo.loading.review import load_lot, load_review
from pb.demo.loading.works import load_works
from pb.jobs import run_due
from pb.settings import Settings
from pb.web.paths import beside_or_inside

CYCLES = (FINISHED, IN_VOTING, IN_SUBMISSION, SCHOOL)


def load_demo(settings: Settings, database: Database, *, say: Callable[[str], object]) -> None:
    """Fill an empty database and the data folder; `say` tells how far it is."""
    migrate(database, str(beside_or_inside("migrations")))
    media, now = settings.folder("media"), clock.now()
    moved = days_moved(clock.today())
    drawings: list[Drawing] = []
    with database.transaction() as session:
        load_city(session, now)
        authors = load_authors(session, now)
        cycles = {written.code: load_cycle(session, written, moved) for written in CYCLES}
        for cycle in cycles.values():
            drawings += load_projects(session, cycle, authors, media)
        for code in (FINISHED.code, IN_VOTING.code, IN_SUBMISSION.code):
            load_review(session, cycles[code])
        for code in (FINISHED.code, IN_VOTING.code):
            load_lot(session, cycles[code])
    say("  projects written, reviewed and drawn by lot")
    pool = draw_all(drawings)
    with database.transaction() as session:
        finished = cycle_by_code(session, FINISHED.code)
        load_results(session, finished, settings)
        say("  votes counted, results published, certificates printed")
        more = load_works(session, finished, moved, media)
    drawn = pool.finish(more)
    clock.use(None)
    run_due(settings, database)
    say(f"  {drawn} pictures drawn, the ballot box is open")

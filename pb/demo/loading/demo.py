"""The whole demo city, stage after stage, in the order a budget lives through them."""

from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy.orm import Session

from pb import clock
from pb.accounts.models import Author
from pb.cycles.models import Cycle
from pb.cycles.queries import cycle_by_code
from pb.db.database import Database
from pb.db.migrations import migrate
from pb.demo.content.cycles import FINISHED, IN_SUBMISSION, IN_VOTING, SCHOOL
from pb.demo.loading.city import load_city
from pb.demo.loading.cycles import days_moved, load_cycle
from pb.demo.loading.draft import write_results
from pb.demo.loading.news import load_news
from pb.demo.loading.projects import load_authors, load_projects
from pb.demo.loading.registers import load_registers
from pb.demo.loading.results import load_publication, load_results, published_at
from pb.demo.loading.review import load_lot, load_review
from pb.demo.loading.school import load_school
from pb.demo.loading.talk import load_talk
from pb.demo.loading.workers import Drawing, Workers, make_key
from pb.demo.loading.works import load_works
from pb.jobs import run_due
from pb.settings import Settings
from pb.web.paths import beside_or_inside

CYCLES = (FINISHED, IN_VOTING, IN_SUBMISSION, SCHOOL)


def load_demo(settings: Settings, database: Database, *, say: Callable[[str], object]) -> None:
    """Fill an empty database and the data folder; `say` tells how far it is."""
    migrate(database, str(beside_or_inside("migrations")))
    workers, moved = Workers(), days_moved(clock.today())
    for contest in (*IN_VOTING.contests, *SCHOOL.contests):
        cycle = IN_VOTING if contest in IN_VOTING.contests else SCHOOL
        workers.ask(make_key, settings.folder("keys"), cycle.code, contest.code)
    media = settings.folder("media")
    with database.transaction() as session:
        load_city(session, clock.now())
        authors = load_authors(session, clock.now())
        for written in CYCLES:
            load_cycle(session, written, moved)
        finished = cycle_by_code(session, FINISHED.code)
        drawings = _projects(session, finished, authors, media)
        load_results(session, finished, settings)
    say("  the finished cycle counted")
    draft = workers.ask(write_results, settings, finished.code, published_at(finished))
    workers.draw(drawings)
    with database.transaction() as session:
        workers.draw(load_works(session, finished, moved, media))
        load_news(session, moved, media)
        for code in (IN_VOTING.code, IN_SUBMISSION.code, SCHOOL.code):
            workers.draw(_projects(session, cycle_by_code(session, code), authors, media))
        load_talk(session, cycle_by_code(session, IN_VOTING.code))
        load_registers(session, cycle_by_code(session, IN_VOTING.code), settings)
        load_school(session, cycle_by_code(session, SCHOOL.code), settings)
    say("  works under way, projects of the other cycles on the ballots")
    with database.transaction() as session:
        load_publication(session, cycle_by_code(session, FINISHED.code), settings, draft.result())
    workers.finish()
    clock.use(None)
    run_due(settings, database)
    say("  results published, certificates printed, pictures drawn, the ballot box open")


def _projects(session: Session, cycle: Cycle, authors: Mapping[str, Author], media: Path) -> list[Drawing]:
    """Everything of a cycle before its vote; returns the pictures to be drawn."""
    drawings = load_projects(session, cycle, authors, media)
    if cycle.code != SCHOOL.code:
        load_review(session, cycle)
    if cycle.code in {FINISHED.code, IN_VOTING.code}:
        load_lot(session, cycle)
    return drawings

"""The whole demo city, stage after stage, in the order a budget lives through them."""

from collections.abc import Callable

from pb import clock
from pb.db.database import Database
from pb.db.migrations import migrate
from pb.demo.content.cycles import IN_VOTING
from pb.demo.loading.city import load_city
from pb.demo.loading.cycles import days_moved, load_cycle
from pb.demo.loading.projects import draw_all, load_authors, load_projects
from pb.demo.loading.review import load_lot, load_review
from pb.settings import Settings
from pb.web.paths import beside_or_inside

CYCLES = (IN_VOTING,)


def load_demo(settings: Settings, database: Database, *, say: Callable[[str], object]) -> None:
    """Fill an empty database and the data folder; `say` tells how far it is."""
    migrate(database, str(beside_or_inside("migrations")))
    media, now = settings.folder("media"), clock.now()
    moved = days_moved(clock.today())
    with database.transaction() as session:
        load_city(session, now)
        authors = load_authors(session, now)
        cycles = {written.code: load_cycle(session, written, moved) for written in CYCLES}
        drawings = [drawing for cycle in cycles.values() for drawing in load_projects(session, cycle, authors, media)]
        for code in (IN_VOTING.code,):
            load_review(session, cycles[code])
            load_lot(session, cycles[code])
    clock.use(None)
    say(f"  {len(drawings)} projects written and reviewed")
    draw_all(drawings)
    say(f"  {len(drawings)} pictures drawn")

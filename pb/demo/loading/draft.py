"""The finished cycle's results as a worker writes them; apart, because only this needs the charts' libraries."""

from datetime import datetime

from pb import clock
from pb.cycles.queries import cycle_by_code
from pb.db.database import Database
from pb.results.drafting import draft_results
from pb.results.publishing import Draft
from pb.results.queries import turnout_of
from pb.settings import Settings
from pb.web.city import read_city


def write_results(settings: Settings, cycle: str, moment: datetime) -> Draft:
    """The results of a decided cycle as they will be published."""
    clock.use(lambda: moment)
    database = Database(settings.database_url)
    with database.reading() as session:
        found = cycle_by_code(session, cycle)
        draft = draft_results(
            session,
            found,
            elections=settings.folder("elections"),
            published=settings.folder("published"),
            unit=read_city(settings.city_file).name,
            now=moment,
            turnout=turnout_of(session, found),
        )
    database.dispose()
    return draft

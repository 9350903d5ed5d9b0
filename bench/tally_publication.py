"""`python -m bench.tally_publication`: how long publishing a city takes, and how heavy its page of results is.

An invented cycle of 13 contests and 60,000 ballots is counted twice, decided, drafted and shown in a temporary folder.
"""

import gzip
import random
import tempfile
import time
from pathlib import Path

from pb import clock
from pb.app import create_app
from pb.audit.rules import SYSTEM
from pb.cycles.models import Cycle
from pb.cycles.queries import cycle_by_code
from pb.cycles.rules import Phase
from pb.db.base import Base
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.results import queries, service
from pb.results.drafting import draft_results
from pb.settings import Mode, Settings, checked
from pb.tally import service as tally
from pb.values.money import hryvnias

CONTESTS, PROJECTS, BALLOTS = 13, 30, 60_000
TIMES = 30


def main() -> None:
    """Print seconds for each act, the bytes of the page and the milliseconds it takes."""
    from tests import make

    clock.use(lambda: make.NOW)
    with tempfile.TemporaryDirectory() as folder:
        settings = checked(
            Settings(
                secret_key="bench-0123456789-abcdefghij-KLMNOPQR",
                data_dir=Path(folder),
                mode=Mode.DEMO,
                public_url="http://localhost",
            )
        )
        app = create_app(settings)
        database = app.extensions["pb"].database
        Base.metadata.create_all(database.engine)
        code = _publish(settings, database)
        _page(app, code)


def _publish(settings: Settings, database: object) -> str:
    from tests import make, make_results

    root, published, draw = settings.folder("elections"), settings.folder("published"), random.Random(7)
    with database.transaction() as session:
        cycle = _cycle(session, make)
        people = make_results.two_people(session)
        start = time.perf_counter()
        for contest in cycle.contests:
            projects = list(session.query(Project).filter_by(contest_id=contest.id))
            file = _ballots(root, contest.code, projects, draw)
            tally.register_ballot_file(session, people[0], contest, root, file, clock.now())
        start = _told("ballots taken in", start)
        for contest in cycle.contests:
            for person in people:
                tally.run_tally(session, person, cycle, contest, root, clock.now())
            tally.adopt_run(session, people[0], cycle, contest, clock.now())
        start = _told("counted by two people", start)
        service.enter_decision(session, SYSTEM, cycle, number="1", decided_on=clock.today(), now=clock.now())
        draft = draft_results(
            session, cycle, elections=root, published=published, unit="Bench", now=clock.now(),
            turnout=queries.turnout_of(session, cycle), progress=_progress,
        )  # fmt: skip
        service.publish_results(session, SYSTEM, cycle, draft, published, clock.now())
        _told("published (bar 60 s)", start)
        return str(cycle.code)


def _cycle(session: object, make: object) -> Cycle:
    row = make.cycle(session, Phase.TALLY)
    place, person = make.district(session).id, make.author(session).id
    first = cycle_by_code(session, row.code).contests[0]
    others = [make.contest(session, row, f"c{place}") for place in range(1, CONTESTS)]
    for contest in (first, *others):
        contest.purse_kopecks = hryvnias(2_000_000)
        for _ in range(PROJECTS):
            make.project(
                session,
                row,
                Status.ON_BALLOT,
                contest=contest,
                district_id=place,
                author_id=person,
                cost=hryvnias(150_000),
            )
    session.flush()
    session.refresh(row, ["contests"])
    return row


def _ballots(root: Path, name: str, projects: list[Project], draw: random.Random) -> str:
    numbers = [str(project.number) for project in projects]
    many = BALLOTS // CONTESTS
    lines = ["META", "key;value", "description;Bench", f"num_projects;{len(numbers)}", f"num_votes;{many}"]
    lines += ["budget;2000000", "vote_type;approval", "PROJECTS", "project_id;cost"]
    lines += [f"{number};150000" for number in numbers]
    lines += ["VOTES", "voter_id;vote"]
    lines += [f"{place};{','.join(draw.sample(numbers, draw.randint(1, 5)))}" for place in range(many)]
    path = root / "bench" / f"{name}.pb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return f"bench/{name}.pb"


def _progress(what: str, done: int, whole: int) -> None:
    if done == whole:
        print(f"  {what}, {whole} done at{time.process_time():8.2f} s of processor", flush=True)


def _told(what: str, start: float) -> float:
    now = time.perf_counter()
    print(f"{what:28}{now - start:8.2f} s", flush=True)
    return now


def _page(app: object, code: str) -> None:
    client = app.test_client()
    page = client.get(f"/results/{code}")
    assert page.status_code == 200, page.status_code
    body = page.get_data()
    start, busy = time.perf_counter(), time.process_time()
    for _ in range(TIMES):
        client.get(f"/results/{code}")
    each = (time.perf_counter() - start) / TIMES * 1000
    own = (time.process_time() - busy) / TIMES * 1000
    sent = len(gzip.compress(body)) / 1000
    weight = f"{len(body) / 1000:8.1f} kB, {sent:.1f} kB sent"
    print(f"page (bars 130 kB, 5 ms)    {weight}, {each:.1f} ms, {own:.1f} of processor")


if __name__ == "__main__":
    main()

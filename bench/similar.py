"""How long finding similar projects takes among 3,000: `python -m bench.similar`; the bar is 300 ms of a server."""

import argparse
import random
import tempfile
import time
from pathlib import Path

from sqlalchemy import select

from bench.casting import say
from pb import clock
from pb.cycles.models import Contest
from pb.db.database import Database
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.submission.similar import Wanted, similar_projects
from pb.tables import metadata
from tests import make

NOUNS = ["лавка", "парк", "школа", "дах", "двір", "сквер", "дорога", "вулиця", "ліхтар", "садок", "зупинка", "клумба"]


def main() -> None:
    """Print the first search, which reads every project's words, and the median of those that follow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, default=3000)
    options = parser.parse_args()
    chance = random.Random(7)
    rare = ["".join(chance.choice("бвгдклмнпрст") + chance.choice("аеиоу") for _ in range(3)) for _ in range(4000)]

    def words(amount: int) -> str:
        return " ".join(chance.choice(NOUNS if chance.random() < 0.5 else rare) for _ in range(amount))

    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'city.sqlite'}")
        metadata.create_all(database.engine)
        with database.transaction() as session:
            cycle, place = make.cycle(session), make.district(session)
            contest = session.scalars(select(Contest)).first()
            session.add_all(
                Project(
                    code=f"P{number:06}", cycle_id=cycle.id, contest_id=contest.id, district_id=place.id,
                    number=number + 1, status=Status.ADMITTED, title=words(7), summary=words(25), total_kopecks=1,
                    started_at=clock.now(), saved_at=clock.now(), submitted_at=clock.now(), latitude=48.9,
                    longitude=24.7,
                )
                for number in range(options.projects)
            )  # fmt: skip
        took = []
        for _try in range(6):
            wanted = Wanted(f"{words(8)} лавкк майданчк {words(20)}", 48.9, 24.7)
            with database.reading() as session:
                begun = time.perf_counter()
                similar_projects(session, wanted)
                took.append((time.perf_counter() - begun) * 1000)
        database.dispose()
    first, *later = took
    usual = sorted(later)[len(later) // 2]
    say(f"similar among {options.projects}: first {first:.0f} ms, then {usual:.0f} ms (bar 300)")


if __name__ == "__main__":
    main()

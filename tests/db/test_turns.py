"""Writers of one SQLite file take turns, threads and processes, and nobody waits for ever."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from pb.db.database import Database
from pb.db.turns import Turns

pytestmark = pytest.mark.sqlite
ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import sys
from sqlalchemy import text
from pb.db.database import Database
database = Database(sys.argv[1], durable=True)
for _ in range(40):
    with database.transaction() as session:
        session.execute(text("UPDATE tally SET amount = amount + 1"))
"""


@pytest.fixture
def url(tmp_path) -> str:
    url = f"sqlite:///{tmp_path / 'turns.sqlite'}"
    with Database(url).transaction() as session:
        session.execute(text("CREATE TABLE tally (amount INTEGER)"))
        session.execute(text("INSERT INTO tally VALUES (0)"))
    return url


def amount(url: str) -> int:
    with Database(url).reading() as session:
        return session.scalar(text("SELECT amount FROM tally"))


def test_processes_and_threads_write_in_turn_and_lose_nothing(url):
    command = [sys.executable, "-c", WRITER, url]
    others = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]
    database = Database(url, durable=True)

    def write(_):
        with database.transaction() as session:
            session.execute(text("UPDATE tally SET amount = amount + 1"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(80)))
    assert [other.wait(60) for other in others] == [0, 0, 0]
    assert amount(url) == 200


def test_two_turns_are_never_taken_at_once(tmp_path):
    first, second = Turns(tmp_path / "file", 10), Turns(tmp_path / "file", 10)
    inside, most = 0, 0

    def work(turns):
        nonlocal inside, most
        for _ in range(30):
            with turns.taken():
                inside += 1
                most = max(most, inside)
                time.sleep(0.000_2)
                inside -= 1

    threads = [threading.Thread(target=work, args=(turns,)) for turns in (first, second, first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_who_waits_too_long_is_told_as_before(url):
    slow, quick = Database(url), Database(url, patience=0.2)
    with slow.transaction() as session:
        session.execute(text("UPDATE tally SET amount = 5"))
        with pytest.raises(OperationalError, match="locked"), quick.transaction() as late:
            late.execute(text("SELECT 1"))
    with quick.transaction() as session:
        session.execute(text("UPDATE tally SET amount = 6"))
    assert amount(url) == 6


def test_a_killed_writer_leaves_its_turn(url, tmp_path):
    holding = WRITER.replace("for _ in range(40):", "import time").replace(
        '    with database.transaction() as session:\n        session.execute(text("UPDATE tally SET amount = amount + 1"))',
        "with database.transaction() as session:\n    print('in', flush=True)\n    time.sleep(60)",
    )
    other = subprocess.Popen([sys.executable, "-c", holding, url], cwd=ROOT, stdout=subprocess.PIPE)
    assert other.stdout is not None
    assert other.stdout.readline() == b"in\n"
    other.kill()
    other.wait(10)
    other.stdout.close()
    with Database(url, patience=2).transaction() as session:
        session.execute(text("UPDATE tally SET amount = 7"))
    assert amount(url) == 7

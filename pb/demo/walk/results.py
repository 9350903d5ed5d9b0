"""After the vote: two people count, the council decides, everybody reads, recounts and follows the works."""

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from pb import clock
from pb.audit.queries import every_entry
from pb.audit.rules import first_break
from pb.cycles.models import Contest
from pb.demo.loading.city import LOGINS
from pb.demo.walk.account import Account
from pb.demo.walk.browser import Browser
from pb.demo.walk.founding import CONTESTS, CYCLE
from pb.demo.walk.people import staff
from pb.demo.walk.review import SECRETARY
from pb.demo.walk.town import Town
from pb.demo.walk.vote import MANAGER, Chosen
from pb.observer.verifying import verify_at
from pb.projects.models import Project
from pb.projects.rules import FUNDED, Status
from pb.tally.__main__ import main as recount
from pb.tally.counting import lot_name
from pb.values.permission import Role

AUDITOR = next(login.email for login in LOGINS if login.role is Role.AUDITOR)
DECISION = "77-21"


def count(town: Town, account: Account) -> None:
    """Manager and secretary count apart; equal runs are adopted; the council decides; results are published."""
    manager, secretary = staff(town, MANAGER), staff(town, SECRETARY)
    manager.open(f"/tally/{CYCLE}")
    manager.send("#register")
    for person in (manager, secretary):
        person.open(f"/tally/{CYCLE}")
        person.send("#run")
    for contest, _purse in CONTESTS:
        manager.open(f"/tally/{CYCLE}")
        manager.send(f"#adopt-{contest.code}")
    _embargo(town, account)
    manager.open(f"/council/{CYCLE}")
    manager.send("form:has([name=number])", number=DECISION, decided_on=_today())
    manager.open(f"/council/{CYCLE}")
    manager.send(f"form[action$='/council/{CYCLE}/publish']")
    account.note("winners", ", ".join(f"№ {project.number}" for project in winners(town)))


def _today() -> list[str]:
    day = clock.today()
    return [str(day.day), str(day.month), str(day.year)]


def _embargo(town: Town, account: Account) -> None:
    """Before publication nobody sees totals."""
    reader = Browser(town.url)
    reader.open(f"/results/{CYCLE}")
    said = any(f"№ {project.number}" in reader.text for project in _projects(town))
    account.agree("totals shown before publication", said, False)


def read(town: Town, account: Account, chosen: Chosen) -> None:
    """A citizen reads the page, takes the ballots and counts again; the auditor checks the log."""
    reader = Browser(town.url)
    reader.open(f"/results/{CYCLE}")
    for project in winners(town):
        reader.must_say(f"№ {project.number}")
    published = 0
    for contest, purse in CONTESTS:
        published += _recount(town, account, reader, contest.code, purse)
    account.agree("ballots in the open data", published, sum(chosen.votes.values()))
    told: list[str] = []
    wrong = verify_at(f"{town.url}/results/{CYCLE}", None, count_only=False, say=told.append)
    account.agree("pb verify on the publication", told[-1] if wrong == 0 else "\n".join(told), "EVERYTHING HOLDS")
    auditor = staff(town, AUDITOR)
    auditor.open("/staff/audit")
    auditor.must_say("журнал не змінено")
    with town.database.reading() as session:
        entries = list(every_entry(session))
    account.note("entries of the audit log", len(entries))
    account.agree("breaks in the audit log", first_break(entries), None)


def _recount(town: Town, account: Account, reader: Browser, contest: str, purse: int) -> int:
    """Download a contest's Pabulib file with its lot and redo the count as the results page tells everybody to."""
    out = io.StringIO()
    with TemporaryDirectory() as folder:
        paths = {name: Path(folder) / name for name in (f"{contest}.pb", lot_name(contest))}
        for name, path in paths.items():
            answer = reader.http.get(f"{town.url}/results/{CYCLE}/files/{name}", timeout=30)
            account.need(answer.status_code == 200, f"{name}: {answer.status_code}")
            path.write_bytes(answer.content)
        ballots, lot = paths.values()
        with redirect_stdout(out):
            recount([str(ballots), "--rule", "greedy", "--unaffordable", "skip", "--lot", str(lot), "--json"])
        amount = ballots.read_text("utf-8").split("VOTES", 1)[1].strip().count("\n")
    told = json.loads(out.getvalue())
    with town.database.reading() as session:
        query = select(Project.code).join(Contest).where(Project.status.in_(FUNDED), Contest.code == contest)
        funded = list(session.scalars(query))
    account.agree(f"recount of {contest}", sorted(told["winners"]), sorted(funded))
    account.agree(f"money of {contest}", told["cost"] + told["left"], purse)
    return amount


def _projects(town: Town) -> list[Project]:
    with town.database.reading() as session:
        return list(session.scalars(select(Project).where(Project.status != Status.DRAFT)))


def winners(town: Town) -> list[Project]:
    """Projects the council named, by number."""
    with town.database.reading() as session:
        return list(session.scalars(select(Project).where(Project.status.in_(FUNDED)).order_by(Project.number)))

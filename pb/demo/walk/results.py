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
from pb.cycles.models import Contest, Cycle
from pb.demo.loading.city import LOGINS
from pb.demo.walk.account import Account
from pb.demo.walk.browser import Browser
from pb.demo.walk.founding import CYCLE, Budget
from pb.demo.walk.people import staff
from pb.demo.walk.review import SECRETARY
from pb.demo.walk.town import Town
from pb.demo.walk.vote import MANAGER
from pb.observer.verifying import verify_at
from pb.projects.models import Project
from pb.projects.rules import FUNDED, Status
from pb.tally.__main__ import main as recount
from pb.tally.counting import lot_name
from pb.values.permission import Role

AUDITOR = next(login.email for login in LOGINS if login.role is Role.AUDITOR)
DECISION = "77-21"


def count(town: Town, account: Account, budget: Budget) -> None:
    """Manager and secretary count apart; equal runs are adopted; the council decides; results are published."""
    manager, secretary = staff(town, MANAGER), staff(town, SECRETARY)
    tally, council = f"/tally/{budget.code}", f"/council/{budget.code}"
    manager.open(tally)
    manager.send("#register")
    for person in (manager, secretary):
        person.open(tally)
        person.send("#run")
    for contest, _purse in budget.contests:
        manager.open(tally)
        manager.send(f"#adopt-{contest.code}")
    _embargo(town, account, budget)
    manager.open(council)
    manager.send("form:has([name=number])", number=DECISION, decided_on=_today())
    manager.open(council)
    manager.send(f"form[action$='{council}/publish']")
    named = ", ".join(f"№ {project.number}" for project in winners(town, budget.code))
    account.note(f"winners of {budget.code}", named)


def _today() -> list[str]:
    day = clock.today()
    return [str(day.day), str(day.month), str(day.year)]


def _embargo(town: Town, account: Account, budget: Budget) -> None:
    """Before publication nobody sees totals."""
    reader = Browser(town.url)
    reader.open(f"/results/{budget.code}")
    said = any(f"№ {project.number}" in reader.text for project in _projects(town, budget.code))
    account.agree(f"totals of {budget.code} shown early", said, False)


def read(town: Town, account: Account, budget: Budget, votes: int) -> None:
    """A citizen reads the page, takes the ballots, counts again and lets the whole publication be verified."""
    address, reader = f"/results/{budget.code}", Browser(town.url)
    reader.open(address)
    for project in winners(town, budget.code):
        reader.must_say(f"№ {project.number}")
    published = 0
    for contest, purse in budget.contests:
        published += _recount(town, account, reader, f"{address}/files", contest.code, purse)
    account.agree(f"ballots in the open data of {budget.code}", published, votes)
    told: list[str] = []
    wrong = verify_at(town.url + address, None, count_only=False, say=told.append)
    account.agree(f"pb verify on {budget.code}", told[-1] if wrong == 0 else "\n".join(told), "EVERYTHING HOLDS")


def audit(town: Town, account: Account) -> None:
    """The auditor checks the log."""
    auditor = staff(town, AUDITOR)
    auditor.open("/staff/audit")
    auditor.must_say("журнал не змінено")
    with town.database.reading() as session:
        entries = list(every_entry(session))
    account.note("entries of the audit log", len(entries))
    account.agree("breaks in the audit log", first_break(entries), None)


def _recount(town: Town, account: Account, reader: Browser, files: str, contest: str, purse: int) -> int:
    """Download a contest's Pabulib file with its lot and redo the count as the results page tells everybody to."""
    out = io.StringIO()
    with TemporaryDirectory() as folder:
        paths = {name: Path(folder) / name for name in (f"{contest}.pb", lot_name(contest))}
        for name, path in paths.items():
            answer = reader.http.get(f"{town.url}{files}/{name}", timeout=30)
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


def _projects(town: Town, cycle: str) -> list[Project]:
    with town.database.reading() as session:
        query = select(Project).join(Cycle).where(Project.status != Status.DRAFT, Cycle.code == cycle)
        return list(session.scalars(query.order_by(Project.number)))


def winners(town: Town, cycle: str = CYCLE) -> list[Project]:
    """Projects the council named, by number."""
    return [project for project in _projects(town, cycle) if project.status in FUNDED]

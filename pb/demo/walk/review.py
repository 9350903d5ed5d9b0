"""From the idea to the decision: authors, secretary, experts, commission."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from pb.cycles.models import Cycle
from pb.cycles.queries import cycle_by_code
from pb.cycles.rules import RuleSet
from pb.demo.content import reader
from pb.demo.loading.city import LOGINS, department_logins
from pb.demo.walk.account import Account
from pb.demo.walk.browser import Browser
from pb.demo.walk.founding import CITY, CYCLE
from pb.demo.walk.people import Author, staff, through_bank
from pb.demo.walk.town import Town
from pb.projects.models import Project
from pb.projects.queries import counts_by_status
from pb.projects.rules import Status
from pb.review.models import DossierRow
from pb.submission.queries import support_of
from pb.values.permission import Role

PER_CONTEST = 4  # projects; the last one of all is refused
MEMBERS = [login.email for login in LOGINS if login.role is Role.COMMISSION_MEMBER]
OPERATOR = next(login.email for login in LOGINS if login.role is Role.OPERATOR)
NEIGHBOUR = "resident-60"
SECRETARY = next(login.email for login in LOGINS if login.role is Role.SECRETARY)


def submit(town: Town, account: Account) -> None:
    """Authors write and send."""
    number = 0
    for contest, _purse in CITY.contests:
        written = [project for project in reader.projects("2026") if project.contest == contest.code]
        for project in written[:PER_CONTEST]:
            number += 1
            Author(town, f"resident-{number}").propose(project, contest.code, CYCLE)
    account.note("projects submitted", number)
    account.agree("projects in the database", len(_projects(town, Status.SUBMITTED)), number)
    _support(town, account)


def _support(town: Town, account: Account) -> None:
    """A neighbour supports each project through a bank, an operator types a paper list with all others needed."""
    operator = staff(town, OPERATOR)
    neighbour = Browser(town.url)
    for place, project in enumerate(_projects(town, Status.SUBMITTED)):
        neighbour.open(f"/submit/support/{project.code}")
        if place == 0:
            neighbour.open(f"/identity/choose?purpose=support&next=/submit/support/{project.code}")
            through_bank(neighbour, NEIGHBOUR)
        neighbour.send("form:has([value=support])", act="support")
        neighbour.must_say("вашу підтримку зараховано")
        operator.open(f"/submit/support-lists/{project.code}")
        operator.send("form:has([name=lines])", number="1", lines=str(RuleSet().supporters_needed - 1))
    with town.database.reading() as session:
        counts = [support_of(session, project).count for project in _projects(town, Status.SUBMITTED)]
    account.agree("supporters of each project", set(counts), {RuleSet().supporters_needed})


def decide(town: Town, account: Account) -> None:
    """The city's projects; the last one is refused."""
    judge(town, CYCLE, refused=_projects(town, Status.SUBMITTED)[-1].code)
    counts = _counts(town)
    account.note("projects by status", ", ".join(f"{status.value} {count}" for status, count in sorted(counts.items())))
    account.agree("admitted and refused", (counts[Status.ADMITTED], counts[Status.REFUSED]), (11, 1))


def judge(town: Town, cycle: str, refused: str = "") -> None:
    """Check, dossier, sitting, protocol of all that was sent in a cycle."""
    secretary = staff(town, SECRETARY)
    for project in _projects(town, Status.SUBMITTED, cycle):
        secretary.open(f"/review/completeness/{project.code}")
        secretary.send(outcome="complete")
    _dossiers(town, cycle, refused)
    secretary.open("/review/sittings")
    secretary.send(cycle=cycle, number="1")
    sitting = secretary.address
    for project in _projects(town, Status.IN_REVIEW, cycle):
        _propose(secretary, sitting, project.code, is_refused=project.code == refused)
    for email in MEMBERS:
        _vote(staff(town, email))
    _close(secretary, sitting)


def _projects(town: Town, status: Status, cycle: str = CYCLE) -> list[Project]:
    with town.database.reading() as session:
        query = select(Project).join(Cycle).where(Project.status == status, Cycle.code == cycle)
        return list(session.scalars(query.order_by(Project.number)))


def _counts(town: Town) -> dict[Status, int]:
    with town.database.reading() as session:
        return counts_by_status(session, cycle_by_code(session, CYCLE).id)


def _dossiers(town: Town, cycle: str, refused: str) -> None:
    with town.database.reading() as session:
        query = select(DossierRow).join(DossierRow.project).join(Cycle).where(Cycle.code == cycle)
        query = query.options(joinedload(DossierRow.project), joinedload(DossierRow.department))
        rows = [(row.project.code, row.department.code) for row in session.scalars(query)]
    experts = {login.department: login.email for login in department_logins() if login.role is Role.EXPERT}
    for department in sorted({department for _code, department in rows}):
        expert = staff(town, experts[department])
        for code in (code for code, owner in rows if owner == department):
            expert.open(f"/review/dossiers/{code}")
            yes: dict[str, Any] = {"competent": "yes", "feasible": "yes", "lawful": "yes"}
            no = code == refused
            expert.send(
                act="sign",
                on_public_land="no" if no else "yes",
                conclusion="cannot" if no else "can",
                reason="Ділянка приватна." if no else "Усе можливо.",
                legal_act="п. 2.5 Положення" if no else "",
                **yes,
            )


def _propose(secretary: Browser, sitting: str, code: str, *, is_refused: bool) -> None:
    secretary.open(sitting)
    if is_refused:
        secretary.send(
            "form:has([name=decision])", project=code, decision="refuse", article="п. 2.5", reason="Приватна земля."
        )
    else:
        secretary.send("form:has([name=decision])", project=code, decision="admit")


def _vote(member: Browser) -> None:
    member.open("/review/votes")
    for form in [str(form["action"]) for form in member.page.select("form[action*='/review/votes/']")]:
        member.open("/review/votes")
        member.send(f"form[action='{form}']", vote="for")


def _close(secretary: Browser, sitting: str) -> None:
    secretary.open(sitting)
    for form in [str(form["action"]) for form in secretary.page.select("form[action$='/close']")]:
        secretary.open(sitting)
        secretary.send(f"form[action='{form}']")
    secretary.open(sitting)
    secretary.send("form[action$='/publish']")
    secretary.must_say("Протокол оприлюднено")

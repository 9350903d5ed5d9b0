"""What follows winning: certificates that verify, and a department that builds one of the winners in public."""

from datetime import timedelta
from typing import Any

from pb import clock
from pb.accounts.queries import every_department
from pb.demo.loading.city import department_logins
from pb.demo.walk.account import Account
from pb.demo.walk.browser import Browser
from pb.demo.walk.founding import CYCLE
from pb.demo.walk.people import photo, staff
from pb.demo.walk.results import winners
from pb.demo.walk.town import Town
from pb.demo.walk.vote import MANAGER
from pb.implementation.rules import ROAD, Stage
from pb.projects.queries import project_by_code
from pb.values.permission import Role


def certify(town: Town, account: Account) -> None:
    """Print all certificates; each one is found on the verify page; an invented code is not."""
    manager = staff(town, MANAGER)
    manager.open(f"/staff/certificates/{CYCLE}")
    manager.send()
    codes = sorted({str(link["href"]).rsplit("/", 1)[1] for link in manager.page.select("main a[href^='/verify/']")})
    codes = [code for code in codes if not code.endswith(".pdf")]
    reader, genuine = Browser(town.url), 0
    for code in codes:
        reader.open(f"/verify/{code}")
        genuine += "Справжній" in reader.text
        answer = reader.http.get(f"{town.url}/certificates/{code}.pdf", timeout=30)
        account.need(answer.content.startswith(b"%PDF-"), f"certificate {code} is no PDF")
    account.need(codes, f"no certificates: {manager.text[:300]}")
    account.agree("certificates verified", genuine, len(codes))
    reader.open("/verify/222222222222", status=404)


def build(town: Town, account: Account) -> None:
    """The winner's department plans, posts every stage and finishes."""
    code = winners(town)[0].code
    implementers = [login for login in department_logins() if login.role is Role.IMPLEMENTER]
    with town.database.reading() as session:
        contest = project_by_code(session, code).contest
        owner = next(d.code for d in every_department(session) if contest and d.id == contest.department_id)
    builder = staff(town, next(login.email for login in implementers if login.department == owner))
    builder.open(f"/implement/{code}/start")
    builder.send(**_plan(owner))
    for stage in ROAD[1:]:
        _post(builder, code, stage)
    reader = Browser(town.url)
    reader.open(f"/projects/{code}/works")
    with town.database.reading() as session:
        status = project_by_code(session, code).status
    account.agree("the built project's status", status.value, "implemented")


def _plan(department: str) -> dict[str, Any]:
    day = clock.today()
    planned: dict[str, Any] = {"department": department, "allocated": "100 000", "contact": "works@example.org"}
    for stage in ROAD[1:]:
        day += timedelta(days=20)
        planned[stage.value] = [str(day.day), str(day.month), str(day.year)]
    return planned


def _post(builder: Browser, code: str, stage: Stage) -> None:
    builder.open(f"/implement/{code}")
    files = {"photo1": ("site.jpg", photo(), "image/jpeg")} if stage is Stage.WORKS else None
    money: dict[str, Any] = {"paid": "90 000", "contracted": "95 000"} if stage is Stage.DONE else {}
    builder.send(
        "form:has([name=stage])", files=files, stage=stage.value, text="Працюємо за планом.", alt1="Майданчик", **money
    )

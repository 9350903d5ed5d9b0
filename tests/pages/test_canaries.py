"""What people write about themselves is put in by every door and must come out by none: no page, no file, no log."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from pb.demo.content.cycles import FINISHED
from pb.projects.models import Project
from pb.projects.rules import PUBLIC
from pb.web.logs import init_logs
from tests.pages.city import City, author_with_projects, links

EMAIL = "canary.7f3a@example.org"
PHONE = "+380 99 000 73 31"
PASSWORD = "канарка-7f3a-пароль"
TAX = "3184710691"
CANARIES = (EMAIL, PHONE, PASSWORD, TAX, PHONE.replace(" ", ""), "canary.7f3a")
MOST = 60


def _contacts(city: City) -> list[str]:
    """The author writes contacts; returns the public pages of the author's projects."""
    author = city.as_("author")
    author.get("/submit")
    author.get(next(link for link in links(author.page, "/submit") if link.startswith("/submit/new/")))
    author.send(status=303)
    place = urlsplit(author.answer.location).path
    author.get(place + "/about")
    author.send(status=303, email=EMAIL, phone=PHONE)
    with city.app.extensions["pb"].database.reading() as session:
        own = select(Project.code).where(Project.author_id == author_with_projects(session).id)
        codes = session.scalars(own.where(Project.status.in_(PUBLIC)).order_by(Project.code)).all()
    assert codes
    return [f"/projects/{code}" for code in codes]


def _sign_in(city: City) -> None:
    stranger = city.as_("visitor")
    stranger.get("/staff/sign-in")
    stranger.send(status=422, email=EMAIL, password=PASSWORD)


def _desk(city: City) -> None:
    """An operator reads a number off a document."""
    operator = city.as_("operator")
    operator.get("/desk")
    operator.send("main form[method=post]", status=303)
    operator.get("/desk/identify")
    form = operator.page.select_one("main form[method=post]")
    typed = {str(field["name"]): "" for field in form.select("input[name], select[name]")}
    names = sorted(name for name in typed if name.startswith("birth_date"))
    assert names
    token = form.select_one("input[name=csrf_token]")["value"]
    place = next(o["value"] for o in form.select("select[name=place] option") if o.get("value"))
    data = {"csrf_token": token, "kind": "tax", "number": TAX, "place": place, "proof": "registration"}
    data["birth_date"] = ["12", "3", "1987"]
    answer = operator.client.post("/desk/identify", data=data)
    assert answer.status_code in {200, 409, 422}


def _talk(city: City, path: str) -> list[str]:
    """The author asks, a follower leaves an address; returns the public pages of that."""
    author, moderator, follower = city.as_("author"), city.as_("manager"), city.as_("visitor")
    author.get(f"{path}/talk/write")
    author.send("main form", status=303, kind="question", text="Коли почнуть?", signature="Сусідка з канаркою")
    moderator.get("/staff/talk")
    codes = [str(box["value"]) for box in moderator.page.select("input[name=remark]")]
    moderator.send("main form", status=303, remark=codes, verdict="show")
    follower.get(f"{path}/follow")
    follower.send("main form", status=303, email=EMAIL)
    follower.get(f"{path}/talk")
    assert "Сусідка з канаркою" in follower.text
    return [f"{path}/talk", f"{path}/follow?asked=1"]


def _published(city: City, more: list[str]) -> str:
    """Everything a stranger can read within a click of the main pages and of `more`."""
    client = city.as_("visitor").client
    todo = ["/", "/projects", "/results", f"/results/{FINISHED.code}/data", "/implementation", "/news", *more]
    found, seen = [], set()
    for path in todo:
        seen.add(path)
        body = client.get(path).get_data(as_text=True)
        found.append(body)
    return "".join(found)


def test_nothing_personal_comes_out(city: City, capfd: pytest.CaptureFixture[str]) -> None:
    init_logs("DEBUG")
    own = _contacts(city)
    _sign_in(city)
    _desk(city)
    talk = _talk(city, own[0])
    client = city.as_("visitor").client
    client.get(f"/verify/{TAX}")
    client.post("/vote/code", data={"code": TAX})
    text = _published(city, [*own, *talk, *(f"{path}/track" for path in own)])
    said = "".join(capfd.readouterr())
    assert [canary for canary in CANARIES if canary in text] == []
    assert [canary for canary in CANARIES if canary in said] == []


def test_published_files_hold_nothing_personal(city: City) -> None:
    _contacts(city)
    visitor = city.as_("visitor")
    visitor.get(f"/results/{FINISHED.code}/data")
    files = [link for link in links(visitor.page, "/results") if "/files/" in link]
    assert files
    bodies = b"".join(visitor.client.get(path).get_data() for path in [*files[:MOST], "/implementation/money.csv"])
    assert [canary for canary in CANARIES if canary.encode() in bodies] == []

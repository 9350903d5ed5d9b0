"""Who walks through the demo city in these tests, and the list of its doors."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from pb.accounts.models import Author
from pb.demo.loading.city import LOGINS, department_logins, staff_of
from pb.projects.models import Project
from pb.values.permission import Role, permissions_of
from tests.make import signed_in
from tests.visitor import Visitor

ANYBODY, AUTHOR = "visitor", "author"
PEOPLE = (ANYBODY, AUTHOR, *(role.value for role in Role))
LINKS = {"a": "href", "link": "href", "img": "src", "script": "src", "source": "srcset"}


@dataclass(frozen=True)
class City:
    app: Flask
    tokens: dict[str, str]

    def as_(self, name: str) -> Visitor:
        """A browser in which `name` is signed in."""
        visitor = Visitor(self.app)
        if self.tokens[name]:
            with visitor.client.session_transaction() as cookie:
                cookie["_user_id"], cookie["_fresh"] = self.tokens[name], True
        return visitor


def city_of(demo: Flask) -> City:
    """The demo and a token of a session for an author and for one member of staff of every role."""
    tokens: dict[str, str] = {ANYBODY: ""}
    emails = {login.role.value: login.email for login in [*LOGINS, *department_logins()][::-1]}
    for name in [AUTHOR, *emails]:
        visitor = Visitor(demo)
        with demo.extensions["pb"].database.transaction() as session:
            person = author_with_projects(session) if name == AUTHOR else staff_of(session, emails[name])
        with demo.extensions["pb"].database.transaction() as session:
            signed_in(visitor, session, session.merge(person))
        with visitor.client.session_transaction() as cookie:
            tokens[name] = cookie["_user_id"]
    return City(demo, tokens)


def author_with_projects(session: Session) -> Author:
    """The author of most projects."""
    busiest = select(Project.author_id).where(Project.author_id.is_not(None)).group_by(Project.author_id)
    number = session.scalar(busiest.order_by(func.count().desc()).limit(1))
    found = session.get(Author, number)
    assert found is not None
    return found


def doors(app: Flask, method: str = "GET", *, plain: bool = True) -> list[Rule]:
    """Every address that answers `method`; `plain` ones need nothing filled in."""
    rules = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]
    return sorted((r for r in rules if not (plain and r.arguments)), key=lambda rule: rule.rule)


def access_of(app: Flask, rule: Rule) -> str:
    """public, author, visitor, the permission a door asks for, or «author or» that."""
    return str(app.view_functions[rule.endpoint].access)  # type: ignore[attr-defined]


def may_open(name: str, access: str) -> bool:
    """Whether that person may go through a door of that kind."""
    asked = set(access.split(" or "))
    if name in {ANYBODY, AUTHOR}:
        return bool(asked & {"public", name}) and not (access == name == ANYBODY)
    return access == "public" or bool(asked & permissions_of(frozenset({Role(name)})))


def filled(rule: Rule) -> str:
    """A door with something harmless where a code belongs."""
    path = rule.rule
    for name in rule.arguments:
        for kind in ("string", "int", "path"):
            path = path.replace(f"<{kind}:{name}>", "1")
    return path


def parsed(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.get_data(as_text=True), "html5lib")


def links(page: BeautifulSoup, here: str) -> Iterator[str]:
    """Addresses on the same origin that a page leads to or loads, without fragments."""
    for tag, attribute in LINKS.items():
        for found in page.select(f"{tag}[{attribute}]"):
            address = urlsplit(urljoin(f"http://localhost{here}", str(found[attribute])))
            if address.scheme == "http" and address.netloc == "localhost":
                yield address.path + (f"?{address.query}" if address.query else "")

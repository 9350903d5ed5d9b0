"""The doors of the interface: read, tell, with an ETag; its own page; the works as an open table."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from pb import clock
from pb.cycles.queries import announced_cycles, cycle_by_code
from pb.errors import NotFound
from pb.overview.api.describing import MOST, PATHS, USUAL, openapi
from pb.overview.api.reading import projects_after, works_after
from pb.overview.api.told import CYCLE, PROJECT, RESULT, WORKS, Kind
from pb.projects.queries import public_project
from pb.results.opendata.files import safe
from pb.results.reading import published
from pb.web.access import public
from pb.web.current import house, reading
from pb.web.security import limiter

A_MINUTE = 60
EVERY_WORK = 100_000
SAID = {
    "/cycles": _l("Оголошені цикли"),
    "/cycles/{cycle}": _l("Один цикл"),
    "/projects": _l("Оприлюднені проєкти; з параметром cycle – лише одного циклу"),
    "/projects/{code}": _l("Один проєкт"),
    "/results/{cycle}": _l("Результати циклу; до оприлюднення відповідь 404"),
    "/implementation": _l("Реалізація проєктів-переможців"),
}


def add_to(bp: Blueprint) -> None:
    """Hang the doors on the blueprint of pages across stages."""
    bp.add_url_rule("/api", view_func=about_api)
    bp.add_url_rule("/data/implementation.csv", view_func=implementation_csv)
    doors: tuple[tuple[str, Callable[..., Any]], ...] = (
        ("/openapi.json", api_description),
        ("/cycles", api_cycles),
        ("/cycles/<string:cycle>", api_cycle),
        ("/projects", api_projects),
        ("/projects/<string:code>", api_project),
        ("/results/<string:cycle>", api_results),
        ("/implementation", api_implementation),
    )
    for path, door in doors:
        limited = limiter.limit("120 per minute")(door)
        bp.add_url_rule(f"/api/v1{path}", view_func=public(limited))


def _answer(told: object) -> Response:
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    answer = Response(text, mimetype="application/json")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.cache_control.public = True
    answer.cache_control.max_age = A_MINUTE
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _limit() -> int:
    asked = request.args.get("limit", "")
    return min(max(int(asked), 1), MOST) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else USUAL


def _after() -> str:
    return request.args.get("after", "")[:80]


def _page(kind: Kind, things: Sequence[Any], limit: int, code: Callable[[Any], str]) -> Response:
    """The first `limit` of `things`, and where to go on if there are more."""
    shown = things[:limit]
    following = None
    if len(things) > limit:
        asked = {**request.args.to_dict(), **(request.view_args or {}), "after": code(shown[-1])}
        following = house().settings.public_url.rstrip("/") + url_for(str(request.endpoint), **asked)
    return _answer({"items": [kind.told(thing) for thing in shown], "next": following})


def api_description() -> Response:
    """OpenAPI 3.1."""
    address = house().settings.public_url.rstrip("/") + "/api/v1"
    return _answer(openapi(address, f"Бюджет участі: {house().city.name}"))


def api_cycles() -> Response:
    """Announced cycles, by code."""
    with reading() as session:
        found = sorted(announced_cycles(session, clock.now()), key=lambda row: row.code)
    after = _after()
    return _page(CYCLE, [row for row in found if row.code > after], _limit(), lambda row: str(row.code))


def api_cycle(cycle: str) -> Response:
    """One cycle."""
    with reading() as session:
        found = cycle_by_code(session, cycle)
        if found.announced_at > clock.now():
            raise NotFound(cycle)
        return _answer(CYCLE.told(found))


def api_projects() -> Response:
    """Public projects."""
    limit = _limit()
    with reading() as session:
        found = projects_after(session, clock.now(), _after(), limit + 1, request.args.get("cycle", ""))
    return _page(PROJECT, found, limit, lambda row: str(row.code))


def api_project(code: str) -> Response:
    """One public project."""
    with reading() as session:
        found = public_project(session, code)
        if found.cycle.announced_at > clock.now():
            raise NotFound(code)
        return _answer(PROJECT.told(found))


def api_results(cycle: str) -> Response:
    """Published results."""
    _publication, record = published(cycle)
    rows, after = sorted(record.rows, key=lambda pair: pair[1].code), _after()
    return _page(RESULT, [pair for pair in rows if pair[1].code > after], _limit(), lambda pair: str(pair[1].code))


def api_implementation() -> Response:
    """Works on winners."""
    limit = _limit()
    with reading() as session:
        found = works_after(session, _after(), limit + 1)
    return _page(WORKS, found, limit, lambda row: str(row.project.code))


@public
def implementation_csv() -> Response:
    """All works as a table for spreadsheets; it lives on after results are published."""
    with reading() as session:
        rows = [WORKS.told(row) for row in works_after(session, "", EVERY_WORK)]
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow([field.name for field in WORKS.fields])
    table.writerows([[safe(None if value is None else value) for value in row.values()] for row in rows])
    answer = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=implementation.csv"
    return answer


@public
def about_api() -> Any:
    """What the interface is and how to ask it."""
    return render_template("overview/api.html", paths=[(path, SAID[path]) for path, *_others in PATHS])

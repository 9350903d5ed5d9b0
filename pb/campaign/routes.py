"""What is shared and handed out: the card of a project, its poster and flyer, the catalogue of a ballot."""

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, request, send_file, url_for

from pb import clock
from pb.campaign.drawing import kept_card
from pb.campaign.paper import Sheet, booklet_pdf, leaflet_pdf
from pb.campaign.queries import ballot_projects
from pb.campaign.telling import booklet_of, card_of, leaflet_of
from pb.cycles.queries import cycle_by_code
from pb.errors import NotFound
from pb.media.rules import Size
from pb.media.service import path_of
from pb.projects.models import Project
from pb.projects.queries import public_project
from pb.web.access import public
from pb.web.current import house, media_folder, public_url, reading
from pb.web.languages import LANGUAGES

bp = Blueprint("campaign", __name__)
AN_HOUR = 3600


@bp.get("/projects/<string:code>/card.png")
@public
def card(code: str) -> Any:
    """The picture beside a shared link."""
    with reading() as session:
        project = public_project(session, code)
    folder = house().settings.folder("cards")
    path = kept_card(
        folder, f"{project.code}-{_language()}", card_of(project, house().city, _language()), _photo(project)
    )
    return send_file(path, mimetype="image/png", max_age=AN_HOUR)


@bp.get("/projects/<string:code>/poster.pdf")
@public
def poster(code: str) -> Any:
    """A4, for a notice board."""
    return _leaflet(code, Sheet.POSTER)


@bp.get("/projects/<string:code>/flyer.pdf")
@public
def flyer(code: str) -> Any:
    """A5, for a hand or a lift."""
    return _leaflet(code, Sheet.FLYER)


@bp.get("/cycle/<string:code>/projects.pdf")
@public
def booklet(code: str) -> Any:
    """The projects of a ballot for people without a device; `?district` narrows. NotFound before the lot."""
    now, district = clock.now(), request.args.get("district", "")
    with reading() as session:
        cycle = cycle_by_code(session, code)
        projects = ballot_projects(session, cycle.id, district)
    if now < cycle.announced_at or not projects:
        raise NotFound(code)
    link = _link("overview.catalogue", cycle=code, district=district or None)
    told = booklet_of(cycle, projects, house().city, _language(), link=link, now=now)
    return _pdf(booklet_pdf(told), f"projects-{cycle.code}")


def _leaflet(code: str, sheet: Sheet) -> Response:
    with reading() as session:
        project = public_project(session, code)
    photo = _photo(project)
    told = leaflet_of(
        project,
        house().city,
        _language(),
        link=_link("overview.project", code=project.code),
        photo=photo.read_bytes() if photo else b"",
        now=clock.now(),
    )
    return _pdf(leaflet_pdf(told, sheet), f"{sheet.name.lower()}-{project.code}")


def _language() -> str:
    """What hangs on a wall is Ukrainian, whoever prints it; `?lang=en` asks for another."""
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else "uk"


def _photo(project: Project) -> Path | None:
    if not project.photos:
        return None
    path = path_of(media_folder(), project.photos[0].picture.code, Size.PAGE)
    return path if path.exists() else None


def _link(endpoint: str, **values: Any) -> str:
    return public_url().rstrip("/") + url_for(endpoint, **values)


def _pdf(made: bytes, name: str) -> Response:
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer.cache_control.public = True
    answer.cache_control.max_age = AN_HOUR
    return answer

"""Projects in the words of what is handed out and shared, in the language asked for; drawn in `paper` and `drawing`."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from pb.campaign.drawing import Card
from pb.campaign.paper import Booklet, Chapter, Entry, Leaflet
from pb.cycles.models import Cycle
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.web.city import City
from pb.web.template_filters import day_full, money, place


def card_of(project: Project, city: City, language: str) -> Card:
    """What the picture says that stands beside a shared link."""
    with force_locale(language):
        return Card(
            programme=f"{_in(language, city, 'programme')} · {_in(language, city, 'name')}",
            number=f"№ {project.number}",
            title=_in(language, project, "title"),
            cost=money(project.total_kopecks),
            place=place(project.district.name) if project.district else "",
        )


def leaflet_of(project: Project, city: City, language: str, *, link: str, photo: bytes, now: datetime) -> Leaflet:
    """What the poster and the flyer say."""
    with force_locale(language):
        is_on_ballot = project.status is Status.ON_BALLOT
        title = _in(language, project, "title")
        return Leaflet(
            language=language,
            programme=_in(language, city, "programme"),
            city=_in(language, city, "name"),
            number=project.number or 0,
            title=title,
            gain=project.summary,
            cost=money(project.total_kopecks),
            place=place(project.where),
            when=voting_days(project.cycle, now) if is_on_ballot else "",
            link=link,
            photo=photo,
            photo_alt=(project.photos[0].picture.alt or title) if photo else "",
        )


def booklet_of(
    cycle: Cycle, projects: Iterable[Project], city: City, language: str, *, link: str, now: datetime
) -> Booklet:
    """What the catalogue says; `projects` come district by district."""
    with force_locale(language):
        chapters = groupby(projects, key=lambda one: place(one.district.name) if one.district else "")
        return Booklet(
            language=language,
            name=str(_("Каталог проєктів")),
            contents=str(_("Зміст")),
            title=_in(language, cycle, "title"),
            city=_in(language, city, "name"),
            when=voting_days(cycle, now),
            link=link,
            chapters=[
                Chapter(place(district), [_entry(one, language) for one in group]) for district, group in chapters
            ],
        )


def _entry(project: Project, language: str) -> Entry:
    return Entry(
        number=project.number or 0,
        title=_in(language, project, "title"),
        gain=project.summary,
        contest=_in(language, project.contest, "title") if project.contest else "",
        cost=money(project.total_kopecks),
        place=place(project.where),
        author=project.author_name,
    )


def voting_days(cycle: Cycle, now: datetime) -> str:
    """When one votes; empty when the vote is over."""
    if now >= cycle.voting_closes_at:
        return ""
    first, last = day_full(cycle.voting_opens_at), day_full(cycle.voting_closes_at - timedelta(seconds=1))
    return str(_("Голосуйте: %(first)s – %(last)s", first=first, last=last))


def _in(language: str, thing: Any, name: str) -> str:
    """The English text of a pair «title, title_en» when there is one, else the Ukrainian."""
    english = getattr(thing, f"{name}_en") if language == "en" else ""
    return str(english or getattr(thing, name))

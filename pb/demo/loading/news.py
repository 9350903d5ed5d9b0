"""News of the demo, each published on its own day of its cycle's calendar."""

import io
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from pb import clock
from pb.accounts.queries import staff_with_role
from pb.demo.content import pages, records
from pb.demo.content.cycles import CYCLES
from pb.demo.loading.moment import standing_at
from pb.demo.loading.review import actor_of
from pb.demo.pictures.drawing import draw
from pb.news.rules import Draft
from pb.news.service import publish_news, save_news
from pb.values.permission import Role


def load_news(session: Session, moved: int, media: Path) -> None:
    """Every written item whose day has come."""
    manager = actor_of(staff_with_role(session, Role.MANAGER)[0])
    calendars = {cycle.code: _moved(cycle.calendar, moved) for cycle in CYCLES}
    for seed, item in enumerate(pages.news()):
        calendar = calendars[item.cycle]
        day = item.published_on(calendar)
        if day > clock.today():
            continue
        draft = Draft(
            title=item.filled(item.title, calendar),
            text=item.filled(item.text, calendar),
            title_en=item.filled(item.title_en, calendar, english=True),
            text_en=item.filled(item.text_en, calendar, english=True),
        )
        picture = (_picture(item.picture.scene, seed), item.picture.alt)
        with standing_at(min(clock.city_moment(day, 9), clock.now())):
            row = save_news(session, manager, draft, now=clock.now(), picture=picture, folder=media)
            publish_news(session, manager, row, clock.now())


def _moved(calendar: records.Calendar, days: int) -> records.Calendar:
    def later(value: Any) -> Any:
        return value + timedelta(days=days) if isinstance(value, date) else tuple(later(part) for part in value)

    return replace(calendar, **{entry.name: later(getattr(calendar, entry.name)) for entry in fields(calendar)})


def _picture(scene: str, seed: int) -> bytes:
    out = io.BytesIO()
    draw(scene, seed, (960, 640)).save(out, "JPEG", quality=88)
    return out.getvalue()

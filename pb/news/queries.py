"""Reading news: what everybody sees, and what editors see."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from pb.errors import NotFound
from pb.news.models import News

PAGE_SIZE = 12


def _news() -> Select[News]:
    return select(News).options(joinedload(News.picture))


def published_news(session: Session, now: datetime, *, page: int = 1, size: int = PAGE_SIZE) -> tuple[list[News], bool]:
    """(one page of public news, newest first; whether there are older ones)."""
    query = _news().where(News.published_at <= now).order_by(News.published_at.desc(), News.id.desc())
    found = list(session.scalars(query.limit(size + 1).offset((max(page, 1) - 1) * size)))
    return found[:size], len(found) > size


def public_news(session: Session, code: str, now: datetime) -> News:
    """One piece of news that everybody may read; NotFound for a draft, exactly as when there is none."""
    found = news_by_code(session, code)
    if found.published_at is None or found.published_at > now:
        raise NotFound(code)
    return found


def news_by_code(session: Session, code: str) -> News:
    """One piece of news, draft or not; NotFound if there is none."""
    found = session.scalar(_news().where(News.code == code))
    if found is None:
        raise NotFound(code)
    return found


def every_news(session: Session) -> list[News]:
    """All news, drafts first, then the newest."""
    order = (News.published_at.is_not(None), News.published_at.desc(), News.saved_at.desc())
    return list(session.scalars(_news().order_by(*order)))

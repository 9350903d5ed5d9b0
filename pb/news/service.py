"""Writing, publishing and withdrawing news."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from pb.audit import service as audit
from pb.audit.rules import Actor
from pb.errors import Refused
from pb.media.service import store_picture
from pb.news.models import News
from pb.news.rules import Draft, Refusal, why_not_save
from pb.values.code import new_code


def save_news(
    session: Session,
    actor: Actor,
    draft: Draft,
    *,
    now: datetime,
    news: News | None = None,
    picture: tuple[bytes, str] | None = None,
    folder: Path | None = None,
) -> News:
    """Keep a draft, or change `news`; `picture` is (bytes, what can be seen), kept in `folder`."""
    if refusal := why_not_save(draft):
        raise Refused(refusal)
    if picture is not None and not picture[1].strip():
        raise Refused(Refusal.PICTURE_NEEDS_WORDS)
    if news is None:
        news = News(code=new_code())
        session.add(news)
    news.title, news.text = draft.title.strip(), draft.text.strip()
    news.title_en, news.text_en = draft.title_en.strip(), draft.text_en.strip()
    news.saved_at = now
    if picture is not None and folder is not None:
        news.picture = store_picture(session, folder, picture[0], alt=picture[1])
    session.flush()
    audit.record(session, actor, "news.save", f"news:{news.code}", {"title": news.title})
    return news


def publish_news(session: Session, actor: Actor, news: News, now: datetime) -> None:
    """Everybody sees it from `now` on; what is public already keeps its date."""
    news.published_at = news.published_at or now
    audit.record(session, actor, "news.publish", f"news:{news.code}", {"title": news.title})


def withdraw_news(session: Session, actor: Actor, news: News) -> None:
    """It is a draft again."""
    news.published_at = None
    audit.record(session, actor, "news.withdraw", f"news:{news.code}", {"title": news.title})

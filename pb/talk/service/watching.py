"""Waiting for new projects of a place or a category by e-mail: asking, confirming, stopping, telling."""

from datetime import datetime
from urllib.parse import urlencode, urlsplit

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pb.audit import service as audit
from pb.audit.rules import SYSTEM
from pb.cycles.models import District
from pb.cycles.rules import Category
from pb.mail.rules import Letter
from pb.mail.service import enqueue
from pb.projects.models import Project
from pb.talk import queries
from pb.talk.models import Watch
from pb.talk.rules import ASKED_LASTS, BETWEEN_ASKING, SETTLED_AFTER
from pb.talk.service.following import CODE_LENGTH
from pb.values.code import new_code


def watch_projects(
    session: Session, *, district: District | None, category: Category | None, email: str, language: str,
    public_url: str, now: datetime,
) -> None:  # fmt: skip
    """Send a link to confirm by; whoever asks cannot tell whether the address waits already."""
    address = email.strip().lower()
    place, kind = district.code if district else "", category.value if category else ""
    query = select(Watch).where(Watch.email == address, Watch.district_code == place, Watch.category == kind)
    row = session.scalar(query)
    if row is None:
        row = Watch(
            code=new_code(CODE_LENGTH), district_code=place, category=kind, email=address, language=language,
            asked_at=now, told_until=now,
        )  # fmt: skip
        session.add(row)
    elif row.confirmed_at is not None or now < row.asked_at + BETWEEN_ASKING:
        return  # nobody can fill a stranger's letter box from here
    row.language, row.asked_at = language, now
    name = district.name if district else ""
    _write(session, row, Letter.WATCH_ASKED, {"place": name}, public_url=public_url, now=now)
    audit.record(session, SYSTEM, "talk.watch", _subject(row))


def confirm_watch(session: Session, watch: Watch, now: datetime) -> None:
    """The owner of the address opened the link and agreed; projects count from now on."""
    watch.confirmed_at, watch.told_until = watch.confirmed_at or now, now
    audit.record(session, SYSTEM, "talk.confirm_watch", _subject(watch))


def stop_watch(session: Session, watch: Watch) -> None:
    """Forget the address."""
    session.delete(watch)
    audit.record(session, SYSTEM, "talk.stop_watch", _subject(watch))


def forget_unconfirmed_watches(session: Session, now: datetime) -> None:
    """Forget addresses whose owners did not confirm."""
    session.execute(delete(Watch).where(Watch.confirmed_at.is_(None), Watch.asked_at < now - ASKED_LASTS))


def tell_watchers(session: Session, public_url: str, now: datetime) -> int:
    """Queue one letter for each address for which there are new projects; returns how many."""
    horizon = now - SETTLED_AFTER
    waiting = queries.watches_due(session, horizon)
    fresh = queries.newly_public(session, min((row.told_until for row in waiting), default=horizon), horizon)
    told = 0
    for row in waiting:
        mine = [project for at, project in fresh if at > row.told_until and queries.is_watched(row, project)]
        row.told_until = horizon
        if mine:
            place = mine[0].district.name if row.district_code and mine[0].district else ""
            names = "\n\n".join(_named(one, row.language, public_url) for one in mine)
            facts: dict[str, object] = {"place": place, "projects": names}
            _write(session, row, Letter.WATCH_NEWS, facts, public_url=public_url, now=now)
            told += 1
    if told:
        audit.record(session, SYSTEM, "talk.tell_watchers", "letters:watchers", {"amount": told})
    return told


def _named(project: Project, language: str, public_url: str) -> str:
    is_english = language == "en"
    title = project.title_en if is_english and project.title_en else project.title
    link = f"{public_url.rstrip('/')}/projects/{project.code}"
    return f"{'No.' if is_english else '№'} {project.number}. {title}\n{link}"


def _subject(watch: Watch) -> str:
    return f"watch:{watch.district_code or 'everywhere'}/{watch.category or 'everything'}"


def _write(
    session: Session, row: Watch, letter: Letter, facts: dict[str, object], *, public_url: str, now: datetime
) -> None:
    base = public_url.rstrip("/")
    asked = {"district": row.district_code} if row.district_code else {}
    told = {
        "category": row.category,
        "link": f"{base}/projects?{urlencode(asked)}".rstrip("?"),
        "own_link": f"{base}/watch/{row.code}",
        **facts,
    }
    host = urlsplit(public_url).hostname or "localhost"
    enqueue(session, row.email, letter, told, now=now, language=row.language, host=host)

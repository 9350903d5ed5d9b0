"""Saved views of the catalogue: asking for letters about new projects, confirming, stopping, telling."""

from datetime import datetime
from urllib.parse import urlencode, urlsplit

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pb.audit import service as audit
from pb.audit.rules import SYSTEM
from pb.mail.rules import Letter
from pb.mail.service import enqueue
from pb.talk import queries
from pb.talk.models import Watch
from pb.talk.rules import ASKED_LASTS, BETWEEN_ASKING, MOST_IN_LETTER, SETTLED_AFTER, NewProject, View, is_in
from pb.talk.service.following import CODE_LENGTH
from pb.values.code import new_code


def watch_catalogue(session: Session, view: View, *, email: str, language: str, public_url: str, now: datetime) -> None:
    """Send a link to confirm by; whoever asks cannot tell whether the address has this view already."""
    address = email.strip().lower()
    same = {"email": address, "place": view.place, "contest": view.contest, "words": view.words}
    row = session.scalar(select(Watch).filter_by(**same))
    if row is None:
        row = Watch(code=new_code(CODE_LENGTH), told_until=now, **same)
        session.add(row)
    elif row.confirmed_at is not None or now < row.asked_at + BETWEEN_ASKING:
        return  # nobody can fill a stranger's letter box from here
    row.language, row.asked_at = language, now
    _write(session, row, Letter.WATCH_ASKED, {}, public_url=public_url, now=now)
    audit.record(session, SYSTEM, "talk.watch", "catalogue")


def confirm_watch(session: Session, watch: Watch, now: datetime) -> None:
    """The owner of the address opened the link and agreed; new is what comes from now on."""
    watch.confirmed_at, watch.told_until = watch.confirmed_at or now, now
    audit.record(session, SYSTEM, "talk.confirm_watch", "catalogue")


def stop_watch(session: Session, watch: Watch) -> None:
    """Forget the address and its view."""
    session.delete(watch)
    audit.record(session, SYSTEM, "talk.stop_watch", "catalogue")


def forget_unconfirmed_watches(session: Session, now: datetime) -> None:
    """Forget addresses whose owners did not confirm."""
    session.execute(delete(Watch).where(Watch.confirmed_at.is_(None), Watch.asked_at < now - ASKED_LASTS))


def tell_watchers(session: Session, public_url: str, now: datetime) -> int:
    """Queue one letter for each reader in whose view something is new; returns how many."""
    horizon, told = now - SETTLED_AFTER, 0
    watches = queries.watches_to_tell(session, horizon)
    fresh = queries.new_projects(session, min((row.told_until for row in watches), default=horizon), horizon)
    for row in watches:
        view = View(row.place, row.contest, row.words)
        found = [one for one in fresh if one.since > row.told_until and is_in(view, one)]
        row.told_until = horizon
        if found:
            listed = "\n\n".join(_line(one, row.language, public_url) for one in found[:MOST_IN_LETTER])
            facts: dict[str, object] = {"projects": listed, "more": max(len(found) - MOST_IN_LETTER, 0)}
            _write(session, row, Letter.WATCH_NEWS, facts, public_url=public_url, now=now)
            told += 1
    if told:
        audit.record(session, SYSTEM, "talk.tell", "letters:watchers", {"amount": told})
    return told


def _line(project: NewProject, language: str, public_url: str) -> str:
    title = project.title_en if language == "en" and project.title_en else project.title
    return f"{project.number}. {title}\n{public_url.rstrip('/')}/projects/{project.code}"


def _write(
    session: Session, row: Watch, letter: Letter, facts: dict[str, object], *, public_url: str, now: datetime
) -> None:
    base = public_url.rstrip("/")
    view = View(row.place, row.contest, row.words)
    told = {
        "view": queries.view_in_words(session, view, row.language),
        "link": f"{base}/projects?{urlencode(view.filters())}",
        "own_link": f"{base}/watch/{row.code}",
        **facts,
    }
    host = urlsplit(public_url).hostname or "localhost"
    enqueue(session, row.email, letter, told, now=now, language=row.language, host=host)

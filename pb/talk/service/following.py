"""Following a project by e-mail: asking, confirming, stopping, and telling what is new."""

from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pb.audit import service as audit
from pb.audit.rules import SYSTEM
from pb.mail.rules import Letter
from pb.mail.service import enqueue
from pb.projects.models import Project
from pb.talk import queries
from pb.talk.models import Follow
from pb.talk.rules import ASKED_LASTS, BETWEEN_ASKING, SETTLED_AFTER
from pb.values.code import new_code

CODE_LENGTH = 16  # 78 bits: the link in the letter is all that guards a subscription


def follow_project(
    session: Session, project: Project, *, email: str, language: str, public_url: str, now: datetime
) -> None:
    """Send a link to confirm by; whoever asks cannot tell whether the address follows already."""
    address = email.strip().lower()
    row = session.scalar(select(Follow).where(Follow.project_id == project.id, Follow.email == address))
    if row is None:
        row = Follow(code=new_code(CODE_LENGTH), project_id=project.id, email=address, told_until=now)
        session.add(row)
    elif row.confirmed_at is not None or now < row.asked_at + BETWEEN_ASKING:
        return  # nobody can fill a stranger's letter box from here
    row.language, row.asked_at = language, now
    _write(session, row, project, Letter.FOLLOW_ASKED, {}, public_url=public_url, now=now)
    audit.record(session, SYSTEM, "talk.follow", f"project:{project.code}")


def confirm_follow(session: Session, follow: Follow, now: datetime) -> None:
    """The owner of the address opened the link and agreed; news count from now on."""
    follow.confirmed_at, follow.told_until = follow.confirmed_at or now, now
    audit.record(session, SYSTEM, "talk.confirm_follow", f"project:{follow.project.code}")


def stop_follow(session: Session, follow: Follow) -> None:
    """Forget the address."""
    session.delete(follow)
    audit.record(session, SYSTEM, "talk.stop_follow", f"project:{follow.project.code}")


def forget_unconfirmed(session: Session, now: datetime) -> None:
    """Forget addresses whose owners did not confirm."""
    session.execute(delete(Follow).where(Follow.confirmed_at.is_(None), Follow.asked_at < now - ASKED_LASTS))


def tell_followers(session: Session, public_url: str, now: datetime) -> int:
    """Queue one letter for each follower whose project has news; returns how many."""
    horizon = now - SETTLED_AFTER
    following = queries.follows_with_news(session, horizon)
    news = queries.news_of(session, {row.project_id for row in following}, horizon)
    told = 0
    for row in following:
        status, answers = news[row.project_id].since(row.told_until)
        row.told_until = horizon
        if status or answers:
            facts: dict[str, object] = {"status": status.value if status else "", "answers": answers}
            _write(session, row, row.project, Letter.FOLLOW_NEWS, facts, public_url=public_url, now=now)
            told += 1
    if told:
        audit.record(session, SYSTEM, "talk.tell", "letters:followers", {"amount": told})
    return told


def _write(
    session: Session, row: Follow, project: Project, letter: Letter, facts: dict[str, object], *,
    public_url: str, now: datetime,
) -> None:  # fmt: skip
    base = public_url.rstrip("/")
    title = project.title_en if row.language == "en" and project.title_en else project.title
    told = {
        "title": title,
        "number": project.number,
        "link": f"{base}/projects/{project.code}",
        "own_link": f"{base}/follow/{row.code}",
        **facts,
    }
    host = urlsplit(public_url).hostname or "localhost"
    # `about` stays empty: the list of letters about a project is its author's.
    enqueue(
        session,
        row.email,
        letter,
        told,
        now=now,
        language=row.language,
        host=host,
    )

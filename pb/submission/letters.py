"""Letters to a project's author, queued in the transaction of the act that causes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from pb.accounts.models import Author
from pb.mail.rules import Letter
from pb.mail.service import enqueue
from pb.projects.models import Project


@dataclass(frozen=True, slots=True)
class AuthorPost:
    """Writes to authors; `public_url` is where their links lead. Authors without an address get no letter."""

    public_url: str

    def write(
        self, session: Session, project: Project, letter: Letter, facts: Mapping[str, object], now: datetime
    ) -> None:
        """Queue `letter`; title, number and the link to the project's road are added to `facts`."""
        author = session.get(Author, project.author_id) if project.author_id else None
        if author is None or author.erased_at is not None:
            return
        link = f"{self.public_url.rstrip('/')}/projects/{project.code}/track"
        told = {"title": project.title, "number": project.number, "link": link, **facts}
        host = urlsplit(self.public_url).hostname or "localhost"
        enqueue(session, author.email, letter, told, now=now, host=host, about=f"project:{project.code}")


def written_day(day: date) -> str:
    """A day as letters write it: «05.05.2027»."""
    return f"{day:%d.%m.%Y}"

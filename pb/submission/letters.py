"""Letters to a project's author, queued in the transaction of the act that causes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from pb.mail.rules import Letter
from pb.mail.service import enqueue
from pb.projects.models import Project
from pb.submission.queries import authors_of


@dataclass(frozen=True, slots=True)
class AuthorPost:
    """Writes to all authors of a project; `public_url` is where links lead. Who left no address gets no letter."""

    public_url: str

    def write(
        self, session: Session, project: Project, letter: Letter, facts: Mapping[str, object], now: datetime
    ) -> None:
        """Queue `letter`; title, number and the link to the project's road are added to `facts`."""
        link = f"{self.public_url.rstrip('/')}/projects/{project.code}/track"
        told = {"title": project.title, "number": project.number, "link": link, **facts}
        host = urlsplit(self.public_url).hostname or "localhost"
        for author in authors_of(session, project):
            enqueue(session, author.email, letter, told, now=now, host=host, about=f"project:{project.code}")


def written_day(day: date) -> str:
    """A day as letters write it: «05.05.2027»."""
    return f"{day:%d.%m.%Y}"

"""Letters about decisions: what was decided, why, and by when the author may answer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pb.mail.rules import Letter
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.submission.letters import AuthorPost, written_day
from pb.submission.queries import last_day_to_answer


@dataclass(frozen=True, slots=True)
class DecisionPost:
    """Writes about decisions; `words` are the public names of statuses."""

    post: AuthorPost
    words: dict[Status, str]

    def decided(self, session: Session, project: Project, reason: str, now: datetime) -> None:
        """One letter about the status a project has just come to."""
        if project.status is Status.RETURNED:
            last = written_day(last_day_to_answer(session, project))
            facts: dict[str, object] = {"reason": reason, "due_on": last}
            self.post.write(session, project, Letter.PROJECT_RETURNED, facts, now)
            return
        facts = {"decision": self.words[project.status], "reason": reason}
        self.post.write(session, project, Letter.PROJECT_DECIDED, facts, now)

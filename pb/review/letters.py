"""Letters about decisions: what was decided, why, and by when the author may answer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pb import clock
from pb.cycles.queries import rule_set
from pb.mail.rules import Letter
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.review.rules import due_on
from pb.submission.letters import AuthorPost, written_day


@dataclass(frozen=True, slots=True)
class DecisionPost:
    """Writes about decisions; `words` are the public names of statuses."""

    post: AuthorPost
    words: dict[Status, str]

    def decided(self, session: Session, project: Project, reason: str, now: datetime) -> None:
        """One letter about the status a project has just come to."""
        if project.status is Status.RETURNED:
            days = rule_set(session, project.cycle_id).revision_days
            last = due_on(now.astimezone(clock.CITY_ZONE).date(), days)
            facts: dict[str, object] = {"reason": reason, "due_on": written_day(last)}
            self.post.write(session, project, Letter.PROJECT_RETURNED, facts, now)
            return
        facts = {"decision": self.words[project.status], "reason": reason}
        self.post.write(session, project, Letter.PROJECT_DECIDED, facts, now)

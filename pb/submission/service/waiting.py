"""What was typed before signing in: kept under a token of the browser, a draft once the bank has sent them back."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from pb.accounts.models import Author
from pb.accounts.passwords import new_token, token_hash
from pb.audit.rules import Actor
from pb.cycles.models import Cycle
from pb.cycles.queries import contests_of
from pb.projects.models import Project
from pb.submission.models import WaitingDraft
from pb.submission.rules import WAITING_LASTS
from pb.submission.service.parts import Idea, save_idea
from pb.submission.service.road import begin_draft


def keep_waiting(session: Session, cycle: Cycle, typed: Mapping[str, str], now: datetime) -> str:
    """Keep what was typed and return the browser's token; what nobody came back for is dropped on the way."""
    session.execute(delete(WaitingDraft).where(WaitingDraft.kept_at < now - WAITING_LASTS))
    token = new_token()
    text = json.dumps(dict(typed), ensure_ascii=False)
    session.add(WaitingDraft(token_hash=token_hash(token), cycle_id=cycle.id, typed=text, kept_at=now))
    return token


def claim_waiting(session: Session, actor: Actor, author: Author, token: str, now: datetime) -> Project | None:
    """The draft made of what waits under `token`, None when nothing does; what waits is given once."""
    row = session.get(WaitingDraft, token_hash(token))
    if row is None or row.kept_at < now - WAITING_LASTS:
        return None
    draft = begin_written(session, actor, author, session.get_one(Cycle, row.cycle_id), json.loads(row.typed), now)
    session.delete(row)
    return draft


def begin_written(
    session: Session, actor: Actor, author: Author, cycle: Cycle, typed: Mapping[str, str], now: datetime
) -> Project:
    """A draft that begins with the part «Ідея» as typed; an unknown contest counts as none chosen."""
    draft = begin_draft(session, actor, author, cycle, now)
    contest = next((row for row in contests_of(session, cycle.id) if row.code == typed.get("contest")), None)
    texts = {name: text for name, text in typed.items() if name != "contest"}
    draft.contest = None
    save_idea(session, actor, draft, Idea(contest=contest, **texts), now)
    return draft

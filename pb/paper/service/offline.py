"""A desk without a network: a journal on paper, later merged into the roll; double votes are found then and named."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from pb import clock
from pb.audit import service as audit
from pb.cycles.models import Contest, Cycle, Desk
from pb.cycles.queries import rule_set
from pb.cycles.rules import Phase, age_on, beyond_groups
from pb.electorate.keys import CycleKeys, Known
from pb.electorate.queries import groups_for, is_excluded, voted_contests
from pb.electorate.rules import age_band
from pb.electorate.service import OnPaper, enter_on_paper
from pb.errors import Refused
from pb.identity.person_key import stretched
from pb.identity.service import person_salt
from pb.paper import queries
from pb.paper.journal import Row
from pb.paper.models import OfflineList
from pb.paper.rules import MARKED_UNTIL, Conflict, Refusal
from pb.values.actor import Actor
from pb.values.code import new_code

MERGED_IN = frozenset({Phase.VOTING, Phase.GRACE, Phase.TALLY})


def open_list(session: Session, actor: Actor, cycle: Cycle, desk: Desk, now: datetime) -> OfflineList:
    """Give a desk a journal; Refused when nobody votes, or when the desk has no paper ballots in use."""
    if cycle.phase(now) not in MARKED_UNTIL:
        raise Refused(Refusal.HANDING_OVER)
    if not queries.printed_contests(session, cycle.id, desk.id):
        raise Refused(Refusal.NOTHING_PRINTED)
    row = OfflineList(
        code=new_code(), cycle_id=cycle.id, desk_id=desk.id, opened_by=actor.code, opened_on=clock.today()
    )
    session.add(row)
    audit.record(session, actor, "paper.open_list", f"desk:{desk.code}", {"cycle": cycle.code, "list": row.code})
    return row


def person_keys(cycle: str, journal: Sequence[Row], keys: Path) -> dict[int, Known]:
    """Row of the journal → the person's keys; some seconds of work, to be done before the roll is locked."""
    salt, cycle_keys = person_salt(keys), CycleKeys(keys, cycle)
    return {row.place: cycle_keys.known(stretched(row.kind, row.number, salt)) for row in journal}


def merge_list(
    session: Session,
    actor: Actor,
    cycle: Cycle,
    row: OfflineList,
    journal: Sequence[Row],
    people: Mapping[int, Known],
    now: datetime,
) -> list[dict[str, object]]:
    """Put the journal's people on the roll; conflicts as {row, contest, conflict, day, channel}, kept with the list.

    `people` are their keys by row; numbers are forgotten at once. The envelope of a conflicting row is opened
    without reading: the ballot of that contest is set aside and counted as spoilt.
    """
    if row.merged_on is not None:
        raise Refused(Refusal.LIST_MERGED)
    if queries.closing_of(session, cycle.id) or cycle.phase(now) not in MERGED_IN:
        raise Refused(Refusal.PUBLISHED)
    contests = queries.journal_contests(session, cycle, row.desk_id)
    conflicts: list[dict[str, object]] = []
    for one in journal:
        conflicts.extend(_entered(session, cycle, row, one, contests, people[one.place]))
    row.merged_by, row.merged_on, row.people = actor.code, clock.today(), len(journal)
    row.conflicts = json.dumps(conflicts, ensure_ascii=False)
    details = {"people": len(journal), "conflicts": len(conflicts)}
    audit.record(session, actor, "paper.merge_list", f"list:{row.code}", details)
    return conflicts


def _entered(
    session: Session, cycle: Cycle, row: OfflineList, one: Row, contests: Sequence[Contest], known: Known
) -> list[dict[str, object]]:
    wanted = [contests[number - 1] for number in one.contests]
    if age_on(one.birth_date, row.opened_on) < rule_set(session, cycle.id).voter_age:
        return [{"row": one.place, "contest": each.title, "conflict": Conflict.TOO_YOUNG} for each in wanted]
    if is_excluded(session, cycle.id, known.register_key):
        return [{"row": one.place, "contest": each.title, "conflict": Conflict.EXCLUDED} for each in wanted]
    before = voted_contests(session, cycle, known.person_key)
    band = age_band(one.birth_date, row.opened_on)
    person = OnPaper(known.person_key, row.desk_id, row.opened_on, None, band)
    over = beyond_groups(groups_for(session, cycle, known.person_key), [each.code for each in wanted])
    entered = enter_on_paper(session, person, {each.code: each.id for each in wanted if each.code not in over})
    return [
        {
            "row": one.place,
            "contest": each.title,
            "conflict": Conflict.GROUP_USED if each.code in over else Conflict.VOTED,
            "day": before[each.code].day.isoformat() if each.code in before else "",
            "channel": before[each.code].channel.value if each.code in before else "",
        }
        for each in wanted
        if each.code not in entered
    ]

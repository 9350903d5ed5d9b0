"""The last look before casting: what is picked, what is left, who is voting; and the page after."""

import json
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as cookie
from sqlalchemy.orm import Session

from pb import clock
from pb.booth import queries
from pb.booth.queries import Ballot, cycle_to_vote_in
from pb.booth.routes.choosing import bar_text, sentence
from pb.booth.routes.entering import CLASSROOM
from pb.booth.routes.person import Person, ballot_for, draft_key, person_in, script_config
from pb.booth.rules import choices_of, over_in_group, why_not_cast, why_not_in_group
from pb.cycles.queries import cycle_by_code, every_desk, rule_set
from pb.cycles.rules import VoterProof
from pb.electorate.queries import channel_of
from pb.electorate.rules import Refusal as NotOpened
from pb.electorate.rules import why_not_issue
from pb.web.access import public
from pb.web.current import reading

DONE = "voted_in"  # the cookie's key for the cycle just voted in


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the booth's blueprint."""
    bp.add_url_rule("/vote/review", view_func=review)
    bp.add_url_rule("/vote/done", view_func=done)


@public
def review() -> Any:
    """Choices, votes left, closing time, secrecy; the way to the bank, or «Проголосувати»."""
    now = clock.now()
    with reading() as session:
        cycle = cycle_to_vote_in(session, now, request.args.get("cycle", ""))
        if cycle is None:
            return render_template("booth/closed.html", cycle=None, refusal=None)
        person = person_in(session, cycle)
        refusal = why_not_issue(cycle.calendar, person.visit.begun_at if person else now, now)
        if refusal is not None:
            return render_template("booth/closed.html", cycle=cycle, refusal=refusal)
        ballot = ballot_for(session, cycle, person, now)
        if ballot is None:
            return render_template("booth/closed.html", cycle=cycle, refusal=NotOpened.ELECTION_NOT_OPENED)
        rows = _rows(session, ballot, person)
        desks, proof = every_desk(session), rule_set(session, cycle.id).voter_proof
    castable = {row["contest"].code: row["choices"] for row in rows if row["choices"]}
    return render_template(
        "booth/review.html",
        ballot=ballot,
        cycle=cycle,
        rows=rows,
        unused=[one for one in ballot.left if _is_open(ballot, one.code)],
        person=person,
        channel=channel_of(person.visit) if person else None,
        by_code=proof is VoterProof.CODE,
        desk=desks[0] if desks else None,
        choices=json.dumps(castable),
        castable=len(castable),
        carried=draft_key(),
        bar=bar_text(ballot),
        config=script_config(ballot, person),
    )


def _is_open(ballot: Ballot, contest: str) -> bool:
    """Nothing is picked here yet and something still may be."""
    return not ballot.picked(contest) and not why_not_in_group(ballot.groups, ballot.picks, contest)


def _rows(session: Session, ballot: Ballot, person: Person | None) -> list[dict[str, Any]]:
    projects = queries.picked_projects(session, ballot)
    voted = person.voted if person else {}
    rows = []
    for contest in ballot.contests:
        terms, picked = ballot.terms(contest.code), ballot.picked(contest.code)
        over = over_in_group(ballot.groups, ballot.picks, contest.code)
        wrong = over or (why_not_cast(terms, picked) if picked else None)
        may = bool(picked) and wrong is None and contest.code not in voted and not (person and person.reasons)
        rows.append(
            {
                "contest": contest,
                "projects": [(projects[code], points) for code, points in picked.items() if code in projects],
                "problem": sentence(wrong) if wrong else "",
                "voted": voted.get(contest.code),
                "choices": choices_of(terms, picked).as_json() if may else None,
                "count": ballot.count(contest.code),
            }
        )
    return rows


@public
def done() -> Any:
    """«Ваш голос зараховано»: the day, the contests, what next; never the choices."""
    code = cookie.get(DONE)
    with reading() as session:
        cycle = cycle_by_code(session, code) if code else None
        person = person_in(session, cycle) if cycle else None
        if cycle is None or person is None:
            return redirect(url_for("booth.choose"), 303)
        ballot, voted = ballot_for(session, cycle, person, clock.now()), person.voted
    if ballot is None or not voted:
        return redirect(url_for("booth.choose"), 303)
    return render_template(
        "booth/done.html",
        cycle=cycle,
        contests=[contest for contest in ballot.contests if contest.code in voted],
        voted=voted,
        left=ballot.votes_left,
        groups=ballot.groups,
        channel=channel_of(person.visit),
        classroom=CLASSROOM in cookie,
        config=script_config(ballot, person),
    )

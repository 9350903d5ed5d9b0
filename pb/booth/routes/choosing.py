"""Browsing the ballot and picking, without a login; every button works without JavaScript."""

from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from pb import clock
from pb.booth import queries, service
from pb.booth.queries import Ballot, cycle_to_vote_in
from pb.booth.routes.person import ballot_for, draft_key, person_in, script_config
from pb.booth.rules import Act, left_of_purse, why_not_in_group
from pb.cycles.models import Contest, Cycle
from pb.cycles.queries import cycle_by_code
from pb.cycles.rules import Action, why_not
from pb.electorate.rules import Refusal as NotOpened
from pb.errors import NotFound, Refused
from pb.projects.queries import public_project
from pb.web.access import public
from pb.web.current import reading, transaction
from pb.web.labels import labels
from pb.web.template_filters import money

MOST_DIGITS = 7


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the booth's blueprint."""
    bp.add_url_rule("/vote", view_func=choose)
    bp.add_url_rule("/vote/pick", view_func=pick, methods=["POST"])
    bp.add_url_rule("/vote/project/<string:code>", view_func=project)


@public
def choose() -> Any:
    """One contest's projects with the picks, tabs to the other contests, the bar."""
    now = clock.now()
    with reading() as session:
        cycle = cycle_to_vote_in(session, now, request.args.get("cycle", ""))
        if cycle is None:
            return render_template("booth/closed.html", cycle=None, refusal=None)
        if refusal := why_not(Action.FINISH_BALLOT, cycle.phase(now)):
            return render_template("booth/closed.html", cycle=cycle, refusal=refusal)
        person = person_in(session, cycle)
        ballot = ballot_for(session, cycle, person, now)
        if ballot is None:
            return render_template("booth/closed.html", cycle=cycle, refusal=NotOpened.ELECTION_NOT_OPENED)
        contest = _contest(ballot, request.args.get("contest", ""))
        projects = queries.projects_on_ballot(session, contest)
    return render_template(
        "booth/choose.html",
        ballot=ballot,
        cycle=cycle,
        contest=contest,
        terms=ballot.terms(contest.code),
        projects=projects,
        picked=ballot.picked(contest.code),
        person=person,
        group=next((one for one in ballot.groups if contest.code in one.contests), None),
        is_closed=contest not in ballot.left and contest.code not in ballot.voted,
        state=_state(ballot, contest.code),
        bar=bar_text(ballot),
        config=script_config(ballot, person),
    )


def _contest(ballot: Ballot, code: str) -> Contest:
    """The contest asked for; else the first with votes left."""
    if code:
        found = next((contest for contest in ballot.contests if contest.code == code), None)
        if found is None:
            raise NotFound(code)
        return found
    left = [one for one in ballot.left if not why_not_in_group(ballot.groups, ballot.picks, one.code)]
    return next((one for one in left if not ballot.count(one.code).is_full), (left or ballot.contests)[0])


@public
def project(code: str) -> Any:
    """From a project's own page to its place in the ballot."""
    with reading() as session:
        found = public_project(session, code)
        address = url_for("booth.choose", cycle=found.cycle.code, contest=found.contest.code if found.contest else None)
    return redirect(f"{address}#project-{found.code}", 303)


@public
def pick() -> Any:
    """Add, remove, move, give points; then back to where the button was."""
    asked = request.form
    act, points = _act(asked.get("act", "")), _points(asked.get("points", ""))
    cycle_code, contest, code = asked.get("cycle", ""), asked.get("contest", ""), asked.get("project", "")
    problem = ""
    with reading() as session:  # most of the work: not while other writers wait
        cycle, ballot = _ballot(session, cycle_code)
    try:
        with transaction() as session:
            ballot = service.change_pick(
                session,
                ballot,
                draft_key(make=True),
                contest,
                code,
                act,
                points=points,
                now=clock.now(),
                today=clock.today(),
            )
    except Refused as refused:
        problem = sentence(refused)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        state = _state(ballot, contest) if ballot.manifest.contest(contest) else {}
        return jsonify(**state, message=problem or bar_text(ballot), refused=bool(problem))
    if problem:
        flash(problem)
    if asked.get("from") == "review":
        return redirect(url_for("booth.review", cycle=cycle.code), 303)
    return redirect(url_for("booth.choose", cycle=cycle.code, contest=contest) + f"#project-{code}", 303)


def _ballot(session: Any, code: str) -> tuple[Cycle, Ballot]:
    cycle = cycle_by_code(session, code)
    person = person_in(session, cycle)
    ballot = ballot_for(session, cycle, person, clock.now())
    if ballot is None:
        raise Refused(NotOpened.ELECTION_NOT_OPENED)
    return cycle, ballot


def _act(text: str) -> Act:
    if text not in set(Act):
        abort(400)
    return Act(text)


def _points(text: str) -> int:
    text = text.strip() or "0"
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else -1


def _state(ballot: Ballot, contest: str) -> dict[str, Any]:
    """The picks of a contest and the bar, as page and script show them."""
    count, whole = ballot.count(contest), ballot.whole
    return {
        "contest": contest,
        "chosen": ballot.picked(contest),
        "count": _("%(used)s з %(room)s", used=count.used, room=count.room),
        "full": count.is_full,
        "left": money(left_of_purse(ballot.terms(contest), ballot.picked(contest))),
        "bar": bar_text(ballot),
        "value": whole.used,
        "room": whole.room,
    }


def bar_text(ballot: Ballot) -> str:
    """One sentence for the state, the same on every screen."""
    whole = ballot.whole
    if not whole.room:
        return str(_("Ви проголосували скрізь, де можна") if ballot.groups else _("Ви проголосували в усіх напрямах"))
    if not whole.used:
        return str(
            ngettext(
                "Оберіть до %(num)s проєкту. Голос зарахуємо після кнопки «Проголосувати»",
                "Оберіть до %(num)s проєктів. Голос зарахуємо після кнопки «Проголосувати»",
                whole.room,
            )
        )
    return str(_("Обрано %(used)s з %(room)s. Ще не проголосовано", used=whole.used, room=whole.room))


def sentence(refused: Refused) -> str:
    """The refusal with its money written as money."""
    facts = {name: money(int(str(value))) if name == "shortage" else value for name, value in refused.facts.items()}
    return labels.of_refusal(Refused(refused.reason, facts))

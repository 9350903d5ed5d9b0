"""Pages across stages: front page, catalogue, project, cycle, desks, the working desk of staff."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from pb import clock
from pb.cycles.queries import announced_cycles, cycle_by_code, every_desk, every_district, groups_of, rule_set
from pb.cycles.rules import ALLOWED, Phase
from pb.electorate.queries import election_of
from pb.errors import NotFound
from pb.overview import queries
from pb.overview.api import doors
from pb.overview.duties import duties_of
from pb.overview.rules import DUTIES, INVITATIONS, MOST_AT_ONCE, MOST_COMPARED, Invitation, View, frame_of
from pb.projects.queries import Search, found_projects, merged_with, public_project
from pb.projects.rules import FUNDED, PUBLIC, Status
from pb.questions.queries import public_answers
from pb.results.queries import publication_of
from pb.submission.queries import support_of
from pb.talk.queries import amount_shown
from pb.tally.typed import rules_in_words
from pb.values.permission import Permission
from pb.web.access import public, requires
from pb.web.current import reader, reading

bp = Blueprint("overview", __name__)
doors.add_to(bp)
FILTERS = ("cycle", "q", "contest", "district", "status", "view")
TEMPLATES = {View.LIST: "catalogue", View.MAP: "map", View.SHEET: "sheet"}
PAGE_SIZE = 20
SHOWN_STATUSES = [status for status in Status if status in PUBLIC]


@bp.get("/")
@public
def front() -> Any:
    """What is going on, what one can do now, until when."""
    with reading() as session:
        page = queries.front(session, clock.now())
        steps = queries.calendar_steps(page.cycle, clock.now()) if page else []
    invitation = INVITATIONS[page.phase] if page else Invitation.READ_RULES
    return render_template("overview/front.html", page=page, steps=steps, invitation=invitation)


@bp.get("/projects")
@public
def catalogue() -> Any:
    """Every public project of a cycle as a list, on a map or for paper, with filters in the address."""
    asked = request.args
    frame = frame_of(asked.get("at", ""), asked.get("zoom", ""))
    view = View(asked["view"]) if asked.get("view") in set(View) else View.LIST
    with reading() as session:
        cycle = queries.current_cycle(session, clock.now(), asked.get("cycle", ""))
        if cycle is None:
            return render_template("overview/empty.html")
        search = Search(
            words=asked.get("q", "")[:100],
            contest=asked.get("contest", ""),
            district=asked.get("district", ""),
            statuses=_statuses(asked.get("status", "")),
            page=_page(asked.get("page", "1")) if view is View.LIST else 1,
            page_size=PAGE_SIZE if view is View.LIST else MOST_AT_ONCE,
        )
        found = found_projects(session, cycle.id, search)
        districts = every_district(session)
    return render_template(
        f"overview/{TEMPLATES[view]}.html",
        cycle=cycle,
        found=found,
        search=search,
        districts=districts,
        statuses=SHOWN_STATUSES,
        view=view,
        views=list(View),
        frame=frame,
        markers=queries.on_map(found.projects, frame) if view is View.MAP else [],
        chosen=_chosen(),
        asked={name: asked[name] for name in FILTERS if asked.get(name)} | {"code": _chosen()},
    )


@bp.get("/projects/compare")
@public
def compare() -> Any:
    """Up to three projects beside each other; which ones, the address says."""
    codes = _chosen()
    with reading() as session:
        found = queries.compared(session, codes[:MOST_COMPARED])
    codes = [project.code for project in found] + codes[MOST_COMPARED:]
    return render_template(
        "overview/compare.html",
        projects=found,
        others={code: [one for one in codes if one != code] for code in codes},
        is_too_many=len(codes) > MOST_COMPARED,
    )


def _chosen() -> list[str]:
    """Codes of projects that the reader compares, each once."""
    return list(dict.fromkeys(code for code in request.args.getlist("code") if code))[:10]


def _statuses(text: str) -> frozenset[Status]:
    return frozenset({Status(text)}) & PUBLIC if text in set(Status) else PUBLIC


def _page(text: str) -> int:
    return min(int(text), 10_000) if text.isdecimal() and len(text) < 6 and int(text) > 0 else 1


@bp.get("/projects/<string:code>")
@public
def project(code: str) -> Any:
    """One project: what it is, where it stands, what is decided, what it costs."""
    with reading() as session:
        found = public_project(session, code)
        cycle = found.cycle
        others = queries.neighbours(session, found)
        is_published = publication_of(session, cycle.code) is not None and found.ballot_position is not None
        answers = public_answers(session, found)
        talk_count = amount_shown(session, found.id)
        support = support_of(session, found)
        merged = merged_with(session, found)
    return render_template(
        "overview/project.html",
        project=found,
        cycle=cycle,
        phase=cycle.phase(clock.now()),
        others=others,
        is_published=is_published,
        answers=answers,
        talk_count=talk_count,
        support=support,
        merged=merged,
        has_works=found.status in FUNDED and found.status is not Status.WON,
    )


@bp.get("/cycle/<string:code>")
@public
def cycle(code: str) -> Any:
    """Dates, money and rules of one cycle in plain words."""
    now = clock.now()
    with reading() as session:
        found = cycle_by_code(session, code)
        if now < found.announced_at:
            raise NotFound(code)
        rules = rule_set(session, found.id)
        counts = queries.contest_counts(session, found.id)
        counting = rules_in_words(session, found.contests)
        is_counted = election_of(session, found.id) is not None
    return render_template(
        "overview/cycle.html",
        cycle=found,
        phase=found.phase(now),
        rules=rules,
        digest=rules.digest(),
        counts=counts,
        counting=counting,
        groups=groups_of(found),
        is_counted=is_counted,
        steps=queries.calendar_steps(found, now),
        allowed=[(phase, sorted(ALLOWED[phase])) for phase in Phase if phase is not Phase.DRAFT],
    )


@bp.get("/points")
@public
def points() -> Any:
    """Where one votes with a document and an operator's help."""
    with reading() as session:
        return render_template(
            "overview/points.html",
            desks=every_desk(session),
            districts={district.id: district for district in every_district(session)},
        )


@bp.get("/staff")
@requires(Permission.SEE_DASHBOARD)
def dashboard() -> Any:
    """The working desk: what waits for me, where the cycles stand."""
    now = clock.now()
    with reading() as session:
        cycles = [(cycle, cycle.phase(now)) for cycle in announced_cycles(session, now)]
        waiting = duties_of(session, reader(), clock.today())
    duties = [(duty, amount, url_for(DUTIES[duty][1])) for duty, amount in waiting.items()]
    return render_template("overview/dashboard.html", cycles=cycles, duties=duties)

"""Works from the start to the rating, in the database."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pb import clock
from pb.audit.models import AuditEntry
from pb.audit.rules import SYSTEM
from pb.cycles.rules import Phase
from pb.cycles.rules import Refusal as CycleRefusal
from pb.errors import NotFound, Refused
from pb.implementation import queries, service
from pb.implementation.downloads import harmless, money_csv
from pb.implementation.models import Post
from pb.implementation.queries import Search
from pb.implementation.rules import ROAD, PhotoTime, Refusal, Stage, State, Verdict
from pb.media.models import Picture
from pb.projects.rules import Status
from pb.values.money import hryvnias
from tests import make
from tests.implementation import make as build

PHOTO = make.photo()


def test_the_whole_road_moves_the_project_and_leaves_a_trace(session, tmp_path, the_clock) -> None:
    works = build.works(session)
    assert works.project.status is Status.PLANNED
    for stage in ROAD[1:]:
        the_clock.now += timedelta(days=5)
        photos = [(PHOTO, f"Двір: {stage}")] if stage in (Stage.DOCUMENTS, Stage.DONE) else []
        works = build.post(session, works, tmp_path, stage, photos=photos, paid=hryvnias(90_000))
    assert works.project.status is Status.IMPLEMENTED
    assert [row.stage for row in works.stages if row.real_on is None] == []
    assert [post.stage for post in works.posts] == list(reversed(ROAD[1:]))
    before, after = queries.before_and_after(works)
    assert (before.alt, after.alt) == ("Двір: documents", "Двір: done")
    assert queries.row_of(works, clock.now()).saved == hryvnias(10_000)
    actions = list(
        session.scalars(select(AuditEntry.action).where(AuditEntry.subject == f"project:{works.project.code}"))
    )
    assert actions.count("implementation.post") == 6
    assert actions[-2:] == ["projects.finish", "implementation.post"]


def test_a_way_back_forgets_what_is_to_be_reached_anew(session, tmp_path) -> None:
    works = build.post(session, build.works(session), tmp_path, Stage.CONTRACT)
    works = build.post(session, works, tmp_path, Stage.TENDER, reason="Торги скасовано.")
    days = works.standing.days
    assert days[Stage.CONTRACT].real_on is None
    assert days[Stage.TENDER].reason == "Торги скасовано."
    assert works.project.status is Status.IN_IMPLEMENTATION


def test_a_slip_moves_the_plan_but_not_the_promise(session, tmp_path) -> None:
    works = build.works(session)
    promised = works.standing.days[Stage.DONE].promised_on
    planned = works.standing.days[Stage.TENDER].planned_on
    later = planned + timedelta(days=30)
    works = build.post(session, works, tmp_path, Stage.DOCUMENTS, next_on=later, reason="Черга на експертизу.")
    days = works.standing.days
    assert (days[Stage.TENDER].planned_on, days[Stage.TENDER].reason) == (later, "Черга на експертизу.")
    assert days[Stage.DONE].promised_on == promised
    assert days[Stage.DONE].planned_on == promised + timedelta(days=30)


def test_impossible_needs_a_reason_and_closes_the_works(session, tmp_path) -> None:
    works = build.works(session)
    with pytest.raises(Refused) as refused:
        build.post(session, works, tmp_path, Stage.IMPOSSIBLE)
    assert refused.value.reason is Refusal.STOP_NEEDS_REASON
    works = build.post(session, works, tmp_path, Stage.IMPOSSIBLE, reason="Ділянка приватна.")
    assert works.project.status is Status.IMPOSSIBLE
    assert works.road is Stage.PLANNED
    with pytest.raises(Refused) as refused:
        build.post(session, works, tmp_path, Stage.WORKS)
    assert refused.value.reason is Refusal.CLOSED


def test_a_refused_post_leaves_nothing_behind(session, tmp_path) -> None:
    works = build.works(session)
    with pytest.raises(Refused) as refused:
        build.post(session, works, tmp_path, Stage.DOCUMENTS, photos=[(PHOTO, " ")], paid=5)
    assert refused.value.reason is Refusal.PHOTO_NEEDS_WORDS
    assert session.scalar(select(func.count()).select_from(Post)) == 0
    assert session.scalar(select(func.count()).select_from(Picture)) == 0
    assert (works.stage, works.paid_kopecks) == (Stage.PLANNED, 0)


def test_only_a_winner_starts_and_only_once_and_only_after_the_results(session) -> None:
    works = build.works(session)
    values = {
        "department_id": works.department_id,
        "allocated": 1,
        "planned": build.plan(clock.today()),
        "now": clock.now(),
    }
    with pytest.raises(Refused) as refused:
        service.start_works(session, SYSTEM, works.project, **values)
    assert refused.value.reason is Refusal.ALREADY_STARTED
    loser = make.project(session, works.project.cycle, Status.TOOK_PART)
    loser.cycle = works.project.cycle
    with pytest.raises(Refused) as refused:
        service.start_works(session, SYSTEM, loser, **values)
    assert refused.value.reason is Refusal.NOT_A_WINNER
    with pytest.raises(Refused) as refused:
        build.works(session, cycle=make.cycle(session, Phase.VOTING))
    assert refused.value.reason is CycleRefusal.TOO_EARLY


def test_a_department_sees_its_own_works_only(session) -> None:
    works = build.works(session)
    other = make.department(session)
    assert queries.works_for_staff(session, works.project.code, works.department_id) is works
    assert queries.works_for_staff(session, works.project.code, None) is works
    with pytest.raises(NotFound):
        queries.works_for_staff(session, works.project.code, other.id)
    assert queries.own_rows(session, other.id, clock.now()) == []


def test_a_rating_comes_after_the_end_and_each_resident_has_one(session, tmp_path) -> None:
    works, resident = build.works(session), make.author(session, "Уявний Сусід")
    with pytest.raises(Refused) as refused:
        service.rate_result(
            session, SYSTEM, works, author_id=resident.id, stars=5, verdict=Verdict.CONFIRM, now=clock.now()
        )
    assert refused.value.reason is Refusal.NOT_FINISHED
    for stage in (Stage.ACCEPTANCE, Stage.DONE):
        works = build.post(session, works, tmp_path, stage)
    rate = {"session": session, "actor": SYSTEM, "works": works, "now": clock.now()}
    service.rate_result(**rate, author_id=resident.id, stars=5, verdict=Verdict.CONFIRM)
    service.rate_result(**rate, author_id=resident.id, stars=2, verdict=Verdict.DISPUTE, comment="Хитається.")
    service.rate_result(**rate, author_id=works.project.author_id, stars=5, verdict=Verdict.CONFIRM)
    code = works.project.code
    session.expire_all()
    works = queries.works_of(session, code)
    assert queries.opinion_of(works) == queries.Opinion(ratings=2, tenths=35, confirmed=1, disputed=1)
    assert [rating.is_project_author for rating in works.ratings] == [True, False]
    assert queries.rating_by(works, resident.id).comment == "Хитається."


def test_the_board_puts_the_latest_first_and_adds_the_money_up(session, tmp_path, the_clock) -> None:
    late = build.works(session, planned=build.plan(clock.today(), step=2))
    quiet = build.works(session, planned=build.plan(clock.today(), step=30))
    the_clock.now += timedelta(days=4)
    done = build.works(session)
    for stage in (Stage.ACCEPTANCE, Stage.DONE):
        done = build.post(session, done, tmp_path, stage, paid=hryvnias(80_000))
    found = queries.board(session, Search(), clock.now())
    assert [row.works.id for row in found.rows] == [late.id, quiet.id, done.id]
    assert (found.rows[0].days_late, found.rows[1].days_silent) == (2, 4)
    assert (found.totals.allocated, found.totals.paid, found.totals.saved) == (
        hryvnias(300_000), hryvnias(80_000), hryvnias(20_000),
    )  # fmt: skip
    assert found.totals.states == {State.UNDER_WAY: 2, State.LATE: 1, State.SILENT: 0, State.FINISHED: 1}
    only = queries.board(session, Search(state=State.FINISHED), clock.now())
    assert [row.works.id for row in only.rows] == [done.id]
    by_department = queries.board(session, Search(department=late.department.code, stage=Stage.PLANNED), clock.now())
    assert [row.works.id for row in by_department.rows] == [late.id]
    assert queries.board(session, Search(cycle="there-is-none"), clock.now()).rows == []


def test_photos_are_sorted_into_before_and_after(session, tmp_path) -> None:
    works = build.works(session)
    for stage in (Stage.DOCUMENTS, Stage.WORKS, Stage.ACCEPTANCE):
        works = build.post(session, works, tmp_path, stage, photos=[(PHOTO, stage.value)])
    assert [post.photos[0].time for post in works.posts] == [PhotoTime.AFTER, PhotoTime.DURING, PhotoTime.BEFORE]
    assert queries.newest_photos(session, [works.id])[works.id].alt == "acceptance"


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_of_the_file_is_a_formula(evil: str) -> None:
    assert harmless(evil) == f"'{evil}"
    assert harmless("Лавки = добре") == "Лавки = добре"


def test_the_money_file_opens_in_a_spreadsheet(session) -> None:
    works = build.works(session, project={"title": '=HYPERLINK("http://x")'})
    text = money_csv(queries.rows_of(session, Search(), clock.now()))
    lines = text.removeprefix("\ufeff").split("\r\n")
    assert text.startswith("\ufeff")
    assert lines[0].startswith("cycle,number,code,title")
    assert f'{works.project.code},"\'=HYPERLINK(""http://x"")"' in lines[1]
    assert "100000.00" in lines[1]

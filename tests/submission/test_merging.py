"""Two projects become one by consent alone: who may ask, who must agree, what is refused, what stays."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb.accounts.models import Author
from pb.audit.models import AuditEntry
from pb.audit.rules import SYSTEM
from pb.cycles.rules import Phase
from pb.db.database import Database
from pb.errors import NotFound, Refused
from pb.mail.models import OutboxLetter
from pb.mail.rules import Letter
from pb.projects.models import Project
from pb.projects.queries import merged_with, project_by_code
from pb.projects.rules import MERGEABLE, Move, Status
from pb.projects.service import move_project
from pb.review.models import Item, Sitting
from pb.review.queries import sitting_by_code
from pb.review.rules import Decision
from pb.review.service import publish_sitting
from pb.submission.letters import AuthorPost
from pb.submission.models import Merger
from pb.submission.queries import accepted_coauthors, asked_about, merger_by_code, open_mergers
from pb.submission.rules import MergerOutcome, Refusal, Side, why_not_merged
from pb.submission.service import answer_merger, propose_merger, remove_coauthor, withdraw_merger
from pb.values.permission import Role
from tests import make
from tests.visitor import Visitor

POST = AuthorPost("https://budget.example.org")


def test_only_projects_under_review_or_admitted_are_merged() -> None:
    for one, other in product(Status, Status):
        refusal = why_not_merged(Side(1, 7, one), Side(2, 7, other))
        assert refusal is (None if {one, other} <= MERGEABLE else Refusal.NOT_MERGEABLE), (one, other)


@pytest.mark.parametrize(
    ("goes_on", "joins", "refusal"),
    [
        (Side(1, 7, Status.ADMITTED), Side(1, 7, Status.ADMITTED), Refusal.SAME_PROJECT),
        (Side(1, 7, Status.ADMITTED), Side(2, 8, Status.ADMITTED), Refusal.OTHER_CONTEST),
        (Side(1, 7, Status.ADMITTED), Side(2, 7, Status.ADMITTED, has_joined=True), Refusal.CHAIN),
        (Side(1, 7, Status.ADMITTED, has_joined=True), Side(2, 7, Status.ADMITTED), None),
        (Side(1, 7, Status.ADMITTED, has_author=False), Side(2, 7, Status.ADMITTED), Refusal.NOBODY_TO_AGREE),
        (Side(1, 7, Status.ADMITTED), Side(2, 7, Status.ADMITTED, has_author=False), Refusal.NOBODY_TO_AGREE),
    ],
)
def test_what_is_refused(goes_on: Side, joins: Side, refusal: Refusal | None) -> None:
    assert why_not_merged(goes_on, joins) is refusal


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.transaction() as opened:
        cycle = make.cycle(opened, Phase.REVIEW)
        for name in ("Перша Ганна", "Друга Мирослава", "Третій Остап"):
            make.project(
                opened, cycle, Status.IN_REVIEW, title=f"Сквер {name}",
                author_id=make.author(opened, name).id,
            )  # fmt: skip
        yield opened


@pytest.fixture
def projects(session: Session) -> list[Project]:
    return list(session.scalars(select(Project).order_by(Project.id)))


def author_of(session: Session, project: Project) -> Author:
    return session.get_one(Author, project.author_id)


def propose(session: Session, goes_on: Project, joins: Project, proposer: Author | None) -> Merger:
    return propose_merger(
        session, SYSTEM, goes_on, joins, proposer=proposer, reason="Те саме місце.", now=make.NOW, post=POST
    )


def answer(session: Session, row: Merger, project: Project, *, agrees: bool = True, by: Author | None = None) -> None:
    person = by or author_of(session, project)
    answer_merger(session, SYSTEM, row, project, person, agrees=agrees, now=make.NOW, post=POST)


def refused(act) -> Refusal:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.reason


def test_both_agree_and_one_goes_on_with_the_authors_of_both(session: Session, projects: list[Project]) -> None:
    goes_on, joins, _third = projects
    row = propose(session, goes_on, joins, author_of(session, joins))
    assert joins.status is Status.IN_REVIEW
    answer(session, row, goes_on)
    assert (row.outcome, joins.status, goes_on.status) == (MergerOutcome.MERGED, Status.MERGED, Status.IN_REVIEW)
    assert [one.name for one in accepted_coauthors(session, goes_on.id)] == ["Друга Мирослава"]
    assert goes_on.author_name == "Перша Ганна, Друга Мирослава"
    assert merged_with(session, joins) == [goes_on]
    assert merged_with(session, goes_on) == [joins]
    letters = [one.letter for one in session.scalars(select(OutboxLetter))]
    assert letters.count(Letter.MERGER_PROPOSED) == 2
    assert letters.count(Letter.MERGER_ENDED) == 3  # the second project's author is by now an author of both
    actions = set(session.scalars(select(AuditEntry.action)))
    assert actions >= {"submission.propose_merger", "submission.answer_merger", "projects.merge"}


def test_the_secretary_proposes_and_still_both_must_agree(session: Session, projects: list[Project]) -> None:
    goes_on, joins, _third = projects
    row = propose(session, goes_on, joins, None)
    answer(session, row, goes_on)
    assert joins.status is Status.IN_REVIEW
    answer(session, row, goes_on)  # a second yes of the same author is not the other's
    assert joins.status is Status.IN_REVIEW
    answer(session, row, joins)
    assert joins.status is Status.MERGED


def test_nobody_agrees_for_another(session: Session, projects: list[Project]) -> None:
    goes_on, joins, third = projects
    row = propose(session, goes_on, joins, author_of(session, joins))
    with pytest.raises(NotFound):
        answer(session, row, third)
    answer(session, row, goes_on, by=author_of(session, joins))  # said before, and theirs alone
    assert asked_about(session, row)[author_of(session, goes_on)] is False


def test_every_coauthor_is_asked_too(session: Session, projects: list[Project]) -> None:
    goes_on, joins, third = projects
    helper, late = make.author(session, "Четверта Соломія"), author_of(session, third)
    make.coauthor(session, joins, helper)
    row = propose(session, goes_on, joins, author_of(session, joins))
    answer(session, row, goes_on)
    assert row.ended_at is None
    make.coauthor(session, goes_on, late)  # became an author meanwhile: their word counts as well
    answer(session, row, joins, by=helper)
    assert (row.ended_at, joins.status) == (None, Status.IN_REVIEW)
    answer(session, row, goes_on, by=late)
    assert joins.status is Status.MERGED
    names = [one.name for one in accepted_coauthors(session, goes_on.id)]
    assert names == ["Третій Остап", "Друга Мирослава", "Четверта Соломія"]


def test_a_project_whose_author_was_forgotten_is_not_taken_by_the_other_alone(
    session: Session, projects: list[Project]
) -> None:
    goes_on, joins, _third = projects
    proposer = author_of(session, goes_on)
    joins.author_id = None
    session.flush()
    assert refused(lambda: propose(session, goes_on, joins, proposer)) is Refusal.NOBODY_TO_AGREE
    assert joins.status is Status.IN_REVIEW


def test_an_author_forgotten_meanwhile_is_no_yes(session: Session, projects: list[Project]) -> None:
    goes_on, joins, _third = projects
    row = propose(session, goes_on, joins, None)
    joins.author_id = None
    session.flush()
    assert refused(lambda: answer(session, row, goes_on)) is Refusal.NOBODY_TO_AGREE


def test_the_no_of_a_coauthor_is_enough(session: Session, projects: list[Project]) -> None:
    goes_on, joins, _third = projects
    helper = make.author(session, "Четверта Соломія")
    make.coauthor(session, joins, helper)
    row = propose(session, goes_on, joins, author_of(session, joins))
    answer(session, row, joins, by=helper, agrees=False)
    assert row.outcome is MergerOutcome.DECLINED


def test_nobody_is_removed_to_get_round_their_word(session: Session, projects: list[Project]) -> None:
    goes_on, joins, _third = projects
    joined = make.coauthor(session, joins, make.author(session, "Четверта Соломія"))
    move_project(session, SYSTEM, joins, Move.RETURN, reason="Уточнити місце.")
    row = propose(session, goes_on, joins, author_of(session, joins))
    assert refused(lambda: remove_coauthor(session, SYSTEM, joins, joined.code)) is Refusal.MERGER_OPEN
    withdraw_merger(session, SYSTEM, row, None, make.NOW, POST)
    remove_coauthor(session, SYSTEM, joins, joined.code)
    assert accepted_coauthors(session, joins.id) == []


def test_last_answers_at_one_moment_build_no_chain_and_lose_no_merger(database: Database) -> None:
    """One joins two while two joins three: whichever comes first, the other is over."""
    with database.transaction() as opened:
        cycle = make.cycle(opened, Phase.REVIEW)
        made = [
            make.project(opened, cycle, Status.IN_REVIEW, title=name, author_id=make.author(opened, name).id)
            for name in ("Перша Ганна", "Друга Мирослава", "Третій Остап")
        ]  # fmt: skip
        rows = [propose(opened, made[goes_on], made[goes_on - 1], None) for goes_on in (1, 2)]
        answer(opened, rows[0], made[1])
        answer(opened, rows[1], made[1])
        codes = [(row.code, project.code) for row, project in zip(rows, (made[0], made[2]), strict=True)]
    start = Barrier(2)

    def say_yes(merger: str, code: str) -> bool:
        with database.transaction() as opened:
            project = project_by_code(opened, code)
            row = merger_by_code(opened, project.id, merger)
            if database.engine.dialect.name == "postgresql":
                start.wait(20)  # SQLite's writers wait for each other earlier
            try:
                answer(opened, row, project)
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(lambda pair: say_yes(*pair), codes))
    with database.reading() as opened:
        statuses = list(opened.scalars(select(Project.status).order_by(Project.id)))
    assert said.count(True) == 1
    assert statuses.count(Status.MERGED) == 1


def test_a_no_ends_the_proposal_and_another_may_follow(session: Session, projects: list[Project]) -> None:
    goes_on, joins, _third = projects
    row = propose(session, goes_on, joins, author_of(session, joins))
    answer(session, row, goes_on, agrees=False)
    assert row.outcome is MergerOutcome.DECLINED
    assert refused(lambda: answer(session, row, goes_on)) is Refusal.PROPOSAL_OVER
    assert refused(lambda: withdraw_merger(session, SYSTEM, row, None, make.NOW, POST)) is Refusal.PROPOSAL_OVER
    assert {goes_on.status, joins.status} == {Status.IN_REVIEW}
    assert propose(session, joins, goes_on, author_of(session, goes_on)).ended_at is None


def test_a_pair_waits_for_one_answer_at_a_time(session: Session, projects: list[Project]) -> None:
    goes_on, joins, third = projects
    propose(session, goes_on, joins, None)
    for first, second in ((goes_on, joins), (joins, goes_on)):
        with pytest.raises(Refused) as caught, session.begin_nested():
            propose(session, first, second, None)
        assert caught.value.reason is Refusal.ALREADY_PROPOSED
    assert propose(session, goes_on, third, None).ended_at is None


def test_who_proposed_takes_it_back_and_so_does_the_secretary(session: Session, projects: list[Project]) -> None:
    goes_on, joins, _third = projects
    proposer, other = author_of(session, joins), author_of(session, goes_on)
    row = propose(session, goes_on, joins, proposer)
    assert refused(lambda: withdraw_merger(session, SYSTEM, row, other, make.NOW, POST)) is Refusal.PROPOSAL_OVER
    withdraw_merger(session, SYSTEM, row, proposer, make.NOW, POST)
    assert row.outcome is MergerOutcome.WITHDRAWN
    again = propose(session, goes_on, joins, proposer)
    withdraw_merger(session, SYSTEM, again, None, make.NOW, POST)
    assert open_mergers(session, joins.id) == []


def test_no_chain_even_when_the_proposals_came_before(session: Session, projects: list[Project]) -> None:
    one, two, three = projects
    early = propose(session, three, two, None)
    row = propose(session, two, one, None)
    answer(session, row, one)
    answer(session, row, two)
    assert early.outcome is MergerOutcome.WITHDRAWN
    assert refused(lambda: answer(session, early, three)) is Refusal.PROPOSAL_OVER
    assert refused(lambda: propose(session, three, two, None)) is Refusal.CHAIN
    assert refused(lambda: propose(session, three, one, None)) is Refusal.NOT_MERGEABLE
    late = propose(session, two, three, None)  # but more may join what goes on, when all its authors agree
    answer(session, late, two)
    answer(session, late, three)
    answer(session, late, two, by=author_of(session, one))
    assert merged_with(session, two) == [one, three]


def test_a_project_that_left_the_review_is_asked_about_no_more(session: Session, projects: list[Project]) -> None:
    goes_on, joins, _third = projects
    row = propose(session, goes_on, joins, author_of(session, joins))
    session.execute(update(Project).where(Project.id == joins.id).values(status=Status.WITHDRAWN))
    session.expire_all()
    assert open_mergers(session, goes_on.id) == []
    assert refused(lambda: answer(session, row, goes_on)) is Refusal.NOT_MERGEABLE


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE submission_mergers SET ended_at = proposed_at",
        "UPDATE submission_mergers SET joins_id = 0",
        "UPDATE submission_mergers SET second_id = first_id",
        "UPDATE projects_projects SET status = 'merged'",
        "UPDATE projects_projects SET merged_into_id = id, status = 'merged'",
    ],
)
def test_the_database_refuses_half_a_merger(session: Session, projects: list[Project], wrong: str) -> None:
    propose(session, projects[0], projects[1], None)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text(wrong))


def test_a_sitting_publishes_what_it_decided_about_the_others(session: Session, projects: list[Project]) -> None:
    goes_on, joins, _third = projects
    session.add(sitting := Sitting(code="SITTING9", cycle_id=joins.cycle_id, number="9", held_on=make.NOW.date()))
    session.flush()
    for place, project in enumerate((joins, goes_on), start=1):
        item = Item(sitting_id=sitting.id, project_id=project.id, position=place, proposal=Decision.ADMIT)
        item.decided_at = make.NOW
        session.add(item)
    row = propose(session, goes_on, joins, author_of(session, joins))
    answer(session, row, goes_on)
    session.flush()
    session.expire(sitting)
    publish_sitting(session, SYSTEM, sitting_by_code(session, "SITTING9"), make.NOW)
    assert (goes_on.status, joins.status) == (Status.ADMITTED, Status.MERGED)


# ── the pages ──


@pytest.fixture
def codes(app: Flask) -> list[str]:
    with app.extensions["pb"].database.transaction() as opened:
        cycle = make.cycle(opened, Phase.REVIEW)
        made = [
            make.project(
                opened, cycle, Status.IN_REVIEW, title=f"Сквер {name}", author_id=make.author(opened, name).id
            )
            for name in ("Перша Ганна", "Друга Мирослава")
        ]  # fmt: skip
        return [one.code for one in made]


def signed_in(app: Flask, code: str) -> Visitor:
    with app.extensions["pb"].database.transaction() as opened:
        project = opened.scalars(select(Project).where(Project.code == code)).one()
        return make.signed_in(Visitor(app), opened, opened.get_one(Author, project.author_id))


def press(visitor: Visitor, code: str, act: str) -> None:
    visitor.get(f"/projects/{code}/track")
    form = visitor.page.select_one("form:has(button[name=act])")
    token = form.select_one("input[name=csrf_token]")["value"]
    visitor.post(form["action"], {"csrf_token": token, "act": act}, status=303)


def test_from_the_proposal_to_the_note_on_the_public_page(app: Flask, codes: list[str]) -> None:
    first, second = (signed_in(app, code) for code in codes)
    first.get(f"/projects/{codes[0]}/track")
    assert first.page.select_one(f"a[href='/submit/{codes[0]}/merge']")
    first.get(f"/submit/{codes[0]}/merge")
    first.send("main form", status=303, number="2", goes_on="other", reason="Те саме <b>місце</b> 🌳")
    reader = Visitor(app)
    reader.get(f"/projects/{codes[1]}/track")
    assert "Пропонують об’єднати" not in reader.text
    second.get(f"/projects/{codes[1]}/track")
    assert "Те саме <b>місце</b> 🌳" in second.text
    assert "дайте відповідь, чи погоджуєтеся об’єднати проєкти" in second.text
    press(second, codes[1], "agree")
    reader.get(f"/projects/{codes[0]}")
    assert reader.page.select_one(f".govuk-inset-text a[href='/projects/{codes[1]}']")
    assert "Об’єднаний з іншим" in reader.text
    reader.get(f"/projects/{codes[1]}")
    assert reader.page.select_one(f".govuk-inset-text a[href='/projects/{codes[0]}']")
    reader.get(f"/projects/{codes[0]}/track")
    assert "Проєкт об’єднано з іншим за згодою авторів" in reader.text
    first.get(f"/projects/{codes[1]}/track")
    assert "Що робити вам" in first.text  # now a co-author


@pytest.mark.parametrize(
    ("number", "goes_on", "words"),
    [
        ("1", "this", "Це той самий проєкт"),
        ("77", "this", "немає проєкту з таким номером"),
        ("", "this", "Введіть номер проєкту"),
        ("-2", "this", "Номер проєкту – від 1"),
        ("9" * 30, "this", "Номер проєкту – від 1"),
        ("два", "this", "Впишіть ціле число цифрами"),
        ("2", "", "Оберіть, який проєкт піде далі"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(
    app: Flask, codes: list[str], number: str, goes_on: str, words: str
) -> None:
    author = signed_in(app, codes[0])
    author.get(f"/submit/{codes[0]}/merge")
    author.send("main form", status=422, number=number, goes_on=goes_on, reason="Моє довге пояснення")
    assert words in author.text
    assert "Моє довге пояснення" in author.text


def test_declining_and_taking_back_on_the_page(app: Flask, codes: list[str]) -> None:
    first, second = (signed_in(app, code) for code in codes)
    for visitor, code, act in ((second, codes[1], "decline"), (first, codes[0], "withdraw")):
        first.get(f"/submit/{codes[0]}/merge")
        first.send("main form", status=303, number="2", goes_on="this")
        press(visitor, code, act)
        visitor.get(f"/projects/{code}/track")
        assert "Пропонують об’єднати" not in visitor.text
    with app.extensions["pb"].database.reading() as opened:
        outcomes = opened.scalars(select(Merger.outcome).order_by(Merger.id)).all()
    assert outcomes == [MergerOutcome.DECLINED, MergerOutcome.WITHDRAWN]


def test_the_secretary_proposes_and_takes_back(app: Flask, codes: list[str]) -> None:
    with app.extensions["pb"].database.transaction() as opened:
        secretary = make.signed_in(Visitor(app), opened, make.staff(opened, Role.SECRETARY))
    with app.extensions["pb"].database.transaction() as opened:
        operator = make.signed_in(Visitor(app), opened, make.staff(opened, Role.OPERATOR))
    operator.get(f"/submit/merging/{codes[0]}", status=403)
    secretary.get(f"/projects/{codes[0]}/track")
    assert secretary.page.select_one(f"a[href='/submit/merging/{codes[0]}']")
    secretary.get(f"/submit/merging/{codes[0]}")
    secretary.send("main form", status=303, number="2", goes_on="this")
    secretary.get(f"/projects/{codes[0]}/track")
    secretary.send("form[action$='/withdraw']", status=303)
    with app.extensions["pb"].database.reading() as opened:
        assert opened.scalars(select(Merger.outcome)).all() == [MergerOutcome.WITHDRAWN]


def test_strangers_and_unknown_acts_find_nothing(app: Flask, codes: list[str]) -> None:
    first, second = (signed_in(app, code) for code in codes)
    second.get(f"/submit/{codes[0]}/merge", status=404)
    Visitor(app).get(f"/submit/{codes[0]}/merge", status=302)
    first.get(f"/submit/{codes[0]}/merge")
    first.send("main form", status=303, number="2", goes_on="this")
    second.get(f"/projects/{codes[1]}/track")
    form = second.page.select_one("form:has(button[name=act])")
    token = form.select_one("input[name=csrf_token]")["value"]
    second.post(form["action"], {"csrf_token": token, "act": "destroy"}, status=404)
    second.post(f"/submit/{codes[1]}/merge/NOTHING", {"csrf_token": token, "act": "agree"}, status=404)
    with app.extensions["pb"].database.reading() as opened:
        assert opened.scalars(select(Merger.ended_at)).all() == [None]

"""The demo content keeps the rules it stands for: purses, ceilings, statuses, dates, checksums, pictures."""

import math
import re
from collections import Counter
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from pb.demo.content import cycles, pages, people, places, reader, review, stories
from pb.demo.content.records import Cycle, Project
from pb.demo.pictures import files
from pb.demo.pictures.drawing import SCENES, draw

CYCLES = {cycle.code: cycle for cycle in cycles.CYCLES}
EVERY = [project for code in CYCLES for project in reader.projects(code)]
PLACES = {place.code: place for place in places.PLACES}
ON_BALLOT = {"admitted", "won", "took_part"}
STAGES = ["planned", "documents", "tender", "contract", "works", "acceptance", "done"]


def contest_of(project: Project):
    return next(entry for entry in CYCLES[project.cycle].contests if entry.code == project.contest)


def kilometres(latitude: float, longitude: float, place) -> float:
    east = (longitude - place.longitude) * 111.32 * math.cos(math.radians(place.latitude))
    return math.hypot(east, (latitude - place.latitude) * 111.32)


def of(code: str) -> list[Project]:
    return list(reader.projects(code))


# --- places, purses, people ---------------------------------------------------------------------------


def test_the_community_has_nineteen_places_and_their_residents():
    assert len(PLACES) == 19
    assert sum(place.kind == "city" for place in places.PLACES) == 1
    assert all(place.adults < place.residents for place in places.PLACES)
    assert sum(place.residents for place in places.PLACES) == 257_911


def test_desks_and_departments_are_where_the_community_is():
    assert len(places.DESKS) >= 8
    assert len(places.DEPARTMENTS) >= 6
    for desk in places.DESKS:
        assert kilometres(desk.latitude, desk.longitude, PLACES[desk.place]) <= PLACES[desk.place].reach_km
    assert any(not desk.step_free for desk in places.DESKS)
    known = {department.code for department in places.DEPARTMENTS}
    assert {entry.department for cycle in CYCLES.values() for entry in cycle.contests} <= known


@pytest.mark.parametrize("cycle", CYCLES.values(), ids=CYCLES)
def test_purses_add_up_to_the_fund(cycle: Cycle):
    assert sum(contest.purse_kopecks for contest in cycle.contests) == cycle.fund_kopecks
    assert len({contest.code for contest in cycle.contests}) == len(cycle.contests)


@pytest.mark.parametrize("cycle", CYCLES.values(), ids=CYCLES)
def test_a_calendar_runs_forward(cycle: Cycle):
    calendar = cycle.calendar
    days = [calendar.announced_on, *calendar.submission, *calendar.review, *calendar.appeals]
    days += [calendar.ballot_on, *calendar.voting, calendar.results_on, calendar.council_on]
    assert days == sorted(days)


def test_2026_is_the_year_of_the_model_city():
    assert len(cycles.IN_VOTING.contests) == 13
    assert cycles.IN_VOTING.fund_kopecks == 55_000_000_00
    assert {contest.ceiling_kopecks for contest in cycles.IN_VOTING.contests} == {500_000_00, 3_000_000_00}
    assert cycles.IN_VOTING.calendar.voting == (date(2026, 4, 16), date(2026, 4, 30))


def test_sandbox_people_cover_every_case():
    everybody = people.people()
    assert len(everybody) >= 20
    assert {person.kind for person in everybody} == {
        *(
            "resident",
            "villager",
            "minor",
            "non_resident",
            "idp",
            "number_refuser",
            "two_banks",
            "foreigner",
            "excluded",
            "pupil",
        ),
    }
    assert len({person.number for person in everybody}) == len(everybody)
    for person in everybody:
        assert person.registered in PLACES or (person.registered is None and person.elsewhere)
        assert (person.kind == "number_refuser") == (person.number_kind == "passport")
        assert person.kind != "two_banks" or len(person.banks) == 2


def test_tax_numbers_follow_the_birth_date_and_pass_the_checksum():
    for person in people.people():
        if person.number_kind == "tax":
            assert people.is_tax_number(person.number)
            assert int(person.number[:5]) == (person.birth_date - date(1899, 12, 31)).days
            assert person.number[5:7] == "99"  # a serial that is not given out


def test_a_wrong_check_digit_is_seen():
    right = people.tax_number(date(1990, 1, 1), 9901)
    wrong = right[:9] + str((int(right[9]) + 1) % 10)
    assert people.is_tax_number(right)
    assert not people.is_tax_number(wrong)
    assert not people.is_tax_number("ЯЯ000001")


# --- projects -----------------------------------------------------------------------------------------


def test_there_is_enough_of_everything():
    assert len(of("2025")) >= 60
    assert len([entry for entry in of("2026") if entry.status == "admitted"]) >= 78
    assert len(of("2027")) >= 14
    assert len(of("school-99-2026")) >= 9
    assert {entry.contest for entry in of("2026")} == {entry.code for entry in cycles.IN_VOTING.contests}
    assert len({entry.author for entry in EVERY}) >= 60


def test_nothing_is_said_twice():
    for field in ("code", "title", "title_en", "summary", "problem", "idea"):
        counted = Counter(getattr(entry, field) for entry in EVERY)
        assert [text for text, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("project", EVERY, ids=lambda entry: entry.code)
def test_a_project_keeps_the_limits(project: Project):
    assert len(project.title) <= 120
    assert len(project.title_en) <= 120
    assert len(project.summary) <= 300
    assert len(project.summary_en) <= 300
    assert 3 <= len(project.plan) <= 5
    assert 3 <= len(project.estimate) <= 8
    assert all(line.total_kopecks > 0 for line in project.estimate)
    assert project.cost_kopecks <= contest_of(project).ceiling_kopecks
    assert project.author in reader.authors()
    assert project.picture.scene in SCENES
    place = PLACES[project.place]
    assert kilometres(project.latitude, project.longitude, place) <= place.reach_km


@pytest.mark.parametrize("project", EVERY, ids=lambda entry: entry.code)
def test_texts_are_ukrainian_with_english_beside(project: Project):
    ours = f"{project.title} {project.summary} {project.problem} {project.idea} {project.upkeep}"
    assert not re.search("[ыэъёЫЭЪЁ]", ours)
    assert "'" not in ours  # the apostrophe is ’
    assert '"' not in ours  # the quotes are « »
    assert not re.search("[а-яіїєґ]", f"{project.title_en} {project.summary_en}", re.IGNORECASE)


@pytest.mark.parametrize("cycle", CYCLES)
def test_nobody_proposes_more_than_three(cycle: str):
    assert max(Counter(entry.author for entry in of(cycle)).values()) <= 3


def test_a_refusal_has_its_article_and_way_out_and_nobody_else_has_one():
    for project in EVERY:
        assert (project.refusal is not None) == (project.status in {"refused", "refused_finally"})
        assert (project.weight > 0) == (project.status in ON_BALLOT)
        if project.refusal:
            assert re.match(r"п\. \d\.\d+ Положення", project.refusal.article)
            assert project.refusal.way_out


@pytest.mark.parametrize("contest", cycles.FINISHED.contests, ids=lambda entry: entry.code)
def test_winners_of_2025_are_those_a_greedy_count_that_stops_would_choose(contest):
    ballot = [entry for entry in of("2025") if entry.contest == contest.code and entry.status in ON_BALLOT]
    left, chosen = contest.purse_kopecks, set()
    for project in sorted(ballot, key=lambda entry: -entry.weight):
        if project.cost_kopecks > left:
            break
        left -= project.cost_kopecks
        chosen.add(project.code)
    assert len({entry.weight for entry in ballot}) == len(ballot)  # no ties
    assert chosen == {entry.code for entry in ballot if entry.status == "won"}


def test_an_unknown_field_stops_the_reading():
    with pytest.raises(TypeError, match="colour"):
        reader._project("2026", "green", {**_plain_entry(), "colour": "blue"})


def _plain_entry() -> dict:
    entry = reader.document("projects", "2026", "09-green.toml")["project"][0]
    return dict(entry)


# --- review -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("project", EVERY, ids=lambda entry: entry.code)
def test_a_dossier_corrects_only_lines_that_exist_and_downwards(project: Project):
    dossier = review.dossier_of(project, contest_of(project))
    assert dossier.competence
    assert dossier.act
    prices = {line.item: line.price_kopecks for line in project.estimate}
    for correction in dossier.corrections:
        assert correction.price_kopecks < prices[correction.item]
    assert dossier.conclusion != "can_if" or dossier.conditions
    assert (dossier.conclusion == "cannot") <= (project.status in {"refused", "refused_finally"})


def test_own_findings_belong_to_projects():
    known = {entry.code for entry in EVERY}
    own = reader.document("review", "dossiers.toml")["own"]
    assert set(own) | set(review.remarks()) | set(review.decisions()) | set(review.appeals()) <= known


def test_votes_of_a_decision_are_those_of_the_members_present():
    voting = [member for member in review.members() if member.role != "appeals"]
    by_code = {entry.code: entry for entry in EVERY}
    for decision in review.decisions().values():
        project = by_code[decision.project]
        sitting = next(
            entry for entry in review.sittings() if entry.cycle == project.cycle and project.contest in entry.contests
        )
        assert decision.votes.present == len(voting) - len(sitting.absent), decision.project


def test_every_contest_was_dealt_with_by_one_sitting():
    for code in ("2025", "2026"):
        dealt = [name for sitting in review.sittings() if sitting.cycle == code for name in sitting.contests]
        assert sorted(dealt) == sorted(contest.code for contest in CYCLES[code].contests)


def test_appeals_are_decided_by_members_who_had_not_decided():
    panel = {member.code for member in review.members() if member.role == "appeals"}
    for appeal in review.appeals().values():
        assert set(appeal.decided_by) <= panel
        assert appeal.votes.present == len(appeal.decided_by)
        assert appeal.granted == (appeal.votes.for_it > appeal.votes.against)
        first, last = CYCLES["20" + appeal.project[:2]].calendar.appeals
        assert first <= appeal.decided_on <= last


# --- implementation -----------------------------------------------------------------------------------


def test_every_winner_has_a_story_and_every_stage_occurs():
    winners = {entry.code for entry in of("2025") if entry.status == "won"}
    told = stories.implementations()
    assert set(told) == winners
    assert {story.stage for story in told.values()} == {*STAGES, "suspended", "impossible"}


@pytest.mark.parametrize("story", stories.implementations().values(), ids=lambda entry: entry.project)
def test_a_story_is_consistent(story):
    project = next(entry for entry in EVERY if entry.code == story.project)
    assert story.allocated_kopecks == project.cost_kopecks
    assert 0 <= story.paid_kopecks <= story.contracted_kopecks <= story.allocated_kopecks
    assert bool(story.contract) == (story.contracted_kopecks > 0)
    assert not story.tender or re.fullmatch(r"UA-202[56]-\d\d-\d\d-9999\d\d-a", story.tender)
    assert bool(story.reason) == (story.stage in {"suspended", "impossible"})
    assert [mark.stage for mark in story.stages] == STAGES[: len(story.stages)]
    planned = [mark.planned_on for mark in story.stages]
    assert planned[0] == min(planned)
    posts = [post.on for post in story.posts]
    assert posts == sorted(posts)
    assert max(posts) < cycles.IN_VOTING.calendar.voting[0]
    assert all(1 <= opinion.rating <= 5 for opinion in story.opinions)


@pytest.mark.parametrize("story", stories.implementations().values(), ids=lambda entry: entry.project)
def test_real_days_go_as_far_as_the_stage(story):
    real = [mark.done_on for mark in story.stages if mark.done_on]
    assert real == sorted(real)
    assert [mark.done_on is not None for mark in story.stages] == sorted(
        (mark.done_on is not None for mark in story.stages), reverse=True
    )
    if story.stage in STAGES:
        reached = len(real) - 1
        assert reached in {STAGES.index(story.stage), STAGES.index(story.stage) - 1}
    if story.stage == "done":
        assert len(real) == len(STAGES)
        assert story.paid_kopecks == story.contracted_kopecks


def test_tender_numbers_are_not_repeated():
    numbers = [story.tender for story in stories.implementations().values() if story.tender]
    assert len(set(numbers)) == len(numbers)


# --- news and help ------------------------------------------------------------------------------------


def test_news_fill_in_their_days():
    assert len(pages.news()) >= 8
    for item in pages.news():
        calendar = CYCLES[item.cycle].calendar
        assert item.published_on(calendar) >= calendar.announced_on
        for text in (item.title, item.text):
            assert "{" not in item.filled(text, calendar)
        for text in (item.title_en, item.text_en):
            assert not re.search("[а-яіїєґ]", item.filled(text, calendar, english=True))
        assert item.picture.scene in SCENES


def test_there_are_ten_answers_in_both_languages():
    assert len(pages.answers()) >= 10
    assert all(entry.text and entry.text_en for entry in pages.answers())


# --- pictures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["", "-before", "-works"])
@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_draws_in_every_state(scene: str, state: str):
    picture = draw(scene + state, 7, (240, 160))
    assert picture.size == (240, 160)
    assert len(picture.getcolors(240 * 160) or ()) > 40


def test_there_are_enough_kinds_of_scenes():
    assert len(SCENES) >= 16


def test_the_same_seed_gives_the_same_picture_and_another_seed_another():
    assert draw("park", 3, (240, 160)).tobytes() == draw("park", 3, (240, 160)).tobytes()
    assert draw("park", 3, (240, 160)).tobytes() != draw("park", 4, (240, 160)).tobytes()


def test_before_and_after_differ():
    assert draw("street", 3, (240, 160)).tobytes() != draw("street-before", 3, (240, 160)).tobytes()


def test_any_shape_is_filled():
    assert draw("courtyard", 5, (300, 300)).size == (300, 300)


def test_an_unknown_scene_is_refused():
    with pytest.raises(KeyError):
        draw("volcano", 1, (240, 160))


@pytest.mark.parametrize("scene", ["sport_field", "dog_park", "old_town", "library", "street-before"])
def test_files_stay_small(scene: str):
    photo, thumbnail = files.photo_and_thumbnail(scene, 5)
    assert len(photo) <= files.PHOTO_BYTES
    assert len(thumbnail) <= files.THUMBNAIL_BYTES
    assert Image.open(BytesIO(photo)).size == (960, 640)
    assert Image.open(BytesIO(thumbnail)).size == (360, 240)


def test_a_story_knows_which_state_to_draw():
    story = stories.implementations()["25-half-apple"]
    names = [stories.scene_of(post, "park") for post in story.posts]
    assert names == ["park-before", "park-works", "park"]

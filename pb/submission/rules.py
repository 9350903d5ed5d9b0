"""What a draft must have before it is sent, and who may send it; how it is reviewed comes later."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from pb import clock
from pb.projects.rules import MERGEABLE, Applicant, EstimateLine, Status, is_register_number, total_of
from pb.values.money import Kopecks
from pb.values.period import due_on

MOST_LINES = 40
MOST_PHOTOS = 10
MOST_COAUTHORS = 3
MOST_DOCUMENTS = 10
MOST_POINTS = 50
MOST_SIGNATURES = 50  # on one paper list: each number is stretched for 30 ms while the operator waits
WAITING_LASTS = timedelta(days=7)  # typed before the login: kept until the author comes back from the bank
REMINDERS = (5, 2, 1)  # days before the last one
LINK_LASTS = timedelta(minutes=30)  # long enough to walk to the computer, too short to be found in a chat later


class Task(StrEnum):
    """The parts of the application, in the order of the task list; each can be done at any time."""

    IDEA = "idea"
    PLACE = "place"
    QUESTIONS = "questions"
    ESTIMATE = "estimate"
    PHOTOS = "photos"
    ABOUT = "about"


class Missing(StrEnum):
    """What a draft still lacks; sending is refused until nothing does."""

    TITLE = "title"
    SUMMARY = "summary"
    PROBLEM = "problem"
    IDEA = "idea"
    CONTEST = "contest"
    DISTRICT = "district"
    ADDRESS = "address"
    ESTIMATE = "estimate"
    CEILING = "ceiling"
    ANSWERS = "answers"
    CONTACT = "contact"
    BODY_NAME = "body_name"
    BODY_CODE = "body_code"
    CONDOMINIUM = "condominium"


# In which part each is mended.
TASK_OF: dict[Missing, Task] = {
    Missing.TITLE: Task.IDEA,
    Missing.SUMMARY: Task.IDEA,
    Missing.PROBLEM: Task.IDEA,
    Missing.IDEA: Task.IDEA,
    Missing.CONTEST: Task.IDEA,
    Missing.DISTRICT: Task.PLACE,
    Missing.ADDRESS: Task.PLACE,
    Missing.ESTIMATE: Task.ESTIMATE,
    Missing.CEILING: Task.ESTIMATE,
    Missing.ANSWERS: Task.QUESTIONS,
    Missing.CONTACT: Task.ABOUT,
    Missing.BODY_NAME: Task.ABOUT,
    Missing.BODY_CODE: Task.ABOUT,
    Missing.CONDOMINIUM: Task.ABOUT,
}


class PublicField(StrEnum):
    """A field of a project that everybody reads: what a revision compares."""

    TITLE = "title"
    CONTEST = "contest"
    SUMMARY = "summary"
    PROBLEM = "problem"
    IDEA = "idea"
    BENEFICIARIES = "beneficiaries"
    PLAN = "plan"
    UPKEEP = "upkeep"
    DISTRICT = "district"
    ADDRESS = "address"
    POINTS = "points"
    ESTIMATE = "estimate"
    RESERVE = "reserve"
    PHOTOS = "photos"
    BODY = "body"


class LineFault(StrEnum):
    """What is wrong with a line of the estimate."""

    NO_ITEM = "no_item"
    NO_QUANTITY = "no_quantity"
    NO_PRICE = "no_price"
    NOT_A_NUMBER = "not_a_number"
    NOT_POSITIVE = "not_positive"
    NEGATIVE = "negative"
    TOO_MANY = "too_many"
    TOO_DEAR = "too_dear"
    FORMULA = "formula"
    TOO_MANY_ROWS = "too_many_rows"


class Settle(StrEnum):
    """Which district is right when the point lies in another one than was chosen."""

    MAP = "map"
    CHOSEN = "chosen"


class MergerOutcome(StrEnum):
    """How a proposal to merge two projects ended."""

    MERGED = "merged"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class GoesOn(StrEnum):
    """Which of two projects goes on, seen from the one whose page asks."""

    THIS = "this"
    OTHER = "other"


class Refusal(StrEnum):
    """Why an author's act is refused."""

    NOT_YOURS = "not_yours"
    TOO_YOUNG = "too_young"
    TOO_MANY_PROJECTS = "too_many_projects"
    NOT_COMPLETE = "not_complete"
    NOT_EDITABLE = "not_editable"
    OUTSIDE = "outside"
    DISTRICT_DIFFERS = "district_differs"
    TOO_MANY_POINTS = "too_many_points"
    TOO_MANY_LINES = "too_many_lines"
    RESERVE_TOO_LARGE = "reserve_too_large"
    CONSENT_NEEDED = "consent_needed"
    CHANGED_ELSEWHERE = "changed_elsewhere"
    LINK_DEAD = "link_dead"
    SAME_CYCLE = "same_cycle"
    FIRST_AUTHOR_ONLY = "first_author_only"
    TOO_MANY_COAUTHORS = "too_many_coauthors"
    ALREADY_AUTHOR = "already_author"
    INVITATION_OVER = "invitation_over"
    NAME_NEEDED = "name_needed"
    DOCUMENT_UNREADABLE = "document_unreadable"
    NO_REMARKS = "no_remarks"
    REMARKS_UNANSWERED = "remarks_unanswered"
    ANSWER_LATE = "answer_late"
    NO_SUCH_PROJECT = "no_such_project"
    SAME_PROJECT = "same_project"
    OTHER_CONTEST = "other_contest"
    NOT_MERGEABLE = "not_mergeable"
    CHAIN = "chain"
    NOBODY_TO_AGREE = "nobody_to_agree"
    ALREADY_PROPOSED = "already_proposed"
    PROPOSAL_OVER = "proposal_over"
    MERGER_OPEN = "merger_open"
    OWN_PROJECT = "own_project"
    ALREADY_SUPPORTED = "already_supported"
    NOT_SUPPORTED = "not_supported"
    SUPPORT_NOT_COLLECTED = "support_not_collected"
    SUPPORT_OVER = "support_over"
    SUPPORT_LACKING = "support_lacking"
    LIST_TYPED = "list_typed"
    NO_SUCH_LIST = "no_such_list"
    MORE_NUMBERS_THAN_LINES = "more_numbers_than_lines"
    NUMBER_UNREADABLE = "number_unreadable"


@dataclass(frozen=True, slots=True)
class Body:
    """In whose name the author acts; name and public register number as typed, both empty for a person."""

    kind: Applicant
    name: str = ""
    code: str = ""


PERSON = Body(Applicant.PERSON)


def body_faults(body: Body, *, condominiums_apply: bool) -> list[Missing]:
    """What keeps a project from being sent in a body's name.

    A body of self-organisation need not be in the register: then it has no number.
    """
    if body.kind is Applicant.PERSON:
        return []
    is_unregistered = body.kind is Applicant.SELF_ORGANISED and not body.code
    checks = {
        Missing.BODY_NAME: not body.name,
        Missing.BODY_CODE: not is_unregistered and not is_register_number(body.code),
        Missing.CONDOMINIUM: body.kind is Applicant.CONDOMINIUM and not condominiums_apply,
    }
    return [missing for missing, holds in checks.items() if holds]


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as the rules see it; ceiling in kopecks, None while no contest is chosen."""

    title: str
    summary: str
    problem: str
    idea: str
    has_contest: bool
    has_district: bool
    address: str
    estimate: tuple[EstimateLine, ...]
    ceiling: Kopecks | None
    photos: int
    has_contact: bool
    reserve_percent: int = 0
    body: Body = PERSON
    condominiums_apply: bool = False
    unanswered: int = 0  # required questions of the programme manager


def what_is_missing(draft: Draft) -> list[Missing]:
    """Everything the draft lacks, in the order of the form."""
    total = total_of(list(draft.estimate), draft.reserve_percent)
    checks = {
        Missing.TITLE: not draft.title,
        Missing.CONTEST: not draft.has_contest,
        Missing.SUMMARY: not draft.summary,
        Missing.PROBLEM: not draft.problem,
        Missing.IDEA: not draft.idea,
        Missing.DISTRICT: not draft.has_district,
        Missing.ADDRESS: not draft.address,
        Missing.ESTIMATE: not total,
        Missing.CEILING: draft.ceiling is not None and total > draft.ceiling,
        Missing.ANSWERS: draft.unanswered > 0,
        Missing.CONTACT: not draft.has_contact,
    }
    checks |= dict.fromkeys(body_faults(draft.body, condominiums_apply=draft.condominiums_apply), True)
    return [missing for missing, holds in checks.items() if holds]


def is_done(task: Task, missing: list[Missing], photos: int) -> bool:
    """Whether a part of the application lacks nothing; photos are optional but shown."""
    if task is Task.PHOTOS:
        return photos > 0
    return all(TASK_OF[lack] is not task for lack in missing)


def why_not_author(age: int | None, least_age: int, sent: int, most: int) -> Refusal | None:
    """Why this person may not send one more project; an unknown age is the bank's word that they are adult."""
    if age is not None and age < least_age:
        return Refusal.TOO_YOUNG
    return Refusal.TOO_MANY_PROJECTS if sent >= most else None


def digest_of(texts: Mapping[str, str]) -> str:
    """A short fingerprint of a part's texts: a form carries it, so that two tabs cannot overwrite each other unseen."""
    return hashlib.sha256(json.dumps(dict(texts), sort_keys=True).encode()).hexdigest()[:16]


def changed_elsewhere(stored: Mapping[str, str], typed: Mapping[str, str], seen: str) -> dict[str, str]:
    """The stored texts that the writer has not seen and would overwrite; empty when nothing is in the way.

    Without a fingerprint nothing is compared: such a form was not made by a page of ours.
    """
    if not seen or seen == digest_of(stored):
        return {}
    return {name: text for name, text in stored.items() if typed.get(name, text) != text}


# Support is collected between sending and the review: a draft has no number to put on a list.
GATHERS = frozenset({Status.SUBMITTED, Status.INCOMPLETE})


@dataclass(frozen=True, slots=True)
class Support:
    """How many people support a project, and how many the rule set asks for; 0 switches support off."""

    count: int
    needed: int

    @property
    def is_enough(self) -> bool:
        return self.count >= self.needed

    @property
    def lacking(self) -> int:
        """How many more are needed."""
        return max(0, self.needed - self.count)


def why_not_gathering(status: Status, needed: int, *, is_open: bool = True) -> Refusal | None:
    """Why a project takes no support: the cycle asks for none, its review has begun, or the phase is over."""
    if not needed:
        return Refusal.SUPPORT_NOT_COLLECTED
    return None if status in GATHERS and is_open else Refusal.SUPPORT_OVER


def why_not_listed(lines: int, numbers: int) -> Refusal | None:
    """Why a paper list cannot be right as typed."""
    return Refusal.MORE_NUMBERS_THAN_LINES if numbers > lines else None


@dataclass(frozen=True, slots=True)
class Change:
    """A public field before and after a revision; `field` is None for an answer to the question `label`."""

    field: PublicField | None
    label: str
    before: str
    after: str


def remarks_of(reason: str) -> list[str]:
    """The remarks of a decision's reason: each line is one, without its bullet or number."""
    lines = (re.sub(r"^\s*(?:[-–—•*]|\d{1,2}[.)])\s+", "", line).strip() for line in reason.splitlines())
    return [line for line in lines if line]


def changes_between(before: Sequence[Mapping[str, str]], after: Sequence[Mapping[str, str]]) -> list[Change]:
    """What differs, in the order of the form, then of the questions; both are (fields, answers)."""
    (fields, answers), (new_fields, new_answers) = before, after
    found = [Change(one, "", fields.get(one, ""), new_fields.get(one, "")) for one in PublicField]
    labels = dict.fromkeys([*answers, *new_answers])
    found += [Change(None, label, answers.get(label, ""), new_answers.get(label, "")) for label in labels]
    return [change for change in found if change.before != change.after]


def last_day_after(returned_at: datetime, working_days: int, review_until: datetime) -> date:
    """The last day of a revision: so many working days after the return, none after the review has ended."""
    last_of_review = (review_until - timedelta(microseconds=1)).astimezone(clock.CITY_ZONE).date()
    return min(due_on(returned_at.astimezone(clock.CITY_ZONE).date(), working_days), last_of_review)


def is_reminder_due(days_left: int, reminded_days: int | None) -> bool:
    """Whether authors who owe an answer are reminded now: once when 5, 2 and 1 days are left."""
    return any(days_left <= step and (reminded_days is None or reminded_days > step) for step in REMINDERS)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two projects that may become one; `has_joined`: another has become part of it before.

    `has_author`: there is somebody who can agree; an author may be forgotten, or a coordinator entered the project.
    """

    project_id: int
    contest_id: int | None
    status: Status
    has_joined: bool = False
    has_author: bool = True


def why_not_merged(goes_on: Side, joins: Side) -> Refusal | None:
    """Why two projects cannot become one; a contest belongs to one cycle."""
    checks = {
        Refusal.SAME_PROJECT: goes_on.project_id == joins.project_id,
        Refusal.OTHER_CONTEST: goes_on.contest_id != joins.contest_id,
        Refusal.NOT_MERGEABLE: not {goes_on.status, joins.status} <= MERGEABLE,
        Refusal.CHAIN: joins.has_joined,
        Refusal.NOBODY_TO_AGREE: not (goes_on.has_author and joins.has_author),
    }
    return next((refusal for refusal, holds in checks.items() if holds), None)

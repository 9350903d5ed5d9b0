"""The vote on paper: ballots ordered and printed, handed out at a desk, typed by two operators after the close."""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from pb.ballots.paper import Sheet, sheets_file
from pb.booth.box import published_folder
from pb.cycles.queries import cycle_by_code, every_desk
from pb.demo.walk.account import Account
from pb.demo.walk.browser import Browser
from pb.demo.walk.founding import CYCLE
from pb.demo.walk.town import Town
from pb.electorate import queries as electorate
from pb.paper import queries
from pb.projects.queries import project_by_code

SPARE = 2  # blanks that nobody takes and that come back
TIMEOUT = 60


@dataclass
class Stack:
    """The ballots of the walk's desk: contest → batch code, and what stands on those in the sealed box."""

    printed: int = 0
    batches: dict[str, str] = field(default_factory=dict)
    marks: dict[str, list[str]] = field(default_factory=dict)


def order(town: Town, manager: Browser, people: int, account: Account) -> Stack:
    """The manager orders enough ballots of each contest for the first desk and fetches the print."""
    stack = Stack(people + SPARE)
    with town.database.reading() as session:
        desk = every_desk(session)[0].code
    manager.open(f"/paper/order?cycle={CYCLE}")
    manager.send(desk=desk, amount=str(stack.printed))
    with town.database.reading() as session:
        ledgers = queries.ledgers(session, cycle_by_code(session, CYCLE))
        stack.batches = {one.batch.contest.code: one.batch.code for one in ledgers}
    for code in stack.batches.values():
        answer = manager.http.get(f"{town.url}/paper/batch/{code}/ballots.pdf", timeout=TIMEOUT)
        account.need(answer.content.startswith(b"%PDF-"), f"batch {code} is not printed: {answer.status_code}")
    account.note("paper ballots printed", len(stack.batches) * stack.printed)
    return stack


def hand(town: Town, operator: Browser, stack: Stack, picks: dict[str, str]) -> None:
    """The operator has just confirmed the person: ballots are handed out, marked and dropped into the box."""
    operator.send("form[action='/desk/paper/hand']", contest=list(picks))
    operator.must_say("Видайте бюлетені")
    with town.database.reading() as session:
        for contest, code in picks.items():
            stack.marks.setdefault(contest, []).append(str(project_by_code(session, code).number))


def type_in(operators: list[Browser], stack: Stack) -> None:
    """After the close: the account of each batch, then the same ballots typed by two people."""
    for contest, code in stack.batches.items():
        marks = stack.marks.get(contest, [])
        operators[0].open(f"/desk/paper/{code}/account")
        operators[0].send(returned=str(stack.printed - len(marks)), spoilt="0")
        lines = "\n".join(f"{serial}: {number}" for serial, number in enumerate(marks, start=1))
        for operator in operators:
            operator.open(f"/desk/paper/{code}/type")
            operator.send(marks=lines)
            operator.must_say(f"Внесено бюлетенів: {len(marks)}.")


def published(town: Town, session: Session, code: str = CYCLE) -> Counter[tuple[str, str]]:
    """Contest and project → votes on paper or by raised hands as they are published."""
    cycle = cycle_by_code(session, code)
    election = electorate.election_of(session, cycle.id)
    found: Counter[tuple[str, str]] = Counter()
    if election is None:
        return found
    for contest in cycle.contests:
        path = published_folder(town.settings) / election.hash / sheets_file(contest.code)
        for line in path.read_bytes().splitlines() if path.exists() else ():
            sheet = Sheet.parse(line, election.hash)
            found.update((contest.code, code) for code in (sheet.choices.codes if sheet.choices else ()))
    return found

"""Letters: written in the person's language, queued with their cause, sent once, tried again, given up."""

import smtplib
import socketserver
import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select

from pb import clock
from pb.db.database import Database
from pb.mail.letters import LANGUAGES, written
from pb.mail.models import OutboxLetter
from pb.mail.rules import FACTS, MOST_TRIES, Letter, is_hopeless, one_line, pause_before
from pb.mail.service import enqueue, send_due
from pb.mail.smtp import connection

WON = {"title": "Сквер", "number": 12, "link": "https://budget.example.org/projects/ABC"}
SENDER = "Бюджет участі <budget@example.org>"


class FakePost:
    """A mail server that keeps what it takes and fails as told."""

    def __init__(self, *faults: Exception) -> None:
        self.faults, self.taken = list(faults), []

    def send_message(self, message) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.taken.append(message)

    @contextmanager
    def connect(self):
        yield self


def queue(database: Database, to: str = "olha@example.org", **changes) -> None:
    with database.transaction() as session:
        enqueue(session, to, Letter.PROJECT_WON, WON, now=clock.now(), **changes)


def letters(database: Database) -> list[OutboxLetter]:
    with database.reading() as session:
        return list(session.scalars(select(OutboxLetter).order_by(OutboxLetter.id)))


def send(database: Database, post: FakePost) -> tuple[int, int]:
    return send_due(database.transaction, post.connect, sender=SENDER, now=clock.now())


@pytest.mark.parametrize("letter", Letter)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_is_written_in_every_language(letter: Letter, language: str) -> None:
    facts = {name: f"⟨{name}⟩" for name in FACTS[letter]}
    subject, body = written(letter, language, facts)
    assert subject
    for mark in facts.values():
        assert mark in subject + body
    assert "{{" not in subject + body


def test_a_letter_with_a_missing_fact_is_not_written() -> None:
    with pytest.raises(ValueError, match="link"):
        written(Letter.PROJECT_WON, "uk", {"title": "Сквер", "number": 1})


def test_a_title_cannot_add_headers() -> None:
    subject, _ = written(Letter.PROJECT_SUBMITTED, "uk", {**WON, "number": "1\r\nBcc: all@example.org"})
    assert "\n" not in subject
    assert one_line("а\r\nб") == "а б"


def test_a_letter_is_sent_once_and_its_address_forgotten(database: Database) -> None:
    queue(database)
    queue(database, to="  ")
    post = FakePost()
    assert send(database, post) == (1, 0)
    assert send(database, post) == (0, 0)
    message = post.taken[0]
    assert (message["To"], message["Subject"], message["Auto-Submitted"]) == (
        "olha@example.org", "Ваш проєкт переміг!", "auto-generated",
    )  # fmt: skip
    assert "https://budget.example.org/projects/ABC" in message.get_content()
    row = letters(database)[0]
    assert (row.to, row.subject, row.body, row.sent_at) == ("", "", "", clock.now())


def test_a_letter_of_a_lost_transaction_is_never_sent(database: Database) -> None:
    def lost() -> None:
        with database.transaction() as session:
            enqueue(session, "olha@example.org", Letter.PROJECT_WON, WON, now=clock.now())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        lost()
    assert letters(database) == []


def test_a_failed_letter_waits_longer_each_time_and_is_given_up(database: Database, the_clock) -> None:
    queue(database)
    for tries in range(1, MOST_TRIES + 1):
        assert send(database, FakePost(smtplib.SMTPDataError(451, b"later"))) == (0, 1)
        row = letters(database)[0]
        assert row.tries == tries
        if tries < MOST_TRIES:
            assert row.due_at == clock.now() + pause_before(tries)
            assert send(database, FakePost()) == (0, 0)  # not yet
            the_clock.now = row.due_at
    assert (row.given_up_at, row.to) == (clock.now(), "")


def test_a_refusal_for_good_is_believed_at_once_and_the_next_letter_still_goes(database: Database) -> None:
    queue(database)
    queue(database, to="second@example.org")
    post = FakePost(smtplib.SMTPSenderRefused(550, b"no such olha@example.org", "x"))
    assert send(database, post) == (1, 1)
    first, second = letters(database)
    assert first.given_up_at is not None
    assert second.sent_at is not None
    assert "olha" not in first.last_fault


def test_an_unreachable_server_costs_no_tries(database: Database, the_clock) -> None:
    queue(database)

    @contextmanager
    def nobody():
        raise ConnectionRefusedError
        yield

    assert send_due(database.transaction, nobody, sender=SENDER, now=clock.now()) == (0, 1)
    assert letters(database)[0].tries == 0
    the_clock.now += timedelta(minutes=5)
    assert send(database, FakePost()) == (1, 0)


def test_pauses_double_up_to_six_hours() -> None:
    assert [pause_before(tries).total_seconds() / 60 for tries in (1, 2, 3, 10)] == [1, 2, 4, 360]
    assert is_hopeless(1, is_refused_for_good=True)
    assert not is_hopeless(MOST_TRIES - 1, is_refused_for_good=False)


class _Talk(socketserver.StreamRequestHandler):
    """As much of SMTP as one letter needs."""

    def handle(self) -> None:
        self.wfile.write(b"220 test\r\n")
        for line in self.rfile:
            if line.upper().startswith(b"DATA"):
                self.wfile.write(b"354 go\r\n")
                self.server.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            if line.upper().startswith(b"QUIT"):
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 ok\r\n")


def test_a_letter_goes_over_a_real_connection(database: Database) -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), _Talk) as server:
        server.letters = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        queue(database, language="en")
        url = f"smtp://127.0.0.1:{server.server_address[1]}"
        done = send_due(database.transaction, lambda: connection(url), sender=SENDER, now=clock.now())
        server.shutdown()
    assert done == (1, 0)
    assert b"Subject: Your project has won!" in server.letters[0]

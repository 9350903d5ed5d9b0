"""The city's registers: read without keeping a number, loaded whole, they open the vote to some and close it to others."""

import json
import os
from datetime import date

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy.orm import Session

from pb import clock
from pb.audit.queries import every_entry
from pb.ballots.encoding import Choices
from pb.ballots.voter import seal
from pb.cli import main
from pb.db.database import Database
from pb.electorate.models import Excluded, Resident, RollEntry
from pb.electorate.queries import registers_of, standing_of
from pb.electorate.registers import LineFault, Listed, RegisterKind, RegisterRefusal, read_register
from pb.electorate.rules import AgeBand, Reason
from pb.electorate.service import keys_of_listed, load_register, readmit
from pb.errors import Refused
from pb.identity.person_key import stretched
from pb.identity.rules import NumberKind, tax_check_digit
from pb.identity.service import person_salt
from pb.settings import Settings
from pb.values.actor import SYSTEM
from pb.values.permission import Role
from tests import make
from tests.make_booth import HOME, Vote, home, issued, visit
from tests.visitor import Visitor

RESIDENTS, EXCLUDED = RegisterKind.RESIDENTS, RegisterKind.EXCLUDED
HEAD = "РНОКПП;Дата народження;Населений пункт\n"


def number(serial: int) -> str:
    stem = f"{serial:09}"
    return stem + str(tax_check_digit(stem))


def test_a_register_is_read_with_its_faults() -> None:
    text = HEAD + "\n".join(
        [
            f"{number(1)};1990-05-01;м. Івано-Франківськ",
            f"{number(1)[:-1]}x;1990-05-01;Радча",
            "",
            "ав 123456 ; 01.02.2003 ; радча",
            f"{number(2)};31.02.2003;Радча",
            f"{number(3)};2003-02-01;Львів",
            f"{number(4)}",
            f"{number(1)};1990-05-01;Радча",
        ]
    )
    found = read_register(text.encode("utf-8-sig"), RESIDENTS, {HOME: 1, "Радча": 2})
    assert found.people == [
        Listed(NumberKind.TAX, number(1), date(1990, 5, 1), 1),
        Listed(NumberKind.PASSPORT, "АВ123456", date(2003, 2, 1), 2),
    ]
    assert found.faults == {
        3: LineFault.NUMBER,
        6: LineFault.BIRTH_DATE,
        7: LineFault.PLACE,
        8: LineFault.BIRTH_DATE,
        9: LineFault.TWICE,
    }


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1251"])
def test_files_of_every_office_program_are_read(delimiter: str, code: str) -> None:
    text = delimiter.join(["Населений пункт", "Зайве", "Номер", "Дата народження"]) + "\r\n"
    text += delimiter.join(["Радча", "", number(7), "01.02.1950"]) + "\r\n"
    found = read_register(text.encode(code), RESIDENTS, {"Радча": 2})
    assert found.people == [Listed(NumberKind.TAX, number(7), date(1950, 2, 1), 2)]
    assert read_register(text.encode(code), EXCLUDED, {}).people == [Listed(NumberKind.TAX, number(7))]


@pytest.mark.parametrize("data", [b"", b"\0\0\xff", b"name;place\nA;B", HEAD.replace("РНОКПП", "ПІБ").encode()])
def test_a_file_without_the_columns_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_register(data, RESIDENTS, {})
    assert refused.value.reason is RegisterRefusal.REGISTER_COLUMNS
    assert "номер" in str(refused.value.facts["missing"])


def test_a_file_that_is_no_table_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        read_register(HEAD.encode() + b'"' + b"x" * 200_000, RESIDENTS, {})
    assert refused.value.reason is RegisterRefusal.REGISTER_UNREADABLE


def load(session: Session, settings: Settings, vote: Vote, kind: RegisterKind, *people: Listed) -> None:
    keys = keys_of_listed(people, vote.cycle.code, settings.folder("keys"))
    load_register(session, SYSTEM, vote.cycle, kind, people, keys, left_out=0, now=clock.now())


def known(settings: Settings, serial: int) -> dict[str, object]:
    """A visit of the person with this number, of whom the provider told nothing else, as id.gov.ua does."""
    stretch = stretched(NumberKind.TAX, number(serial), person_salt(settings.folder("keys")))
    return {"stretch": stretch, "birth_date": None, "country": "", "region": "", "place": ""}


def standing(session: Session, vote: Vote, settings: Settings, serial: int, **changes: object) -> list[Reason]:
    row, _token = visit(session, f"{serial} {changes}", **{**known(settings, serial), **changes})
    found = standing_of(session, vote.cycle, row, keys=vote.keys, region="Івано-Франківська", day=clock.today())
    return found.reasons


def test_the_register_tells_what_a_provider_does_not(session: Session, settings: Settings, vote: Vote) -> None:
    assert standing(session, vote, settings, 1) == [Reason.BIRTH_DATE_UNKNOWN, Reason.RESIDENCE_UNKNOWN]
    radcha = make.district(session)
    grown = Listed(NumberKind.TAX, number(1), date(1990, 5, 1), radcha.id)
    young = Listed(NumberKind.TAX, number(2), clock.today().replace(year=clock.today().year - 10), radcha.id)
    load(session, settings, vote, RESIDENTS, grown, young)
    assert standing(session, vote, settings, 1) == []
    assert standing(session, vote, settings, 1, place="Львів", region="Львівська", country="UA") == []
    assert standing(session, vote, settings, 2) == [Reason.TOO_YOUNG]
    assert standing(session, vote, settings, 3) == [Reason.BIRTH_DATE_UNKNOWN, Reason.RESIDENCE_UNKNOWN]


def test_the_roll_takes_place_and_age_from_the_register(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        vote = Vote(session, settings)
        radcha = make.district(session)
        load(session, settings, vote, RESIDENTS, Listed(NumberKind.TAX, number(1), date(1990, 5, 1), radcha.id))
        who, _token = visit(session, **known(settings, 1))
    envelope = seal(vote.manifest, {"green": Choices.approve(vote.codes["green"][:1])})["green"]
    requests = {"green": envelope.message}
    issued(database, vote.cycle, who, requests, vote.keys, clock.now())
    with database.reading() as session:
        row = session.query(RollEntry).one()
        assert (row.district_id, row.age_band) == (radcha.id, AgeBand.FROM_35)


def test_who_is_excluded_votes_nowhere_until_the_mistake_is_mended(
    session: Session, settings: Settings, vote: Vote
) -> None:
    bank = {"birth_date": date(1990, 5, 1), "country": "UA", "region": "Івано-Франківська", "place": HOME}
    assert standing(session, vote, settings, 1, **bank) == []
    load(session, settings, vote, EXCLUDED, Listed(NumberKind.TAX, number(1)), Listed(NumberKind.TAX, number(2)))
    load(session, settings, vote, RESIDENTS, Listed(NumberKind.TAX, number(1), date(1990, 5, 1), home(session).id))
    assert standing(session, vote, settings, 1, **bank) == [Reason.EXCLUDED]
    assert standing(session, vote, settings, 1, **bank, provider="desk", bank="x") == [Reason.EXCLUDED]
    [key] = keys_of_listed([Listed(NumberKind.TAX, number(1))], vote.cycle.code, settings.folder("keys"))
    readmit(session, SYSTEM, vote.cycle, key, "Однофамілець, документ показано.")
    assert standing(session, vote, settings, 1, **bank) == []
    with pytest.raises(Refused) as refused:
        readmit(session, SYSTEM, vote.cycle, key, "Ще раз.")
    assert refused.value.reason is RegisterRefusal.NOT_EXCLUDED


def test_a_file_replaces_the_last_one_and_leaves_no_number(session: Session, settings: Settings, vote: Vote) -> None:
    people = [Listed(NumberKind.TAX, number(serial)) for serial in range(1, 6)]
    load(session, settings, vote, EXCLUDED, *people)
    load(session, settings, vote, EXCLUDED, *people[:2])
    assert [(one.residents, one.excluded) for one in registers_of(session, [vote.cycle])] == [(0, 2)]
    entries = [one for one in every_entry(session) if one.action == "electorate.load_register"]
    assert [json.loads(one.details)["people"] for one in entries] == [5, 2]
    stored = b"".join(row.register_key for row in session.query(Excluded))
    assert all(number(serial).encode() not in stored for serial in range(1, 6))


def test_nothing_is_loaded_after_the_vote(session: Session, settings: Settings, vote: Vote, the_clock) -> None:
    the_clock.now = vote.cycle.results_at
    with pytest.raises(Refused) as refused:
        load(session, settings, vote, EXCLUDED, Listed(NumberKind.TAX, number(1)))
    assert refused.value.reason is RegisterRefusal.REGISTER_LATE


@pytest.fixture
def city(database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """The code of an open cycle, for the command line."""
    for name in [name for name in os.environ if name.startswith("PB_")]:  # such as what CI asks of the tests
        monkeypatch.delenv(name)
    for name, value in {
        "PB_SECRET_KEY": settings.secret_key,
        "PB_DATA_DIR": str(settings.data_dir),
        "PB_MODE": "demo",
        "PB_PUBLIC_URL": settings.public_url,
        "PB_DATABASE_URL": settings.database_url,
        "PB_LOG_LEVEL": "ERROR",
    }.items():
        monkeypatch.setenv(name, value)
    with database.transaction() as session:
        return Vote(session, settings).cycle.code


def test_the_command_loads_all_or_tells_each_faulty_line(city: str, database: Database) -> None:
    lines = f"{HEAD}{number(1)};1990-05-01;{HOME}\n{number(2)};;{HOME}\n"
    command = ["load-register", "-", "--cycle", city, "--kind", "residents"]
    refused = CliRunner().invoke(main, command, input=lines.encode())
    assert refused.exit_code == 1
    assert "line 3: birth date" in refused.output
    assert number(2) not in refused.output
    with database.reading() as session:
        assert session.query(Resident).count() == 0
    done = CliRunner().invoke(main, [*command, "--leave-out-faults"], input=lines.encode())
    assert (done.exit_code, "1 people loaded, 1 lines left out." in done.output) == (0, True), done.output
    with database.reading() as session:
        assert session.query(Resident).one().birth_date == date(1990, 5, 1)


def test_the_ombudsman_gives_a_vote_back(app: Flask, database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        vote = Vote(session, settings)
        load(session, settings, vote, EXCLUDED, Listed(NumberKind.TAX, number(1)))
        guard = make.signed_in(Visitor(app), session, make.staff(session, Role.OMBUDSMAN))
    guard.get("/registers")
    reason = "Помилка в номері, документ показано."
    guard.send("main form", number=number(2), reason=reason, status=422)
    assert number(2) in str(guard.page)
    assert "немає" in guard.text
    guard.send("main form", number="12", reason=reason, status=422)
    assert "не буває" in guard.text
    guard.send("main form", number=number(1), reason=reason, status=200, follow=True)
    assert "може голосувати" in guard.text
    with database.snapshot() as session:
        assert session.query(Excluded).count() == 0
        [entry] = [one for one in every_entry(session) if one.action == "electorate.readmit"]
        assert json.loads(entry.details) == {"reason": reason}


def test_a_thief_without_the_pepper_cannot_join_register_and_roll(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        vote = Vote(session, settings)
        load(session, settings, vote, RESIDENTS, Listed(NumberKind.TAX, number(1), date(1990, 5, 1), home(session).id))
        who, _token = visit(session, **known(settings, 1))
    envelope = seal(vote.manifest, {"green": Choices.approve(vote.codes["green"][:1])})["green"]
    issued(database, vote.cycle, who, {"green": envelope.message}, vote.keys, clock.now())
    with database.reading() as session:
        keys = {row.register_key for row in session.query(Resident)}
        assert keys
        assert not keys & {row.person_key for row in session.query(RollEntry)}

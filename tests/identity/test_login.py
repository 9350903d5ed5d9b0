"""Logging in through the sandbox bank, from the grid of banks to a visit or an author's session."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask

from pb.app import create_app
from pb.identity import service
from pb.identity.models import Login, Visit
from pb.identity.person_key import stretched
from pb.settings import Settings
from tests.visitor import Visitor


@pytest.fixture
def settings(settings: Settings, tmp_path, bank_url: str) -> Settings:
    from dataclasses import replace

    path = tmp_path / "providers.toml"
    blocks = [
        f'[{code}]\nkind="oidc"\nsandbox=true\ntitle="{code}"\nissuer="{bank_url}/{code}"\n'
        'client_id="city"\nclient_secret="sandbox-secret"\n'
        for code in ("bystrytsia", "prut", "chornohora")
    ]
    path.write_text("\n".join(blocks))
    return replace(settings, providers_file=path)


def begin(visitor: Visitor, bank: str = "bystrytsia", purpose: str = "vote") -> str:
    """Where the city sends the person."""
    visitor.get(f"/identity/choose?purpose={purpose}")
    return visitor.send("form[action$=start]", status=303, provider=bank).headers["Location"]


def confirm(address: str, person: str = "oksana") -> str:
    """Where the bank sends the person back after consent: path and query."""
    answer = requests.post(address, data={"person": person}, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


@pytest.mark.enable_socket
def test_a_bank_login_opens_a_visit_that_knows_name_and_place_but_no_number(visitor: Visitor, app: Flask) -> None:
    visitor.get(confirm(begin(visitor)), status=303)
    with app.extensions["pb"].database.reading() as session:
        visit = session.query(Visit).one()
    assert (visit.name, visit.place) == ("Придумана Оксана Миронівна", "Івано-Франківськ")
    assert visit.birth_date.isoformat() == "1987-07-14"
    assert len(visit.stretch) == 32


@pytest.mark.enable_socket
def test_the_same_person_through_two_banks_has_one_stretch(visitor: Visitor, app: Flask) -> None:
    from pb.demo.bank.people import customers

    twofold = next(person for person in customers().values() if {"bystrytsia", "prut"} <= person.banks)
    for bank in ("bystrytsia", "prut"):
        visitor.get(confirm(begin(visitor, bank), twofold.subject), status=303)
    with app.extensions["pb"].database.reading() as session:
        visits = session.query(Visit).all()
    assert len(visits) == 2
    assert len({visit.stretch for visit in visits}) == 1


@pytest.mark.enable_socket
def test_an_author_is_signed_in_and_sent_where_they_wanted(visitor: Visitor) -> None:
    answer = visitor.get(confirm(begin(visitor, purpose="author")), status=303)
    assert answer.headers["Location"] == "/submit"
    with visitor.client.session_transaction() as cookie:
        assert cookie["_user_id"]


@pytest.mark.enable_socket
def test_a_person_who_says_no_comes_back_to_the_grid_with_the_reason(visitor: Visitor) -> None:
    answer = visitor.get(confirm(begin(visitor), ""), status=303)
    visitor.get(answer.headers["Location"])
    assert "ви скасували його" in visitor.text


@pytest.mark.enable_socket
def test_a_bank_that_is_down_leaves_the_others(visitor: Visitor) -> None:
    visitor.get("/identity/choose?purpose=vote")
    answer = visitor.send("form[action$=start]", status=303, provider="chornohora")
    visitor.get(answer.headers["Location"])
    assert "зараз не відповідає" in visitor.text
    assert "зараз не працює" in visitor.page.select_one("button[value=chornohora]").text
    stranger = Visitor(visitor.client.application)
    stranger.get("/identity/choose?purpose=vote")
    assert [tile["value"] for tile in stranger.page.select(".pb-bank")][-1] == "chornohora"


@pytest.mark.enable_socket
def test_another_browser_must_accept_the_name_first(app: Flask) -> None:
    first, second = Visitor(app), Visitor(app)
    back = confirm(begin(first))
    answer = second.get(back, status=303)
    assert answer.headers["Location"] == "/identity/accept"
    second.get("/identity/accept")
    assert "Придумана Оксана" in second.text
    answer = second.send("form[method=post]", status=303, answer="mine")
    assert answer.headers["Location"] == "/vote/review"


@pytest.mark.enable_socket
def test_a_return_is_good_once(visitor: Visitor, app: Flask) -> None:
    back = confirm(begin(visitor))
    visitor.get(back, status=303)
    answer = Visitor(app).get(back, status=303)
    assert "login_used" in answer.headers["Location"]
    # Who reloads the page of the return is inside already and just goes on.
    assert visitor.get(back, status=303).headers["Location"] == "/vote/review"
    with app.extensions["pb"].database.reading() as session:
        assert session.query(Visit).count() == 1


@pytest.mark.enable_socket
def test_a_return_after_ten_minutes_is_refused(visitor: Visitor, the_clock) -> None:
    from datetime import timedelta

    back = confirm(begin(visitor))
    the_clock.now += timedelta(minutes=11)
    answer = visitor.get(back, status=303)
    assert "login_expired" in answer.headers["Location"]


@pytest.mark.enable_socket
def test_the_answer_of_one_bank_is_not_taken_for_anothers(visitor: Visitor) -> None:
    back = confirm(begin(visitor))
    answer = visitor.get(back.replace("/bystrytsia?", "/prut?"), status=303)
    assert "bank_nonsense" in answer.headers["Location"]


@pytest.mark.enable_socket
def test_what_is_carried_comes_back_and_is_not_stored(visitor: Visitor, app: Flask) -> None:
    visitor.get("/identity/choose?purpose=vote&carried=KEYOFADRAFT")
    answer = visitor.send("form[action$=start]", status=303, provider="bystrytsia")
    address = answer.headers["Location"]
    assert parse_qs(urlsplit(address).query)["state"][0].endswith(".KEYOFADRAFT")
    with app.extensions["pb"].database.reading() as session:
        row = session.query(Login).one()
    assert all("KEYOFADRAFT" not in str(value) for value in vars(row).values())
    visitor.get(confirm(address), status=303)
    with visitor.client.session_transaction() as cookie:
        assert cookie["carried"] == "KEYOFADRAFT"


def test_an_open_redirect_is_not_followed(app: Flask) -> None:
    from pb.web.languages import safe_next

    for evil in ("//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil", "", None, "/ok\nx"):
        assert safe_next(evil, "/safe") == "/safe"
    assert safe_next("/vote/review?a=1", "/safe") == "/vote/review?a=1"


def test_no_application_is_made_with_a_half_configured_bank(settings: Settings) -> None:
    from pb.errors import BadSetting

    settings.providers_file.write_text('[bank]\nkind="oidc"\ntitle="x"\n')
    with pytest.raises(BadSetting, match="PB_PROVIDERS_FILE"):
        create_app(settings)


@pytest.mark.enable_socket
def test_a_late_picture_does_not_undo_the_cookie_of_the_login(visitor: Visitor) -> None:
    with visitor.client.session_transaction() as cookie:
        cookie["carried"], cookie.permanent = "DRAFT", True
    begin(visitor)
    assert "Set-Cookie" not in visitor.get("/identity/logo/nobody", status=404).headers
    assert visitor.get("/static/img/mark.svg").headers.get("Set-Cookie") is None


@pytest.mark.enable_socket
def test_nobody_waits_for_the_database_while_a_number_is_stretched(visitor: Visitor, app: Flask, monkeypatch) -> None:
    database, written = app.extensions["pb"].database, []

    def slow(kind, number: str, salt: bytes) -> bytes:
        with database.transaction() as session:
            written.append(session.query(Visit).delete())
        return stretched(kind, number, salt)

    monkeypatch.setattr(service, "stretched", slow)
    visitor.get(confirm(begin(visitor)), status=303)
    assert written == [0]

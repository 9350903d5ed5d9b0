"""ІСЕІ against the sandbox's site: people by key, phone or bank; firms and half-known people are told what to do."""

import base64
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
import requests
from flask import Flask, jsonify

from pb.demo.bank.clients import Client
from pb.demo.bank.people import customers
from pb.demo.bank.site import ORGANISATION, Site, state_site
from pb.errors import BadSetting
from pb.identity.providers.contract import (
    Misconfigured,
    NotAPerson,
    NumberMissing,
    NumberWrong,
    PersonRefused,
    ProviderDown,
    Untrustworthy,
)
from pb.identity.providers.id_gov_ua import IdGovUa, make
from pb.identity.rules import NumberKind, VerifiedPerson
from pb.web.paths import beside_or_inside
from tests.identity import sidecar
from tests.identity.sandbox import ASK, RETURN, SECRET, Late, served, walked

pytestmark = pytest.mark.enable_socket


class Running:
    """A site that runs, and the city's side of it."""

    def __init__(self, url: str, app: Flask, folder: Path) -> None:
        self.url, self.app, self.folder = url, app, folder

    def provider(self, **knobs: Any) -> IdGovUa:
        block = {"title": "ІСЕІ", "site": f"{self.url}/isei", "client_id": "city", "client_secret": SECRET}
        return make("bank", {**block, **knobs}, self.folder)

    def twist(self, path: str, answer: Any, status: int = 200) -> None:
        """From now on the site answers this at `path`; a function gets what it would have said."""
        original = self.app.view_functions[f"isei.{path}"]

        def twisted(**named: Any) -> Any:
            return jsonify(answer(original(**named).get_json()) if callable(answer) else answer), status

        self.app.view_functions[f"isei.{path}"] = twisted


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    late = Late()
    with served(late) as url:
        app = Flask("site", static_folder=None, template_folder=str(beside_or_inside("templates")))
        app.register_blueprint(state_site(Site("Сайт", Client("city", SECRET, RETURN), customers())))
        late.app = app
        yield Running(url, app, tmp_path)


def by_way(provider: IdGovUa, way: str, person: str = "oksana") -> VerifiedPerson:
    form = {"person": person, "way": way}
    answer = requests.post(provider.begin(ASK), data=form, allow_redirects=False, timeout=5)
    return provider.finish(ASK, dict(parse_qsl(urlsplit(answer.headers["Location"]).query)))


@pytest.mark.parametrize("method", ["post", "get"])
def test_a_person_comes_with_name_and_number_and_nothing_else(running: Running, method: str) -> None:
    person = walked(running.provider(token_method=method))
    assert (person.family_name, person.given_name) == ("Придумана", "Оксана")
    assert person.number_kind is NumberKind.TAX
    assert (person.birth_date, person.addresses) == (None, ())
    assert person.assurance == "dig_sign"


@pytest.mark.parametrize("way", ["mobile_id", "diia_id", "diia_oauth", "bank_id"])
def test_the_way_of_logging_in_is_kept_as_the_level(running: Running, way: str) -> None:
    assert by_way(running.provider(), way).assurance == way


def test_only_the_configured_ways_are_asked_for(running: Running) -> None:
    address = running.provider(auth_types=["dig_sign", "mobile_id"]).begin(ASK)
    assert parse_qs(urlsplit(address).query)["auth_type"] == ["dig_sign,mobile_id"]


def test_a_refuser_of_the_number_is_known_by_the_passport(running: Running) -> None:
    assert walked(running.provider(), "yosyf").number_kind is NumberKind.PASSPORT


def test_an_organisation_is_not_a_person(running: Running) -> None:
    with pytest.raises(NotAPerson):
        by_way(running.provider(), ORGANISATION)


def test_ones_own_business_with_ones_own_number_is_a_person(running: Running) -> None:
    running.twist("info", lambda told: {**told, "edrpoucode": told["drfocode"]})
    assert walked(running.provider()).family_name == "Придумана"


def test_the_person_may_say_no(running: Running) -> None:
    with pytest.raises(PersonRefused):
        walked(running.provider(), "")


@pytest.mark.parametrize(
    ("path", "answer", "status", "failure"),
    [
        ("token", {"error": "invalid_client"}, 400, Misconfigured),
        ("token", {"error": "server_error"}, 200, ProviderDown),
        ("token", {}, 503, ProviderDown),
        ("token", {}, 200, Untrustworthy),
        ("token", {"access_token": {}, "user_id": []}, 200, Untrustworthy),
        ("token", [], 200, Untrustworthy),
        ("info", {"error": 2, "message": "Оксана"}, 200, Misconfigured),
        ("info", {}, 200, NumberMissing),
        ("info", {"drfocode": "n/a", "surname": "А"}, 200, NumberMissing),
        ("info", {"drfocode": "1234567890", "surname": "А"}, 200, NumberWrong),
        ("info", lambda told: {**told, "surname": "n/a", "givenname": ""}, 200, Untrustworthy),
        ("info", "x", 200, Untrustworthy),
        ("info", {}, 500, ProviderDown),
        ("info", {}, 404, Untrustworthy),
    ],
)
def test_whatever_the_site_says_has_its_meaning(running: Running, path, answer, status, failure) -> None:
    running.twist(path, answer, status)
    with pytest.raises(failure) as told:
        walked(running.provider())
    assert "Оксана" not in str(told.value)


def test_an_envelope_goes_through_the_side_car(running: Running) -> None:
    def sealed(told: dict[str, Any]) -> dict[str, Any]:
        return {"encryptedUserInfo": base64.b64encode(b"sealed." + json.dumps(told).encode()).decode()}

    running.twist("info", sealed)
    (running.folder / "city.cer").write_bytes(b"certificate of the city")
    # The side-car of the tests takes the sender's certificate for the signer; this system sends none.
    program = f"import json, sys; sys.path.insert(0, {str(Path(sidecar.__file__).parent)!r}); import sidecar; "
    program += "print(json.dumps({**sidecar.answered(json.load(sys.stdin)), 'signer': '33333333'}))"
    envelope = {"kind": "command", "command": [sys.executable, "-c", program]}
    assert walked(running.provider(envelope=envelope, certificate="city.cer")).family_name == "Придумана"
    running.twist("info", {"encryptedUserInfo": "***"})
    with pytest.raises(Untrustworthy):
        walked(running.provider(envelope=envelope, certificate="city.cer"))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"client_id": None}, "needs client_id"),
        ({"auth_types": ["magic"]}, "auth_types"),
        ({"auth_types": []}, "auth_types"),
        ({"token_method": "put"}, "token_method is one of"),
        ({"envelope": {"kind": "command", "command": ["x"]}}, "certificate is missing"),
        ({"timeout": 99}, "timeout: from"),
    ],
)
def test_a_block_that_cannot_be_meant_names_its_knob(tmp_path: Path, changes: dict[str, Any], named: str) -> None:
    block = {"title": "ІСЕІ", "client_id": "city", "client_secret": SECRET, **changes}
    with pytest.raises(BadSetting, match=named):
        make("bank", {name: told for name, told in block.items() if told is not None}, tmp_path)

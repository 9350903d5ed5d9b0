"""BankID НБУ against the sandbox's hub: both ways of asking, the list of banks, the errors, the envelopes."""

import base64
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, jsonify

from pb.demo.bank import hub as sandbox_hub
from pb.demo.bank.clients import Client
from pb.demo.bank.hub import DATASET, HUB_BANKS, Hub, hub_bank
from pb.demo.bank.people import customers
from pb.errors import BadSetting
from pb.identity.providers import read_providers
from pb.identity.providers.contract import (
    Misconfigured,
    NotAPerson,
    NumberMissing,
    NumberWrong,
    OtherBank,
    PersonRefused,
    ProviderDown,
    Untrustworthy,
)
from pb.identity.providers.nbu_bankid import NbuBankId, make
from pb.identity.rules import NumberKind
from pb.web.paths import beside_or_inside
from tests.identity import sidecar
from tests.identity.sandbox import ASK, RETURN, SECRET, Late, confirmed, served, walked

pytestmark = pytest.mark.enable_socket
YASEN = replace(ASK, bank="yasen")


class Running:
    """A hub that runs, and the city's side of it."""

    def __init__(self, url: str, hub: Hub, app: Flask, folder: Path) -> None:
        self.url, self.hub, self.app, self.folder = url, hub, app, folder

    def provider(self, **knobs: Any) -> NbuBankId:
        block = {"title": "BankID", "hub": f"{self.url}/nbu", "client_id": "city", "client_secret": SECRET}
        return make("bank", {**block, **knobs}, self.folder)

    def twist(self, path: str, answer: Any, status: int = 200) -> None:
        """From now on the hub answers this at `path`; a function gets what it would have said."""
        original = self.app.view_functions[f"nbu.{path}"]

        def twisted(**named: Any) -> Any:
            return jsonify(answer(original(**named).get_json()) if callable(answer) else answer), status

        self.app.view_functions[f"nbu.{path}"] = twisted


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    late = Late()
    with served(late) as url:
        app = Flask("hub", static_folder=None, template_folder=str(beside_or_inside("templates")))
        hub = Hub("Вузол", Client("city", SECRET, RETURN), customers())
        app.register_blueprint(hub_bank(hub))
        late.app = app
        yield Running(url, hub, app, tmp_path)


def test_v1_asks_for_the_least_and_brings_a_person(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    real = sandbox_hub._only
    monkeypatch.setattr(sandbox_hub, "_only", lambda content, wanted: asked.append(wanted) or real(content, wanted))
    person = walked(running.provider(), ask=YASEN)
    assert (person.family_name, person.given_name, person.patronymic) == ("Придумана", "Оксана", "Миронівна")
    assert (person.number_kind, person.birth_date.isoformat()) == (NumberKind.TAX, "1987-07-14")
    assert (person.registered.city, person.registered.region) == ("Івано-Франківськ", "Івано-Франківська область")
    assert {address.kind for address in person.addresses} == {"juridical", "factual"}
    assert person.bank == "Ясен Банк"
    assert asked[0]["fields"] == ["lastName", "firstName", "middleName", "inn", "birthDay"]
    assert not {"documents", "scans"} & set(asked[0])


def test_v2_names_a_data_set(running: Running) -> None:
    running.hub.api = "v2"
    assert walked(running.provider(api="v2", dataset=DATASET), ask=YASEN).family_name == "Придумана"
    with pytest.raises(Misconfigured, match="invalid_request"):
        walked(running.provider(), ask=YASEN)


def test_the_registered_address_alone_will_do(running: Running) -> None:
    provider = running.provider(send_redirect_uri=False)
    assert "redirect_uri" not in provider.begin(YASEN)
    assert walked(provider, ask=YASEN).family_name == "Придумана"


def test_without_a_chosen_bank_the_hub_lets_choose(running: Running) -> None:
    address = running.provider().begin(ASK)
    assert "bank_id" not in address
    status, told = confirmed(address + "&bank_id=vatra")
    assert running.provider().finish(ASK, told).bank == "Ватра Банк", status


def test_a_passport_in_the_field_of_the_number_is_a_passport(running: Running) -> None:
    assert walked(running.provider(), "yosyf", YASEN).number_kind is NumberKind.PASSPORT
    assert walked(running.provider(), "mariia", YASEN).number == "000000017"


def test_the_grid_is_the_hubs_list_in_its_order(running: Running) -> None:
    choices = running.provider().choices()
    assert [choice.bank for choice in choices] == [bank.code for bank in HUB_BANKS]
    assert [choice.bank for choice in choices if not choice.works] == ["svitanok"]
    with pytest.raises(ProviderDown):
        running.provider().begin(replace(ASK, bank="svitanok"))


def test_a_new_bank_appears_without_a_release(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = running.provider()
    assert len(provider.choices()) == len(HUB_BANKS)
    new = sandbox_hub.HubBank("new", "Найновіший Банк", "#000000")
    monkeypatch.setattr(sandbox_hub, "HUB_BANKS", (*HUB_BANKS, new))
    assert len(provider.choices()) == len(HUB_BANKS)
    provider.banks.kept.until = 0.0
    assert provider.choices()[-1].title == "Найновіший Банк"


def test_while_the_hub_is_down_the_old_list_stays(running: Running) -> None:
    provider = running.provider()
    provider.choices()
    running.twist("banks", {}, 503)
    provider.banks.kept.until = 0.0
    assert len(provider.choices()) == len(HUB_BANKS)
    fresh = running.provider().choices()
    assert [(choice.title, choice.works) for choice in fresh] == [("BankID", False)]


@pytest.mark.parametrize(
    "nonsense", [{}, 5, None, "x", [1, None, {"id": 1}, {"id": "../x", "name": "a", "memberId": "b"}]]
)
def test_a_list_that_is_none_shows_the_hub_as_not_working(running: Running, nonsense: Any) -> None:
    running.twist("banks", nonsense)
    assert [choice.works for choice in running.provider().choices()] == [False]


def test_logos_are_fetched_by_us_and_drawn_anew(running: Running) -> None:
    provider = running.provider()
    assert provider.logo("yasen").startswith(b"\x89PNG")
    assert provider.logo("nobody") is None
    running.twist("banks", lambda told: [{**bank, "logoUrl": "https://tracker.example/x.png"} for bank in told])
    assert running.provider().logo("yasen") is None
    assert not running.provider().choices()[0].has_logo


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        ("access_denied", PersonRefused),
        ("temporarily_unavailable", ProviderDown),
        ("invalid_request", Misconfigured),
        ("invalid_cert", Misconfigured),
        ("invalid_data", Misconfigured),
        ("unauthorized_client", Misconfigured),
        ("invalid_token", Misconfigured),
        ("invalid_grant", Misconfigured),
        ("Оксана 3190112345", Misconfigured),
        ({"no": "word"}, Misconfigured),
    ],
)
@pytest.mark.parametrize("path", ["token", "resource"])
def test_every_error_of_the_hub_has_its_meaning_whatever_its_status(running: Running, path, error, failure) -> None:
    running.twist(path, {"error": error, "error_description": "Оксана"}, 200 if path == "token" else 400)
    with pytest.raises(failure) as told:
        walked(running.provider(), ask=YASEN)
    assert "Оксана" not in str(told.value)


def test_errors_come_by_the_callback_too(running: Running) -> None:
    provider = running.provider()
    with pytest.raises(PersonRefused):
        walked(provider, "", YASEN)
    with pytest.raises(ProviderDown):
        walked(provider, ask=replace(ASK, bank="manyava"))
    with pytest.raises(Untrustworthy):
        provider.finish(YASEN, {})


def test_another_bank_than_the_chosen_one_is_refused(running: Running) -> None:
    _status, told = confirmed(running.provider().begin(replace(ASK, bank="vatra")))
    with pytest.raises(OtherBank):
        running.provider().finish(YASEN, told)


def test_a_bank_outside_the_list_is_refused(running: Running) -> None:
    running.twist("resource", lambda told: {**told, "memberId": "stranger"})
    with pytest.raises(Untrustworthy, match="memberId"):
        walked(running.provider(), ask=YASEN)


def _inside(changes: dict[str, Any]) -> Any:
    def twisted(told: dict[str, Any]) -> dict[str, Any]:
        content = {**json.loads(base64.b64decode(told["customerCrypto"])), **changes}
        return {**told, "customerCrypto": base64.b64encode(json.dumps(content).encode()).decode()}

    return twisted


@pytest.mark.parametrize(
    ("changes", "failure"),
    [
        ({"inn": "1234567890"}, NumberWrong),
        ({"inn": ""}, NumberMissing),
        ({"inn": None}, NumberMissing),
        ({"inn": ["3190112345"]}, NumberMissing),
        ({"inn": "АБВГД"}, NumberMissing),
        ({"birthDay": "31.02.1990"}, Untrustworthy),
        ({"birthDay": "01.01.2190"}, Untrustworthy),
        ({"birthDay": "1990-01-01"}, Untrustworthy),
        ({"lastName": "", "firstName": ""}, Untrustworthy),
        ({"type": "juridical"}, NotAPerson),
    ],
)
def test_a_person_who_cannot_be_is_refused(running: Running, changes: dict[str, Any], failure: type[Exception]) -> None:
    running.twist("resource", _inside(changes))
    with pytest.raises(failure):
        walked(running.provider(), ask=YASEN)


@pytest.mark.parametrize("addresses", [None, 5, "x", [], [5], [{"type": "juridical"}], [{"type": {}, "city": []}]])
def test_addresses_of_any_shape_do_not_hurt(running: Running, addresses: Any) -> None:
    running.twist("resource", _inside({"addresses": addresses}))
    person = walked(running.provider(), ask=YASEN)
    assert person.registered is None or person.registered.city == ""


@pytest.mark.parametrize(
    "answer",
    [{}, {"state": "ok"}, {"state": "no"}, [], 5, None, "x"],
)
def test_an_answer_without_an_envelope_is_refused(running: Running, answer: Any) -> None:
    running.twist("resource", answer)
    with pytest.raises(Untrustworthy):
        walked(running.provider(), ask=YASEN)


def _sealed(told: dict[str, Any]) -> dict[str, Any]:
    envelope = b"sealed." + base64.b64decode(told["customerCrypto"])
    certificate = base64.b64encode(b"11111111").decode()
    return {**told, "customerCrypto": base64.b64encode(envelope).decode(), "cert": certificate}


def test_envelopes_go_through_the_side_car_and_their_signer_is_checked(running: Running) -> None:
    running.twist("resource", _sealed)
    (running.folder / "city.cer").write_bytes(b"certificate of the city")
    envelope = {"kind": "command", "command": [sys.executable, str(Path(sidecar.__file__))]}
    sealed = {"envelope": envelope, "certificate": "city.cer"}
    assert walked(running.provider(**sealed), ask=YASEN).family_name == "Придумана"
    assert walked(running.provider(**sealed, signers={"member-yasen": "11111111"}), ask=YASEN)
    for signers in ({"member-yasen": "22222222"}, {"member-vatra": "11111111"}):
        with pytest.raises(Untrustworthy, match="another organisation"):
            walked(running.provider(**sealed, signers=signers), ask=YASEN)


def test_a_code_is_good_once(running: Running) -> None:
    provider = running.provider()
    _status, told = confirmed(provider.begin(YASEN))
    assert provider.finish(YASEN, told)
    with pytest.raises(Misconfigured, match="invalid_grant"):
        provider.finish(YASEN, told)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"client_secret": None}, "needs client_secret"),
        ({"api": "v3"}, "api is one of"),
        ({"api": "v2"}, "v2 needs dataset"),
        ({"envelope": {"kind": "http", "url": "https://side.example"}}, "certificate is missing"),
        ({"envelope": {"kind": "magic"}}, "kind is one of"),
        ({"envelope": {"lid": 1}}, "no knob lid"),
        ({"list_lasts": 1}, "list_lasts: from"),
        ({"timeout": 0}, "timeout: from"),
    ],
)
def test_a_block_that_cannot_be_meant_names_its_knob(tmp_path: Path, changes: dict[str, Any], named: str) -> None:
    block = {"title": "BankID", "client_id": "city", "client_secret": SECRET, **changes}
    with pytest.raises(BadSetting, match=named):
        make("bank", {name: told for name, told in block.items() if told is not None}, tmp_path)


def test_plain_envelopes_are_refused_in_production(tmp_path: Path) -> None:
    path = tmp_path / "providers.toml"
    path.write_text('[bankid]\nkind = "nbu_bankid"\ntitle = "BankID"\nclient_id = "city"\nclient_secret = "s"\n')
    assert read_providers(path, is_demo=True)
    with pytest.raises(BadSetting, match="plain envelopes"):
        read_providers(path, is_demo=False)

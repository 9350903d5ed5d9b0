"""An NBU-like hub of the sandbox: OAuth 2.0 without OpenID Connect, a list of banks, data in envelopes."""

import base64
import io
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request
from PIL import Image, ImageDraw

from pb.demo.bank.clients import Client
from pb.demo.bank.people import Customer

TOKEN_LASTS = 180  # seconds
DATASET = "61"


@dataclass(frozen=True, slots=True)
class HubBank:
    """One bank behind the hub. A bank may be taken off work by its owner, or just not answer."""

    code: str
    title: str
    colour: str
    workable: bool = True
    answers: bool = True

    @property
    def member(self) -> str:
        """How the bank is named in answers."""
        return f"member-{self.code}"


HUB_BANKS = (
    HubBank("yasen", "Ясен Банк", "#2f6b3a"),
    HubBank("trembita", "Трембіта Банк", "#8a4b14"),
    HubBank("vodohrai", "Банк «Водограй»", "#0f5f8a"),
    HubBank("pysanka", "Писанка Банк", "#a3231f"),
    HubBank("smereka", "Смерека Банк", "#145c54"),
    HubBank("polonyna", "Банк «Полонина»", "#5d6b14"),
    HubBank("vatra", "Ватра Банк", "#b3430e"),
    HubBank("edelveis", "Банк «Едельвейс»", "#4b4f8f"),
    HubBank("manyava", "Банк «Манявка»", "#35618e", answers=False),
    HubBank("kalyna", "Калина-Кредит-Вигадка", "#9c1f4b"),
    HubBank("hutsulka", "Гуцулка Банк", "#6a3d7c"),
    HubBank("svitanok", "Банк «Світанок-99»", "#946200", workable=False),
)


@dataclass
class Hub:
    """The hub's memory: codes and tokens, each good once."""

    title: str
    client: Client
    people: dict[str, Customer]
    api: str = "v1"
    codes: dict[str, tuple[Customer, HubBank, str, float]] = field(default_factory=dict)
    tokens: dict[str, tuple[Customer, HubBank, float]] = field(default_factory=dict)

    @property
    def customers(self) -> list[Customer]:
        """Whoever has a bank at all has one here."""
        return [person for person in self.people.values() if person.banks]


def hub_bank(hub: Hub) -> Blueprint:
    """The hub's pages and addresses, as the real ones are named."""
    bp = Blueprint("nbu", __name__, url_prefix="/nbu")

    @bp.get("/api/banks")
    def banks() -> Any:
        return jsonify([_listed(bank, place) for place, bank in enumerate(HUB_BANKS)])

    @bp.get("/logo/<string:code>.png")
    def logo(code: str) -> Any:
        bank = _bank(code) or abort(404)
        return Response(_drawn(bank), mimetype="image/png")

    bp.add_url_rule("/v1/bank/oauth2/authorize", "authorize", lambda: _authorize(hub), methods=["GET", "POST"])
    bp.add_url_rule("/v1/bank/oauth2/token", "token", lambda: _token(hub), methods=["POST"])
    bp.add_url_rule("/v1/bank/resource/client", "resource", lambda: _resource(hub), methods=["POST"])
    return bp


def _listed(bank: HubBank, place: int) -> dict[str, Any]:
    return {
        "id": bank.code, "name": bank.title, "workable": bank.workable, "memberId": bank.member,
        "logoUrl": f"/nbu/logo/{bank.code}.png", "loginUrl": "", "order": place + 1,
    }  # fmt: skip


def _bank(code: str) -> HubBank | None:
    return next((bank for bank in HUB_BANKS if bank.code == code), None)


def _drawn(bank: HubBank) -> bytes:
    side, rim = 96, 20
    picture = Image.new("RGB", (side, side), bank.colour)
    draw = ImageDraw.Draw(picture)
    corners = 3 + HUB_BANKS.index(bank) % 5
    draw.regular_polygon((side // 2, side // 2, side // 2 - rim), corners, fill="#ffffff")
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()


def _authorize(hub: Hub) -> Any:
    asked = request.args
    target = asked.get("redirect_uri", "") or f"{hub.client.redirect_prefix}bankid"
    # Who is not known is not sent back anywhere: the real hub stops here as well.
    if asked.get("client_id") != hub.client.client_id or not hub.client.check_redirect_uri(target):
        abort(400, "the hub does not know this client")
    if (asked.get("dataset") == DATASET) != (hub.api == "v2"):
        return _back(target, error="invalid_request")
    bank = _bank(asked.get("bank_id", ""))
    if bank is None or not bank.workable:
        return render_template("bank/hub.html", hub=hub, banks=HUB_BANKS, query=request.query_string.decode())
    if not bank.answers:
        return _back(target, error="temporarily_unavailable")
    if request.method == "GET":
        query = request.query_string.decode()
        return render_template("bank/consent.html", bank=bank, people=hub.customers, query=query)
    person = hub.people.get(request.form.get("person", ""))
    if person is None:
        return _back(target, error="access_denied")
    code = secrets.token_urlsafe(24)
    hub.codes[code] = (person, bank, asked.get("redirect_uri", ""), time.time())
    return _back(target, code=code)


def _back(target: str, **told: str) -> Any:
    return redirect(f"{target}?{urlencode({**told, 'state': request.args.get('state', '')})}")


def _token(hub: Hub) -> Any:
    form = request.form
    if form.get("client_id") != hub.client.client_id or not hub.client.check_client_secret(
        form.get("client_secret", "")
    ):
        return jsonify(error="unauthorized_client"), 401
    granted = hub.codes.pop(form.get("code", ""), None)
    if granted is None or granted[2] != form.get("redirect_uri", "") or time.time() - granted[3] > TOKEN_LASTS:
        return jsonify(error="invalid_grant")  # the real hub, too, says it with status 200
    token = secrets.token_urlsafe(24)
    hub.tokens[token] = (granted[0], granted[1], time.time())
    about = {"token_type": "bearer", "expires_in": TOKEN_LASTS, "refresh_token": secrets.token_hex(8)}
    return jsonify(access_token=token, **about)


def _resource(hub: Hub) -> Any:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    found = hub.tokens.pop(token, None)
    if found is None or time.time() - found[2] > TOKEN_LASTS:
        return jsonify(error="invalid_token")
    asked = request.get_json(silent=True) or {}
    if ("fields" in asked) != (hub.api == "v1") or "cert" not in asked:
        return jsonify(error="invalid_data")
    person, bank, _at = found
    content = person_record(person, bank)
    if hub.api == "v1":
        content = {"type": "physical", **_only(content, asked)}
    envelope = base64.b64encode(json.dumps(content).encode()).decode()
    certificate = base64.b64encode(b"certificate of the sandbox").decode()
    return jsonify(
        state="ok", cert=certificate, customerCrypto=envelope, memberId=bank.member, sidBi=secrets.token_hex(8)
    )


def person_record(person: Customer, bank: HubBank) -> dict[str, Any]:
    """All a bank knows of a customer, in the hub's words."""
    told = person.claims
    home = told["address"]
    day = "{2}.{1}.{0}".format(*told["birthdate"].split("-"))
    street, _comma, house = home["street_address"].partition(", ")
    address = {"country": home["country"], "city": home["locality"], "street": street, "houseNo": house}
    address |= {"state": home["region"]}
    return {
        "type": "physical", "lastName": told["family_name"], "firstName": told["given_name"],
        "middleName": told["middle_name"], "inn": told["number"], "birthDay": day, "phone": "380000000000",
        "email": "nobody@example.org", "clId": f"{bank.code}-{person.subject}", "sex": "F",
        "addresses": [{"type": "juridical", **address}, {"type": "factual", **address}],
        "documents": [], "scans": [],
    }  # fmt: skip


def _only(content: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    told = {name: content[name] for name in asked["fields"] if name in content}
    wanted = {one["type"]: one["fields"] for one in asked.get("addresses", [])}
    told["addresses"] = [
        {"type": address["type"], **{name: address[name] for name in wanted[address["type"]] if name in address}}
        for address in content["addresses"]
        if address["type"] in wanted
    ]
    return told

"""An ІСЕІ-like site of the sandbox: a key, a phone or a bank proves the person; names and numbers, no address."""

import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, jsonify, redirect, render_template, request

from pb.demo.bank.clients import Client
from pb.demo.bank.people import Customer

WAYS = {
    "dig_sign": "Підпис (КЕП)",
    "mobile_id": "MobileID",
    "diia_id": "Дія.Підпис",
    "diia_oauth": "Дія",
    "bank_id": "BankID",
}
ORGANISATION = "organisation"  # the signature of an invented firm instead of the person's own
FIRM_CODE = "00000099"


@dataclass
class Site:
    """The site's memory: codes and tokens, each good once."""

    title: str
    client: Client
    people: dict[str, Customer]
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def customers(self) -> list[Customer]:
        """Everybody; a signature needs no bank."""
        return list(self.people.values())


def state_site(site: Site) -> Blueprint:
    """The site's page and addresses."""
    bp = Blueprint("isei", __name__, url_prefix="/isei")
    bp.add_url_rule("/", "authorize", lambda: _authorize(site), methods=["GET", "POST"])
    bp.add_url_rule("/get-access-token", "token", lambda: _token(site), methods=["GET", "POST"])
    bp.add_url_rule("/get-user-info", "info", lambda: _info(site), methods=["GET", "POST"])
    return bp


def _authorize(site: Site) -> Any:
    asked = request.args
    target = asked.get("redirect_uri", "")
    if asked.get("client_id") != site.client.client_id or not site.client.check_redirect_uri(target):
        abort(400, "the site does not know this client")
    ways = [way for way in asked.get("auth_type", "").split(",") if way in WAYS]
    if not ways:
        return _back(target, error="invalid_request")
    if request.method == "GET":
        query = request.query_string.decode()
        shown = {way: WAYS[way] for way in ways}
        return render_template("bank/site.html", bank=site, people=site.customers, query=query, ways=shown)
    person = site.people.get(request.form.get("person", ""))
    if person is None:
        return _back(target, error="access_denied")
    way = request.form.get("way", ways[0])
    code = secrets.token_urlsafe(24)
    site.codes[code] = signed_record(person, way)
    return _back(target, code=code)


def _back(target: str, **told: str) -> Any:
    return redirect(f"{target}?{urlencode({**told, 'state': request.args.get('state', '')})}")


def _token(site: Site) -> Any:
    form = request.values
    known = form.get("client_id") == site.client.client_id
    if not known or not site.client.check_client_secret(form.get("client_secret", "")):
        return jsonify(error="invalid_client", message="unknown client"), 400
    record = site.codes.pop(form.get("code", ""), None)
    if record is None:
        return jsonify(error="invalid_grant", message="the code is used or old"), 400
    token = secrets.token_urlsafe(24)
    site.tokens[token] = record
    return jsonify({"access_token": token, "user_id": record["serial"], "expires_in": "600", "token_type": "bearer"})


def _info(site: Site) -> Any:
    record = site.tokens.pop(request.values.get("access_token", ""), None)
    if record is None or request.values.get("user_id") != record["serial"]:
        return jsonify(error=1, message="the token is used or old")
    asked = request.values.get("fields", "").split(",")
    return jsonify({name: record.get(name, "n/a") for name in asked})


def signed_record(person: Customer, way: str) -> dict[str, str]:
    """What a certificate of the person tells; that of a firm bears the firm's code beside the person's number."""
    told = person.claims
    return {
        "auth_type": "dig_sign" if way == ORGANISATION else way,
        "surname": told["family_name"],
        "givenname": told["given_name"],
        "middlename": told["middle_name"],
        "drfocode": told["number"],
        "edrpoucode": FIRM_CODE if way == ORGANISATION else "n/a",
        "serial": secrets.token_hex(8),
    }

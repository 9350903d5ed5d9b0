"""The sandbox bank's server, built on Authlib: discovery, consent page, token, userinfo, keys."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector, current_token
from authlib.oauth2.rfc6749 import ClientMixin, TokenMixin, grants
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Blueprint, Flask, abort, jsonify, render_template, request, send_from_directory
from joserfc.jwk import KeySet, RSAKey

from pb.demo.bank.people import BANKS, DOWN, Customer, customers
from pb.web.paths import beside_or_inside

CODE_LASTS = 120


@dataclass
class Client(ClientMixin):  # type: ignore[misc]
    """The one client of the sandbox: the city."""

    client_id: str
    client_secret: str
    redirect_prefix: str

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        return None

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.startswith(self.redirect_prefix)

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(client_secret, self.client_secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:  # noqa: ARG002 - the interface's
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Granted:
    """An authorisation code: good once, for two minutes."""

    code: str
    customer: Customer
    client_id: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    at: float = field(default_factory=time.time)

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(self.at)

    def get_acr(self) -> str:
        return "sandbox"

    def get_amr(self) -> None:
        return None


@dataclass
class Token(TokenMixin):  # type: ignore[misc]
    """An access token for one customer's data."""

    value: str
    customer: Customer
    until: float

    def check_client(self, client: Client) -> bool:  # noqa: ARG002 - there is one client
        return True

    def get_scope(self) -> str:
        return "openid"

    def get_expires_in(self) -> int:
        return int(self.until - time.time())

    def is_expired(self) -> bool:
        return time.time() > self.until

    def is_revoked(self) -> bool:
        return False

    def get_user(self) -> Customer:
        return self.customer


@dataclass
class Bank:
    """One bank of the sandbox: its issuer, codes, tokens, customers."""

    code: str
    title: str
    issuer: str
    key: RSAKey
    people: dict[str, Customer]
    codes: dict[str, Granted] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)

    @property
    def customers(self) -> list[Customer]:
        return [person for person in self.people.values() if self.code in person.banks]


def create_bank(*, base_url: str, client: Client, residents: int = 0) -> Flask:
    """Every bank of the sandbox in one application, each under its own path."""
    app = Flask("pb_sandbox_bank", static_folder=None, template_folder=str(beside_or_inside("templates")))
    app.config["SECRET_KEY"] = secrets.token_hex(32)
    people = customers(residents)
    for code, title in BANKS.items():
        key = RSAKey.generate_key(2048, {"kid": f"{code}-1", "use": "sig", "alg": "RS256"})
        bank = Bank(code, title, f"{base_url}/{code}", key, people)
        app.register_blueprint(_routes(app, bank, client), url_prefix=f"/{code}")

    @app.get("/")
    def front() -> str:
        return render_template("bank/front.html", banks=BANKS, down=DOWN, people=people.values())

    @app.get("/style.css")
    def style() -> Any:
        return send_from_directory(beside_or_inside("static") / "css", "bank.css")

    @app.after_request
    def _headers(answer: Any) -> Any:
        answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'self'; base-uri 'none'"
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return app


def _routes(app: Flask, bank: Bank, client: Client) -> Blueprint:
    bp = Blueprint(bank.code, __name__)
    server = _server(app, bank, client)
    protect = ResourceProtector()
    protect.register_token_validator(_validator(bank))

    def down() -> Any:
        return ("Bank is down", 503) if bank.code == DOWN else None

    def authorize() -> Any:
        grant = server.get_consent_grant(end_user=None)
        if request.method == "GET":
            query = request.query_string.decode()
            return render_template("bank/consent.html", bank=bank, people=bank.customers, query=query)
        person = bank.people.get(request.form.get("person", ""))
        if person is not None and bank.code not in person.banks:
            abort(400)
        return server.create_authorization_response(grant_user=person, grant=grant)

    @protect()  # type: ignore[untyped-decorator]
    def userinfo() -> Any:
        return jsonify(current_token.get_user().claims_at(bank.code))

    bp.before_request(down)
    bp.add_url_rule(
        "/.well-known/openid-configuration", view_func=lambda: jsonify(_discovery(bank)), endpoint="discovery"
    )
    bp.add_url_rule("/keys", view_func=lambda: jsonify(KeySet([bank.key]).as_dict(private=False)), endpoint="keys")
    bp.add_url_rule("/authorize", view_func=authorize, methods=["GET", "POST"])
    bp.add_url_rule("/token", view_func=server.create_token_response, endpoint="token", methods=["POST"])
    bp.add_url_rule("/userinfo", view_func=userinfo, endpoint="userinfo")
    return bp


def _discovery(bank: Bank) -> dict[str, Any]:
    return {
        "issuer": bank.issuer,
        "authorization_endpoint": f"{bank.issuer}/authorize",
        "token_endpoint": f"{bank.issuer}/token",
        "userinfo_endpoint": f"{bank.issuer}/userinfo",
        "jwks_uri": f"{bank.issuer}/keys",
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
    }


def _validator(bank: Bank) -> BearerTokenValidator:
    class Validator(BearerTokenValidator):  # type: ignore[misc]
        def authenticate_token(self, token_string: str) -> Token | None:
            return bank.tokens.get(token_string)

    return Validator()


def _server(app: Flask, bank: Bank, client: Client) -> AuthorizationServer:
    def save_token(token: dict[str, Any], asked: Any) -> None:
        bank.tokens[token["access_token"]] = Token(token["access_token"], asked.user, time.time() + 300)

    def query_client(client_id: str) -> Client | None:
        return client if client_id == client.client_id else None

    server = AuthorizationServer(app, query_client=query_client, save_token=save_token)
    server.register_grant(_code_grant(bank), [CodeChallenge(required=True), _openid(bank)])
    return server


def _code_grant(bank: Bank) -> type[grants.AuthorizationCodeGrant]:
    class CodeGrant(grants.AuthorizationCodeGrant):  # type: ignore[misc]
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

        def save_authorization_code(self, code: str, asked: Any) -> None:
            told = asked.payload.data
            bank.codes[code] = Granted(
                code,
                asked.user,
                asked.client.client_id,
                asked.payload.redirect_uri,
                asked.payload.scope,
                told.get("nonce", ""),
                told.get("code_challenge", ""),
                told.get("code_challenge_method", ""),
            )

        def query_authorization_code(self, code: str, client: Client) -> Granted | None:
            granted = bank.codes.get(code)
            fresh = granted and granted.client_id == client.client_id and time.time() - granted.at < CODE_LASTS
            return granted if fresh else None

        def delete_authorization_code(self, authorization_code: Granted) -> None:
            bank.codes.pop(authorization_code.code, None)

        def authenticate_user(self, authorization_code: Granted) -> Customer:
            return authorization_code.customer

    return CodeGrant


def _openid(bank: Bank) -> OpenIDCode:
    class OpenId(OpenIDCode):  # type: ignore[misc]
        def exists_nonce(self, nonce: str, _asked: Any) -> bool:
            return any(granted.nonce == nonce for granted in bank.codes.values())

        def resolve_client_private_key(self, _client: Client) -> RSAKey:
            return bank.key

        def get_client_algorithm(self, _client: Client) -> str:
            return "RS256"

        def get_client_claims(self, _client: Client) -> dict[str, Any]:
            return {"iss": bank.issuer}

        def generate_user_info(self, user: Customer, _scope: str) -> UserInfo:
            return UserInfo(sub=f"{bank.code}-{user.subject}")

    return OpenId(require_nonce=True)

"""One OpenID Connect bank of the sandbox on Authlib's server: discovery, consent, token, userinfo, keys."""

import time
from dataclasses import dataclass, field
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector, current_token
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc9207 import IssuerParameter
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Blueprint, Flask, abort, jsonify, redirect, render_template, request
from joserfc import jwt
from joserfc.jwk import Key, KeySet, OctKey

from pb.demo.bank.answers import about_person, encrypted, sent_back
from pb.demo.bank.clients import ASSERTION, Client, Granted, Token
from pb.demo.bank.demands import SIGNATURES, Demands, Front
from pb.demo.bank.people import DOWN, Customer

CODE_LASTS = 120


@dataclass
class Bank:
    """One bank of the sandbox: its issuer, demands, codes, tokens, customers."""

    code: str
    title: str
    issuer: str
    people: dict[str, Customer]
    client: Client
    demands: Demands = field(default_factory=Demands)
    codes: dict[str, Granted] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    proofs: set[str] = field(default_factory=set)
    key: Key = field(init=False)
    front: Front = field(init=False)

    def __post_init__(self) -> None:
        self.key = self.demands.key(f"{self.code}-1")
        self.front = Front(self.demands, self.client, self.issuer)

    @property
    def customers(self) -> list[Customer]:
        return [person for person in self.people.values() if self.code in person.banks]

    def claims_of(self, person: Customer, *, profile: bool) -> dict[str, Any]:
        """What one of the bank's two addresses tells."""
        told = person.claims_at(self.code)
        if self.demands.profile:
            told = {name: value for name, value in told.items() if name == "sub" or (name == "number") == profile}
        return told


def openid_bank(app: Flask, bank: Bank) -> Blueprint:
    """The pages and addresses of one bank."""
    bp = Blueprint(bank.code, __name__, url_prefix=f"/{bank.code}")
    server = _server(app, bank)
    protect = ResourceProtector()
    protect.register_token_validator(_validator(bank))

    @bp.before_request
    def down() -> Any:
        return ("Bank is down", 503) if bank.code == DOWN else None

    @bp.get("/.well-known/openid-configuration")
    def discovery() -> Any:
        return jsonify(_discovery(bank))

    @bp.get("/keys")
    def keys() -> Any:
        return jsonify(KeySet([bank.key]).as_dict(private=False))

    @bp.post("/par")
    def push() -> Any:
        server.authenticate_client(server.create_oauth2_request(None), [bank.demands.auth_method])
        return jsonify(request_uri=bank.front.push(request.form), expires_in=60), 201

    @bp.route("/authorize", methods=["GET", "POST"])
    def authorize() -> Any:
        return _authorize(server, bank)

    bp.add_url_rule("/token", view_func=server.create_token_response, endpoint="token", methods=["POST"])
    for name in ("userinfo", "profile"):
        bp.add_url_rule(f"/{name}", view_func=protect()(_teller(bank, name)), endpoint=name)
    return bp


def _teller(bank: Bank, name: str) -> Any:
    def tell() -> Any:
        claims = bank.claims_of(current_token.get_user(), profile=name == "profile")
        return about_person(claims, bank.demands, bank.key, bank.client, bank.issuer)

    return tell


def _authorize(server: AuthorizationServer, bank: Bank) -> Any:
    front = bank.front
    if front.is_needed and request.args.get("pass") not in front.passes:
        query = front.plain(request.args)
        return redirect(f"?{query}") if query else abort(400)
    if broken := bank.demands.broken(request.args):
        abort(400, f"this bank demands {broken}")
    try:
        grant = server.get_consent_grant(end_user=None)
    except OAuth2Error as wrong:
        abort(400, f"this bank refuses the request: {wrong.error}")
    if request.method == "GET":
        query = request.query_string.decode()
        return render_template("bank/consent.html", bank=bank, people=bank.customers, query=query)
    person = bank.people.get(request.form.get("person", ""))
    if person is not None and bank.code not in person.banks:
        abort(400)
    answer = server.create_authorization_response(grant_user=person, grant=grant)
    return sent_back(answer, bank.demands, bank.key, bank.client, bank.issuer)


def _discovery(bank: Bank) -> dict[str, Any]:
    found: dict[str, Any] = {
        "issuer": bank.issuer,
        "authorization_endpoint": f"{bank.issuer}/authorize",
        "token_endpoint": f"{bank.issuer}/token",
        "userinfo_endpoint": f"{bank.issuer}/userinfo",
        "jwks_uri": f"{bank.issuer}/keys",
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": [bank.demands.algorithm],
        "token_endpoint_auth_methods_supported": [bank.demands.client_auth],
        "response_modes_supported": [bank.demands.response_mode],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
    }
    if bank.demands.par:
        found["pushed_authorization_request_endpoint"] = f"{bank.issuer}/par"
    return found


def _validator(bank: Bank) -> BearerTokenValidator:
    class Validator(BearerTokenValidator):  # type: ignore[misc]
        def authenticate_token(self, token_string: str) -> Token | None:
            return bank.tokens.get(token_string)

    return Validator()


def _server(app: Flask, bank: Bank) -> AuthorizationServer:
    client = bank.client

    def save_token(token: dict[str, Any], asked: Any) -> None:
        bank.tokens[token["access_token"]] = Token(token["access_token"], asked.user, time.time() + 300)

    def query_client(client_id: str) -> Client | None:
        return client if client_id == client.client_id else None

    class Issuer(IssuerParameter):  # type: ignore[misc]
        def get_issuer(self) -> str:
            return bank.issuer

    server = AuthorizationServer(app, query_client=query_client, save_token=save_token)
    challenge = [CodeChallenge(required=True)] if bank.demands.pkce else []
    server.register_grant(_code_grant(bank), [*challenge, _openid(bank)])
    server.register_extension(Issuer())
    server.register_client_auth_method(ASSERTION, _assertion(bank))
    return server


def _assertion(bank: Bank) -> JWTBearerClientAssertion:
    class Assertion(JWTBearerClientAssertion):  # type: ignore[misc]
        def get_audiences(self) -> list[str]:
            return [bank.issuer if bank.demands.audience == "issuer" else f"{bank.issuer}/token"]

        def validate_jti(self, _claims: Any, jti: str) -> bool:
            fresh = jti not in bank.proofs
            bank.proofs.add(jti)
            return fresh

        def resolve_client_public_key(self, client: Client) -> Any:
            if bank.demands.client_auth == "client_secret_jwt":
                return OctKey.import_key(client.client_secret)
            return client.key_for("sig")

        def process_assertion_claims(self, assertion: str, resolve_key: Any) -> Any:
            token = jwt.decode(assertion, resolve_key, algorithms=SIGNATURES)
            self.verify_claims(token.claims)
            return token.claims

    return Assertion()


def _code_grant(bank: Bank) -> type[grants.AuthorizationCodeGrant]:
    class CodeGrant(grants.AuthorizationCodeGrant):  # type: ignore[misc]
        TOKEN_ENDPOINT_AUTH_METHODS = (bank.demands.auth_method,)

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
                bank.demands.acr,
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

        def resolve_client_private_key(self, _client: Client) -> Key:
            return bank.key

        def get_client_algorithm(self, _client: Client) -> str:
            return bank.demands.algorithm

        def get_encode_header(self, _client: Client) -> dict[str, Any]:
            return {"alg": bank.demands.algorithm, "kid": bank.key.kid}

        def get_client_claims(self, _client: Client) -> dict[str, Any]:
            return {"iss": bank.issuer}

        def generate_user_info(self, user: Customer, _scope: str) -> UserInfo:
            return UserInfo(sub=f"{bank.code}-{user.subject}")

        def encode_id_token(self, token: Any, asked: Any) -> str:
            plain = str(super().encode_id_token(token, asked))
            return encrypted(plain, bank.client, bank.issuer) if bank.demands.encrypted_id_token else plain

    return OpenId(require_nonce=True)

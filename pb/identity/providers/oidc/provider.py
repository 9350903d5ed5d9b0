"""A bank that speaks OpenID Connect: the way there and back; opening tokens and reading claims are beside."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import ClientSecretJWT, PrivateKeyJWT
from joserfc import jwt
from joserfc.jwk import Key

from pb.identity.providers.contract import (
    Choice,
    LoginRequest,
    Misconfigured,
    PersonRefused,
    ProviderDown,
    Untrustworthy,
)
from pb.identity.providers.oidc import claims as reading
from pb.identity.providers.oidc.discovery import CACHED_FOR, Addresses
from pb.identity.providers.oidc.knobs import ClientAuth, OidcKnobs, UserInfo
from pb.identity.providers.oidc.tokens import (
    KeyRing,
    algorithm_of,
    check_addressee,
    check_id_token,
    decrypted,
    key_set,
    private_key,
    verified,
)
from pb.identity.providers.wire import Kept, answered, as_logo, bounded, object_of, origin_of
from pb.identity.rules import VerifiedPerson

REQUEST_LASTS = 120
# Only these words of a stranger reach the log.
KNOWN_ERRORS = {"invalid_grant", "login_required", "interaction_required", "consent_required", "invalid_token"}
JWT_TYPES = "application/json, application/jwt"


class OidcProvider:
    """One OpenID Connect provider."""

    is_for_tests = False

    def __init__(self, code: str, knobs: OidcKnobs) -> None:
        knobs.check(code)
        self.code = code
        self.knobs = knobs
        self.client_key: Key | None = private_key(knobs.client_key) if knobs.client_key else None
        self.decryption_key: Key | None = private_key(knobs.decryption_key) if knobs.decryption_key else None
        self.addresses = Addresses(knobs)
        self.ring = KeyRing(Kept(lambda: key_set(self.addresses.got(self.addresses.endpoint("jwks_uri"))), CACHED_FOR))
        self._logo = as_logo(knobs.logo.read_bytes()) if knobs.logo else None

    @property
    def answers_by_form(self) -> bool:
        """As the block asks for."""
        return self.knobs.response_mode.startswith("form_post")

    @property
    def origins(self) -> tuple[str, ...]:
        """Where the login page is."""
        known = self.knobs.authorization_endpoint or self.knobs.issuer
        return (origin_of(known), *self.knobs.form_origins)

    def choices(self) -> tuple[Choice, ...]:
        """The bank itself."""
        knobs = self.knobs
        return (Choice("", knobs.title, knobs.title_en, knobs.note, knobs.note_en, has_logo=self._logo is not None),)

    def logo(self, bank: str) -> bytes | None:
        """The picture of the block."""
        return None if bank else self._logo

    # The way there.

    def begin(self, request: LoginRequest) -> str:
        """The address of the bank's login page with everything it needs."""
        endpoint = self.addresses.endpoint("authorization_endpoint")
        if origin_of(endpoint) not in self.origins:
            raise Misconfigured("authorization endpoint: its origin is not in form_origins")
        session = self._session(request)
        address, _state = session.create_authorization_url(
            endpoint,
            state=request.state,
            nonce=request.nonce,
            code_verifier=request.verifier if self.knobs.pkce else None,
            **self._more_params(),
        )
        if not (self.knobs.signed_request or self.knobs.par):
            return str(address)
        params = dict(parse_qsl(urlsplit(str(address)).query))
        if self.knobs.signed_request:
            params = self._signed(params)
        if self.knobs.par:
            params = self._pushed(session, params)
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(params)}"

    def _more_params(self) -> dict[str, Any]:
        knobs = self.knobs
        params: dict[str, Any] = {"response_mode": str(knobs.response_mode)} if knobs.response_mode != "query" else {}
        if knobs.required_acr:
            params["acr_values"] = " ".join(knobs.required_acr)
        if knobs.max_age:
            params["max_age"] = str(knobs.max_age)
        return {**params, **knobs.authorize_params}

    def _signed(self, params: dict[str, str]) -> dict[str, str]:
        now = int(time.time())
        content = {
            **params, "iss": self.knobs.client_id, "aud": self.knobs.issuer, "jti": secrets.token_urlsafe(16),
            "iat": now, "nbf": now, "exp": now + REQUEST_LASTS,
        }  # fmt: skip
        header = {"alg": self._client_algorithm(), **self._key_id(), "typ": "oauth-authz-req+jwt"}
        token = jwt.encode(header, content, self.client_key, [header["alg"]])  # type: ignore[arg-type]
        return {name: params[name] for name in ("client_id", "response_type", "scope")} | {"request": token}

    def _pushed(self, session: Any, params: dict[str, str]) -> dict[str, str]:
        endpoint = self.addresses.endpoint("pushed_authorization_request_endpoint", self.knobs.par_endpoint)
        auth = session.client_auth(str(self.knobs.client_auth))
        try:
            answer = session.post(endpoint, data=params, auth=auth, withhold_token=True)
        except requests.RequestException as down:
            raise ProviderDown(type(down).__name__) from down
        if answer.status_code in {400, 401, 403}:
            raise Misconfigured("pushed request: refused")
        if answer.status_code not in {200, 201}:
            raise ProviderDown(f"pushed request: status {answer.status_code}")
        reference = object_of(answer.content).get("request_uri")
        if not isinstance(reference, str):
            raise Untrustworthy("pushed request: no reference")
        return {"client_id": self.knobs.client_id, "request_uri": reference}

    # The way back.

    def unwrapped(self, answer: Mapping[str, str]) -> Mapping[str, str]:
        """The parameters of the callback; from inside the signed `response` where one is demanded."""
        if not self.knobs.response_mode.endswith("jwt"):
            return answer
        claims = verified(answer.get("response", ""), self.ring, self.knobs.algorithms)
        for name in ("iss", "aud", "exp"):
            if name not in claims:
                raise Untrustworthy(f"response: no {name}")
        check_addressee(claims, self.knobs, "response")
        return {name: value for name, value in claims.items() if isinstance(value, str)}

    def finish(self, request: LoginRequest, answer: Mapping[str, str]) -> VerifiedPerson:
        """Code to token to claims to person, every step checked."""
        self._check_callback(answer)
        session = self._session(request)
        token = self._token(session, request, answer["code"])
        claims = self._id_claims(str(token.get("id_token", "")), request, token["access_token"])
        more: dict[str, Any] = {}
        for endpoint in self._sources():
            more |= self._told(session, endpoint, claims["sub"])
        found = reading.person(self.code, self.knobs, {**claims, **more})
        return replace(found, assurance=str(claims.get("acr", ""))[:100], evidence_id=str(claims.get("jti", ""))[:100])

    def _check_callback(self, answer: Mapping[str, str]) -> None:
        # RFC 9207: the answer of another issuer in this flow is a mix-up attack; Authlib does not look.
        if "iss" in answer and answer["iss"] != self.knobs.issuer:
            raise Untrustworthy("callback: another issuer")
        promised = self.addresses.discovered().get("authorization_response_iss_parameter_supported") is True
        if promised and "iss" not in answer:
            raise Untrustworthy("callback: no issuer")
        match answer.get("error"):
            case None:
                if not answer.get("code"):
                    raise Untrustworthy("callback: no code")
            case "access_denied":
                raise PersonRefused("callback")
            case error:
                raise _failure(error)

    def _token(self, session: Any, request: LoginRequest, code: str) -> dict[str, Any]:
        verifier = {"code_verifier": request.verifier} if self.knobs.pkce else {}
        try:
            token = dict(session.fetch_token(self.addresses.endpoint("token_endpoint"), code=code, **verifier))
        except OAuthError as refused:
            raise _failure(str(refused.error)) from refused
        except (requests.TooManyRedirects, requests.exceptions.ContentDecodingError) as hostile:
            raise Untrustworthy(f"token: {type(hostile).__name__}") from hostile
        except requests.RequestException as down:
            if isinstance(down, requests.exceptions.JSONDecodeError):
                raise Untrustworthy("token: not JSON") from down
            raise ProviderDown(type(down).__name__) from down
        except (ValueError, TypeError, AttributeError, RecursionError) as garbage:
            raise Untrustworthy("token: garbage") from garbage
        if not isinstance(token.get("access_token"), str):
            raise Untrustworthy("token: no access token")
        return token

    def _id_claims(self, id_token: str, request: LoginRequest, access_token: str) -> dict[str, Any]:
        if self.knobs.encrypted_id_token:
            id_token = self._decrypted(id_token)
        claims = verified(id_token, self.ring, self.knobs.algorithms)
        check_id_token(
            claims, self.knobs, nonce=request.nonce, access_token=access_token, alg_hash=algorithm_of(id_token)
        )
        return claims

    def _sources(self) -> list[str]:
        if self.knobs.userinfo is UserInfo.NONE:
            return []
        found = [self.addresses.endpoint("userinfo_endpoint")]
        return [*found, self.addresses.safe(self.knobs.profile_endpoint)] if self.knobs.profile_endpoint else found

    def _told(self, session: Any, endpoint: str, subject: str) -> dict[str, Any]:
        try:
            answer = answered(lambda: session.get(endpoint, headers={"Accept": JWT_TYPES}))
        except OAuthError as refused:
            raise Untrustworthy("userinfo: token") from refused
        told = self._opened(answer.text.strip())
        # OpenID Connect Core §5.3.2: the answer about another person must not be used; Authlib does not look.
        if told.get("sub") != subject:
            raise Untrustworthy("userinfo: another person")
        return told

    def _opened(self, body: str) -> dict[str, Any]:
        """The claims in the form that is demanded, and in no weaker one."""
        form = self.knobs.userinfo
        if form in {UserInfo.JWE, UserInfo.JWE_JWS}:
            body = self._decrypted(body)
            is_signed = form is UserInfo.JWE_JWS or not body.startswith("{")
        else:
            is_signed = form is UserInfo.JWS
        if not is_signed:
            return object_of(body)
        told = verified(body, self.ring, self.knobs.algorithms)
        check_addressee(told, self.knobs, "userinfo")
        return told

    def _decrypted(self, token: str) -> str:
        if self.decryption_key is None:  # the knobs' check demands one
            raise Misconfigured("no decryption_key")
        return decrypted(token, self.decryption_key)

    # The bank's addresses and our proof to it.

    def _session(self, request: LoginRequest) -> Any:
        knobs = self.knobs
        session = OAuth2Session(
            knobs.client_id,
            self.client_key if knobs.client_auth is ClientAuth.PRIVATE_KEY_JWT else knobs.client_secret,
            token_endpoint_auth_method=str(knobs.client_auth),
            scope=knobs.scope,
            redirect_uri=request.return_url,
            code_challenge_method="S256" if knobs.pkce else None,
        )
        if knobs.client_auth is ClientAuth.PRIVATE_KEY_JWT:
            headers, algorithm = self._key_id(), self._client_algorithm()
            session.register_client_auth_method(PrivateKeyJWT(self._audience(), headers=headers, alg=algorithm))
        elif knobs.client_auth is ClientAuth.SECRET_JWT:
            session.register_client_auth_method(ClientSecretJWT(self._audience(), alg=knobs.client_algorithm or None))
        return bounded(session, knobs.timeout)

    def _audience(self) -> str:
        return self.knobs.client_audience or self.addresses.endpoint("token_endpoint")

    def _client_algorithm(self) -> str:
        by_kind = {"RSA": "PS256", "EC": "ES256", "OKP": "EdDSA"}
        kind = self.client_key.key_type if self.client_key else "RSA"
        return self.knobs.client_algorithm or by_kind.get(kind, "PS256")

    def _key_id(self) -> dict[str, str]:
        kid = self.knobs.client_key_id or (self.client_key.kid if self.client_key else None)
        return {"kid": kid} if kid else {}


def _failure(error: str) -> ProviderDown | Misconfigured | Untrustworthy:
    """What an OAuth error means for the person."""
    if error in {"temporarily_unavailable", "server_error"}:
        return ProviderDown(error)
    ours = {"invalid_client", "unauthorized_client", "invalid_scope", "unsupported_response_type", "invalid_request"}
    if error in ours | {"invalid_request_object", "unsupported_grant_type"}:
        return Misconfigured(error)
    return Untrustworthy(f"refused: {error}" if error in KNOWN_ERRORS else "refused")

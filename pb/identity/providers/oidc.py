"""A bank that speaks OpenID Connect: code flow with PKCE, every answer checked; several banks, several instances."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NoReturn, cast
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from pb.identity.providers.contract import LoginRequest, NumberMissing, PersonRefused, ProviderDown, Untrustworthy
from pb.identity.rules import Address, NumberKind, VerifiedPerson, normalised_number

TIMEOUT = 8  # seconds: a hung bank must not hang a worker
CACHED_FOR = 600  # seconds of discovery and keys
LARGEST_ANSWER = 256 * 1024
ALGORITHMS = ["RS256", "PS256", "PS512", "ES256", "Ed25519"]
CLOCK_DRIFT = 60


@dataclass
class OidcProvider:
    """One OpenID Connect provider; `claims` maps our field names to the bank's claim names."""

    code: str
    title: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    logo: str = ""
    scope: str = "openid profile address number"
    claims: Mapping[str, str] = field(default_factory=dict)
    _cache: dict[str, tuple[float, Any]] = field(default_factory=dict, repr=False)

    @property
    def origins(self) -> tuple[str, ...]:
        parts = urlsplit(self.issuer)
        return (f"{parts.scheme}://{parts.netloc}",)

    def begin(self, request: LoginRequest) -> str:
        session = self._session(request)
        address, _state = session.create_authorization_url(
            self._discovered()["authorization_endpoint"],
            state=request.state,
            nonce=request.nonce,
            code_verifier=request.verifier,
        )
        return str(address)

    def finish(self, request: LoginRequest, answer: Mapping[str, str]) -> VerifiedPerson:
        self._check_callback(answer)
        discovered = self._discovered()
        session = self._session(request)
        try:
            token = session.fetch_token(
                discovered["token_endpoint"],
                code=answer.get("code", ""),
                code_verifier=request.verifier,
                timeout=TIMEOUT,
            )
        except OAuthError as refused:
            raise Untrustworthy(f"token: {refused.error}") from refused
        except (requests.RequestException, ValueError) as down:
            raise ProviderDown(self.code) from down
        claims = self._id_claims(str(token.get("id_token", "")), request)
        return self._person({**claims, **self._userinfo(session, discovered, str(claims["sub"]))})

    def _session(self, request: LoginRequest) -> Any:
        return OAuth2Session(
            self.client_id,
            self.client_secret,
            scope=self.scope,
            redirect_uri=request.return_url,
            code_challenge_method="S256",
        )

    def _check_callback(self, answer: Mapping[str, str]) -> None:
        # RFC 9207: the answer of another issuer in this flow is a mix-up attack; Authlib does not look.
        if "iss" in answer and answer["iss"] != self.issuer:
            raise Untrustworthy("callback: another issuer")
        match answer.get("error"):
            case None:
                if not answer.get("code"):
                    raise Untrustworthy("callback: no code")
            case "access_denied":
                raise PersonRefused
            case "temporarily_unavailable" | "server_error":
                raise ProviderDown(self.code)
            case error:
                raise Untrustworthy(f"callback: {error[:40]}")

    def _id_claims(self, id_token: str, request: LoginRequest) -> dict[str, Any]:
        claims = self._verified(id_token)
        now = time.time()
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        checks = {
            "iss": claims.get("iss") == self.issuer,
            "aud": self.client_id in audiences,
            "azp": claims.get("azp", self.client_id) == self.client_id and (len(audiences) == 1 or "azp" in claims),
            "nonce": claims.get("nonce") == request.nonce,
            "exp": isinstance(claims.get("exp"), int) and claims["exp"] > now - CLOCK_DRIFT,
            "iat": isinstance(claims.get("iat"), int) and claims["iat"] < now + CLOCK_DRIFT,
            "sub": bool(claims.get("sub")),
        }
        for name, holds in checks.items():
            if not holds:
                raise Untrustworthy(f"id_token: {name}")
        return claims

    def _verified(self, id_token: str) -> dict[str, Any]:
        if not id_token or len(id_token) > LARGEST_ANSWER:
            raise Untrustworthy("id_token: size")
        try:
            keys = KeySet.import_key_set(cast("KeySetSerialization", self._keys()))
            return dict(jwt.decode(id_token, keys, algorithms=ALGORITHMS).claims)
        except (JoseError, ValueError, KeyError, TypeError) as forged:
            raise Untrustworthy(f"id_token: {type(forged).__name__}") from forged

    def _userinfo(self, session: Any, discovered: Mapping[str, Any], subject: str) -> dict[str, Any]:
        address = discovered.get("userinfo_endpoint")
        if not address:
            return {}
        told = self._fetched(lambda: session.get(address, timeout=TIMEOUT))
        # OpenID Connect Core §5.3.2: the answer about another person must not be used; Authlib does not look.
        if told.get("sub") != subject:
            raise Untrustworthy("userinfo: another person")
        return told

    def _person(self, claims: Mapping[str, Any]) -> VerifiedPerson:
        def told(ours: str) -> Any:
            return claims.get(self.claims.get(ours, ours))

        kind = NumberKind.PASSPORT if told("number_kind") == "passport" else NumberKind.TAX
        number = normalised_number(kind, str(told("number") or ""))
        if number is None:
            raise NumberMissing
        try:
            birth_date = date.fromisoformat(str(told("birthdate"))) if told("birthdate") else None
        except ValueError as wrong:
            raise Untrustworthy("birthdate") from wrong
        return VerifiedPerson(
            provider=self.code,
            bank=self.title,
            number_kind=kind,
            number=number,
            given_name=str(told("given_name") or "")[:60],
            family_name=str(told("family_name") or "")[:60],
            patronymic=str(told("middle_name") or "")[:60],
            birth_date=birth_date,
            addresses=_addresses(told("address")),
            assurance=str(claims.get("acr", "")),
            evidence_id=str(claims.get("jti", "")),
        )

    def _discovered(self) -> dict[str, Any]:
        address = self.issuer.rstrip("/") + "/.well-known/openid-configuration"
        found = self._cached("discovery", lambda: requests.get(address, timeout=TIMEOUT))
        if found.get("issuer") != self.issuer:
            raise Untrustworthy("discovery: another issuer")
        return found

    def _keys(self) -> dict[str, Any]:
        address = self._discovered()["jwks_uri"]
        return self._cached("keys", lambda: requests.get(address, timeout=TIMEOUT))

    def _cached(self, name: str, fetch: Callable[[], requests.Response]) -> dict[str, Any]:
        until, found = self._cache.get(name, (0.0, {}))
        if time.monotonic() >= until:
            found = self._fetched(fetch)
            self._cache[name] = (time.monotonic() + CACHED_FOR, found)
        return dict(found)

    def _fetched(self, fetch: Callable[[], requests.Response]) -> dict[str, Any]:
        try:
            answer = fetch()
        except requests.RequestException as down:
            raise ProviderDown(self.code) from down
        if answer.status_code >= 500:
            raise ProviderDown(self.code)
        try:
            if answer.status_code != 200 or len(answer.content) > LARGEST_ANSWER:
                _nonsense()
            told = answer.json()
        except ValueError as wrong:
            raise Untrustworthy("answer: not JSON") from wrong
        return told if isinstance(told, dict) else _nonsense()


def _nonsense() -> NoReturn:
    raise Untrustworthy("answer: unexpected")


def _addresses(told: Any) -> tuple[Address, ...]:
    """The bank's addresses; one standard OpenID address counts as the registered one."""
    entries = told if isinstance(told, list) else [told]
    return tuple(
        Address(
            kind=str(entry.get("kind", "juridical")),
            country=str(entry.get("country", "UA"))[:60],
            region=str(entry.get("region", ""))[:100],
            city=str(entry.get("locality", ""))[:100],
            street=str(entry.get("street_address", ""))[:100],
        )
        for entry in entries
        if isinstance(entry, dict)
    )

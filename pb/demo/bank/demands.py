"""What a sandbox bank demands of its client beyond the least, and how it refuses what does not meet it."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey

from pb.demo.bank.clients import ASSERTION, Client

SIGNATURES = ["RS256", "PS256", "PS512", "ES256", "EdDSA", "HS256"]


@dataclass(frozen=True)
class Demands:
    """A demanding bank. Every field names what the real schemes differ in; the defaults are the plainest bank."""

    client_auth: str = "client_secret_basic"
    audience: str = "token"  # or «issuer»: what the city's signed proof must be addressed to
    algorithm: str = "RS256"
    userinfo: str = "json"
    encrypted_id_token: bool = False
    pkce: bool = True
    par: bool = False
    signed_request: bool = False
    response_mode: str = "query"
    acr: str = "sandbox"
    params: Mapping[str, str] = field(default_factory=dict)
    shape: str = "flat"  # «verified»: the person inside verified_claims, addresses in a list by type
    profile: bool = False  # the number is told only by a second address

    @property
    def auth_method(self) -> str:
        """The way as Authlib's server calls it."""
        return ASSERTION if self.client_auth.endswith("_jwt") else self.client_auth

    def key(self, kid: str) -> Key:
        """A signing key of the kind the bank signs with."""
        told: Any = {"kid": kid, "use": "sig"}
        if self.algorithm == "ES256":
            return ECKey.generate_key("P-256", told)
        if self.algorithm == "EdDSA":
            return OKPKey.generate_key("Ed25519", told)
        return RSAKey.generate_key(2048, told)

    def broken(self, asked: Mapping[str, str]) -> str:
        """What of the demands a request for a login does not meet; empty when all is met."""
        if self.pkce != bool(asked.get("code_challenge")):
            return "pkce"
        if asked.get("response_mode", "query") != self.response_mode:
            return "response_mode"
        if self.acr != "sandbox" and self.acr not in asked.get("acr_values", "").split():
            return "acr_values"
        return next((name for name, value in self.params.items() if asked.get(name) != value), "")


class Front:
    """The front desk of a bank that wants requests pushed or signed: it turns them into plain ones, once."""

    def __init__(self, demands: Demands, client: Client, issuer: str) -> None:
        self.demands, self.client, self.issuer = demands, client, issuer
        self.pushed: dict[str, dict[str, str]] = {}
        self.passes: set[str] = set()

    @property
    def is_needed(self) -> bool:
        """Whether plain requests are refused."""
        return self.demands.par or self.demands.signed_request

    def push(self, told: Mapping[str, str]) -> str:
        """Keep a request and give it a name."""
        reference = f"urn:sandbox:{secrets.token_urlsafe(16)}"
        self.pushed[reference] = dict(told)
        return reference

    def plain(self, told: Mapping[str, str]) -> str | None:
        """The query of the plain request with a pass, or None when the demands are not met."""
        asked = dict(told)
        if self.demands.par:
            asked = self.pushed.pop(asked.get("request_uri", ""), {})
        if self.demands.signed_request:
            asked = self._signed(asked.get("request", ""))
        if not asked:
            return None
        asked["pass"] = secrets.token_urlsafe(16)
        self.passes.add(asked["pass"])
        return urlencode(asked)

    def _signed(self, token: str) -> dict[str, str]:
        try:
            claims = jwt.decode(token, self.client.key_for("sig"), algorithms=SIGNATURES).claims
        except (JoseError, ValueError):
            return {}
        fresh = claims.get("exp", 0) > time.time() and claims.get("aud") == self.issuer
        about = {"iss", "aud", "exp", "iat", "nbf", "jti"}
        return {name: str(value) for name, value in claims.items() if name not in about} if fresh else {}

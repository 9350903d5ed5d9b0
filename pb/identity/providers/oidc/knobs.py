"""Every knob of an OpenID Connect provider and the presets of well-known schemes; what they do is beside."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pb.errors import BadSetting
from pb.identity.providers.blocks import Shown, knob

ALGORITHMS = ("RS256", "PS256", "PS512", "ES256", "EdDSA", "Ed25519")
RESERVED = {
    "client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "code_challenge",
    "code_challenge_method", "request", "request_uri", "max_age",
}  # fmt: skip


class ClientAuth(StrEnum):
    """How the city proves to the bank that it is the city."""

    BASIC = "client_secret_basic"
    POST = "client_secret_post"
    SECRET_JWT = "client_secret_jwt"  # noqa: S105 - the protocol's name
    PRIVATE_KEY_JWT = "private_key_jwt"


class ResponseMode(StrEnum):
    """How the bank sends the person back: in the address or by a form, plain or signed (JARM)."""

    QUERY = "query"
    FORM_POST = "form_post"
    QUERY_JWT = "query.jwt"
    FORM_POST_JWT = "form_post.jwt"


class UserInfo(StrEnum):
    """The form of the answer about the person."""

    NONE = "none"
    JSON = "json"
    JWS = "jws"
    JWE = "jwe"
    JWE_JWS = "jwe+jws"


@dataclass(frozen=True, kw_only=True)
class AddressPaths:
    """Where one address lies among the claims."""

    kind: str = knob("`juridical` (registered; decides the vote) or `factual`", "juridical")
    at: str = knob("path of the address", "address")
    country: str = knob("name inside the address", "country")
    region: str = knob("same", "region")
    city: str = knob("same", "locality")
    street: str = knob("same", "street_address")
    house: str = knob("same", "")
    flat: str = knob("same", "")


@dataclass(frozen=True, kw_only=True)
class OidcKnobs(Shown):
    """One block `kind = "oidc"`."""

    issuer: str = knob("the bank's issuer; must be what its tokens say")
    client_id: str = knob("the city's name at the bank")
    client_secret: str = knob("for the three `client_secret_…` ways", "", secret=True)
    client_auth: ClientAuth = knob(
        "`client_secret_basic`, `client_secret_post`, `client_secret_jwt` or `private_key_jwt`", ClientAuth.BASIC
    )
    client_key: Path | None = knob("our private key (JWK or PEM file) for `private_key_jwt` and signed requests", None)
    client_key_id: str = knob("its `kid` at the bank; default: the one in the JWK", "")
    client_algorithm: str = knob("how our key signs; `HS256`-family for `client_secret_jwt`", "")
    client_audience: str = knob("`aud` of our proof; default: the token endpoint, some banks want the issuer", "")
    discovery: str = knob("address of the discovery document; default: at the issuer; `none`: use the endpoints", "")
    authorization_endpoint: str = knob("instead of the discovered one", "")
    token_endpoint: str = knob("same", "")
    userinfo_endpoint: str = knob("same", "")
    jwks_uri: str = knob("same", "")
    par_endpoint: str = knob("same (pushed authorization requests)", "")
    profile_endpoint: str = knob("a second source of claims, of the same form as userinfo", "")
    scope: str = knob("what is asked for; ask for the least", "openid profile address number")
    pkce: bool = knob("send and demand PKCE S256; off only for a bank that refuses it", True)
    par: bool = knob("push the request to the bank beforehand (RFC 9126)", False)
    signed_request: bool = knob("sign the request with `client_key` (RFC 9101)", False)
    response_mode: ResponseMode = knob("`query`, `form_post`, `query.jwt` or `form_post.jwt`", ResponseMode.QUERY)
    authorize_params: Mapping[str, str] = knob("a table of more parameters: `acr_values`, `ui_locales`, `prompt` …", {})
    form_origins: tuple[str, ...] = knob("origins of the login page when it is not at the issuer's", ())
    required_acr: tuple[str, ...] = knob("accept only these levels; also asked for unless `acr_values` is given", ())
    max_age: int = knob("seconds since the person last logged in to the bank; 0: any", 0)
    algorithms: tuple[str, ...] = knob("signatures accepted from the bank", ALGORITHMS)
    encrypted_id_token: bool = knob("the id_token must come encrypted to `decryption_key`", False)
    userinfo: UserInfo = knob("`json`, `jws`, `jwe`, `jwe+jws` or `none`; another form is refused", UserInfo.JSON)
    decryption_key: Path | None = knob("our private key (JWK or PEM file) for encrypted answers", None)
    claims: Mapping[str, str] = knob("a table: our name → path in the bank's claims, see below", {})
    addresses: tuple[AddressPaths, ...] = knob("where addresses lie, see below", (AddressPaths(),))
    number_country: str = knob("two letters when the number is a national one of another country", "")
    timeout: int = knob("seconds for one answer of the bank, 1 to 20", 8)

    def check(self, where: str) -> None:
        """BadSetting names knobs that do not go together."""
        signs = self.client_auth is ClientAuth.PRIVATE_KEY_JWT or self.signed_request
        decrypts = self.encrypted_id_token or self.userinfo in {UserInfo.JWE, UserInfo.JWE_JWS}
        problems = {
            "client_secret is missing": self.client_auth is not ClientAuth.PRIVATE_KEY_JWT and not self.client_secret,
            "client_key is missing": signs and self.client_key is None,
            "decryption_key is missing": decrypts and self.decryption_key is None,
            "scope needs openid": "openid" not in self.scope.split(),
            "algorithms: only " + ", ".join(ALGORITHMS): not set(self.algorithms) <= set(ALGORITHMS),
            "authorize_params may not set " + ", ".join(sorted(RESERVED)): bool(RESERVED & set(self.authorize_params)),
            "claims: only " + ", ".join(OURS): not set(self.claims) <= set(OURS),
            "addresses: kind is juridical or factual": any(
                one.kind not in {"juridical", "factual"} for one in self.addresses
            ),
            "timeout: from 1 to 20": not 1 <= self.timeout <= 20,
            "number_country: two letters": len(self.number_country) not in {0, 2},
            "discovery none needs the endpoints": self.discovery == "none" and not self._has_endpoints(),
        }
        for problem, holds in problems.items():
            if holds:
                raise BadSetting(f"PB_PROVIDERS_FILE: [{where}] {problem}")

    def _has_endpoints(self) -> bool:
        return bool(self.authorization_endpoint and self.token_endpoint and self.jwks_uri)


OURS = ("number", "given_name", "family_name", "middle_name", "birthdate")

# What differs from the defaults at well-known schemes. A block's own knobs win.
PRESETS: dict[str, dict[str, Any]] = {
    "keycloak": {"scope": "openid profile address"},
    "czech_bank_id": {
        "scope": "openid profile.name profile.birthdate profile.birthnumber profile.addresses",
        "client_auth": "private_key_jwt",
        "client_algorithm": "PS512",
        "algorithms": ["PS512"],
        "required_acr": ["loa3"],
        "number_country": "CZ",
        "claims": {"number": "birthnumber"},
        "addresses": [
            {
                "at": "addresses[type=PERMANENT_RESIDENCE]",
                "region": "",
                "city": "city",
                "street": "street",
                "house": "streetnumber",
                "flat": "buildingapartment",
            }
        ],
    },
    "norway_bankid": {
        "scope": "openid profile nnin_altsub",
        "userinfo": "jws",
        "required_acr": ["urn:bankid:bid;LOA=4"],
        "number_country": "NO",
        "claims": {"number": "nnin_altsub"},
    },
    "finland_ftn": {
        "scope": "openid profile",
        "client_auth": "private_key_jwt",
        "signed_request": True,
        "encrypted_id_token": True,
        "userinfo": "jwe+jws",
        "number_country": "FI",
        "claims": {"number": "personal_identity_code"},
    },
}


def with_preset(where: str, block: dict[str, Any]) -> dict[str, Any]:
    """`block` over the preset it names; BadSetting when there is no such preset."""
    name = block.pop("preset", "")
    if name and name not in PRESETS:
        raise BadSetting(f"PB_PROVIDERS_FILE: [{where}] preset is one of {', '.join(PRESETS)}")
    return {**PRESETS.get(name, {}), **block}

"""Opening what a bank signed or encrypted, and the checks of an id_token; nothing is fetched here but keys."""

import base64
import hashlib
import secrets
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from joserfc import jwe, jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, KeySet, KeySetSerialization, OKPKey, RSAKey, import_key

from pb.errors import BadSetting
from pb.identity.providers.contract import TooWeak, Untrustworthy
from pb.identity.providers.oidc.knobs import OidcKnobs
from pb.identity.providers.wire import LARGEST_ANSWER, Kept, object_of

CLOCK_DRIFT = 60
MOST_KEYS = 20
LONGEST_SUBJECT = 255
UNPACKING = [
    "RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A256KW",
    "A128GCM", "A256GCM", "A128CBC-HS256", "A256CBC-HS512",
]  # fmt: skip
WRONG = (JoseError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
# Banks repeat `iss` and `aud` in the header of what they encrypt; joserfc takes that for an error unless told.
REGISTRY = jwe.JWERegistry(algorithms=UNPACKING, strict_check_header=False)


def private_key(path: Path) -> Key:
    """Our key from a JWK or PEM file; BadSetting when it is none."""
    data = path.read_bytes()
    try:
        if data.lstrip().startswith(b"{"):
            return import_key(object_of(data))
    except (Untrustworthy, *WRONG) as wrong:
        raise BadSetting(f"PB_PROVIDERS_FILE: {path.name} is no private key") from wrong
    for kind in (RSAKey, ECKey, OKPKey):
        try:
            return kind.import_key(data)
        except WRONG:
            continue
    raise BadSetting(f"PB_PROVIDERS_FILE: {path.name} is no private key")


class KeyRing:
    """A bank's public keys. When none fits they are fetched anew, for banks rotate them, but not again and again."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept
        self.renewed_at = 0.0

    def candidates(self, kid: Any) -> Iterator[Key]:
        """Keys that may have signed: the known ones, then the newest."""
        yield from self._named(kid)
        if time.monotonic() - self.renewed_at > self.kept.again:
            self.renewed_at = time.monotonic()
            self.kept.renew()
            yield from self._named(kid)

    def _named(self, kid: Any) -> list[Key]:
        keys = cast("KeySet", self.kept.get())
        return [key for key in keys.keys[:MOST_KEYS] if kid is None or key.kid == kid]


def key_set(told: Mapping[str, Any]) -> KeySet:
    """The keys of a JWKS answer."""
    try:
        return KeySet.import_key_set(cast("KeySetSerialization", told))
    except WRONG as wrong:
        raise Untrustworthy("keys: unreadable") from wrong


def verified(token: str, ring: KeyRing, algorithms: tuple[str, ...]) -> dict[str, Any]:
    """Claims of a signed token. Keys that the token itself names or carries are not looked at."""
    if not token or len(token) > LARGEST_ANSWER:
        raise Untrustworthy("token: size")
    try:
        header = jws.extract_compact(token.encode()).headers()
        if header.get("alg") not in algorithms:
            raise Untrustworthy("token: algorithm")
    except WRONG as garbage:
        raise Untrustworthy("token: garbage") from garbage
    for key in ring.candidates(header.get("kid")):
        try:
            return dict(jwt.decode(token, key, algorithms=list(algorithms)).claims)
        except WRONG:
            continue
    raise Untrustworthy("token: no key of the bank signed it")


def decrypted(token: str, key: Key) -> str:
    """What was encrypted to us; packed content is refused, for it may unpack to anything."""
    if len(token) > LARGEST_ANSWER:
        raise Untrustworthy("encrypted: size")
    try:
        header = object_of(base64.urlsafe_b64decode(token.partition(".")[0] + "=="))
        if "zip" in header:
            raise Untrustworthy("encrypted: packed")
        opened = jwe.decrypt_compact(token, key, registry=REGISTRY)
        return (opened.plaintext or b"").decode()
    except WRONG as garbage:
        raise Untrustworthy("encrypted: unreadable") from garbage


def check_id_token(
    claims: Mapping[str, Any], knobs: OidcKnobs, *, nonce: str, access_token: str, alg_hash: str
) -> None:
    """Untrustworthy names the claim that is wrong; TooWeak when only the level or the age of the login is."""
    now = time.time()
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    checks = {
        "iss": claims.get("iss") == knobs.issuer,
        "aud": knobs.client_id in audiences,
        "azp": claims.get("azp", knobs.client_id) == knobs.client_id and (len(audiences) == 1 or "azp" in claims),
        "nonce": secrets.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()),
        "exp": _is_time(claims.get("exp")) and claims["exp"] > now - CLOCK_DRIFT,
        "iat": _is_time(claims.get("iat")) and claims["iat"] < now + CLOCK_DRIFT,
        "nbf": "nbf" not in claims or (_is_time(claims["nbf"]) and claims["nbf"] < now + CLOCK_DRIFT),
        "sub": isinstance(claims.get("sub"), str) and 0 < len(claims["sub"]) <= LONGEST_SUBJECT,
        "at_hash": "at_hash" not in claims or claims["at_hash"] == _half_hash(access_token, alg_hash),
    }
    for name, holds in checks.items():
        if not holds:
            raise Untrustworthy(f"id_token: {name}")
    if knobs.required_acr and claims.get("acr") not in knobs.required_acr:
        raise TooWeak("id_token: acr")
    if knobs.max_age:
        proved_at = claims.get("auth_time")
        if not _is_time(proved_at) or now - cast("float", proved_at) > knobs.max_age + CLOCK_DRIFT:
            raise TooWeak("id_token: auth_time")


def check_addressee(claims: Mapping[str, Any], knobs: OidcKnobs, what: str) -> None:
    """Untrustworthy when a signed answer says it is another bank's, for another client, or over."""
    audience = claims.get("aud", knobs.client_id)
    audiences = audience if isinstance(audience, list) else [audience]
    expires = claims.get("exp", time.time())
    checks = {
        "iss": claims.get("iss", knobs.issuer) == knobs.issuer,
        "aud": knobs.client_id in audiences,
        "exp": _is_time(expires) and expires > time.time() - CLOCK_DRIFT,
    }
    for name, holds in checks.items():
        if not holds:
            raise Untrustworthy(f"{what}: {name}")


def _is_time(told: Any) -> bool:
    return isinstance(told, int | float) and not isinstance(told, bool)


def _half_hash(access_token: str, algorithm: str) -> str:
    name = "sha512" if algorithm in {"PS512", "EdDSA", "Ed25519"} else "sha256"
    digest = hashlib.new(name, access_token.encode()).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()


def algorithm_of(token: str) -> str:
    """The algorithm of a token that was verified."""
    return str(jws.extract_compact(token.encode()).headers().get("alg", ""))

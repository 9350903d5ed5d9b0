"""Hashing of passwords and tokens, and the second factor; nothing is stored here."""

import hashlib
import secrets
from datetime import datetime

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

TOTP_STEP = 30
_hasher = PasswordHasher()
# Verifying against this keeps an unknown address as slow as a known one.
_NOBODY = _hasher.hash(secrets.token_urlsafe(16))


def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    return _hasher.hash(password)


def is_password(password: str, stored: str | None) -> bool:
    """Whether `password` belongs to the stored hash; takes as long when there is none."""
    try:
        matches = _hasher.verify(stored or _NOBODY, password)
    except (Argon2Error, InvalidHashError):
        return False
    return matches and stored is not None


def new_token() -> str:
    """256 random bits for a cookie or a link."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What is stored of a token: 32 bytes of SHA-256 (tokens are random, so no stretching is needed)."""
    return hashlib.sha256(token.encode()).digest()


def new_totp_secret() -> str:
    """A secret for an authenticator application, base32."""
    return pyotp.random_base32()


def totp_address(secret: str, email: str, issuer: str) -> str:
    """The otpauth: address that authenticator applications read from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def totp_step(secret: str, code: str, now: datetime) -> int | None:
    """The time step for which `code` is right (one step of clock drift each way), or None."""
    totp = pyotp.TOTP(secret)
    current = int(now.timestamp()) // TOTP_STEP
    for step in (current, current - 1, current + 1):
        if secrets.compare_digest(totp.generate_otp(step), code.strip().replace(" ", "")):
            return step
    return None


def totp_code(secret: str, now: datetime) -> str:
    """The code an authenticator application shows at `now`: for the demo's sign-in hint and for rehearsals."""
    return pyotp.TOTP(secret).generate_otp(int(now.timestamp()) // TOTP_STEP)

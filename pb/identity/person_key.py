"""From a person's number to keys that find the person again and tell nothing about the number."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw

from pb.identity.rules import NumberKind

# 19 MiB and two passes (OWASP's first choice): about 30 ms, so a stolen database resists a search of all numbers
# for as long as the pepper, which is not in it, stays secret.
MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1


def secret_file(path: Path) -> bytes:
    """32 secret bytes kept in a file only this user may read; made at the first call."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as new:
        new.write(secrets.token_bytes(32))
    return path.read_bytes()


def stretched(kind: NumberKind, number: str, salt: bytes) -> bytes:
    """32 bytes of argon2id over kind and normalised number."""
    secret = f"{kind.value}\x1f{number}".encode()
    return hash_secret_raw(secret, salt, PASSES, MEMORY_KIB, LANES, 32, Type.ID)


def keyed(pepper: bytes, purpose: str, stretch: bytes) -> bytes:
    """32 bytes by which `purpose` (a cycle, or authorship) knows the person; other purposes get other keys."""
    return hmac.digest(pepper, purpose.encode() + b"\x1f" + stretch, hashlib.sha256)

"""From a person's number to keys that find the person again and tell nothing about the number."""

import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw

from pb.identity.rules import NumberKind

# 19 MiB and two passes (OWASP's first choice): about 30 ms, so a stolen database resists a search of all numbers
# for as long as the pepper, which is not in it, stays secret.
MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1
SECRET_BYTES = 32


def secret_file(path: Path) -> bytes:
    """32 secret bytes kept in a file only this user may read; made at the first call, one for all who ask at once.

    ValueError when the file holds anything else: with another secret one person would have two keys, and two votes.
    """
    if not path.exists():
        put_secret(path, secrets.token_bytes(SECRET_BYTES))
    secret = path.read_bytes()
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"{path.name} is not a secret of {SECRET_BYTES} bytes: restore it from the backup of the keys")
    return secret


def put_secret(path: Path, secret: bytes) -> None:
    """The file appears whole or not at all, also after a crash; the first one stays."""
    handle, whole = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(secret)
            new.flush()
            os.fsync(new.fileno())
        Path(whole).chmod(0o400)
        with suppress(FileExistsError):
            os.link(whole, path)
    finally:
        Path(whole).unlink()


def stretched(kind: NumberKind, number: str, salt: bytes) -> bytes:
    """32 bytes of argon2id over kind and normalised number."""
    secret = f"{kind.value}\x1f{number}".encode()
    return hash_secret_raw(secret, salt, PASSES, MEMORY_KIB, LANES, 32, Type.ID)


def keyed(pepper: bytes, purpose: str, stretch: bytes) -> bytes:
    """32 bytes by which `purpose` (a cycle, or authorship) knows the person; other purposes get other keys."""
    return hmac.digest(pepper, purpose.encode() + b"\x1f" + stretch, hashlib.sha256)

"""The box's Ed25519 keys, one per election, in files outside the database; contests' RSA keys are the signer's."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from pb.ballots.manifest import raw_public_key
from pb.errors import BadSetting


def make_key(folder: Path) -> bytes:
    """Make a new key readable by this user only; its 32 public bytes belong into the manifest."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    public = raw_public_key(key.public_key())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / f"box-{public.hex()}.pem"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "wb") as file:
        file.write(pem)
    return public


def read_keys(folder: Path) -> dict[bytes, Ed25519PrivateKey]:
    """Public bytes → key. A missing key is never made anew: its receipts would not verify."""
    found = {}
    for path in sorted(folder.glob("box-*.pem")):
        try:
            key = load_pem_private_key(path.read_bytes(), password=None)
        except (ValueError, TypeError) as error:
            raise BadSetting(f"key folder of the box: {path.name} is not a private key") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise BadSetting(f"key folder of the box: {path.name} is not an Ed25519 key")
        found[raw_public_key(key.public_key())] = key
    return found

"""Signed checkpoints of the log and receipts for ballots, by the box's Ed25519 key; the tree is in `log`.

A checkpoint is a C2SP signed note (https://c2sp.org/signed-note, https://c2sp.org/tlog-checkpoint), so that
transparency-log witnesses understand it:

    pb.box/2026
    1200
    PlwJ3UE/iLBf2pUOyXn6OoNFSG8lKDV8zQpS/Ik5Hh0=
    manifest 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
    final

    — pb.box/2026 7FKLyzLe…

"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pb.ballots.canonical import HASH, SLUG, NotCanonicalError, text_of

ORIGIN = "pb.box/"
SEPARATOR = "----\n"
ED25519_NOTE = b"\x01"
SIZE_LIMIT = 2**53
_NOTE = re.compile(
    r"pb\.box/(?P<cycle>[^\n]+)\n(?P<size>0|[1-9][0-9]{0,15})\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"manifest (?P<manifest>[0-9a-f]{64})\n(?P<final>final\n)?\n— [^\n ]+ (?P<signature>[A-Za-z0-9+/=]+)\n\Z"
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the box promises about its log: so many leaves with this root; final once nothing may follow."""

    cycle: str
    manifest: str
    size: int
    root: bytes
    final: bool = False

    def __post_init__(self) -> None:
        text_of(self.cycle, SLUG)
        text_of(self.manifest, HASH)
        if len(self.root) != hashlib.sha256().digest_size or not 0 <= self.size < SIZE_LIMIT:
            raise NotCanonicalError("not a root and a size")

    @property
    def text(self) -> str:
        """The signed part of the note."""
        root = base64.b64encode(self.root).decode("ascii")
        lines = [f"{ORIGIN}{self.cycle}", str(self.size), root, f"manifest {self.manifest}"]
        return "\n".join([*lines, "final"] if self.final else lines) + "\n"

    def sign(self, key: Ed25519PrivateKey) -> str:
        """The whole note: text, blank line, signature line."""
        signed = _key_id(self.cycle, key.public_key()) + key.sign(self.text.encode())
        return self._with(signed)

    @classmethod
    def open(cls, note: str, key: Ed25519PublicKey) -> Self:
        """Read a note signed by the box; NotCanonicalError if it is malformed or not signed by this key."""
        found = _NOTE.match(note)
        if not found:
            raise NotCanonicalError("not a checkpoint")
        checkpoint = cls(
            cycle=text_of(found["cycle"], SLUG),
            manifest=found["manifest"],
            size=int(found["size"]),
            root=_from_base64(found["root"]),
            final=found["final"] is not None,
        )
        signed = _from_base64(found["signature"])
        # Written anew and compared: a note has one spelling, down to the last bits of its base64.
        if signed[:4] != _key_id(checkpoint.cycle, key) or checkpoint._with(signed) != note:
            raise NotCanonicalError("a checkpoint of another name or spelling")
        try:
            key.verify(signed[4:], checkpoint.text.encode())
        except InvalidSignature as error:
            raise NotCanonicalError("not signed by the box") from error
        return checkpoint

    def _with(self, signed: bytes) -> str:
        return f"{self.text}\n— {ORIGIN}{self.cycle} {base64.b64encode(signed).decode('ascii')}\n"


def join_notes(notes: Iterable[str]) -> str:
    """Several notes as one published file."""
    return SEPARATOR.join(notes)


def split_notes(text: str) -> list[str]:
    """The notes of a published file; empty for an empty one."""
    return text.split(SEPARATOR) if text else []


def sign_receipt(manifest: str, leaf: bytes, key: Ed25519PrivateKey) -> bytes:
    """64 bytes, always the same for the same ballot: the leaf is or will within 24 hours be in the log."""
    return key.sign(_receipt_text(manifest, leaf))


def is_receipt(manifest: str, leaf: bytes, signature: bytes, key: Ed25519PublicKey) -> bool:
    """Whether the box signed a receipt for this leaf."""
    try:
        key.verify(signature, _receipt_text(manifest, leaf))
    except InvalidSignature:
        return False
    return True


def _receipt_text(manifest: str, leaf: bytes) -> bytes:
    return f"pb.receipt\n{manifest}\n{leaf.hex()}\nin the log within 24 hours\n".encode()


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise NotCanonicalError("not base64") from error


def _key_id(cycle: str, key: Ed25519PublicKey) -> bytes:
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return hashlib.sha256(f"{ORIGIN}{cycle}\n".encode() + ED25519_NOTE + raw).digest()[:4]

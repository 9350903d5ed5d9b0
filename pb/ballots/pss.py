"""Contest public keys and plain RSASSA-PSS verification; blinding and signing are in `blind`.

Kept apart so that an outsider can verify an election with the standard library and `cryptography` alone.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from pb.ballots.canonical import NotCanonicalError, from_base64url, to_base64url

KEY_BITS = 3072
"""128-bit strength; the size the browser and the verifier accept."""
EXPONENT = 65_537
SALT_LENGTH = 48
"""The salt of RSABSSA-SHA384-PSS-Randomized is as long as the hash (RFC 9474 §5)."""

_PADDING = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=SALT_LENGTH)


@dataclass(frozen=True)
class PublicKey:
    """A contest's public key; the exponent is always 65537, so the modulus is all of it."""

    modulus: int

    @property
    def length(self) -> int:
        """Bytes of the modulus, of a blinded message and of a signature."""
        return (self.modulus.bit_length() + 7) // 8

    def as_text(self) -> str:
        """The modulus in base64url, big-endian: the `n` of a JSON Web Key."""
        return to_base64url(self.modulus.to_bytes(self.length, "big"))

    @classmethod
    def of_text(cls, value: Any) -> Self:
        """Read a 3072-bit modulus; NotCanonicalError for anything else."""
        modulus = int.from_bytes(from_base64url(value, KEY_BITS // 8), "big")
        if modulus.bit_length() != KEY_BITS or modulus % 2 == 0:
            raise NotCanonicalError("not a 3072-bit RSA modulus")
        return cls(modulus)

    def verifies(self, prepared: bytes, signature: bytes) -> bool:
        """Whether this is the key's RSASSA-PSS signature (SHA-384, 48-byte salt) of the prepared message."""
        try:
            self._key.verify(signature, prepared, _PADDING, hashes.SHA384())
        except InvalidSignature:
            return False
        return True

    @cached_property
    def _key(self) -> rsa.RSAPublicKey:
        return rsa.RSAPublicNumbers(EXPONENT, self.modulus).public_key()

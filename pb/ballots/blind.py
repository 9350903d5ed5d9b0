"""Blind signatures, RSABSSA-SHA384-PSS-Randomized of RFC 9474; who may have one is the electorate's question.

The voter's side (`prepare`, `blind`, `finalize`) is what the browser does in `static/js/envelope.js`; here it
serves tests and demonstrations. The city's side is `SigningKey.blind_sign`.
"""

import hashlib
import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from gmpy2 import invert, mpz, powmod, powmod_sec

from pb.ballots.encoding import PREFIX_BYTES
from pb.ballots.pss import EXPONENT, KEY_BITS, SALT_LENGTH, PublicKey


class BlindSignatureError(Exception):
    """A blind signature could not be made or did not verify; nothing was released."""


@dataclass(frozen=True, slots=True)
class Blinded:
    """A blinded message to send and the secret inverse to keep, both as long as the modulus."""

    message: bytes
    inverse: bytes


def prepare(message: bytes) -> tuple[bytes, bytes]:
    """PrepareRandomize (RFC 9474 §4.1): a fresh 32-byte prefix, and the prefix followed by the message."""
    prefix = secrets.token_bytes(PREFIX_BYTES)
    return prefix, prefix + message


def blind(key: PublicKey, prepared: bytes) -> Blinded:
    """Blind (RFC 9474 §4.2) with fresh randomness."""
    salt = secrets.token_bytes(SALT_LENGTH)
    return blind_with(key, prepared, salt, secrets.randbelow(key.modulus - 1) + 1)


def blind_with(key: PublicKey, prepared: bytes, salt: bytes, blinder: int) -> Blinded:
    """Blind with given randomness: for the RFC's vectors only. `blinder` is r, 1 ≤ r < n."""
    modulus = mpz(key.modulus)
    message = int.from_bytes(encode_pss(prepared, salt, key.modulus.bit_length() - 1), "big")
    try:
        invert(mpz(message), modulus)
        inverse = invert(mpz(blinder), modulus)
    except ZeroDivisionError as error:  # finding such a number would mean factoring the key
        raise BlindSignatureError("not invertible") from error
    blinded = message * powmod(blinder, EXPONENT, modulus) % modulus
    return Blinded(_to_bytes(blinded, key.length), _to_bytes(inverse, key.length))


def finalize(key: PublicKey, prepared: bytes, blind_signature: bytes, inverse: bytes) -> bytes:
    """Finalize (RFC 9474 §4.4): the signature of the prepared message, checked."""
    if len(blind_signature) != key.length or len(inverse) != key.length:
        raise BlindSignatureError("unexpected input size")
    product = mpz(int.from_bytes(blind_signature, "big")) * int.from_bytes(inverse, "big")
    signature = _to_bytes(product % key.modulus, key.length)
    if not key.verifies(prepared, signature):
        raise BlindSignatureError("invalid signature")
    return signature


@dataclass(frozen=True, repr=False)
class SigningKey:
    """A contest's private key, for blind signatures and nothing else (RFC 9474 §7.2 forbids sharing it)."""

    p: mpz
    q: mpz

    @cached_property
    def public(self) -> PublicKey:
        return PublicKey(int(self.p * self.q))

    @cached_property
    def _secret(self) -> mpz:
        return invert(mpz(EXPONENT), (self.p - 1) * (self.q - 1))

    @cached_property
    def _inverse_of_q(self) -> mpz:
        return invert(self.q, self.p)

    def blind_sign(self, blinded: bytes) -> bytes:
        """BlindSign (RFC 9474 §4.3); BlindSignatureError if the message does not fit the key.

        Constant-time powers by the Chinese remainder theorem; the result is checked before it leaves, because
        one faulty CRT result gives away the key (Boneh, DeMillo, Lipton 1997).
        """
        public = self.public
        if len(blinded) != public.length:
            raise BlindSignatureError("unexpected input size")
        message = mpz(int.from_bytes(blinded, "big"))
        if not 0 < message < public.modulus:
            raise BlindSignatureError("message representative out of range")
        by_p = powmod_sec(message % self.p, self._secret % (self.p - 1), self.p)
        by_q = powmod_sec(message % self.q, self._secret % (self.q - 1), self.q)
        signature = by_q + self.q * ((by_p - by_q) * self._inverse_of_q % self.p)
        if powmod(signature, EXPONENT, public.modulus) != message:
            raise BlindSignatureError("signing failure")
        return _to_bytes(signature, public.length)

    @classmethod
    def generate(cls) -> Self:
        """A new RSA-3072 key from OpenSSL's generator."""
        return cls._of(rsa.generate_private_key(public_exponent=EXPONENT, key_size=KEY_BITS))

    @classmethod
    def from_pem(cls, pem: bytes) -> Self:
        """Read an unencrypted PKCS #8 file; BlindSignatureError if it holds no RSA-3072 key."""
        try:
            # Unproven primes show at once: `sign` checks each result before it leaves. Proving them takes 0.2 s a key.
            key = serialization.load_pem_private_key(pem, password=None, unsafe_skip_rsa_key_validation=True)
        except (ValueError, TypeError) as error:
            raise BlindSignatureError("not a private key file") from error
        if not isinstance(key, rsa.RSAPrivateKey) or key.key_size != KEY_BITS:
            raise BlindSignatureError("not an RSA-3072 key")
        if key.private_numbers().public_numbers.e != EXPONENT:
            raise BlindSignatureError("not the exponent 65537")
        return cls._of(key)

    def to_pem(self) -> bytes:
        """PKCS #8; the caller keeps it in a file outside the database, readable by the signer alone."""
        p, q, secret = int(self.p), int(self.q), int(self._secret)
        numbers = rsa.RSAPrivateNumbers(
            p=p,
            q=q,
            d=secret,
            dmp1=rsa.rsa_crt_dmp1(secret, p),
            dmq1=rsa.rsa_crt_dmq1(secret, q),
            iqmp=rsa.rsa_crt_iqmp(p, q),
            public_numbers=rsa.RSAPublicNumbers(EXPONENT, p * q),
        )
        return numbers.private_key().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    @classmethod
    def _of(cls, key: rsa.RSAPrivateKey) -> Self:
        numbers = key.private_numbers()
        return cls(mpz(numbers.p), mpz(numbers.q))


def encode_pss(message: bytes, salt: bytes, bits: int) -> bytes:
    """EMSA-PSS-ENCODE with SHA-384 and MGF1 (RFC 8017 §9.1.1); `bits` is one less than the modulus has."""
    length = (bits + 7) // 8
    inner = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = bytes(length - len(salt) - len(inner) - 2) + b"\x01" + salt
    mask = _mgf1(inner, len(block))
    masked = bytearray(a ^ b for a, b in zip(block, mask, strict=True))
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + inner + b"\xbc"


def _mgf1(seed: bytes, length: int) -> bytes:
    rounds = -(-length // hashlib.sha384().digest_size)
    stream = b"".join(hashlib.sha384(seed + counter.to_bytes(4, "big")).digest() for counter in range(rounds))
    return stream[:length]


def _to_bytes(number: mpz, length: int) -> bytes:
    return int(number).to_bytes(length, "big")

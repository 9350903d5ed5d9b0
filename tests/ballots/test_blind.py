"""The blind signature against RFC 9474's own vector, and by property."""

import json
from pathlib import Path

import pytest
from gmpy2 import invert, mpz

from pb.ballots import blind as module
from pb.ballots.blind import BlindSignatureError, SigningKey, blind, blind_with, encode_pss, finalize, prepare
from pb.ballots.pss import PublicKey
from tests.ballots.make import OTHER_KEY, SIGNING_KEY

VECTOR = json.loads((Path(__file__).parent / "rfc9474_randomized.json").read_text())


def _bytes(name: str) -> bytes:
    return bytes.fromhex(VECTOR[name])


def _number(name: str) -> int:
    return int(VECTOR[name], 16)


@pytest.fixture(scope="module")
def rfc_key() -> SigningKey:
    return SigningKey(mpz(_number("p")), mpz(_number("q")))


def test_rfc_vector_encodes(rfc_key):
    prepared = _bytes("msg_prefix") + _bytes("msg")
    assert encode_pss(prepared, _bytes("salt"), rfc_key.public.modulus.bit_length() - 1) == _bytes("encoded_msg")


def test_rfc_vector_blinds(rfc_key):
    blinder = int(invert(mpz(_number("inv")), mpz(rfc_key.public.modulus)))
    blinded = blind_with(rfc_key.public, _bytes("msg_prefix") + _bytes("msg"), _bytes("salt"), blinder)
    assert blinded.message == _bytes("blinded_msg")
    assert blinded.inverse == _bytes("inv")


def test_rfc_vector_signs(rfc_key):
    assert rfc_key.blind_sign(_bytes("blinded_msg")) == _bytes("blind_sig")


def test_rfc_vector_finalizes_and_verifies(rfc_key):
    prepared = _bytes("msg_prefix") + _bytes("msg")
    assert finalize(rfc_key.public, prepared, _bytes("blind_sig"), _bytes("inv")) == _bytes("sig")
    assert rfc_key.public.verifies(prepared, _bytes("sig"))
    assert not rfc_key.public.verifies(prepared + b".", _bytes("sig"))


def test_a_round_trip_verifies_as_an_ordinary_signature():
    prefix, prepared = prepare(b"a ballot")
    blinded = blind(SIGNING_KEY.public, prepared)
    signature = finalize(SIGNING_KEY.public, prepared, SIGNING_KEY.blind_sign(blinded.message), blinded.inverse)
    assert prepared == prefix + b"a ballot"
    assert SIGNING_KEY.public.verifies(prepared, signature)
    assert not OTHER_KEY.public.verifies(prepared, signature)
    assert not SIGNING_KEY.public.verifies(prepared, bytes(384))
    assert not SIGNING_KEY.public.verifies(prepared, signature[:-1])


def test_a_number_that_shares_a_factor_is_not_used():
    """Nobody can find one without factoring the key; we can, knowing it."""
    with pytest.raises(BlindSignatureError, match="invertible"):
        blind_with(SIGNING_KEY.public, b"a ballot", bytes(48), int(SIGNING_KEY.p))


def test_one_envelope_never_looks_the_same_twice():
    _, prepared = prepare(b"a ballot")
    seen = {blind(SIGNING_KEY.public, prepared).message for _ in range(5)}
    assert len(seen) == 5


def test_any_signature_fits_any_blinded_message():
    """What makes the envelope blind: for each pair of envelope and ballot some blinder explains both."""
    modulus = SIGNING_KEY.public.modulus
    signatures, envelopes = [], []
    for text in (b"one", b"two"):
        _, prepared = prepare(text)
        envelope = blind(SIGNING_KEY.public, prepared)
        signed = SIGNING_KEY.blind_sign(envelope.message)
        signatures.append(finalize(SIGNING_KEY.public, prepared, signed, envelope.inverse))
        envelopes.append((envelope.message, signed))
    for signature in signatures:
        for message, signed in envelopes:
            encoded = pow(int.from_bytes(signature, "big"), 65537, modulus)
            blinder = int.from_bytes(signed, "big") * pow(int.from_bytes(signature, "big"), -1, modulus) % modulus
            assert encoded * pow(blinder, 65537, modulus) % modulus == int.from_bytes(message, "big")


@pytest.mark.parametrize(
    "blinded",
    [b"", bytes(383), bytes(384), b"\xff" * 384, SIGNING_KEY.public.modulus.to_bytes(384, "big"), bytes(385)],
    ids=["empty", "short", "zero", "over", "modulus", "long"],
)
def test_a_message_that_does_not_fit_is_not_signed(blinded):
    with pytest.raises(BlindSignatureError):
        SIGNING_KEY.blind_sign(blinded)


def test_a_faulty_power_is_never_released(monkeypatch):
    """One wrong CRT half would let the receiver factor the modulus."""
    honest = module.powmod_sec
    monkeypatch.setattr(
        module,
        "powmod_sec",
        lambda base, power, modulus: honest(base, power, modulus) + (modulus == SIGNING_KEY.p),
    )
    with pytest.raises(BlindSignatureError, match="signing failure"):
        SIGNING_KEY.blind_sign(blind(SIGNING_KEY.public, b"x" * 40).message)


def test_finalize_refuses_what_the_city_spoilt():
    _, prepared = prepare(b"a ballot")
    blinded = blind(SIGNING_KEY.public, prepared)
    signed = SIGNING_KEY.blind_sign(blinded.message)
    spoilt = bytes([signed[0], signed[1] ^ 1]) + signed[2:]
    with pytest.raises(BlindSignatureError, match="invalid"):
        finalize(SIGNING_KEY.public, prepared, spoilt, blinded.inverse)
    with pytest.raises(BlindSignatureError, match="size"):
        finalize(SIGNING_KEY.public, prepared, signed + b"\0", blinded.inverse)


def test_a_key_survives_its_file():
    again = SigningKey.from_pem(SIGNING_KEY.to_pem())
    assert again.public == SIGNING_KEY.public
    assert PublicKey.of_text(SIGNING_KEY.public.as_text()) == SIGNING_KEY.public


def test_other_files_are_not_keys(tmp_path):
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    small = rsa.generate_private_key(65537, 2048).private_bytes(*plain)
    odd = rsa.generate_private_key(3, 3072).private_bytes(*plain)
    other = ed25519.Ed25519PrivateKey.generate().private_bytes(*plain)
    for pem in (b"", b"nothing", small, odd, other):
        with pytest.raises(BlindSignatureError):
            SigningKey.from_pem(pem)


def test_a_new_key_is_new():
    first = SigningKey.generate()
    assert first.public.modulus.bit_length() == 3072
    assert first.public != SIGNING_KEY.public


@pytest.mark.parametrize("text", ["", "AQAB", "A" * 512, "_" * 511 + "=", 5, None, "ї" * 512])
def test_a_text_that_is_no_modulus_is_refused(text):
    with pytest.raises(ValueError):
        PublicKey.of_text(text)

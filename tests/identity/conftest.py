"""The sandbox bank on a free loopback port, for a whole test session, and the city's own keys."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey, KeySet, RSAKey

from pb.demo.bank.server import Client, create_bank
from tests.identity.sandbox import Late, served


@pytest.fixture(scope="session")
def bank_url() -> Iterator[str]:
    late = Late()
    with served(late) as base:
        late.app = create_bank(
            base_url=base, client=Client("city", "sandbox-secret", "http://localhost/identity/return/")
        )
        yield base


@pytest.fixture(scope="session")
def city_keys() -> dict[str, Any]:
    """The city's private keys by file name: for signing and for reading what was encrypted to it."""
    return {
        "rsa.json": RSAKey.generate_key(2048, {"kid": "city-rsa", "use": "sig"}),
        "ec.json": ECKey.generate_key("P-256", {"kid": "city-ec", "use": "sig"}),
        "enc.json": RSAKey.generate_key(2048, {"kid": "city-enc", "use": "enc"}),
        "enc-ec.json": ECKey.generate_key("P-256", {"kid": "city-enc-ec", "use": "enc"}),
    }


@pytest.fixture
def key_folder(tmp_path: Path, city_keys: dict[str, Any]) -> Path:
    """The folder of the providers file with the city's keys in it."""
    for name, key in city_keys.items():
        (tmp_path / name).write_text(json.dumps(key.as_dict(private=True)))
    (tmp_path / "rsa.pem").write_bytes(city_keys["rsa.json"].as_pem(private=True))
    return tmp_path


@pytest.fixture
def published(city_keys: dict[str, Any]) -> KeySet:
    """What the bank knows of them: RSA for both uses."""
    return KeySet([city_keys["rsa.json"], city_keys["enc.json"]])


@pytest.fixture
def published_ec(city_keys: dict[str, Any]) -> KeySet:
    """The same with elliptic curves."""
    return KeySet([city_keys["ec.json"], city_keys["enc-ec.json"]])

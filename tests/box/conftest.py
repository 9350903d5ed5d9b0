"""A box of its own for each test, open for the invented election of `tests.ballots`."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask
from flask.testing import FlaskClient

from pb.ballots.manifest import raw_public_key
from pb.box.app import create_box
from pb.box.box import Box, BoxSettings
from pb.box.clerk import Clerk
from pb.box.routes import KEY
from tests.ballots.elections import MANIFEST
from tests.ballots.make import BOX_KEY
from tests.conftest import BOX_POSTGRES as POSTGRES
from tests.conftest import emptied

TODAY = date(2026, 4, 20)


@pytest.fixture
def box_settings(tmp_path: Path) -> BoxSettings:
    keys = tmp_path / "keys"
    keys.mkdir()
    pem = BOX_KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (keys / f"box-{raw_public_key(BOX_KEY.public_key()).hex()}.pem").write_bytes(pem)
    if POSTGRES:
        emptied(POSTGRES)
    return BoxSettings(
        database_url=POSTGRES or f"sqlite:///{tmp_path / 'box.sqlite'}",
        key_folder=keys,
        published_folder=tmp_path / "published",
        site_origin="https://budget.test",
    )


@pytest.fixture
def box_app(box_settings: BoxSettings) -> Iterator[Flask]:
    app = create_box(box_settings)
    Clerk(app.extensions[KEY]).open(MANIFEST)
    yield app
    app.extensions[KEY].database.dispose()


@pytest.fixture
def box(box_app: Flask) -> Box:
    return box_app.extensions[KEY]


@pytest.fixture
def clerk(box: Box) -> Clerk:
    return Clerk(box)


@pytest.fixture
def client(box_app: Flask) -> FlaskClient:
    return box_app.test_client()

"""Folders of elections and publications, and a cycle on its way to publication."""

from pathlib import Path

import pytest

from pb.settings import Settings


@pytest.fixture
def elections(settings: Settings) -> Path:
    return settings.folder("elections")


@pytest.fixture
def published(settings: Settings) -> Path:
    return settings.folder("published")


@pytest.fixture
def decisions(settings: Settings) -> Path:
    return settings.folder("decisions")

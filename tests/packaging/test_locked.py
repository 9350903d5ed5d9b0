"""What is pinned installs on the oldest Python that the project promises: Debian 12's own."""

import re
import tomllib
from importlib.metadata import metadata
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[2]
OLDEST = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"].removeprefix(">=")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_pinned_library_takes_the_oldest_python(lock: str) -> None:
    names = re.findall(r"^([\w.-]+)==", (ROOT / lock).read_text("utf-8"), re.MULTILINE)
    assert len(names) > 40
    wanted = {name: metadata(name).get("Requires-Python") or "" for name in names}
    assert [name for name in names if f"{OLDEST}.0" not in SpecifierSet(wanted[name])] == []

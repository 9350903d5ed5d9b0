"""Real elections, where a folder of them is at hand."""

import os
from pathlib import Path

import pytest


def _folder() -> Path | None:
    if named := os.environ.get("PB_PABULIB"):
        return Path(named)
    candidates = (parent / "shared" / "data" / "pabulib" for parent in Path(__file__).resolve().parents)
    return next((folder for folder in candidates if folder.is_dir()), None)


FOLDER = _folder()


def real_file(name: str) -> Path:
    """The file of this name; skips the test where the data is absent."""
    for suffix in (".pb", ".pb.gz"):
        if FOLDER and (path := FOLDER / f"{name}{suffix}").exists():
            return path
    pytest.skip(f"no {name} here; set PB_PABULIB to a folder of Pabulib files")

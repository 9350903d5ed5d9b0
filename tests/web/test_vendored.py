"""The vendored files are the ones the manifest names; nothing is fetched to find out."""

import base64
import hashlib
import json
from pathlib import Path

import pytest

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))


def sha384(path: Path) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()


def test_every_folder_is_in_the_manifest() -> None:
    assert {package["folder"] for package in MANIFEST} == {path.name for path in VENDOR.iterdir() if path.is_dir()}


@pytest.mark.parametrize("package", MANIFEST, ids=lambda package: package["folder"])
def test_files_have_the_hashes_of_the_manifest(package: dict) -> None:
    found = {path.name: sha384(path) for path in (VENDOR / package["folder"]).iterdir()}
    assert found == package["files"]


@pytest.mark.parametrize("package", MANIFEST, ids=lambda package: package["folder"])
def test_package_names_its_version_licence_and_tarball(package: dict) -> None:
    assert package["folder"].endswith(package["version"])
    assert package["licence"] in {"MIT", "OFL-1.1"}
    assert len(base64.b64decode(package["tarball"].removeprefix("sha512-"))) == 64
    assert any(name.endswith(".txt") for name in package["files"]), "the licence text is missing"


def test_manifest_holds_no_download_address() -> None:
    assert "://" not in (VENDOR / "manifest.json").read_text(encoding="utf-8")

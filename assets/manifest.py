"""Refreshes the file hashes in static/vendor/manifest.json.

What a package is (name, version, licence, sha512 of its tarball as the registry's `integrity` gives it, what
was changed) is typed in by whoever vendors it, after comparing tarball and registry. File hashes are computed
here and recomputed offline by tests/web/test_vendored.py.
"""  # noqa: INP001 - a script, not a package

import base64
import hashlib
import json
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[1] / "static" / "vendor"


def sha384(path: Path) -> str:
    """The hash as subresource integrity writes it."""
    return "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()


def main() -> None:
    """Lists every file of every package again."""
    manifest = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    for package in manifest:
        folder = VENDOR / package["folder"]
        package["files"] = {path.name: sha384(path) for path in sorted(folder.iterdir())}
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (VENDOR / "manifest.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""The wheel, installed alone into an environment of its own, migrates a database and serves a page with its sheet."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVE = """
import sys
from pathlib import Path
import pb
assert Path(pb.__file__).is_relative_to(sys.argv[1]), pb.__file__
from pb.app import create_app
from pb.db.database import Database
from pb.db.migrations import migrate
from pb.settings import Mode, Settings, checked
from pb.web.paths import beside_or_inside
settings = checked(Settings(secret_key="wheel-0123456789-abcdefghij-KLMNOPQR", data_dir=Path(sys.argv[2]), mode=Mode.DEMO))
migrate(Database(settings.database_url), str(beside_or_inside("migrations")))
client = create_app(settings).test_client()
page = client.get("/", headers={"Host": "127.0.0.1"})
assert page.status_code == 200 and "<h1" in page.get_data(as_text=True), page.status_code
assert client.get("/static/css/site.css", headers={"Host": "127.0.0.1"}).status_code == 200
english = client.get("/", headers={"Host": "127.0.0.1", "Accept-Language": "en"})
assert 'lang="en"' in english.get_data(as_text=True)
assert "How it works" in english.get_data(as_text=True), "the languages are not compiled"
print("served")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return next(out.glob("*.whl"))


def test_the_wheel_holds_what_it_needs_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for needed in ("pb/app.py", "pb/templates/error.html", "pb/static/css/site.css", "pb/migrations/env.py",
                   "pb/translations/en/LC_MESSAGES/messages.mo"):  # fmt: skip
        assert needed in names
    assert not [name for name in names if name.startswith("tests/") or name.endswith((".sqlite", ".pem"))]


def test_the_wheel_installed_alone_serves_a_page(wheel: Path, tmp_path: Path) -> None:
    place, data = tmp_path / "site", tmp_path / "data"
    data.mkdir()
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(place)
    libraries = sysconfig.get_paths()["purelib"]
    environment = {"PYTHONPATH": f"{place}{os.pathsep}{libraries}", "PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", SERVE, str(place), str(data)],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.strip().endswith("served")

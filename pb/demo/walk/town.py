"""A temporary city: data folder, clock under the walk's control, and city, box and bank as processes of their own."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import requests

from pb import clock
from pb.db.database import Database
from pb.demo.running import demo_settings
from pb.settings import Settings

PATIENCE = 90.0  # seconds for the three processes to answer
# Below the ports that systems give to outgoing connections: nobody takes one between finding it and serving there.
PORTS = range(20_000, 32_000)


@dataclass(frozen=True, slots=True)
class Town:
    """Where the temporary city lives."""

    settings: Settings
    database: Database
    url: str
    box_url: str
    bank_url: str

    def set_clock(self, moment: datetime) -> None:
        """Move the clock of every process."""
        path = self.settings.clock_file
        if path is None:
            raise RuntimeError("a walk without a clock of its own")
        fresh = path.with_suffix(".new")
        fresh.write_text(moment.astimezone(UTC).isoformat(), "ascii")
        fresh.replace(path)


@contextmanager
def temporary_town(*, residents: int, start: datetime) -> Iterator[Town]:
    """The town while the block runs; afterwards its processes are stopped and its folder is gone."""
    folder = Path(tempfile.mkdtemp(prefix="pb-walk-"))
    processes: list[subprocess.Popen[bytes]] = []
    try:
        town = _founded(folder, start)
        clock.use(clock.from_file(folder / "clock"))
        processes = _processes(town, residents)
        _wait_for(town, processes)
        yield town
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            _end(process)
        clock.use(None)
        shutil.rmtree(folder, ignore_errors=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _founded(folder: Path, start: datetime) -> Town:
    city, box, bank = (f"http://127.0.0.1:{port}" for port in _free_ports(3))
    clock_file = folder / "clock"
    clock_file.write_text(start.isoformat(), "ascii")
    made = demo_settings(folder / "data", public_url=city, bank_url=bank)
    settings = replace(made, clock_file=clock_file, box_url=box, log_level="ERROR")
    return Town(settings, Database(settings.database_url), city, box, bank)


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        found: list[int] = []
        while len(found) < count:
            probe, port = held.enter_context(socket.socket()), secrets.choice(PORTS)
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                found.append(port)
        return found


def _processes(town: Town, residents: int) -> list[subprocess.Popen[bytes]]:
    port_of = {url: url.rsplit(":", 1)[1] for url in (town.url, town.box_url, town.bank_url)}
    commands = [
        ["serve", "--port", port_of[town.url]],
        ["box", "--port", port_of[town.box_url]],
        ["sandbox-bank", "--port", port_of[town.bank_url], "--city-url", town.url, "--residents", str(residents)],
    ]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PB_")}
    environment = {**inherited, **environment_of(town.settings)}
    return [
        subprocess.Popen([sys.executable, "-m", "pb", *command], env=environment)  # noqa: S603 - our own command
        for command in commands
    ]


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings as variables for a process."""
    return {
        "PB_MODE": settings.mode.value,
        "PB_SECRET_KEY": settings.secret_key,
        "PB_DATA_DIR": str(settings.data_dir),
        "PB_PUBLIC_URL": settings.public_url,
        "PB_BOX_URL": settings.box_url,
        "PB_PROVIDERS_FILE": str(settings.providers_file),
        "PB_CITY_FILE": str(settings.city_file),
        "PB_CLOCK_FILE": str(settings.clock_file),
        "PB_LOG_LEVEL": settings.log_level,
        "PYTHONHASHSEED": str(secrets.randbelow(2**31)),
    }


def _wait_for(town: Town, processes: list[subprocess.Popen[bytes]]) -> None:
    """Until all three answer, or a process has died, or patience is over."""
    deadline = time.monotonic() + PATIENCE
    for url in (f"{town.url}/static/img/mark.svg", f"{town.box_url}/elections", f"{town.bank_url}/"):
        while not _answers(url):
            if any(process.poll() is not None for process in processes) or time.monotonic() > deadline:
                raise RuntimeError(f"{url} does not answer")
            time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).status_code == 200
    except requests.RequestException:
        return False

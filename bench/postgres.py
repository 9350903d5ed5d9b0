"""A PostgreSQL cluster of its own that writes durably, for a measurement; nothing of it stays."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def temporary_postgres(wanted: bool) -> Iterator[tuple[str, str] | None]:
    """Addresses of a city's and a box's database while the block runs; None when not wanted."""
    if not wanted:
        yield None
        return
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not found:
        raise SystemExit("needs PostgreSQL: apt-get install postgresql")
    tools, folder = found[-1], Path(tempfile.mkdtemp(prefix="pb-bench-postgres."))
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    try:
        _as_postgres(tools / "initdb", "-D", folder / "data", "-U", "bench", "-A", "trust")
        options = f"-p {port} -k {folder} -h 127.0.0.1 -c max_connections=200"
        _as_postgres(tools / "pg_ctl", "-D", folder / "data", "-w", "-o", options, "-l", folder / "log", "start")
        for name in ("city", "box"):
            _as_postgres(tools / "createdb", "-h", "127.0.0.1", "-p", port, "-U", "bench", name)
        server = f"postgresql+psycopg://bench@127.0.0.1:{port}"
        yield f"{server}/city", f"{server}/box"
    finally:
        _as_postgres(tools / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _as_postgres(*command: object) -> None:
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*user, *map(str, command)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

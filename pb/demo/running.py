"""Running the demo: build the city once, start the sandbox bank beside it, print who can sign in."""

import os
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path

import click

from pb.db.database import Database
from pb.demo.bank.people import BANKS, DOWN, customers
from pb.demo.bank.server import Client, create_bank
from pb.demo.loading.city import LOGINS, PASSWORD, department_logins
from pb.demo.loading.demo import load_demo
from pb.demo.loading.school import CODES_FILE
from pb.jobs import start_jobs
from pb.serving import Server, serve_city
from pb.settings import Mode, Settings, checked

CLIENT_ID = "city"
SECRET_FILE = "sandbox.secret"  # noqa: S105 - the name of a file
READY = "ready"


def demo_settings(data: Path, *, public_url: str, bank_url: str) -> Settings:
    """Settings of a demo whose secrets are drawn once and kept in its data folder."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    providers = data / "providers.toml"
    providers.write_text(providers_text(bank_url, _secret(data, SECRET_FILE)), "utf-8")
    settings = Settings(
        secret_key=_secret(data, "session.secret"),
        data_dir=data,
        mode=Mode.DEMO,
        public_url=public_url,
        providers_file=providers,
        city_file=_city_file(data),
        log_level="WARNING",
    )
    return checked(settings)


def _secret(data: Path, name: str) -> str:
    path = data / name
    if not path.exists():
        path.write_text(secrets.token_urlsafe(48), "ascii")
        path.chmod(0o600)
    return path.read_text("ascii")


def _city_file(data: Path) -> Path:
    path = data / "city.toml"
    path.write_text(CITY, "utf-8")
    return path


CITY = """name = "Івано-Франківська громада"
name_genitive = "Івано-Франківської громади"
name_en = "Ivano-Frankivsk community"
programme = "Бюджет участі"
programme_en = "Participatory Budget"
council = "міська рада (демонстрація)"
council_en = "City Council (demonstration)"
phone = "0 800 000 000"
hours = "пн–пт, 9:00–18:00"
hours_en = "Mon–Fri, 9:00–18:00"
email = "budget@example.org"
address = "вул. Прикладна, 1"
region = "Івано-Франківська область"
"""


def providers_text(bank_url: str, secret: str) -> str:
    """The sandbox's banks as a providers file."""
    blocks = [
        f'[{code}]\nkind = "oidc"\nsandbox = true\ntitle = "{title}"\nissuer = "{bank_url}/{code}"\n'
        f'client_id = "{CLIENT_ID}"\nclient_secret = "{secret}"\n'
        for code, title in BANKS.items()
    ]
    blocks.append(
        f'[bankid]\nkind = "nbu_bankid"\nsandbox = true\ntitle = "BankID"\nhub = "{bank_url}/nbu"\n'
        f'client_id = "{CLIENT_ID}"\nclient_secret = "{secret}"\n'
    )
    blocks.append(
        f'[id-gov-ua]\nkind = "id_gov_ua"\nsandbox = true\ntitle = "Підпис або Дія"\ntitle_en = "Signature or Diia"\n'
        f'note = "через державну систему id.gov.ua"\nnote_en = "through the state system id.gov.ua"\n'
        f'site = "{bank_url}/isei"\nclient_id = "{CLIENT_ID}"\nclient_secret = "{secret}"\n'
    )
    return "\n".join(blocks)


def run_demo(*, host: str, port: int, bank_port: int, data: Path, fresh: bool) -> None:
    """Build when needed, then serve city and bank until stopped."""
    if fresh and data.exists():
        shutil.rmtree(data)
    shown = "127.0.0.1" if host in {"0.0.0.0", "127.0.0.1", "::"} else host  # noqa: S104 - compared, not bound
    city_url, bank_url = f"http://{shown}:{port}", f"http://127.0.0.1:{bank_port}"
    settings = demo_settings(data.resolve(), public_url=city_url, bank_url=bank_url)
    build(settings)
    bank = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "pb", "sandbox-bank", "--port", str(bank_port), "--city-url", city_url],
        env={**os.environ, "PB_DATA_DIR": str(settings.data_dir)},
    )
    try:
        _print_welcome(city_url, bank_url)
        _print_slips(settings, city_url)
        serve_city(settings, host, port, beside=_jobs)
    finally:
        _end(bank)


def _jobs(settings: Settings) -> None:
    start_jobs(settings, Database(settings.database_url))


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()


def build(settings: Settings) -> None:
    """Make the demo city unless it stands; a half-built one is torn down first."""
    ready = settings.data_dir / READY
    if ready.exists():
        return
    for name in ("city.sqlite", "box.sqlite"):
        for path in settings.data_dir.glob(f"{name}*"):
            path.unlink()
    for name in ("media", "keys", "elections", "box"):
        shutil.rmtree(settings.data_dir / name, ignore_errors=True)
    started = time.monotonic()
    click.echo("Building the demo city …")
    database = Database(settings.database_url)
    load_demo(settings, database, say=click.echo)
    database.dispose()
    ready.write_text("ready\n", "ascii")
    click.echo(f"Built in {time.monotonic() - started:.1f} s.")


def serve_bank(*, port: int, city_url: str, residents: int) -> None:
    """Serve the sandbox banks on loopback."""
    data = Path(os.environ["PB_DATA_DIR"])
    client = Client(CLIENT_ID, _secret(data, SECRET_FILE), f"{city_url}/identity/return/")
    app = create_bank(base_url=f"http://127.0.0.1:{port}", client=client, residents=residents)
    options = {"bind": f"127.0.0.1:{port}", "threads": 4, "worker_class": "gthread", "loglevel": "warning"}
    Server(lambda: app, options).run()


def _print_welcome(city_url: str, bank_url: str) -> None:
    click.echo(f"\n  Місто:  {city_url}\n  Банки:  {bank_url}\n")
    click.echo(f"  Службовий вхід: {city_url}/staff/sign-in, пароль для всіх: {PASSWORD}")
    click.echo("  Код другого кроку сторінка покаже сама: це демонстрація.\n")
    for login in [*LOGINS, *department_logins()]:
        click.echo(f"    {login.email:28} {login.role.value:18} {login.name}")
    click.echo("\n  Люди в банках-прикладах:\n")
    for person in customers().values():
        banks = ", ".join(BANKS[bank] + (" (не працює)" if bank == DOWN else "") for bank in sorted(person.banks))
        click.echo(f"    {person.name:36} {banks:32} {person.note}")
    click.echo("\n  Зупинити: Ctrl+C\n")


def _print_slips(settings: Settings, city_url: str) -> None:
    codes = settings.data_dir / CODES_FILE
    if codes.exists():
        click.echo(f"  Шкільні талони для {city_url}/vote/code: {', '.join(codes.read_text('ascii').split())}\n")

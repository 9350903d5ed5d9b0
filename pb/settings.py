"""Settings from PB_* variables, frozen; a weak or unknown value refuses to start, naming the setting."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pb.errors import BadSetting

PREFIX = "PB_"
SHORTEST_SECRET = 32
MOST_WORKERS = 64


class Mode(StrEnum):
    """Production is the default: a forgotten setting must never open a demo."""

    PRODUCTION = "production"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between installations; each field is PB_<NAME>, explained in docs/settings.md."""

    secret_key: str = field(repr=False)
    data_dir: Path
    database_url: str = field(repr=False, default="")
    box_database_url: str = field(repr=False, default="")
    mode: Mode = Mode.PRODUCTION
    public_url: str = "http://127.0.0.1:5000"
    box_url: str = ""
    city_file: Path | None = None
    providers_file: Path | None = None
    clock_file: Path | None = None
    secret_key_fallbacks: tuple[str, ...] = field(repr=False, default=())
    proxy_count: int = 0
    workers: int = 1
    rate_limit_storage: str = "shared://"
    smtp_url: str = field(repr=False, default="")
    mail_from: str = ""
    clamd: str = ""
    tile_url: str = ""
    tile_credit: str = ""
    log_level: str = "INFO"

    @property
    def is_demo(self) -> bool:
        return self.mode is Mode.DEMO

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def is_box_mounted(self) -> bool:
        """Whether the ballot box is served under the city's own address: in the demo only."""
        return self.is_demo and self.box_url == self.public_url.rstrip("/") + "/box"

    @property
    def host(self) -> str:
        """Host of the public address, without port."""
        return urlsplit(self.public_url).hostname or ""

    def folder(self, name: str) -> Path:
        """The folder `name` inside the data folder, made when missing, readable by this user only."""
        path = self.data_dir / name
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Settings from `environ`; BadSetting names the first that is missing, unknown or weak."""
    known = {PREFIX + entry.name.upper(): entry.name for entry in fields(Settings)}
    given = {name: value for name, value in environ.items() if name.startswith(PREFIX) and value != ""}
    for name in sorted(given.keys() - known.keys()):
        raise BadSetting(f"{name}: there is no such setting; see docs/settings.md")
    for name in ("PB_SECRET_KEY", "PB_DATA_DIR"):
        if name not in given:
            raise BadSetting(f"{name}: must be set; see docs/settings.md")
    values: dict[str, Any] = {known[name]: _read(name, value) for name, value in given.items()}
    return checked(Settings(**values))


def _read(name: str, value: str) -> object:
    try:
        return READERS.get(name, str)(value)
    except ValueError as wrong:
        raise BadSetting(f"{name}: cannot be read: {value!r}") from wrong


READERS: dict[str, Callable[[str], object]] = {
    "PB_MODE": Mode,
    "PB_DATA_DIR": Path,
    "PB_CITY_FILE": Path,
    "PB_PROVIDERS_FILE": Path,
    "PB_CLOCK_FILE": Path,
    "PB_PROXY_COUNT": int,
    "PB_WORKERS": int,
    "PB_SECRET_KEY_FALLBACKS": lambda value: tuple(value.split(",")),
}


def checked(settings: Settings) -> Settings:
    """`settings` with its databases filled in; BadSetting when something is weak."""
    for key in (settings.secret_key, *settings.secret_key_fallbacks):
        if len(key) < SHORTEST_SECRET or len(set(key)) < SHORTEST_SECRET // 4:
            raise BadSetting(f"PB_SECRET_KEY: needs at least {SHORTEST_SECRET} random characters")
    _check_values(settings)
    if not settings.is_demo:
        _check_production(settings)
    for name in ("city_file", "providers_file", "clock_file"):
        path = getattr(settings, name)
        if path is not None and not path.is_file():
            raise BadSetting(f"PB_{name.upper()}: there is no such file")
    return _completed(settings)


def _check_values(settings: Settings) -> None:
    if not settings.host:
        raise BadSetting("PB_PUBLIC_URL: needs a scheme and a host, such as https://budget.example.org")
    if settings.log_level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise BadSetting("PB_LOG_LEVEL: one of DEBUG, INFO, WARNING, ERROR")
    if settings.tile_url and not (
        settings.tile_url.startswith("https://") and all(part in settings.tile_url for part in ("{z}", "{x}", "{y}"))
    ):
        raise BadSetting("PB_TILE_URL: such as https://tiles.example.org/{z}/{x}/{y}.png")
    if settings.clamd and not (settings.clamd.startswith("/") or settings.clamd.rpartition(":")[2].isdecimal()):
        raise BadSetting("PB_CLAMD: host:port, or the path of a socket")
    if settings.tile_url and not settings.tile_credit:
        raise BadSetting("PB_TILE_CREDIT: whose map it is must stand on it")
    if settings.proxy_count not in range(4):
        raise BadSetting("PB_PROXY_COUNT: from 0 to 3")
    if not 0 < settings.workers <= MOST_WORKERS:
        raise BadSetting(f"PB_WORKERS: from 1 to {MOST_WORKERS}")


def _check_production(settings: Settings) -> None:
    if not settings.is_https:
        raise BadSetting("PB_PUBLIC_URL: production needs https")
    if settings.clock_file is not None:
        raise BadSetting("PB_CLOCK_FILE: only a rehearsal may move the clock; not for production")
    if settings.providers_file is None:
        raise BadSetting("PB_PROVIDERS_FILE: production needs at least one identity provider")
    if settings.smtp_url and not settings.mail_from:
        raise BadSetting("PB_MAIL_FROM: letters need a sender")


def _completed(settings: Settings) -> Settings:
    return replace(
        settings,
        database_url=settings.database_url or f"sqlite:///{settings.data_dir / 'city.sqlite'}",
        box_database_url=settings.box_database_url or f"sqlite:///{settings.data_dir / 'box.sqlite'}",
        box_url=settings.box_url or settings.public_url.rstrip("/") + "/box",
    )

"""The bridge from Flask to services: the current transaction, settings, reader; no decisions here."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app
from flask_login import current_user
from sqlalchemy.orm import Session

from pb.db.database import Database
from pb.settings import Settings
from pb.values.actor import Actor, ActorKind
from pb.web.city import City
from pb.web.reader import Reader, ReaderKind

KEY = "pb"


@dataclass(frozen=True, slots=True)
class House:
    """What one application works with; kept on the app, so that two apps share nothing."""

    settings: Settings
    database: Database
    city: City


def house() -> House:
    """The current application's house."""
    found: House = current_app.extensions[KEY]
    return found


def house_of(app: Flask) -> House:
    """An application's house, before any request."""
    found: House = app.extensions[KEY]
    return found


def transaction() -> AbstractContextManager[Session]:
    """A writing session: committed when the block ends."""
    return house().database.transaction()


def reading() -> AbstractContextManager[Session]:
    """A session that changes nothing."""
    return house().database.reading()


def media_folder() -> Path:
    """Where pictures lie."""
    return house().settings.folder("media")


def public_url() -> str:
    """The address under which people reach this city."""
    return house().settings.public_url


def documents_folder() -> Path:
    """Where documents lie: private, never served from here directly."""
    return house().settings.folder("documents")


def reader() -> Reader:
    """The signed-in reader; call it only behind a guard."""
    return current_user._get_current_object()  # type: ignore[no-any-return]  # noqa: SLF001 - werkzeug's own way to the object


def actor() -> Actor:
    """The signed-in reader as the audit log writes them."""
    person = reader()
    kind = ActorKind.STAFF if person.kind is ReaderKind.STAFF else ActorKind.AUTHOR
    return Actor(kind, person.code)

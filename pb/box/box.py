"""One opened box: its database, keys and what it keeps in memory; its HTTP face is in `routes`."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from pb.ballots.canonical import HASH
from pb.ballots.log import Tree
from pb.ballots.manifest import Manifest
from pb.box import memory, queries
from pb.box.casting import CastingQueue
from pb.box.keys import read_keys
from pb.box.rules import Refusal
from pb.box.storage import open_database
from pb.errors import Refused

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class BoxSettings:
    """`key_folder` holds the keys and the remembered checkpoints and must not be restored with the database.

    `site_origin` is the city's site, whose pages may post ballots: scheme, host and port.
    """

    database_url: str = field(repr=False)
    key_folder: Path
    published_folder: Path
    site_origin: str

    @property
    def is_https(self) -> bool:
        return self.site_origin.startswith("https://")


class Box:
    """Opens the database, checks that it did not go back in time, and finds manifests, keys and trees."""

    def __init__(self, settings: BoxSettings) -> None:
        self.settings = settings
        self.database = open_database(settings.database_url)
        self.queue = CastingQueue(self.database)
        self._keys = read_keys(settings.key_folder)
        self._manifests: dict[str, Manifest] = {}
        self._trees: dict[str, Tree] = {}
        self._lock = threading.Lock()
        self.read_only: frozenset[str] = frozenset()
        self.look_back()

    def look_back(self) -> None:
        """Find elections whose stored log is shorter or other than remembered; they take no ballots."""
        with self.database.reading() as session:
            self.read_only = memory.rolled_back(session, self.settings.key_folder)
        if self.read_only:
            log.critical("the box went back in time: it takes no ballots", count=len(self.read_only))

    def manifest(self, election: str) -> Manifest:
        """The frozen manifest of that hash; Refused if unknown."""
        if election not in self._manifests:
            with self.database.reading() as session:
                frozen = queries.manifest_bytes(session, election) if HASH.match(election) else None
            if frozen is None:
                raise Refused(Refusal.UNKNOWN_ELECTION)
            self._manifests[election] = Manifest.parse(frozen)
        return self._manifests[election]

    def key_for(self, manifest: Manifest) -> Ed25519PrivateKey:
        """The private half of the manifest's box key; Refused if this box does not hold it."""
        if manifest.box_key not in self._keys:
            self._keys = read_keys(self.settings.key_folder)  # another process may have opened this election
        if manifest.box_key not in self._keys:
            raise Refused(Refusal.FOREIGN_KEY)
        return self._keys[manifest.box_key]

    def tree(self, session: Session, election: str) -> Tree:
        """The whole log as stored; leaves are only ever added, so that what is in memory stays true."""
        with self._lock:
            tree = self._trees.setdefault(election, Tree())
            for leaf in queries.leaves_from(session, election, len(tree)):
                tree.append(leaf)
            return tree

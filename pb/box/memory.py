"""The newest checkpoint kept in a file outside the database, to notice that the database went back in time.

A backup put back, or a file swapped, would make acknowledged ballots vanish: the box then takes none at all.
"""

import os
import tempfile
from pathlib import Path

from sqlalchemy.orm import Session

from pb.ballots.canonical import NotCanonicalError
from pb.ballots.checkpoint import Checkpoint
from pb.ballots.log import Tree
from pb.ballots.manifest import Manifest
from pb.box import queries

PREFIX, SUFFIX = "checkpoint-", ".txt"


def remember(folder: Path, election: str, note: str) -> None:
    """Keep the note, whole or not at all, past a power cut."""
    handle, draft = tempfile.mkstemp(prefix=".", dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
    Path(draft).replace(folder / f"{PREFIX}{election}{SUFFIX}")


def rolled_back(session: Session, folder: Path) -> frozenset[str]:
    """Elections whose stored log does not begin with the log of the remembered checkpoint."""
    found = set()
    for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
        election = path.name.removeprefix(PREFIX).removesuffix(SUFFIX)
        if not _continues(session, election, path.read_text("utf-8", errors="replace")):
            found.add(election)
    return frozenset(found)


def _continues(session: Session, election: str, note: str) -> bool:
    frozen = queries.manifest_bytes(session, election)
    if frozen is None:
        return False
    try:
        remembered = Checkpoint.open(note, Manifest.parse(frozen).box_public_key)
    except NotCanonicalError:  # also a damaged file: nobody knows then how long the log was
        return False
    tree = Tree(queries.leaves_from(session, election, 0, remembered.size))
    return len(tree) == remembered.size and tree.root() == remembered.root

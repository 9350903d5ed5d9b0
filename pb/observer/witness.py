"""A witness of an open box: keeps every checkpoint it was shown and accepts a newer one only with a proof.

It trusts nothing but what it has kept itself. What it keeps (`witnessed.txt`) is the evidence that the verifier
takes after the close. It learns nothing of any vote: checkpoints are a number and a hash.
"""

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import requests

from pb import clock
from pb.ballots.canonical import HASH, NotCanonicalError
from pb.ballots.checkpoint import Checkpoint, join_notes, split_notes
from pb.ballots.log import is_consistent
from pb.ballots.manifest import MANIFEST_LIMIT, Manifest
from pb.ballots.published import MANIFEST_FILE, WITNESSED_FILE

STATUS_FILE = "status.json"
CONTRADICTION_FILE = "contradiction.json"
TIMEOUT = 30
LARGEST_ANSWER = 1 << 20
MOST_ELECTIONS = 1_000
CHUNK = 1 << 16


class State(StrEnum):
    """What a witness says of one election."""

    KEPT = "kept"  # the newest checkpoint follows from all before
    UNREACHABLE = "unreachable"  # nothing was learned this time
    REWRITTEN = "rewritten"  # the box contradicts what it signed before; for good


class UnreachableError(Exception):
    """The box did not answer, or not in time."""


class RewrittenError(Exception):
    """The box contradicts itself; `shown` is what it answered, as evidence."""

    def __init__(self, why: str, shown: str = "") -> None:
        super().__init__(why)
        self.shown = shown


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at one election."""

    election: str
    state: State
    why: str = ""
    size: int = 0
    final: bool = False


class Witness:
    """`look()` once in a while; `box` is the box's address, `folder` what the witness keeps."""

    def __init__(self, box: str, folder: Path, only: str | None = None) -> None:
        self.box, self.folder, self.only = box.rstrip("/"), folder, only
        self._http = requests.Session()

    def look(self) -> list[Seen]:
        """Ask for the newest checkpoint of each election, keep it or say what is wrong; writes `status.json`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        known = {path.parent.name for path in self.folder.glob(f"*/{MANIFEST_FILE}") if HASH.match(path.parent.name)}
        try:
            offered = self._elections()
            seen = [self._look_at(election) for election in sorted(offered | known)]
        except UnreachableError as silent:
            seen = [self._earlier(election) or Seen(election, State.UNREACHABLE, str(silent)) for election in known]
            seen = seen or [Seen(self.only or "", State.UNREACHABLE, str(silent))]
        self._tell(seen)
        return seen

    def _elections(self) -> set[str]:
        if self.only:
            return {self.only}
        listed = self._json("/elections")
        hashes = [entry.get("manifest") for entry in listed if isinstance(entry, dict)]
        if len(hashes) > MOST_ELECTIONS:
            raise UnreachableError("more elections than a city has")
        return {one for one in hashes if isinstance(one, str) and HASH.match(one)}

    def _look_at(self, election: str) -> Seen:
        if earlier := self._earlier(election):
            return earlier
        place = self.folder / election
        try:
            manifest = self._manifest(election)
            newest, note = self._newest(manifest)
            kept = split_notes(_text(place / WITNESSED_FILE))
            if not kept or kept[-1] != note:
                if kept:
                    self._demand_proof(election, Checkpoint.open(kept[-1], manifest.box_public_key), newest, note)
                _store(place / WITNESSED_FILE, join_notes([*kept, note]))
        except RewrittenError as wrong:
            evidence = {"why": str(wrong), "found_at": clock.now().isoformat(), "shown": wrong.shown}
            _store(place / CONTRADICTION_FILE, json.dumps(evidence, ensure_ascii=False, indent=1) + "\n")
            return Seen(election, State.REWRITTEN, str(wrong))
        except UnreachableError as silent:
            return Seen(election, State.UNREACHABLE, str(silent))
        return Seen(election, State.KEPT, size=newest.size, final=newest.final)

    def _earlier(self, election: str) -> Seen | None:
        """A contradiction found before stays one, whatever the box says now."""
        evidence = _text(self.folder / election / CONTRADICTION_FILE)
        return Seen(election, State.REWRITTEN, str(json.loads(evidence)["why"])) if evidence else None

    def _manifest(self, election: str) -> Manifest:
        path = self.folder / election / MANIFEST_FILE
        if not path.exists():
            content = self._get(f"/manifest/{election}", MANIFEST_LIMIT)
            if hashlib.sha256(content).hexdigest() != election:
                raise UnreachableError("the manifest is not the one of that hash")
            _store(path, content.decode("ascii", errors="replace"))
        return Manifest.parse(path.read_bytes())

    def _newest(self, manifest: Manifest) -> tuple[Checkpoint, str]:
        note = self._get(f"/checkpoints/{manifest.hash}?newest", LARGEST_ANSWER).decode("utf-8", errors="replace")
        try:
            newest = Checkpoint.open(note, manifest.box_public_key)
        except NotCanonicalError as wrong:
            raise UnreachableError(f"what came is no checkpoint of this box: {wrong}") from wrong
        if (newest.manifest, newest.cycle) != (manifest.hash, manifest.cycle):
            raise RewrittenError("the box shows the checkpoint of another election", note)
        return newest, note

    def _demand_proof(self, election: str, old: Checkpoint, new: Checkpoint, note: str) -> None:
        if new.size < old.size:
            raise RewrittenError(f"the log of {old.size} leaves has {new.size} now", note)
        if old.final and new != old:
            raise RewrittenError("the log was final and goes on", note)
        if new.size == old.size:
            if new.root != old.root:
                raise RewrittenError(f"two logs of {new.size} leaves", note)
            return
        answer = self._json(f"/consistency/{election}/{old.size}/{new.size}")
        try:
            steps = [bytes.fromhex(step) for step in answer["proof"]]
        except (TypeError, KeyError, ValueError) as noise:
            raise UnreachableError("what came is no proof") from noise
        if not is_consistent(old.size, old.root, new.size, new.root, steps):
            raise RewrittenError(f"the log of {new.size} leaves does not begin with that of {old.size}", note)

    def _json(self, path: str) -> Any:
        try:
            return json.loads(self._get(path, LARGEST_ANSWER))
        except ValueError as noise:
            raise UnreachableError("what came is no answer of a box") from noise

    def _get(self, path: str, most: int) -> bytes:
        try:
            with self._http.get(self.box + path, stream=True, timeout=TIMEOUT, allow_redirects=False) as answer:
                if answer.status_code != requests.codes.ok:
                    raise UnreachableError(f"{path} answered {answer.status_code}")
                content = b""
                for chunk in answer.iter_content(CHUNK):
                    content += chunk
                    if len(content) > most:
                        raise UnreachableError(f"{path} answered too much")
                return content
        except requests.RequestException as failed:
            raise UnreachableError(f"{path}: {type(failed).__name__}") from failed

    def _tell(self, seen: list[Seen]) -> None:
        told = {
            "box": self.box,
            "looked_at": clock.now().isoformat(),
            "rewritten": any(one.state is State.REWRITTEN for one in seen),
            "elections": {
                one.election: {"state": one.state, "why": one.why, "size": one.size, "final": one.final} for one in seen
            },
        }
        _store(self.folder / STATUS_FILE, json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def _store(path: Path, text: str) -> None:
    """Whole or not at all, past a power cut: what a witness forgets, nobody can prove."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(draft).replace(path)

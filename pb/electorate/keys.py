"""The city's secret files of a cycle: one signing key per contest and the pepper; nothing of them is in a database."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pb.ballots.blind import SigningKey
from pb.identity.person_key import keyed, put_secret, secret_file


class Known(NamedTuple):
    """A person as the roll and as the registers of a cycle know them; without the pepper nobody can join the two."""

    person_key: bytes
    register_key: bytes


class CycleKeys:
    """Files under `folder/<cycle>/`, readable by this user alone; the pepper is destroyed after the appeals."""

    def __init__(self, folder: Path, cycle: str) -> None:
        self.folder = folder / cycle
        self.cycle = cycle

    def make(self, contest: str) -> SigningKey:
        """The contest's key, made at the first call; a contest's key is used for nothing else (RFC 9474 §7.2)."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(contest)
        if not path.exists():
            put_secret(path, SigningKey.generate().to_pem())
        return _read(path)

    def signer(self, contest: str) -> SigningKey:
        """The key made when the election was opened; FileNotFoundError if it is lost, for a new one is of no use."""
        return _read(self._path(contest))

    def person_key(self, stretch: bytes) -> bytes:
        """The 32 bytes by which this cycle's roll knows a person; every cycle knows another."""
        return keyed(self._pepper(), f"roll {self.cycle}", stretch)

    def register_key(self, stretch: bytes) -> bytes:
        """The key of the city's registers, another than the roll's: a birth date there tells nobody who voted."""
        return keyed(self._pepper(), f"register {self.cycle}", stretch)

    def known(self, stretch: bytes) -> Known:
        """Both keys of a person."""
        return Known(self.person_key(stretch), self.register_key(stretch))

    def code_hash(self, stretch: bytes) -> bytes:
        """What the register of school codes stores of a code."""
        return keyed(self._pepper(), f"code {self.cycle}", stretch)

    def _pepper(self) -> bytes:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return secret_file(self.folder / "roll.pepper")

    def _path(self, contest: str) -> Path:
        return self.folder / f"sign-{contest}.pem"


@lru_cache(maxsize=1_024)
def _read(path: Path) -> SigningKey:
    return SigningKey.from_pem(path.read_bytes())

"""Fetches what a city has published, within bounds of size, count and time; nothing is checked here."""

import re
import shutil
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import requests

HASHES = "SHA256SUMS"
TIMEOUT = 60
CHUNK = 1 << 16
LARGEST_LIST = 1 << 20
LARGEST_FILE = 2 << 30
"""Bytes of one file, and of all files of an archive together: some two million ballots."""
MOST_FILES = 2_000
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
_LINE = re.compile(r"([0-9a-f]{64})  ([^\s]+)\Z")
_RESULTS = re.compile(r"(?P<cycle>/results/[A-Za-z0-9][A-Za-z0-9_-]{0,39})(/[a-z]*)?/?\Z")


class FetchError(Exception):
    """The files could not be had; the message is one sentence for a terminal."""


def is_address(where: str) -> bool:
    """Whether this is a web address and not a folder."""
    return where.startswith(("http://", "https://"))


def results_address(where: str) -> str:
    """`https://city/results/2026`, whichever page of that cycle's results was named; FetchError for another page."""
    parts = urlsplit(where)
    found = _RESULTS.search(parts.path)
    if not parts.hostname or not found:
        raise FetchError("not an address of results, such as https://budget.example.org/results/2026")
    return f"{parts.scheme}://{parts.netloc}{parts.path[: found.start()]}{found['cycle']}"


def fetch_publication(where: str, folder: Path) -> None:
    """Download every file of the list of hashes, and the list itself, into `folder`."""
    files = f"{results_address(where)}/files"
    with requests.Session() as http:
        listed = folder / HASHES
        download(http, f"{files}/{HASHES}", listed, LARGEST_LIST)
        for name in listed_hashes(listed.read_bytes()):
            download(http, f"{files}/{name}", folder / name, LARGEST_FILE)


def download(http: requests.Session, address: str, path: Path, most: int) -> None:
    """One file of at most `most` bytes; no redirection is followed, so that what answers is what was asked."""
    try:
        with http.get(address, stream=True, timeout=TIMEOUT, allow_redirects=False) as answer:
            if answer.status_code != requests.codes.ok:
                raise FetchError(f"{address} answered {answer.status_code}")
            written = 0
            with path.open("wb") as file:
                for chunk in answer.iter_content(CHUNK):
                    written += len(chunk)
                    if written > most:
                        raise FetchError(f"{address} is longer than {most} bytes")
                    file.write(chunk)
    except requests.RequestException as failed:
        raise FetchError(f"{address} cannot be read: {type(failed).__name__}") from failed


def listed_hashes(content: bytes) -> dict[str, str]:
    """File name → SHA-256 as `sha256sum` writes them; FetchError for a strange line, a strange name, a name twice."""
    hashes: dict[str, str] = {}
    for number, line in enumerate(content.decode("utf-8", errors="replace").splitlines(), 1):
        found = _LINE.match(line)
        if not found or not NAME.match(found[2]) or found[2] in hashes or number > MOST_FILES:
            raise FetchError(f"{HASHES}, line {number}: not a hash and a file name, or one of too many")
        hashes[found[2]] = found[1]
    return hashes


def unpack(archive: Path, folder: Path) -> None:
    """The archive's files, flat, into `folder`; FetchError when it is broken or holds anything else."""
    try:
        with zipfile.ZipFile(archive) as packed:
            entries = packed.infolist()
            names = [entry.filename for entry in entries]
            if len(set(names)) != len(names) or len(names) > MOST_FILES or not all(map(NAME.match, names)):
                raise FetchError(f"{archive.name} holds a file of a strange name, one twice, or too many")
            if sum(entry.file_size for entry in entries) > LARGEST_FILE:
                raise FetchError(f"{archive.name} is too large")
            for entry in entries:
                with packed.open(entry) as source, (folder / entry.filename).open("wb") as target:
                    shutil.copyfileobj(source, target)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as broken:
        raise FetchError(f"{archive.name} is broken") from broken

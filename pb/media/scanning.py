"""A virus scanner that speaks clamd's INSTREAM; where it runs is PB_CLAMD."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager

TIMEOUT = 20.0  # seconds
CHUNK = 64 * 1024


@contextmanager
def _connected(address: str) -> Iterator[socket.socket]:
    """`host:port`, or the path of a Unix socket."""
    if address.startswith("/"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(TIMEOUT)
            line.connect(address)
            yield line
    else:
        host, _, port = address.rpartition(":")
        with socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT) as line:
            yield line


def is_clean(address: str, data: bytes) -> bool:
    """Whether clamd finds nothing; OSError when it cannot be reached or answers neither «OK» nor «FOUND»."""
    with _connected(address) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            piece = data[start : start + CHUNK]
            line.sendall(struct.pack("!I", len(piece)) + piece)
        line.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < 4096 and (more := line.recv(4096)):
            answer += more
    told = answer.rstrip(b"\0\n ")
    if told.endswith(b" OK"):
        return True
    if told.endswith(b" FOUND"):
        return False
    raise ConnectionError("clamd answered neither OK nor FOUND")

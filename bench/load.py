"""A light HTTP client that sends prepared requests over so many connections at once and notes how long each took."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

PATIENCE = 60.0


@dataclass(frozen=True)
class Measured:
    """Requests done and refused, per second, and the waiting times in milliseconds."""

    done: int
    failed: int
    seconds: float
    waits: list[float]

    @property
    def rate(self) -> float:
        return self.done / self.seconds

    def wait(self, share: float) -> float:
        """The time within which this share of requests was answered."""
        return sorted(self.waits)[min(len(self.waits) - 1, int(share * len(self.waits)))] if self.waits else 0.0


class Connection:
    """A connection to 127.0.0.1, from one of the addresses that all are this machine."""

    def __init__(self, port: int, source: str = "127.0.0.1") -> None:
        self.port, self.source = port, source
        self._reader: asyncio.StreamReader | None = None
        self.head = b""  # of the last answer

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        for _ in range(3):
            try:
                if self._reader is None:
                    self._reader, self._writer = await asyncio.open_connection(
                        "127.0.0.1", self.port, local_addr=(self.source, 0)
                    )
                self._writer.write(request)
                head = await self._reader.readuntil(b"\r\n\r\n")
                break
            except (asyncio.IncompleteReadError, ConnectionError):  # the server let an idle connection go
                self._reader = None
        else:
            return 0, b""
        self.head, fields = head, head.lower()
        length = int(fields.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        body = await self._reader.readexactly(length)
        if b"connection: close" in fields:
            self._writer.close()
            self._reader = None
        return int(head.split(b" ", 2)[1]), body


Voter = Callable[[int, dict[int, Connection]], Awaitable[bool]]


def post(path: str, body: bytes, *headers: str, kind: str = "application/json") -> bytes:
    """A whole request."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, *headers, "", ""]).encode() + body


def run(voter: Voter, count: int, at_once: int, ports: Sequence[int], seconds: float) -> Measured:
    """Let `count` voters act, `at_once` at a time, for at most `seconds`."""
    return asyncio.run(_run(voter, count, at_once, ports, seconds))


async def _run(voter: Voter, count: int, at_once: int, ports: Sequence[int], seconds: float) -> Measured:
    waits: list[float] = []
    failed, numbers, begun = 0, iter(range(count)), time.perf_counter()

    async def work() -> None:
        nonlocal failed
        connections = {port: Connection(port) for port in ports}
        for number in numbers:
            since = time.perf_counter()
            if since - begun > seconds:
                return
            if await asyncio.wait_for(voter(number, connections), PATIENCE):
                waits.append((time.perf_counter() - since) * 1000)
            else:
                failed += 1

    await asyncio.gather(*(work() for _ in range(at_once)))
    return Measured(len(waits), failed, time.perf_counter() - begun, waits)

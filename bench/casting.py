"""How many ballots a second are acknowledged durably, beside the floor of the same run: `make bench`.

One row of the table is one run: the floor (a bare route that commits one row), casting, issuing, and a voter's
issue and cast together. Nothing here is a promise: figures are of this machine, with client and servers on it.
"""

import argparse
import json
import secrets
import sys
import tempfile
from pathlib import Path

from gmpy2 import mpz

from bench.load import Connection, Measured, Voter, post, run
from bench.postgres import temporary_postgres
from bench.town import Town, found_town, served
from pb.ballots.canonical import from_base64url, to_base64url
from pb.ballots.encoding import Ballot, Choices, Record
from pb.ballots.voter import Envelope, seal
from tests.ballots.make import sealed
from tests.make_booth import OTHER_KEY

CONTEST = "green"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--count", type=int, default=800, help="requests of each measurement")
    parser.add_argument("--seconds", type=float, default=20, help="the longest a measurement may take")
    parser.add_argument("--at-once", type=int, nargs="+", default=[32, 256])
    options = parser.parse_args()
    for kind in ("sqlite", "postgresql"):
        if options.on in {kind, "both"}:
            measure(kind, options.count, options.at_once, options.seconds)


def measure(kind: str, count: int, at_once: list[int], seconds: float) -> None:
    with tempfile.TemporaryDirectory() as name, temporary_postgres(kind == "postgresql") as urls:
        folder = Path(name)
        town = found_town(folder, *(urls or ("", "")), voters=2 * count * len(at_once))
        say(f"\n{kind}, 4 workers\n{'':24}{'at once':>8}{'a second':>10}{'p50 ms':>8}{'p99 ms':>8}")
        for place, many in enumerate(at_once):
            first = 2 * count * place
            one_row = _told("floor", many, floor(town, count, many, seconds))
            cast = _told("cast", many, casting(town, count, many, seconds))
            issue = _told("issue", many, issuing(town, range(first, first + count), many, seconds))
            both = _told("issue + cast", many, voting(town, range(first + count, first + 2 * count), many, seconds))
            say(
                f"{'of the floor':24}{many:>8}   cast {cast.rate / one_row.rate:.2f},"
                f" issue {issue.rate / one_row.rate:.2f}, issue + cast {both.rate / one_row.rate:.2f}"
            )


def _told(what: str, many: int, found: Measured) -> Measured:
    failed = f"  {found.failed} FAILED" if found.failed else ""
    say(f"{what:24}{many:>8}{found.rate:>10.0f}{found.wait(0.5):>8.0f}{found.wait(0.99):>8.0f}{failed}")
    return found


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def floor(town: Town, count: int, at_once: int, seconds: float) -> Measured:
    port = town.ports["floor"]
    requests = [post("/row", secrets.token_bytes(1000)) for _ in range(count)]

    async def voter(number: int, connections: dict[int, Connection]) -> bool:
        return (await connections[port].ask(requests[number]))[0] == 200

    with served(town, "floor"):
        return _measured(voter, count, at_once, [port], seconds)


def casting(town: Town, count: int, at_once: int, seconds: float) -> Measured:
    port, hashed, codes = town.ports["box"], town.vote.manifest.hash, town.vote.codes[CONTEST]

    made = [sealed(Ballot.fresh(hashed, CONTEST, Choices.approve(codes[:1])), OTHER_KEY) for _ in range(count)]
    requests = [post("/ballots", record.as_bytes()) for record in made]

    async def voter(number: int, connections: dict[int, Connection]) -> bool:
        return (await connections[port].ask(requests[number]))[0] == 200

    with served(town, "box"):
        return _measured(voter, count, at_once, [port], seconds)


def issuing(town: Town, numbers: range, at_once: int, seconds: float) -> Measured:
    port = town.ports["city"]
    asked = [request for request, _envelope in _requests(town, numbers)]

    async def voter(number: int, connections: dict[int, Connection]) -> bool:
        return (await connections[port].ask(asked[number]))[0] == 200

    with served(town, "city"):
        return _measured(voter, len(numbers), at_once, [port], seconds)


def voting(town: Town, numbers: range, at_once: int, seconds: float) -> Measured:
    city, box = town.ports["city"], town.ports["box"]
    asked = list(_requests(town, numbers))
    modulus = mpz(OTHER_KEY.public.modulus)

    async def voter(number: int, connections: dict[int, Connection]) -> bool:
        request, envelope = asked[number]
        status, body = await connections[city].ask(request)
        if status != 200:
            return False
        signed = from_base64url(json.loads(body)["signatures"][CONTEST], 384)
        opened = mpz(int.from_bytes(signed, "big")) * int.from_bytes(envelope.inverse, "big") % modulus
        record = Record(envelope.ballot, envelope.prefix, int(opened).to_bytes(384, "big"))
        return (await connections[box].ask(post("/ballots", record.as_bytes())))[0] == 200

    with served(town, "city", "box"):
        return _measured(voter, len(numbers), at_once, [city, box], seconds)


def _requests(town: Town, numbers: range) -> list[tuple[bytes, Envelope]]:
    manifest, codes, made = town.vote.manifest, town.vote.codes[CONTEST], []
    for number in numbers:
        envelope = seal(manifest, {CONTEST: Choices.approve(codes[:1])})[CONTEST]
        body = {"cycle": town.vote.cycle.code, "requests": {CONTEST: to_base64url(envelope.message)}}
        cookie, csrf = town.cookies[number]
        request = post("/vote/issue", json.dumps(body).encode(), f"Cookie: {cookie}", f"X-CSRFToken: {csrf}")
        made.append((request, envelope))
    return made


def _measured(voter: Voter, count: int, at_once: int, ports: list[int], seconds: float) -> Measured:
    warm = min(20, count // 10)

    async def later(number: int, connections: dict[int, Connection]) -> bool:
        return await voter(number + warm, connections)

    run(voter, warm, warm, ports, seconds)
    return run(later, count - warm, at_once, ports, seconds)


if __name__ == "__main__":
    main()

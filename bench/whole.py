"""How many whole voters a second: front page, booth, bank, review, envelopes, box, receipt: `python -m bench.whole`.

Everything goes over HTTP and on this machine: city, box, sandbox bank and the voters, who seal their ballots
themselves. What each page costs, in statements and in time of a processor, is printed below the rate.
"""

import argparse
import json
import re
import tempfile
from collections import defaultdict
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from bench.casting import say
from bench.load import Connection, run
from bench.postgres import temporary_postgres
from bench.town import BANK, Town, found_town, served
from pb.ballots.canonical import from_base64url, to_base64url
from pb.ballots.encoding import Choices
from pb.ballots.voter import open_signed, seal
from pb.demo.bank.people import customers
from tests.make_booth import HOME

STATE = re.compile(r'data-(issue|finish|csrf|choices)="([^"]*)"')
TOKEN = re.compile(r'name="csrf_token" value="([^"]*)"')
WARM = 8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--count", type=int, default=200, help="voters")
    parser.add_argument("--at-once", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, temporary_postgres(options.on == "postgresql") as urls:
        town = found_town(Path(name), *(urls or ("", "")), voters=0, contests=("improvement", "green", "school"))
        with served(town, "city", "box", "bank", residents=2 * (options.count + WARM)):
            measure(town, options.count, options.at_once, options.seconds)


def measure(town: Town, count: int, at_once: int, seconds: float) -> None:
    costs: Costs = defaultdict(list)
    drawn = customers(2 * (count + WARM)).values()
    people = [one.subject for one in drawn if one.claims["address"]["locality"] == HOME and BANK in one.banks]
    people = [name for name in people if name.startswith("resident-")]  # the written ones are not all of age

    async def warming(number: int, _connections: dict[int, Connection]) -> bool:
        return await Visitor(town, count + number, defaultdict(list)).votes(people[count + number])

    async def voting(number: int, _connections: dict[int, Connection]) -> bool:
        return await Visitor(town, number, costs).votes(people[number])

    run(warming, WARM, WARM, [], seconds)
    found = run(voting, count, at_once, [], seconds)
    say(
        f"{found.done} whole voters, {at_once} at once, {found.failed} failed: {found.rate:.1f} a second,"
        f" p50 {found.wait(0.5):.0f} ms, p99 {found.wait(0.99):.0f} ms\n"
    )
    say(f"{'':28}{'a voter':>8}{'statements':>11}{'processor ms':>13}")
    for step, asked in costs.items():
        each = len(asked) / max(1, found.done)
        statements, milliseconds = (sum(one[place] for one in asked) / len(asked) for place in (0, 1))
        say(f"{step:28}{each:>8.1f}{statements:>11.1f}{milliseconds:>13.1f}")
    in_all = sum(one[1] for asked in costs.values() for one in asked) / max(1, found.done)
    say(f"{'a whole voter':28}{'':>19}{in_all:>13.1f}")


Costs = dict[str, list[tuple[int, float]]]


class Visitor:
    """One voter's address and cookies, the page in front of them, and what the servers said it cost."""

    def __init__(self, town: Town, number: int, costs: Costs) -> None:
        self.town, self.costs = town, costs
        address = f"127.1.{number // 250}.{number % 250 + 1}"  # rate limits are of an address
        self.connections = {name: Connection(town.ports[name], address) for name in ("city", "box", "bank")}
        self.cookies: dict[str, str] = {}
        self.page, self.location = "", ""

    async def votes(self, person: str) -> bool:
        """The whole way; False when any answer is not the expected one."""
        try:
            await self._chooses()
            await self._confirms(person)
            await self._casts()
        except AssertionError as wrong:
            say(f"{person}: {wrong}")
            return False
        return True

    async def _chooses(self) -> None:
        await self._get("front page", "/")
        cycle = self.town.vote.cycle.code
        for contest, codes in self.town.vote.codes.items():
            await self._get("booth", f"/vote?{urlencode({'cycle': cycle, 'contest': contest})}")
            fields = {
                "csrf_token": self._token(),
                "cycle": cycle,
                "contest": contest,
                "project": codes[0],
                "act": "add",
            }
            await self._post("pick", "/vote/pick", urlencode(fields), "Accept: application/json")

    async def _confirms(self, person: str) -> None:
        way = "/vote/review?" + urlencode({"cycle": self.town.vote.cycle.code})
        await self._get("review", way)
        await self._get("banks", "/identity/choose?" + urlencode({"purpose": "vote", "next": way}))
        fields = {"csrf_token": self._token(), "purpose": "vote", "next": way, "provider": BANK}
        await self._post("login begun", "/identity/start", urlencode(fields), status=303)
        await self._post("bank (sandbox)", self.location, urlencode({"person": person}), status=302, port="bank")
        await self._get("login finished", self.location, status=303)
        await self._get("review, confirmed", self.location)

    async def _casts(self) -> None:
        state = {name: unescape(value) for name, value in STATE.findall(self.page)}
        assert "choices" in state, f"nothing to cast: {self.page[-3000:]}"
        manifest, cycle = self.town.vote.manifest, self.town.vote.cycle.code
        chosen = {code: Choices.of_json(entry) for code, entry in json.loads(state["choices"]).items()}
        envelopes = seal(manifest, chosen)
        blinded = {code: to_base64url(one.message) for code, one in envelopes.items()}
        as_json = ("Content-Type: application/json", "Accept: application/json", f"X-CSRFToken: {state['csrf']}")
        await self._post("envelopes", state["issue"], json.dumps({"cycle": cycle, "requests": blinded}), *as_json)
        for code, signature in json.loads(self.page)["signatures"].items():
            record = open_signed(manifest, envelopes[code], from_base64url(signature, 384))
            await self._post("box", "/ballots", record.as_bytes().decode(), *as_json[:1], port="box")
        await self._post("all is cast", state["finish"], json.dumps({"cycle": cycle}), *as_json)
        await self._get("receipt", json.loads(self.page)["next"])
        assert "Ваш голос зараховано" in self.page, "no receipt"

    def _token(self) -> str:
        found = TOKEN.search(self.page)
        assert found, "no form"
        return found[1]

    async def _get(self, step: str, address: str, *, status: int = 200) -> None:
        await self._ask(step, "GET", address, "", (), status, "city")

    async def _post(
        self, step: str, address: str, body: str, *headers: str, status: int = 200, port: str = "city"
    ) -> None:
        kind = () if any(one.startswith("Content-Type") for one in headers) else (FORM,)
        await self._ask(step, "POST", address, body, (*kind, *headers), status, port)

    async def _ask(
        self, step: str, method: str, address: str, body: str, headers: tuple[str, ...], status: int, name: str
    ) -> None:
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        cookies = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body.encode())}", *headers]
        if name == "city":  # neither the box nor the bank sees the city's cookies
            lines.append(f"Cookie: {cookies}")
        connection = self.connections[name]
        got, answer = await connection.ask("\r\n".join([*lines, "", body]).encode())
        self.page = answer.decode()
        assert got == status, f"{step}: {got} {self.page[:300]}"
        for line in connection.head.decode("latin-1").split("\r\n"):
            key, _colon, value = line.partition(": ")
            match key.lower():
                case "location":
                    self.location = value
                case "set-cookie" if name == "city":
                    cookie, _equals, content = value.split(";", 1)[0].partition("=")
                    self.cookies[cookie] = content
                case "x-cost":
                    statements, milliseconds = value.split()
                    self.costs[step].append((int(statements), float(milliseconds)))


FORM = "Content-Type: application/x-www-form-urlencoded"


if __name__ == "__main__":
    main()

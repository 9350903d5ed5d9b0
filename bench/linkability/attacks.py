"""The thief: every order and every value in what was stolen, each way of reading the roll with each of the ballots.

An attack sorts a group's roll entries by one thing and its ballots by another, and says that the first belongs to
the first. How well it does is told by the number it guesses right (one is what guessing gets, whatever the number)
and by how far the two orders agree, in standard deviations of agreement by chance.
"""

import math
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path

from gmpy2 import invert, mpz

from bench.linkability.election import Cast, Loot
from pb.ballots.canonical import to_base64url

Order = dict[bytes, object]
"""What is sorted by: name of a roll entry or a ballot → a value that can be compared with the others'."""
SURE = 5.0
"""Standard deviations that chance does not reach in some thousands of attacks (one in three million each)."""


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack on one group: `right` of `people`, and the agreement of the orders in standard deviations."""

    name: str
    group: str
    people: int
    right: int
    deviations: float

    @property
    def succeeds(self) -> bool:
        """Better than chance, either by agreement of the whole or by single hits (Poisson with mean 1)."""
        return abs(self.deviations) > SURE or self.right >= HITS


HITS = 13
"""Hits that guessing reaches less than once in ten thousand million attacks."""


def attacks(loot: Loot) -> list[Attack]:
    """All attacks on all groups, the most successful first."""
    made: list[Attack] = []
    for group in sorted({cast.group for cast in loot.casts}):
        casts = [cast for cast in loot.casts if cast.group == group]
        made.extend(_by_order(loot, group, casts))
        made.extend(_by_value(loot, group, casts))
    return sorted(made, key=lambda one: max(abs(one.deviations) / SURE, one.right / HITS), reverse=True)


# By order.


def _by_order(loot: Loot, group: str, casts: list[Cast]) -> Iterator[Attack]:
    entries: dict[str, Order] = {}
    ballots: dict[str, Order] = {}
    for moment, folder in loot.folders.items():
        # Read first: to look into a database changes the files beside it.
        files = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        for path, content in files.items():
            where = f"{moment}, {path.relative_to(folder).as_posix()}"
            _put(entries, f"{where}: place", _places(content, casts, _names_of_entry), casts)
            _put(ballots, f"{where}: place", _places(content, casts, _names_of_ballot), casts)
            if content.startswith(b"SQLite format 3"):
                for name, order in _columns(path, casts, _names_of_entry):
                    _put(entries, f"{where}: {name}", order, casts)
                for name, order in _columns(path, casts, _names_of_ballot):
                    _put(ballots, f"{where}: {name}", order, casts)
    for (one, by), (other, to) in product(entries.items(), ballots.items()):
        both = [cast for cast in casts if cast.person_key in by and cast.person_key in to]
        yield _compared(f"{one}  ×  {other}", group, [(by[c.person_key], to[c.person_key]) for c in both])


def _put(orders: dict[str, Order], name: str, order: Order, casts: list[Cast]) -> None:
    if len(order) >= len(casts) // 2 and len(set(map(repr, order.values()))) > len(order) // 2:
        orders[name] = order


def _names_of_entry(cast: Cast) -> list[bytes]:
    # The pepper is stolen too: whoever has it finds a visit's person on the roll.
    return [cast.person_key, cast.stretch, cast.blind_signature]


def _names_of_ballot(cast: Cast) -> list[bytes]:
    return [cast.record.leaf, cast.record.signature]


def _places(content: bytes, casts: list[Cast], names: object) -> Order:
    """Where in a file each is first found, as bytes, in hexadecimal or in base64url."""
    found: Order = {}
    for cast in casts:
        spelt = [form for name in names(cast) for form in (name, name.hex().encode(), to_base64url(name).encode())]  # type: ignore[operator]
        places = [place for form in spelt if (place := content.find(form)) >= 0]
        if places:
            found[cast.person_key] = min(places)
    return found


def _columns(path: Path, casts: list[Cast], names: object) -> Iterator[tuple[str, Order]]:
    """Every column, and the hidden row number, of every table in which the names occur."""
    owner = {name: cast.person_key for cast in casts for name in names(cast)}  # type: ignore[operator]
    database = sqlite3.connect(path)
    try:
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            yield from _columns_of(database, table, owner)
    finally:
        database.close()


def _columns_of(database: sqlite3.Connection, table: str, owner: dict[bytes, bytes]) -> Iterator[tuple[str, Order]]:
    try:
        found = database.execute(f'SELECT rowid, * FROM "{table}"')
    except sqlite3.OperationalError:  # a table without row numbers
        found = database.execute(f'SELECT * FROM "{table}"')
    columns = [entry[0] for entry in found.description]
    orders: dict[str, Order] = {f"{table}, order of reading": {}, **{f"{table}.{name}": {} for name in columns}}
    for number, row in enumerate(found):
        key = next((owner[value] for value in row if isinstance(value, bytes) and value in owner), None)
        if key is None:
            continue
        orders[f"{table}, order of reading"][key] = number
        for name, value in zip(columns, row, strict=True):
            orders[f"{table}.{name}"][key] = value
    yield from orders.items()


def _compared(name: str, group: str, pairs: list[tuple[object, object]]) -> Attack:
    first, second = _ranks(one for one, _ in pairs), _ranks(other for _, other in pairs)
    count = len(pairs)
    right = sum(a == b for a, b in zip(first, second, strict=True))
    # Kendall: pairs that both orders sort alike, less those they sort otherwise.
    agreement = sum(
        (a > c) - (a < c) if b > d else (a < c) - (a > c)
        for (a, b), (c, d) in combinations(zip(first, second, strict=True), 2)
    )
    spread = math.sqrt(count * (count - 1) * (2 * count + 5) / 18) if count > 1 else 1.0
    return Attack(name, group, count, right, agreement / spread)


def _ranks(values: Iterable[object]) -> list[int]:
    listed = [value if isinstance(value, bytes | int | float) else str(value) for value in values]
    if len({isinstance(value, int | float) for value in listed} | {type(value) is bytes for value in listed}) > 2:
        listed = [repr(value) for value in listed]
    order = sorted(range(len(listed)), key=lambda place: (str(type(listed[place])), listed[place]))  # type: ignore[arg-type, return-value]
    ranks = [0] * len(listed)
    for rank, place in enumerate(order):
        ranks[place] = rank
    return ranks


# By value.


def _by_value(loot: Loot, group: str, casts: list[Cast]) -> Iterator[Attack]:
    """What one entry and one ballot have in common that others have not."""
    yield Attack("eight bytes in common", group, len(casts), _in_common(casts), 0.0)
    yield Attack("the smallest blinding factor", group, len(casts), _blinders(casts, loot.moduli[group]), 0.0)


def _in_common(casts: list[Cast]) -> int:
    """Ballots in which eight bytes of exactly their own entry occur."""
    right = 0
    for cast in casts:
        own = {part for name in (*_names_of_entry(cast), cast.request) for part in _parts(name)}
        own |= {part for name in (*_names_of_entry(cast), cast.request) for part in _parts(name.hex().encode())}
        right += bool(own & set(_parts(_whole(cast))))
    return right


def _whole(cast: Cast) -> bytes:
    record = cast.record
    return record.as_bytes() + record.ballot.salt + record.prefix + record.signature


def _parts(content: bytes) -> Iterator[bytes]:
    return (content[at : at + 8] for at in range(len(content) - 7))


def _blinders(casts: list[Cast], modulus: int) -> int:
    """With both signatures known, each pair has one blinding factor; a weak generator would show in small ones."""
    n, right = mpz(modulus), 0
    inverses = [invert(mpz(int.from_bytes(cast.record.signature, "big")), n) for cast in casts]
    for cast in casts:
        blind = int.from_bytes(cast.blind_signature, "big")
        factors = [blind * inverse % n for inverse in inverses]
        right += casts[factors.index(min(factors))] is cast
    return right

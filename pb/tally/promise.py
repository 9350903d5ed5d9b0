"""How the rule and all its settings stand in a published file, and how a recount reads them back.

The .pb format has no place for most settings but its comment: one JSON object, `tally{…}`, stands there.
"""

import json
import re
from dataclasses import fields
from enum import Enum
from fractions import Fraction
from typing import Any

from pb.tally.digest import plain
from pb.tally.rules import rule_named
from pb.tally.rules.amounts import exact
from pb.tally.rules.caps import Cap
from pb.tally.rules.contest import Exclusion, MalformedError, Rest, Rule, Settings

_PROMISE = re.compile(r"tally(\{.*\})", re.DOTALL)


def promise(rule: Rule, settings: Settings) -> str:
    """`tally{"rule": …, "settings": {…}}`: every setting, whether it differs from the default or not."""
    return "tally" + json.dumps({"rule": rule.name, "settings": plain(settings)}, ensure_ascii=False, sort_keys=True)


def promised(comment: str) -> tuple[Rule, Settings] | None:
    """What the comment of a file promises, or None where it promises nothing. MalformedError if it is garbled."""
    found = _PROMISE.search(comment)
    if found is None:
        return None
    try:
        document = json.loads(found[1])
        rule = rule_named(document["rule"])
        return rule, settings_from(rule, document["settings"])
    except (KeyError, TypeError, ValueError) as error:
        raise MalformedError(f"the file promises a count that cannot be read: {error}") from error


def settings_from(rule: Rule, written: dict[str, Any]) -> Settings:
    """The settings from JSON's own types, as `digest.plain` writes them; a stranger's key is a ValueError."""
    own = {field.name: field for field in fields(rule.settings)}
    if strangers := sorted(written.keys() - own.keys()):
        raise ValueError(f"the rule {rule.name} does not know {', '.join(strangers)}")
    return rule.settings(
        **{name: _value(name, own[name].metadata.get("parse"), value) for name, value in written.items()}
    )


def _value(name: str, parse: Any, value: Any) -> Any:
    if name in _GROUPS:
        return tuple(_GROUPS[name](entry) for entry in value)
    if isinstance(parse, type) and issubclass(parse, Enum):
        return parse(value)
    return None if value is None else exact(Fraction(value))


def _cap(entry: dict[str, Any]) -> Cap:
    money = entry["money"]
    return Cap(
        entry["name"], tuple(entry["projects"]), None if money is None else exact(Fraction(money)), entry["most"]
    )


_GROUPS: dict[str, Any] = {
    "exclusions": lambda entry: Exclusion(**entry),
    "resting": lambda entry: Rest(**entry),
    "conflicts": tuple,
    "caps": _cap,
}

"""One file or folder per kind of identity provider and the list of them; no database here."""

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pb.errors import BadSetting
from pb.identity.providers import id_gov_ua, nbu_bankid, oidc
from pb.identity.providers.contract import Provider
from pb.identity.providers.wire import LOOPBACK

# A new kind of provider is one file beside this one and one line here.
KINDS: dict[str, Callable[[str, Mapping[str, Any], Path], Provider]] = {
    "oidc": oidc.make,
    "nbu_bankid": nbu_bankid.make,
    "id_gov_ua": id_gov_ua.make,
}


def read_providers(path: Path | None, *, is_demo: bool) -> dict[str, Provider]:
    """Providers of a TOML file by code, in its order; BadSetting names a block that is half configured."""
    if path is None:
        return {}
    try:
        blocks: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise BadSetting(f"PB_PROVIDERS_FILE: {wrong}") from wrong
    return {code: _provider(code, block, path.parent, is_demo=is_demo) for code, block in blocks.items()}


def _provider(code: str, told: Any, folder: Path, *, is_demo: bool) -> Provider:
    if not isinstance(told, dict) or not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", code):
        raise BadSetting(f"PB_PROVIDERS_FILE: {code}: a block is [name] in small Latin letters, digits and hyphens")
    block = dict(told)
    make = KINDS.get(str(block.pop("kind", "")))
    if make is None:
        raise BadSetting(f"PB_PROVIDERS_FILE: [{code}] needs a kind out of {', '.join(KINDS)}")
    if block.pop("sandbox", False) and not is_demo:
        raise BadSetting(f"PB_PROVIDERS_FILE: [{code}] is a sandbox bank and not for production")
    provider = make(code, block, folder)
    if provider.is_for_tests and not is_demo:
        raise BadSetting(f"PB_PROVIDERS_FILE: [{code}] plain envelopes are not for production")
    for origin in provider.origins:
        parts = urlsplit(origin)
        if parts.scheme != "https" and not (is_demo and parts.hostname in LOOPBACK):
            raise BadSetting(f"PB_PROVIDERS_FILE: [{code}] needs https")
    return provider

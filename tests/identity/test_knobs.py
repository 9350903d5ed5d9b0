"""The tables of docs/add-a-bank.md are those of the code; a failing test prints the true one."""

import re
from pathlib import Path

import pytest

from pb.identity.providers import KINDS
from pb.identity.providers.blocks import knob_table
from pb.identity.providers.envelopes import EnvelopeKnobs
from pb.identity.providers.id_gov_ua import IdGovUaKnobs
from pb.identity.providers.nbu_bankid import NbuKnobs
from pb.identity.providers.oidc.knobs import PRESETS, AddressPaths, OidcKnobs

PAGE = Path(__file__).resolve().parents[2] / "docs/add-a-bank.md"
TABLES = {
    "oidc": OidcKnobs,
    "address": AddressPaths,
    "nbu_bankid": NbuKnobs,
    "id_gov_ua": IdGovUaKnobs,
    "envelope": EnvelopeKnobs,
}


@pytest.mark.parametrize("name", TABLES)
def test_every_knob_is_in_the_documents(name: str) -> None:
    found = re.search(rf"<!-- knobs: {name} -->\n(.*?)\n?<!-- /knobs -->", PAGE.read_text("utf-8"), re.DOTALL)
    assert found, f"no place for the knobs of {name}"
    assert found[1] == knob_table(TABLES[name]), knob_table(TABLES[name])


def test_every_preset_is_in_the_documents() -> None:
    for preset in PRESETS:
        assert f"`{preset}`" in PAGE.read_text("utf-8")


def test_every_kind_is_in_the_documents() -> None:
    for kind in KINDS:
        assert f'`kind = "{kind}"`' in PAGE.read_text("utf-8")

"""Every knob of an OpenID Connect block against a bank that demands it, and refused without it."""

from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import KeySet

from pb.demo.bank.demands import Demands
from pb.errors import BadSetting
from pb.identity.providers.contract import Misconfigured, NotProved, TooWeak, Untrustworthy
from pb.identity.providers.oidc import make
from pb.identity.providers.oidc.claims import at
from pb.identity.providers.oidc.knobs import PRESETS
from pb.identity.rules import NumberKind
from tests.identity.sandbox import ASK, confirmed, demanding, walked

pytestmark = pytest.mark.enable_socket

VERIFIED = {
    "claims": {
        name: f"verified_claims.claims.{name}"
        for name in ("number", "given_name", "family_name", "middle_name", "birthdate")
    },
    "addresses": [
        {
            "at": "verified_claims.claims.addresses[type=PERMANENT_RESIDENCE]",
            "region": "state",
            "city": "city",
            "street": "street",
        }
    ],
}
KEY = {"client_auth": "private_key_jwt", "client_key": "rsa.json"}

# What the bank demands, and the knobs that meet it.
MET = {
    "client_secret_post": (Demands(client_auth="client_secret_post"), {"client_auth": "client_secret_post"}),
    "client_secret_jwt": (Demands(client_auth="client_secret_jwt"), {"client_auth": "client_secret_jwt"}),
    "private_key_jwt": (Demands(client_auth="private_key_jwt"), KEY),
    "private_key_jwt, PEM and kid": (
        Demands(client_auth="private_key_jwt"),
        {"client_auth": "private_key_jwt", "client_key": "rsa.pem", "client_key_id": "city-rsa"},
    ),
    "private_key_jwt, PS512": (Demands(client_auth="private_key_jwt"), {**KEY, "client_algorithm": "PS512"}),
    "audience": (Demands(client_auth="private_key_jwt", audience="issuer"), {**KEY, "client_audience": "{issuer}"}),
    "PS512": (Demands(algorithm="PS512"), {"algorithms": ["PS512"]}),
    "PS256": (Demands(algorithm="PS256"), {"algorithms": ["PS256"]}),
    "ES256": (Demands(algorithm="ES256"), {"algorithms": ["ES256"]}),
    "EdDSA": (Demands(algorithm="EdDSA"), {"algorithms": ["EdDSA"]}),
    "userinfo jws": (Demands(userinfo="jws"), {"userinfo": "jws"}),
    "userinfo jwe": (Demands(userinfo="jwe"), {"userinfo": "jwe", "decryption_key": "enc.json"}),
    "userinfo jwe+jws": (Demands(userinfo="jwe+jws"), {"userinfo": "jwe+jws", "decryption_key": "enc.json"}),
    "id_token encrypted": (
        Demands(encrypted_id_token=True),
        {"encrypted_id_token": True, "decryption_key": "enc.json"},
    ),
    "no pkce": (Demands(pkce=False), {"pkce": False}),
    "par": (Demands(par=True), {"par": True}),
    "par with a key": (Demands(par=True, client_auth="private_key_jwt"), {**KEY, "par": True}),
    "signed request": (Demands(signed_request=True), {"signed_request": True, "client_key": "rsa.json"}),
    "signed and pushed": (
        Demands(signed_request=True, par=True),
        {"signed_request": True, "par": True, "client_key": "rsa.json"},
    ),
    "form_post": (Demands(response_mode="form_post"), {"response_mode": "form_post"}),
    "query.jwt": (Demands(response_mode="query.jwt"), {"response_mode": "query.jwt"}),
    "form_post.jwt": (Demands(response_mode="form_post.jwt"), {"response_mode": "form_post.jwt"}),
    "acr": (Demands(acr="loa3"), {"required_acr": ["loa3", "loa4"]}),
    "parameters": (
        Demands(params={"ui_locales": "uk", "prompt": "login"}),
        {"authorize_params": {"ui_locales": "uk", "prompt": "login"}},
    ),
    "verified claims": (Demands(shape="verified"), VERIFIED),
    "profile": (Demands(profile=True), {"profile_endpoint": "{issuer}/profile"}),
}  # fmt: skip


def at_bank(knobs: dict[str, Any], issuer: str) -> dict[str, Any]:
    return {name: told.replace("{issuer}", issuer) if isinstance(told, str) else told for name, told in knobs.items()}


@pytest.mark.parametrize("demand", MET)
def test_a_demand_is_met_by_its_knob_and_by_nothing_less(demand: str, key_folder: Path, published: KeySet) -> None:
    demands, knobs = MET[demand]
    with demanding(demands, published) as one:
        person = walked(one.provider(key_folder, **at_bank(knobs, one.bank.issuer)))
        assert (person.family_name, person.number_kind) == ("Придумана", NumberKind.TAX)
        assert person.birth_date.isoformat() == "1987-07-14"
        assert (person.registered.city, person.registered.region) == ("Івано-Франківськ", "Івано-Франківська область")
        assert person.assurance == demands.acr
        if "parameters" in demand or demands.algorithm != "RS256" or "kid" in demand or "PS512" in demand:
            return  # the plainest block meets these too
        plain = one.provider(key_folder)
        try:
            status, told = confirmed(plain.begin(ASK))
            if told:
                plain.finish(ASK, plain.unwrapped(told))
        except NotProved:
            return
        assert status == 400, f"the bank does not demand {demand}"


@pytest.mark.parametrize("algorithm", ["ES256", "EdDSA", "PS512"])
def test_a_signature_outside_the_blocks_list_is_refused(algorithm: str, tmp_path: Path) -> None:
    with demanding(Demands(algorithm=algorithm)) as one, pytest.raises(Untrustworthy, match="algorithm"):
        walked(one.provider(tmp_path, algorithms=["RS256"]))


def test_elliptic_keys_sign_and_decrypt_as_well(key_folder: Path, published_ec: KeySet) -> None:
    demands = Demands(client_auth="private_key_jwt", userinfo="jwe+jws", encrypted_id_token=True)
    knobs = {"userinfo": "jwe+jws", "encrypted_id_token": True, "decryption_key": "enc-ec.json"}
    with demanding(demands, published_ec) as one:
        provider = one.provider(key_folder, client_auth="private_key_jwt", client_key="ec.json", **knobs)
        assert walked(provider).family_name == "Придумана"


def test_a_level_below_the_required_one_is_too_weak(tmp_path: Path) -> None:
    with demanding(Demands(acr="sandbox")) as one, pytest.raises(TooWeak, match="acr"):
        walked(one.provider(tmp_path, required_acr=["loa3"]))


def test_an_old_login_at_the_bank_is_too_weak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pb.demo.bank import clients

    with demanding(Demands()) as one:
        assert walked(one.provider(tmp_path, max_age=300))
        monkeypatch.setattr(clients.Granted, "get_auth_time", lambda self: int(self.at) - 1000)
        with pytest.raises(TooWeak, match="auth_time"):
            walked(one.provider(tmp_path, max_age=300))


def test_endpoints_may_be_given_instead_of_discovered(tmp_path: Path) -> None:
    with demanding(Demands()) as one:
        issuer = one.bank.issuer
        provider = one.provider(
            tmp_path,
            discovery="none",
            authorization_endpoint=f"{issuer}/authorize",
            token_endpoint=f"{issuer}/token",
            userinfo_endpoint=f"{issuer}/userinfo",
            jwks_uri=f"{issuer}/keys",
        )
        assert walked(provider).family_name == "Придумана"
        assert provider.addresses.kept.value is None
        elsewhere = one.provider(tmp_path, discovery=f"{issuer}/.well-known/openid-configuration")
        assert walked(elsewhere).family_name == "Придумана"


def test_a_login_page_elsewhere_must_be_named_for_the_content_policy(tmp_path: Path) -> None:
    with demanding(Demands()) as one:
        page = one.bank.issuer.replace("127.0.0.1", "localhost") + "/authorize"
        provider = one.provider(tmp_path)
        provider.addresses.kept.value = {**provider.addresses.discovered(), "authorization_endpoint": page}
        with pytest.raises(Misconfigured, match="form_origins"):
            provider.begin(ASK)
        named = one.provider(tmp_path, form_origins=[one.url.replace("127.0.0.1", "localhost")])
        named.addresses.kept.value = {**named.addresses.discovered(), "authorization_endpoint": page}
        assert named.begin(ASK).startswith(page)


def test_userinfo_none_takes_everything_from_the_id_token(tmp_path: Path) -> None:
    from pb.identity.providers.contract import NumberMissing

    with demanding(Demands()) as one, pytest.raises(NumberMissing):
        walked(one.provider(tmp_path, userinfo="none"))  # this bank's id_token names nobody, and nothing else was asked


def test_a_national_number_belongs_to_its_country(tmp_path: Path) -> None:
    with demanding(Demands()) as one:
        person = walked(one.provider(tmp_path, number_country="cz"))
        assert (person.number_kind, person.number[:2]) == (NumberKind.NATIONAL, "CZ")


def test_a_bank_asked_with_the_wrong_secret_is_our_fault_and_not_the_persons(tmp_path: Path) -> None:
    with demanding(Demands()) as one, pytest.raises(Misconfigured, match="invalid_client"):
        walked(one.provider(tmp_path, client_secret="another"))


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("sub", "1"),
        ("a.b", "deep"),
        ("list[1].x", 2),
        ("list[type=B].x", 2),
        ("list[type=C].x", None),
        ("list[9].x", None),
        ("a.b.c", None),
        ("sub[0]", None),
        ("https://claims.example/x.y", "named"),
        ("", None),
    ],
)
def test_paths_reach_into_claims(path: str, found: Any) -> None:
    claims = {
        "sub": "1",
        "a": {"b": "deep"},
        "list": [{"type": "A", "x": 1}, {"type": "B", "x": 2}],
        "https://claims.example/x.y": "named",
    }
    assert at(claims, path) == found


BLOCK = {"title": "Банк", "issuer": "https://bank.example", "client_id": "city", "client_secret": "s"}


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_is_a_block_that_stands(preset: str, key_folder: Path) -> None:
    keys = {"client_key": "rsa.json", "decryption_key": "enc.json"}
    made = make("bank", {**BLOCK, "preset": preset, **keys}, key_folder)
    for name in PRESETS[preset]:
        assert hasattr(made.knobs, name)
    own = make("bank", {**BLOCK, "preset": preset, **keys, "scope": "openid more"}, key_folder)
    assert own.knobs.scope == "openid more"


def test_the_czech_preset_reads_the_claims_of_the_scheme(key_folder: Path) -> None:
    from pb.identity.providers.oidc.claims import person

    knobs = make("bank", {**BLOCK, "preset": "czech_bank_id", "client_key": "rsa.json"}, key_folder).knobs
    home = {
        "type": "PERMANENT_RESIDENCE",
        "street": "Vymyšlená",
        "streetnumber": "5",
        "city": "Příkladov",
        "country": "CZ",
    }
    claims = {
        "given_name": "Jana",
        "family_name": "Smyšlená",
        "birthdate": "1990-01-02",
        "birthnumber": "9051020000",
        "addresses": [{"type": "SECONDARY_RESIDENCE", "city": "Jinde"}, home],
    }
    found = person("bank", knobs, claims)
    assert (found.number, found.registered.city, found.registered.house) == ("CZ9051020000", "Příkladov", "5")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"colour": "red"}, "no knob colour"),
        ({"issuer": None}, "needs issuer"),
        ({"client_auth": "telepathy"}, "client_auth is one of"),
        ({"client_auth": "private_key_jwt"}, "client_key is missing"),
        ({"client_secret": ""}, "client_secret is missing"),
        ({"client_key": "absent.json"}, "there is no file"),
        ({"client_key": "note.txt"}, "no private key"),
        ({"userinfo": "jwe"}, "decryption_key is missing"),
        ({"encrypted_id_token": True}, "decryption_key is missing"),
        ({"signed_request": True}, "client_key is missing"),
        ({"scope": "profile"}, "scope needs openid"),
        ({"algorithms": ["none"]}, "algorithms: only"),
        ({"algorithms": ["HS256"]}, "algorithms: only"),
        ({"algorithms": "RS256"}, "must be a list"),
        ({"authorize_params": {"state": "fixed"}}, "authorize_params may not set"),
        ({"authorize_params": {"n": 1}}, "must be a str"),
        ({"claims": {"shoe_size": "x"}}, "claims: only"),
        ({"addresses": [{"kind": "secret"}]}, "kind is juridical or factual"),
        ({"addresses": [{"planet": "x"}]}, "no knob planet"),
        ({"timeout": 100}, "timeout: from 1 to 20"),
        ({"timeout": True}, "must be a int"),
        ({"number_country": "Czechia"}, "two letters"),
        ({"discovery": "none"}, "needs the endpoints"),
        ({"preset": "atlantis"}, "preset is one of"),
        ({"pkce": "yes"}, "must be a bool"),
    ],
)  # fmt: skip
def test_a_block_that_cannot_be_meant_names_its_knob(changes: dict[str, Any], named: str, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("hello")
    block = {name: told for name, told in {**BLOCK, **changes}.items() if told is not None}
    with pytest.raises(BadSetting, match=f"PB_PROVIDERS_FILE: .*{named}"):
        make("bank", block, tmp_path)


def test_no_secret_is_shown_by_repr(tmp_path: Path) -> None:
    assert "hush" not in repr(make("bank", {**BLOCK, "client_secret": "hush"}, tmp_path).knobs)

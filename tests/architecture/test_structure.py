"""What the running application must hold to: every route guarded, every enum worded, every use case recorded."""

import ast
import importlib
import re
from dataclasses import fields
from enum import StrEnum
from pathlib import Path

import pytest
from flask import Flask

from pb.errors import BadSetting
from pb.settings import Settings, from_environment
from pb.web.labels import labels

ROOT = Path(__file__).resolve().parents[2]
RULES = sorted((ROOT / "pb").glob("*/rules.py"))
# Enums that only the code reads: a person never sees their values.
UNWORDED = {"pb.media.rules.Size"}
# Use cases without an audit entry, each with the reason.
UNRECORDED = {
    "pb.accounts.service.check_password": "a try is counted on the account; a success is recorded by the session",
    "pb.accounts.service.check_second_factor": "same",
    "pb.accounts.service.touch_session": "routine",
    "pb.audit.service.record": "is the entry",
    "pb.media.service.store_picture": "part of a larger act, recorded there",
    "pb.mail.service.enqueue": "part of a larger act, recorded there",
    "pb.identity.service.begin_login": "a voter's login leaves no trace finer than a day",
    "pb.identity.service.take_login": "same",
    "pb.identity.service.open_visit": "same",
    "pb.identity.service.end_visit": "same",
    "pb.identity.service.forget_past": "same",
    "pb.projects.service.next_number": "reads",
    "pb.talk.service.following.forget_unconfirmed": "an address that nobody confirmed leaves no trace",
    "pb.talk.service.watching.forget_unconfirmed_watches": "an address that nobody confirmed leaves no trace",
    "pb.questions.service.keep_answers": "part of a larger act, recorded there",
    "pb.questions.service.copy_answers": "same",
    "pb.questions.service.pin_form": "same",
    "pb.accounts.service.open_author_session": "recorded by continue_author_session",
    "pb.accounts.service.known_author": "part of a larger act, recorded there",
    "pb.submission.service.waiting.keep_waiting": "nobody has signed in yet",
    "pb.submission.service.waiting.claim_waiting": "recorded by begin_draft",
    "pb.submission.service.waiting.begin_written": "recorded by begin_draft",
    "pb.submission.service.revision.open_revision": "part of a larger act, recorded there",
    "pb.submission.service.revision.close_revision": "same",
    "pb.electorate.service.envelopes.admit": "reads",
    "pb.electorate.service.envelopes.enter_roll": "the roll is the record; a voter leaves no moment",
    "pb.electorate.service.registers.forget_registers": "part of a larger act, recorded there",
    "pb.electorate.service.cases.forget_told": "part of a larger act, recorded there",
    "pb.electorate.service.cases.open_case_at_desk": "recorded by open_case",
    "pb.electorate.service.codes.open_code_visit": "a voter leaves no trace finer than a day",
    "pb.electorate.service.desks.identify_voter": "same; the shift counts",
    "pb.electorate.service.desks.enter_booth": "same; the shift counts",
    "pb.electorate.service.desks.finish_booth": "same; the shift counts",
    "pb.electorate.service.desks.count_proof": "same; the shift counts",
    "pb.electorate.service.handing.hand_on_paper": "the roll is the record; a voter leaves no moment",
    "pb.electorate.service.handing.enter_on_paper": "same",
    "pb.electorate.service.slots.take_slots": "same",
    "pb.electorate.service.findings.note_night": "the public log is the record",
    "pb.electorate.service.slots.grouped_among": "reads",
    "pb.paper.service.desk.hand_ballots": "the roll is the record; a voter leaves no moment",
    "pb.paper.service.publishing.publish_totals": "its two parts are recorded",
    "pb.booth.service.change_pick": "nothing is decided yet",
    "pb.booth.service.forget_cycle": "same",
}


def test_every_route_says_who_may_open_it(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        view = app.view_functions[rule.endpoint]
        assert getattr(view, "access", None), f"{rule.rule} ({rule.endpoint}) has no access decorator"


def test_addresses_are_plain_and_typed(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        plain = re.sub(r"<[a-z]+:[a-z_]+>", "", rule.rule)
        assert "<" not in plain, f"{rule.rule}: an untyped part"
        assert re.fullmatch(r"[a-z0-9/.-]*", plain), f"{rule.rule}: lower case and hyphens only"


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.parent.name)
def test_every_value_that_people_see_has_words(path: Path, app: Flask) -> None:
    module = importlib.import_module(f"pb.{path.parent.name}.rules")
    for kind in vars(module).values():
        if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum:
            if f"{kind.__module__}.{kind.__name__}" in UNWORDED:
                continue
            missing = [value.name for value in kind if value not in labels]
            assert not missing, f"{kind.__module__}.{kind.__name__}: no label for {missing}"


def services() -> list[tuple[str, ast.FunctionDef]]:
    found = []
    files = [*(ROOT / "pb").glob("*/service.py"), *(ROOT / "pb").glob("*/service/*.py")]
    for path in sorted(files):
        if path.is_relative_to(ROOT / "pb/box"):
            continue  # the box has no audit log: its log of ballots is the record
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).replace(".__init__", "")
        for node in ast.parse(path.read_text("utf-8")).body:
            takes_session = isinstance(node, ast.FunctionDef) and node.args.args and node.args.args[0].arg == "session"
            if takes_session and not node.name.startswith("_"):
                found.append((f"{name}.{node.name}", node))
    return found


@pytest.mark.parametrize(("name", "node"), services(), ids=[name for name, _node in services()])
def test_every_use_case_leaves_one_trace(name: str, node: ast.FunctionDef) -> None:
    if name in UNRECORDED:
        return
    called = {ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
    assert called & {"audit.record", "move_project", "note_saved", "record"}, f"{name} records nothing"


def test_the_list_of_unrecorded_use_cases_is_true() -> None:
    names = {name for name, _node in services()}
    assert not UNRECORDED.keys() - names, "named here, but gone from the code"


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs/settings.md").read_text("utf-8")
    for entry in fields(Settings):
        assert f"`PB_{entry.name.upper()}`" in text, f"docs/settings.md says nothing of PB_{entry.name.upper()}"


GOOD = {
    "PB_SECRET_KEY": "a-long-and-quite-random-0123456789-key",
    "PB_DATA_DIR": "/nonexistent",
    "PB_MODE": "demo",
}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"PB_SECRET_KEY": ""}, "PB_SECRET_KEY"),
        ({"PB_SECRET_KEY": "short"}, "PB_SECRET_KEY"),
        ({"PB_SECRET_KEY": "a" * 64}, "PB_SECRET_KEY"),
        ({"PB_DATA_DIR": ""}, "PB_DATA_DIR"),
        ({"PB_NO_SUCH": "1"}, "PB_NO_SUCH"),
        ({"PB_MODE": "testing"}, "PB_MODE"),
        ({"PB_PROXY_COUNT": "many"}, "PB_PROXY_COUNT"),
        ({"PB_PROXY_COUNT": "9"}, "PB_PROXY_COUNT"),
        ({"PB_TILE_URL": "http://tiles.example.org/{z}/{x}/{y}.png"}, "PB_TILE_URL"),
        ({"PB_TILE_URL": "https://tiles.example.org/{z}/{x}/{y}.png"}, "PB_TILE_CREDIT"),
        ({"PB_CLAMD": "scanner"}, "PB_CLAMD"),
        ({"PB_LOG_LEVEL": "LOUD"}, "PB_LOG_LEVEL"),
        ({"PB_PUBLIC_URL": "budget"}, "PB_PUBLIC_URL"),
        ({"PB_MODE": "production", "PB_PUBLIC_URL": "http://budget.example.org"}, "PB_PUBLIC_URL"),
        ({"PB_MODE": "production", "PB_PUBLIC_URL": "https://budget.example.org"}, "PB_PROVIDERS_FILE"),
        ({"PB_PROVIDERS_FILE": "/nonexistent/file"}, "PB_PROVIDERS_FILE"),
    ],
)
def test_weak_and_unknown_settings_refuse_to_start(changes: dict[str, str], named: str) -> None:
    with pytest.raises(BadSetting, match=f"^{named}:"):
        from_environment({**GOOD, **changes})


def test_good_settings_start() -> None:
    settings = from_environment(GOOD)
    assert settings.is_demo
    assert settings.database_url.startswith("sqlite:///")
    assert "a-long-and-quite" not in repr(settings)

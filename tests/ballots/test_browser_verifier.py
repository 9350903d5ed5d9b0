"""The browser's verifier against ours: the same forged elections, the same checks, the same number of faults."""

import base64
import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from pb.ballots.checkpoint import join_notes
from pb.ballots.verifier import Report, verify_election
from tests.ballots.elections import MANIFEST, honest
from tests.ballots.mutations import FILES, RECEIPTS, REWRITTEN, WITNESSED, mutations
from tests.ballots.test_envelope import CHROMIUM
from tests.paper.test_paper_files import FORGED
from tests.paper.test_paper_files import files as paper_files

SCRIPTS = Path(__file__).parent.parent.parent / "static/js"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium: apt-get install chromium"),
]
VERIFY = """async ([files, expected]) => {
  const { verifyElection } = await import("/verifier.js");
  const bytes = (coded) => Uint8Array.from(atob(coded), (mark) => mark.charCodeAt(0));
  return verifyElection(new Map(Object.entries(files).map(([name, coded]) => [name, bytes(coded)])), expected);
}"""
UNZIP = """async (coded) => {
  const { unzip } = await import("/unzip.js");
  const bytes = Uint8Array.from(atob(coded), (mark) => mark.charCodeAt(0));
  const files = await unzip(new Blob([bytes]));
  return Object.fromEntries([...files].map(([name, content]) => [name, new TextDecoder().decode(content)]));
}"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    def serve(route):
        path = route.request.url.rsplit("/", 1)[1]
        is_script = path.endswith(".js")
        body = (SCRIPTS / path).read_text("utf-8") if is_script else "<!doctype html>"
        route.fulfill(body=body, content_type=f"text/{'javascript' if is_script else 'html'}; charset=utf-8")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        opened = browser.new_page()
        opened.route("**/*", serve)
        opened.goto("https://budget.test/")
        yield opened
        browser.close()


def in_browser(page: Page, files: dict[str, bytes], expected: str | None = None) -> dict:
    coded = {name: base64.b64encode(content).decode() for name, content in files.items()}
    return page.evaluate(VERIFY, [coded, expected])


def plain(report: Report) -> dict:
    """A report as the browser's has it, without the words of its faults."""
    return {
        "passed": report.passed,
        "manifest": report.manifest,
        "checks": {check.name.value: check.found for check in report.checks},
        "contests": {
            code: {"issued": one.issued, "reissued": one.reissued, "cast": one.cast, "paper": one.paper}
            for code, one in report.contests.items()
        },
        "checkpoints": report.checkpoints,
        "leaves": report.leaves,
    }


def assert_agree(page: Page, files: dict[str, bytes], expected: str | None = None) -> None:
    theirs, ours = in_browser(page, files, expected), verify_election(files, expected)
    named = {check["name"]: check["faults"] for check in theirs["checks"]}
    assert {**theirs, "checks": {one["name"]: one["found"] for one in theirs["checks"]}} == plain(ours), named


@pytest.mark.parametrize("name", mutations())
def test_every_forged_election_is_refused_by_the_same_checks(name, page):
    files = mutations()[name]
    assert not in_browser(page, files)["passed"]
    assert_agree(page, files)


@pytest.mark.parametrize("name", REWRITTEN)
def test_a_rewritten_log_contradicts_its_witnesses(name, page):
    files = REWRITTEN[name].files()
    assert_agree(page, files, MANIFEST.hash)
    assert_agree(page, {**files, "witnessed.txt": WITNESSED})


@pytest.mark.parametrize("name", FORGED)
def test_forged_paper_is_refused_by_the_same_checks(name, page):
    assert_agree(page, FORGED[name])


def test_honest_paper_passes(page):
    assert_agree(page, paper_files())
    assert in_browser(page, paper_files())["contests"]["green"]["paper"] == 4


def test_changed_bytes_of_paper_are_seen_as_we_see_them(page):
    chance, whole = random.Random(6), paper_files()
    for name in ["paper.json", "paper-green.ndjson", "roll.json"] * 25:
        content = bytearray(whole[name])
        content[chance.randrange(len(content))] ^= chance.randint(1, 255)
        assert_agree(page, {**whole, name: bytes(content)}, MANIFEST.hash)


def test_honest_elections_pass(page):
    for seed in range(12):
        election = honest(random.Random(seed))
        files = {**election.files(), "witnessed.txt": join_notes(election.notes()).encode()}
        assert_agree(page, {**files, "receipts.txt": election.receipts()}, MANIFEST.hash)
        assert in_browser(page, files, MANIFEST.hash)["passed"]
    assert_agree(page, FILES, "00" * 32)


def test_changed_bytes_and_noise_are_seen_as_we_see_them(page):
    chance = random.Random(5)
    whole = {**FILES, "witnessed.txt": WITNESSED, "receipts.txt": RECEIPTS}
    for name in sorted(whole) * 12:
        content = bytearray(whole[name])
        content[chance.randrange(len(content))] ^= chance.randint(1, 255)
        assert_agree(page, {**whole, name: bytes(content)}, MANIFEST.hash)
        assert_agree(page, {**whole, name: chance.randbytes(40)})


ODD = [
    b'{"contests":{"green":{"issued":1.0,"reissued":0}},"manifest":"%s"}',
    b'{"contests":{"green":{"issued":12,"reissued":0},"streets":{"issued":1e2,"reissued":0}},"manifest":"%s"}',
    b'{"contests":{"green":{"issued":12,"reissued":-0},"streets":{"issued":12,"reissued":0}},"manifest":"%s"}',
    b'{"contests":{"green":{"issued":12,"reissued":0},"streets":{"issued":12,"reissued":true}},"manifest":"%s"}',
    b'{"contests":{"\\u0067reen":{"issued":12,"reissued":0},"streets":{"issued":12,"reissued":0}},"manifest":"%s"}',
    b'{"contests":{"green":{"issued":12,"reissued":0},"green":{"issued":12,"reissued":0}},"manifest":"%s"}',
    b'{"contests":{"__proto__":{"issued":12,"reissued":0}},"manifest":"%s"}',
    b'{"contests":null,"manifest":"%s"}',
    b'{"contests":{"green":{"issued":1000000001,"reissued":0}},"manifest":"%s"}',
    b'{"contests":{"green":null},"manifest":"%s"}',
    b"[" * 5000 + b"%s",
]


@pytest.mark.parametrize("roll", ODD, ids=range(len(ODD)))
def test_odd_spellings_are_refused_alike(roll, page):
    assert_agree(page, {**FILES, "roll.json": roll % MANIFEST.hash.encode()})


# The archive.


def archive(files: dict[str, bytes], method: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as out:
        for name, content in files.items():
            with out.open(name, "w", force_zip64=True) as entry:
                entry.write(content)
    return packed.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_archive_is_read_whole(method, page):
    packed = base64.b64encode(archive(FILES, method)).decode()
    assert page.evaluate(UNZIP, packed) == {name: content.decode() for name, content in FILES.items()}


HONEST = archive({"a.txt": b"word " * 99}, zipfile.ZIP_DEFLATED)
BROKEN = {
    "nothing": b"",
    "noise": b"no archive at all, but long enough to be one",
    "cut": HONEST[:-30],
    "a name that leads elsewhere": archive({"../a.txt": b"x"}, zipfile.ZIP_STORED),
    "another packing": archive({"a.txt": b"x"}, zipfile.ZIP_BZIP2),
    "a damaged stream": HONEST.replace(HONEST[55:62], b"\xff" * 7),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_archive_of_an_election_is_refused(name, page):
    with pytest.raises(Exception, match="Error"):
        page.evaluate(UNZIP, base64.b64encode(BROKEN[name]).decode())

"""`pb verify`: what is published honestly passes, from a folder and over HTTP; each change is refused with a reason."""

import shutil
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from werkzeug.serving import make_server

from pb.cli import main
from pb.observer.fetching import FetchError, listed_hashes, results_address, unpack
from pb.observer.publication import PublicationCheck as Check
from pb.observer.publication import verify_publication
from pb.results.publishing import ELECTION, HASHES
from tests.ballots.elections import MANIFEST
from tests.ballots.mutations import FILES, mutations
from tests.live import Quiet
from tests.observer.make import change_record, list_again, published_cycle, put_sealed, sealed_files


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def publication(request, settings, kept, tmp_path) -> tuple[Path, str]:
    """The published folder of a sealed cycle, and its manifest's hash; drawn once, for that takes seconds."""
    if not any(kept.iterdir()):
        session = request.getfixturevalue("session")
        cycle, manifest = published_cycle(session, settings.folder("elections"), settings.folder("published"))
        shutil.copytree(settings.folder("published") / cycle.code, kept / manifest)
    (folder,) = kept.iterdir()
    return shutil.copytree(folder, tmp_path / "copy"), folder.name


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["verify", *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


# The sealed files of an election.


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def test_an_honest_folder_passes_and_its_figures_are_named(tmp_path):
    code, said = run(put(tmp_path, FILES), "--manifest", MANIFEST.hash)
    assert code == 0, said
    assert "green: issued 12, reissued 0, cast 12" in said
    assert said.endswith("EVERYTHING HOLDS\n")
    code, said = run(tmp_path, "--manifest", "00" * 32)
    assert code == 1
    assert f"the manifest is {MANIFEST.hash}" in said


@pytest.mark.parametrize("name", mutations())
def test_every_forged_election_is_refused_with_a_reason(name, tmp_path):
    code, said = run(put(tmp_path, mutations()[name]))
    assert code == 1, said
    assert "SOMETHING IS WRONG" in said
    assert "FAILS" in said or "nothing to check" in said


def test_a_folder_without_an_election_is_no_election(tmp_path):
    for where in (tmp_path, tmp_path / "nowhere"):
        code, said = run(where)
        assert code == 1
        assert "nothing to check" in said


# What a cycle publishes.


def test_an_honest_publication_passes(publication):
    folder, manifest = publication
    code, said = run(folder, "--manifest", manifest)
    assert code == 0, said
    assert "improvement: issued 15, reissued 0, cast 15" in said
    assert "improvement: 15 ballots counted, winners " in said


def drop_ballot(folder: Path) -> None:
    """From the file that is counted, with the number of ballots put right."""
    path = folder / "improvement.pb"
    text = path.read_text("utf-8").rstrip("\n")
    path.write_text(text[: text.rindex("\n") + 1].replace("num_votes;15", "num_votes;14"), "utf-8")


def swap_winner(record: dict) -> None:
    rows = record["contests"][0]["rows"]
    won, lost = next(row for row in rows if row["won"]), next(row for row in rows if not row["won"])
    for row in (won, lost):
        row["won"], row["counted"] = not row["won"], not row["counted"]


def edit(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")


def drop_sealed_ballot(folder: Path) -> None:
    files = sealed_files(folder)
    files["ballots-improvement.ndjson"] = files["ballots-improvement.ndjson"].split(b"\n", 1)[1]
    put_sealed(folder, files)


def contest(**changes: object):
    return lambda folder: change_record(folder, lambda record: record["contests"][0].update(changes))


def row(**changes: object):
    return lambda folder: change_record(folder, lambda record: record["contests"][0]["rows"][0].update(changes))


CHANGES = {
    "a published winner swapped": (lambda folder: change_record(folder, swap_winner), {Check.WINNERS}),
    "a project's score changed": (row(score=6), {Check.WINNERS}),
    "a project's cost changed": (row(cost=1), {Check.WINNERS}),
    "a project's place changed": (row(rank=2), {Check.WINNERS}),
    "a project left out": (
        lambda folder: change_record(folder, lambda record: record["contests"][0]["rows"].pop()),
        {Check.WINNERS},
    ),
    "another number of ballots": (contest(ballots=16), {Check.WINNERS}),
    "another purse": (contest(purse=1), {Check.WINNERS}),
    "another digest": (contest(digest="0" * 64), {Check.COUNT}),
    "another rule": (
        contest(command="python -m pb.tally improvement.pb --rule phragmen"),
        {Check.COUNT, Check.WINNERS},
    ),
    "a command that is none": (contest(command="rm improvement.pb"), {Check.COUNT}),
    "a command with a broken quote": (contest(command="python -m pb.tally '"), {Check.COUNT}),
    "a command with a strange option": (
        contest(command="python -m pb.tally improvement.pb --x y"),
        {Check.COUNT},
    ),
    "a command about a file elsewhere": (
        contest(command="python -m pb.tally ../../secret.txt"),
        {Check.COUNT},
    ),
    "a contest left out": (
        lambda folder: change_record(folder, lambda record: record["contests"].clear()),
        {Check.TERMS},
    ),
    "a contest twice": (
        lambda folder: change_record(folder, lambda record: record["contests"].append(record["contests"][0])),
        {Check.COUNT},
    ),
    "another election named": (
        lambda folder: change_record(folder, lambda record: record.update(manifest_hash="ab" * 32)),
        {Check.RECORD},
    ),
    "a record that is none": (lambda folder: (folder / "results-full.json").write_text("[]"), {Check.RECORD}),
    "a counted ballot dropped": (drop_ballot, {Check.COUNT, Check.WINNERS, Check.BALLOTS}),
    "a counted file gone": (
        lambda folder: (folder / "improvement.pb").unlink(),
        {Check.COUNT},
    ),
    "a counted file of noise": (
        lambda folder: (folder / "improvement.pb").write_bytes(b"\xff\xfe"),
        {Check.COUNT},
    ),
    "a lot redrawn": (
        lambda folder: (folder / "improvement-lot.txt").write_text("nobody\n"),
        {Check.COUNT},
    ),
    "another purse counted": (
        lambda folder: edit(folder, "improvement.pb", "budget;900000", "budget;900001"),
        {Check.COUNT, Check.WINNERS, Check.TERMS},
    ),
    "a sealed ballot dropped": (drop_sealed_ballot, {Check.SEALED, Check.BALLOTS}),
    "no sealed ballots": (lambda folder: (folder / ELECTION).unlink(), {Check.SEALED}),
    "a broken archive": (lambda folder: (folder / ELECTION).write_bytes(b"PK"), {Check.SEALED}),
    "an archive without a manifest": (
        lambda folder: put_sealed(folder, {"leaves.txt": b""}),
        {Check.SEALED},
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_publication_is_refused_by_the_check_for_it(name, publication):
    folder, _manifest = publication
    change, expected = CHANGES[name]
    change(folder)
    seen = {check for check, faults in verify_publication(folder).faults.items() if faults}
    assert Check.FILES in seen, "the list of hashes shows every change of a file"
    list_again(folder)
    found = verify_publication(folder)
    assert {check for check, faults in found.faults.items() if faults} == expected, found.faults
    assert run(folder)[0] == 1


def test_a_file_more_or_a_list_of_noise_is_refused(publication):
    folder, _manifest = publication
    (folder / "late.csv").write_bytes(b"")
    assert verify_publication(folder).faults == {Check.FILES: ["late.csv is not in the list"]}
    (folder / "late.csv").unlink()
    (folder / HASHES).write_text("noise\n")
    assert verify_publication(folder).faults.keys() == {Check.FILES}


def test_a_cycle_of_before_the_sealed_vote_is_only_counted_when_told_so(publication):
    folder, _manifest = publication
    (folder / ELECTION).unlink()
    list_again(folder)
    code, said = run(folder)
    assert code == 1
    assert "no sealed ballots were published" in said
    code, said = run(folder, "--count-only")
    assert code == 0, said
    assert "Sealed ballots were not looked at" in said
    change_record(folder, swap_winner)
    list_again(folder)
    assert run(folder, "--count-only")[0] == 1


# Over HTTP.


@pytest.fixture
def site(app, session, settings) -> Iterator[tuple[str, Path, str]]:
    cycle, manifest = published_cycle(session, settings.folder("elections"), settings.folder("published"))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}/results/{cycle.code}", settings.folder("published") / cycle.code, manifest
    server.shutdown()
    server.server_close()


@pytest.mark.enable_socket
def test_a_running_site_is_verified_from_its_address(site):
    address, folder, manifest = site
    for page in (address, f"{address}/", f"{address}/verify", f"{address}/data"):
        code, said = run(page, "--manifest", manifest)
        assert code == 0, said
    change_record(folder, swap_winner)
    list_again(folder)
    code, said = run(address)
    assert code == 1
    assert "is published as lost" in said


@pytest.mark.enable_socket
def test_a_site_that_does_not_answer_or_has_no_such_cycle_is_a_defect(site):
    address, folder, _manifest = site
    (folder / "improvement.pb").unlink()
    code, said = run(address)
    assert (code, "improvement.pb answered 404" in said) == (1, True)
    code, said = run(address.replace(folder.name, "1999"))
    assert (code, "answered 404" in said) == (1, True)
    code, said = run("http://127.0.0.1:9/results/2026")
    assert (code, "cannot be read: ConnectionError" in said) == (1, True)


@pytest.mark.parametrize("where", ["https://budget.test/", "https:///results/2026", "https://budget.test/results/"])
def test_another_page_is_no_results(where):
    with pytest.raises(FetchError, match="not an address of results"):
        results_address(where)


@pytest.mark.parametrize(
    "line", [f"{'a' * 64}  ../up", f"{'a' * 64}  .hid", f"{'a' * 63}  x", f"{'a' * 64}  a b", f"{'a' * 64}  x\n" * 2]
)
def test_a_list_that_leads_elsewhere_is_refused(line):
    with pytest.raises(FetchError):
        listed_hashes(line.encode())


def test_an_archive_that_leads_elsewhere_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../up.txt", b"x")
    with pytest.raises(FetchError, match="strange name"):
        unpack(tmp_path / "a.zip", tmp_path)

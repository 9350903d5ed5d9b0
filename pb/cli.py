"""The `pb` command; each subcommand calls one service and prints for people."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import click
from rich.progress import Progress, TaskID

from pb.errors import BadSetting, Refused


class Plain(click.Group):
    """A group whose refusals are one line, not a traceback."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except BadSetting as wrong:
            raise click.ClickException(str(wrong)) from wrong
        except Refused as refused:
            facts = ", ".join(f"{name} {value}" for name, value in refused.facts.items())
            raise click.ClickException(f"refused: {refused.reason.value.replace('_', ' ')}; {facts}") from refused


@click.group(cls=Plain, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="participatory-budget")
def main() -> None:
    """Participatory budgeting for a city: from the first idea to the finished playground."""


@main.command()
@click.option("--port", default=lambda: int(os.environ.get("PORT", "5000")), show_default="PORT or 5000")
@click.option("--host", default=lambda: os.environ.get("HOST", "127.0.0.1"), show_default="HOST or 127.0.0.1")
def serve(port: int, host: str) -> None:
    """Serve the city's pages; the settings come from PB_* variables."""
    from pb.serving import serve_city
    from pb.settings import from_environment

    serve_city(from_environment(os.environ), host, port)


@main.command()
@click.option("--port", default=lambda: int(os.environ.get("PORT", "5000")), show_default="PORT or 5000")
@click.option("--bank-port", default=lambda: int(os.environ.get("BANK_PORT", "5001")), show_default="BANK_PORT or 5001")
@click.option("--host", default=lambda: os.environ.get("HOST", "127.0.0.1"), show_default="HOST or 127.0.0.1")
@click.option(
    "--data", type=click.Path(path_type=Path), default=lambda: Path(os.environ.get("PB_DATA_DIR", "var/demo"))
)
@click.option("--fresh", is_flag=True, help="Forget the demo city and build it anew.")
def demo(port: int, bank_port: int, host: str, data: Path, fresh: bool) -> None:
    """Build the demo city once and serve it with its sandbox bank."""
    from pb.demo.running import run_demo

    run_demo(host=host, port=port, bank_port=bank_port, data=data, fresh=fresh)


@main.command("run-due")
def run_due() -> None:
    """Do everything that is due now; call it every minute from the system's timer."""
    from pb.db.database import Database
    from pb.jobs import run_due as run
    from pb.settings import from_environment

    settings = from_environment(os.environ)
    done = run(settings, Database(settings.database_url, durable=True))
    click.echo(f"elections opened: {len(done.opened)}, published: {len(done.published)}")


@main.command()
@click.option("--port", default=5002, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
def box(port: int, host: str) -> None:
    """Serve the ballot box, an application and a database of its own."""
    from pb.serving import serve_box
    from pb.settings import from_environment

    serve_box(from_environment(os.environ), host, port)


@main.command()
@click.option("--voters", default=50, show_default=True, help="How many residents vote through the first channel.")
@click.option("--channels", default="online,desk", show_default=True, help="Some of online, desk, paper, school.")
def walk(voters: int, channels: str) -> None:
    """Drive one whole budget over HTTP in a temporary city and print an account of it."""
    from pb.demo.walk.road import walk_the_road
    from pb.demo.walk.vote import CHANNELS

    asked = list(dict.fromkeys(name.strip() for name in channels.split(",")))
    if unknown := [name for name in asked if name not in CHANNELS]:
        raise click.BadParameter(f"{', '.join(unknown)}: choose of {', '.join(CHANNELS)}", param_hint="--channels")
    if asked[0] == "school":
        raise click.BadParameter("begin with a channel of the city's vote", param_hint="--channels")
    sys.exit(walk_the_road(voters=voters, channels=tuple(CHANNELS[name] for name in asked)))


@main.command("sandbox-bank")
@click.option("--port", default=lambda: int(os.environ.get("BANK_PORT", "5001")), show_default="BANK_PORT or 5001")
@click.option("--city-url", default="http://127.0.0.1:5000", show_default=True)
@click.option("--residents", default=0, help="Draw this many more adult residents.")
def sandbox_bank(port: int, city_url: str, residents: int) -> None:
    """Serve the sandbox banks with their invented customers, on loopback only."""
    from pb.demo.running import serve_bank

    serve_bank(port=port, city_url=city_url, residents=residents)


@main.command()
def migrate() -> None:
    """Bring the databases to the newest shape."""
    from pb.db.database import Database
    from pb.db.migrations import migrate as apply
    from pb.settings import from_environment
    from pb.web.paths import beside_or_inside

    settings = from_environment(os.environ)
    apply(Database(settings.database_url), str(beside_or_inside("migrations")))
    click.echo("Up to date.")


@main.command()
@click.argument("email")
@click.argument("name")
@click.argument("roles", nargs=-1, required=True)
def invite(email: str, name: str, roles: tuple[str, ...]) -> None:
    """Invite the first administrator, or anybody, and print the link."""
    from pb import clock
    from pb.accounts.service import invite_staff
    from pb.audit.rules import SYSTEM
    from pb.db.database import Database
    from pb.settings import from_environment
    from pb.values.permission import Role

    settings = from_environment(os.environ)
    chosen = frozenset(Role(role) for role in roles)
    with Database(settings.database_url).transaction() as session:
        _staff, token = invite_staff(session, SYSTEM, email=email, name=name, roles=chosen, now=clock.now())
    click.echo(f"{settings.public_url.rstrip('/')}/staff/invitation/{token}")


@main.command("verify-audit")
def verify_audit() -> None:
    """Check that no entry of the audit log was changed, dropped or slipped in."""
    from pb.audit.queries import every_entry
    from pb.audit.rules import first_break
    from pb.db.database import Database
    from pb.settings import from_environment

    with Database(from_environment(os.environ).database_url).snapshot() as session:
        entries = list(every_entry(session))
    broken = first_break(entries)
    if broken is not None:
        raise click.ClickException(f"the log is broken at entry {broken} of {len(entries)}")
    head = entries[-1].digest if entries else "-"
    click.echo(f"{len(entries)} entries, each follows from the one before. Head: {head}")


@main.command()
@click.argument("where")
@click.option("--manifest", default=None, help="The election's hash as printed elsewhere: a newspaper, a witness.")
@click.option("--count-only", is_flag=True, help="For cycles of before the sealed vote: repeat their count only.")
def verify(where: str, manifest: str | None, *, count_only: bool) -> None:
    """Check a published cycle: a folder, or its results page such as https://budget.example.org/results/2026.

    A folder is either what the results page publishes (SHA256SUMS and the files it lists) or an unpacked archive of
    the sealed election. Exit code 1 and the reason when anything is wrong.
    """
    from pb.observer.verifying import verify_at

    sys.exit(verify_at(where, manifest, count_only=count_only, say=click.echo))


@main.command()
@click.argument("box")
@click.option("--keep", type=click.Path(path_type=Path), default=Path("witness"), show_default=True)
@click.option("--manifest", default=None, help="Only this election; otherwise every election of the box.")
@click.option("--every", default=600, show_default=True, help="Seconds between looks.")
@click.option("--once", is_flag=True, help="Look once and end: for cron or a systemd timer.")
def witness(box: str, keep: Path, manifest: str | None, every: int, *, once: bool) -> None:
    """Keep the checkpoints of a running box, such as https://box.example.org, and prove that its log only grows.

    Exit code 1 when the log was rewritten, 3 when the box was out of reach. See docs/witness.md.
    """
    from pb.observer.watching import watch

    sys.exit(watch(box, keep, manifest, every=every, once=once, say=click.echo))


@main.command("load-register")
@click.argument("file", type=click.File("rb"))
@click.option("--cycle", "code", required=True, help="Code of the cycle; every cycle knows its people by other keys.")
@click.option("--kind", type=click.Choice(["residents", "excluded"]), required=True)
@click.option("--leave-out-faults", is_flag=True, help="Load the good lines although others are faulty.")
def load_register(file: BinaryIO, code: str, kind: str, *, leave_out_faults: bool) -> None:
    """Load the register of residents, or the list of people without a vote, in the place of the last one.

    FILE is CSV, see docs/registers.md; it is read and never stored. A dash reads from a pipe.
    """
    from pb import clock
    from pb.electorate.loading import load_file
    from pb.electorate.registers import RegisterKind
    from pb.settings import from_environment

    settings, data = from_environment(os.environ), file.read()
    with Progress() as shown:
        told = _bars(shown, "")
        register = load_file(
            settings, data, code, RegisterKind(kind), leave_out_faults=leave_out_faults, now=clock.now(),
            progress=lambda done, whole: told("people", done, whole),
        )  # fmt: skip
    for line, fault in register.faults.items():
        click.echo(f"line {line}: {fault.value.replace('_', ' ')}", err=True)
    if register.faults and not leave_out_faults:
        raise click.ClickException(f"{len(register.faults)} faulty lines; nothing was loaded (--leave-out-faults)")
    click.echo(f"{len(register.people)} people loaded, {len(register.faults)} lines left out.")


@main.command("import-pb")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--code", default="", help="Code of the new cycle; more files become its further contests.")
@click.option("--publish/--no-publish", default=True, show_default=True, help="Show the results at once.")
def import_pb(files: tuple[Path, ...], code: str, *, publish: bool) -> None:
    """Load Pabulib files as one closed cycle with its ballots and count them again."""
    from pb import clock
    from pb.audit.rules import SYSTEM
    from pb.db.database import Database
    from pb.results.service import publish_imported
    from pb.settings import from_environment
    from pb.tally.importing import import_pabulib
    from pb.web.city import read_city

    settings = from_environment(os.environ)
    root, published = settings.folder("elections"), settings.folder("published")
    with Progress() as shown, Database(settings.database_url, durable=True).transaction() as session:
        cycle = None
        for path in files:
            told = _bars(shown, f"{path.name}: ")
            cycle = import_pabulib(session, SYSTEM, path, root=root, code=code, cycle=cycle, progress=told)
        if publish and cycle is not None:
            unit, told = read_city(settings.city_file).name, _bars(shown, f"{cycle.code}: ")
            publish_imported(
                session, SYSTEM, cycle, elections=root, published=published, unit=unit, now=clock.now(), progress=told
            )
    click.echo(f"{settings.public_url.rstrip('/')}/results/{cycle.code if cycle else ''}")


@main.command("import-years")
@click.argument("years", metavar="LIST.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_years(years: Path) -> None:
    """Load many past years, tables and .pb files alike; years that are here already are passed over.

    LIST.csv has the columns code and file, for tables also first_day and last_day (2019-04-01).
    """
    from pb import clock
    from pb.audit.rules import SYSTEM
    from pb.db.database import Database
    from pb.results.bulk import ListError, import_year, years_of
    from pb.settings import from_environment
    from pb.web.city import read_city

    settings = from_environment(os.environ)
    elections, published = settings.folder("elections"), settings.folder("published")
    database, unit = Database(settings.database_url, durable=True), read_city(settings.city_file).name
    try:
        with Progress() as shown:
            for year in shown.track(years_of(years), description=years.name):
                told = _bars(shown, f"{year.code}: ")
                with database.transaction() as session:
                    cycle = import_year(
                        session, SYSTEM, year, elections=elections, published=published, unit=unit, now=clock.now(),
                        progress=told,
                    )  # fmt: skip
                shown.console.print(f"{year.code}: {'published' if cycle else 'here already'}")
    except ListError as wrong:
        raise click.ClickException(str(wrong)) from wrong


def _bars(shown: Progress, before: str) -> Callable[[str, int, int], None]:
    """A bar for each kind of work, made when it begins; `before` names whose work it is."""
    bars: dict[str, TaskID] = {}

    def told(what: str, done: int, whole: int) -> None:
        if what not in bars:
            bars[what] = shown.add_task(f"{before}{what}", total=None)
        shown.update(bars[what], completed=done, total=whole)

    return told


@main.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def recount(arguments: tuple[str, ...]) -> None:
    """Redo a count from a published file (the same as python -m pb.tally)."""
    from pb.tally.__main__ import main as count

    sys.exit(count(list(arguments)))

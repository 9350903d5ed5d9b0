"""The rules of the house, checked on the code itself: imports, sizes, names, docstrings, types, style."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "pb").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
BANNED = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "handler", "core", "base"}
LONGEST_MODULE, LONGEST_TEST, LONGEST_FUNCTION = 400, 500, 40


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize(
    "command",
    [["importlinter.cli", "lint-imports"], ["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]],
    ids=["imports", "style", "format", "types"],
)
def test_the_tools_find_nothing(command: list[str]) -> None:
    if command[0] == "importlinter.cli":
        run = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as main; main()"]
    else:
        run = [sys.executable, "-m", *command]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=name_of)
def test_files_stay_small(path: Path) -> None:
    limit = LONGEST_TEST if path in TESTS else LONGEST_MODULE
    assert len(path.read_text("utf-8").splitlines()) <= limit, f"split {name_of(path)}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_stay_short_and_modules_say_what_they_are(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), f"{name_of(path)} has no docstring"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{name_of(path)}:{node.lineno} {node.name} has {length} lines"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_names_say_what_is_inside(path: Path) -> None:
    allowed = path == ROOT / "pb/db/base.py"
    assert allowed or path.stem not in BANNED, f"{name_of(path)}: a name for everything is a name for nothing"
    assert allowed or path.parent.name not in BANNED


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_clock_reads_the_time(path: Path) -> None:
    if path == ROOT / "pb/clock.py":
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            named = ast.unparse(node.func)
            assert named not in {"datetime.now", "datetime.utcnow", "date.today", "datetime.today"}, (
                f"{name_of(path)}:{node.lineno} asks the system for the time; use pb.clock"
            )


@pytest.mark.parametrize(
    "path", [path for path in MODULES if "service" in path.parts[-1] or path.parent.name == "service"], ids=name_of
)
def test_services_never_commit_and_never_see_a_request(path: Path) -> None:
    text = path.read_text("utf-8")
    for forbidden in (".commit(", "current_user", "from flask ", "import flask\n"):
        assert forbidden not in text, f"{name_of(path)}: {forbidden}"


@pytest.mark.parametrize("path", TESTS, ids=name_of)
def test_no_test_measures_time(path: Path) -> None:
    """A busy machine fails nobody: how quick something is belongs into `make bench`."""
    stopwatches = {"perf_counter", "process_time", "monotonic"}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Assert):
            assert not stopwatches & set(re.findall(r"\w+", ast.unparse(node))), f"{name_of(path)}:{node.lineno}"
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            assert not stopwatches & {name.name for name in node.names}, f"{name_of(path)}:{node.lineno}"


def test_no_open_end_without_a_number() -> None:
    for path in [*MODULES, *TESTS]:
        if path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            assert "TODO" not in line, f"{name_of(path)}:{number}"
            assert "FIXME" not in line, f"{name_of(path)}:{number}"


@pytest.mark.parametrize("target", ["run", "test", "walk", "bench", "linkability", "languages"])
def test_make_knows_a_way_to_each_target(target: str) -> None:
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "overriding" not in done.stderr


def test_the_top_level_holds_what_belongs_there_and_no_notes() -> None:
    if not (ROOT / ".git").exists():
        return  # a copy without its history: nobody knows what is kept
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split("/")[0] for line in kept.splitlines()} == {
        *(".ci", ".gitignore", "assets", "babel.cfg", "bench", "docs", "hatch_build.py", "migrations", "pb", "static"),
        *("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "SECURITY.md", "pyproject.toml"),
        *("requirements-dev.lock", "requirements.lock", "templates", "tests"),
    }

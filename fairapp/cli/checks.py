"""``test``, ``check`` and ``bench``: what those who work on fairapp run. They need requirements-dev.txt."""

import importlib
import inspect
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from fairapp.cli.command import json_option, print_json, say

ROOT = Path(__file__).resolve().parents[2]
WORKERS = "2"
PYTEST_USAGE = 4
PYTHON = (sys.executable, "-m")

# One line a tool: what it holds, and the command, run in the repository.
TOOLS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ruff", (*PYTHON, "ruff", "check", ".")),
    ("mypy", (*PYTHON, "mypy")),
    ("import contracts", (sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()")),
    ("templates", (*PYTHON, "djlint", "--lint", "--quiet", "fairapp/templates")),
    ("translations", (*PYTHON, "pytest", "-q", "-p", "no:cacheprovider", "tests/guards/test_catalogues.py")),
)


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What one tool said. ``seconds`` is wall-clock time."""

    tool: str
    clean: bool
    seconds: float
    output: str


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("pytest_args", nargs=-1, type=click.UNPROCESSED)
def test(pytest_args: tuple[str, ...]) -> None:
    """Run the whole test suite, or what PYTEST_ARGS name."""
    chosen = pytest_args or ("-n", WORKERS, "--dist", "loadfile")  # a file keeps its fixtures on one worker
    done = subprocess.run([*PYTHON, "pytest", *chosen], cwd=ROOT, env=_environment())
    sys.exit({0: 0, PYTEST_USAGE: 2}.get(done.returncode, 1))


@click.command()
@json_option
def check(as_json: bool) -> None:
    """Style, types, import contracts, templates and translations."""
    results = []
    for tool, command in TOOLS:
        results.append(_run_tool(tool, command))
        _report(results[-1])
    clean = all(result.clean for result in results)
    if as_json:
        print_json({"clean": clean, "tools": [asdict(result) for result in results]})
    sys.exit(0 if clean else 1)


@click.command()
@click.argument("name", required=False)
@click.option("--quick", is_flag=True, help="Smaller inputs: shows that a benchmark runs, not how fast.")
@json_option
def bench(name: str | None, quick: bool, as_json: bool) -> None:
    """Run the benchmarks, or the one called NAME: ours, the limit measured beside it, the ratio."""
    sys.path.insert(0, str(ROOT))
    modules: Sequence[str] = importlib.import_module("benchmarks").MODULES
    if name is not None and name not in modules:
        raise click.BadParameter(f"{name}: choose from {', '.join(modules)}", param_hint="NAME")
    rows: list[dict[str, Any]] = []
    for chosen in modules if name is None else [name]:
        say(f"{chosen} …")
        measure = importlib.import_module(f"benchmarks.{chosen}").rows
        for row in measure(quick) if inspect.signature(measure).parameters else measure():
            rows.append(asdict(row) | {"ratio": row.ratio, "reached": row.reached})
            if not as_json:
                click.echo(_bench_line(rows[-1]))
    if as_json:
        print_json({"quick": quick, "rows": rows})


def _bench_line(row: dict[str, Any]) -> str:
    """Ours, the limit measured beside it, the ratio and what it aims at."""
    aim = f"{'≥' if row['at_least'] else '≤'} {row['aim']:g}"
    figures = f"{row['ours']:>14,.1f} {row['limit']:>14,.1f} {row['unit']:<16} {row['ratio']:>8.2f} {aim:>8}"
    return f"{row['name']:<52} {figures}  {'reached' if row['reached'] else 'NOT REACHED'}"


def _run_tool(tool: str, command: tuple[str, ...]) -> Checked:
    started = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, text=True, encoding="utf-8")
    seconds = round(time.perf_counter() - started, 1)
    return Checked(tool=tool, clean=done.returncode == 0, seconds=seconds, output=(done.stdout + done.stderr).strip())


def _report(result: Checked) -> None:
    say(f"{result.tool:<18} {'clean' if result.clean else 'NOT CLEAN':<10} {result.seconds:6.1f} s")
    if not result.clean:
        say(result.output)


def _environment() -> dict[str, str]:
    """The tools see the repository and UTF-8, wherever the command is typed; settings of an installation stay out."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FAIRAPP_")}
    return kept | {"PYTHONUTF8": "1"}


commands: list[click.Command] = [test, check, bench]

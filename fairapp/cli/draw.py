"""``draw`` and ``verify-draw``: the public draw on files. No database, nothing but the snapshot and the digits."""

import os
from pathlib import Path
from typing import cast

import click

from fairapp.cli.command import caller_locale, json_option, print_json
from fairapp.domain.allocation import Difference, canonical, draw, parse_json, verify
from fairapp.domain.errors import Refused

_existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_new_file = click.Path(dir_okay=False, path_type=Path)

MOST_LINES = 20


@click.command("draw")
@click.argument("snapshot", type=_existing_file)
@click.option("--seed", "digits", required=True, metavar="DIGITS", help="The digits of the public ceremony.")
@click.option("-o", "--output", type=_new_file, metavar="RESULT", help="Where the result goes; stdout without it.")
@json_option
def draw_command(snapshot: Path, digits: str, output: Path | None, as_json: bool) -> None:
    """Hold the draw over SNAPSHOT, a file in the format fairapp-draw/1."""
    result = draw(_read(snapshot), digits)
    figures = {
        "snapshot_sha256": result["snapshot_sha256"],
        "seed": result["seed"],
        "allocated": len(cast(list[object], result["allocated"])),
        "waiting": len(cast(list[object], result["waiting"])),
        "result_sha256": result["result_sha256"],
    }
    if output is None:
        click.echo(canonical(result))
        return
    _write(output, canonical(result) + b"\n")
    if as_json:
        print_json(figures | {"result": str(output)})
        return
    for name, value in figures.items():
        click.echo(f"{name:16} {value}")


@click.command("verify-draw")
@click.argument("result", type=_existing_file)
@click.option("--snapshot", type=_existing_file, help="Recompute the result from this snapshot.")
@click.option("--seed", "digits", metavar="DIGITS", help="Recompute the seed from the digits announced in public.")
@json_option
def verify_draw_command(result: Path, snapshot: Path | None, digits: str | None, as_json: bool) -> None:
    """Check RESULT: against itself, and with --snapshot by drawing again. Says where it differs."""
    differences = verify(_read(result), None if snapshot is None else _read(snapshot), digits)
    if as_json:
        print_json({"agrees": not differences, "recomputed": snapshot is not None, "differences": _rows(differences)})
    elif differences:
        for row in _rows(differences[:MOST_LINES]):
            click.echo(f"{row['path']}: {_shown(row['published'])} ≠ {_shown(row['recomputed'])}")
    else:
        click.echo(_agreement(redrawn=snapshot is not None))
    if differences:
        raise Refused("draw-differs", path=differences[0].path, count=len(differences))


def _agreement(redrawn: bool) -> str:
    locale = caller_locale()
    if redrawn:
        return locale.gettext("The result is what the snapshot gives.")
    return locale.gettext("The result agrees with itself. Give --snapshot to draw again.")


def _rows(differences: list[Difference]) -> list[dict[str, object]]:
    return [
        {"path": difference.path, "published": difference.published, "recomputed": difference.recomputed}
        for difference in differences
    ]


def _shown(value: object) -> str:
    """One JSON value on one line of a terminal."""
    written = canonical(value).decode()
    return written if len(written) <= 100 else f"{written[:99]}…"


def _read(path: Path) -> dict[str, object]:
    """The JSON of a file. What it holds is checked by the domain."""
    try:
        return cast(dict[str, object], parse_json(path.read_bytes()))
    except OSError as error:
        raise Refused("file-unreadable", path=str(path), reason=error.strerror) from None


def _write(path: Path, content: bytes) -> None:
    """The whole file or none of it: a result cut short by a full disk must not look like one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Refused("file-unwritable", path=str(path), reason=error.strerror) from None


commands: list[click.Command] = [draw_command, verify_draw_command]

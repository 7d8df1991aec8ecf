"""``verify_draw.py``: one file anyone can download and run, made from the very sources that hold the draw.

The modules are put one behind the other in the order in which they need each other; imports of one another are left
out, those of the standard library are gathered at the top. What checks a draw is therefore what drew it, to the letter,
and a reader finds the rule, with its comments, in one page. The same sources give the same bytes.
"""

from __future__ import annotations

import ast
import inspect
from types import ModuleType

from fairapp.domain import errors, text
from fairapp.domain.allocation import (
    canonical_json,
    consistency,
    differences,
    drawing,
    floor,
    growth,
    numbering,
    parsing,
    queue,
    result_shape,
    shapes,
    snapshot,
    tickets,
    turns,
    verification,
)

FILE_NAME = "verify_draw.py"

_MODULES: tuple[ModuleType, ...] = (
    errors,
    text,
    canonical_json,
    tickets,
    shapes,
    snapshot,
    parsing,
    queue,
    floor,
    turns,
    growth,
    numbering,
    drawing,
    result_shape,
    differences,
    consistency,
    verification,
)

_HEADER = '''"""verify_draw.py: check the public draw of a fair on your own computer.

    python3 verify_draw.py result.json                          does the result agree with itself?
    python3 verify_draw.py result.json snapshot.json            is it what the published snapshot gives?
    python3 verify_draw.py result.json snapshot.json 072315     and was the seed made from these digits?

It needs Python 3.11 or later and nothing else: no network, no installation, no other file. It changes nothing.
It ends with 0 when all agrees, 1 when something differs or a file cannot be read, 2 for a wrong call.
The fingerprint of the snapshot must be the one announced before the draw; compare it yourself.

Everything below, up to the last part, is copied from the program that held the draw: the rule itself.
"""
'''

_MAIN = '''

LINES = 20


def check(arguments: list[str]) -> int:
    """Print whether the result agrees, and where it does not."""
    if not 1 <= len(arguments) <= 3 or arguments[0].startswith("-"):
        print(__doc__)
        return 2
    files, digits = arguments[:2], arguments[2] if len(arguments) == 3 else None
    try:
        contents = []
        for name in files:
            with open(name, "rb") as file:
                contents.append(parse_json(file.read()))
        result, drawn_over = contents[0], contents[1] if len(contents) == 2 else None
        if drawn_over is not None:
            read_snapshot(drawn_over)
        found = verify(result, drawn_over, digits)
    except (OSError, Refused) as error:
        print(f"Not checked: {error}")
        return 1
    if drawn_over is not None:
        print(f"fingerprint of this snapshot  {sha256_of(drawn_over)}")
    print(f"fingerprint in the result     {result['snapshot_sha256']}")
    print(f"seed in the result            {result['seed']}")
    for difference in found[:LINES]:
        published, recomputed = canonical(difference.published).decode(), canonical(difference.recomputed).decode()
        print(f"DIFFERS {difference.path}: published {published[:99]}, recomputed {recomputed[:99]}")
    if found:
        print(f"The result is NOT what it should be: {len(found)} differences{' or more' * (len(found) > 99)}.")
        return 1
    if drawn_over is None:
        print("The result agrees with itself. Give the snapshot too, to draw again.")
    elif digits is None:
        print("The result is what the snapshot and this seed give. Give the digits too, to check the seed.")
    else:
        print("The result is what the snapshot and the digits give.")
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(check(sys.argv[1:]))
'''


def standalone_source() -> str:
    """The text of ``verify_draw.py``, to be written in UTF-8."""
    imports: set[str] = {"import sys"}
    parts: list[str] = []
    for module in _MODULES:
        source = inspect.getsource(module)
        imports |= _imports(source)
        parts.append(f"\n\n# {'=' * 20} {module.__name__.replace('.', '/')}.py\n\n{_body(source)}\n")
    gathered = "\n".join(sorted(imports, key=lambda line: (line.startswith("from "), line)))
    return f"{_HEADER}\nfrom __future__ import annotations\n\n{gathered}\n{''.join(parts)}{_MAIN}"


def _imports(source: str) -> set[str]:
    """The imports of the standard library, one name a line."""
    lines: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import):
            lines |= {f"import {ast.unparse(name)}" for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not _is_ours(node):
            lines |= {f"from {node.module} import {ast.unparse(name)}" for name in node.names}
    return lines


def _is_ours(node: ast.ImportFrom) -> bool:
    return node.module == "__future__" or str(node.module).startswith("fairapp.")


def _body(source: str) -> str:
    """The source without its imports, its docstring as it stands."""
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for line in range(node.lineno - 1, node.end_lineno or node.lineno):
                lines[line] = ""
    return "\n".join(_without_gaps(lines))


def _without_gaps(lines: list[str]) -> list[str]:
    """At most two empty lines one after the other, none at either end."""
    kept: list[str] = []
    for line in lines:
        if line or kept[-2:] not in ([], ["", ""]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return kept

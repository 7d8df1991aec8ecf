"""What the guards look at: the files of the repository, read once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", "__pycache__", "node_modules", "instance"}
TEXT = {
    ".py",
    ".md",
    ".html",
    ".js",
    ".css",
    ".po",
    ".toml",
    ".in",
    ".txt",
    ".json",
    ".csv",
    ".svg",
    ".ini",
    ".mako",
    "",
}


@cache
def all_files() -> tuple[Path, ...]:
    """Every file of the repository, without what installing and running leave behind."""
    return tuple(sorted(_walk(ROOT)))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir():
            if path.name not in NOT_OURS and not path.name.endswith("_cache") and path.name != ".hypothesis":
                yield from _walk(path)
        elif not path.name.startswith(".coverage"):
            yield path


def files(*suffixes: str, under: str = "") -> list[Path]:
    """The files with one of these suffixes below a folder of the repository."""
    return [path for path in all_files() if path.suffix in suffixes and path.is_relative_to(ROOT / under)]


def text_files() -> list[Path]:
    return files(*TEXT)


def name_of(path: Path) -> str:
    """The path as it is written in messages and tables: relative, with slashes."""
    return path.relative_to(ROOT).as_posix()


@cache
def source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(source(path), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module, methods and inner functions too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def place(path: Path, node: ast.AST) -> str:
    return f"{name_of(path)}:{getattr(node, 'lineno', 1)}"

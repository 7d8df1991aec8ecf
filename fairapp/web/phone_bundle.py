"""The modules of a phone page as one file, so that a first visit asks few things of a slow network.

The sources stay small native modules. Each becomes a function that runs once and returns what the module exports; what
it imports is taken from those before it. Only the forms used in ``static/till`` are known, anything else raises.
"""

import re
from pathlib import Path

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([a-z-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function|class|const) (\w+)", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*.*?\*/)\n", re.MULTILINE | re.DOTALL)
_LEFT_OVER = re.compile(r"^(?:import|export)\b", re.MULTILINE)


def bundle_modules(folder: Path, entry: str) -> str:
    """The module ``entry`` of ``folder`` and all that it needs, each once, in the order in which they are needed."""
    written: dict[str, str] = {}
    _add(folder, entry, written, ())
    return "".join(written.values())


def _add(folder: Path, name: str, written: dict[str, str], above: tuple[str, ...]) -> None:
    if name in written:
        return
    if name in above:
        raise ValueError(f"{name}.js imports itself through {above[-1]}.js")
    source = _COMMENT.sub("", (folder / f"{name}.js").read_text("utf-8"))
    for _, needed in _IMPORT.findall(source):
        _add(folder, needed, written, (*above, name))
    exported = [found for _, found in _EXPORT.findall(source)]
    body = _IMPORT.sub(lambda found: f"const {{{found[1]}}} = {_variable(found[2])};\n", source)
    body = _EXPORT.sub(r"\1 \2", body)
    if _LEFT_OVER.search(body):
        raise ValueError(f"{name}.js imports or exports in a way that cannot be bundled")
    written[name] = f"const {_variable(name)} = (() => {{\n{body}return {{ {', '.join(exported)} }};\n}})();\n"


def _variable(name: str) -> str:
    return "$" + name.replace("-", "_")

"""``python3 -m fairapp …``: sets itself up with the standard library alone, then hands over to ``fairapp.cli``.

When the running Python already has every pinned requirement, nothing is made. Otherwise ``.venv`` beside the package is
made (or repaired), filled from the hashed requirement files, stamped, and the command runs itself again inside it.
Everything said here goes to stderr: stdout belongs to the command.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must get this line, not a traceback
    sys.exit("fairapp needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])  # noqa: UP031 - and print it

import collections
import contextlib
import hashlib
import importlib
import importlib.metadata
import os
import pathlib
import re
import shutil
import subprocess
from collections.abc import Iterator

if sys.platform == "win32":
    import msvcrt
    import time
else:
    import fcntl

ROOT = pathlib.Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "instance" / "setup.lock"
NEEDS_DEV = {"test", "check", "bench", "soak"}
# A pin of a compiled requirement file; one with a marker (``; sys_platform == …``) may rightly be absent.
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)([^\\\n]*)", re.MULTILINE)


class SetupFailed(Exception):
    """Setting up cannot go on; the message is one line that says what to do."""


def main() -> None:
    """Run the command, in an environment that has what it needs."""
    arguments = sys.argv[1:]
    requirements = _requirement_files(arguments)
    try:
        if not _has_everything(requirements):
            _prepare(requirements)
            _run_again(arguments)
    except SetupFailed as failure:
        sys.exit(f"fairapp: {failure}")
    except OSError as failure:
        sys.exit(f"fairapp: cannot set up {VENV}: {failure}")
    except KeyboardInterrupt:
        sys.exit(130)
    # By name: an import statement up there would need the requirements before they are installed.
    importlib.import_module("fairapp.cli").main()


def _requirement_files(arguments: list[str]) -> list[pathlib.Path]:
    """The hashed requirement files of this command: tests, checks and benchmarks need more than the product."""
    command = next((argument for argument in arguments if not argument.startswith("-")), "")
    names = ["requirements.txt", "requirements-dev.txt"] if command in NEEDS_DEV else ["requirements.txt"]
    return [ROOT / name for name in names]


def _has_everything(requirements: list[pathlib.Path]) -> bool:
    """Whether the running Python can serve as it is: our own stamped environment, or any with the very pins."""
    if pathlib.Path(sys.prefix).resolve() == VENV and _is_stamped(requirements):
        return True
    pins = [pin for file in requirements for pin in PIN.findall(file.read_text(encoding="utf-8"))]
    return all(_is_installed(name, version, marker) for name, version, marker in pins)


def _is_installed(name: str, version: str, marker: str) -> bool:
    try:
        return importlib.metadata.version(name) == version
    except importlib.metadata.PackageNotFoundError:
        return ";" in marker


def _stamp(requirements: list[pathlib.Path]) -> tuple[pathlib.Path, str]:
    """The file that says "this set is installed", and what it must hold: changes with the pins and with Python."""
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for file in requirements:
        digest.update(file.read_bytes())
    return VENV / f".{requirements[-1].stem}.stamp", digest.hexdigest()


def _is_stamped(requirements: list[pathlib.Path]) -> bool:
    file, wanted = _stamp(requirements)
    try:
        return PYTHON.exists() and file.read_text(encoding="ascii") == wanted
    except OSError:
        return False


def _prepare(requirements: list[pathlib.Path]) -> None:
    """Make or repair the environment, one process at a time. A stamp is written last: without it, all is redone."""
    if _is_stamped(requirements):
        return
    with _alone():
        if _is_stamped(requirements):  # another process did it while we waited
            return
        _say(f"fairapp: setting up {VENV} (once; about a minute)")
        uv = shutil.which("uv")
        if not _is_sound():
            _make_venv(uv)
        if uv:
            _install([uv, "pip", "install", "--python", str(PYTHON)], requirements)
        else:
            _install([str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check"], requirements)
        file, wanted = _stamp(requirements)
        file.write_text(wanted, encoding="ascii")


def _is_sound() -> bool:
    """Whether ``.venv`` holds a Python that starts and is the one asked for: a half-made or moved one is not."""
    if pathlib.Path(sys.prefix).resolve() == VENV:
        return True
    question = [str(PYTHON), "-c", "import sys; print(*sys.version_info[:2])"]
    try:
        answer = subprocess.run(question, capture_output=True, text=True)  # noqa: S603 - our own file
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.split() == [str(part) for part in sys.version_info[:2]]


def _make_venv(uv: str | None) -> None:
    if VENV.exists():
        shutil.rmtree(VENV)
    if uv:
        _run([uv, "venv", "--python", sys.executable, str(VENV)], "cannot make .venv")
    else:
        _require_ensurepip()
        _run([sys.executable, "-m", "venv", str(VENV)], "cannot make .venv")


def _require_ensurepip() -> None:
    """Debian and Ubuntu leave ensurepip out of python3."""
    try:
        importlib.import_module("venv")
        importlib.import_module("ensurepip")
    except ImportError:
        raise SetupFailed(
            "this Python cannot make a virtual environment; apt install python3-venv (or install uv), then try again"
        ) from None


def _install(command: list[str], requirements: list[pathlib.Path]) -> None:
    """Install the files, which carry hashes and therefore are checked against them."""
    if command[0] == str(PYTHON) and not _has_pip():
        _require_ensurepip()
        _run([str(PYTHON), "-m", "ensurepip", "--upgrade", "--default-pip"], "cannot install pip into .venv")
    for file in requirements:
        command = [*command, "--requirement", str(file)]
    _run([*command, "--require-hashes"], "could not install the requirements (is this machine online?)")


def _has_pip() -> bool:
    question = [str(PYTHON), "-m", "pip", "--version"]
    return subprocess.run(question, capture_output=True).returncode == 0  # noqa: S603 - our own file


def _run(command: list[str], complaint: str) -> None:
    """Run one step; on a terminal show its latest line, and when it fails, its last lines."""
    latest: collections.deque[str] = collections.deque(maxlen=12)
    width = shutil.get_terminal_size().columns - 1
    with subprocess.Popen(  # noqa: S603 - a fixed list, no shell
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace"
    ) as process:
        for line in process.stdout or ():
            latest.append(line.rstrip())
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{line.strip()[:width]:<{width}}")
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{'':<{width}}\r")
    if process.returncode != 0:
        _say("\n".join(latest))
        raise SetupFailed(complaint)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of setting up. The operating system gives it back when a process dies, so it is never stale."""
    LOCK.parent.mkdir(exist_ok=True)
    with LOCK.open("a+b") as handle:
        if sys.platform == "win32":
            while True:
                try:
                    msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError:  # it gives up after ten tries, one a second
                    time.sleep(1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _run_again(arguments: list[str]) -> None:
    """Continue inside the environment, in the caller's folder: file arguments keep their meaning."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    command = [str(PYTHON), "-m", "fairapp", *arguments]
    if os.name == "nt":  # execv there returns to the prompt while the child still runs
        sys.exit(subprocess.run(command, env=environment).returncode)  # noqa: S603 - our own file
    sys.stdout.flush()
    os.execve(PYTHON, command, environment)  # noqa: S606 - no shell wanted


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main()

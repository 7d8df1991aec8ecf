"""Every supported Python that is installed where the tests run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SUPPORTED = ("3.11", "3.12", "3.13")


def interpreters() -> list[str]:
    """The running Python, and each other supported one that starts on this machine."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [shutil.which(f"python{version}") for version in SUPPORTED]
    candidates += [str(path) for version in SUPPORTED for path in sorted(pyenv.glob(f"{version}.*/bin/python3"))]
    working = {sys.executable: sys.version.partition(" ")[0]}
    for candidate in filter(None, candidates):
        asked = subprocess.run([candidate, "--version"], capture_output=True, text=True, check=False)
        version = asked.stdout.removeprefix("Python ").strip()
        if asked.returncode == 0 and version and version not in working.values():
            working[candidate] = version
    return list(working)

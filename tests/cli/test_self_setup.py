"""``python3 -m fairapp`` on a machine that has nothing: the real ``__main__``, a real environment, a small requirement.

The copy's only requirement is a wheel written here, so that setting up takes seconds and no network; its ``cli``
answers where it runs. The product's own requirements are installed the same way by ``.ci/run``.
"""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "fairapp"
CLI = """
import json, sys
import greeting
def main():
    print(json.dumps({"prefix": sys.prefix, "word": greeting.WORD, "arguments": sys.argv[1:]}))
"""
BIN = "Scripts/python.exe" if os.name == "nt" else "bin/python"
Answer = subprocess.CompletedProcess[str]


def write_wheel(folder: Path, name: str) -> str:
    """Write ``name`` 1.0 as a wheel and return its requirement line with its hash."""
    files = {
        f"{name}.py": "WORD = 'salam'\n",
        f"{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{name}-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = f"{name}-1.0.dist-info/RECORD"
    lines = [f"{path},sha256={encode(text)},{len(text)}" for path, text in files.items()] + [f"{record},,"]
    wheel = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in (files | {record: "\n".join(lines) + "\n"}).items():
            archive.writestr(path, text)
    return f"{name}==1.0 \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


def encode(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def build_house(folder: Path) -> Path:
    """A fresh copy, in a folder whose name has a space and Arabic letters."""
    house = folder / "معرض جدة"
    (house / "fairapp").mkdir(parents=True)
    for name in ("__init__.py", "__main__.py"):
        shutil.copy(SOURCE / name, house / "fairapp" / name)
    (house / "fairapp" / "cli.py").write_text(CLI, encoding="utf-8")
    head = f"--no-index\n--find-links {folder.as_uri()}\n"
    (house / "requirements.txt").write_text(head + write_wheel(folder, "greeting"), encoding="utf-8")
    (house / "requirements-dev.txt").write_text(head + write_wheel(folder, "checking"), encoding="utf-8")
    return house


def run(house: Path, *arguments: str, python: Path | str = sys.executable, **more: str) -> Answer:
    """The command, where neither uv nor anything else is on PATH: pip does the work."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COVERAGE"))}
    environment = inherited | {"PATH": str(house), "PYTHONUTF8": "1"} | more
    command = [str(python), "-m", "fairapp", *arguments]
    return subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True, timeout=100)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    return build_house(tmp_path)


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """A copy after its first run, and what that run said."""
    house = build_house(tmp_path_factory.mktemp("settled"))
    return house, run(house, "totals", "--json")


def test_the_first_run_makes_an_environment_and_later_runs_use_it(settled: tuple[Path, Answer]) -> None:
    house, first = settled
    assert first.returncode == 0, first.stderr
    said = json.loads(first.stdout)  # exactly one object: setting up spoke on stderr only
    assert said == {"prefix": str(house / ".venv"), "word": "salam", "arguments": ["totals", "--json"]}
    assert "setting up" in first.stderr

    again = run(house, "totals", "--json")
    assert (again.stdout, again.stderr) == (first.stdout, "")

    inside = run(house, "totals", "--json", python=house / ".venv" / BIN)
    assert (inside.stdout, inside.stderr) == (first.stdout, "")


def test_tests_and_checks_bring_their_own_requirements(settled: tuple[Path, Answer]) -> None:
    house, _ = settled
    question = [str(house / ".venv" / BIN), "-c", "import checking"]
    assert subprocess.run(question, capture_output=True).returncode == 1
    assert "setting up" in run(house, "test", "-q").stderr
    assert subprocess.run(question, capture_output=True).returncode == 0


def test_new_pins_are_installed_on_the_next_run(settled: tuple[Path, Answer]) -> None:
    house, _ = settled
    file = house / "requirements.txt"
    file.write_text(file.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert "setting up" in run(house).stderr
    assert run(house).stderr == ""


@pytest.mark.parametrize("damage", ["no packages", "no python", "a file in its place"])
def test_a_half_made_environment_is_repaired_or_named(house: Path, damage: str) -> None:
    if damage == "a file in its place":
        (house / ".venv").write_text("", encoding="ascii")
        answer = run(house)
        assert answer.returncode == 1
        assert answer.stderr.splitlines()[-1].startswith("fairapp: ")
        assert "Traceback" not in answer.stderr
        return
    made = [sys.executable, "-m", "venv", *(["--without-pip"] if damage == "no packages" else []), str(house / ".venv")]
    subprocess.run(made, check=True)
    if damage == "no python":
        (house / ".venv" / BIN).unlink()
    answer = run(house)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["word"] == "salam"


def test_two_first_runs_at_once_do_not_disturb_each_other(house: Path) -> None:
    command = [sys.executable, "-m", "fairapp", "booths"]
    pipe = subprocess.PIPE
    both = [subprocess.Popen(command, cwd=house, stdout=pipe, stderr=pipe, text=True) for _ in range(2)]
    said = [process.communicate(timeout=100) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert said[0][0] == said[1][0] != ""
    assert sum("setting up" in err for _, err in said) == 1


def test_a_python_that_has_the_requirements_is_used_as_it_is(house: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "greeting-1.0-py3-none-any.whl") as wheel:
        wheel.extractall(tmp_path / "site")
    answer = run(house, "booths", PYTHONPATH=str(tmp_path / "site"))
    assert json.loads(answer.stdout)["prefix"] == sys.prefix
    assert not (house / ".venv").exists()


def test_a_wrong_hash_is_refused(house: Path) -> None:
    file = house / "requirements.txt"
    head, _, _ = file.read_text(encoding="utf-8").rpartition(":")
    file.write_text(head + ":" + "0" * 64 + "\n", encoding="utf-8")
    answer = run(house)
    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1].startswith("fairapp: could not install the requirements")
    assert run(house).returncode == 1, "a failed set-up must not be stamped"


def test_a_missing_python3_venv_is_named_in_one_line(house: Path, tmp_path: Path) -> None:
    (tmp_path / "debian").mkdir()
    (tmp_path / "debian" / "ensurepip.py").write_text("raise ImportError('not installed')", encoding="ascii")
    answer = run(house, PYTHONPATH=str(tmp_path / "debian"))
    assert answer.returncode == 1
    assert "apt install python3-venv" in answer.stderr.splitlines()[-1]
    assert "Traceback" not in answer.stderr


def test_an_old_python_is_told_in_one_line(house: Path) -> None:
    pretend = "import runpy, sys; sys.version_info = (3, 9, 18); runpy.run_module('fairapp', run_name='__main__')"
    answer = subprocess.run([sys.executable, "-c", pretend], cwd=house, capture_output=True, text=True)
    assert answer.returncode == 1
    assert answer.stderr == "fairapp needs Python 3.11 or newer; this is Python 3.9.\n"

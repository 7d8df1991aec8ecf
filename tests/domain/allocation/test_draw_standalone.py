"""verify_draw.py: one file, nothing but Python, agrees with honest results and finds every changed character."""

import ast
import json
import random
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fairapp.domain.allocation import canonical, draw
from fairapp.domain.allocation.standalone import FILE_NAME, standalone_source
from tests.domain.allocation.draw_interpreters import interpreters
from tests.domain.allocation.draw_snapshots import one_hall, random_snapshot, request

RESULTS = 1_000
ISOLATED = ("-I", "-S", "-B")

BATCH = """
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("verify_draw", sys.argv[1])
checker = importlib.util.module_from_spec(spec)
sys.modules["verify_draw"] = checker
spec.loader.exec_module(checker)
for line in sys.stdin.buffer:
    case = json.loads(line)
    try:
        found = checker.verify(checker.parse_json(case["result"]), checker.parse_json(case["snapshot"]), case["digits"])
        print(found[0].path if found else "agrees")
    except checker.Refused as refusal:
        print(refusal.code)
"""


@pytest.fixture
def checker(tmp_path: Path) -> Path:
    path = tmp_path / FILE_NAME
    path.write_text(standalone_source(), encoding="utf-8")
    return path


@cache
def honest_cases() -> list[dict[str, str]]:
    cases = []
    for number in range(RESULTS):
        snapshot = random_snapshot(number, most_requests=6, most_booths=8)
        if number % 10 == 0:
            snapshot["edition"] = "دورة جدة"
        result = draw(snapshot, str(number))
        cases.append(
            {"result": canonical(result).decode(), "snapshot": canonical(snapshot).decode(), "digits": str(number)}
        )
    return cases


def changed(case: dict[str, str], key: str, rng: random.Random) -> dict[str, str]:
    """The case with one character of one file replaced by another, most often by one of its kind."""
    document = case[key]
    place = rng.randrange(len(document))
    kinds = ("0123456789", "abcdef", '0123456789abcdefAXZ"{}[],: ٣ز')
    alike = next(kind for kind in kinds if document[place] in kind or kind is kinds[-1])
    others = [letter for letter in alike if letter != document[place]]
    return case | {key: document[:place] + rng.choice(others) + document[place + 1 :]}


def answers(python: str, checker: Path, cases: list[dict[str, str]]) -> list[str]:
    """What the file says of each case, all in one process of an isolated Python."""
    lines = b"\n".join(json.dumps(case).encode() for case in cases)
    command = [python, *ISOLATED, "-W", "error", "-c", BATCH, str(checker)]
    done = subprocess.run(command, input=lines, capture_output=True, check=False, timeout=100, cwd=checker.parent)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().splitlines()


@pytest.mark.parametrize("python", interpreters())
def test_it_agrees_with_a_thousand_results_and_finds_a_thousand_changed_characters(python: str, checker: Path) -> None:
    rng = random.Random(1)
    honest = honest_cases()
    forged = [changed(case, "result", rng) for case in honest]
    retouched = [changed(case, "snapshot", rng) for case in honest[:200]]
    said = answers(python, checker, [*honest, *forged, *retouched])
    assert Counter(said[:RESULTS]) == {"agrees": RESULTS}
    assert "agrees" not in said[RESULTS:]
    assert len(said) == 2 * RESULTS + 200
    assert sum(answer.startswith("$.") for answer in said) > RESULTS // 4


def test_it_is_the_same_text_each_time_and_needs_the_standard_library_only() -> None:
    source = standalone_source()
    assert source == standalone_source()
    tree = ast.parse(source)
    imported = {str(node.module).partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert imported <= sys.stdlib_module_names
    assert not imported & {"os", "socket", "subprocess", "urllib", "http", "random", "time"}


def test_no_part_overwrites_a_name_of_another() -> None:
    names: Counter[str] = Counter()
    for node in ast.parse(standalone_source()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names[node.name] += 1
        elif isinstance(node, ast.Assign):
            names.update(target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names.update(name.asname or name.name for name in node.names)
    assert [name for name, times in names.items() if times > 1] == []


def run(checker: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, *ISOLATED, FILE_NAME, *arguments]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60, cwd=checker.parent)
    assert done.stderr == b""
    return done.returncode, done.stdout.decode()


def test_a_person_runs_it(checker: Path) -> None:
    snapshot = one_hall(request("f1", {"booth": "A-02"}), request("f2", {"class": "A/std"}), edition="دورة جدة")
    result: dict[str, Any] = draw(snapshot, "072315")
    (checker.parent / "snapshot.json").write_bytes(canonical(snapshot))
    (checker.parent / "result.json").write_bytes(canonical(result) + b"\n")
    status, said = run(checker, "result.json", "snapshot.json", "072315")
    assert (status, said.splitlines()[-1]) == (0, "The result is what the snapshot and the digits give.")
    assert result["snapshot_sha256"] in said
    assert run(checker, "result.json", "snapshot.json")[0] == run(checker, "result.json")[0] == 0
    status, said = run(checker, "result.json", "snapshot.json", "072316")
    assert status == 1
    assert "DIFFERS $.seed: published" in said
    assert "NOT what it should be" in said
    assert run(checker)[0] == run(checker, "--help")[0] == 2
    assert run(checker, "missing.json")[0] == 1
    assert run(checker, "snapshot.json") == (1, "Not checked: invalid-result (path=$.ceilings, reason=unknown-key)\n")

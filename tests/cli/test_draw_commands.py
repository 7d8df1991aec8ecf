"""``draw`` and ``verify-draw`` as a citizen types them."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from fairapp.cli.draw import draw_command, verify_draw_command
from fairapp.domain.allocation import canonical, draw, own_hash
from fairapp.domain.errors import Refused
from tests.domain.allocation.draw_snapshots import one_hall, request


@pytest.fixture
def snapshot() -> dict[str, Any]:
    return one_hall(*(request(f"f{number}", {"class": "A/std"}) for number in range(5)))


@pytest.fixture
def snapshot_file(snapshot: dict[str, Any], tmp_path: Path) -> Path:
    path = tmp_path / "snapshot.json"
    path.write_bytes(canonical(snapshot))
    return path


def drawn(*arguments: object) -> Result:
    return CliRunner().invoke(draw_command, [str(argument) for argument in arguments])


def verified(*arguments: object) -> Result:
    return CliRunner().invoke(verify_draw_command, [str(argument) for argument in arguments])


def test_the_result_on_stdout_is_the_domain_s(snapshot: dict[str, Any], snapshot_file: Path) -> None:
    expected = draw(snapshot, "0725")
    for arguments in ((), ("--json",)):
        outcome = drawn(snapshot_file, "--seed", "٠٧٢٥", *arguments)
        assert outcome.exit_code == 0
        assert json.loads(outcome.stdout) == expected


def test_the_hash_is_what_sha256sum_says_of_a_canonical_file(snapshot_file: Path, tmp_path: Path) -> None:
    outcome = drawn(snapshot_file, "--seed", "1", "-o", tmp_path / "result.json", "--json")
    figures = json.loads(outcome.stdout)
    assert figures["snapshot_sha256"] == hashlib.sha256(snapshot_file.read_bytes()).hexdigest()
    assert (figures["allocated"], figures["waiting"]) == (3, 2)
    assert json.loads((tmp_path / "result.json").read_text())["result_sha256"] == figures["result_sha256"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["result.json", "snapshot.json"]


def test_verify_agrees_and_says_so(snapshot_file: Path, tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    assert "allocated" in drawn(snapshot_file, "--seed", "1", "-o", result).stdout
    assert verified(result).exit_code == 0
    assert verified(result, "--snapshot", snapshot_file, "--seed", "1").exit_code == 0
    told = json.loads(verified(result, "--snapshot", snapshot_file, "--json").stdout)
    assert told == {"agrees": True, "recomputed": True, "differences": []}


def test_verify_names_where_a_forged_result_differs(
    snapshot: dict[str, Any], snapshot_file: Path, tmp_path: Path
) -> None:
    forged: dict[str, Any] = draw(snapshot, "1")
    forged["queue"][0], forged["queue"][1] = forged["queue"][1], forged["queue"][0]
    forged["result_sha256"] = own_hash(forged)
    path = tmp_path / "forged.json"
    path.write_text(json.dumps(forged))
    outcome = verified(path, "--snapshot", snapshot_file)
    assert isinstance(outcome.exception, Refused)
    assert (outcome.exception.code, outcome.exception.values["path"]) == ("draw-differs", "$.queue[0]")
    assert outcome.stdout.splitlines()[0] == f'$.queue[0]: "{forged["queue"][0]}" ≠ "{forged["queue"][1]}"'
    told = json.loads(verified(path, "--snapshot", snapshot_file, "--json").stdout)
    assert not told["agrees"]
    assert told["differences"][0]["path"] == "$.queue[0]"


@pytest.mark.parametrize(
    ("content", "code"), [(b"\x00", "not-json"), (b"{}", "invalid-snapshot"), (b"[" * 10**5, "not-json")]
)
def test_a_file_that_is_no_snapshot_is_refused(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "nonsense"
    path.write_bytes(content)
    outcome = drawn(path, "--seed", "1")
    assert isinstance(outcome.exception, Refused)
    assert outcome.exception.code == code


def test_wrong_usage_is_exit_2(snapshot_file: Path) -> None:
    assert drawn(snapshot_file).exit_code == 2
    assert drawn("nowhere.json", "--seed", "1").exit_code == 2
    assert verified("nowhere.json").exit_code == 2


def test_a_result_that_cannot_be_written_leaves_nothing_behind(snapshot_file: Path, tmp_path: Path) -> None:
    outcome = drawn(snapshot_file, "--seed", "1", "-o", tmp_path / "missing" / "result.json")
    assert isinstance(outcome.exception, Refused)
    assert outcome.exception.code == "file-unwritable"
    assert [path.name for path in tmp_path.iterdir()] == ["snapshot.json"]

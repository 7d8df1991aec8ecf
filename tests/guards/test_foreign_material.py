"""Nothing in the repository belongs to someone else or to one machine."""

import re
from pathlib import Path

from tests.guards.repository import ROOT, all_files, files, name_of, source, text_files

HOSTS = (
    "py" + "pi.org",
    "pythonhosted" + ".org",
    "npm" + "js",
    "jsdel" + "ivr",
    "unp" + "kg",
    "google" + "apis",
    "cdn" + "js",
)
INDEX = re.compile(r"--(extra-)?index" + r"-url|--find" + r"-links|--trusted" + r"-host")
ASSETS = {".woff", ".woff2", ".ttf", ".otf", ".eot", ".map", ".whl", ".jar", ".exe", ".so", ".dll", ".sqlite3", ".db"}
LICENCE = re.compile(r"/\*!|@license|@preserve|sourceMappingURL", re.IGNORECASE)
PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".gif", ".ico"}
PICTURE_BYTES = 600_000
GIVEN_AWAY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[0-9A-Za-z]{30}")
HERE = Path(__file__)


def test_no_registry_is_named() -> None:
    found = [(name_of(path), host) for path in text_files() for host in HOSTS if host in source(path)]
    pinned = files(".txt", ".in", ".toml")
    found += [(name_of(path), match[0]) for path in pinned for match in INDEX.finditer(source(path))]
    assert found == []


def test_requirements_are_pinned_by_hash_and_come_from_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = source(ROOT / name)
        pins = re.findall(r"^[A-Za-z0-9._-]+==", text, re.MULTILINE)
        assert len(pins) > 10
        assert len(re.findall(r"^[A-Za-z0-9._-]+==.*\n    --hash=", text, re.MULTILINE)) == len(pins)
        assert re.search(r"https?://|git\+|file:", text) is None


def test_every_direct_requirement_gives_its_reason() -> None:
    for name in ("requirements.in", "requirements-dev.in"):
        lines = [line for line in source(ROOT / name).splitlines() if line and not line.startswith(("#", "-c"))]
        assert [line for line in lines if not re.search(r"\S\s+# \S", line)] == []


def test_no_path_of_this_machine() -> None:
    places = {str(ROOT), str(Path.home())} - {"/"}
    places = {place for place in places if len(place) > 4}
    found = [(name_of(path), place) for path in text_files() for place in places if place + "/" in source(path)]
    assert found == []


def test_no_built_or_borrowed_files() -> None:
    assert [name_of(path) for path in all_files() if path.suffix in ASSETS or ".min." in path.name] == []
    code = files(".js", ".css")
    assert [name_of(path) for path in code if LICENCE.search(source(path)) or longest(path) > 400] == []


def longest(path: Path) -> int:
    return max(map(len, source(path).splitlines()), default=0)


def test_pictures_are_small() -> None:
    assert [name_of(path) for path in files(*PICTURES) if path.stat().st_size > PICTURE_BYTES] == []


def test_no_secret_is_kept() -> None:
    assert [name_of(path) for path in text_files() if path != HERE and GIVEN_AWAY.search(source(path))] == []


def test_a_text_file_is_utf8_with_unix_lines() -> None:
    bad = [
        name_of(path) for path in text_files() if path.suffix not in {".csv", ".txt"} and b"\r\n" in path.read_bytes()
    ]
    assert bad == []

"""``enrolment``, as somebody types it."""

import json

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from fairapp.cli import fairapp
from fairapp.config import Settings
from fairapp.services.devices import enrol_device
from tests.factories.results import held_fair


@pytest.fixture
def environment(sqlite_app: Flask) -> dict[str, str]:
    settings: Settings = sqlite_app.extensions["fairapp"]
    held_fair()
    return {
        "FAIRAPP_INSTANCE": str(settings.instance),
        "FAIRAPP_DATABASE_URL": settings.database_url,
        "FAIRAPP_PUBLIC_URL": "https://fair.chamber.example",
        "FAIRAPP_LANGUAGE": "en",
    }


def typed(environment: dict[str, str], *words: str) -> Result:
    return CliRunner().invoke(fairapp, ["enrolment", *words], env=environment)


@pytest.mark.parametrize(("place", "kind"), [(("--booth", "A-01"), "till"), (("--gate", "g1"), "gate")])
def test_a_token_and_its_address(environment: dict[str, str], place: tuple[str, str], kind: str) -> None:
    result = typed(environment, "jeddah-2014", *place, "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert set(found) == {"token", "url"}
    assert found["url"] == f"https://fair.chamber.example/{kind}#{found['token']}"
    assert enrol_device(found["token"], "phone").kind == kind


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (("jeddah-2014", "--booth", "Z-9"), "booth-not-held", 1),
        (("jeddah-2014", "--gate", "Z"), "unknown-gate", 1),
        (("nowhere", "--gate", "G1"), "unknown-edition", 1),
        (("jeddah-2014",), "Usage", 2),
        (("jeddah-2014", "--gate", "G1", "--booth", "A-01"), "Usage", 2),
    ],
)
def test_a_refusal_is_one_line(environment: dict[str, str], words: tuple[str, ...], code: str, exit_code: int) -> None:
    result = typed(environment, *words)
    assert result.exit_code == exit_code
    assert code in result.stderr
    assert result.stdout == ""

"""``booths``: the plan as a list, for people and for programs."""

import json

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from fairapp.cli import fairapp
from fairapp.config import Settings
from tests.factories.accounts import an_organisation
from tests.factories.office import PLAN, an_edition


@pytest.fixture
def environment(sqlite_app: Flask) -> dict[str, str]:
    settings: Settings = sqlite_app.extensions["fairapp"]
    return {
        "FAIRAPP_INSTANCE": str(settings.instance),
        "FAIRAPP_DATABASE_URL": settings.database_url,
        "FAIRAPP_LANGUAGE": "fr",
    }


def typed(environment: dict[str, str], *words: str) -> Result:
    return CliRunner().invoke(fairapp, ["booths", *words], env=environment)


def test_one_object_with_the_keys_that_stay_fixed(environment: dict[str, str]) -> None:
    an_edition(an_organisation(), plan=PLAN)
    result = typed(environment, "jeddah-2014", "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert list(found) == ["booths"]
    assert len(found["booths"]) == 16
    assert found["booths"][0] == {"booth": "A-01", "hall": "A", "class": "A/std", "exhibitor": None}


def test_people_read_a_line_a_booth(environment: dict[str, str]) -> None:
    an_edition(an_organisation(), plan=PLAN)
    result = typed(environment, "jeddah-2014")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "B-04\tB\tB/std\tlibre"


def test_an_unknown_edition_is_refused_in_one_line(environment: dict[str, str]) -> None:
    an_organisation()
    result = typed(environment, "none")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.strip().endswith("[unknown-edition]")
    assert len(result.stderr.strip().splitlines()) == 1


def test_two_editions_of_one_name_ask_which_organisation(environment: dict[str, str]) -> None:
    an_edition(an_organisation(), plan=PLAN)
    an_edition(an_organisation("other-chamber"))
    assert "[which-organisation]" in typed(environment, "jeddah-2014").stderr
    chosen = typed(environment, "jeddah-2014", "--organisation", "other-chamber", "--json")
    assert json.loads(chosen.stdout) == {"booths": []}

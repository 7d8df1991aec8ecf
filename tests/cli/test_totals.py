"""``totals``, as somebody types it."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from fairapp.cli import fairapp
from fairapp.config import Settings
from tests.factories.results import held_fair


@pytest.fixture
def environment(sqlite_app: Flask) -> dict[str, str]:
    settings: Settings = sqlite_app.extensions["fairapp"]
    return {
        "FAIRAPP_INSTANCE": str(settings.instance),
        "FAIRAPP_DATABASE_URL": settings.database_url,
        "FAIRAPP_LANGUAGE": "fr",
    }


def typed(environment: dict[str, str], *words: str) -> Result:
    return CliRunner().invoke(fairapp, ["totals", *words], env=environment)


def parsed(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_one_object_with_the_keys_that_stay_fixed(environment: dict[str, str]) -> None:
    fair = held_fair()
    fair.sell(0, 1, 600_000_000)
    fair.close(0, 1, sales=1, sales_minor=600_000_000, counted_minor=600_000_000)
    fair.enter(2, 12)
    found = parsed(typed(environment, "jeddah-2014", "--json"))
    assert found["edition"] == "jeddah-2014"
    assert (found["days"], found["requests"], found["exhibitors"], found["booths"]) == (3, 8, 6, 6)
    assert (found["allocated"], found["waiting"], found["sales"]) == (6, 2, 1)
    assert (found["takings_minor"], found["currency"], found["exponent"], found["entries"]) == (
        600_000_000,
        "SAR",
        2,
        12,
    )
    assert found["evidence"] == {"declared_minor": 0, "matched_minor": 600_000_000, "audited_minor": 0}
    assert [one["date"] for one in found["sessions"]] == ["2014-12-03", "2014-12-04", "2014-12-05"]
    assert found["estimated_minor"] == sum(one["estimated_minor"] for one in found["sessions"]) == 0
    assert [one["takings_minor"] for one in found["sessions"]] == [600_000_000, None, None]
    assert found["headlines"][0] == "بلغت مبيعات عارض واحد 6 ملايين ريال."


def test_people_read_a_table_in_their_language(environment: dict[str, str]) -> None:
    fair = held_fair()
    fair.sell(0, 1, 12_345)
    shown = typed(environment, "jeddah-2014")
    assert shown.exit_code == 0, shown.stderr
    assert "123,45" in shown.stdout
    assert "déclaré 100,0\u00a0%" in shown.stdout
    assert "1 sur 6 ont déclaré" in shown.stdout
    assert "6 exposants n’ont pas clôturé leur caisse." in shown.stdout


def test_an_unknown_edition_is_refused_with_its_code(environment: dict[str, str]) -> None:
    refused = typed(environment, "nowhere-2000", "--json")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.strip().endswith("[unknown-edition]")

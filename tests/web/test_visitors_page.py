"""The page of visitors: who is inside, which gate is silent, how sure the counts are, who was on watch."""

import csv
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from fairapp.services.clock import replaying
from tests.factories.accounts import an_account, signed_in
from tests.factories.gates import GatedFair, a_gated_fair
from tests.factories.results import AFTER, moment

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VISITORS = "/editions/jeddah-2014/visitors"
DURING = moment(1) + timedelta(minutes=30)


@pytest.fixture
def fair(sqlite_app: Flask) -> GatedFair:
    """Hall A is nearly full; A1 was heard five minutes ago, G half an hour ago, the others never."""
    fair = a_gated_fair()
    fair.recount("A1", 51, 51)
    fair.hand_over("A1", "سعاد", "منى")
    fair.cross("G", 432)
    fair.cross("A1", 18, minutes=25)
    return fair


Said = Callable[..., str]


@pytest.fixture
def said(fair: GatedFair, sqlite_client: FlaskClient) -> Said:
    """What a marshal reads there half an hour into the first session, in a language."""
    signed_in(sqlite_client, an_account(fair.actor, "marshal"))

    def read(path: str = "", *, language: str = "en") -> str:
        sqlite_client.post("/language", data={"language": language})
        with replaying(DURING):
            answer = sqlite_client.get(VISITORS + path)
        assert answer.status_code == 200
        return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())

    return read


def test_a_hall_beside_its_limit_in_words(fair: GatedFair, said: Said) -> None:
    shown = said()
    assert "Inside now: Hall A 18 of 20 allowed Nearly full by all its gates, known up to 17:55" in shown
    assert "Inside now: Hall B not available Nobody has set a limit. Nobody has counted yet." in shown
    assert "Inside now: the whole fair 450 Nobody has set a limit." in shown
    fair.cross("A1", 2, minutes=26)
    assert "20 of 20 allowed Full" in said()
    fair.cross("A1", 12, "out", minutes=27)
    assert "8 of 20 allowed There is room" in said()


def test_a_silent_gate_is_named_while_the_session_runs(said: Said) -> None:
    shown = said()
    assert "Gate A1 Hall A 18 0 1 recount: 51 counted, 51 the second time second at A1 5 minutes ago" in shown
    assert "Gate A2 Hall A not available not available never recounted ! Never heard" in shown
    assert "Gate G The whole fair 432 0 never recounted ! Silent for a while second at G 30 minutes ago" in shown
    afterwards = said("?session=2")
    assert "Never heard" not in afterwards
    assert "Inside now" not in afterwards


def test_the_band_stands_beside_every_count(fair: GatedFair, said: Said) -> None:
    for counted, recounted in ((52, 53), (53, 55), (44, 45)):
        fair.recount("A2", counted, recounted, session=2)
    shown = said()
    assert "Wednesday 3 Dec 2014 450 0 1 recount" in shown
    assert "Total 450 0 ± 5%, from 4 recounts" in shown
    assert "± ٥ ٪ من ٤ مرات عدّ ثانٍ" in said(language="ar")
    assert "± 5 %, d’après 4 recomptages" in said(language="fr")


def test_recounts_and_the_watch_of_the_session(said: Said) -> None:
    shown = said()
    assert "Gate A1 17:30 (15 minutes) 51 51 0" in shown
    assert "17:30 Gate A1 · سعاد hands over to منى this phone so far: 3 in, 1 out" in shown
    other = said("?session=3")
    assert "Nothing was counted twice in this session." in other
    assert "No marshal has handed over in this session." in other


def test_the_tables_as_files(fair: GatedFair, sqlite_client: FlaskClient) -> None:
    reader = signed_in(sqlite_client, an_account(fair.actor, "reviewer", language="en"))
    found = {}
    for table in ("sessions", "gates", "recounts", "watch"):
        text = reader.get(f"{VISITORS}/{table}.csv?session=1").get_data(as_text=True)
        found[table] = list(csv.reader(text.lstrip("\ufeff").splitlines()))
        assert reader.get(f"{VISITORS}/{table}.xlsx?session=1").mimetype == XLSX
    assert found["gates"][1][:5] == ["Gate A1", "Hall A", "18", "0", "1 recount: 51 counted, 51 the second time"]
    assert found["gates"][2][2:] == ["", "", "never recounted", ""]
    assert found["sessions"][1][1:] == ["450", "0", "1 recount: 51 counted, 51 the second time"]
    assert found["recounts"][1][1:] == ["Gate A1", "15", "51", "51"]
    assert found["watch"][1][1:] == ["Gate A1", "سعاد", "منى", "3", "1"]
    assert reader.get(f"{VISITORS}/nonsense.xlsx").status_code == 404
    assert reader.get(f"{VISITORS}?session=9").status_code == 404


def test_the_results_say_the_band_beside_the_number(fair: GatedFair, sqlite_client: FlaskClient) -> None:
    reader = signed_in(sqlite_client, an_account(fair.actor, "organiser", language="en"))
    with replaying(AFTER):
        results = reader.get("/editions/jeddah-2014/results").get_data(as_text=True)
    assert f'<a href="{VISITORS}">1 recount: 51 counted, 51 the second time</a>' in results


def test_it_is_for_the_office_and_marshals(fair: GatedFair, sqlite_client: FlaskClient) -> None:
    for role, status in (("organiser", 200), ("marshal", 200), ("reviewer", 200), ("exhibitor", 403)):
        reader = signed_in(sqlite_client, an_account(fair.actor, role))
        assert reader.get(VISITORS).status_code == status, role
    other = a_gated_fair("fez-chamber")
    reader = signed_in(sqlite_client, an_account(other.actor, "marshal", language="en"))
    assert "432" not in reader.get(VISITORS).get_data(as_text=True)

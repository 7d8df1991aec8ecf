"""The draw's pages: what an organiser does on them, and what everyone may check."""

import hashlib
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.allocation import verify
from fairapp.models.draws import Allocation, Draw
from fairapp.models.editions import Edition
from fairapp.services.clock import now, replaying
from tests.factories.accounts import an_account, an_organisation, signed_in
from tests.factories.draws import SLUG, ReadyEdition, committed, drawn, ready_edition

PAGE = f"/editions/{SLUG}/draw"
PUBLIC = f"/o/jeddah-chamber/{SLUG}/draw"


@pytest.fixture
def ready(sqlite_app: object) -> ReadyEdition:
    return ready_edition(wishes=[["A-01", "A/std"]] * 5)


def organiser(ready: ReadyEdition, client: FlaskClient, *roles: str) -> FlaskClient:
    return signed_in(client, an_account(ready.actor, *(roles or ("organiser",))))


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def test_from_the_form_to_the_result(ready: ReadyEdition, sqlite_client: FlaskClient) -> None:
    client = organiser(ready, sqlite_client)
    soon = (now() + timedelta(hours=29)).strftime("%Y-%m-%dT%H:%M")
    assert client.post(PAGE, data={"seed_source": "كرات", "seed_at": soon}).status_code == 302
    kept = db.session.scalars(select(Draw)).one()
    assert kept.seed_at.strftime("%H:%M") != soon[-5:], "an hour of Riyadh, not of Greenwich"
    with replaying(kept.seed_at + timedelta(minutes=1)):
        assert 'name="digits"' in text(client, PAGE)
        answer = client.post(f"{PAGE}/result", data={"digits": "٤٠٧ ١٩٣"})
        assert answer.status_code == 400
        assert "٤٠٧ ١٩٣" in answer.get_data(as_text=True), "what was typed comes back"
        assert client.post(f"{PAGE}/result", data={"digits": "٤٠٧١٩٣"}).status_code == 302
    page = text(client, PAGE)
    assert "أسرة 1" in page
    assert "أسرة 1" in text(client, f"{PAGE}?q=اسره")
    for paper in ("minutes", "slips"):
        assert client.get(f"{PAGE}/{paper}.pdf").data.startswith(b"%PDF"), paper


def test_a_refused_commit_says_why_and_keeps_what_was_typed(ready: ReadyEdition, sqlite_client: FlaskClient) -> None:
    client = organiser(ready, sqlite_client)
    tonight = (now() + timedelta(hours=9)).strftime("%Y-%m-%dT%H:%M")
    refused = {"": "date-unreadable", "2014-01-01T10:00": "seed-before-commit", tonight: "dispute-window-short"}
    for moment, code in refused.items():
        answer = client.post(PAGE, data={"seed_source": "كرات الغرفة", "seed_at": moment})
        page = answer.get_data(as_text=True)
        assert answer.status_code == 400
        assert f'data-code="{code}"' in page
        assert "كرات الغرفة" in page


def test_rules_are_set_before_the_commit_and_not_after(ready: ReadyEdition, sqlite_client: FlaskClient) -> None:
    client = organiser(ready, sqlite_client)
    rules = {"order": "draw", "roster": "new، open , ", "craft": ["pottery", ""], "hall": ["A", "*"], "most": ["٢", ""]}
    assert client.post(f"{PAGE}/settings", data=rules).status_code == 302
    db.session.expire_all()
    assert db.session.scalars(select(Edition.draw_settings)).one() == {
        "order": "draw",
        "roster": ["new", "open"],
        "ceilings": [{"hall": "A", "craft": "pottery", "max": 2}],
    }
    assert client.post(f"{PAGE}/settings", data=rules | {"craft": ["alchemy", ""]}).status_code == 404
    assert client.post(f"{PAGE}/settings", data=rules | {"order": "beauty"}).status_code == 400
    committed(ready)
    assert client.post(f"{PAGE}/settings", data=rules).status_code == 409


def test_a_withdrawn_draw_stays_visible_to_everyone(ready: ReadyEdition, sqlite_client: FlaskClient) -> None:
    committed(ready)
    client = organiser(ready, sqlite_client)
    assert client.post(f"{PAGE}/withdrawal", data={"reason": ""}).status_code == 400
    assert client.post(f"{PAGE}/withdrawal", data={"reason": "طلب نُسي"}).status_code == 302
    client.post("/sign-in/out")
    assert "طلب نُسي" in text(client, PUBLIC)


def test_the_published_bytes_are_those_that_were_hashed(ready: ReadyEdition, sqlite_client: FlaskClient) -> None:
    assert sqlite_client.get(f"{PUBLIC}/snapshot.json").status_code == 404
    committed(ready)
    assert sqlite_client.get(f"{PUBLIC}/result.json").status_code == 404
    kept = db.session.scalars(select(Draw)).one()
    snapshot = sqlite_client.get(f"{PUBLIC}/snapshot.json").data
    assert hashlib.sha256(snapshot).hexdigest() == kept.snapshot_sha256
    page = text(sqlite_client, PUBLIC)
    assert all(kept.snapshot_sha256[at : at + 8] in page for at in range(0, 64, 8)), "H, in eights"
    assert "كرات السحب في قاعة الغرفة" in page
    assert "<dd>٢٤</dd>" in page, "whole hours for objections"


def test_anyone_can_draw_again_from_the_published_files(
    ready: ReadyEdition, sqlite_client: FlaskClient, tmp_path: Path
) -> None:
    drawn(ready, "407193")
    for name in ("verify_draw.py", "result.json", "snapshot.json"):
        (tmp_path / name).write_bytes(sqlite_client.get(f"{PUBLIC}/{name}").data)
    call = [sys.executable, "-I", "verify_draw.py", "result.json", "snapshot.json", "407193"]
    checked = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    changes = (("result.json", "A-02", "A-03", ".booths[0]"), ("snapshot.json", '"tier":1', '"tier":2', ".snapshot"))
    for name, honest, forged, where in changes:
        kept = (tmp_path / name).read_text()
        (tmp_path / name).write_text(kept.replace(honest, forged, 1))
        caught = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert caught.returncode == 1, caught.stderr
        assert where in caught.stdout, f"what differs in {name} is named"
        (tmp_path / name).write_text(kept)
    snapshot = json.loads(sqlite_client.get(f"{PUBLIC}/snapshot.json").data)
    result = json.loads(sqlite_client.get(f"{PUBLIC}/result.json").data)
    assert verify(result, snapshot, "407193") == []


def test_the_public_page_tells_each_family_by_code_and_names_nobody(
    ready: ReadyEdition, sqlite_client: FlaskClient
) -> None:
    drawn(ready)
    result = json.loads(sqlite_client.get(f"{PUBLIC}/result.json").data)
    first, last = result["queue"][0], result["queue"][-1]
    whole = text(sqlite_client, PUBLIC)
    assert "أسرة" not in whole
    assert all(code in whole for code in ready.codes)
    told = text(sqlite_client, f"{PUBLIC}?code={first.lower()}")
    assert "A-٠١" in told
    told = text(sqlite_client, f"{PUBLIC}?code={last}")
    assert "خُصّص هذا الجناح لغيره" in told, "why not the booth she named"
    assert "أسرة" not in told
    french = sqlite_client.get(f"{PUBLIC}?code={last}", headers={"Accept-Language": "fr"}).get_data(as_text=True)
    assert "Pourquoi pas un meilleur vœu" in french
    slip = sqlite_client.get(f"{PUBLIC}/slip.pdf?code={last}")
    assert slip.data.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("typed", "status", "code"), [("K7P3QF", 404, "code-not-in-draw"), ("<b>", 400, "request-code-unreadable")]
)
def test_a_code_that_is_not_in_the_draw(
    ready: ReadyEdition, sqlite_client: FlaskClient, typed: str, status: int, code: str
) -> None:
    drawn(ready)
    answer = sqlite_client.get(PUBLIC, query_string={"code": typed})
    assert answer.status_code == status
    assert f'data-code="{code}"' in answer.get_data(as_text=True)


def test_what_happened_since_is_told_beside_the_result(ready: ReadyEdition, sqlite_client: FlaskClient) -> None:
    drawn(ready)
    client = organiser(ready, sqlite_client)
    result = json.loads(client.get(f"{PUBLIC}/result.json").data)
    next_one, gone = result["waiting"][0], result["queue"][1]
    taken = db.session.scalars(select(Allocation.id).where(Allocation.choice == "2")).first()
    client.post(f"/editions/{SLUG}/allocations/{taken}/refusal")
    assert "بعد القرعة" in text(client, f"{PUBLIC}?code={next_one}")
    assert "لم يعد هذا الجناح لك" in text(client, f"{PUBLIC}?code={gone}")


def test_who_may_see_and_do_what(ready: ReadyEdition, sqlite_client: FlaskClient) -> None:
    client = organiser(ready, sqlite_client, "reviewer")
    assert 'name="seed_source"' not in text(client, PAGE)
    assert client.post(PAGE, data={}).status_code == 403
    client.post("/sign-in/out")
    assert client.get(PAGE).status_code == 302
    stranger = an_organisation("stranger")
    signed_in(client, an_account(stranger, "organiser"))
    for path in ("", "/minutes.pdf", "/slips.pdf", "/result.csv"):
        assert client.get(PAGE + path).status_code == 404
    assert client.post(f"{PAGE}/result", data={"digits": "1"}).status_code == 404
    assert client.get(f"/o/stranger/{SLUG}/draw").status_code == 404

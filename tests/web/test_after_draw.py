"""The pages that follow the draw: a family answers at her secret address, the office and the marshals do the rest."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from fairapp.services.allocations import confirm_allocations
from fairapp.services.attendance import record_arrivals
from fairapp.services.clock import now, replaying
from fairapp.services.editions import set_sessions
from fairapp.services.family_links import issue_family_links
from fairapp.services.register import add_member
from tests.factories.accounts import an_account, an_organisation, signed_in
from tests.factories.after_draw import a_drawn_edition, ended_of, held, holds, ids_of, secrets_of, waiting
from tests.factories.draws import OPENING, SLUG, ReadyEdition

HERE = f"/editions/{SLUG}/allocations"
MORNING = f"/editions/{SLUG}/arrivals/stand-bys"
WHY = "قرار اللجنة"


def in_french(client: FlaskClient, address: str) -> str:
    answer = client.get(address, headers={"Accept-Language": "fr"})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert "no-store" in answer.headers.get("Cache-Control", "no-store")
    return answer.get_data(as_text=True)


def test_a_refused_family_reads_why_in_arabic_and_french(app: Flask, client: FlaskClient) -> None:
    ready = a_drawn_edition(wishes=[["A-01"], ["A-01"], ["A-01"]])
    first, _second = waiting()
    secret = secrets_of(ready)[first]
    page = client.get(f"/F/{secret}").get_data(as_text=True)
    assert 'dir="rtl"' in page
    assert "لماذا" in page or "رغبة" in page
    french = in_french(client, f"/f/{secret.lower()}")
    assert 'lang="fr' in french
    assert "Votre place dans la liste d’attente" in french or "liste d’attente" in french
    assert client.get(f"/f/{secret}/slip.pdf").data.startswith(b"%PDF")
    assert client.get("/f/" + "7" * 26).status_code == 404


def test_opening_her_page_changes_nothing_and_one_tap_answers(app: Flask, client: FlaskClient) -> None:
    ready = a_drawn_edition()
    booth, code = next(iter(held().items()))
    secret = secrets_of(ready)[code]
    for path in ("", "/confirmation", "/refusal", "/moves"):
        assert client.get(f"/f/{secret}{path}").status_code in (200, 405)
    assert "سأحضر" in client.get(f"/f/{secret}").get_data(as_text=True)
    assert client.post(f"/f/{secret}/confirmation").status_code == 302
    assert "سأحضر" not in client.get(f"/f/{secret}").get_data(as_text=True)
    assert client.post(f"/f/{secret}/moves").status_code == 302
    assert client.post(f"/f/{secret}/moves/none").status_code == 302
    first = waiting()[0]
    assert client.post(f"/f/{secret}/refusal").status_code == 302
    assert held()[booth] == first
    assert client.post(f"/f/{secret}/refusal").status_code == 409


def test_who_left_the_waiting_list_is_told_so(app: Flask, client: FlaskClient) -> None:
    ready = a_drawn_edition()
    secret = secrets_of(ready)[waiting()[-1]]
    assert client.post(f"/f/{secret}/refusal").status_code == 302
    page = client.get(f"/f/{secret}").get_data(as_text=True)
    assert "لم تعودوا في قائمة الاحتياط" in page
    assert "ما تعطيه لكم القرعة" not in page


def test_messages_are_ready_in_her_language_and_marked_as_sent(app: Flask, client: FlaskClient) -> None:
    ready = a_drawn_edition()
    signed_in(client, an_account(ready.actor, "organiser"))
    page = client.get(f"{HERE}/messages?in=fr").get_data(as_text=True)
    secret = secrets_of_installation(app, ready)
    assert f"/F/{secret}" in page
    assert "Merci de répondre avant" in page
    code = next(iter(held().values()))
    sent = {"code": code, "kind": "offer", "channel": "whatsapp", "language": "fr", "text": "Bonjour\nhttp://x/F/7"}
    assert client.post(f"{HERE}/messages", data=sent).status_code == 302
    assert client.post(f"{HERE}/messages", data=sent | {"channel": "pigeon"}).status_code == 400
    assert "Rappel" in client.get(f"{HERE}/messages?in=fr").get_data(as_text=True)
    assert client.get(f"{HERE}/messages?who=waiting").status_code == 200
    arabic = client.get(f"{HERE}/messages?in=ar").get_data(as_text=True)
    assert "\u2068A-٠١\u2069" in arabic, "plain text has no bdi: the number is an island by itself"


def secrets_of_installation(app: Flask, ready: ReadyEdition) -> str:
    from_key = app.extensions["fairapp"].secret_key
    code = next(iter(held().values()))

    return issue_family_links(ready.actor, ready.id, [code], secret_key=from_key)[code]


def test_overdue_offers_lapse_when_the_page_opens_or_by_the_button(app: Flask, client: FlaskClient) -> None:
    ready = a_drawn_edition()
    ahead = (now() + timedelta(days=30)).date()
    noon = now().replace(hour=9).time(), now().replace(hour=20).time()
    set_sessions(ready.actor, ready.id, dates=[ahead], opens=noon[0], closes=noon[1], cut_off_minutes=0)
    silent = list(held().values())
    signed_in(client, an_account(ready.actor, "organiser"))
    assert client.post(f"{HERE}/messages/lapse").status_code == 302
    assert list(held().values()) == silent
    with replaying(now() + timedelta(days=6)):
        assert client.get(HERE).status_code == 200
    assert all(ended_of(code) == ["lapsed"] for code in silent)
    typed = {"confirmation_hours": "48", "patience_minutes": "٣٠"}
    assert client.post(f"{HERE}/messages/deadlines", data=typed).status_code == 302
    assert client.post(f"{HERE}/messages/deadlines", data=typed | {"confirmation_hours": ""}).status_code == 400


def test_freeze_move_swap_and_substitute_from_the_page(app: Flask, client: FlaskClient) -> None:
    ready = a_drawn_edition(wishes=[["A-01"], ["A-02"], ["A-01"]])
    one, other = held()["A-01"], held()["A-02"]
    add_member(ready.actor, ready.exhibitors[ready.codes.index(one)], name="هند", person_key="key")
    signed_in(client, an_account(ready.actor, "organiser"))
    swapped = {"first": one, "second": other, "reason": WHY}
    assert client.post(f"{HERE}/moves/swap", data=swapped | {"reason": ""}).status_code == 400
    assert client.post(f"{HERE}/moves/swap", data=swapped).status_code == 302
    assert client.post(f"{HERE}/moves/move", data={"code": one, "booths": "A-03", "reason": WHY}).status_code == 302
    assert client.post(f"{HERE}/moves/freed").status_code == 302
    assert client.post(f"{HERE}/moves/freeze").status_code == 302
    assert client.post(f"{HERE}/moves/freeze").status_code == 409
    page = client.get(f"{HERE}/moves?code={one}").get_data(as_text=True)
    member = page.split('<select name="member"><option value="')[1].split('"')[0]
    assert (
        client.post(f"{HERE}/moves/substitute", data={"code": one, "member": member, "reason": WHY}).status_code == 302
    )
    assert client.post(f"{HERE}/moves/substitute", data={"code": one, "member": "x", "reason": WHY}).status_code == 404
    assert client.post(f"{HERE}/moves/thaw", data={"reason": WHY}).status_code == 302
    page = client.get(f"{HERE}/moves").get_data(as_text=True)
    assert page.count('aria-current="true">التأكيدات') == 1, "the menu shows where one is, on the pages beneath too"
    assert all(word in page for word in ("مبادلة", "نقل يدوي", "هند", WHY))
    assert holds(one) == ["A-03"]


def test_an_appeal_from_the_page(app: Flask, client: FlaskClient) -> None:
    ready = a_drawn_edition(wishes=[["A-01"]] * 3)
    last = waiting()[-1]
    signed_in(client, an_account(ready.actor, "organiser"))
    before = held()
    typed = {"code": last, "fact": "accessible", "value": "نعم", "reason": WHY}
    assert client.post(f"{HERE}/appeals", data=typed | {"value": "ربما"}).status_code == 400
    assert client.post(f"{HERE}/appeals", data=typed).status_code == 302
    page = client.get(f"{HERE}/appeals").get_data(as_text=True)
    assert last in page
    assert WHY in page
    assert held() == before


def test_the_morning_from_the_page(app: Flask, client: FlaskClient) -> None:
    with replaying(OPENING - timedelta(days=2)):
        ready = a_drawn_edition()
        confirm_allocations(ready.actor, ready.id, ids_of(*held().values()))
    came, *missing = sorted(held().values(), key=ready.codes.index)
    record_arrivals(
        ready.actor,
        ready.id,
        session_number=1,
        exhibitor_ids=[ready.exhibitors[ready.codes.index(came)]],
        source="badge",
    )
    first = waiting()[0]
    with replaying(OPENING + timedelta(minutes=61)):
        signed_in(client, an_account(ready.actor, "marshal"))
        page = client.get(MORNING).get_data(as_text=True)
        assert page.count("متخلّف") == len(missing)
        said = {"session": "1", "code": first}
        assert client.post(f"{MORNING}/present", data=said).status_code == 302
        offered = client.get(MORNING).get_data(as_text=True).split('name="booth" value="')[1].split('"')[0]
        assert offered == min(booth for booth, code in held().items() if code in missing)
        assert client.post(f"{MORNING}/place", data=said | {"booth": offered}).status_code == 302
        assert client.post(f"{MORNING}/place", data=said | {"booth": offered}).status_code == 409
        for address in (MORNING, f"/editions/{SLUG}/arrivals"):
            assert client.get(address).get_data(as_text=True).count("يشغله اليوم") == 1, "her late holder is told"
        absent = {"session": "1", "exhibitor": str(ready.exhibitors[ready.codes.index(missing[0])]), "reason": WHY}
        assert client.post(f"{MORNING}/excuse", data=absent).status_code == 302
        assert "معذور" in client.get(f"/editions/{SLUG}/arrivals").get_data(as_text=True)
        assert client.post(f"{MORNING}/forfeit", data={"session": "1"}).status_code == 403, "the office decides that"


@pytest.mark.parametrize("role", ["reviewer", "marshal", "exhibitor"])
def test_who_may_not(app: Flask, client: FlaskClient, role: str) -> None:
    ready = a_drawn_edition()
    exhibitor = ready.exhibitors[0] if role == "exhibitor" else None
    signed_in(client, an_account(ready.actor, role, exhibitor_id=exhibitor))
    assert client.get(f"{HERE}/messages").status_code == 403, "the secrets of families are the office's"
    for path in ("moves/swap", "moves/freeze", "appeals", "messages"):
        assert client.post(f"{HERE}/{path}").status_code == 403
    assert client.get(f"{HERE}/moves").status_code == (200 if role == "reviewer" else 403)


def test_another_organisation_finds_nothing(app: Flask, client: FlaskClient) -> None:
    a_drawn_edition()
    signed_in(client, an_account(an_organisation("stranger"), "organiser"))
    for path in (f"{HERE}/messages", f"{HERE}/moves", f"{HERE}/appeals", MORNING):
        assert client.get(path).status_code == 404

"""Home and edition pages, sessions, plan: what people see and type."""

import pytest
from flask.testing import FlaskClient

from fairapp.queries.editions import get_edition, list_editions, list_sessions
from fairapp.queries.floor_plan import find_plan, list_booths, list_classes, list_gates
from fairapp.services.audit import Actor
from tests.factories.accounts import an_account, an_organisation, signed_in
from tests.factories.office import PLAN, an_edition, an_exhibitor

EDITION = {
    "fair": "معرض الأسر",
    "name": "المعرض الثالث",
    "slug": "jeddah-2014",
    "place": "جدة",
    "starts_on": "2014-12-03",
    "ends_on": "2014-12-05",
    "time_zone": "Asia/Riyadh",
    "currency": "SAR",
}
SESSIONS = {"first_day": "2014-12-03", "last_day": "2014-12-05", "opens": "21:00", "closes": "02:00", "cut_off": "٦٠"}
HERE = "/editions/jeddah-2014"


@pytest.fixture
def actor(sqlite_client: FlaskClient) -> Actor:
    return an_organisation()


@pytest.fixture
def office(sqlite_client: FlaskClient, actor: Actor) -> FlaskClient:
    return signed_in(sqlite_client, an_account(actor, "organiser", language="en"))


def text_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_from_an_empty_home_to_an_edition(office: FlaskClient, actor: Actor) -> None:
    assert "There is no edition yet." in text_of(office, "/")
    assert 'value="SAR"' in text_of(office, "/editions/new")
    answer = office.post("/editions", data=EDITION)
    assert answer.headers["Location"] == HERE
    page = text_of(office, HERE)
    assert "How an edition goes" in page
    assert page.count("data-state=") == 7
    assert f'href="{HERE}/plan"' in page
    assert f'href="{HERE}"' in text_of(office, "/")


@pytest.mark.parametrize(
    ("field", "value", "code", "status"),
    [
        ("slug", "No Way", "slug-unreadable", 400),
        ("starts_on", "soon", "date-unreadable", 400),
        ("starts_on", "", "date-unreadable", 400),
        ("currency", "GOLD", "unknown-currency", 400),
        ("time_zone", "Mars/Base", "unknown-time-zone", 400),
    ],
)
def test_what_was_typed_comes_back(
    office: FlaskClient, actor: Actor, field: str, value: str, code: str, status: int
) -> None:
    answer = office.post("/editions", data={**EDITION, field: value})
    page = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert f'data-code="{code}"' in page
    assert "المعرض الثالث" in page
    assert list_editions(actor.organisation_id) == []


def test_an_edition_is_corrected_and_copied(office: FlaskClient, actor: Actor) -> None:
    an_edition(actor, plan=PLAN)
    saved = office.post(f"{HERE}/settings", data={**EDITION, "name": "اسم آخر"})
    assert saved.headers["Location"] == HERE
    assert get_edition(actor.organisation_id, "jeddah-2014").name == "اسم آخر"
    copy = {"copy_slug": "jeddah-2015", "copy_name": "الرابع", "copy_starts_on": "2015-12-01", "copy_ends_on": ""}
    assert office.post(f"{HERE}/copy", data=copy).headers["Location"] == "/editions/jeddah-2015"
    again = office.post(f"{HERE}/copy", data=copy)
    assert again.status_code == 409
    assert 'value="jeddah-2015"' in again.get_data(as_text=True)


def test_sessions_of_a_ramadan_fair(office: FlaskClient, actor: Actor) -> None:
    edition_id = an_edition(actor)
    office.post(f"{HERE}/sessions", data=SESSIONS)
    page = text_of(office, f"{HERE}/sessions")
    assert page.count('name="opens" required value="21:00"') == 3
    assert page.count('name="closes" required value="02:00"') == 3
    office.post(f"{HERE}/sessions/3", data={"opens": "20:00", "closes": "23:00", "cut_off": "30"})
    assert list_sessions(actor.organisation_id, edition_id)[2].opens_at.hour == 17
    thursdays = {**SESSIONS, "weekday": ["3"]}
    office.post(f"{HERE}/sessions", data=thursdays)
    assert [session.day.isoformat() for session in list_sessions(actor.organisation_id, edition_id)] == ["2014-12-04"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"opens": "late"}, "time-unreadable"),
        ({"last_day": "2014-12-01"}, "dates-disordered"),
        ({"last_day": "2114-12-01"}, "dates-missing"),
        ({"cut_off": "an hour"}, "number-unreadable"),
        ({"weekday": "0"}, "dates-missing"),
        ({"opens": "10:00", "closes": "09:30"}, "sessions-overlap"),
    ],
)
def test_sessions_that_cannot_be_say_why(office: FlaskClient, actor: Actor, change: dict[str, str], code: str) -> None:
    an_edition(actor)
    answer = office.post(f"{HERE}/sessions", data={**SESSIONS, **change})
    assert answer.status_code == 400
    assert f'data-code="{code}"' in answer.get_data(as_text=True)


def test_a_plan_is_previewed_kept_and_published(office: FlaskClient, actor: Actor) -> None:
    edition_id = an_edition(actor)
    mine = actor.organisation_id, edition_id
    preview = office.post(f"{HERE}/plan/preview", data={"sentence": "القاعة أ: صفان في كل صف 4، 3 × 3 م"})
    assert preview.status_code == 200
    assert preview.get_data(as_text=True).count('<g class="plan-booth') == 8
    assert list_booths(*mine) == [], "nothing is kept by looking"
    office.post(f"{HERE}/plan", data={"sentence": PLAN})
    page = text_of(office, f"{HERE}/plan")
    assert page.count('<g class="plan-booth') == 16
    assert "style=" not in page
    office.post(f"{HERE}/plan/publication")
    plan = find_plan(*mine)
    assert plan is not None
    assert plan.published_at is not None


@pytest.mark.parametrize("where", ["", "/preview"])
def test_a_sentence_that_was_not_understood_comes_back(office: FlaskClient, actor: Actor, where: str) -> None:
    an_edition(actor)
    answer = office.post(f"{HERE}/plan{where}", data={"sentence": "A: some rows, 3 × 3 m"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert 'data-code="plan-sentence-unreadable"' in page
    assert "A: some rows, 3 × 3 m</textarea>" in page


def test_classes_rows_and_gates(office: FlaskClient, actor: Actor) -> None:
    edition_id = an_edition(actor, plan=PLAN)
    mine = actor.organisation_id, edition_id
    office.post(
        f"{HERE}/plan/A/classes", data={"class_code": "food", "class_name": "مأكولات", "services": ["power", "water"]}
    )
    office.post(f"{HERE}/plan/A/rows", data={"row-1": "A/food", "row-2": "A/std"})
    office.post(f"{HERE}/plan/A/classes/std", data={"name": "عادي", "services": []})
    office.post(f"{HERE}/plan/gates", data={"code": "G1", "name": "الرئيسية", "hall": "A"})
    office.post(f"{HERE}/plan/A", data={"name": "الكبرى", "spread": "spread", "capacity": "٩٠٠"})
    classes = {c.code: (c.name, c.services, c.booths) for c in list_classes(*mine)}
    assert classes["A/food"] == ("مأكولات", ("power", "water"), 6)
    assert classes["A/std"] == ("عادي", (), 6)
    assert [(gate.code, gate.hall) for gate in list_gates(*mine)] == [("G1", "A")]
    page = text_of(office, f"{HERE}/plan/A")
    assert 'value="900"' in page
    assert "الكبرى" in page
    refused = office.post(f"{HERE}/plan/A/classes/food/removal")
    assert refused.status_code == 409
    assert 'data-code="class-in-use"' in refused.get_data(as_text=True)
    assert office.get(f"{HERE}/plan/Z").status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_plan_as_a_file(office: FlaskClient, actor: Actor, kind: str) -> None:
    an_edition(actor, plan=PLAN)
    answer = office.get(f"{HERE}/plan/booths.{kind}")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=booths-jeddah-2014.{kind}"
    if kind == "csv":
        lines = answer.get_data(as_text=True).lstrip("\ufeff").splitlines()
        assert lines[0] == "Booth,Hall,Booth class,Exhibitor"
        assert (lines[1], len(lines)) == ("A-01,A,A/std,", 17)


PAGES = ["", "/settings", "/sessions", "/plan", "/plan/A", "/plan/booths.csv", "/requests", "/requests/window",
         "/requests/desk", "/requests/list.csv"]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_another_organisations_edition_is_not_there(sqlite_client: FlaskClient, page: str) -> None:
    an_edition(an_organisation(), plan=PLAN)
    stranger = an_organisation("other-chamber")
    signed_in(sqlite_client, an_account(stranger, "administrator"))
    answer = sqlite_client.get(HERE + page)
    assert answer.status_code == 404
    assert "unknown-edition" in answer.get_data(as_text=True)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("role", "open_to_her"), [
    ("reviewer", {"", "/sessions", "/plan", "/plan/booths.csv", "/requests", "/requests/list.csv"}),
    ("marshal", {"", "/sessions", "/plan", "/plan/booths.csv"}),
    ("exhibitor", set()),
])  # fmt: skip
def test_who_may_open_what(
    sqlite_client: FlaskClient, actor: Actor, page: str, role: str, open_to_her: set[str]
) -> None:
    an_edition(actor, plan=PLAN)
    exhibitor_id = an_exhibitor(actor) if role == "exhibitor" else None
    signed_in(sqlite_client, an_account(actor, role, exhibitor_id=exhibitor_id))
    assert sqlite_client.get("/", follow_redirects=True).status_code == 200
    assert sqlite_client.get(HERE + page).status_code == (200 if page in open_to_her else 403)


@pytest.mark.parametrize(("language", "word"), [("ar", "منشور"), ("fr", "publié"), ("en", "published")])
def test_constant_words_are_said_to_each_reader(
    sqlite_client: FlaskClient, actor: Actor, language: str, word: str
) -> None:
    """A filter over a constant must not be worked out once for all readers."""
    an_edition(actor, plan=PLAN)
    signed_in(sqlite_client, an_account(actor, "organiser", language=language))
    assert word in text_of(sqlite_client, f"{HERE}/plan")

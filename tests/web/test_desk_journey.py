"""A day's end at the sales desk, from paper and lost phones to totals that are whole."""

from flask.testing import FlaskClient

from fairapp.queries.desk import list_estimates, list_set_aside, list_uncertain
from fairapp.queries.results import Totals, get_totals
from fairapp.services.clock import replaying
from fairapp.services.devices import report_lost, revoke_device
from fairapp.services.ledger_verification import verify_ledger
from tests.factories.accounts import an_account, signed_in
from tests.factories.devices import written
from tests.factories.results import AFTER, HeldFair, held_fair, moment
from tests.web.forms import fields_of

DESK = "/editions/jeddah-2014/desk"


def a_day(fair: HeldFair) -> None:
    """One sold at night, one was revoked and sold on, one lost her phone, one has none."""
    fair.sell(0, 1, 1_000)
    night = moment(1).replace(hour=1)
    fair.till(0).send(night, written("sale", 0, night, amount_minor=2_000, method="cash"))
    fair.sell(1, 1, 3_000)
    fair.sell(2, 1, 500)
    with replaying(moment(1)):
        revoke_device(fair.actor, fair.till(1).device.device_id)
        report_lost(fair.actor, fair.till(2).device.device_id)
    fair.sell(1, 2, 4_000)


def totals(fair: HeldFair) -> Totals:
    return get_totals(fair.organisation_id, fair.edition_id)


def done(client: FlaskClient, address: str, typed: dict[str, object]) -> None:
    answer = client.post(f"{DESK}{address}", data=typed)
    assert answer.status_code == 302, answer.get_data(as_text=True)


def test_everything_open_is_settled_by_people(client: FlaskClient, app: object) -> None:
    fair = held_fair()
    a_day(fair)
    assert (totals(fair).takings_minor, totals(fair).uncertain.takings_minor) == (6_500, 2_000)
    wall = fair.organisation_id, fair.edition_id
    organiser = signed_in(client, an_account(fair.actor, "organiser", language="ar"))

    address = f"{DESK}/stalls/{fair.exhibitors[3]}"
    typed = fields_of(organiser.get(f"{address}?session=1").get_data(as_text=True), address)
    done(organiser, address.removeprefix(DESK), typed | {"amount-0": "١٢٫٥", "amount-1": "٧", "act": "save"})
    uncertain = [str(one.id) for one in list_uncertain(*wall)]
    done(organiser, "/uncertain", {"entry": uncertain, "session": "1", "reason": "فتحت قبل الجميع"})
    late = [str(one.id) for one in list_set_aside(*wall)]
    done(organiser, f"/late/{fair.till(1).device.device_id}", {"entry": late, "reason": "رآها المشرف"})
    lost = {"session": "1", "amount": "٣٠", "reason": "من دفترها"}
    with replaying(AFTER):
        done(organiser, f"/estimates/{fair.till(2).device.device_id}", lost)
        (waiting,) = list_estimates(*wall)
        second = signed_in(client, an_account(fair.actor, "administrator"))
        done(second, f"/estimates/decisions/{waiting.id}", {"act": "agree"})

    now = totals(fair)
    assert now.takings_minor == 1_000 + 2_000 + 3_000 + 500 + 4_000 + 1_950
    assert [one.takings_minor for one in now.sessions] == [8_450, 4_000, None]
    assert (now.uncertain.takings_minor, now.missing.set_aside, now.estimated_minor) == (0, 0, 3_000)
    assert verify_ledger(*wall).faults == ()
    with replaying(AFTER):
        page = second.get(DESK).get_data(as_text=True)
    assert page.count('class="settled"') == 4

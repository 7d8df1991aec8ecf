"""What the phone adds up by itself, in a real browser."""

import pytest
from playwright.sync_api import Browser

from tests.browser.stalls import OpenFair

pytestmark = pytest.mark.browser
NET_OF_THE_EVENING = """async () => {
  const { netOf, tallyOf } = await import("/static/till/tally.js");
  const at = (hour) => `2014-12-03T${hour}:00:00Z`;
  const day = { id: "day", opens_at: at("08"), closes_at: at("12"), cut_off_at: at("12") };
  const evening = { id: "evening", opens_at: at("18"), closes_at: at("21"), cut_off_at: at("22") };
  const sessions = [day];
  const entries = [{ kind: "sale", id: "a", seq: 1, amount_minor: 700, method: "cash", at: Date.parse(at("19")) }];
  const before = netOf(tallyOf(entries, sessions, "evening"));
  sessions.push(evening);
  entries.push({ ...entries[0], id: "b", seq: 2 });
  return [before, netOf(tallyOf(entries, sessions, "evening")), netOf(tallyOf(entries, sessions, ""))];
}"""


def test_what_was_sold_before_a_session_was_known_counts_in_it_afterwards(fair: OpenFair, chromium: Browser) -> None:
    till = fair.open_till(chromium)
    assert till.evaluate(NET_OF_THE_EVENING) == [0, 1_400, 0]
    till.context.close()

"""A till whose fair was put back from an older copy: it sends again what the copy lacks, each once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask_migrate import upgrade
from playwright.sync_api import Browser

from fairapp.application import MIGRATIONS
from fairapp.cli import fairapp
from fairapp.config import read_settings
from tests.browser.live import PATIENCE, LiveServer, within
from tests.browser.stalls import OpenFair, an_open_fair, sell, total_minor, wait_until_sent
from tests.faults.server import Served
from tests.faults.server import serving as served_at_one_port

pytestmark = pytest.mark.browser
SALES = [(seq, "sale", amount, "accepted") for seq, amount in enumerate((1_000, 2_000, 3_000, 4_000, 5_000), 1)]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Served, OpenFair]]:
    """A server that may be stopped and started again where phones know it."""
    own = {"FAIRAPP_INSTANCE": str(tmp_path), "FAIRAPP_DATABASE_URL": f"sqlite:///{tmp_path / 'fair.sqlite3'}"}
    with within(LiveServer(url="", settings=own)):
        upgrade(directory=str(MIGRATIONS))
    with served_at_one_port(read_settings(own)) as process:
        server = LiveServer(url=f"http://127.0.0.1:{process.port}", settings=own)
        with an_open_fair(server) as fair:
            yield process, fair


def typed(fair: OpenFair, *words: str) -> None:
    done = CliRunner(env=fair.server.settings).invoke(fairapp, words)
    assert done.exit_code == 0, done.stderr


@pytest.mark.parametrize("heals_by", ["a sale", "opening the page"])
def test_what_a_copy_lacks_is_sent_again(
    served: tuple[Served, OpenFair], chromium: Browser, tmp_path: Path, heals_by: str
) -> None:
    process, fair = served
    copy = tmp_path / "copy.sqlite3"
    till = fair.open_till(chromium)
    till.context.set_default_timeout(3 * PATIENCE)  # it may have tried while nobody answered, and waits longer then
    sell(till, "10")
    sell(till, "20")
    wait_until_sent(till)
    typed(fair, "backup", str(copy))
    sell(till, "30")
    sell(till, "40")
    wait_until_sent(till)
    process.stop()
    typed(fair, "restore", str(copy), "--replace")
    process.kill_and_start_again()
    assert fair.ledger() == SALES[:2], "the fair knows less than it did"
    if heals_by == "a sale":
        sell(till, "50")
    else:
        with till.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
            till.reload()
        assert till.wait_for_selector("body[data-ready=true]")
        wait_until_sent(till)
        assert fair.ledger() == SALES[:4]
        sell(till, "50")
    wait_until_sent(till)
    assert fair.ledger() == SALES, "everything once, in order"
    assert total_minor(till) == 15_000
    till.context.close()

"""A phone with a profile folder of its own: its browser is killed, started again, copied; taps as fast as code can."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.live import CHROMIUM, FLAGS, PATIENCE, PHONE, LiveServer
from tests.faults.network import FaultyNetwork, a_faulty_network

READY = "body[data-ready=true]"
START_SECONDS = 30

# Sells `times` amounts by the page's own keys and button, each after the page said that the one before is saved, and
# says of each to the console that it is. `window.sold` is how many were.
SELL = """([amount, times]) => {
  const saved = document.querySelector("#saved");
  const once = () => new Promise((done, failed) => {
    const before = saved.dataset.times;
    const seen = new MutationObserver(() => {
      if (saved.dataset.times === before) return;
      seen.disconnect();
      if (saved.className === "good") done();
      else failed(new Error(saved.textContent));
    });
    seen.observe(saved, { attributes: true });
    for (const key of String(amount)) document.querySelector(`[data-key="${key}"]`).click();
    document.querySelector("#save").click();
  });
  window.sold = 0;
  (async () => {
    while (window.sold < times) {
      await once();
      window.sold += 1;
      console.log(`saved ${window.sold}`);
    }
  })();
}"""

# Every entry that the phone's database holds, of any device, in order: [seq, id, kind, amount_minor].
HELD = """() => new Promise((done, failed) => {
  const asked = indexedDB.open("fairapp");
  asked.onerror = failed;
  asked.onsuccess = () => {
    const all = asked.result.transaction("entries").objectStore("entries").getAll();
    all.onsuccess = () => {
      asked.result.close();
      done(all.result.map(({ entry }) => [entry.seq, entry.id, entry.kind, entry.amount_minor]));
    };
  };
})"""


class Handset:
    """A real Chromium in a process of its own over ``profile``; starting it again is what a restarted phone does."""

    def __init__(self, driver: Browser, profile: Path, server: LiveServer) -> None:
        self._driver, self._server, self.profile = driver, server, profile
        self._process: subprocess.Popen[bytes] | None = None
        self._browser: Browser | None = None

    def open(self, address: str = "/till", *, offline: bool = False, ready: str = READY) -> Page:
        """Start the browser and open a page of the fair, 360 pixels wide."""
        assert CHROMIUM is not None
        active = self.profile / "DevToolsActivePort"
        active.unlink(missing_ok=True)
        more = [
            f"--user-data-dir={self.profile}",
            "--headless=new",
            "--remote-debugging-port=0",
            f"--user-agent={PHONE}",
        ]
        self._process = subprocess.Popen(
            [CHROMIUM, *FLAGS, *more, "--lang=ar-SA", "--accept-lang=ar-SA", "--window-size=360,740", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        port = _read_port(active)
        self._browser = self._driver.browser_type.connect_over_cdp(f"http://127.0.0.1:{port}")
        context = self._browser.contexts[0]
        context.set_default_timeout(PATIENCE)
        page = context.pages[0]
        page.set_viewport_size({"width": 360, "height": 740})
        context.set_offline(offline)
        page.goto(self._server.url + address)
        if ready:
            page.wait_for_selector(ready)
        return page

    def kill(self) -> None:
        """No farewell, as when the battery is taken out or the system needs the memory."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
        if self._browser is not None:
            with suppress(Exception):
                self._browser.close()
            self._browser = None


def _read_port(active: Path) -> int:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with suppress(OSError, ValueError, IndexError):
            return int(active.read_text().splitlines()[0])
        time.sleep(0.05)
    raise AssertionError("the browser did not start")


@pytest.fixture
def a_handset(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Handset]]:
    """Makes phones, new ones or with everything that another one holds; they are gone when the test ends."""
    made: list[Handset] = []

    def make(server: LiveServer, like: Handset | None = None) -> Handset:
        profile = tmp_path / f"profile-{len(made)}"
        if like is None:
            profile.mkdir()
        else:
            shutil.copytree(like.profile, profile, ignore=shutil.ignore_patterns("Singleton*", "DevToolsActivePort"))
        made.append(Handset(chromium, profile, server))
        return made[-1]

    yield make
    for handset in made:
        handset.kill()


@contextmanager
def through_a_network(server: LiveServer) -> Iterator[tuple[LiveServer, FaultyNetwork]]:
    """The server as phones reach it, and the network that is between."""
    target = int(server.url.rpartition(":")[2])
    with a_faulty_network(target, seed=1) as network:
        yield LiveServer(url=f"http://127.0.0.1:{network.port}", settings=server.settings), network


def held(page: Page) -> list[list[Any]]:
    """What the phone's database holds: place, id, kind, amount of each entry."""
    found: list[list[Any]] = page.evaluate(HELD)
    return found

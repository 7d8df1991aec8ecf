"""The till on a cheap phone: what a first visit costs, tap to "saved" without a network, and starting without one.

A real Chromium, 360 pixels wide, its processor slowed down six times, against the limits of docs/offline.md. Bytes and
requests are counted on the connection itself, headers and all. A tap counts from the moment at which the finger left
the glass to the moment at which the page says that the sale is saved, which is after it is on the disk; beside it the
browser's own durable write of one such entry, which is the part of it that no page can shorten.
"""

import math
import re
import socket
import socketserver
import statistics
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.table import Row
from tests.browser.live import CHROMIUM, FLAGS, LiveServer, a_phone, serving
from tests.browser.stalls import an_open_fair, wait_until_offline_ready, wait_until_sent

SLOWER = 6
ASKED = re.compile(rb"^(?:GET|POST) \S+ HTTP/1\.1\r$", re.MULTILINE)
KILOBYTES, REQUESTS, TAP_MS, START_MS = 60, 20, 50, 1_000
LONG_LIST = 2_000
PAUSE_MS = 250
"""Between the last key and the tap, and after it: nobody is faster."""

WATCH = """() => {
  const [save, saved] = ["#save", "#saved"].map((name) => document.querySelector(name));
  window.taps = [];
  let begun = 0;
  save.addEventListener("click", (event) => { begun = event.timeStamp; }, true);
  new MutationObserver(() => {
    if (begun && saved.className === "good") window.taps.push(performance.now() - begun);
    begun = 0;
  }).observe(saved, { attributes: true });
}"""
TYPE = """() => { for (const key of "45") document.querySelector(`[data-key="${key}"]`).click(); }"""
FILL = """(times) => new Promise((done) => {
  const asked = indexedDB.open("fairapp");
  asked.onsuccess = () => {
    const write = asked.result.transaction(["lists", "entries"], "readwrite");
    write.oncomplete = () => done(asked.result.close());
    const lists = write.objectStore("lists");
    lists.getAll().onsuccess = ({ target }) => {
      const [list] = target.result;
      for (let n = 0; n < times; n += 1) {
        const said = { kind: "sale", amount_minor: 4500, method: "cash", occurred_at: new Date().toISOString() };
        const entry = { v: 1, id: crypto.randomUUID(), seq: list.next + n, ...said };
        write.objectStore("entries").add({ device: list.device, seq: entry.seq, entry });
      }
      lists.put({ ...list, next: list.next + times });
    };
  };
})"""
BARE = """async (times) => {
  const asked = indexedDB.open("bare", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("entries", { keyPath: ["device", "seq"] });
  await new Promise((done) => { asked.onsuccess = done; });
  const spent = [];
  for (let seq = 1; seq <= times; seq += 1) {
    const begun = performance.now();
    const write = asked.result.transaction(["entries"], "readwrite", { durability: "strict" });
    write.objectStore("entries").add({ device: "bare", seq, entry: { id: crypto.randomUUID(), amount_minor: 4500 } });
    await new Promise((done) => { write.oncomplete = done; });
    spent.push(performance.now() - begun);
    await new Promise((done) => setTimeout(done, 20));
  }
  return spent;
}"""
USABLE = "performance.getEntriesByName('usable')[0].startTime"


def rows(quick: bool = False) -> list[Row]:
    """First visit, taps with an empty and with a long list, start without a network."""
    taps, starts = (20, 2) if quick else (200, 10)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright, ExitStack() as stack:
        browser = stack.enter_context(playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS))
        server = stack.enter_context(serving(Path(name)))
        return [*_first_visit(browser, server), *_offline(browser, server, taps, starts)]


class _Wire(socketserver.ThreadingTCPServer):
    """Passes connections on to ``target`` and counts what comes back, and how often something was asked for."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, target: int) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.target, self.received, self.requests = target, 0, 0
        self.port = int(self.server_address[1])
        self.lock = threading.Lock()

    def count(self, received: int, requests: int) -> None:
        with self.lock:
            self.received += received
            self.requests += requests


class _Connection(socketserver.BaseRequestHandler):
    server: _Wire

    def handle(self) -> None:
        with socket.create_connection(("127.0.0.1", self.server.target)) as there:
            back = threading.Thread(target=self._pass_on, args=(there, self.request, False), daemon=True)
            back.start()
            self._pass_on(self.request, there, True)
            back.join(5)

    def _pass_on(self, source: socket.socket, sink: socket.socket, asking: bool) -> None:
        with suppress(OSError):
            while read := source.recv(65_536):
                self.server.count(0 if asking else len(read), len(ASKED.findall(read)) if asking else 0)
                sink.sendall(read)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_WR)


@contextmanager
def _counting(target: int) -> Iterator[_Wire]:
    with _Wire(target) as wire:
        threading.Thread(target=wire.serve_forever, args=(0.05,), daemon=True).start()
        yield wire
        wire.shutdown()


def _first_visit(browser: Browser, server: LiveServer) -> list[Row]:
    found = []
    for kind in ("till", "gate"):
        with an_open_fair(server) as fair, _counting(int(server.url.rpartition(":")[2])) as wire:
            phone = a_phone(browser, replace(server, url=f"http://127.0.0.1:{wire.port}"))
            page = phone.new_page()
            page.goto(f"/{kind}#{fair.till_card if kind == 'till' else fair.gate_card}")
            page.wait_for_selector("body[data-ready=true]")
            wait_until_offline_ready(page)
            phone.close()
            found.append(_row(f"{kind}, first visit", wire.received / 1024, KILOBYTES, "kB"))
            found.append(_row(f"{kind}, first visit", wire.requests, REQUESTS, "requests"))
    return found


def _offline(browser: Browser, server: LiveServer, taps: int, starts: int) -> Iterator[Row]:
    with an_open_fair(server) as fair:
        page = fair.open_till(browser)
        wait_until_sent(page)
        wait_until_offline_ready(page)
        page.context.set_offline(True)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        bare = page.evaluate(BARE, taps)
        yield _row("a bare durable write, p50", statistics.median(bare), TAP_MS, "ms")
        yield _row("a bare durable write, p99", _p99(bare), TAP_MS, "ms")
        yield from _taps(page, taps, "empty list")
        yield _row("start offline, median", statistics.median(_starts(page, starts)), START_MS, "ms")
        page.evaluate(FILL, LONG_LIST)
        yield from _taps(page, taps, f"{LONG_LIST:,} entries")
        long = f"start offline, {LONG_LIST:,} entries, median"
        yield _row(long, statistics.median(_starts(page, starts)), START_MS, "ms")
        page.context.close()


def _taps(page: Page, times: int, what: str) -> Iterator[Row]:
    page.reload()
    page.wait_for_selector("body[data-ready=true]")
    page.evaluate(WATCH)
    for number in range(1, times + 1):
        page.evaluate(TYPE)
        box = page.locator("#save").bounding_box() or {}
        page.wait_for_timeout(PAUSE_MS)
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(PAUSE_MS)  # asking all the time whether it is saved would itself slow it down
        page.wait_for_function("least => window.taps.length >= least", arg=number)
    spent: list[float] = page.evaluate("window.taps")
    yield _row(f"tap to saved, offline, {what}, p50", statistics.median(spent), TAP_MS, "ms")
    yield _row(f"tap to saved, offline, {what}, p99", _p99(spent), TAP_MS, "ms")


def _starts(page: Page, times: int) -> list[float]:
    """From asking for the page to the first moment at which a key is heard."""
    spent = []
    for _ in range(times):
        page.reload(wait_until="commit")
        page.wait_for_selector("body[data-ready=true]")
        spent.append(page.evaluate(USABLE))
    return spent


def _p99(spent: list[float]) -> float:
    return sorted(spent)[max(0, math.ceil(len(spent) * 0.99) - 1)]


def _row(name: str, ours: float, limit: float, unit: str) -> Row:
    return Row(name=name, ours=ours, limit=limit, unit=unit, aim=1.0, at_least=False)

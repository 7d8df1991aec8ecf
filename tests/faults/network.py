"""A network as in the halls of a fair: it cuts, truncates, delays, repeats, and answers in the name of the server."""

import random
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PORTAL = b"<!doctype html><title>Free WiFi</title><p>Please sign in."
FAULTS = ("refuse", "cut-request", "lose-answer", "truncate", "delay", "duplicate", "portal", "status", "late-status")
STATUSES = range(400, 600)
WAIT_SECONDS = 30


class FaultyNetwork(socketserver.ThreadingTCPServer):
    """Passes connections on to ``target``; ``percent`` of them meet a fault, chosen by the seed."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, target: int, seed: int, percent: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.target, self.percent = target, percent
        self.always: tuple[str, int] | None = None
        self.met: dict[str, int] = {}
        self._rng, self._lock = random.Random(seed), threading.Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def fate(self) -> tuple[str, int, float]:
        """What becomes of the next connection: the fault or "", a status, and a share of the bytes."""
        with self._lock:
            struck = self._rng.randrange(100) < self.percent
            fault, status = self._rng.choice(FAULTS) if struck else "", self._rng.choice(STATUSES)
            if self.always is not None:
                fault, status = self.always
            self.met[fault] = self.met.get(fault, 0) + 1
            return fault, status, self._rng.random()

    def handle_error(self, request: object, client_address: object) -> None:
        """A side that hung up is what this network is for."""


class _Connection(socketserver.BaseRequestHandler):
    server: FaultyNetwork

    def handle(self) -> None:
        fault, status, share = self.server.fate()
        if fault == "refuse":
            return
        asked = _read_message(self.request)
        if fault == "portal":
            self._answer(200, PORTAL)
        elif fault == "status":
            self._answer(status, b'{"code": "nonsense", "message": "", "next_seq": 1}')
        elif fault == "cut-request":
            self._pass_on(asked[: int(len(asked) * share)], whole=False)
        else:
            if fault == "delay":
                time.sleep(share / 4)
            if fault == "duplicate":
                self._pass_on(asked)
            answer = self._pass_on(asked)
            if fault == "late-status":
                self._answer(status, PORTAL)
            elif fault != "lose-answer":
                self.request.sendall(answer[: int(len(answer) * share)] if fault == "truncate" else answer)

    def _pass_on(self, asked: bytes, *, whole: bool = True) -> bytes:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.server.target), WAIT_SECONDS) as there:
            there.sendall(asked)
            return _read_message(there) if whole else b""
        return b""

    def _answer(self, status: int, body: bytes) -> None:
        head = f"HTTP/1.1 {status} Whatever\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n"
        self.request.sendall(f"{head}Connection: close\r\n\r\n".encode() + body)


def _read_message(side: socket.socket) -> bytes:
    """One HTTP message with a length; what came of it when the other side hung up."""
    side.settimeout(WAIT_SECONDS)
    read = b""
    while True:
        head, found, body = read.partition(b"\r\n\r\n")
        if found and len(body) >= _length(head):
            return read
        more = side.recv(65_536)
        if not more:
            return read
        read += more


def _length(head: bytes) -> int:
    lines = (line.partition(b":") for line in head.split(b"\r\n"))
    return next((int(value) for name, _, value in lines if name.lower() == b"content-length"), 0)


@contextmanager
def a_faulty_network(target: int, seed: int, percent: int = 0) -> Iterator[FaultyNetwork]:
    """A network in front of the server at ``target``."""
    with FaultyNetwork(target, seed, percent) as network:
        thread = threading.Thread(target=network.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield network
        finally:
            network.shutdown()
            thread.join()

"""A phone's list and mark, by the rules of outbox.js and sync.js, for every kind of network and no browser."""

import http.client
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from fairapp.models.base import new_id

MOST = 100


@dataclass(kw_only=True)
class SimulatedPhone:
    """What one phone recorded, how much of it is acknowledged, and how far its clock is off."""

    key: str
    offset: timedelta = timedelta()
    entries: list[dict[str, Any]] = field(default_factory=list)
    mark: int = 0
    most: int = MOST

    def write(self, kind: str, at: datetime, **fields: Any) -> dict[str, Any]:
        """Take the next place and record something that happens at ``at``, by this phone's own clock."""
        common = {"v": 1, "id": str(new_id()), "seq": len(self.entries) + 1, "kind": kind}
        self.entries.append({**common, "occurred_at": (at + self.offset).isoformat(), **fields})
        return self.entries[-1]

    @property
    def unsent(self) -> int:
        return len(self.entries) - self.mark

    def upload(self, at: datetime) -> dict[str, Any]:
        """What it sends at ``at``: the oldest that is not acknowledged."""
        return {
            "device_time": (at + self.offset).isoformat(),
            "entries": self.entries[self.mark : self.mark + self.most],
        }

    def hear(self, status: int, answer: bytes) -> bool:
        """Whether an answer moved the mark. Nothing else ever does, and nothing is ever deleted."""
        if status == 413 and self.most > 1:
            self.most = (self.most + 1) // 2
            return True
        try:
            told = json.loads(answer)
        except ValueError:
            return False
        if not isinstance(told, dict):
            return False
        understood = (status == 200 and isinstance(told.get("results"), list)) or (
            status == 409 and told.get("code") == "gap"
        )
        next_seq = told.get("next_seq")
        if not understood or type(next_seq) is not int or not 1 <= next_seq <= len(self.entries) + 1:
            return False
        before, self.mark = self.mark, next_seq - 1
        return self.mark != before

    def ask(self, port: int) -> bool:
        """As its page does when opened and at each beat: what a server does not know any more is sent again."""
        answered = self._call(port, "GET", None, 30)
        next_seq = json.loads(answered[1])["next_seq"] if answered and answered[0] == 200 else self.mark + 1
        self.mark, before = min(self.mark, next_seq - 1), self.mark
        return self.mark != before

    def send(self, port: int, at: datetime, patience: float = 5) -> tuple[int, bytes] | None:
        """Hand over what is unsent through whatever listens at ``port``; returns the answer, if one came whole."""
        answered = self._call(port, "POST", json.dumps(self.upload(at)), patience)
        if answered:
            self.hear(*answered)
        return answered

    def _call(self, port: int, method: str, body: str | None, patience: float) -> tuple[int, bytes] | None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
        headers = {"Authorization": f"Bearer {self.key}", "Connection": "close", "Content-Type": "application/json"}
        try:
            connection.request(method, "/api/v1/ledger", body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

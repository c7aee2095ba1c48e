"""Clients that ask again as soon as they are answered, in a process of their own; bench_http starts it and talks to it.

A line in names a round, a line out tells how it went. It is lean, so that it takes little from whom it measures.
"""

import asyncio
import json
import re
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

# In a request, where something new of the same length is to stand each time.
FRESH = "{something new}".ljust(36, ".")
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
# Beyond the end of a round, for the answers that are under way.
PATIENCE = 30


@dataclass
class Round:
    """What the clients of one round have in common. `status`: what a good answer begins with."""

    status: bytes
    until: float
    done: asyncio.Event
    left: int
    ms: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Client(asyncio.Protocol):
    """One connection that is kept, and one question at a time."""

    def __init__(self, request: str, round_: Round) -> None:
        self.parts, self.round = [part.encode() for part in request.split(FRESH)], round_
        self.answer, self.ended = b"", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        self.answer = self.answer + data if self.answer else data
        head = self.answer.find(b"\r\n\r\n")
        if head < 0:
            return
        length = LENGTH.search(self.answer, 0, head)
        if length is None:
            self._end("an answer without its length")
            return
        if len(self.answer) >= head + 4 + int(length[1]):
            self._take()

    def connection_lost(self, _: Exception | None) -> None:
        self._end("the line was cut")

    def _ask(self) -> None:
        self.answer = b""
        self.asked_at = time.perf_counter()
        self.transport.write(str(uuid4()).encode().join(self.parts))

    def _take(self) -> None:
        now = time.perf_counter()
        if self.answer.startswith(self.round.status):
            self.round.ms.append(round((now - self.asked_at) * 1_000, 2))
        else:
            self.round.errors.append(self.answer[:300].decode(errors="replace"))
        if now < self.round.until:
            self._ask()
        else:
            self._end()

    def _end(self, trouble: str = "") -> None:
        if self.ended:
            return
        self.ended = True
        if trouble:
            self.round.errors.append(trouble)
        self.transport.close()
        self.round.left -= 1
        if not self.round.left:
            self.round.done.set()


async def one_round(port: int, seconds: float, status: int, requests: list[str]) -> dict[str, Any]:
    """One client a request, on 127.0.0.1. How many were answered in how many seconds, and how long each took."""
    begun, worked = time.perf_counter(), time.process_time()
    round_ = Round(f"HTTP/1.1 {status}".encode(), begun + seconds, asyncio.Event(), len(requests))
    loop = asyncio.get_running_loop()
    for request in requests:
        await loop.create_connection(lambda request=request: Client(request, round_), "127.0.0.1", port)  # type: ignore[misc]
    try:
        await asyncio.wait_for(round_.done.wait(), seconds + PATIENCE)
    except TimeoutError:
        round_.errors.append("no answer in time")
    took = time.perf_counter() - begun
    return {
        "seconds": took,
        "busy": (time.process_time() - worked) / took,
        "ms": round_.ms,
        "errors": len(round_.errors),
        "first_error": next(iter(round_.errors), ""),
    }


def main() -> None:
    """Until there are no more rounds."""
    for line in sys.stdin:
        print(json.dumps(asyncio.run(one_round(**json.loads(line)))), flush=True)


if __name__ == "__main__":
    main()

"""What the school's pages are held against: a bare Flask page, less than that, and one that writes by the library.

Servers of bench_http import it.
"""

import json
import os
from collections.abc import Callable
from itertools import cycle
from typing import Any

from flask import Flask

from scripts.bench_library import Promise, Promises

# In the environment: {path: [status, bytes of the body]}, and where the library keeps its promises.
ANSWERS, PROMISES = "BENCH_ANSWERS", "BENCH_PROMISES"
# So many that none grows long, and none is written to by two at once.
MANY = 500


def app() -> Flask:
    """Pages that know what they answer: nobody is asked who they are, and nothing is read or kept."""
    bare = Flask(__name__)
    for path, (status, size) in json.loads(os.environ[ANSWERS]).items():
        bare.add_url_rule(path, path[1:], _page("x" * size, status), methods=["GET", "POST", "PUT"])
    return bare


def library() -> Flask:
    """The same, but that something is got, decided and saved before; no view, no seal, no act that is heard once."""
    kept, bare = Promises(json.loads(os.environ[PROMISES])), app()
    new = [Promise("Hold two conversations", "", "somebody") for _ in range(MANY)]
    kept.save(*new)
    turns = cycle([promise.id for promise in new])

    @bare.before_request
    def _write() -> None:
        promise: Promise = kept.repository.get(next(turns))
        promise.reword("Two talks about testing", "Ask Ada who she would talk to", "somebody")
        kept.save(promise)

    return bare


def _page(body: str, status: int) -> Callable[[], tuple[str, int]]:
    return lambda: (body, status)


def nothing() -> Callable[..., list[bytes]]:
    """An application that does nothing: what it can be asked a second is what the asking itself allows."""

    def answer(_: Any, start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    return answer

"""What the school's pages are held against: a bare Flask page, and less than that; servers of bench_http import it."""

import json
import os
from collections.abc import Callable
from typing import Any

from flask import Flask

# In the environment: {path: [status, bytes of the body]}.
ANSWERS = "BENCH_ANSWERS"


def app() -> Flask:
    """Pages that know what they answer: nobody is asked who they are, and nothing is read or kept."""
    bare = Flask(__name__)
    for path, (status, size) in json.loads(os.environ[ANSWERS]).items():
        bare.add_url_rule(path, path[1:], _page("x" * size, status), methods=["GET", "POST", "PUT"])
    return bare


def _page(body: str, status: int) -> Callable[[], tuple[str, int]]:
    return lambda: (body, status)


def nothing() -> Callable[..., list[bytes]]:
    """An application that does nothing: what it can be asked a second is what the asking itself allows."""

    def answer(_: Any, start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    return answer

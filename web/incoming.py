"""How files come in: held in memory, never on the disk unsealed; and one that is too large is heard to its end."""

from io import BytesIO
from typing import IO, Any

from flask import Request

# What somebody types, or a program says, is far smaller than a file.
MOST_TYPED = 1024 * 1024
TYPED = ("application/x-www-form-urlencoded", "application/json")
MOST_HEARD = 128 * 1024 * 1024
AT_ONCE = 64 * 1024


class RequestInMemory(Request):
    """Werkzeug writes larger uploads into temporary files; ours are personal, and the app's limit keeps them small."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        if self.mimetype in TYPED:
            self.max_content_length = MOST_TYPED

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        return BytesIO()


def let_it_arrive(request: Request) -> None:
    """Drop a body that was refused for its announced length, up to MOST_HEARD bytes; beyond that the line is cut.

    A browser shows our answer only once it has sent everything. Nothing of the body may have been read yet: what is
    left is known by the announced length alone.
    """
    length, allowed = request.content_length or 0, request.max_content_length
    if allowed is None or length <= allowed:
        return
    body, left = request.environ["wsgi.input"], min(length, MOST_HEARD)
    while left > 0 and (part := body.read(min(left, AT_ONCE))):
        left -= len(part)

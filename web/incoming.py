"""How files come in: held in memory, never on the disk unsealed; and one that is too large is heard to its end."""

from io import BytesIO
from typing import IO, Any

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

# What somebody types, or a program says, is far smaller than a file.
MOST_TYPED = 1024 * 1024
TYPED = ("application/x-www-form-urlencoded", "application/json")
MOST_HEARD = 128 * 1024 * 1024
# Bytes written as %XX; 50,000 signs of a script such as Chinese, more than twice the longest text there is.
MOST_ESCAPED = 150_000
AT_ONCE = 64 * 1024


class FewFields(FormDataParser):
    """As many fields of a typed form as there may be parts of one with files (`max_form_parts`, 1,000).

    Taking a megabyte of fields or of escaped bytes apart takes a second in which nobody else is answered.
    """

    def parse(self, stream: IO[bytes], mimetype: str, *how: Any, **more: Any) -> Any:
        if mimetype == TYPED[0]:
            body = stream.read()
            most = self.max_form_parts
            if (most is not None and body.count(b"&") >= most) or body.count(b"%") > MOST_ESCAPED:
                raise RequestEntityTooLarge
            stream = BytesIO(body)
        return super().parse(stream, mimetype, *how, **more)


class RequestInMemory(Request):
    """Werkzeug writes larger uploads into temporary files; ours are personal, and the app's limit keeps them small."""

    form_data_parser_class = FewFields

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
